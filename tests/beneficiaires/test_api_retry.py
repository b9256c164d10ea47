"""A program that asks again because the answer was lost writes once."""

import uuid

import pytest
from django.urls import reverse

from beneficiaires.models import Beneficiaire, Inscription, LienTuteur
from personnel.models import Envoi
from tests.people import make_region

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/beneficiaires/"


@pytest.fixture
def region():
    return make_region()


def send(client, region, key, **changes):
    body = {"prenom_ar": "الغالية", "inscription": {"groupe": region.groupes["CEF-01"].pk}, **changes}
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def test_fc_off_03_the_same_key_writes_once_and_shows_what_was_written(client, region):
    client.force_login(region.aicha)
    key, before = str(uuid.uuid4()), Beneficiaire.objects.count()
    first, second = send(client, region, key), send(client, region, key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["numero"] == second.json()["numero"]
    assert Beneficiaire.objects.count() == before + 1
    assert Inscription.objects.filter(beneficiaire__numero=first.json()["numero"]).count() == 1
    assert send(client, region, str(uuid.uuid4())).status_code == 201


def test_fc_off_05_a_refusal_leaves_the_key_free(client, region):
    client.force_login(region.aicha)
    key = str(uuid.uuid4())
    assert send(client, region, key, naissance="2999").status_code == 400
    assert send(client, region, key).status_code == 201


def test_a_key_of_one_account_shows_nothing_to_another(client, region):
    key = str(uuid.uuid4())
    client.force_login(region.coordination)
    numero = send(client, region, key).json()["numero"]
    client.force_login(region.aicha)
    assert send(client, region, key).json()["numero"] != numero


def test_a_key_that_cannot_be_read_is_refused(client, region):
    client.force_login(region.aicha)
    before = Beneficiaire.objects.count()
    assert send(client, region, "abc").status_code == 400
    assert Beneficiaire.objects.count() == before


def send_guardian(client, numero, key):
    body = {"prenom_ar": "الزينة", "lien": "MERE", "principal": True}
    headers = {"Idempotency-Key": key}
    return client.post(f"{ADDRESS}{numero}/tuteurs/", body, content_type="application/json", headers=headers)


def test_a_guardian_sent_twice_with_one_key_is_written_once(client, region):
    client.force_login(region.aicha)
    personne, key = region.people["CEF-01"], str(uuid.uuid4())
    first, second = (send_guardian(client, personne.numero, key) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert LienTuteur.objects.filter(beneficiaire=personne).count() == 1
    assert send_guardian(client, personne.numero, "abc").status_code == 400
    assert send_guardian(client, personne.numero, str(uuid.uuid4())).status_code == 201


def test_another_request_with_a_used_key_is_refused_in_words(client, region):
    """Nobody is taken for somebody else, and nobody is lost silently: it fails until a new key is sent."""
    client.force_login(region.aicha)
    key = str(uuid.uuid4())
    first = send(client, region, key)
    second = send(client, region, key, prenom_ar="الزوهرة")
    assert second.status_code == 422 and "autre requête" in second.json()["detail"]
    assert send(client, region, key, nom_ar="بلا").status_code == 422
    assert Beneficiaire.objects.filter(prenom_ar="الزوهرة").count() == 0
    assert send(client, region, str(uuid.uuid4()), prenom_ar="الزوهرة").status_code == 201
    again = send(client, region, key)
    assert (again.status_code, again.json()["numero"]) == (200, first.json()["numero"])


def test_the_order_of_the_names_and_the_spelling_of_the_key_make_no_other_request(client, region):
    client.force_login(region.aicha)
    key = uuid.uuid4()
    group = region.groupes["CEF-01"].pk
    sent = [
        f'{{"prenom_ar": "الغالية", "inscription": {{"groupe": {group}}}}}',
        f'{{ "inscription": {{"groupe":{group}}},"prenom_ar":"الغالية" }}',
    ]
    answers = [
        client.post(ADDRESS, body, content_type="application/json", headers={"Idempotency-Key": written})
        for body, written in zip(sent, (str(key), key.hex.upper()), strict=True)
    ]
    assert [answer.status_code for answer in answers] == [201, 200]


def test_the_key_of_one_person_writes_no_guardian_of_another(client, region):
    client.force_login(region.coordination)
    key = str(uuid.uuid4())
    assert send_guardian(client, region.people["CEF-01"].numero, key).status_code == 201
    assert send_guardian(client, region.people["CEF-02"].numero, key).status_code == 422
    assert not LienTuteur.objects.filter(beneficiaire=region.people["CEF-02"]).exists()
    assert send(client, region, key).status_code == 422


# --- keys and the tokens of forms ---------------------------------------------------------------------------
def pages(region):
    """The pages with a form whose token is looked up, and what is sent to each."""
    person, centre = region.people["CEF-01"], {"centre": "CEF-01"}
    enrolment = Inscription.objects.get(beneficiaire=person)
    return [
        (reverse("inscription-nouvelle"), {**centre, "prenom_ar": "الغالية"}),
        (reverse("inscription-existante", args=[person.numero]), centre),
        (reverse("inscription-statut", args=[enrolment.pk]), {}),
        (
            reverse("beneficiaire-modifier", args=[person.numero]),
            {"prenom_ar": "ا", "version": person.version},
        ),
        (reverse("tuteur-ajouter", args=[person.numero]), {"prenom_ar": "ا", "lien": "MERE"}),
        (reverse("doublon", args=[1]), {}),
        (reverse("doublon-fusion", args=[1]), {}),
        (reverse("fusion-annuler", args=[1]), {}),
        (reverse("verification", args=[1]), {}),
    ]


def test_a_key_of_the_api_is_no_token_of_a_page(client, region):
    client.force_login(region.coordination)
    for address, data in pages(region):
        key = str(uuid.uuid4())
        assert send(client, region, key, malgre="homonyme").status_code == 201
        answer = client.post(address, {**data, "jeton": key})
        # Judged as any form: saved, refused or not found, but never taken for what the API has written.
        assert answer.status_code in (302, 404, 422), (address, answer.status_code)
    assert LienTuteur.objects.filter(tuteur__prenom_ar="ا").count() == 1


def test_a_token_that_another_door_has_used_is_refused_in_words(client, region):
    client.force_login(region.coordination)
    key = uuid.uuid4()
    Envoi.objects.create(compte=region.coordination, jeton=key, resultat="448089995")
    for address, data in pages(region):
        answer = client.post(address, {**data, "jeton": str(key)})
        assert answer.status_code in (404, 428), (address, answer.status_code)
    region.people["CEF-01"].refresh_from_db()
    assert region.people["CEF-01"].version == 1 and not LienTuteur.objects.exists()


def test_the_schema_tells_of_the_key(client, region):
    client.force_login(region.coordination)
    paths = client.get("/api/schema/?format=json").json()["paths"]
    for address in (ADDRESS, ADDRESS + "{numero}/tuteurs/"):
        (header,) = [each for each in paths[address]["post"]["parameters"] if each["in"] == "header"]
        assert (header["name"], header["schema"]["format"]) == ("Idempotency-Key", "uuid")
        assert not header.get("required") and "UUID" in header["description"]
    listed = paths[ADDRESS + "{numero}/tuteurs/"]["get"]["responses"]["200"]["content"]["application/json"]
    assert listed["schema"]["type"] == "array"
