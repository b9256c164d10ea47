"""The journal of changes: who acts (`agir`), and the triggers that write it.

The database writes the journal, so that `update()`, bulk writes, raw SQL and the admin leave the same traces.
A created row is its own record (`cree_le`, `cree_par`, `lot`); triggers journal each UPDATE and DELETE:

- UPDATE: only the columns that changed, former and new value. A file has some forty columns and a change
  touches one or two: full images would be twenty times the size, and every reader would compare them again.
- DELETE: the whole row, because nothing else is left of it.

Values have the same text on both databases: dates and instants ISO 8601 (instants in UTC), decimals as text.

A model is journalled when it derives from `entraide.records.Fiche` or says `journalise = True`. Its
attributes: `JOURNAL_EXCLUDE`, columns whose change is no event (derived, counters); `JOURNAL_SECRET`, columns
whose change is an event but whose value is not kept; `JOURNAL_SENSITIVE`, columns that the history page tells
without values.

Triggers are lifted while migrations run, because both databases refuse to alter a table that a trigger needs,
and are put back after each migrate.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.signals import connection_created
from django.db.models.signals import pre_migrate

from entraide import database
from entraide.database import Trigger, refusal
from entraide.records import Fiche

PREFIX = "entraide_journal_"
JOURNAL = "personnel_journal"
# The journal itself, and the readings of sensitive data.
_ONLY_ADDED = (JOURNAL, "personnel_consultation")
SECRET = "•••"
# They change with every edit and say what the journal row itself says.
_BOOKKEEPING = ("version", "modifie_le", "modifie_par_id")


# --- who acts -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Acteur:
    compte_id: int | None = None
    lot: str | None = None
    connection: object = None


_NOBODY = _Acteur()
_acteur = ContextVar("entraide.acteur", default=_NOBODY)


@contextmanager
def agir(*, par, lot=None, using=DEFAULT_DB_ALIAS, savepoint=True):
    """A transaction in which `par` (a saved account, or None: the system) is the author of the changes.

    Nested, it is a savepoint, the inner author holds until its end, and a batch (`lot`) is inherited from
    outside unless another is given. `savepoint=False` is for long loads inside a transaction: an error then
    undoes the whole transaction. Raises ValueError for an account that is not saved.
    """
    if par is not None and par.pk is None:
        raise ValueError("only a saved account can act")
    connection = connections[using]
    inside = connection.in_atomic_block
    outer = _acteur.get()
    if outer.connection is not connection or not inside:
        outer = _NOBODY
    acteur = _Acteur(par.pk if par is not None else None, lot or outer.lot, connection)
    known = (acteur.compte_id, acteur.lot) == (outer.compte_id, outer.lot)
    with transaction.atomic(using=using, savepoint=savepoint):
        token = _acteur.set(acteur)
        try:
            if not known:
                _tell(connection, acteur)
            yield
            # A rollback, or the end of the transaction, brings the outer author back by itself.
            if inside and not known and not connection.needs_rollback:
                _tell(connection, outer)
        finally:
            _acteur.reset(token)


def _tell(connection, acteur):
    """SQLite asks Python (see `prepare_connection`); PostgreSQL is told, for this transaction only."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('entraide.compte', %s, true), set_config('entraide.lot', %s, true)",
                ["" if acteur.compte_id is None else str(acteur.compte_id), acteur.lot or ""],
            )


