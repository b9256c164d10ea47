"""The pairs of the two files, and of each with others, when they are merged."""

import pytest

from beneficiaires.models import Paire
from personnel.journal import agir
from tests.people import make_region

from .files import merge, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


def _decide(region, one, two, etat):
    first, second = sorted((one.pk, two.pk))
    with agir(par=region.coordination):
        Paire.objects.update_or_create(
            a_id=first, b_id=second, defaults={"score": 70, "verdict": "A_VOIR", "etat": etat}
        )


@pytest.mark.parametrize("order", ["third first", "third last"])
def test_two_persons_remains_said_of_the_kept_file(region, order):
    third = person(region) if order == "third first" else None
    garde, absorbe = person(region), person(region)
    third = third or person(region)
    _decide(region, absorbe, third, "DIFFERENTS")
    _decide(region, garde, third, "A_EXAMINER")
    merge(region, garde, absorbe)
    (paire,) = Paire.objects.de(garde.pk, third.pk)
    assert paire.etat == "DIFFERENTS" and {paire.a_id, paire.b_id} == {garde.pk, third.pk}


def test_what_was_put_off_and_why_a_file_was_opened_are_kept(region):
    absorbe, third, garde = person(region), person(region), person(region)
    Paire.objects.de(garde).de(third).delete()
    (paire,) = Paire.objects.de(absorbe).de(third)
    with agir(par=region.coordination):
        Paire.objects.filter(pk=paire.pk).update(etat="PLUS_TARD")
    merge(region, garde, absorbe)
    paire.refresh_from_db()
    assert {paire.a_id, paire.b_id} == {garde.pk, third.pk}
    assert (paire.etat, paire.motif) == ("PLUS_TARD", "homonyme")
