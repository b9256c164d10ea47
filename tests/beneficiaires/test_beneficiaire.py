"""People: list, page, edit, guardians, sensitive data, as the pages do it."""

import datetime
import html

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires.actions.beneficiaire import ajouter_tuteur, modifier_beneficiaire
from beneficiaires.models import Beneficiaire, Inscription, LienTuteur, Tuteur
from beneficiaires.numero import check_digit, new_number
from entraide.editing import new_token
from personnel.models import Consultation, Journal
from tests.people import make_group, make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def wahda(region):
    """The canary person of Aicha's centre, fresh from the database."""
    return Beneficiaire.objects.get(pk=region.people["CEF-01"].pk)


def fields(person, **changes):
    """What the edit page sends."""
    values = {
        name: getattr(person, name) or ""
        for name in (
            "prenom_ar",
            "nom_ar",
            "prenom_fr",
            "nom_fr",
            "sexe",
            "cnie",
            "massar",
            "telephone",
            "adresse",
        )
    }
    values["naissance"] = person.naissance.strftime("%d/%m/%Y")
    return {**values, "version": person.version, "jeton": new_token(), **changes}


def test_number_says_nothing_and_carries_its_check_digit():
    numbers = {new_number() for _ in range(500)}
    assert len(numbers) > 490
    for number in numbers:
        assert len(number) == 9 and check_digit(number[:8]) == number[8]


def test_list_costs_the_same_for_one_and_for_three(client, region, django_assert_num_queries):
    client.force_login(region.aicha)
    expected = 8
    with django_assert_num_queries(expected):
        client.get("/beneficiaires/")
    for _ in range(2):
        make_person(region.coordination, region.groupes["CEF-01"])
    with django_assert_num_queries(expected):
        body = client.get("/beneficiaires/").content.decode()
    assert body.count("rowheader") == 3


def test_search_costs_the_same_for_one_and_for_three(client, region):
    client.force_login(region.aicha)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            body = client.get("/beneficiaires/?q=canari").content.decode()
        counts.append((len(queries), body.count("rowheader")))
        for letter in "ab":
            make_person(region.coordination, region.groupes["CEF-01"], prenom_fr=f"Canari{letter}")
    assert counts == [(counts[0][0], 1), (counts[0][0], 3)]


def test_fc_idn_17_the_best_match_stands_first(client, region):
    for name in ("Zahrafatim", "Fatimazahra", "Fatima"):
        make_person(region.coordination, region.groupes["CEF-01"], prenom_fr=name, prenom_ar="")
    client.force_login(region.aicha)
    rows = client.get("/beneficiaires/?q=fatima").context["page"].rows
    assert [person.prenom_fr for person in rows] == ["Fatima", "Fatimazahra"]


def test_manager_sees_own_people_also_after_they_left(client, region, wahda):
    client.force_login(region.aicha)
    body = client.get("/beneficiaires/").content.decode()
    assert "Canariwahda" in body and "Canariqods" not in body
    assert client.get(f"/beneficiaires/{region.people['CEF-02'].numero}/").status_code == 404
    client.force_login(region.salem)
    assert "Canari" not in client.get("/beneficiaires/").content.decode()
    client.force_login(region.officiel)
    assert client.get("/beneficiaires/").status_code == 403


def test_a_shared_person_shows_each_manager_only_the_own_enrolment(client, region, wahda):
    secret = make_group(
        region.coordination, region.qods, region.annee, nom_fr="Groupe secret", nom_ar="فوج سري"
    )
    from beneficiaires.actions.inscription import inscrire

    inscrire(beneficiaire=wahda, groupe=secret, par=region.coordination)
    client.force_login(region.aicha)
    for address in (
        f"/beneficiaires/{wahda.numero}/",
        "/beneficiaires/",
        f"/beneficiaires/{wahda.numero}/historique/",
    ):
        body = client.get(address).content.decode()
        assert "Canariwahda" in body and "Groupe secret" not in body and "Al Qods" not in body, address


