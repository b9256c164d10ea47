"""The API as programs use it: pages that stay whole while others write, changes that name their version."""

import json
import threading
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from beneficiaires.actions.beneficiaire import ajouter_tuteur
from beneficiaires.derived import sort_columns
from beneficiaires.models import Beneficiaire, Inscription, LienTuteur, Tuteur
from personnel.actions.jeton import emettre_jeton
from personnel.journal import agir
from tests.people import make_region

DATA = Path(__file__).parent / "data"
FAMILIES = [
    "Najem",
    "Boukhari",
    "Laaroussi",
    "Filali",
    "Mansouri",
    "Dahi",
    "Salek",
    "Yara",
    "Sbai",
    "Tounsi",
    "Zerouali",
    "Amar",
]
PEOPLE = 300


def _token(account, par):
    return {"Authorization": f"Token {emettre_jeton(compte=account, nom='n', par=par)[1]}"}


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def api(region):
    """A client of Aicha, by token."""
    return Client(headers=_token(region.aicha, region.coordination))


# --- pages --------------------------------------------------------------------------------------------------


def _plant(region):
    group = region.groupes["CEF-01"]
    type(group).objects.filter(pk=group.pk).update(capacite=400, plafond=400)
    names = [("م", FAMILIES[i % 12]) for i in range(PEOPLE)]
    with agir(par=region.coordination):
        people = [
            Beneficiaire(
                numero=f"{600_000_000 + i:09d}",
                prenom_ar=first,
                nom_fr=last,
                sexe="F",
                naissance=date(2000, 1, 1),
                naissance_precision="JOUR",
                **dict(zip(("cle_tri_ar", "cle_tri_fr"), sort_columns("", first, last, ""), strict=True)),
            )
            for i, (first, last) in enumerate(names)
        ]
        people = Beneficiaire.objects.bulk_create(people)
        Inscription.objects.bulk_create(
            Inscription(
                beneficiaire=person,
                centre=group.centre,
                annee=group.annee,
                groupe=group,
                statut="ACTIF",
                date_inscription=group.annee.debut,
            )
            for person in people
        )
    return {person.numero for person in people}


def _api_pages(client, address):
    url = f"{address}?page_size=25"
    while url:
        answer = client.get(url).json()
        yield answer["results"]
        url = answer["next"]


def _html_pages(client, address, marker):
    """The texts of the pages of a list, by its «next» link."""
    import re
    from html import unescape

    url = address
    while url:
        page = client.get(url).content.decode()
        yield page
        found = re.search(rf'href="([^"]*[?&](?:amp;)?{marker}[^"]*)"', page)
        url = unescape(found[1]) if found else ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["api-people", "api-enrolments", "fr", "ar", "admin"])
def test_fc_api_01_each_row_once_and_none_missing_while_another_session_writes(way):
    region = make_region()
    wanted = _plant(region) | {region.people["CEF-01"].numero}
    stop, failures = threading.Event(), []

    def write():
        try:
            turn = 0
            while not stop.wait(0.002):
                turn += 1
                with agir(par=None):
                    Beneficiaire.objects.filter(numero=f"{600_000_000 + turn * 7 % PEOPLE:09d}").update(
                        adresse=f"Hay {turn}"
                    )
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        found = Counter(_numbers(way, region))
    finally:
        stop.set()
        writer.join()
    assert not failures
    assert not [number for number, times in found.items() if times > 1]
    assert {number for number in found if number in wanted} == wanted


def _numbers(way, region):
    """The numbers that all pages of a list show, in order."""
    import re

    if way.startswith("api"):
        client = Client(headers=_token(region.aicha, region.coordination))
        address = {"api-people": "/api/v1/beneficiaires/", "api-enrolments": "/api/v1/inscriptions/"}[way]
        name = {"api-people": "numero", "api-enrolments": "beneficiaire"}[way]
        return [row[name] for page in _api_pages(client, address) for row in page]
    account = region.coordination if way == "admin" else region.aicha
    type(account).objects.filter(pk=account.pk).update(langue="ar" if way == "ar" else "fr")
    client = Client()
    client.force_login(account)
    if way == "admin":
        pages = [
            client.get(f"/administration/beneficiaires/beneficiaire/?p={n}").content.decode()
            for n in range(1, 8)
        ]
    else:
        pages = _html_pages(client, "/beneficiaires/", "apres=")
    numbers = []
    for page in pages:
        body = page.partition("<tbody")[2].partition("</tbody>")[0]
        numbers += [found.replace("-", "") for found in re.findall(r">(\d{3}-\d{3}-\d{3})<", body)]
    return numbers


# --- versions -----------------------------------------------------------------------------------------------


