"""The figures for programs: the same numbers, hidden for the same readers, strict parameters."""

import pytest

from personnel.actions.jeton import emettre_jeton
from tests.people import make_account, make_centre, make_group, make_manager, make_year
from tests.statistiques.planter import planter

pytestmark = pytest.mark.django_db
ADRESSE = "/api/v1/statistiques/"
CODES = ["FORMATION", "ALPHABETISATION", "JARDIN", "DAR_TALIB", "HANDICAP", "DAR_MOUATINE"]


@pytest.fixture
def groupes():
    fatima = make_account("fatima", "COORDINATION")
    annee = make_year(fatima)
    groupes = [
        make_group(fatima, make_centre(fatima, code, type_), annee, capacite=900)
        for code, type_ in (
            ("CEF-01", "FORMATION"),
            ("CEF-02", "FORMATION"),
            ("HAN-01", "HANDICAP"),
            ("DT-01", "DAR_TALIB"),
        )
    ]
    planter(groupes[0], 30)
    planter([groupes[0], groupes[1]], 9)
    planter(groupes[2], 22, sexe="M")
    planter(groupes[2], 3)
    planter(groupes[3], 47, sexe="M")
    return groupes


def _json(client, compte, query="", status=200):
    client.force_login(compte)
    response = client.get(ADRESSE + query)
    assert response.status_code == status
    return response.json()


def test_figures_by_type_and_total(client, groupes):
    corps = _json(client, make_account("zoubida", "COORDINATION"))
    assert corps["annee"] == groupes[0].annee.code
    assert [ligne["type"] for ligne in corps["types"]] == CODES
    assert corps["types"][0] == {
        "type": "FORMATION",
        "institutions": 2,
        "places": 48,
        "personnes": 39,
        "femmes": 39,
        "capacite": 200,
        "masque": False,
    }
    assert corps["types"][5]["institutions"] == 0 and corps["types"][5]["capacite"] is None
    total = corps["total"]
    assert (total["institutions"], total["places"], total["personnes"]) == (4, 120, 111)


def test_an_official_reads_the_places_and_no_small_count(client, groupes):
    corps = _json(client, make_account("moulay", "OFFICIEL"))
    handicap = corps["types"][4]
    assert (handicap["institutions"], handicap["places"], handicap["personnes"]) == (1, 25, 25)
    assert handicap["femmes"] is None and handicap["masque"] is True
    assert corps["total"]["places"] == 120


def test_a_manager_reads_the_own_institutions(client, groupes):
    aicha = make_manager(make_account("autre", "COORDINATION"), "aicha", groupes[2].centre)
    corps = _json(client, aicha)
    assert corps["total"]["places"] == 25 and corps["types"][4]["femmes"] == 3
    assert corps["types"][0]["places"] == 0
    salem = make_manager(make_account("autre2", "COORDINATION"), "salem", None)
    assert _json(client, salem)["total"]["places"] == 0


@pytest.mark.parametrize("langue, mot", [("fr", "filtre"), ("ar", "التصفية")])
def test_what_is_not_understood_is_refused_in_the_readers_language(client, groupes, langue, mot):
    compte = make_account("zoubida", "COORDINATION", langue=langue)
    for query in ("?provnce=11.321", "?type=JARDINS", "?province=99", "?milieu=URBAIN&Type=JARDIN"):
        corps = _json(client, compte, query, status=400)
        assert corps and "The filter" not in str(corps)


def test_filters(client, groupes):
    compte = make_account("zoubida", "COORDINATION")
    corps = _json(client, compte, "?type=HANDICAP&province=11.321")
    assert [ligne["type"] for ligne in corps["types"]] == ["HANDICAP"]
    assert corps["total"]["places"] == 25


def test_a_stranger_reads_nothing_and_a_token_reads(client, groupes):
    assert client.get(ADRESSE).status_code in (401, 403)
    compte = make_account("moulay", "OFFICIEL")
    _ligne, jeton = emettre_jeton(compte=compte, nom="test", par=make_account("chef", "COORDINATION"))
    response = client.get(ADRESSE, headers={"Authorization": f"Token {jeton}"})
    assert response.status_code == 200 and response.json()["total"]["places"] == 120


def test_without_a_current_year_there_are_no_figures(client):
    assert _json(client, make_account("zoubida", "COORDINATION")) == {
        "annee": None,
        "types": [],
        "total": None,
    }


def test_it_only_reads(client, groupes):
    client.force_login(make_account("zoubida", "COORDINATION"))
    assert client.post(ADRESSE, {}, content_type="application/json").status_code == 405
