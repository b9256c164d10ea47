"""`manage.py migrate`, one at a time: two that start together on PostgreSQL would run the same migration
twice."""

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections

# Any number that nothing else of this database locks.
LOCK = 19570427


class Command(Migrate):
    def handle(self, *args, database, **options):
        connection = connections[database]
        if connection.vendor != "postgresql":
            return super().handle(*args, database=database, **options)
        with connection.cursor() as cursor:
            # Held by the connection, not by a transaction: a migration has its own, and it goes if we do.
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            return super().handle(*args, database=database, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