def _patch(api, address, body, version=None):
    headers = {} if version is None else {"If-Match": str(version)}
    return api.patch(address, body, content_type="application/json", headers=headers)


def test_a_change_without_a_version_is_428_and_a_stale_one_409_with_both_values(region, api):
    person = region.people["CEF-01"]
    address = f"/api/v1/beneficiaires/{person.numero}/"
    version = api.get(address).json()["version"]
    assert _patch(api, address, {"adresse": "a"}).status_code == 428
    assert _patch(api, address, {"adresse": "a"}, "abc").status_code == 428
    assert _patch(api, address, {"adresse": "première"}, version).status_code == 200
    refused = _patch(api, address, {"adresse": "seconde"}, version)
    assert refused.status_code == 409
    assert refused.json()["values"] == {"adresse": {"stored": "première", "refused": "seconde"}}
    assert refused.json()["version"] == version + 1
    assert Beneficiaire.objects.get(pk=person.pk).adresse == "première"
    assert _patch(api, address, {"adresse": "seconde", "version": version + 1}).status_code == 200


def test_a_status_sent_with_a_stale_version_changes_nothing(region, api):
    row = Inscription.objects.get(beneficiaire=region.people["CEF-01"])
    address = f"/api/v1/inscriptions/{row.pk}/statut/"
    send = {"content_type": "application/json", "headers": {"If-Match": str(row.version)}}
    assert api.post(address, {"vers": "SUSPENDU"}, **send).status_code == 200
    assert api.post(address, {"vers": "ABANDON", "motif_sortie": "SANTE"}, **send).status_code == 409
    assert Inscription.objects.get(pk=row.pk).statut == "SUSPENDU"


@pytest.mark.parametrize("version", ["9" * 30, "-1", "1.5", "\u0663", '"1"', "W/1"])
@pytest.mark.parametrize(
    "body", [[], "text", None, 3, {"adresse": None}, {"nom_fr": "\x00"}, {"nom_fr": "\ud800"}]
)
def test_no_body_and_no_version_breaks_the_api(region, api, version, body):
    person = region.people["CEF-01"]
    for address in (
        f"/api/v1/beneficiaires/{person.numero}/",
        "/api/v1/beneficiaires/",
        "/api/v1/inscriptions/",
    ):
        send = api.patch if address.count("/") == 5 else api.post
        response = send(
            address,
            json.dumps(body),
            content_type="application/json",
            headers={"If-Match": version.encode().decode("latin-1")},
        )
        assert response.status_code in (400, 409, 428), (address, response.status_code)


# --- guardians ----------------------------------------------------------------------------------------------


def _guardians(person):
    rows = LienTuteur.objects.filter(beneficiaire=person).select_related("tuteur").order_by("pk")
    return [(row.tuteur_id, row.tuteur.prenom_ar, row.tuteur.telephone, row.principal) for row in rows]


def test_fc_api_03_only_what_is_named_changes_and_nothing_is_deleted(region, api):
    case = json.loads((DATA / "FC-API-03-patch-one-guardian.json").read_text())
    person, par = region.people["CEF-01"], region.coordination
    ids = {
        each["id"]: ajouter_tuteur(
            personne=person,
            tuteur=Tuteur(prenom_ar=each["prenom_ar"]),
            lien="AUTRE",
            principal=each["id"] == 1,
            par=par,
        ).tuteur_id
        for each in case["before"]
    }
    before, address = _guardians(person), f"/api/v1/beneficiaires/{person.numero}/"
    assert len(before) == 3
    for request in case["requests"]:
        version = Beneficiaire.objects.get(pk=person.pk).version
        body = request["body"]
        if request["method"] == "PUT":
            whole = api.get(address).json()
            response = api.put(
                address, whole, content_type="application/json", headers={"If-Match": str(version)}
            )
            assert response.status_code == 405  # there is no whole replacement: only what is named changes
        else:
            response = _patch(api, address, body, version)
            # Guardians are written at their own address: named here, they are refused, empty or not.
            assert response.status_code == (400 if "tuteurs" in body else 200)
        assert _guardians(person) == before
    named = case["requests"][0]["body"]["tuteurs"][0]
    version = Tuteur.objects.get(pk=ids[named["id"]]).version
    response = _patch(
        api, f"{address}tuteurs/{ids[named['id']]}/", {"telephone": named["telephone"]}, version
    )
    assert response.status_code == 200
    after = _guardians(person)
    assert [row[:2] + row[3:] for row in after] == [row[:2] + row[3:] for row in before]
    assert [row[2] for row in after] == [None, "+212611111111", None]
    assert api.delete(f"{address}tuteurs/{ids[2]}/", headers={"If-Match": "1"}).status_code == 405
