"""Every check of the project, each numbered and timed, and a summary at the end. See `make test`.

    .venv/bin/python scripts/checks.py            everything
    .venv/bin/python scripts/checks.py --quick    without the test suites

A step that fails does not stop the others. Outside CI a step without its program is skipped, and the last
lines say so; with CI=true a skip is a failure.
"""

import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright._impl._driver import compute_driver_executable  # noqa: E402

from tests.chromium import find_chromium  # noqa: E402

PYTHON = str(ROOT / ".venv/bin/python")
CI = os.environ.get("CI") == "true"
GIVEN_DATABASE = os.environ.get("DATABASE_URL", "")
NO_POSTGRESQL = 69  # exit code of with_postgres.sh
LIMIT = 20 * 60  # seconds for one step: a test that hangs must not hold the machine
# What the person at the keyboard has set for his own server says nothing about the tests.
OURS = (
    "DJANGO_DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "HTTPS",
    "BEHIND_PROXY",
    "CSRF_TRUSTED_ORIGINS",
)
BASE = {k: v for k, v in os.environ.items() if k not in OURS} | {"PYTHONUNBUFFERED": "1"}
DEVELOPMENT = BASE | {"DJANGO_DEBUG": "1", "DATABASE_URL": "sqlite://:memory:"}
PRODUCTION = BASE | {
    "DJANGO_DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "entraide.example",
    "DATABASE_URL": "sqlite://:memory:",
}


@dataclass
class Verdict:
    """What a step came to: `status` is passed, failed or skipped; `note` says it in a line."""

    status: str
    note: str = ""
    counts: dict = field(default_factory=dict)
    skipped: list = field(default_factory=list)


_running = None


def run(command, env):
    """Run a command with its output shown as it comes; return (exit code, its lines)."""
    global _running
    lines = []
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    with subprocess.Popen(command, cwd=ROOT, env=env, **pipes) as process:
        _running = process
        timer = threading.Timer(LIMIT, too_long, [process])
        timer.start()
        try:
            lines.extend(shown(process.stdout))
            return process.wait(), lines
        except KeyboardInterrupt:  # the command has had the signal too, and has things to put away
            list(shown(process.stdout))
            raise
        finally:
            timer.cancel()
            _running = None


def shown(stream):
    for line in stream:
        sys.stdout.write(line)
        sys.stdout.flush()
        yield line.rstrip("\n")


def too_long(process):
    print(f"Stopped after {LIMIT} s.", flush=True)
    process.send_signal(signal.SIGINT)


def commands(*list_of_commands, env=DEVELOPMENT):
    """A step of plain commands: all of them run, all must succeed."""
    codes = [run(command, env)[0] for command in list_of_commands]
    return Verdict("failed" if any(codes) else "passed")


def manage(*arguments):
    return [PYTHON, "-W", "error::RuntimeWarning", "manage.py", *arguments]


def pytest(*arguments, env, wrapper=()):
    """A step of tests; no test at all is a failure."""
    code, lines = run([*wrapper, PYTHON, "-m", "pytest", "-q", "--no-header", *arguments], env)
    if wrapper and code == NO_POSTGRESQL:
        return Verdict(
            "skipped", "no PostgreSQL 15 or newer: apt-get install postgresql, or DATABASE_URL=postgres://…"
        )
    closing = next(
        (line.strip("= ") for line in reversed(lines) if re.search(r"\d+ \w+.* in [\d.]+s", line)), ""
    )
    counts = {
        word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|errors?|skipped)", closing)
    }
    skipped = [line for line in lines if line.startswith("SKIPPED ")]
    return Verdict(
        "failed" if code else "passed", closing or f"no test ran (exit code {code})", counts, skipped
    )


def parallel():
    """Two workers halve the time; a module stays on one of them, so that its database rows are made once."""
    return ("-n", "2", "--dist", "loadfile") if (os.cpu_count() or 1) > 1 else ()


def style():
    ruff, concise = [PYTHON, "-m", "ruff"], ["--output-format", "concise", "."]
    return commands([*ruff, "check", *concise], [*ruff, "format", "--check", *concise])