def test_number_with_or_without_hyphens_opens_the_file(client, region, wahda):
    client.force_login(region.coordination)
    assert client.get(f"/beneficiaires/{wahda.numero_affiche}/").status_code == 200
    assert client.get("/beneficiaires/000000000/").status_code == 404


def test_edit_saves_cleans_and_journals(client, region, wahda):
    client.force_login(region.aicha)
    data = fields(wahda, telephone="٠٦ ١٢ ٣٤ ٥٦ ٧٨", naissance="02/2009", cnie="jf 12345")
    response = client.post(f"/beneficiaires/{wahda.numero}/modifier/", data)
    assert response.status_code == 302, response.content.decode()
    saved = Beneficiaire.objects.get(pk=wahda.pk)
    assert (saved.telephone, saved.cnie, saved.version) == ("+212612345678", "JF12345", wahda.version + 1)
    assert (saved.naissance, saved.naissance_precision) == (datetime.date(2009, 2, 1), "MOIS")
    row = Journal.objects.get(table_nom="beneficiaires_beneficiaire", objet_id=wahda.pk)
    assert row.compte_id == region.aicha.pk and row.apres["telephone"] == "+212612345678"
    body = client.get(f"/beneficiaires/{wahda.numero}/historique/").content.decode()
    assert "Aicha" in body


def test_fc_dat_11_a_save_without_change_writes_nothing(client, region, wahda):
    client.force_login(region.aicha)
    for _ in range(3):
        assert client.post(f"/beneficiaires/{wahda.numero}/modifier/", fields(wahda)).status_code == 302
    assert Beneficiaire.objects.get(pk=wahda.pk).version == wahda.version
    assert not Journal.objects.filter(objet_id=wahda.pk, table_nom="beneficiaires_beneficiaire").exists()


def test_stale_edit_is_refused_with_both_values(client, region, wahda):
    client.force_login(region.aicha)
    address = f"/beneficiaires/{wahda.numero}/modifier/"
    client.post(address, fields(wahda, adresse="Hay Al Qods"))
    response = client.post(address, fields(wahda, adresse="Hay Al Wahda"))
    body = response.content.decode()
    assert response.status_code == 409 and "Hay Al Qods" in body and "Hay Al Wahda" in body
    assert Beneficiaire.objects.get(pk=wahda.pk).adresse == "Hay Al Qods"
    data = fields(wahda)
    del data["version"]
    assert client.post(address, data).status_code == 428


def test_the_same_edit_sent_twice_writes_once(client, region, wahda):
    client.force_login(region.aicha)
    data = fields(wahda, adresse="Hay Al Qods")
    for _ in range(2):
        assert client.post(f"/beneficiaires/{wahda.numero}/modifier/", data).status_code == 302
    assert Beneficiaire.objects.get(pk=wahda.pk).version == wahda.version + 1


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("naissance", "31/02/2009", "n'est pas une date"),
        ("naissance", f"01/01/{datetime.date.today().year + 2}", "dans le futur"),
        ("cnie", "12", "CNIE"),
        ("massar", "J1", "Massar"),
        ("telephone", "06", "téléphone"),
        ("prenom_fr", "Fa\u202etima", "invisible"),
        ("prenom_fr", "Fa\x00tima", "invisible"),
    ],
)
def test_bad_values_are_refused_in_words_and_nothing_is_lost(client, region, wahda, name, value, words):
    client.force_login(region.aicha)
    response = client.post(
        f"/beneficiaires/{wahda.numero}/modifier/", fields(wahda, **{name: value, "adresse": "Garder"})
    )
    body = html.unescape(response.content.decode())
    assert response.status_code in (400, 422)
    if response.status_code == 422:
        assert words in body and "Garder" in body
    assert Beneficiaire.objects.get(pk=wahda.pk).version == wahda.version


