"""Who sees what: every address of the project against the declared table, and no word of the other centre
anywhere.

The table is in `access_table.py` and `access_admin.py`, the canaries in `access_world.py`;
`test_access_bites.py` shows that taking any one guard away makes these tests fail.
"""

import pytest
from django.contrib import admin
from django.urls import URLPattern, get_resolver

from tests.access_admin import ADMIN, ASKED, MODELS
from tests.access_cases import READ
from tests.access_doors import DOORS, ROLES, actions
from tests.access_looks import LOOKS
from tests.access_sweep import case_probes, opened, table_probes
from tests.access_table import API, METHODS, PAGES
from tests.access_writes import WRITE

pytestmark = pytest.mark.django_db
TABLE = {**PAGES, **API, **ADMIN}
# The administration has some 130 pages and one rule before them all: not every role asks everything of each.
SOME = ("anonyme", "officiel", "aicha", "coordination")


@pytest.fixture(scope="module")
def sweep(django_db_setup, django_db_blocker):
    with opened(django_db_blocker) as sweep:
        yield sweep


def patterns(resolver=None, spaces=(), route=""):
    """{name, or the route of one without a name} of every pattern of the project."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join((*spaces, pattern.name)) if pattern.name else here
        else:
            more = (pattern.namespace,) if pattern.namespace else ()
            yield from patterns(pattern, (*spaces, *more), here)


def test_every_address_stands_in_the_table_and_every_line_of_it_has_an_address():
    found = set(patterns())
    assert found - set(TABLE) == set(), "addresses that nobody declared in tests/access_table.py"
    assert set(TABLE) - found == set(), "lines without an address"


def report(sweep, probes):
    faults = [fault for probe in probes for fault in sweep.faults(probe)]
    assert not faults, f"{len(faults)} faults:\n" + "\n".join(faults)


@pytest.mark.parametrize("table", [PAGES, API], ids=["pages", "api"])
@pytest.mark.parametrize(("langue", "methods"), [("fr", METHODS), ("ar", ("GET", "POST"))], ids=["fr", "ar"])
def test_every_method_answers_every_role_as_declared(sweep, table, langue, methods):
    sweep.speak(langue)
    report(sweep, table_probes(table, methods))


def test_the_administration_answers_every_role_as_declared(sweep):
    sweep.speak("fr")
    report(sweep, table_probes(ADMIN, ("GET",)) + table_probes(ADMIN, ("POST",), SOME))
    report(sweep, table_probes(ADMIN, ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"), ("coordination",)))
    sweep.speak("ar")
    report(sweep, table_probes(ADMIN, ("GET",), ("aicha", "coordination")))


@pytest.mark.parametrize("langue", ["fr", "ar"])
def test_filters_searches_and_shared_rows_show_nothing_of_the_other_centre(sweep, langue):
    sweep.speak(langue)
    report(sweep, case_probes(READ + ASKED))


@pytest.mark.parametrize("langue", ["fr", "ar"])
def test_what_is_written_is_written_for_those_who_may_and_nothing_for_the_others(sweep, langue):
    sweep.speak(langue)
    report(sweep, case_probes(WRITE, writes=True))


def test_a_token_opens_what_the_session_opens_and_no_more(sweep):
    sweep.speak("fr")
    report(sweep, table_probes(API, ("GET", "POST", "PATCH"), token=True))


def test_every_action_of_the_administration_is_declared(rf, sweep):
    request = rf.get("/")
    request.user = sweep.world.accounts["coordination"]
    registered = admin.site._registry.items()
    found = {
        model._meta.label_lower.replace(".", "_"): [*desk.get_actions(request)] for model, desk in registered
    }
    assert found == {model: actions for model, (_row, _pages, actions) in MODELS.items()}


def test_every_action_stands_in_the_table_of_doors():
    assert {door.action for door in DOORS} == set(actions())


def test_an_action_called_directly_asks_its_own_rule(sweep):
    found = {
        str(door): " ".join("+" if door.opens(sweep.world, role) else "-" for role in ROLES) for door in DOORS
    }
    assert found == {str(door): door.lets_in for door in DOORS}


@pytest.mark.parametrize("function", LOOKS, ids=lambda function: function.__name__.strip("_"))
def test_forms_and_desk_offer_what_the_account_may_see(sweep, function):
    accounts = sweep.world.accounts
    assert {role: function(sweep.world, accounts[role]) for role in LOOKS[function]} == LOOKS[function]
