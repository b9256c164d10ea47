"""Field cases about access: private pages in caches, rights that change meanwhile, what an official can
dig out."""

import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat

from beneficiaires.models import Beneficiaire, LienTuteur, Tuteur
from centres.actions.affectation import clore_affectation
from centres.models import Affectation, Centre, Groupe
from entraide.periods import today
from personnel.actions.compte import modifier_compte
from personnel.actions.jeton import empreinte, revoquer_jeton
from personnel.journal import agir
from personnel.models import Compte, Jeton
from tests.access_cases import READ
from tests.access_sweep import Probe, case_probes, opened, table_probes, text_of
from tests.access_table import API, PAGES
from tests.people import make_group, make_person

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parent / "data"
# What differs from one answer to the next although nothing has changed: tokens of forms, the hour in a
# packed file.
PASSING = re.compile(
    r'name="(csrfmiddlewaretoken|jeton)" value="[^"]*'
    r'|"X-CSRFToken": "[^"]*"|<dcterms:\w+[^<]*|Content-Length: \d+'
)


@pytest.fixture(scope="module")
def world_of_module(django_db_setup, django_db_blocker):
    with opened(django_db_blocker) as sweep:
        yield sweep


@pytest.fixture
def sweep(world_of_module, db):
    """The sweep, in French; what a test changes is undone at its end."""
    world_of_module.speak("fr")
    return world_of_module


def test_fc_acc_04_nothing_private_stays_in_a_cache_after_signing_out(sweep, monkeypatch):
    world, client = sweep.world, sweep.client("aicha")
    person = world.address("beneficiaire", "personne1")
    addresses = [person, "/statistiques/export/xlsx/", "/statistiques/export/csv/", "/", "/nulle-part/"]
    addresses += [
        world.address("api-beneficiaire-detail", "personne1"),
        world.address("beneficiaire", "personne2"),
    ]
    for address in addresses:
        response = client.get(address)
        text_of(response)
        assert "no-store" in response.headers["Cache-Control"], address
    with monkeypatch.context() as patch:
        patch.setattr("centres.views.centre.CentreFilter", lambda *a, **k: 1 / 0)
        broken = client.get("/centres/")
    assert broken.status_code == 500 and "no-store" in broken.headers["Cache-Control"]
    assert "ZeroDivisionError" not in broken.content.decode()
    assert client.post("/deconnexion/").status_code == 302
    again = client.get(person)
    assert again.status_code == 302 and again.url.startswith("/connexion/")


def _seen(sweep):
    """What Aicha's session and token get: page of a person, list, export, API."""
    world = sweep.world
    session, token = sweep.client("aicha"), sweep.client("aicha", token=True)
    found = [session.get(world.address("beneficiaire", "personne1")).status_code]
    listed = session.get("/beneficiaires/")
    found.append(
        listed.status_code
        if "Canariwahda" in listed.content.decode() or listed.status_code != 200
        else "empty"
    )
    export = session.get("/statistiques/export/csv/")
    text_of(export)
    found.append(export.status_code)
    found.append(token.get(world.address("api-beneficiaire-detail", "personne1")).status_code)
    return found


def _change(sweep, **fields):
    account = Compte.objects.get(username="aicha")
    par = Compte.objects.get(username="fatima")
    modifier_compte(compte=account, champs=fields, version=account.version, par=par)


def test_fc_acc_06_a_role_an_account_and_a_token_that_are_taken_away_are_gone_at_the_next_request(sweep):
    assert _seen(sweep) == [200, 200, 200, 200]
    _change(sweep, role="OFFICIEL")
    assert _seen(sweep) == [404, 403, 200, 403]
    _change(sweep, is_active=False)
    assert _seen(sweep) == [302, 302, 302, 401]
    refused = sweep.client("aicha", token=True).get("/api/v1/statistiques/")
    assert "compte" in refused.json()["detail"]
    _change(sweep, is_active=True)
    assert _seen(sweep) == [404, 403, 200, 403]
    _change(sweep, role="RESPONSABLE")
    assert _seen(sweep) == [200, 200, 200, 200]
    row = Jeton.objects.get(pk=sweep.world.objects["jeton_aicha"].pk)
    revoquer_jeton(jeton=row, version=row.version, par=row.compte)
    assert _seen(sweep) == [200, 200, 200, 401]


def test_fc_acc_06_a_closed_assignment_lets_nobody_in_at_the_next_request(sweep):
    assert _seen(sweep) == [200, 200, 200, 200]
    par = Compte.objects.get(username="fatima")
    row = Affectation.objects.get(agent__compte__username="aicha", au=None)
    clore_affectation(affectation=row, version=row.version, par=par)
    assert _seen(sweep) == [404, "empty", 200, 404]
    export = text_of(sweep.client("aicha").get("/statistiques/export/csv/"))[0]
    assert "Wahda" not in export and "CEF-01" not in export