def test_a_file_keeps_at_least_one_name(client, region, wahda):
    client.force_login(region.aicha)
    empty = {"prenom_ar": " ـ ", "nom_ar": "", "prenom_fr": "", "nom_fr": ""}
    response = client.post(f"/beneficiaires/{wahda.numero}/modifier/", fields(wahda, **empty))
    assert response.status_code == 422 and "au moins un nom" in response.content.decode()


def test_a_stranger_changes_nothing(region, wahda):
    for account in (region.brahim, region.salem, region.officiel):
        with pytest.raises(PermissionDenied):
            modifier_beneficiaire(personne=wahda, champs={"adresse": "x"}, version=wahda.version, par=account)


def test_sensitive_data_need_a_reason_and_are_recorded(client, region, wahda):
    Beneficiaire.objects.filter(pk=wahda.pk).update(handicap_type="MOTEUR", handicap_degre="LEGER")
    client.force_login(region.aicha)
    page = client.get(f"/beneficiaires/{wahda.numero}/").content.decode()
    assert "Moteur" not in page
    address = f"/beneficiaires/{wahda.numero}/sensible/"
    assert client.get(address).status_code == 405
    response = client.post(address, {"motif": "CURIOSITE"})
    assert response.status_code == 422 and "Moteur" not in response.content.decode()
    assert not Consultation.objects.exists()
    response = client.post(address, {"motif": "SUIVI"})
    assert "Moteur" in response.content.decode()
    reading = Consultation.objects.get()
    assert (reading.compte, reading.objet_id, reading.motif) == (region.aicha, wahda.pk, "SUIVI")
    client.force_login(region.brahim)
    assert client.post(address, {"motif": "SUIVI"}).status_code == 404


def test_guardians_one_is_principal(client, region, wahda):
    client.force_login(region.aicha)
    for name in ("Khadija", "Mohamed"):
        response = client.post(
            f"/beneficiaires/{wahda.numero}/tuteurs/ajouter/",
            {
                "prenom_fr": name,
                "lien": "MERE",
                "principal": "on",
                "telephone": "0612345678",
                "jeton": new_token(),
            },
        )
        assert response.status_code == 302, response.content.decode()
    links = {
        str(lien.tuteur.prenom_fr): lien.principal for lien in LienTuteur.objects.filter(beneficiaire=wahda)
    }
    assert links == {"Khadija": False, "Mohamed": True}
    mohamed = Tuteur.objects.get(prenom_fr="Mohamed")
    address = f"/beneficiaires/{wahda.numero}/tuteurs/{mohamed.pk}/"
    data = {"prenom_fr": "Mohamed", "lien": "PERE", "telephone": "0600000001", "version": mohamed.version}
    assert client.post(address, data).status_code == 302
    mohamed.refresh_from_db()
    assert mohamed.telephone == "+212600000001" and LienTuteur.objects.get(tuteur=mohamed).lien == "PERE"
    assert client.post(address, {**data, "telephone": "0600000002"}).status_code == 409
    # Another centre's person does not lead to this guardian.
    other = region.people["CEF-02"].numero
    client.force_login(region.brahim)
    assert client.get(f"/beneficiaires/{other}/tuteurs/{mohamed.pk}/").status_code == 404


def test_fc_idn_15_siblings_share_a_guardian_and_a_phone(region):
    children = [make_person(region.coordination, telephone="+212612345678") for _ in range(3)]
    guardian = Tuteur(prenom_fr="Khadija", cnie="JF1234")
    for child in children:
        ajouter_tuteur(personne=child, tuteur=guardian, lien="MERE", principal=True, par=region.coordination)
    assert Tuteur.objects.count() == 1 and guardian.liens.count() == 3
    with pytest.raises(ValidationError):
        ajouter_tuteur(
            personne=children[0], tuteur=guardian, lien="MERE", principal=True, par=region.coordination
        )


