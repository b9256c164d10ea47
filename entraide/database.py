"""Triggers for SQLite and PostgreSQL: described once, compared with what the database has, replaced."""

import hashlib
from dataclasses import dataclass

from django.db import transaction


@dataclass(frozen=True)
class Trigger:
    """One trigger. `timing` is like "AFTER UPDATE"; `when` and `body` are SQL in the connection's dialect.

    `name` begins with the prefix of its family and is unique in the database (on PostgreSQL it also names the
    function). `body` is one or more statements, each with its semicolon. On PostgreSQL a trigger may be of
    level STATEMENT, with `referencing` naming the tables of changed rows. A BEFORE trigger only ever refuses.
    """

    name: str
    table: str
    timing: str
    body: str
    when: str = ""
    referencing: str = ""
    level: str = "ROW"

    def statements(self, vendor):
        """The SQL that creates it."""
        when = f" WHEN ({self.when})" if self.when else ""
        if vendor == "sqlite":
            return [f'CREATE TRIGGER {self.name} {self.timing} ON "{self.table}"{when} BEGIN {self.body} END']
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $trigger$\n"
            f"-- {self.signature()}\nBEGIN {self.body} RETURN NULL; END $trigger$",
            f'CREATE TRIGGER {self.name} {self.timing} ON "{self.table}" {self.referencing}'
            f" FOR EACH {self.level}{when} EXECUTE FUNCTION {self.name}()",
        ]

    def signature(self):
        """A digest of the definition, kept in the PostgreSQL function: is it still the wanted one?"""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def refusal(connection, message, condition=""):
    """The SQL statement of a trigger body that refuses the change (an IntegrityError in Python).

    `condition`: a boolean expression that must hold for the refusal; without it the statement always refuses.
    """
    if connection.vendor == "sqlite":
        return f"SELECT RAISE(ABORT, '{message}'){f' WHERE {condition}' if condition else ''};"
    refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
    return f"IF {condition} THEN {refuse} END IF;" if condition else refuse


def _existing(cursor, connection, prefix):
    """{name: (table, definition)} of a family: on SQLite its SQL, on PostgreSQL its function."""
    if connection.vendor == "sqlite":
        cursor.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master"
            " WHERE type = 'trigger' AND substr(name, 1, %s) = %s",
            [len(prefix), prefix],
        )
    else:
        cursor.execute(
            "SELECT t.tgname, c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND left(t.tgname, %s) = %s AND pg_table_is_visible(c.oid)",
            [len(prefix), prefix],
        )
    return {name: (table, definition) for name, table, definition in cursor.fetchall()}


def _current(trigger, existing, vendor):
    table, definition = existing.get(trigger.name, (None, ""))
    if vendor == "sqlite":
        return definition == trigger.statements(vendor)[0]
    return table == trigger.table and f"-- {trigger.signature()}\n" in definition


def _drop(cursor, vendor, name, table):
    if vendor == "sqlite":
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
    else:
        cursor.execute(f'DROP TRIGGER IF EXISTS {name} ON "{table}"')
        cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def sync_triggers(connection, prefix, triggers):
    """Make the triggers of the family `prefix` be exactly `triggers`; return the names that were created.

    Triggers on tables that do not exist (yet) are left out. When all are there and unchanged, two queries.
    """
    vendor = connection.vendor
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        wanted = {trigger.name: trigger for trigger in triggers if trigger.table in tables}
        existing = _existing(cursor, connection, prefix)
        kept = {name for name, trigger in wanted.items() if _current(trigger, existing, vendor)}
        for name, (table, _) in existing.items():
            if name not in kept:
                _drop(cursor, vendor, name, table)
        created = [name for name in wanted if name not in kept]
        for name in created:
            for statement in wanted[name].statements(vendor):
                cursor.execute(statement)
    return created


def drop_triggers(connection, prefix):
    """Drop every trigger of the family `prefix`."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for name, (table, _) in _existing(cursor, connection, prefix).items():
            _drop(cursor, connection.vendor, name, table)


def missing_triggers(connection, prefix, triggers):
    """The names among `triggers` that the database does not have as they should be (for the health page)."""
    with connection.cursor() as cursor:
        existing = _existing(cursor, connection, prefix)
    return [trigger.name for trigger in triggers if not _current(trigger, existing, connection.vendor)]
