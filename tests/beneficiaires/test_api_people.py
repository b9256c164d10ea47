"""People and enrolments through the API: reasons that say something, values that are typed as numbers,
former numbers."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from beneficiaires import api
from beneficiaires.models import Beneficiaire, Inscription, LienTuteur
from tests.beneficiaires.alike import TYPED, known, sent
from tests.beneficiaires.fusion.files import guardian, merge, person, undo
from tests.people import make_region

pytestmark = pytest.mark.django_db
ADDRESS, PLACES = "/api/v1/beneficiaires/", "/api/v1/inscriptions/"
# Marks that nobody sees, a letter of Hangul that is drawn as nothing, marks that say nothing.
SAYS_NOTHING = ["\u200b", "\u200f \u2060", "\u3164", "...", "—", "\u0640\u064b", "🙂"]


@pytest.fixture
def region(db):
    return make_region()


def post(client, address, body):
    return client.post(address, body, content_type="application/json")


def body_of(region, **fields):
    return {**TYPED, "inscription": {"groupe": region.groupes["CEF-01"].pk}, **fields}


# --- reasons --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("reason", SAYS_NOTHING)
def test_a_reason_that_says_nothing_overrides_no_check(client, region, reason):
    known(region.coordination, region.groupes["CEF-01"])
    client.force_login(region.aicha)
    before = Beneficiaire.objects.count()
    assert post(client, ADDRESS, body_of(region, malgre=reason)).status_code == 409
    page = client.post(reverse("inscription-nouvelle"), sent(region.groupes["CEF-01"], malgre=reason))
    assert page.status_code == 422 and Beneficiaire.objects.count() == before


@pytest.mark.parametrize("reason", ["cousines", "أختان", "2 sœurs", "\u200fابنة العم"])
def test_a_reason_in_any_script_is_one(client, region, reason):
    known(region.coordination, region.groupes["CEF-01"])
    client.force_login(region.aicha)
    assert post(client, ADDRESS, body_of(region, malgre=reason)).status_code == 201


def test_an_exception_of_age_asks_for_a_reason_that_says_something(client, region):
    client.force_login(region.coordination)
    young = {"prenom_fr": "Zoubida", "nom_fr": "Ould", "naissance": "2024", "inscription": {}}

    def status(reason):
        young["inscription"] = {"groupe": region.groupes["CEF-01"].pk, "derogation_age": reason}
        return post(client, ADDRESS, young).status_code

    assert [status("\u200b"), status("fin de session")] == [400, 201]


def test_the_reasons_of_a_likeness_are_written_as_french_is(client, region):
    known(region.coordination, region.groupes["CEF-01"])
    client.force_login(region.aicha)
    (alike,) = post(client, ADDRESS, body_of(region)).json()["ressemblances"]
    said = [reason for reason in alike["raisons"] if ":" in reason]
    assert said and all("\u202f: " in reason for reason in said)


@pytest.mark.parametrize("field", ["nom_fr", "cnie", "massar", "telephone"])
def test_a_number_passes_the_gate_of_texts(client, region, field):
    """A JSON number is read as the text that one would type."""
    client.force_login(region.aicha)
    answer = post(client, ADDRESS, body_of(region, **{field: 12}))
    assert answer.status_code == 400 and list(answer.json()) == [field]


# --- former numbers ---------------------------------------------------------------------------------------
@pytest.fixture
def merged(region):
    """(kept file, absorbed file, merge): seen by the manager of Al Wahda."""
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region, prenom_fr="Fatma")
    return garde, absorbe, merge(region, garde, absorbe)


def test_the_enrolments_of_a_former_number_are_those_of_the_kept_file(client, region, merged):
    garde, absorbe, fusion = merged
    for account, status in ((region.coordination, 200), (region.aicha, 200), (region.brahim, 400)):
        client.force_login(account)
        answer = client.get(PLACES, {"beneficiaire": absorbe.numero})
        assert answer.status_code == status
        if status == 200:
            assert [row["beneficiaire"] for row in answer.json()["results"]] == [garde.numero]
        assert client.get(PLACES, {"beneficiaire": "000000001"}).status_code == 400
    undo(region, fusion)
    client.force_login(region.coordination)
    assert client.get(PLACES, {"beneficiaire": absorbe.numero}).json()["results"] == []


def test_who_is_enrolled_under_a_former_number_is_the_kept_person(client, region, merged):
    garde, absorbe, _fusion = merged
    theirs = {"beneficiaire": absorbe.numero, "groupe": region.groupes["CEF-02"].pk}
    client.force_login(region.brahim)
    unknown = post(client, PLACES, {**theirs, "beneficiaire": "000000001"})
    refused = post(client, PLACES, theirs)
    assert (unknown.status_code, refused.status_code) == (400, 400)
    assert list(refused.json()) == list(unknown.json()) == ["beneficiaire"]
    client.force_login(region.coordination)
    answer = post(client, PLACES, theirs)
    assert (answer.status_code, answer.json()["beneficiaire"]) == (201, garde.numero)
    assert Inscription.objects.filter(beneficiaire=garde).count() == 2
    for hostile in ([absorbe.numero], {"numero": absorbe.numero}, None, True):
        assert post(client, PLACES, {**theirs, "beneficiaire": hostile}).status_code == 400


def test_who_is_merged_while_she_is_enrolled_is_a_conflict(client, region, monkeypatch):
    garde, absorbe = person(region, region.groupes["CEF-01"]), person(region)
    client.force_login(region.coordination)

    def too_late(**_place):
        merge(region, garde, absorbe)
        raise IntegrityError

    monkeypatch.setattr(api, "inscrire", too_late)
    answer = post(client, PLACES, {"beneficiaire": absorbe.numero, "groupe": region.groupes["CEF-02"].pk})
    assert answer.status_code == 409 and "une autre personne" in answer.json()["detail"].lower()
    monkeypatch.setattr(api, "inscrire", lambda **_place: Beneficiaire.objects.get(pk=0))
    gone = post(client, PLACES, {"beneficiaire": garde.numero, "groupe": region.groupes["CEF-02"].pk})
    assert gone.status_code == 404 and "existe pas" in gone.json()["detail"]


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_guardian_that_is_gone_since_she_was_read_is_not_found(client, region, door, monkeypatch):
    """A merge takes away the link of a guardian that both files had."""
    lien = guardian(region, region.people["CEF-01"])
    address = reverse("tuteur-modifier", args=[lien.beneficiaire.numero, lien.tuteur_id])

    def gone(**_change):
        raise LienTuteur.DoesNotExist

    client.force_login(region.aicha)
    if door == "page":
        monkeypatch.setattr("beneficiaires.views.tuteur.modifier_tuteur", gone)
        answer = client.post(address, {"prenom_fr": "Khadija", "lien": "MERE", "version": "1"})
    else:
        monkeypatch.setattr(api, "modifier_tuteur", gone)
        address = f"{ADDRESS}{lien.beneficiaire.numero}/tuteurs/{lien.tuteur_id}/"
        answer = client.patch(address, {"version": 1}, content_type="application/json")
    assert answer.status_code == 404
