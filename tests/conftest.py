"""What every test stands on: a database as in real life, triggers that survive a flush, Chromium.

The named people and centres are in `tests/people.py`.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from tests.chromium import FLAGS, find_chromium

# Playwright keeps an event loop in the thread of the tests; Django would refuse the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CI = os.environ.get("CI") == "true"
ENGINE = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]


# --- database -----------------------------------------------------------------------------------------------
def pytest_configure(config):
    """SQLite in a file of this run, not in memory: there, connections lock whole tables and never wait.

    /dev/shm is as fast as memory, and two runs never meet.
    """
    if ENGINE == "sqlite3":
        place = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else tempfile.gettempdir())
        for folder in place.glob("entraide-test-*-*"):  # of runs that were killed
            process = Path("/proc", folder.name.split("-")[2])
            if process.parent.joinpath("self").exists() and not process.exists():
                shutil.rmtree(folder, ignore_errors=True)
        folder = tempfile.mkdtemp(prefix=f"entraide-test-{os.getpid()}-", dir=place)
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"{folder}/test.sqlite3"
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """A test of the other database is left out, not skipped: a skip says that something was not tested."""
    for item in items:
        if "browser" in item.path.relative_to(Path(__file__).parent).parts:
            item.add_marker(pytest.mark.browser)
    other = {"sqlite3": "postgresql", "postgresql": "sqlite"}[ENGINE]
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    if not find_chromium():
        reason = "no Chromium: apt-get install chromium, or say where it is in CHROMIUM"
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI a skipped test of the browser or of PostgreSQL is a failure: nobody reads what did not run."""
    report = (yield).get_result()
    asked = ENGINE == "postgresql" or item.get_closest_marker("browser")
    if CI and asked and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI=true allows no skip here: {report.longrepr}"


def _triggers(connection):
    """name -> (statement that drops it, statement that makes it), of those that a flush would run into."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, 'DROP TRIGGER ' || name, sql FROM sqlite_master WHERE type = 'trigger'"
            )
        else:  # 32: triggers on TRUNCATE, the only ones that a TRUNCATE fires
            cursor.execute(
                "SELECT tgname, 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass,"
                " pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 32 > 0"
            )
        return {name: (drop, make) for name, drop, make in cursor.fetchall()}


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


_flush = TransactionTestCase._fixture_teardown


def _flush_past_triggers(self):
    """The journal refuses to be emptied and assignments to be deleted: right, except between two tests."""
    before = {name: _triggers(connections[name]) for name in self._databases_names(include_mirrors=False)}
    for name, triggers in before.items():
        _run(connections[name], (drop for drop, _ in triggers.values()))
    _flush(self)
    for name, triggers in before.items():  # post_migrate has made most of them again
        present = _triggers(connections[name])
        _run(connections[name], (make for key, (_, make) in triggers.items() if key not in present))


TransactionTestCase._fixture_teardown = _flush_past_triggers


# --- browser ------------------------------------------------------------------------------------------------
@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find_chromium(), "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "timezone_id": "Africa/Casablanca",
        "viewport": {"width": 1280, "height": 800},
    }
