"""Rules of the network that no constraint of both databases can hold: they are triggers, made after every
migrate.

- two school years never overlap; two authorised capacities of one centre and regime never overlap
  (PostgreSQL has exclusion constraints for this, SQLite has none: one rule, written the same way for both);
- an assignment is closed, never deleted.
"""

from django.db import connections

# table, start, end, columns that must be equal for two rows to compete
_OVERLAPS = [
    ("centres_anneescolaire", "debut", "fin", ()),
    ("centres_capaciteautorisee", "du", "au", ("centre_id", "regime")),
]
_NO_DELETE = ["centres_affectation"]


def _overlap_condition(table, start, end, same, dialect):
    forever = "'9999-12-31'" if dialect == "sqlite" else "DATE '9999-12-31'"
    equal = "".join(f" AND o.{column} = NEW.{column}" for column in same)
    return (
        f"EXISTS (SELECT 1 FROM {table} o WHERE o.id <> NEW.id{equal}"
        f" AND o.{start} <= COALESCE(NEW.{end}, {forever}) AND NEW.{start} <= COALESCE(o.{end}, {forever}))"
    )


def _sqlite():
    for table, start, end, same in _OVERLAPS:
        condition = _overlap_condition(table, start, end, same, "sqlite")
        # After, not before: the id of a new row is only known then.
        for event in ("INSERT", f"UPDATE OF {', '.join((start, end, *same))}"):
            name = f"entraide_{table}_overlap_{event[:6].lower()}"
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield (
                f"CREATE TRIGGER {name} AFTER {event} ON {table} WHEN {condition}"
                f" BEGIN SELECT RAISE(ABORT, '{table} overlap'); END"
            )
    for table in _NO_DELETE:
        yield f"DROP TRIGGER IF EXISTS entraide_{table}_kept"
        yield (
            f"CREATE TRIGGER entraide_{table}_kept BEFORE DELETE ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} rows are closed, never deleted'); END"
        )


def _postgresql():
    for table, start, end, same in _OVERLAPS:
        condition = _overlap_condition(table, start, end, same, "postgresql")
        # The lock makes two simultaneous inserts see each other; these tables change a few times a year.
        yield (
            f"CREATE OR REPLACE FUNCTION entraide_{table}_overlap() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN PERFORM pg_advisory_xact_lock(hashtext('{table}')); IF {condition} THEN"
            f" RAISE EXCEPTION '{table} overlap' USING ERRCODE = 'exclusion_violation'; END IF;"
            " RETURN NULL; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS entraide_{table}_overlap ON {table}"
        yield (
            f"CREATE TRIGGER entraide_{table}_overlap"
            f" AFTER INSERT OR UPDATE OF {', '.join((start, end, *same))}"
            f" ON {table} FOR EACH ROW EXECUTE FUNCTION entraide_{table}_overlap()"
        )
    for table in _NO_DELETE:
        yield (
            f"CREATE OR REPLACE FUNCTION entraide_{table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{table} rows are closed, never deleted'"
            f" USING ERRCODE = 'restrict_violation'; END $$"
        )
        yield f"DROP TRIGGER IF EXISTS entraide_{table}_kept ON {table}"
        yield (
            f"CREATE TRIGGER entraide_{table}_kept BEFORE DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION entraide_{table}_kept()"
        )


def create_triggers(connection):
    """Create or replace the triggers above on `connection`'s database."""
    statements = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def after_migrate(sender, using, **kwargs):
    """Receiver of `post_migrate`: SQLite drops the triggers of a table that a migration rebuilds."""
    if sender.name == "centres":
        create_triggers(connections[using])
