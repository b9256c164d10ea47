"""Do the access tests bite? Every guard is taken away, one at a time, and each time something must be
noticed.

What must notice: the table, the cases, the doors and the looks of the other access tests, as the roles
that a guard holds back. A guard that nobody notices is either not needed or not tested; the only ones
allowed are listed here with the guard that stands before them, and shown to hold when that one falls.
"""

import pytest

from tests.access_cases import READ
from tests.access_doors import DOORS
from tests.access_doors import ROLES as DOOR_ROLES
from tests.access_looks import LOOKS
from tests.access_mutants import call_sites, guards, permissions, scoped_models
from tests.access_sweep import Probe, case_probes, opened, table_probes
from tests.access_table import API, PAGES
from tests.access_writes import WRITE

pytestmark = pytest.mark.django_db
HELD_BACK = ("officiel", "aicha", "brahim", "salem")
# Read before anything stands in for them.
PERMISSIONS = tuple(permissions())

# Guards behind others, which let nobody come so far: {guard: those before it}. These are taken away
# first, to see that the second holds alone what they let through.
_CENTRE = "centres/views/centre.py centre: Centre.objects"
SECOND = {
    "centres/views/centre.py centre: Groupe.objects": (_CENTRE,),
    "centres/views/centre.py centre: Affectation.objects": (
        _CENTRE,
        "centres.permissions.peut_gerer_personnes",
    ),
}


class Everything:
    """All that looks, with the guards that each look asks."""

    def __init__(self, sweep, watch):
        self.sweep, self.watch = sweep, watch
        probes = table_probes({**PAGES, **API}, ("GET", "POST", "PATCH"), HELD_BACK)
        self.asked = {}
        for look in [
            *probes,
            *case_probes(READ + WRITE, HELD_BACK),
            *[(door, role) for door in DOORS for role in DOOR_ROLES],
            *[(function, role) for function in LOOKS for role in LOOKS[function]],
        ]:
            watch.asked = set()
            assert self.faults(look) == []
            self.asked[look] = watch.asked

    def faults(self, look):
        if isinstance(look, Probe):
            return self.sweep.faults(look)
        what, role = look
        if what in LOOKS:
            found = what(self.sweep.world, self.sweep.world.accounts[role])
            return [] if found == LOOKS[what][role] else [f"{what.__name__} offers {found} to {role}"]
        opens = what.opens(self.sweep.world, role)
        return [] if opens == (what.lets_in.split()[DOOR_ROLES.index(role)] == "+") else [f"{what} to {role}"]

    def without(self, *names):
        """The faults that show when these guards are taken away, one after the other, of those who are
        held back."""
        looks = [
            look
            for look, asked in self.asked.items()
            if set(names) & asked and (look.role if isinstance(look, Probe) else look[1]) in HELD_BACK
        ]
        with self.watch.without(*names):
            for look in looks:
                yield from self.faults(look)


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker):
    with opened(django_db_blocker) as sweep, guards() as watch:
        yield Everything(sweep, watch)


@pytest.mark.parametrize("site", call_sites())
def test_each_call_of_visible_to_is_missed_when_it_goes(everything, site):
    assert any(site in asked for asked in everything.asked.values()), "no test comes here"
    if first := SECOND.get(site):
        assert set(everything.without(*first, site)) - set(everything.without(*first)), (
            "it holds nothing back"
        )
    else:
        assert next(everything.without(site), None), "nobody noticed"


@pytest.mark.parametrize("label", scoped_models())
def test_each_scope_of_a_model_is_missed_when_it_goes(everything, label):
    assert next(everything.without(label), None), "nobody noticed, or nobody uses it"


@pytest.mark.parametrize("name", PERMISSIONS)
def test_each_permission_is_missed_when_it_lets_everybody(everything, name):
    assert next(everything.without(name), None), "nobody noticed, or nobody uses it"


def test_the_second_guards_are_calls_that_exist():
    first = {guard for before in SECOND.values() for guard in before}
    assert set(SECOND) <= set(call_sites()) and first <= {*call_sites(), *PERMISSIONS}
