"""`/sante/`: is the application alive? No personal data, no account needed."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def sante(request):
    """200 when the database answers and no migration is pending, else 503; the body says which of them
    failed."""
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        database = "ok"
    except DatabaseError:
        pending, database = None, "unreachable"
    good = database == "ok" and pending == 0
    body = {"application": "ok", "database": database, "pending_migrations": pending}
    response = JsonResponse(body, status=200 if good else 503)
    response["Cache-Control"] = "no-store"
    return response
