"""Query strings that nobody should send: never a 500, never "everything", and reading that writes nothing."""

import re

import pytest
from django.urls import get_resolver

from tests.access_admin import MODELS
from tests.access_sweep import Probe, fingerprint, opened, text_of

pytestmark = pytest.mark.django_db

# What each list understands, by the role that may open it.
PAGING = ("apres", "avant", "page")
PEOPLE = ("q", "centre", "groupe", "annee", "statut", "sexe", "fiche")
LISTS = {
    "beneficiaires": (*PEOPLE, *PAGING),
    "centres": ("q", "type", "province", "milieu", "etat", "places", "note"),
    "doublons": ("voir", "centre", *PAGING),
    "statistiques": ("type", "province", "milieu"),
    "statistiques-csv": ("type", "province", "milieu"),
    "inscription-recherche": ("q", "centre"),
    "inscription-nouvelle": ("q", "centre", "verification"),
    "verifications": ("voir", *PAGING),
    "api-beneficiaire-list": (*PEOPLE, "cursor", "page_size"),
    "api-inscription-list": ("beneficiaire", "centre", "groupe", "annee", "statut", "cursor", "page_size"),
    "api-groupe-list": ("centre", "annee", "type", "cursor", "page_size"),
    "api-centre-list": ("q", "type", "province", "milieu", "etat", "places", "note", "cursor", "page_size"),
    "api-statistiques": ("type", "province", "milieu"),
    "connexion": ("next",),
    **{f"admin:{model}_changelist": ("q", "p", "o", "e", "all") for model in MODELS},
}
HOSTILE = {
    "a word": "abc",
    "NUL": "a%00b",
    "a lone surrogate": "%ED%A0%80",
    "half a character": "%D8",
    "huge": "9" * 40,
    "negative": "-1",
    "beyond bigint": "9223372036854775808",
    "Arabic digits": "%D9%A3",
    "quotes": "%27%22%20OR%201=1--",
    "override": "%E2%80%AEabc",
    "brackets": "[]",
    "long": "x" * 3000,
    "percent": "%25%5F",
    "tag": "%3Cscript%3E",
    "empty": "",
}
# A word that no name holds: what these lists may still show is nothing.
FREE = {"cursor", "q", "next", "page", "p", "o", "e", "all", "page_size", "apres", "avant"}


@pytest.fixture(scope="module")
def world_of_module(django_db_setup, django_db_blocker):
    with opened(django_db_blocker) as sweep:
        yield sweep


@pytest.fixture
def sweep(world_of_module, db):
    """The sweep, in French; what a test changes is undone at its end."""
    world_of_module.speak("fr")
    return world_of_module


def _everybody(route):
    return "anonyme" if route == "connexion" else "coordination"


@pytest.mark.parametrize("route", LISTS)
def test_no_hostile_value_breaks_a_list_or_opens_it(sweep, route):
    client, address = sweep.client(_everybody(route)), sweep.world.address(route)
    for name in LISTS[route]:
        for kind, value in HOSTILE.items():
            response = client.get(f"{address}?{name}={value}")
            text = text_of(response)[0]
            assert response.status_code in (200, 302, 400, 404), (name, kind, response.status_code)
            if response.status_code == 200 and name not in FREE and value:
                # The filters of a page offer the institutions: what must be empty is its list.
                rows = text.partition("<tbody")[2] if "<html" in text else text
                assert "Canariwahda" not in rows and "CEF-01" not in rows, (name, kind)


@pytest.mark.parametrize("langue", ["fr", "ar"])
@pytest.mark.parametrize(
    ("route", "query", "named"),
    [
        ("api-inscription-list", "annee_scolaire=2025/2026&satus=active", ["annee_scolaire", "satus"]),
        ("api-inscription-list", "centre_id=3", ["centre_id"]),
        ("api-inscription-list", "date_debut_gte=2025-09-01", ["date_debut_gte"]),
        ("api-beneficiaire-list", "Commune=11.321.01.03", ["Commune"]),
        ("api-beneficiaire-list", "sexe=Femme", ["sexe"]),
        ("api-beneficiaire-list", "Q=Canari", ["Q"]),
        ("api-groupe-list", "center=CEF-01", ["center"]),
        ("api-centre-list", "typ=FORMATION", ["typ"]),
        ("api-centre-list", "ordering=nom_fr", ["ordering"]),
        ("api-statistiques", "provnce=11.321", ["provnce"]),
        ("api-beneficiaire-detail personne1", "fields=cnie", ["fields"]),
        ("api-beneficiaire-tuteurs personne1", "principal=1", ["principal"]),
        ("api-inscription-detail inscription1", "expand=beneficiaire", ["expand"]),
    ],
)
def test_fc_api_02_a_parameter_that_is_not_known_is_named_in_a_400(sweep, langue, route, query, named):
    sweep.speak(langue)
    route, _space, names = route.partition(" ")
    answer = sweep.ask(Probe("coordination", "GET", route, 400, names, query, json=True))
    assert answer.status == 400
    assert "Canari" not in answer.text and all(name in answer.text for name in named)
    assert any("\u0600" <= char <= "\u06ff" for char in answer.text) == (langue == "ar")


