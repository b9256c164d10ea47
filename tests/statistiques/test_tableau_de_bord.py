"""The dashboard page: what each role reads of it, in both languages."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from personnel.journal import agir
from tests.people import make_account, make_centre, make_commune, make_group, make_manager, make_year
from tests.statistiques.planter import planter

pytestmark = pytest.mark.django_db
PAGE = "/statistiques/"


@pytest.fixture
def region():
    """A training centre of 1,007, a Dar Talib of 40 boys, 25 disabled persons of whom 3 are women."""
    fatima = make_account("fatima", "COORDINATION")
    annee = make_year(fatima)
    boujdour = make_commune("11.121.01.01", "11.121", "بوجدور", "Boujdour", 57360)
    plan = [
        ("CEF-01", "FORMATION", {}),
        ("CEF-02", "FORMATION", {"milieu": "RURAL"}),
        ("DT-01", "DAR_TALIB", {}),
        ("HAN-01", "HANDICAP", {}),
        ("JAR-01", "JARDIN", {"commune": boujdour}),
    ]
    groupes = {}
    for code, type_, champs in plan:
        champs = {"nom_fr": f"Maison {code}", "nom_ar": f"دار {code}", "capacite": 1200, **champs}
        groupes[code] = make_group(fatima, make_centre(fatima, code, type_, **champs), annee, capacite=2000)
    planter(groupes["CEF-01"], 1004)
    planter(groupes["CEF-01"], 3, sexe="M")
    planter(groupes["CEF-02"], 2)
    planter(groupes["DT-01"], 40, sexe="M", naissance=date(2010, 6, 1))
    planter(groupes["HAN-01"], 22, sexe="M", naissance=date(1990, 6, 1))
    planter(groupes["HAN-01"], 3, naissance=date(1990, 6, 1))
    planter(groupes["JAR-01"], 60, naissance=date(2022, 6, 1))
    planter(groupes["JAR-01"], 64, sexe="M", naissance=date(2022, 6, 1))
    return groupes


def _page(client, username, langue="fr", query="", role="COORDINATION"):
    from personnel.models import Compte

    compte = Compte.objects.filter(username=username).first() or make_account(username, role, langue=langue)
    client.force_login(compte)
    response = client.get(PAGE + query)
    assert response.status_code == 200
    return response.content.decode()


def _chiffres_masques(html):
    return html.count('class="masked"')


def test_french_numbers_are_written_as_in_french(client, region):
    html = _page(client, "zoubida", "fr")
    assert 'lang="fr" dir="ltr"' in html
    assert "1\u202f009" in html  # women and men of both training centres
    assert "Places occupées" in html and "Personnes distinctes" in html
    assert _chiffres_masques(html) == 0


def test_arabic_numbers_are_written_as_in_arabic(client, region):
    html = _page(client, "zoubida", "ar")
    assert 'lang="ar" dir="rtl"' in html
    assert "1.009" in html
    assert "المقاعد المشغولة" in html and "الأشخاص دون تكرار" in html and "نسبة الإناث" in html


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_attributes_keep_the_dot_in_every_language(client, region, langue):
    """FC-I18-05: lengths, meters and patterns are the same drawing in both languages."""
    html = _page(client, "zoubida", langue)
    balises = " ".join(re.findall(r"<(?:svg|rect|circle|pattern|meter)[^>]*>", html))
    attributes = re.findall(r'\b(?:width|height|min|max|value|x|y)="([^"]*)"', balises)
    assert attributes and all(re.fullmatch(r"[0-9]+(\.[0-9]+)?%?", a) for a in attributes)
    assert 'max="2400" value="1009"' in html  # two training centres
    assert 'width="4.0%"' in html  # 40 of 1,009 places
    assert "style=" not in html and "<script>" not in html


def test_both_languages_draw_the_same(client, region):
    drawn = []
    for langue in ("ar", "fr"):
        html = _page(client, f"zoubida-{langue}", langue)
        drawn.append(re.findall(r'<(?:rect|meter)[^>]*?(?:width="[^"]*"|max="[^"]*" value="[^"]*")', html))
    assert drawn[0] == drawn[1]


CANARIES = ("Canari", "كناري", "700000")


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_an_official_reads_no_name_and_no_small_count(client, region, langue):
    """FC-ACC-08, FC-STA-16: no name or number in the bytes, nor 3 women of 25, nor the 22 that give them."""
    html = _page(client, "moulay", langue, role="OFFICIEL")
    assert not any(canary in html for canary in CANARIES)
    assert _chiffres_masques(html) > 5
    han = re.search(r"<tr[^>]*>(?:(?!</tr>).)*p-han(?:(?!</tr>).)*</tr>", html, re.S)[0]
    assert "25" in han and "masked" in han
    assert "12,0" not in html  # 3 of 25
    # CEF-02 holds 2 places: neither it, nor the row that would give it away.
    cef = [row for row in re.findall(r"<tr.*?</tr>", html, re.S) if "CEF-0" in row]
    assert len(cef) == 2
    for row in cef:
        assert "1.007" not in row and "1\u202f007" not in row and 'value="' not in row
    # Cells, chart and pyramid: no count of 1 to 4 but institutions and groups.
    for cell in re.findall(r'<td[^>]*class="v"[^>]*>(.*?)</td>', html, re.S):
        assert re.sub(r"<[^>]*>", "", cell).strip() not in {"1", "2", "3", "4"}
    assert not re.search(r'<td[^>]*class="r strong"[^>]*>[1-4]</td>', html)


def test_an_official_reads_the_same_totals(client, region):
    for username, role in (("zoubida", "COORDINATION"), ("moulay", "OFFICIEL")):
        html = _page(client, username, role=role)
        assert re.search(r'<dd class="n">1\u202f198</dd>', html)


def test_a_manager_reads_the_own_institutions(client, region):
    fatima = make_account("autre", "COORDINATION")
    make_manager(fatima, "aicha", region["HAN-01"].centre)
    html = _page(client, "aicha")
    assert "Maison HAN-01" in html and "Maison CEF-01" not in html
    assert re.search(r'<dd class="n">25</dd>', html)
    assert "12,0" in html  # 3 of 25: those who handle people read small counts
    assert 'class="tiles"' not in html  # what one house serves is no coverage of a province
    assert "p-dt)" not in _sans_motifs(html)


def _sans_motifs(html):
    return html.split("</defs>")[-1]


def test_a_manager_without_assignment_reads_nothing(client, region):
    fatima = make_account("autre", "COORDINATION")
    make_manager(fatima, "salem", None)
    html = _page(client, "salem")
    assert "Maison" not in html and 'class="figures"' not in html
    assert "Aucun établissement n'est ouvert à votre compte." in html.replace("&#x27;", "'")


def test_a_filter_narrows_and_is_said(client, region):
    html = _page(client, "zoubida", query="?province=11.321&milieu=RURAL")
    assert "Maison CEF-02" in html and "Maison JAR-01" not in html and "Maison CEF-01" not in html
    assert 'class="tag"' in html
    assert 'export/xlsx/?province=11.321&amp;milieu=RURAL"' in html


@pytest.mark.parametrize(
    "query", ["?provnce=11.121", "?type=JARDINS", "?province=%D9%A1", "?milieu=x&type=JARDIN"]
)
def test_a_filter_that_is_not_understood_shows_no_figure(client, region, query):
    """FC-API-02: a note, and never everything."""
    html = _page(client, "zoubida", query=query)
    assert 'role="alert"' in html and 'class="figures"' not in html and "Maison" not in html


def test_a_filter_without_institutions_says_so(client, region):
    html = _page(client, "zoubida", query="?type=DAR_MOUATINE")
    assert "Aucun établissement ne correspond à ces filtres." in html


@pytest.mark.parametrize("role", ["COORDINATION", "OFFICIEL"])
def test_without_a_current_year_there_is_an_empty_page(client, role):
    html = _page(client, "seul", role=role)
    assert "Aucune année scolaire n'est en cours" in html
    assert 'class="figures"' not in html


def test_a_house_that_is_closed_for_a_time_says_so(client, region):
    centre = region["DT-01"].centre
    with agir(par=None):
        type(centre).objects.filter(pk=centre.pk).update(
            etat="FERME_TEMPORAIREMENT", ferme_le=date.today() - timedelta(days=3)
        )
    html = _page(client, "zoubida")
    row = next(row for row in re.findall(r"<tr.*?</tr>", html, re.S) if "Maison DT-01" in row)
    assert 'class="chip' in row and "40" in row


def test_the_unknown_has_its_line_and_its_column(client, region):
    planter(region["JAR-01"], 7, sexe=None, naissance=None)
    html = _page(client, "zoubida")
    assert html.count(">inconnu<") == 2
    assert "sur 1\u202f198 personnes de sexe connu" in html


def test_the_same_queries_for_one_centre_and_for_more(client):
    fatima = make_account("fatima", "COORDINATION")
    annee = make_year(fatima)

    def queries():
        _page(client, "zoubida")
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE)
        return len(captured)

    def add(n):
        groupe = make_group(fatima, make_centre(fatima, f"CEF-{n:02d}"), annee)
        planter(groupe, n)

    add(1)
    one = queries()
    add(2)
    add(3)
    three = queries()
    for n in range(4, 12):
        add(n)
    assert one == three == queries()


def test_only_reading_is_possible(client, region):
    client.force_login(make_account("zoubida", "COORDINATION"))
    for name in ("statistiques", "statistiques-xlsx", "statistiques-csv"):
        assert client.post(reverse(name)).status_code == 405
    client.logout()
    assert client.get(PAGE).status_code == 302
