"""Two people at the same second, with real connections: seats, the same person twice, the same form twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection

from beneficiaires.actions.inscription import Demande, Refus, changer_statut, inscrire, inscrire_lot
from beneficiaires.models import ChangementStatut, Inscription
from centres.models import Groupe
from entraide.editing import Conflict, new_token, once
from personnel.journal import agir
from tests.people import make_group, make_person, make_region

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


@pytest.fixture
def region():
    return make_region()


def together(*calls):
    """Run the calls at the same moment, each on its own connection; return their results or exceptions."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=20)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def enrol(person, group, par):
    return lambda: inscrire(beneficiaire=person, groupe=group, par=par)


def test_the_last_seats_go_to_as_many_people_and_no_more(region):
    group = make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Petit", nom_ar="صغير", capacite=3
    )
    people = [make_person(region.coordination) for _ in range(PEOPLE)]
    results = together(*(enrol(p, group, region.coordination) for p in people))
    enrolled = [r for r in results if isinstance(r, Inscription)]
    refused = [r for r in results if isinstance(r, Refus)]
    assert (len(enrolled), len(refused)) == (3, PEOPLE - 3), results
    group = Groupe.objects.get(pk=group.pk)
    assert group.occupees == 3 == Inscription.objects.filter(groupe=group).count()
    assert ChangementStatut.objects.filter(inscription__groupe=group).count() == 3


def test_the_same_person_is_enrolled_once(region):
    person = make_person(region.coordination)
    group = region.groupes["CEF-01"]
    other = make_group(region.coordination, region.wahda, region.annee, nom_fr="Autre", nom_ar="آخر")
    results = together(*(enrol(person, g, region.coordination) for g in (group, other) * 3))
    assert sum(isinstance(r, Inscription) for r in results) == 1, results
    assert all(isinstance(r, Inscription | Refus) for r in results), results
    assert Inscription.objects.filter(beneficiaire=person).count() == 1


def test_groups_taken_in_another_order_do_not_deadlock(region):
    one = region.groupes["CEF-01"]
    two = make_group(region.coordination, region.wahda, region.annee, nom_fr="Autre", nom_ar="آخر")
    people = [make_person(region.coordination) for _ in range(8)]

    def batch(pairs):
        return lambda: inscrire_lot(demandes=[Demande(p, g) for p, g in pairs], par=region.coordination)

    results = together(
        batch([(people[0], one), (people[1], two)]),
        batch([(people[2], two), (people[3], one)]),
        batch([(people[4], one), (people[5], two)]),
        batch([(people[6], two), (people[7], one)]),
    )
    assert all(isinstance(r, list) for r in results), results


def test_fc_off_03_the_same_form_sent_at_the_same_moment_writes_once(region):
    token, group = new_token(), region.groupes["CEF-01"]
    person = make_person(region.coordination)

    def send():
        return once(
            par=region.coordination,
            jeton=token,
            action=lambda: str(inscrire(beneficiaire=person, groupe=group, par=region.coordination).pk),
        )

    results = together(*[send] * 4)
    assert len({r[0] for r in results}) == 1, results
    assert sorted(r[1] for r in results) == [False, True, True, True]
    assert Inscription.objects.filter(beneficiaire=person).count() == 1


def test_fc_off_05_a_failure_binds_no_token(region):
    token = new_token()

    def fail():
        with agir(par=region.coordination):
            raise ValidationError("no")

    for _ in range(2):
        with pytest.raises(ValidationError):
            once(par=region.coordination, jeton=token, action=fail)
    assert once(par=region.coordination, jeton=token, action=lambda: "done") == ("done", False)
    assert once(par=region.coordination, jeton=token, action=fail) == ("done", True)


def test_two_changes_of_one_status_one_wins_and_the_other_is_told(region):
    enrolment = Inscription.objects.get(beneficiaire=region.people["CEF-01"])

    def change(vers):
        return lambda: changer_statut(
            inscription=enrolment,
            vers=vers,
            par=region.coordination,
            version=enrolment.version,
            motif_sortie="AUTRE",
        )

    results = together(change("SUSPENDU"), change("ABANDON"))
    assert sorted(type(r).__name__ for r in results) == ["Conflict", "Inscription"], results
    assert ChangementStatut.objects.filter(inscription=enrolment).count() == 2
    assert not any(isinstance(r, OperationalError) for r in results)
    assert any(isinstance(r, Conflict) for r in results)
