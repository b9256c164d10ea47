"""The tables as files: the numbers of the page, hidden for the same readers."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.people import make_account, make_centre, make_group, make_manager, make_year
from tests.statistiques.planter import planter

pytestmark = pytest.mark.django_db


@pytest.fixture
def groupes():
    fatima = make_account("fatima", "COORDINATION")
    annee = make_year(fatima)
    groupes = [
        make_group(
            fatima,
            make_centre(fatima, code, type_, nom_fr=f"Maison {code}", capacite=50),
            annee,
            capacite=900,
        )
        for code, type_ in (("CEF-01", "FORMATION"), ("CEF-02", "FORMATION"), ("HAN-01", "HANDICAP"))
    ]
    planter(groupes[0], 30)
    planter(groupes[1], 12)
    planter(groupes[2], 22, sexe="M")
    planter(groupes[2], 3)
    return groupes


def _fichier(client, compte, sorte, query=""):
    client.force_login(compte)
    response = client.get(reverse(f"statistiques-{sorte}") + query)
    assert response.status_code == 200
    return response, b"".join(response.streaming_content)


def _feuilles(octets):
    book = CalamineWorkbook.from_filelike(io.BytesIO(octets))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_workbook_holds_the_tables(client, groupes):
    response, octets = _fichier(client, make_account("zoubida", "COORDINATION"), "xlsx")
    assert "tableau-de-bord-" in response.headers["Content-Disposition"]
    feuilles = _feuilles(octets)
    assert list(feuilles)[:4] == ["Par type", "Par établissement", "Par province", "Par âge et par sexe"]
    types = {row[0]: row for row in feuilles["Par type"]}
    assert types["Type d'établissement"][:4] == [
        "Type d'établissement",
        "Établissements",
        "Places occupées",
        "Personnes distinctes",
    ]
    handicap = types["Établissement pour personnes en situation de handicap"]
    assert handicap[1:8] == [1.0, 25.0, 25.0, 3.0, 22.0, 0.0, 12.0]
    assert types["Total"][1:4] == [3.0, 67.0, 67.0]
    centres = {row[0]: row for row in feuilles["Par établissement"]}
    assert centres["CEF-01"][1] == "Maison CEF-01" and centres["CEF-01"][7] == 30.0
    assert feuilles["Par établissement"][-1][1] == "Total"


def test_an_official_downloads_what_the_page_shows(client, groupes):
    officiel = make_account("moulay", "OFFICIEL")
    feuilles = _feuilles(_fichier(client, officiel, "xlsx")[1])
    handicap = next(row for row in feuilles["Par type"] if row[0].startswith("Établissement pour personnes"))
    assert handicap[2:6] == [25.0, 25.0, "Masqué", "Masqué"] and handicap[7] == "Masqué"
    centre = next(row for row in feuilles["Par établissement"] if row[0] == "HAN-01")
    assert centre[8:10] == ["Masqué", "Masqué"] and 3.0 not in centre[7:]
    for name, rows in feuilles.items():
        texte = repr(rows)
        assert "Canari" not in texte and "كناري" not in texte and "700000" not in texte, name


def test_the_arabic_workbook_is_in_arabic(client, groupes):
    feuilles = _feuilles(_fichier(client, make_account("zoubida", "COORDINATION", langue="ar"), "xlsx")[1])
    assert list(feuilles)[0] == "حسب النوع"
    assert feuilles["حسب النوع"][1][0] == "مراكز التربية والتكوين"


def test_the_csv_holds_the_same_tables(client, groupes):
    texte = _fichier(client, make_account("zoubida", "COORDINATION"), "csv")[1].decode("utf-8")
    assert texte.startswith("\ufeffPar type\r\n")
    assert "Maison CEF-02" in texte and "Par province" in texte
    assert ";12,0;" in texte or ";12;" in texte


def test_filters_hold_in_the_file(client, groupes):
    compte = make_account("zoubida", "COORDINATION")
    feuilles = _feuilles(_fichier(client, compte, "xlsx", "?type=HANDICAP")[1])
    assert [row[0] for row in feuilles["Par établissement"][1:]] == ["HAN-01", ""]
    assert client.get(reverse("statistiques-xlsx") + "?typ=HANDICAP").status_code == 400
    assert client.get(reverse("statistiques-csv") + "?type=x").status_code == 400


def test_a_manager_downloads_the_own_institutions(client, groupes):
    aicha = make_manager(make_account("autre", "COORDINATION"), "aicha", groupes[1].centre)
    feuilles = _feuilles(_fichier(client, aicha, "xlsx")[1])
    assert [row[0] for row in feuilles["Par établissement"][1:]] == ["CEF-02", ""]
    assert "Par province" not in feuilles


def test_without_a_year_there_is_nothing_to_export(client):
    client.force_login(make_account("zoubida", "COORDINATION"))
    assert client.get(reverse("statistiques-xlsx")).status_code == 404
