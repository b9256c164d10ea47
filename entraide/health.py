"""`/sante/`: is the application alive? No personal data, no account needed."""

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

# Each app's own list of the triggers that its rules stand on, by dotted name: tools import no app.
TRIGGERS = ("personnel.journal", "centres.triggers", "beneficiaires.seats")


@login_not_required
@require_safe
def sante(request):
    """200 when the database answers, no migration is pending and every trigger stands; else 503.

    The body says which of them failed.
    """
    pending = triggers = None
    database = "ok"
    try:
        executor = MigrationExecutor(connection)
        pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        triggers = sum(
            len(import_string(f"{module}.missing_triggers")(connection))
            for module in TRIGGERS
            if apps.is_installed(module.split(".")[0])
        )
    except DatabaseError:
        database = "unreachable"
    body = {
        "application": "ok",
        "database": database,
        "pending_migrations": pending,
        "missing_triggers": triggers,
    }
    good = database == "ok" and pending == 0 and triggers == 0
    response = JsonResponse(body, status=200 if good else 503)
    response["Cache-Control"] = "no-store"
    return response