def migrations():
    return commands(manage("makemigrations", "--check", "--dry-run"))


def production():
    return commands(manage("check", "--deploy", "--fail-level", "WARNING"), env=PRODUCTION)


def catalogues():
    return commands(manage("messages", "--check"))


def sqlite():
    return pytest("-m", "not browser", *parallel(), env=BASE)


def postgresql():
    if GIVEN_DATABASE.startswith("postgres"):
        return pytest("-m", "not browser", *parallel(), env=BASE | {"DATABASE_URL": GIVEN_DATABASE})
    wrapper = ["scripts/with_postgres.sh", "sh", "-c", 'DATABASE_URL=$POSTGRES_URL exec "$0" "$@"']
    return pytest("-m", "not browser", *parallel(), env=BASE, wrapper=wrapper)


def browser():
    if not find_chromium():
        return Verdict("skipped", "no Chromium: apt-get install chromium, or CHROMIUM=/path/to/it")
    if subprocess.run(
        [str(compute_driver_executable()[0]), "--version"], stdout=subprocess.DEVNULL
    ).returncode:
        return Verdict("skipped", "Playwright's driver does not start (above): apt-get install libatomic1")
    return pytest("-m", "browser", env=BASE)


QUICK = [
    ("style (ruff)", style),
    ("migrations are complete", migrations),
    ("production settings (check --deploy)", production),
    ("catalogues ar, fr complete and compiled", catalogues),
]
SUITES = [
    ("tests on SQLite", sqlite),
    ("tests on PostgreSQL", postgresql),
    ("tests in Chromium", browser),
]


def stop(*_):
    """End like Ctrl-C does, so that the step in progress can put away its server and its files."""
    if _running:
        _running.send_signal(signal.SIGINT)
    raise KeyboardInterrupt


def summary(results, total, interrupted=False):
    """Print every verdict, what was skipped, the sum of the tests; return the exit code."""
    print("\n== Summary ==")
    for number, (title, verdict, seconds) in enumerate(results, 1):
        print(f"{number}. {title:<42} {verdict.status:<8} {seconds:6.1f} s  {verdict.note}".rstrip())
    print(f"   {'total':<51} {total:6.1f} s")
    for title, verdict, _ in results:
        for line in [f"{title}: {verdict.note}"] if verdict.status == "skipped" else verdict.skipped:
            print(f"SKIPPED: {line.removeprefix('SKIPPED ')}")
    suites = [verdict.counts for _, verdict, _ in results if verdict.counts]
    if suites:
        total_of = {
            word: sum(c.get(word, 0) for c in suites)
            for word in ("passed", "failed", "error", "errors", "skipped")
        }
        failed = total_of["failed"] + total_of["error"] + total_of["errors"]
        print(f"{total_of['passed']} passed, {failed} failed, {total_of['skipped']} skipped")
    failures = [title for title, verdict, _ in results if verdict.status == "failed"]
    if failures:
        print(f"FAILED: {', '.join(failures)}")
    if interrupted:
        print("INTERRUPTED: the other steps did not run.")
    elif not failures:
        print("All steps passed.")
    return 130 if interrupted else int(bool(failures))


def main():
    steps = QUICK if "--quick" in sys.argv[1:] else QUICK + SUITES
    signal.signal(signal.SIGTERM, stop)
    results, start = [], time.monotonic()
    try:
        for number, (title, step) in enumerate(steps, 1):
            print(f"\n== {number}/{len(steps)} {title} ==", flush=True)
            began = time.monotonic()
            verdict = step()
            if verdict.status == "skipped" and CI:
                verdict.status, verdict.note = (
                    "failed",
                    f"skipped, and CI=true allows no skip: {verdict.note}",
                )
            print(f"-- {verdict.status}, {time.monotonic() - began:.1f} s", flush=True)
            results.append((title, verdict, time.monotonic() - began))
    except KeyboardInterrupt:
        return summary(results, time.monotonic() - start, interrupted=True)
    return summary(results, time.monotonic() - start)


if __name__ == "__main__":
    sys.exit(main())
