"""What the coordination decides about two files that look alike: remembered, in order, by version."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied

from beneficiaires import doublons
from beneficiaires.actions.fusion import fusionner
from beneficiaires.actions.paire import declarer_differents, reporter, rouvrir
from beneficiaires.models import Beneficiaire, EtatPaire, Paire
from beneficiaires.views import doublon
from entraide.editing import Conflict, VersionMissing
from personnel.journal import agir
from personnel.models import Journal
from tests.access_forms import form_of
from tests.people import make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def paire(region):
    """Two files of one woman in two centres: compared when the second one is written."""
    one = make_person(region.coordination, region.groupes["CEF-01"], cnie="JF48213")
    two = make_person(region.coordination, region.groupes["CEF-02"], cnie="JF48213")
    return Paire.objects.get(a=one, b=two)


def again(paire):
    return Paire.objects.select_related("a", "b").get(pk=paire.pk)


def test_two_persons_are_remembered_when_the_files_are_compared_again(region, paire):
    par = region.coordination
    declarer_differents(paire=paire, par=par, version=paire.version)
    assert again(paire).etat == EtatPaire.DIFFERENTS
    assert not Paire.objects.a_decider().filter(pk=paire.pk).exists()
    with agir(par=par):
        doublons.suivre(Beneficiaire.objects.get(pk=paire.b_id), par=par)
    assert again(paire).etat == EtatPaire.DIFFERENTS
    assert Journal.objects.filter(table_nom="beneficiaires_paire", objet_id=paire.pk).count() == 1


def test_later_keeps_the_pair_in_the_queue_and_reopen_takes_a_decision_back(region, paire):
    par = region.coordination
    reporter(paire=paire, par=par, version=paire.version)
    assert Paire.objects.a_decider().get(pk=paire.pk).etat == EtatPaire.PLUS_TARD
    declarer_differents(paire=again(paire), par=par, version=2)
    rouvrir(paire=again(paire), par=par, version=3)
    reopened = again(paire)
    assert (reopened.etat, reopened.version) == (EtatPaire.A_EXAMINER, 4)
    assert reopened.modifie_par == par


def test_the_same_decision_twice_writes_once(region, paire):
    reporter(paire=paire, par=region.coordination, version=1)
    reporter(paire=again(paire), par=region.coordination, version=2)
    assert again(paire).version == 2


@pytest.mark.parametrize("action", [declarer_differents, reporter, rouvrir])
def test_a_decision_names_the_version_that_it_was_made_from(region, paire, action):
    declarer_differents(paire=again(paire), par=region.coordination, version=1)
    with pytest.raises(Conflict) as refused:
        action(paire=paire, par=region.coordination, version=1)
    assert refused.value.current.etat == EtatPaire.DIFFERENTS
    with pytest.raises(VersionMissing):
        action(paire=paire, par=region.coordination, version=None)
    assert again(paire).version == 2


def test_a_file_that_was_edited_meanwhile_asks_for_another_look(region, paire):
    paire = again(paire)
    with agir(par=region.coordination):
        Beneficiaire.objects.filter(pk=paire.b_id).update(version=7)
    seen = paire.a.version, paire.b.version
    with pytest.raises(Conflict) as refused:
        declarer_differents(paire=paire, par=region.coordination, version=1, versions=seen)
    assert refused.value.current == paire.b
    with pytest.raises(VersionMissing):
        declarer_differents(paire=paire, par=region.coordination, version=1, versions=(1, None))
    declarer_differents(paire=paire, par=region.coordination, version=1, versions=(seen[0], 7))
    assert again(paire).etat == EtatPaire.DIFFERENTS


def test_nobody_but_the_coordination_decides(region, paire):
    for account in (region.aicha, region.salem, region.officiel):
        with pytest.raises(PermissionDenied):
            declarer_differents(paire=paire, par=account, version=1)
    assert again(paire).etat == EtatPaire.A_EXAMINER


def test_nothing_is_decided_about_a_file_that_was_merged_meanwhile(region, paire, client, monkeypatch):
    """The pair moves to the kept file with the merge: nobody has compared that one."""
    third = make_person(region.coordination, cnie="JF48213")
    moved = Paire.objects.select_related("a", "b").get(a=paire.b, b=third)
    versions = moved.a.version, moved.b.version

    def merge():
        one, two = (Beneficiaire.objects.get(pk=pk) for pk in (paire.a_id, paire.b_id))
        versions = one.version, two.version
        fusionner(garde=one, absorbe=two, par=region.coordination, versions=versions)

    client.force_login(region.coordination)
    page = client.get(f"/doublons/{moved.pk}/").content.decode()

    def late(**asked):
        merge()
        return declarer_differents(**asked)

    monkeypatch.setitem(doublon.ACTIONS, "DIFFERENTS", late)
    answer = client.post(f"/doublons/{moved.pk}/", {**form_of(page), "decision": "DIFFERENTS"})
    assert answer.status_code == 404
    merge()
    with pytest.raises(ObjectDoesNotExist):
        declarer_differents(paire=moved, par=region.coordination, version=moved.version, versions=versions)
    assert not Paire.objects.filter(etat=EtatPaire.DIFFERENTS).exists()