def prepare_connection(sender, connection, **kwargs):
    """Receiver of `connection_created`: what the triggers ask on SQLite."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("entraide_compte", 0, lambda: _acteur.get().compte_id)
        connection.connection.create_function("entraide_lot", 0, lambda: _acteur.get().lot)
        # Without it, INSERT OR REPLACE deletes a row and no trigger hears of it.
        connection.connection.execute("PRAGMA recursive_triggers = ON")


connection_created.connect(prepare_connection, dispatch_uid="personnel.journal.connection")


# --- what is journalled -------------------------------------------------------------------------------------


def is_journalled(model):
    """True when changes and deletions of the rows of `model` are journalled."""
    meta = model._meta
    wanted = issubclass(model, Fiche) or getattr(model, "journalise", False)
    return wanted and meta.managed and not meta.proxy and not meta.swapped


def journalled_models():
    """The journalled models of all installed applications."""
    return [model for model in apps.get_models() if is_journalled(model)]


def _fields(model, *, deleted):
    excluded = set(getattr(model, "JOURNAL_EXCLUDE", ()))
    known = {name for field in model._meta.local_concrete_fields for name in (field.name, field.column)}
    unknown = {*excluded, *getattr(model, "JOURNAL_SECRET", ())} - known
    if unknown:
        raise ValueError(f"{model._meta.label}: the journal names unknown columns {sorted(unknown)}")
    if not deleted and issubclass(model, Fiche):
        excluded.update(_BOOKKEEPING)
    return [f for f in model._meta.local_concrete_fields if not excluded & {f.name, f.column}]


# --- SQL ----------------------------------------------------------------------------------------------------


def _kind(field):
    while field.remote_field:
        field = field.target_field
    return field.get_internal_type(), getattr(field, "decimal_places", None)


def _json_sqlite(column, kind, places):
    if kind == "BooleanField":
        return f"CASE {column} WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END"
    if kind == "JSONField":
        return f"COALESCE({column}, 'null')"
    if kind == "DateTimeField":
        # Stored with no, three or six decimals of a second; always six here.
        dot = f"CASE WHEN length({column}) = 19 THEN '.' ELSE '' END"
        column = f"substr(replace({column}, ' ', 'T') || {dot} || '000000', 1, 26) || 'Z'"
    elif kind == "DecimalField":
        column = f"CASE WHEN {column} IS NOT NULL THEN printf('%.{places}f', {column}) END"
    elif kind == "UUIDField":
        pieces = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
        parts = [f"substr({column}, {start}, {size})" for start, size in pieces]
        column = " || '-' || ".join(parts)
    return f"json_quote({column})"


def _json_postgresql(column, kind, places):
    if kind == "DateTimeField":
        column = f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    elif kind == "DecimalField":
        column = f"{column}::text"
    return f"COALESCE(to_jsonb({column})::text, 'null')"


def _image(connection, model, fields, row, *, changed):
    """SQL of a JSON object of the columns of `row` (OLD or NEW); with `changed`, of those that differ."""
    as_json = _json_sqlite if connection.vendor == "sqlite" else _json_postgresql
    secret = set(getattr(model, "JOURNAL_SECRET", ()))
    parts = []
    for field in fields:
        value = as_json(f'{row}."{field.column}"', *_kind(field))
        if secret & {field.name, field.column}:
            value = f"""'"{SECRET}"'"""
        part = f"""', "{field.column}": ' || {value}"""
        parts.append(f"CASE WHEN {_differs(connection, field)} THEN {part} ELSE '' END" if changed else part)
    text = f"'{{' || substr({' || '.join(parts)}, 3) || '}}'"
    return text if connection.vendor == "sqlite" else f"({text})::jsonb"


def _differs(connection, field):
    before, after = f'OLD."{field.column}"', f'NEW."{field.column}"'
    if connection.vendor == "postgresql":
        return f"{before} IS DISTINCT FROM {after}"
    kind, places = _kind(field)
    if kind == "DateTimeField":  # the same moment may be written with more or fewer decimals
        before, after = _json_sqlite(before, kind, places), _json_sqlite(after, kind, places)
    return f"{before} IS NOT {after}"


def _entry(connection, model, operation, before, after):
    actor = "entraide_compte(), entraide_lot()"
    if connection.vendor == "postgresql":
        actor = (
            "NULLIF(current_setting('entraide.compte', true), '')::bigint,"
            " NULLIF(current_setting('entraide.lot', true), '')"
        )
    table, key = model._meta.db_table, model._meta.pk.column
    return (
        f"INSERT INTO {JOURNAL} (compte_id, lot, operation, table_nom, objet_id, avant, apres)"
        f""" VALUES ({actor}, '{operation}', '{table}', OLD."{key}", {before}, {after});"""
    )


def _model_triggers(connection, model):
    table = model._meta.db_table
    fields = _fields(model, deleted=False)
    before, after = (_image(connection, model, fields, row, changed=True) for row in ("OLD", "NEW"))
    # SQLite need not even look when a counter moves. On PostgreSQL another trigger could change a column that
    # the statement does not name.
    columns = ", ".join(f'"{field.column}"' for field in fields)
    timing = f"AFTER UPDATE OF {columns}" if connection.vendor == "sqlite" else "AFTER UPDATE"
    yield Trigger(
        f"{PREFIX}{table}_update", table, timing,
        _entry(connection, model, "UPDATE", before, after),
        when=" OR ".join(_differs(connection, field) for field in fields),
    )  # fmt: skip
    image = _image(connection, model, _fields(model, deleted=True), "OLD", changed=False)
    yield Trigger(
        f"{PREFIX}{table}_delete", table, "AFTER DELETE", _entry(connection, model, "DELETE", image, "NULL")
    )


def _guards(connection):
    for table in _ONLY_ADDED:
        refuse = refusal(connection, f"{table} rows are only added")
        yield Trigger(f"{PREFIX}{table}_kept", table, "BEFORE UPDATE", refuse)
        yield Trigger(f"{PREFIX}{table}_held", table, "BEFORE DELETE", refuse)
        if connection.vendor == "postgresql":
            yield Trigger(f"{PREFIX}{table}_full", table, "BEFORE TRUNCATE", refuse, level="STATEMENT")


def triggers(connection):
    """All triggers of the journal, in the dialect of `connection`."""
    for model in journalled_models():
        yield from _model_triggers(connection, model)
    yield from _guards(connection)


def create_triggers(connection):
    """Bring the triggers of the journal up to date; return the names of those created."""
    return database.sync_triggers(connection, PREFIX, triggers(connection))


def drop_triggers(connection):
    """Drop all triggers of the journal, the guards included."""
    database.drop_triggers(connection, PREFIX)


def missing_triggers(connection):
    """The triggers that the database lacks: a migration failed half-way, and nobody should write."""
    return database.missing_triggers(connection, PREFIX, triggers(connection))


def before_migrate(sender, using, plan=(), **kwargs):
    """Receiver of `pre_migrate`: lift the triggers when there is something to migrate."""
    if sender.name == "personnel" and plan:
        drop_triggers(connections[using])


def after_migrate(sender, using, **kwargs):
    """Receiver of `post_migrate`: put the triggers back; all tables exist when it is sent."""
    if sender.name == "personnel":
        create_triggers(connections[using])


pre_migrate.connect(before_migrate, dispatch_uid="personnel.journal.before_migrate")
