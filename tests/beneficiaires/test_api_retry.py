"""A program that asks again because the answer was lost writes once."""

import uuid

import pytest

from beneficiaires.models import Beneficiaire, Inscription, LienTuteur
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


def test_the_key_of_one_person_shows_no_guardian_of_another(client, region):
    client.force_login(region.coordination)
    key = str(uuid.uuid4())
    assert send_guardian(client, region.people["CEF-01"].numero, key).status_code == 201
    assert send_guardian(client, region.people["CEF-02"].numero, key).status_code == 404
    assert not LienTuteur.objects.filter(beneficiaire=region.people["CEF-02"]).exists()
