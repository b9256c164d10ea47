"""Merging at the same second as somebody else writes, with real connections."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from beneficiaires import api
from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.actions.fusion import Refus, defaire, fusionner
from beneficiaires.actions.inscription import inscrire
from beneficiaires.models import Beneficiaire, Fusion, Inscription
from beneficiaires.views import beneficiaire as pages
from beneficiaires.views import inscription as inscription_pages
from beneficiaires.views.anciens import GONE
from entraide.editing import Conflict
from entraide.periods import today
from personnel.actions.jeton import emettre_jeton
from personnel.journal import agir
from tests.beneficiaires.test_together import together
from tests.people import make_group, make_person, make_region

from .files import NAMES, again, differences, enrolments, merge, person, snapshot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def region():
    return make_region()


def merging(region, garde, absorbe):
    versions = garde.version, absorbe.version
    return lambda: fusionner(garde=garde, absorbe=absorbe, par=region.coordination, versions=versions)


def whole():
    """Nothing points at a file that is gone."""
    people = set(Beneficiaire.objects.values_list("pk", flat=True))
    assert set(Inscription.objects.values_list("beneficiaire", flat=True)) <= people


def test_the_same_pair_is_merged_once(region):
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, region.groupes["CEF-02"])
    results = together(*(merging(region, again(garde), absorbe) for _turn in range(2)))
    assert sum(isinstance(r, Fusion) for r in results) == 1, results
    assert all(isinstance(r, Fusion | Refus | Conflict) for r in results), results
    assert Fusion.objects.count() == 1 and len(enrolments(garde)) == 2


def test_of_two_opposite_merges_one_is_done(region):
    one, two = person(region), person(region)
    results = together(merging(region, one, two), merging(region, two, one))
    assert sorted(type(r).__name__ for r in results) == ["Fusion", "Refus"], results
    assert Beneficiaire.objects.filter(pk__in=(one.pk, two.pk)).count() == 1


def test_an_undo_is_done_once(region):
    garde, absorbe = person(region), person(region)
    before = snapshot()
    fusion = again(merge(region, garde, absorbe))
    results = together(
        *[lambda: defaire(fusion=again(fusion), par=region.coordination, version=fusion.version)] * 2
    )
    assert sorted(type(r).__name__ for r in results) == ["Refus", "tuple"], results
    assert differences(before, snapshot()) == []


@pytest.mark.parametrize("edited", ["garde", "absorbe"])
def test_merging_while_somebody_edits_one_of_the_files(region, edited):
    garde, absorbe = person(region), person(region)
    file = {"garde": garde, "absorbe": absorbe}[edited]

    def edit():
        return modifier_beneficiaire(
            personne=again(file), champs={"adresse": "Hay"}, version=file.version, par=region.coordination
        )

    merged, changed = together(merging(region, garde, absorbe), edit)
    if isinstance(merged, Fusion):
        # The edit came too late: it says so, or the file is no longer there.
        assert isinstance(changed, (Conflict, *GONE)), changed
    else:
        assert isinstance(merged, Conflict) and changed is True, (merged, changed)
        assert again(file).adresse == "Hay"


def test_merging_while_somebody_enrols_the_absorbed_person(region):
    """Whoever comes second is told; no enrolment is lost, none points at a file that is gone."""
    for _turn in range(4):
        garde, absorbe = person(region), person(region)
        merged, enrolled = together(
            merging(region, garde, absorbe),
            lambda p=absorbe: inscrire(
                beneficiaire=p, groupe=region.groupes["CEF-02"], par=region.coordination
            ),
        )
        assert isinstance(merged, Fusion | ValidationError | Conflict), merged
        assert isinstance(enrolled, (Inscription, ValidationError, *GONE)), enrolled
        whole()
        if isinstance(enrolled, Inscription):
            owner = garde if isinstance(merged, Fusion) else absorbe
            assert again(enrolled).beneficiaire_id == owner.pk


@pytest.mark.parametrize("who", ["creates", "edits", "undoes"])
def test_nobody_waits_in_a_ring(region, who):
    """Each locks the keys first, then groups, then people: a merge meets a creation, an edit or an undo of
    people who are alike, and none of them dies of a deadlock."""
    alike = {"naissance": date(2006, 5, 14), "naissance_precision": "JOUR", **NAMES}
    for _turn in range(6):
        garde, absorbe = person(region, **alike), person(region, **alike)
        third = person(region, **alike)
        fusion = merge(region, third, person(region, **alike)) if who == "undoes" else None

        def other(third=third, fusion=fusion):
            if who == "creates":
                with agir(par=region.coordination):
                    return make_person(region.coordination, region.groupes["CEF-02"], **alike)
            if who == "edits":
                champs = {"prenom_fr": "Embarka", "naissance": date(2006, 5, 15)}
                version = again(third).version
                return modifier_beneficiaire(
                    personne=third, champs=champs, version=version, par=region.coordination
                )
            return defaire(fusion=again(fusion), par=region.coordination, version=fusion.version)

        for result in together(merging(region, again(garde), again(absorbe)), other):
            assert not isinstance(result, DatabaseError), result
        whole()


@pytest.mark.parametrize("door", ["page", "api", "enrolment"])
def test_a_file_merged_while_a_form_is_written(region, client, monkeypatch, door):
    """Between the reading and the writing of one request: nothing is saved, and the reader is told."""
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, region.groupes["CEF-01"])
    group = make_group(region.coordination, region.qods, region.annee, nom_fr="Autre", nom_ar="آخر")
    places = {(region.wahda.pk, region.annee.pk): enrolments(garde)[0].pk}
    client.force_login(region.coordination)
    _row, token = emettre_jeton(compte=region.coordination, nom="t", par=region.coordination)

    def first_merge(action):
        def late(**more):
            merge(region, garde, absorbe, places=places)
            return action(**more)

        return late

    if door == "enrolment":
        monkeypatch.setattr(inscription_pages, "inscrire", first_merge(inscription_pages.inscrire))
        answer = client.post(
            f"/inscription/{absorbe.numero}/?centre={region.qods.code}",
            {"centre": region.qods.code, "groupe": group.pk, "date": f"{today():%d/%m/%Y}"},
        )
    elif door == "page":
        monkeypatch.setattr(pages, "modifier_beneficiaire", first_merge(pages.modifier_beneficiaire))
        answer = client.post(
            f"/beneficiaires/{absorbe.numero}/modifier/", {"prenom_fr": "X", "version": absorbe.version}
        )
    else:
        monkeypatch.setattr(api, "modifier_beneficiaire", first_merge(api.modifier_beneficiaire))
        answer = client.patch(
            f"/api/v1/beneficiaires/{absorbe.numero}/",
            {"adresse": "x", "version": absorbe.version},
            content_type="application/json",
            headers={"Authorization": f"Token {token}"},
        )
    assert Fusion.objects.count() == 1, answer.content
    if door == "api":
        assert (answer.status_code, answer.json()["version"]) == (409, again(garde).version)
    else:
        assert answer["Location"] == f"/beneficiaires/{garde.numero}/"
        (message,) = client.get(answer["Location"]).context["messages"]
        assert message.level_tag == "warning" and absorbe.numero_affiche in str(message)
    whole()
    assert again(garde).prenom_fr == garde.prenom_fr and len(enrolments(garde)) == 2
