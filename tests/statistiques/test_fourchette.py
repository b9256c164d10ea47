"""PERSR: between which numbers the distinct persons lie while possible duplicates wait for a decision."""

import io
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from beneficiaires.models import Paire
from personnel.journal import agir
from statistiques.confidentialite import publier
from statistiques.indicateurs import fiches_en_trop, tableau_de_bord
from statistiques.portee import Filtre
from tests.people import make_account, make_centre, make_commune, make_group, make_manager, make_year
from tests.statistiques.planter import apparier, planter


@pytest.fixture
def fatima(db):
    return make_account("fatima", "COORDINATION")


@pytest.fixture
def annee(fatima):
    return make_year(fatima)


@pytest.fixture
def reseau(fatima, annee):
    """Two training centres in Laâyoune, a kindergarten in Boujdour; a group in each."""
    boujdour = make_commune("11.121.01.01", "11.121", "بوجدور", "Boujdour", 57360)
    centres = [
        make_centre(fatima, "CEF-01"),
        make_centre(fatima, "CEF-02"),
        make_centre(fatima, "JAR-01", "JARDIN", commune=boujdour),
    ]
    return [make_group(fatima, centre, annee, capacite=2000) for centre in centres]


def bornes(compte, annee, filtre=None):
    tableau = tableau_de_bord(compte, annee, filtre or Filtre())
    return tableau.personnes_min, tableau.personnes


# --- chains -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "paires, en_trop",
    [
        ([], 0),
        ([(1, 2)], 1),
        ([(1, 2), (2, 3)], 2),  # three files of one person
        ([(1, 2), (2, 3), (1, 3)], 2),  # the same three, all their pairs seen
        ([(1, 2), (3, 4)], 2),
        ([(1, 2), (3, 4), (2, 4)], 3),  # two chains that meet
    ],
)
def test_a_chain_of_pairs_is_one_person(paires, en_trop):
    assert fiches_en_trop(paires) == en_trop


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda p: p[0] != p[1])))
def test_files_less_chains(paires):
    """Beside the same number from chains that are painted until nothing changes any more."""
    couleur = {fiche: fiche for paire in paires for fiche in paire}
    while any(couleur[a] != couleur[b] for a, b in paires):
        for a, b in paires:
            couleur[a] = couleur[b] = min(couleur[a], couleur[b])
    assert fiches_en_trop(paires) == len(couleur) - len(set(couleur.values()))


# --- what is counted ----------------------------------------------------------------------------------------
def test_the_range_of_a_small_region(fatima, annee, reseau):
    premiers, autres = planter(reseau[0], 10), planter(reseau[1], 8)
    assert bornes(fatima, annee) == (18, 18)
    apparier(premiers[0], autres[0])
    apparier(premiers[1], autres[1], autres[2])  # three files of one person: two would go
    assert bornes(fatima, annee) == (15, 18)
    assert tableau_de_bord(fatima, annee).paires == 3


def test_several_places_of_one_file_are_no_two_files(fatima, annee, reseau):
    (doublon,) = planter(reseau[:2], 1)
    apparier(doublon, planter(reseau[2], 1)[0])
    assert tableau_de_bord(fatima, annee).total.places == 3
    assert bornes(fatima, annee) == (1, 2)


def test_put_off_is_undecided_and_decided_is_not(fatima, annee, reseau):
    fiches = planter(reseau[0], 6)
    apparier(*fiches[:2], etat="PLUS_TARD")
    apparier(*fiches[2:4], etat="DIFFERENTS")
    assert bornes(fatima, annee) == (5, 6)
    assert tableau_de_bord(fatima, annee).paires == 1


def test_a_pair_with_somebody_who_is_not_counted_changes_nothing(fatima, annee, reseau):
    comptee = planter(reseau[0], 1)[0]
    apparier(comptee, planter(reseau[1], 1, statut="ATTENTE")[0])
    apparier(comptee, planter([], 1)[0])
    assert bornes(fatima, annee) == (1, 1)
    assert tableau_de_bord(fatima, annee).paires == 0


def test_filters_keep_the_pairs_whose_two_persons_they_count(fatima, annee, reseau):
    premiers, autres, enfants = (planter(groupe, 5) for groupe in reseau)
    apparier(premiers[0], autres[0])
    apparier(autres[1], enfants[1])
    assert bornes(fatima, annee) == (13, 15)
    assert bornes(fatima, annee, Filtre(type="FORMATION")) == (9, 10)
    assert bornes(fatima, annee, Filtre(province="11.121")) == (5, 5)
    assert bornes(fatima, annee, Filtre(type="JARDIN", milieu="URBAIN")) == (5, 5)


# --- who reads it -------------------------------------------------------------------------------------------
def _page(client, compte, query=""):
    client.force_login(compte)
    html = client.get(f"/statistiques/{query}").content.decode()
    found = re.search(r"entre ([\d\u202f]+) et ([\d\u202f]+) selon", html)
    return tuple(int(n.replace("\u202f", "")) for n in found.groups()) if found else None


