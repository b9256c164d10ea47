"""Everything that is measured, beside its reference: `python -m benchmarks --help`, docs/performance.md.

Builds the demonstration region at each scale on each database, measures each thing beside its reference and
prints ratios; milliseconds are for information. PostgreSQL: the server of POSTGRES_URL (`make bench` starts
one). Nothing is left behind, unless `--keep FOLDER` keeps the databases, to be measured again without a load.
Exit code: 0 whatever the ratios; 1 when a measurement could not be made or two databases answered otherwise.
"""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOPICS = ("dashboard", "list", "search", "enrol", "load", "matching")


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.split("\n")[0])
    listed = {"type": lambda text: text.split(",")}
    parser.add_argument("--scales", type=lambda text: [int(n) for n in text.split(",")], default=[1, 34, 340])
    parser.add_argument("--databases", default=["sqlite", "postgresql"], **listed)
    parser.add_argument("--only", default=list(TOPICS), help=",".join(TOPICS), **listed)
    parser.add_argument("--rounds", type=int, help="runs of each side (otherwise up to 25, about 6 seconds)")
    parser.add_argument("--keep", type=Path, help="keep the databases: files in this folder, bench_<scale>")
    options = parser.parse_args()
    for given, known in ((options.only, TOPICS), (options.databases, ("sqlite", "postgresql"))):
        if unknown := set(given) - set(known):
            parser.error(f"unknown: {', '.join(sorted(unknown))}; one of {', '.join(known)}")
    if "postgresql" in options.databases and not os.environ.get("POSTGRES_URL"):
        parser.error("PostgreSQL needs POSTGRES_URL (make bench gives it), or --databases sqlite")
    return options


def _postgresql(statement):
    """Run one statement outside a transaction on the server of POSTGRES_URL; return its first column."""
    import psycopg2

    connection = psycopg2.connect(os.environ["POSTGRES_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return [row[0] for row in cursor.fetchall()] if cursor.description else []
    finally:
        connection.close()


def _address(database, name, folder):
    """The DATABASE_URL of the database `name`, created when it does not exist."""
    if database == "sqlite":
        return f"sqlite:///{folder / f'{name}.sqlite3'}"
    if not _postgresql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):
        _postgresql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
    return f"{os.environ['POSTGRES_URL'].rsplit('/', 1)[0]}/{name}"


def _drop(database, name, folder):
    if database == "postgresql":
        _postgresql(f"DROP DATABASE IF EXISTS {name}")
    for file in folder.glob(f"{name}.sqlite3*"):
        file.unlink()


def _parts(scale, only):
    """[(database, topics measured in it)]: the comparison of people has a register of its own."""
    region = [topic for topic in only if topic != "matching"]
    parts = [
        (f"bench_{scale}", region),
        (f"bench_matching_{scale}", ["matching"] if "matching" in only else []),
    ]
    return [(name, topics) for name, topics in parts if topics]


def _print(found):
    target, note = found["target"], found["note"]
    kept = "ok  " if target is None or found["ratio"] <= target else "over"
    verdict = "" if target is None else f"{kept} (at most {target:g})"
    print(
        f"  {found['name']:<50}{found['ratio']:>7.2f} {verdict:<18}"
        f"{found['ours']:>11.1f} ms beside {found['reference']:>10.1f} ms  {note}",
        flush=True,
    )


def _run(database, scale, options, folder):
    """Measure one scale on one database; return what was found, None when it failed."""
    found = {}
    for name, topics in _parts(scale, options.only):
        print(f"\n{database}, scale {scale}: {2913 * scale} places, {', '.join(topics)}", flush=True)
        try:
            answers = _worker(_address(database, name, folder), scale, topics, options.rounds, folder)
        finally:
            if not options.keep:
                _drop(database, name, folder)
        if answers is None:
            return None
        found |= answers
    return found


def _worker(address, scale, topics, rounds, folder):
    given = {"scale": scale, "only": topics, "rounds": rounds, "folder": str(folder)}
    environment = os.environ | {"DATABASE_URL": address}
    command = [sys.executable, "-m", "benchmarks.worker", json.dumps(given)]
    answers = {}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as worker:
        for line in worker.stdout:
            found = json.loads(line)
            if "answers" in found:
                answers = found["answers"]
            else:
                _print(found)
    return None if worker.returncode else answers


def _machine():
    print(f"{os.cpu_count()} cores, {platform.platform()}, Python {platform.python_version()},", end=" ")
    print(f"SQLite {sqlite3.sqlite_version}", end="")
    if os.environ.get("POSTGRES_URL"):
        print(f", PostgreSQL {_postgresql('SHOW server_version')[0]}", end="")
    print(f"; load average {os.getloadavg()[0]:.1f}")


def main():
    options = _arguments()
    failed = False
    _machine()
    with tempfile.TemporaryDirectory(prefix="entraide-bench-") as scratch:
        folder = (options.keep or Path(scratch)).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for scale in options.scales:
            answers = []
            for database in options.databases:
                answers.append(_run(database, scale, options, folder))
            failed |= None in answers
            if len(answers) == 2 and None not in answers and answers[0]:
                differing = [what for what in answers[0] if answers[0][what] != answers[1].get(what)]
                print(f"\nscale {scale}: the same people on both databases", end=": ")
                print("yes" if not differing else f"NO: {', '.join(differing)}", flush=True)
                failed |= bool(differing)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