def test_pages_of_the_list_hold_everybody_once(client, region):
    for n in range(119):
        make_person(
            region.coordination,
            region.groupes["CEF-01"] if n < 20 else None,
            prenom_fr=f"P{n % 7}",
            prenom_ar="س",
        )
    client.force_login(region.coordination)
    seen, address = [], "/beneficiaires/"
    while address:
        page = client.get(address).context["page"]
        seen += [p.pk for p in page.rows]
        address = page.next_url
    assert len(seen) == len(set(seen)) == Beneficiaire.objects.count() == 121
    back, address = [], "/beneficiaires/?page=fin"
    while address:
        page = client.get(address).context["page"]
        back = [p.pk for p in page.rows] + back
        address = page.previous_url
    assert back == seen
    assert client.get("/beneficiaires/?apres=abc").status_code == 404


def test_search_then_filters_and_the_note_of_a_wrong_filter(client, region):
    client.force_login(region.aicha)
    assert (
        "Canariwahda" in client.get("/beneficiaires/?q=canariw&statut=ACTIF&centre=CEF-01").content.decode()
    )
    assert "Canariwahda" not in client.get("/beneficiaires/?statut=ATTENTE").content.decode()
    for query in ("satus=ACTIF", "statut=actif", "centre=CEF-02", "groupe=999999", "groupe=abc"):
        body = client.get(f"/beneficiaires/?{query}").content.decode()
        assert "Le filtre n'a pas été compris" in body and "Canari" not in body, query


def test_enrol_page_writes_person_guardian_and_enrolment_together(client, region):
    client.force_login(region.aicha)
    group = region.groupes["CEF-01"]
    address = "/inscription/nouvelle/?centre=CEF-01"
    data = {
        "centre": "CEF-01",
        "prenom_ar": "الغالية",
        "nom_ar": "بنت سيدي",
        "sexe": "F",
        "naissance": "2001",
        "tuteur-prenom_ar": "لمين",
        "tuteur-lien": "PERE",
        "groupe": group.pk,
        "date": region.annee.debut.strftime("%d/%m/%Y"),
        "jeton": new_token(),
    }
    refused = client.post(address, {**data, "groupe": region.groupes["CEF-02"].pk})
    assert refused.status_code == 422 and "الغالية" in refused.content.decode()
    young = client.post(address, {**data, "naissance": str(region.annee.date_reference.year - 3)})
    assert young.status_code == 422 and "Trop jeune" in young.content.decode()
    assert Beneficiaire.objects.count() == 2 and not Tuteur.objects.exists()
    for _ in range(2):
        assert client.post(address, data).status_code == 302
    person = Beneficiaire.objects.get(prenom_ar="الغالية")
    assert person.cree_par == region.aicha and Beneficiaire.objects.count() == 3
    assert Inscription.objects.get(beneficiaire=person).groupe == group
    assert LienTuteur.objects.get(beneficiaire=person).principal


def test_a_group_that_filled_up_meanwhile_is_said_not_silently_waited_for(client, region):
    group = make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Petit", nom_ar="صغير", capacite=1
    )
    person = make_person(region.coordination, region.groupes["CEF-01"])
    other = make_person(region.coordination, group)
    assert other
    from beneficiaires.actions.inscription import changer_statut

    enrolment = Inscription.objects.get(beneficiaire=person)
    changer_statut(inscription=enrolment, vers="ANNULE", par=region.aicha, version=enrolment.version)
    client.force_login(region.aicha)
    address = f"/inscription/{person.numero}/?centre=CEF-01"
    data = {"groupe": group.pk, "date": datetime.date.today().strftime("%d/%m/%Y"), "jeton": new_token()}
    refused = client.post(address, {**data, "complets": ""})
    assert refused.status_code == 422 and "Le groupe est complet (1 sur 1)" in refused.content.decode()
    accepted = client.post(address, {**data, "complets": f"{group.pk},"})
    assert accepted.status_code == 302
    assert Inscription.objects.filter(beneficiaire=person, statut="ATTENTE").exists()
