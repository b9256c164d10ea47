"""The load of the demonstration beside the database's own bulk road for the same rows."""

import sqlite3
import tempfile
import time
from pathlib import Path

from django.db import connection

from .measuring import Line

# What the comparison names, and what else the load writes for each person.
NAMED = ["beneficiaire", "inscription", "changementstatut", "mot", "occurrence"]
OTHERS = ["tuteur", "lientuteur", "suffixe", "fragment"]
_CHUNK = 20_000


def reference(folder):
    """{table: milliseconds} to write the rows of each table into a table like it: same columns, checks and
    indexes, no foreign key, no trigger; one transaction."""
    tables = [f"beneficiaires_{name}" for name in NAMED + OTHERS]
    connection.ensure_connection()
    write = _sqlite if connection.vendor == "sqlite" else _postgresql
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        return dict(zip(NAMED + OTHERS, write(tables, Path(scratch)), strict=True))


def _postgresql(tables, scratch):
    with connection.cursor() as cursor:
        for table in tables:
            with (scratch / table).open("wb") as file:
                cursor.copy_expert(f"COPY {table} TO STDOUT", file)
            cursor.execute(f"CREATE TABLE reference_rows (LIKE {table} INCLUDING ALL)")
            with (scratch / table).open("rb") as file:
                start = time.perf_counter()
                cursor.copy_expert("COPY reference_rows FROM STDIN", file)
                yield 1000 * (time.perf_counter() - start)
            cursor.execute("DROP TABLE reference_rows")
            (scratch / table).unlink()


def _sqlite(tables, scratch):
    source = connection.connection
    for table in tables:
        target = sqlite3.connect(scratch / f"{table}.sqlite3", isolation_level=None)
        target.execute("PRAGMA journal_mode = WAL")
        target.execute("PRAGMA synchronous = NORMAL")
        target.execute("PRAGMA cache_size = -65536")
        made = source.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND sql IS NOT NULL"
            " AND type IN ('table', 'index') ORDER BY type DESC",
            [table],
        )
        for (sql,) in made.fetchall():
            target.execute(sql)
        read = source.execute(f"SELECT * FROM {table}")
        insert = f"INSERT INTO {table} VALUES ({', '.join('?' * len(read.description))})"
        spent = 0.0
        target.execute("BEGIN IMMEDIATE")
        while rows := read.fetchmany(_CHUNK):
            start = time.perf_counter()
            target.executemany(insert, rows)
            spent += time.perf_counter() - start
        start = time.perf_counter()
        target.execute("COMMIT")
        yield 1000 * (spent + time.perf_counter() - start)
        target.close()
        (scratch / f"{table}.sqlite3").unlink()


def lines(load_ms, folder):
    """`load_ms` beside the five tables of the comparison, and beside all that the load writes for people."""
    spent = reference(folder)
    road = "COPY" if connection.vendor == "postgresql" else "executemany"
    yield Line(f"demo beside {road} of the five tables", load_ms, sum(spent[name] for name in NAMED))
    yield Line(f"demo beside {road} of all tables of people", load_ms, sum(spent.values()))