@pytest.mark.parametrize("langue", ["fr", "ar"])
@pytest.mark.parametrize(
    "query", ["satus=ACTIF", "centre_id=3", "sexe=Femme", "provnce=11.321", "statut=ACTIF&Sexe=F"]
)
@pytest.mark.parametrize(
    "route", ["beneficiaires", "centres", "statistiques", "statistiques-csv", "statistiques-xlsx"]
)
def test_fc_api_02_a_page_says_that_the_filter_was_not_understood_and_lists_nobody(
    sweep, langue, query, route
):
    sweep.speak(langue)
    answer = sweep.ask(Probe("coordination", "GET", route, 0, "", query))
    assert answer.status == (400 if "-" in route else 200)
    assert {"fr": "filtre n'a pas été compris", "ar": "لم تفهم التصفية"}[langue] in answer.text.replace(
        "’", "'"
    ), answer.text
    assert "Canariwahda" not in answer.text and "Canariclasse</a>" not in answer.text


@pytest.mark.parametrize("langue", ["fr", "ar"])
def test_fc_api_02_a_list_of_the_administration_never_opens_for_a_filter_it_does_not_know(sweep, langue):
    sweep.speak(langue)
    for model, query in (
        ("beneficiaires_beneficiaire", "satus=x"),
        ("centres_centre", "typ=FORMATION"),
        ("centres_groupe", "centre__telephone__startswith=0"),
        ("personnel_compte", "password__startswith=a"),
        ("personnel_jeton", "empreinte__startswith=a"),
    ):
        answer = sweep.ask(Probe("coordination", "GET", f"admin:{model}_changelist", 0, "", query))
        assert answer.status == 400 and "Canari" not in answer.text, (model, query)
    for query in ("centre__id__exact=abc", "etat=abc", "etat=ouvert&e=1"):
        client = sweep.client("coordination")
        response = client.get(sweep.world.address("admin:centres_groupe_changelist", "", query), follow=True)
        text = text_of(response)[0]
        assert {"fr": "filtre n'a pas été compris", "ar": "لم تفهم التصفية"}[langue] in text.replace("’", "'")
        assert "Canarigroupe" not in text, query


@pytest.mark.parametrize(
    ("route", "query", "foreign", "unknown"),
    [
        ("beneficiaires", "centre={}", "CEF-02", "CEF-99"),
        ("beneficiaires", "groupe={}", "groupe2", "inconnu"),
        ("beneficiaires", "apres={}", "personne2", "personne_inconnue"),
        ("verifications", "apres={}", "demande2", "inconnu"),
        ("inscription-nouvelle", "centre=CEF-01&verification={}", "confirmee2", "inconnu"),
        ("beneficiaires", "q={}", "personne2", "personne_inconnue"),
        ("inscription-recherche", "centre={}", "CEF-02", "CEF-99"),
        ("inscription-recherche", "q={}", "personne2", "personne_inconnue"),
        ("api-beneficiaire-list", "centre={}", "CEF-02", "CEF-99"),
        ("api-inscription-list", "beneficiaire={}", "personne2", "personne_inconnue"),
        ("api-inscription-list", "groupe={}", "groupe2", "inconnu"),
        ("api-groupe-list", "centre={}", "CEF-02", "CEF-99"),
    ],
)
def test_a_row_of_the_other_centre_answers_as_one_that_does_not_exist(sweep, route, query, foreign, unknown):
    def answer(name):
        key = str(sweep.world.key(name))
        found = sweep.ask(Probe("aicha", "GET", route, 0, "", query.format(key)))
        text = re.sub(r'(jeton|csrfmiddlewaretoken)" value="[^"]*|X-CSRFToken": "[^"]*', "", found.text)
        return found.status, text.replace(key, "ID")

    assert answer(foreign) == answer(unknown)


def test_every_list_of_the_project_is_asked_hostile_questions():
    lists = {name for name in get_resolver().reverse_dict if isinstance(name, str) and name.endswith("-list")}
    assert lists <= set(LISTS) and {"beneficiaires", "centres", "statistiques"} <= set(LISTS)


def test_fc_con_04_opening_a_page_five_times_writes_nothing(sweep):
    """The strict rule, that reading never tries to write, is held for every address and role by the sweep."""
    rows = sweep.before
    pages = [
        ("inscription-nouvelle", "", "centre=CEF-01"),
        ("inscription-existante", "ancien1", "centre=CEF-01"),
        ("inscription-statut", "inscription1", ""),
        ("beneficiaire-modifier", "personne1", ""),
        ("beneficiaire-sensible", "personne1", ""),
        ("statistiques-xlsx", "", ""),
        ("deconnexion", "", ""),
        ("langue", "", ""),
    ]
    client = sweep.client("aicha")
    for route, names, query in pages:
        address = sweep.world.address(route, names, query)
        for headers in ({}, {}, {}, {}, {}, {"Sec-Purpose": "prefetch"}, {"Purpose": "prefetch"}):
            text_of(client.get(address, headers=headers))
        text_of(client.head(address))
    assert fingerprint() == rows
    assert client.get(sweep.world.address("beneficiaire", "personne1")).status_code == 200
