"""Merges that stand on one another are undone from the last one."""

import pytest

from beneficiaires.actions.fusion import apercu_retour
from beneficiaires.models import Paire
from personnel.journal import agir
from tests.people import make_region

from .files import NAMES_OF_THE_OTHER, REWRITTEN, again, differences, merge, person, refused, snapshot, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


def test_a_later_merge_is_undone_first(region):
    garde, absorbe, third = person(region), person(region), person(region)
    before = snapshot()
    first = merge(region, garde, absorbe)
    between = snapshot()
    second = merge(region, garde, third)
    assert third.numero_affiche in refused(region, first, "ordre")
    assert apercu_retour(again(first)).avant == second
    undo(region, second)
    assert differences(between, snapshot()) == []
    undo(region, first)
    assert differences(before, snapshot()) == []


def test_a_chain_is_undone_from_its_end(region):
    one, two, three = person(region), person(region, region.groupes["CEF-01"]), person(region)
    before = snapshot()
    first = merge(region, two, three)
    second = merge(region, one, two)
    assert again(first).garde_id == one.pk
    refused(region, first, "ordre")
    undo(region, second)
    assert again(first).garde_id == two.pk
    undo(region, first)
    assert differences(before, snapshot()) == []


def test_a_merge_of_somebody_in_its_pairs_is_undone_first(region):
    """The pair of an absorbed file and of a third one that was absorbed in its turn."""
    one, two, three, four = (person(region) for _ in range(4))
    before = snapshot()
    first = merge(region, one, two)
    second = merge(region, three, four)
    refused(region, first, "ordre")
    undo(region, second)
    undo(region, first)
    assert differences(before, snapshot()) == []


def test_a_merge_that_decided_one_of_its_pairs_is_undone_first(region):
    """What was said of somebody absorbed later outweighs the pair that the first merge moved."""
    one, four = person(region, **REWRITTEN), person(region, **REWRITTEN)
    two, three = person(region), person(region)
    with agir(par=region.coordination):
        Paire.objects.de(one).de(four).update(etat="DIFFERENTS")
    before = snapshot()
    first = merge(region, one, two, choix=NAMES_OF_THE_OTHER)
    second = merge(region, three, four)
    assert Paire.objects.de(one).de(three).get().etat == "DIFFERENTS"
    refused(region, first, "ordre")
    undo(region, second)
    undo(region, first)
    assert differences(before, snapshot()) == []


def test_a_pair_found_again_since_is_the_former_one(region):
    garde, third, absorbe = person(region), person(region), person(region, **REWRITTEN)
    before = snapshot()
    fusion = merge(region, garde, absorbe, choix=NAMES_OF_THE_OTHER)
    assert not Paire.objects.de(garde).de(third).exists()
    with agir(par=region.coordination):
        Paire.objects.create(a=garde, b=third, score=45, verdict="A_VOIR")
    undo(region, fusion)
    assert differences(before, snapshot()) == []


def test_merges_that_share_nothing_are_undone_in_any_order(region):
    one, two = person(region), person(region)
    three, four = person(region, **REWRITTEN), person(region, **REWRITTEN)
    before = snapshot()
    first = merge(region, one, two)
    second = merge(region, three, four)
    undo(region, first)
    undo(region, second)
    assert differences(before, snapshot()) == []