def _api(client, compte, query=""):
    client.force_login(compte)
    total = client.get(f"/api/v1/statistiques/{query}").json()["total"]
    return total["personnes_min"], total["personnes_max"], total["paires_a_examiner"]


def _reperes(client, compte):
    client.force_login(compte)
    octets = b"".join(client.get(reverse("statistiques-xlsx")).streaming_content)
    livre = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    return {row[0]: row[1] for row in livre.get_sheet_by_name("Repères").to_python()}


def test_the_coordination_reads_it_everywhere(client, fatima, annee, reseau):
    apparier(*planter(reseau[0], 1500)[:3])
    assert _page(client, fatima) == (1498, 1500)
    assert _api(client, fatima) == (1498, 1500, 2)
    reperes = _reperes(client, fatima)
    assert reperes["Personnes distinctes, au moins"] == 1498
    assert reperes["Personnes distinctes, au plus"] == 1500
    assert reperes["Paires de fiches à examiner"] == 2
    client.force_login(make_account("zoubida", "COORDINATION", langue="ar"))
    assert "بين 1.498 و1.500 حسب" in client.get("/statistiques/").content.decode()


def test_without_a_pair_nothing_is_said(client, fatima, annee, reseau):
    planter(reseau[0], 30)
    assert _page(client, fatima) is None
    assert _api(client, fatima) == (30, 30, 0)


@pytest.mark.parametrize("nombre", [1, 4])
def test_an_official_reads_no_distance_of_one_to_four(client, fatima, annee, reseau, nombre):
    moulay = make_account("moulay", "OFFICIEL")
    apparier(*planter(reseau[0], 60)[: nombre + 1])
    assert _page(client, moulay) is None
    assert _api(client, moulay) == (None, None, None)
    assert (
        not {"Personnes distinctes, au moins", "Paires de fiches à examiner"}
        & _reperes(client, moulay).keys()
    )
    assert _page(client, fatima) == (60 - nombre, 60)


def test_an_official_reads_the_region_and_no_part_of_it(client, fatima, annee, reseau):
    """Ten in the region and eight in a province would give the two of another one."""
    moulay = make_account("moulay", "OFFICIEL")
    apparier(*planter(reseau[0], 60)[:9])
    apparier(*planter(reseau[2], 60)[:3])
    assert _page(client, moulay) == (110, 120)
    assert _api(client, moulay) == (110, 120, None)
    for query in ("?province=11.321", "?type=FORMATION", "?milieu=URBAIN"):
        assert _page(client, moulay, query) is None
        assert _api(client, moulay, query) == (None, None, None)
        assert _page(client, fatima, query)


def test_an_official_reads_no_range_of_a_hidden_number(fatima, annee, reseau):
    apparier(*planter(reseau[0], 4))
    tableau = tableau_de_bord(make_account("moulay", "OFFICIEL"), annee)
    tableau.fiches_en_trop = 5
    assert publier(tableau, protege=True).fourchette is None


def test_a_manager_reads_of_the_own_people_alone(client, fatima, annee, reseau):
    aicha = make_manager(fatima, "aicha", reseau[0].centre)
    miennes, autres = planter(reseau[0], 20), planter(reseau[1], 20)
    planter([reseau[0], reseau[1]], 3)
    avant = _page(client, aicha), _api(client, aicha), _reperes(client, aicha)
    apparier(miennes[0], autres[0])
    apparier(autres[1], autres[2])
    apparier(miennes[1], autres[3], miennes[2])  # joined by somebody of another centre only
    assert (_page(client, aicha), _api(client, aicha), _reperes(client, aicha)) == avant
    assert avant[:2] == (None, (23, 23, None))
    apparier(miennes[1], miennes[2])
    assert _page(client, aicha) == (22, 23)
    assert _api(client, aicha) == (22, 23, None)
    assert "Paires de fiches à examiner" not in _reperes(client, aicha)


# --- where it leads -----------------------------------------------------------------------------------------
def test_it_leads_to_the_queue_for_those_who_work_through_it(client, fatima, annee, reseau):
    adresse = reverse("doublons")
    aicha = make_manager(fatima, "aicha", reseau[0].centre)
    moulay = make_account("moulay", "OFFICIEL")
    apparier(*planter(reseau[0], 20)[:7])
    for compte, mene in ((fatima, True), (aicha, False), (moulay, False)):
        assert _page(client, compte) == (14, 20)
        corps = client.get("/statistiques/").content.decode().split("<main")[1]
        assert (f'href="{adresse}"' in corps) is mene


def test_the_home_of_the_coordination_counts_the_whole_queue(client, fatima, annee, reseau):
    """FC-STA-20: the number that is a link is that of the list behind it, and not of this year's places."""
    apparier(*planter(reseau[0], 3), planter([], 1)[0])
    client.force_login(fatima)
    assert "3 paires de fiches à examiner" in client.get("/").content.decode()
    with agir(par=fatima):
        Paire.objects.update(etat="DIFFERENTS")
    assert "0 paire de fiches à examiner" in client.get("/").content.decode()
