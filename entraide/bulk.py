"""Rows by the hundred thousand: the database's own road, with constraints and triggers in force.

`COPY` on PostgreSQL, `executemany` on SQLite. Rows are taken from any iterable, a few at a time. Values are
those that `save()` would write; columns that are not named take their database defaults.
"""

import datetime
import decimal
import json
import re
import uuid
from itertools import islice

from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, models, transaction

_CHUNK = 1000  # rows in memory at a time
_ATTEMPTS = 20
_STEP_BY_STEP = 1_000_000


# --- values -------------------------------------------------------------------------------------------------


def _utc(value):
    if value.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {value!r}")
    return value if value.tzinfo is datetime.UTC else value.astimezone(datetime.UTC)


_NULL = "\\N"
_SPECIAL = re.compile(r"[\\\t\n\r]").search
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def _copy_text(value):
    return value.translate(_ESCAPES) if _SPECIAL(value) else value


def _as_json(value):
    return None if value is None else json.dumps(value)


class _Converters(dict):
    """type -> function; a subclass (an enumeration) goes the way of its nearest known ancestor."""

    def __missing__(self, kind):
        for ancestor in kind.__mro__:
            if ancestor in self:
                self[kind] = self[ancestor]
                return self[kind]
        raise TypeError(f"no way to store a value of type {kind.__name__}")


_TO_COPY = _Converters({
    type(None): lambda value: _NULL,
    str: _copy_text,
    bool: lambda value: "t" if value else "f",
    int: int.__repr__,
    float: float.__repr__,
    decimal.Decimal: str,
    datetime.datetime: lambda value: _utc(value).isoformat(),
    datetime.date: datetime.date.isoformat,
    datetime.time: datetime.time.isoformat,
    uuid.UUID: str,
    dict: lambda value: _copy_text(json.dumps(value)),
    list: lambda value: _copy_text(json.dumps(value)),
})  # fmt: skip

_TO_SQLITE = _Converters({
    type(None): None,  # None: stored as it is
    str: None,
    bool: None,
    int: None,
    float: None,
    decimal.Decimal: str,
    datetime.datetime: lambda value: _utc(value).isoformat(" ")[:-6],  # without the +00:00
    datetime.date: datetime.date.isoformat,
    datetime.time: str,
    uuid.UUID: lambda value: value.hex,
    dict: json.dumps,
    list: json.dumps,
})  # fmt: skip


# --- writing ------------------------------------------------------------------------------------------------


def bulk_insert(model_or_table, columns, rows, *, using=DEFAULT_DB_ALIAS):
    """Insert `rows` (an iterable of sequences in the order of `columns`) and return how many.

    `model_or_table`: a model, then `columns` are names of fields or of columns, and JSON fields take any
    value; or the name of a table. All rows or none: in a transaction, an error undoes all of it, up to the
    caller's own savepoint. Moments must carry their time zone. A key given in the rows never leaves the
    sequence behind it; reserve keys with `reserve_ids`. Raises what the database raises
    (IntegrityError…), what `rows` raises, ValueError for a moment without a zone or a row of another length,
    TypeError for a value that no column can hold.
    """
    connection = connections[using]
    table, key, columns, json_places = _resolve(model_or_table, columns)
    if json_places:
        rows = _with_json(rows, json_places)
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    # A savepoint would make SQLite keep a copy of every page that the load touches: half as fast again.
    with transaction.atomic(using=using, savepoint=False):
        if connection.vendor == "postgresql":
            count = _copy(connection, f"COPY {quote(table)} ({names}) FROM STDIN", rows, len(columns))
            if key in columns:
                _catch_up(connection, table, key)
        else:
            marks = ", ".join(["%s"] * len(columns))
            count = _execute(
                connection, f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows, len(columns)
            )
    return count


def _resolve(model_or_table, columns):
    """(table, key column, columns, places of the JSON fields)."""
    if isinstance(model_or_table, str):
        return model_or_table, "id", list(columns), []
    meta = model_or_table._meta
    by_name = {
        name: field for field in meta.concrete_fields for name in (field.column, field.attname, field.name)
    }
    fields = [by_name[name] for name in columns]
    places = [place for place, field in enumerate(fields) if isinstance(field, models.JSONField)]
    return meta.db_table, meta.pk.column, [field.column for field in fields], places


def _with_json(rows, places):
    for row in rows:
        row = list(row)
        for place in places:
            row[place] = _as_json(row[place])
        yield row


def _chunks(rows, width, convert_column):
    """Lists of at most `_CHUNK` converted rows. Column by column: most columns need no value changed."""
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        lengths = set(map(len, chunk)) - {width}
        if lengths:
            raise ValueError(f"a row of {lengths.pop()} values for {width} columns")
        yield list(zip(*map(convert_column, zip(*chunk, strict=True)), strict=True))