@pytest.mark.parametrize(
    "key", ["tuteurs", "liens_tuteurs", "presences", "affectations", "documents", "inscriptions"]
)
def test_fc_acc_07_a_nested_write_never_reaches_a_row_of_the_other_centre(sweep, key):
    case = json.loads((DATA / "FC-ACC-07-patch-foreign-guardian.json").read_text())["request"]
    world, client = sweep.world, sweep.client("aicha")
    own, foreign = world.objects["personne1"], world.objects["autre_tuteur2"]
    rows = case["body"]["tuteurs"]
    assert rows[0]["id"] == "FOREIGN" and case["headers"]["If-Match"] == "VERSION"

    def send(pk):
        response = client.patch(
            world.address("api-beneficiaire-detail", "personne1"),
            {key: [{**rows[0], "id": pk}]},
            content_type="application/json",
            headers={"If-Match": str(own.version)},
        )
        return response.status_code, response.content.decode().replace(str(pk), "ID")

    assert send(foreign.pk) == send(99_999_999)
    assert send(foreign.pk)[0] == 400
    kept = Tuteur.objects.get(pk=foreign.pk)
    assert (kept.telephone, kept.version) == (foreign.telephone, foreign.version)
    assert not LienTuteur.objects.filter(beneficiaire=own, tuteur=foreign).exists()
    assert LienTuteur.objects.filter(
        beneficiaire=world.objects["enfant2"], tuteur=foreign, principal=True
    ).exists()


@pytest.mark.parametrize("langue", ["fr", "ar"])
def test_fc_acc_08_the_bytes_that_an_official_gets_hold_nobody_and_no_small_number(sweep, langue):
    sweep.speak(langue)
    for route, line in {**PAGES, **API}.items():
        answer = sweep.ask(
            Probe("officiel", "GET", route, line.of("GET", "officiel"), line.names, json=line.json)
        )
        # Names, numbers and keys are looked for by every sweep; here, what a drawing or a script would carry.
        small = re.findall(
            r'(?:data-(?:n|value|count|places|personnes)|aria-valuenow|value)="[1-4]"', answer.text
        )
        assert not small, (route, small)
    figures = sweep.client("officiel").get("/api/v1/statistiques/").json()
    shown = [
        row[name]
        for row in [*figures["types"], figures["total"]]
        for name in ("places", "personnes", "femmes")
    ]
    assert not {1, 2, 3, 4} & set(shown) and any(row["masque"] for row in figures["types"])


def _bodies(sweep, role, probes):
    found = {}
    for probe in probes:
        if probe.role == role and probe.status == 200:
            response = sweep.client(role).get(sweep.world.address(probe.route, probe.names, probe.query))
            found[str(probe)] = PASSING.sub("", text_of(response)[0])
    return found


def _differences(before, after):
    return [name for name in before if before[name] != after[name]]


READING = [
    *table_probes({**PAGES, **API}, ("GET",), ("officiel", "aicha")),
    *case_probes(READ, ("officiel", "aicha")),
]


def test_who_the_people_are_changes_no_byte_for_an_official(sweep):
    before = _bodies(sweep, "officiel", READING)
    with transaction.atomic(), agir(par=None):
        Beneficiaire.objects.update(
            prenom_ar="غيره",
            nom_ar=Concat(Value("سواه"), F("nom_ar")),
            prenom_fr="Autre",
            nom_fr="Qui",
            cnie="ZZ999999",
            telephone="+212600000000",
            adresse="ailleurs",
        )
        Tuteur.objects.update(prenom_fr="Autre", telephone="+212600000000")
        assert len(before) > 15 and _differences(before, _bodies(sweep, "officiel", READING)) == []


def test_what_happens_in_another_centre_changes_no_byte_for_a_manager(sweep):
    world = sweep.world
    qods, par = world.objects["centre2"], world.accounts["coordination"]
    before = _bodies(sweep, "aicha", READING)
    group = make_group(par, qods, world.region.annee, nom_fr="Nouveau", nom_ar="جديد")
    make_person(par, group, prenom_fr="Canari", nom_fr="Nouvelle")
    Groupe.objects.filter(pk=world.objects["groupe2"].pk).update(nom_fr="Renomme", horaire_fr="Tôt")
    Centre.objects.filter(pk=qods.pk).update(nom_fr="Renomme", note_fr="Une note", telephone="+212528000000")
    row = LienTuteur.objects.get(beneficiaire=world.objects["enfant2"], tuteur=world.objects["tuteur_commun"])
    LienTuteur.objects.filter(pk=row.pk).update(lien="AUTRE")
    type(world.objects["partagee2"]).objects.filter(pk=world.objects["partagee2"].pk).update(
        statut="ABANDON", date_fin=today(), motif_sortie="SANTE"
    )
    assert len(before) > 60 and _differences(before, _bodies(sweep, "aicha", READING)) == []


def test_a_token_is_nowhere_in_the_database(sweep):
    tokens = set(sweep.world.tokens.values())
    assert len(tokens) == 6 and all(len(token) >= 40 for token in tokens)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text = repr(cursor.fetchall())
            assert not [token for token in tokens if token in text], table
    assert {empreinte(token) for token in tokens} == set(Jeton.objects.values_list("empreinte", flat=True))
    assert apps.is_installed("rest_framework.authtoken") is False
