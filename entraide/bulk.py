"""Loading many rows: COPY on PostgreSQL, `executemany` on SQLite, with the ids known beforehand.

The database's defaults, constraints and triggers stay on; nothing of Django's `save` runs, because no value lives there.
"""

import json
from datetime import date, datetime
from itertools import islice

from django.db import connection

BATCH = 5000


def reserve_ids(model, count):
    """Reserve `count` ids of `model`'s table and return them as a range. Must run in a transaction.

    A save, at the same time or later, never meets one of them: the sequence is moved first.
    """
    table, pk = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, pk])
            (sequence,) = cursor.fetchone()
            # The sequence is taken for itself until the end of the transaction: ALTER SEQUENCE locks it against
            # every other `nextval`, so that nothing is given between the two lines.
            cursor.execute(f"ALTER SEQUENCE {sequence} INCREMENT BY 1")
            cursor.execute(f"SELECT nextval('{sequence}')")
            (first,) = cursor.fetchone()
            cursor.execute(f"SELECT setval('{sequence}', %s)", [first + max(count, 1) - 1])
            return range(first, first + count)
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        if row:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", [first + count - 1, table])
        else:
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first + count - 1])
        return range(first, first + count)


def bulk_insert(model, columns, rows):
    """Insert `rows` (sequences in the order of `columns`, which are column names) into `model`'s table.

    `rows` may be a generator: memory stays constant. Returns the number of rows. Must run in a transaction. Values are
    plain: str, int, bool, None, date, datetime, Decimal, dict or list (for JSON).
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    if connection.vendor == "postgresql":
        reader = _CopyReader(rows)
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", reader)
        return reader.count
    marks = ", ".join(["%s"] * len(columns))
    count, rows = 0, iter(rows)
    with connection.cursor() as cursor:
        while batch := [tuple(map(_sqlite_value, row)) for row in islice(rows, BATCH)]:
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", batch)
            count += len(batch)
    return count


def _sqlite_value(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"})


def _copy_text(value):
    if value is None:
        return "\\N"
    if value is True:
        return "t"
    if value is False:
        return "f"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    if isinstance(value, dict | list):
        return json.dumps(value).translate(_ESCAPES)
    return str(value)


class _CopyReader:
    """A file that COPY reads, made of rows as they come."""

    def __init__(self, rows):
        self._rows = iter(rows)
        self._left = ""
        self.count = 0

    def read(self, size=65536):
        parts, length = [self._left], len(self._left)
        while length < size:
            batch = ["\t".join(map(_copy_text, row)) for row in islice(self._rows, 500)]
            if not batch:
                break
            self.count += len(batch)
            text = "\n".join(batch) + "\n"
            parts.append(text)
            length += len(text)
        text = "".join(parts)
        self._left = text[size:]
        return text[:size]
