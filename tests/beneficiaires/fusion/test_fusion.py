"""Merging two files of one person: what moves, what survives, what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.actions.fusion import Refus, apercu, fusionner
from beneficiaires.actions.inscription import changer_statut
from beneficiaires.fusion.valeurs import choices
from beneficiaires.models import Beneficiaire, Fusion, Inscription, LienTuteur, Verification
from beneficiaires.search import search
from centres.models import Groupe
from entraide.editing import Conflict, VersionMissing
from entraide.periods import today
from personnel.journal import agir
from personnel.models import Journal
from statistiques.indicateurs import tableau_de_bord
from tests.people import make_group, make_region

from .files import NAMES, REWRITTEN, again, enrol, enrolments, guardian, merge, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def other(region):
    """A second group of Al Wahda."""
    return make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Autre", nom_ar="آخر", capacite=2
    )


# --- values -------------------------------------------------------------------------------------------------
def test_the_kept_files_values_survive_and_its_gaps_are_filled(region):
    garde = person(region, telephone="+212661000001", nom_ar="", cnie=None, orphelin="NON")
    absorbe = person(region, telephone="+212661000002", cnie="JB1234", adresse="Hay El Qods")
    merge(region, garde, absorbe)
    garde = again(garde)
    assert (garde.telephone, garde.cnie, garde.adresse) == ("+212661000001", "JB1234", "Hay El Qods")
    assert (garde.nom_ar, garde.orphelin) == (absorbe.nom_ar, "NON")
    assert garde.cle_tri_ar == absorbe.cle_tri_ar and garde.squelette == absorbe.squelette


def test_the_values_are_chosen_field_by_field(region):
    garde = person(region, telephone="+212661000001", prenom_fr="Fatima", lieu_naissance="Smara")
    absorbe = person(region, telephone="+212661000002", prenom_fr="Fatimatou", lieu_naissance="Boujdour")
    merge(region, garde, absorbe, choix={"prenom_fr": "absorbe", "telephone": "garde"})
    garde = again(garde)
    assert (garde.prenom_fr, garde.telephone, garde.lieu_naissance) == ("Fatimatou", "+212661000001", "Smara")
    assert [p.pk for p in search(region.coordination, "fatimatou").people] == [garde.pk]


def test_a_birth_date_keeps_its_own_precision(region):
    garde = person(region, naissance=date(2001, 1, 1), naissance_precision="ANNEE", naissance_estimee=True)
    absorbe = person(region, naissance=date(2001, 5, 14), naissance_precision="JOUR")
    merge(region, garde, absorbe, choix={"naissance": "absorbe"})
    garde = again(garde)
    assert (garde.naissance, garde.naissance_precision) == (date(2001, 5, 14), "JOUR")
    assert garde.naissance_estimee is False


def test_what_may_be_chosen_is_what_people_write():
    assert {"telephone", "prenom_fr", "handicap_type", "base_legale"} <= choices().keys()
    derived = {"numero", "version", "squelette", "cle_tri_ar", "naissance_precision"}
    assert derived.isdisjoint(choices())


def test_the_preview_says_what_moves(region):
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, region.groupes["CEF-02"])
    guardian(region, absorbe, principal=True)
    found = apercu(garde, absorbe)
    assert {nom: nombres for nom, *nombres in found.lignes} == {
        Inscription._meta.verbose_name_plural: [1, 1, 2],
        LienTuteur._meta.verbose_name_plural: [0, 1, 1],
    }
    assert found.doubles == [] and found.principaux is None


# --- enrolments ---------------------------------------------------------------------------------------------
def test_both_histories_are_kept_also_in_one_centre_and_year(region, other):
    """Closed enrolments all move; one open one is no double."""
    garde, absorbe = person(region), person(region)
    for file, group in ((garde, other), (absorbe, other), (absorbe, region.groupes["CEF-01"])):
        row = enrol(region, file, group)
        changer_statut(
            inscription=row,
            vers="ABANDON",
            motif_sortie="TRAVAIL",
            par=region.coordination,
            version=row.version,
        )
    enrol(region, absorbe, region.groupes["CEF-01"])
    changes = sum(row.changements.count() for row in enrolments(absorbe))
    merge(region, garde, absorbe)
    rows = enrolments(garde)
    assert [row.statut for row in rows] == ["ABANDON"] * 3 + ["ACTIF"]
    assert sum(row.changements.count() for row in rows) == changes + 2


@pytest.mark.parametrize("stays", ["garde", "absorbe"])
def test_of_two_places_in_one_centre_the_reader_says_which_stays(region, other, stays):
    first = region.groupes["CEF-01"]
    garde, absorbe = person(region, first), person(region, other)
    mine, hers = enrolments(garde)[0], enrolments(absorbe)[0]
    double = apercu(garde, absorbe).doubles[0]
    assert (double.garde, double.absorbe, double.centre) == (mine, hers, region.wahda)
    with pytest.raises(Refus) as refus:
        merge(region, garde, absorbe)
    assert refus.value.code == "places" and region.wahda.nom in str(refus.value)
    assert Beneficiaire.objects.filter(pk=absorbe.pk).exists() and not Fusion.objects.exists()
    kept, gone = (mine, hers) if stays == "garde" else (hers, mine)
    merge(region, garde, absorbe, places={double.cle: kept.pk})
    kept, gone = again(kept), again(gone)
    assert (kept.statut, gone.statut, gone.date_fin) == ("ACTIF", "ANNULE", today())
    assert {row.beneficiaire_id for row in (kept, gone)} == {garde.pk}
    last = gone.changements.first()
    assert (last.de, last.vers, last.cree_par) == ("ACTIF", "ANNULE", region.coordination)
    assert absorbe.numero_affiche in last.motif and garde.numero_affiche in last.motif
    # One of the region's own people holds the other seat of the first group.
    seats = {group.pk: group.occupees for group in Groupe.objects.all()}
    assert seats[first.pk], seats[other.pk] == ((2, 0) if stays == "garde" else (1, 1))


def test_a_waiting_enrolment_gives_way_to_a_place_by_default(region, other):
    garde, absorbe = person(region), person(region, other)
    enrol(region, garde, region.groupes["CEF-01"], statut="ATTENTE")
    assert apercu(garde, absorbe).doubles[0].defaut == enrolments(absorbe)[0].pk


def _figures(region):
    total = tableau_de_bord(region.coordination, region.annee).total
    return total.personnes, total.places


@pytest.mark.parametrize("where", ["elsewhere", "same centre", "no place"])
def test_the_figures_before_and_after_are_those_of_the_dashboard(region, other, where):
    garde = person(region, region.groupes["CEF-01"])
    absorbe = person(
        region, *{"elsewhere": [region.groupes["CEF-02"]], "same centre": [other]}.get(where, [])
    )
    found = apercu(garde, absorbe)
    chiffres, before = found.chiffres(), _figures(region)
    assert before == (chiffres.personnes_avant, chiffres.places_avant)
    merge(region, garde, absorbe, places={d.cle: d.defaut for d in found.doubles})
    after = _figures(region)
    assert after == (chiffres.personnes_apres, chiffres.places_apres)
    lost = {"elsewhere": (1, 0), "same centre": (1, 1), "no place": (0, 0)}[where]
    assert (before[0] - after[0], before[1] - after[1]) == lost


# --- guardians ----------------------------------------------------------------------------------------------
def _guardians(file):
    rows = LienTuteur.objects.filter(beneficiaire=file.pk).order_by("pk")
    return [(row.tuteur.prenom_fr, row.principal) for row in rows]


@pytest.mark.parametrize(
    ("choix", "principal"), [({}, "Khadija"), ({"tuteur_principal": "absorbe"}, "Mohamed")]
)
def test_one_principal_guardian_remains(region, client, choix, principal):
    """FC-IDN-03."""
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, region.groupes["CEF-02"])
    guardian(region, garde, principal=True, prenom_fr="Khadija", telephone="+212661000011")
    guardian(region, absorbe, principal=True, prenom_fr="Mohamed", telephone="+212661000012", lien="PERE")
    found = apercu(garde, absorbe).principaux
    assert [lien.tuteur.prenom_fr for lien in found] == ["Khadija", "Mohamed"]
    merge(region, garde, absorbe, choix=choix)
    assert _guardians(garde) == [("Khadija", principal == "Khadija"), ("Mohamed", principal == "Mohamed")]
    client.force_login(region.coordination)
    assert client.get(f"/beneficiaires/{garde.numero}/").status_code == 200
    page = client.get("/beneficiaires/", {"q": garde.numero}).content.decode()
    assert page.count(f'href="/beneficiaires/{garde.numero}/"') == 1


def test_the_principal_guardian_of_the_absorbed_file_stays_where_there_is_no_other(region):
    garde, absorbe = person(region), person(region)
    guardian(region, garde, prenom_fr="Khadija")
    guardian(region, absorbe, principal=True, prenom_fr="Mohamed")
    merge(region, garde, absorbe)
    assert _guardians(garde) == [("Khadija", False), ("Mohamed", True)]


@pytest.mark.parametrize("was_principal", [True, False])
def test_one_guardian_of_both_is_linked_once(region, was_principal):
    garde, absorbe = person(region), person(region)
    lien = guardian(region, garde, prenom_fr="Khadija")
    guardian(region, absorbe, lien.tuteur, principal=was_principal)
    guardian(region, absorbe, prenom_fr="Mohamed")
    merge(region, garde, absorbe)
    assert _guardians(garde) == [("Khadija", was_principal), ("Mohamed", False)]


# --- refusals -----------------------------------------------------------------------------------------------
def test_what_is_refused(region):
    garde, absorbe, third = person(region), person(region), person(region)
    with pytest.raises(Refus) as refus:
        merge(region, garde, garde)
    assert refus.value.code == "meme"
    with pytest.raises(PermissionDenied):
        merge(region, garde, absorbe, par=region.aicha)
    with pytest.raises(VersionMissing):
        merge(region, garde, absorbe, versions=(garde.version, None))
    with pytest.raises(Conflict):
        merge(region, garde, absorbe, versions=(garde.version, absorbe.version + 1))
    stale = again(garde)
    modifier_beneficiaire(
        personne=again(garde), champs={"adresse": "x"}, version=garde.version, par=region.coordination
    )
    with pytest.raises(Conflict) as conflict:
        merge(region, garde, absorbe, versions=(stale.version, absorbe.version))
    assert conflict.value.current.pk == garde.pk
    assert not Fusion.objects.exists() and Beneficiaire.objects.filter(pk=absorbe.pk).exists()
    merge(region, garde, absorbe)
    with pytest.raises(Refus) as refus:
        fusionner(
            garde=third, absorbe=absorbe, par=region.coordination, versions=(third.version, absorbe.version)
        )
    assert refus.value.code == "absorbee" and again(garde).numero_affiche in str(refus.value)


# --- traces -------------------------------------------------------------------------------------------------
def test_the_journal_says_who_moved_what_in_one_batch(region):
    garde, absorbe = (
        person(region, telephone=None),
        person(region, region.groupes["CEF-02"], telephone="+212661000002"),
    )
    row = enrolments(absorbe)[0]
    last = Journal.objects.order_by("-id").values_list("id", flat=True).first() or 0
    fusion = merge(region, garde, absorbe)
    lines = Journal.objects.filter(id__gt=last)
    assert {(line.compte_id, line.lot) for line in lines} == {(region.coordination.pk, f"fusion-{fusion.pk}")}
    moved = lines.get(table_nom=Inscription._meta.db_table, objet_id=row.pk)
    assert (moved.avant, moved.apres) == ({"beneficiaire_id": absorbe.pk}, {"beneficiaire_id": garde.pk})
    assert lines.get(table_nom=Beneficiaire._meta.db_table, operation="DELETE").objet_id == absorbe.pk
    changed = lines.get(table_nom=Beneficiaire._meta.db_table, operation="UPDATE")
    assert changed.apres == {"telephone": "+212661000002"}


def test_a_form_opened_before_the_merge_still_saves_what_only_moved(region):
    garde, absorbe = person(region), person(region, region.groupes["CEF-02"])
    row = enrolments(absorbe)[0]
    merge(region, garde, absorbe)
    changer_statut(inscription=again(row), vers="SUSPENDU", par=region.brahim, version=row.version)
    assert again(row).statut == "SUSPENDU"


def test_the_queries_do_not_grow_with_the_rows(region):
    groups = [
        make_group(region.coordination, centre, region.annee, nom_fr=f"G{n}", nom_ar=f"فوج {n}")
        for n in range(3)
        for centre in (region.wahda, region.qods)
    ]
    counts = []
    for rows, names in ((1, NAMES), (3, REWRITTEN)):
        garde, absorbe = person(region, **names), person(region, **names)
        for group in groups[: 2 * rows]:
            row = enrol(region, absorbe, group)
            changer_statut(inscription=row, vers="ANNULE", par=region.coordination, version=row.version)
        for n in range(rows):
            guardian(region, absorbe, prenom_fr=f"Tuteur {n}")
            with agir(par=region.coordination):
                Verification.objects.create(centre=region.wahda, saisie={}, candidat=absorbe)
        with CaptureQueriesContext(connection) as captured:
            merge(region, garde, absorbe)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_enrolment_of_a_year_that_ended_is_cancelled_in_that_year(region, other):
    """The double of a past year ends with the year, not today."""
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, other)
    reference = fin = today() - timedelta(days=1)
    start = today() - timedelta(days=40)
    Inscription.objects.update(date_inscription=start)
    for row in Inscription.objects.all():
        row.changements.update(effectif_le=start)
    type(region.annee).objects.filter(pk=region.annee.pk).update(fin=fin, date_reference=reference)
    double = apercu(garde, absorbe).doubles[0]
    merge(region, garde, absorbe, places={double.cle: double.garde.pk})
    assert again(double.absorbe).date_fin == fin
