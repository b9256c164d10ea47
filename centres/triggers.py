"""Rules of the network that no constraint of both databases can hold: they are triggers
(`entraide.database`).

- two school years never overlap; two authorised capacities of one centre and regime never overlap
  (PostgreSQL has exclusion constraints for this, SQLite has none: one rule, written once for both);
- an assignment is closed, never deleted.
"""

from django.db import connections
from django.db.models.signals import pre_migrate

from entraide import database
from entraide.database import Trigger, refusal

PREFIX = "entraide_reseau_"
# table, start, end, columns that must be equal for two rows to compete
_OVERLAPS = [
    ("centres_anneescolaire", "debut", "fin", ()),
    ("centres_capaciteautorisee", "du", "au", ("centre_id", "regime")),
]
_ASSIGNMENTS = "centres_affectation"


def _overlap(connection, table, start, end, same):
    forever = "'9999-12-31'" if connection.vendor == "sqlite" else "DATE '9999-12-31'"
    equal = "".join(f" AND o.{column} = NEW.{column}" for column in same)
    condition = (
        f"EXISTS (SELECT 1 FROM {table} o WHERE o.id <> NEW.id{equal}"
        f" AND o.{start} <= COALESCE(NEW.{end}, {forever}) AND NEW.{start} <= COALESCE(o.{end}, {forever}))"
    )
    # The lock makes two simultaneous inserts see each other; these tables change a few times a year.
    lock = "" if connection.vendor == "sqlite" else f"PERFORM pg_advisory_xact_lock(hashtext('{table}')); "
    return lock + refusal(connection, f"{table} overlap", condition)


def triggers(connection):
    """All triggers of the network, in the dialect of `connection`."""
    for table, start, end, same in _OVERLAPS:
        body = _overlap(connection, table, start, end, same)
        # After, not before: the id of a new row is only known then.
        for event in ("INSERT", f"UPDATE OF {', '.join((start, end, *same))}"):
            yield Trigger(f"{PREFIX}{table}_{event[:6].lower()}", table, f"AFTER {event}", body)
    kept = refusal(connection, "assignments are closed, never deleted")
    yield Trigger(f"{PREFIX}affectation_kept", _ASSIGNMENTS, "BEFORE DELETE", kept)


def create_triggers(connection):
    """Bring the triggers up to date; return the names of those that were made."""
    return database.sync_triggers(connection, PREFIX, triggers(connection))


def missing_triggers(connection):
    """The triggers that the database lacks (a migration failed half-way)."""
    return database.missing_triggers(connection, PREFIX, triggers(connection))


def before_migrate(sender, using, plan=(), **kwargs):
    """Receiver of `pre_migrate`: lift the triggers when there is something to migrate."""
    if sender.name == "centres" and plan:
        database.drop_triggers(connections[using], PREFIX)


def after_migrate(sender, using, **kwargs):
    """Receiver of `post_migrate`: put the triggers back."""
    if sender.name == "centres":
        create_triggers(connections[using])


pre_migrate.connect(before_migrate, dispatch_uid="centres.triggers")