def _convert(column, converters):
    ways = {kind: converters[kind] for kind in set(map(type, column))}
    if not any(ways.values()):
        return column
    if len(ways) == 1:
        return map(*ways.values(), column)
    return [value if (way := ways[type(value)]) is None else way(value) for value in column]


def _copy_column(column):
    if {*map(type, column)} <= {str, type(None)} and not _SPECIAL("".join(filter(None, column))):
        return [_NULL if value is None else value for value in column]
    return _convert(column, _TO_COPY)


def _sqlite_column(column):
    return _convert(column, _TO_SQLITE)


class _CopyReader:
    """What COPY reads: lines made from rows, some at a time, their count, the error that stopped it."""

    def __init__(self, rows, width):
        self.chunks, self.count, self.error = _chunks(rows, width, _copy_column), 0, None

    def read(self, size=-1):
        try:
            chunk = next(self.chunks, ())
            self.count += len(chunk)
            return "".join(["\t".join(row) + "\n" for row in chunk]).encode()
        except BaseException as error:
            self.error = error
            raise


def _copy(connection, sql, rows, width):
    reader = _CopyReader(rows, width)
    with connection.cursor() as cursor:
        connection.validate_no_broken_transaction()
        try:
            with connection.wrap_database_errors:
                cursor.copy_expert(sql, reader)
        except Exception:
            if reader.error is not None:
                raise reader.error from None
            raise
    return reader.count


def _execute(connection, sql, rows, width):
    count = 0
    with connection.cursor() as cursor:
        # One call per chunk: within one, Django keeps every row until the end.
        for chunk in _chunks(rows, width, _sqlite_column):
            cursor.executemany(sql, chunk)
            count += len(chunk)
    return count


# --- keys ---------------------------------------------------------------------------------------------------


def reserve_ids(model, n, *, using=DEFAULT_DB_ALIAS):
    """Reserve `n` keys of `model` in one piece and return them as a range. No other session will get one of
    them.

    Inside the caller's transaction; a rollback may leave a gap in the numbers, never a number given twice.
    Raises ValueError for a negative `n`, OperationalError when other sessions take keys in between at every
    attempt.
    """
    if n < 0:
        raise ValueError(f"cannot reserve {n} keys")
    if n == 0:
        return range(0)
    connection = connections[using]
    table, key = model._meta.db_table, model._meta.pk.column
    with transaction.atomic(using=using), connection.cursor() as cursor:
        reserve = _reserve_postgresql if connection.vendor == "postgresql" else _reserve_sqlite
        first = reserve(cursor, connection, table, key, n)
    return range(first, first + n)


def _reserve_postgresql(cursor, connection, table, key, n):
    # nextval alone is safe beside other sessions: setval could step back over a number just given. Their
    # numbers may fall between ours; then the piece is given up and another one taken.
    sequence = _sequence(cursor, table, key)
    for _ in range(_ATTEMPTS):
        cursor.execute(
            "SELECT min(v), max(v) FROM (SELECT nextval(%s::regclass) AS v FROM generate_series(1, %s)) s",
            [sequence, n],
        )
        first, last = cursor.fetchone()
        if last - first + 1 == n:
            return first
    raise OperationalError(
        f"{n} keys of {table} cannot be reserved in one piece: other sessions are writing to it"
    )


def _reserve_sqlite(cursor, connection, table, key, n):
    # The transaction holds the only write lock: what is read here is still true when it is written.
    quote = connection.ops.quote_name
    cursor.execute(
        f"SELECT max(COALESCE((SELECT max({quote(key)}) FROM {quote(table)}), 0),"
        " COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
        [table],
    )
    last = cursor.fetchone()[0]
    cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [last + n, table])
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last + n])
    return last + 1


def _sequence(cursor, table, key):
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [f'"{table}"', key])
    return cursor.fetchone()[0]


def _catch_up(connection, table, key):
    """Bring the sequence to the greatest key; forward only, like `_reserve_postgresql`."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [table, key],
        )
        sequence = _sequence(cursor, table, key) if cursor.fetchone() else None
        if sequence is None:
            return
        cursor.execute(
            f"SELECT COALESCE((SELECT max({quote(key)}) FROM {quote(table)}), 0)"
            f" - CASE WHEN is_called THEN last_value ELSE last_value - 1 END FROM {sequence}"
        )
        behind = cursor.fetchone()[0]
        if 0 < behind <= _STEP_BY_STEP:
            cursor.execute(
                "SELECT max(nextval(%s::regclass)) FROM generate_series(1, %s)", [sequence, behind]
            )
        elif behind > 0:
            # So far ahead that no session can reach it between the two halves of this statement.
            cursor.execute(f"SELECT setval(%s::regclass, max({quote(key)})) FROM {quote(table)}", [sequence])


def analyze(*, using=DEFAULT_DB_ALIAS):
    """Fresh statistics after a bulk load; on PostgreSQL, outside a transaction, a visibility map too."""
    connection = connections[using]
    vacuum = connection.vendor == "postgresql" and not connection.in_atomic_block
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if vacuum else "ANALYZE")
