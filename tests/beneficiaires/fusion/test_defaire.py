"""Undoing a merge: both files exactly as they were; what was done since stays."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from beneficiaires.actions.fusion import Refus, apercu_retour, defaire
from beneficiaires.actions.inscription import changer_statut
from beneficiaires.models import Beneficiaire, ChangementStatut, Fusion, LienTuteur, Paire
from beneficiaires.search import search
from centres.models import Commune, Groupe
from entraide.editing import Conflict, VersionMissing
from personnel.journal import agir
from tests.people import make_commune, make_group, make_region

from .files import (
    REWRITTEN,
    again,
    differences,
    edit,
    enrol,
    enrolments,
    guardian,
    merge,
    person,
    refused,
    snapshot,
    undo,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def other(region):
    """A second group of Al Wahda, of one seat."""
    return make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Autre", nom_ar="آخر", capacite=1
    )


@pytest.fixture
def two(region, other):
    """Two files with all that they may have: a double, two principal guardians, one guardian of both."""
    garde = person(region, region.groupes["CEF-01"], telephone="+212661000001", commune=make_commune())
    absorbe = person(
        region, other, region.groupes["CEF-02"], prenom_fr="Fatema", handicap_type="VISUEL",
        naissance=date(2001, 1, 1), naissance_precision="ANNEE", cnie="JB1234",
    )  # fmt: skip
    both = guardian(region, garde, principal=True, prenom_fr="Khadija")
    guardian(region, absorbe, both.tuteur, lien="AUTRE")
    guardian(region, absorbe, principal=True, prenom_fr="Mohamed")
    # As stored rows that were edited before: a version, an author, a moment.
    return edit(region, garde, adresse="Hay El Qods"), edit(region, absorbe, adresse="Hay Salam")


@pytest.mark.parametrize("choix", [{}, {"prenom_fr": "absorbe", "tuteur_principal": "absorbe"}])
@pytest.mark.parametrize("stays", ["garde", "absorbe"])
def test_everything_is_as_it_was(region, two, choix, stays):
    garde, absorbe = two
    mine, hers = enrolments(garde)[0], enrolments(absorbe)[0]
    before = snapshot()
    kept = mine if stays == "garde" else hers
    fusion = merge(region, garde, absorbe, choix=choix, places={(mine.centre_id, mine.annee_id): kept.pk})
    assert differences(before, snapshot())
    back = undo(region, fusion)
    assert differences(before, snapshot()) == []
    assert back == (garde, absorbe) and (back[0].version, back[1].version) == (garde.version, absorbe.version)
    assert [p.pk for p in search(region.coordination, absorbe.numero).people] == [absorbe.pk]
    fusion = again(fusion)
    assert (fusion.annulee_par, fusion.image) == (region.coordination, {}) and fusion.annulee_le


def test_a_guardian_of_both_who_became_the_principal_one_steps_back(region):
    garde, absorbe = person(region), person(region)
    guardian(region, garde, principal=True, prenom_fr="Khadija")
    both = guardian(region, garde, prenom_fr="Mohamed")
    guardian(region, absorbe, both.tuteur, principal=True)
    before = snapshot()
    fusion = merge(region, garde, absorbe, choix={"tuteur_principal": "absorbe"})
    assert [lien.pk for lien in LienTuteur.objects.filter(beneficiaire=garde, principal=True)] == [both.pk]
    undo(region, fusion)
    assert differences(before, snapshot()) == []


def test_merged_again_after_the_undo(region, two):
    before = snapshot()
    for _turn in range(2):
        places = {(region.wahda.pk, region.annee.pk): enrolments(two[0])[0].pk}
        undo(region, merge(region, *two, places=places))
    assert differences(before, snapshot()) == []


# --- done since ---------------------------------------------------------------------------------------------
def test_later_enrolments_go_to_the_person_chosen(region):
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, region.groupes["CEF-02"])
    mine, hers = enrolments(garde), enrolments(absorbe)
    fusion = merge(region, garde, absorbe)
    groups = [
        make_group(region.coordination, region.qods, region.annee, nom_fr=name, nom_ar=name) for name in "AB"
    ]
    changer_statut(
        inscription=again(hers[0]), vers="ABANDON", motif_sortie="TRAVAIL", par=region.coordination,
        version=again(hers[0]).version,
    )  # fmt: skip
    first = enrol(region, garde, groups[0])
    changer_statut(inscription=first, vers="ANNULE", par=region.coordination, version=first.version)
    second = enrol(region, garde, groups[1])
    found = apercu_retour(again(fusion))
    assert {row.pk for row in found.depuis} == {first.pk, second.pk}
    assert found.absorbe.numero == absorbe.numero and found.avant is None
    undo(region, fusion, attributions={second.pk: "absorbe"})
    assert [row.pk for row in enrolments(garde)] == [mine[0].pk, first.pk]
    rows = enrolments(absorbe)
    assert [(row.pk, row.statut) for row in rows] == [(hers[0].pk, "ABANDON"), (second.pk, "ACTIF")]


def test_a_later_edit_stays_and_is_told(region):
    garde = person(region, telephone=None, naissance=date(2001, 1, 1), naissance_precision="ANNEE")
    absorbe = person(
        region, telephone="+212661000002", naissance=date(2001, 5, 14), naissance_precision="JOUR", cnie="JB1"
    )
    fusion = merge(region, garde, absorbe, choix={"naissance": "absorbe"})
    merged = edit(region, garde, telephone="+212661000009", naissance=date(2001, 5, 15), adresse="Hay Salam")
    found = apercu_retour(again(fusion))
    assert {str(label) for label in found.edites} == {
        str(Beneficiaire._meta.get_field(name).verbose_name) for name in ("telephone", "naissance")
    }
    back, restored = undo(region, fusion)
    assert (back.telephone, back.adresse) == ("+212661000009", "Hay Salam")
    # The date that somebody corrected keeps the precision that it was written with.
    assert (back.naissance, back.naissance_precision) == (date(2001, 5, 15), "JOUR")
    assert back.cnie is None and back.version == merged.version + 1
    assert (restored.telephone, restored.cnie, restored.version) == ("+212661000002", "JB1", absorbe.version)


def test_an_edited_name_is_found_after_the_undo(region):
    garde, absorbe = person(region), person(region, prenom_fr="Fatimatou")
    fusion = merge(region, garde, absorbe, choix={"prenom_fr": "absorbe"})
    edit(region, garde, nom_fr="Ould Sidi")
    back, _restored = undo(region, fusion)
    assert (back.prenom_fr, back.nom_fr) == ("Fatima", "Ould Sidi")
    assert [p.pk for p in search(region.coordination, "fatima ould sidi").people] == [garde.pk]
    assert [p.pk for p in search(region.coordination, "fatimatou").people] == [absorbe.pk]


def test_no_version_is_met_twice(region):
    """A form opened between the merge and the undo is stale ever after, though the undo is exact."""
    garde, absorbe = person(region), person(region)
    fusion = merge(region, garde, absorbe)
    opened = again(garde).version
    back, _restored = undo(region, fusion)
    assert back.version == garde.version
    second = merge(region, garde, absorbe)
    assert again(garde).version != opened
    undo(region, second)
    for turn in range(3):
        assert edit(region, garde, adresse=f"Rue {turn}").version != opened
    merge(region, garde, absorbe)
    assert again(garde).version != opened


def test_later_guardians_and_pairs_stay_with_the_kept_file(region):
    garde, absorbe = person(region), person(region)
    fusion = merge(region, garde, absorbe)
    guardian(region, garde, prenom_fr="Aicha", principal=True)
    third = person(region)
    undo(region, fusion)
    assert LienTuteur.objects.filter(beneficiaire=garde).count() == 1
    # The third one resembles both, and is compared with both.
    for file in (garde, absorbe):
        assert Paire.objects.de(third.pk).de(file.pk).count() == 1


def test_another_principal_guardian_chosen_since_stays(region):
    garde, absorbe = person(region), person(region)
    guardian(region, garde, principal=True, prenom_fr="Khadija")
    guardian(region, absorbe, principal=True, prenom_fr="Mohamed")
    fusion = merge(region, garde, absorbe, choix={"tuteur_principal": "absorbe"})
    guardian(region, garde, principal=True, prenom_fr="Aicha")
    undo(region, fusion)
    rows = LienTuteur.objects.order_by("pk").values_list("beneficiaire", "tuteur__prenom_fr", "principal")
    mine = [row for row in rows if row[0] in (garde.pk, absorbe.pk)]
    assert [row for row in mine if row[2] and row[0] == garde.pk] == [(garde.pk, "Aicha", True)]
    assert [row[1] for row in mine if row[0] == absorbe.pk] == ["Mohamed"]


def links(file):
    rows = LienTuteur.objects.filter(beneficiaire=file.pk).order_by("pk")
    return [(lien.tuteur.prenom_fr, lien.principal) for lien in rows]


def test_later_guardians_go_to_the_person_chosen(region):
    garde, absorbe = person(region), person(region)
    guardian(region, garde, principal=True, prenom_fr="Khadija")
    fusion = merge(region, garde, absorbe)
    mine = guardian(region, garde, prenom_fr="Aicha", lien="AUTRE")
    hers = guardian(region, garde, prenom_fr="Zahra", lien="AUTRE")
    assert {lien.pk for lien in apercu_retour(again(fusion)).liens} == {mine.pk, hers.pk}
    undo(region, fusion, tuteurs={hers.pk: "absorbe"})
    assert links(garde) == [("Khadija", True), ("Aicha", False)] and links(absorbe) == [("Zahra", False)]
    assert again(hers).version == hers.version


@pytest.mark.parametrize("chosen", ["garde", "absorbe"])
def test_a_later_principal_guardian_takes_no_file_its_own(region, chosen):
    """She is principal where nobody else is; each file gets its own principal guardian back, if the later one
    did not make her step back."""
    garde, absorbe, alone = person(region), person(region), person(region)
    guardian(region, garde, principal=True, prenom_fr="Khadija")
    guardian(region, absorbe, principal=True, prenom_fr="Mohamed")
    first = merge(region, garde, alone)
    fusion = merge(region, garde, absorbe, choix={"tuteur_principal": chosen})
    later = guardian(region, garde, principal=True, prenom_fr="Zahra", lien="AUTRE")
    undo(region, fusion, tuteurs={later.pk: "absorbe"})
    stays = chosen == "absorbe"
    assert links(garde) == [("Khadija", stays)]
    assert links(absorbe) == [("Mohamed", not stays), ("Zahra", stays)]
    assert again(later).version == later.version + (not stays)
    other = guardian(region, garde, principal=True, prenom_fr="Salka", lien="AUTRE")
    undo(region, first, tuteurs={other.pk: "absorbe"})
    assert links(alone) == [("Salka", True)]


def test_a_guardian_is_not_given_twice_to_one_file(region):
    garde, absorbe = person(region), person(region)
    mine = guardian(region, garde, prenom_fr="Mohamed")
    guardian(region, absorbe, mine.tuteur)
    fusion = merge(region, garde, absorbe)
    with agir(par=region.coordination):
        mine.delete()
    later = guardian(region, garde, mine.tuteur, lien="AUTRE")
    assert "Mohamed" in refused(region, fusion, "tuteur", tuteurs={later.pk: "absorbe"})
    undo(region, fusion)
    assert links(absorbe) == [("Mohamed", False)] and links(garde) == [("Mohamed", False)]


def test_a_merge_that_was_made_before_guardians_were_recorded(region):
    garde, absorbe = person(region), person(region)
    guardian(region, garde, prenom_fr="Khadija")
    fusion = merge(region, garde, absorbe)
    image = again(fusion).image
    del image["liens"]
    Fusion.objects.filter(pk=fusion.pk).update(image=image)
    later = guardian(region, garde, prenom_fr="Zahra", lien="AUTRE")
    assert [lien.pk for lien in apercu_retour(again(fusion)).liens] == [later.pk]


def test_what_was_deleted_since_is_left_out(region):
    garde, absorbe = person(region), person(region, commune=make_commune("06.066.01.01", "06.066", "ا", "A"))
    lien = guardian(region, absorbe)
    fusion = merge(region, garde, absorbe, choix={"commune": "garde"})
    with agir(par=region.coordination):
        LienTuteur.objects.filter(pk=lien.pk).delete()
        Beneficiaire.objects.filter(pk=garde.pk).update(commune=None)
        Commune.objects.filter(code="06.066.01.01").delete()
    _back, restored = undo(region, fusion)
    assert restored.commune is None and not LienTuteur.objects.filter(beneficiaire=restored).exists()


def test_a_column_newer_than_the_merge_takes_its_default(region):
    garde, absorbe = person(region), person(region, lieu_naissance="Smara")
    fusion = merge(region, garde, absorbe, choix={"lieu_naissance": "garde"})
    image = again(fusion).image
    (row,) = image["lignes"]["beneficiaires.beneficiaire"]["removed"]
    del row["lieu_naissance"]
    row["colonne_disparue"] = 1
    image["lignes"]["beneficiaires.disparue"] = {"changed": [], "removed": [{"id": 1}], "added": []}
    Fusion.objects.filter(pk=fusion.pk).update(image=image)
    _back, restored = undo(region, fusion)
    assert again(restored).lieu_naissance == "" and again(restored).prenom_fr == absorbe.prenom_fr


# --- refusals -----------------------------------------------------------------------------------------------
def test_the_seat_of_the_cancelled_double_is_needed_again(region, other):
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, other)
    mine, hers = enrolments(garde)[0], enrolments(absorbe)[0]
    fusion = merge(region, garde, absorbe, places={(mine.centre_id, mine.annee_id): mine.pk})
    third = person(region, other, **REWRITTEN)
    assert other.nom in refused(region, fusion, "complet")
    row = enrolments(third)[0]
    changer_statut(inscription=row, vers="ANNULE", par=region.coordination, version=row.version)
    undo(region, fusion)
    assert again(hers).statut == "ACTIF" and Groupe.objects.get(pk=other.pk).occupees == 1
    assert [change.vers for change in ChangementStatut.objects.filter(inscription=hers)] == ["ACTIF"]


def test_two_open_enrolments_of_one_person_are_refused(region, other):
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, other)
    mine, hers = enrolments(garde)[0], enrolments(absorbe)[0]
    fusion = merge(region, garde, absorbe, places={(mine.centre_id, mine.annee_id): mine.pk})
    row = again(mine)
    changer_statut(
        inscription=row, vers="ABANDON", motif_sortie="TRAVAIL", par=region.coordination, version=row.version
    )
    later = enrol(region, garde, region.groupes["CEF-01"])
    assert region.wahda.nom in refused(region, fusion, "deja", attributions={later.pk: "absorbe"})
    undo(region, fusion, attributions={later.pk: "garde"})
    assert again(hers).statut == "ACTIF" and again(later).beneficiaire_id == garde.pk


def test_the_other_refusals(region):
    garde, absorbe, third = person(region), person(region), person(region, region.groupes["CEF-01"])
    fusion = merge(region, garde, absorbe)
    refused(region, fusion, "attributions", attributions={enrolments(third)[0].pk: "absorbe"})
    refused(region, fusion, "attributions", tuteurs={guardian(region, third).pk: "absorbe"})
    with pytest.raises(PermissionDenied):
        defaire(fusion=fusion, par=region.aicha, version=fusion.version)
    with pytest.raises(VersionMissing):
        defaire(fusion=fusion, par=region.coordination, version=None)
    with pytest.raises(Conflict):
        defaire(fusion=fusion, par=region.coordination, version=fusion.version + 1)
    undo(region, fusion)
    with pytest.raises(Refus) as refus:
        undo(region, fusion)
    assert refus.value.code == "annulee"
