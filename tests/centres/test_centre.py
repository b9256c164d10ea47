"""Institutions: the list, its filters, the page, and what each role reads there."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from centres.actions.affectation import affecter, clore_affectation
from centres.actions.groupe import accorder_derogation
from centres.actions.reference import creer, modifier
from centres.models import (
    Affectation,
    AnneeScolaire,
    CapaciteAutorisee,
    Centre,
    DerogationGroupe,
    Filiere,
    Groupe,
)
from entraide.editing import Conflict
from entraide.periods import today
from personnel.journal import agir
from tests.people import make_centre, make_commune, make_group, make_person, make_region, make_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


def page(client, account, address, langue="fr"):
    account.langue = langue
    account.save(update_fields=["langue"])
    client.force_login(account)
    response = client.get(address)
    return response, response.content.decode()


def test_each_role_sees_its_institutions(client, region):
    for account, seen in (
        (region.coordination, 2),
        (region.officiel, 2),
        (region.aicha, 1),
        (region.salem, 0),
    ):
        response, body = page(client, account, "/centres/")
        assert response.status_code == 200
        assert ("Centre Al Wahda" in body) == (seen > 0), account
        assert ("Centre Al Qods" in body) == (seen == 2), account
    assert "Aucun établissement n'est ouvert à votre compte." in page(client, region.salem, "/centres/")[1]


def test_list_costs_the_same_for_one_and_for_three(client, region, django_assert_num_queries):
    client.force_login(region.aicha)
    expected = 7
    with django_assert_num_queries(expected):
        client.get("/centres/")
    for code in ("CEF-03", "CEF-04"):
        centre = make_centre(region.coordination, code)
        make_group(region.coordination, centre, region.annee)
        affecter(
            agent=region.aicha.agent,
            centre=centre,
            fonction="RESPONSABLE",
            du=today(),
            par=region.coordination,
        )
    with django_assert_num_queries(expected):
        body = client.get("/centres/").content.decode()
    assert body.count("/centres/") > 3


def test_filters_narrow_the_list(client, region):
    small = make_centre(
        region.coordination,
        "RA-01",
        type="JARDIN",
        nom_fr="Jardin Al Amal",
        nom_ar="روض الأمل",
        capacite=1,
        commune=make_commune("11.121.01.01", "11.121", "بوجدور", "Boujdour", 57360),
        milieu="RURAL",
    )
    group = make_group(region.coordination, small, region.annee, capacite=2)
    for _ in range(2):
        make_person(
            region.coordination, group, naissance=region.annee.date_reference - timedelta(days=4 * 366)
        )
    cases = {
        "type=JARDIN": True,
        "type=FORMATION": False,
        "province=11.121": True,
        "province=11.321": False,
        "milieu=RURAL": True,
        "milieu=URBAIN": False,
        "places=complet": True,
        "places=libres": False,
        "places=depassement": True,
        "q=amal": True,
        "q=الامل": True,
        "q=أمل": True,
        "q=ra-01": True,
        "q=wahda": False,
        "etat=OUVERT": True,
        "etat=FERME": False,
    }
    for query, seen in cases.items():
        body = page(client, region.coordination, f"/centres/?{query}")[1]
        assert ("Jardin Al Amal" in body) == seen, query


@pytest.mark.parametrize("query", ["x=1", "type=ECOLE", "province=99", "places=5", "Type=JARDIN"])
def test_fc_api_02_a_filter_not_understood_is_said_and_shows_nothing(client, region, query):
    response, body = page(client, region.coordination, f"/centres/?{query}")
    assert response.status_code == 200
    assert "Le filtre n'a pas été compris" in body and "Centre Al Wahda" not in body


def test_an_official_reads_no_count_of_people(client, region):
    for address in ("/centres/", f"/centres/{region.wahda.pk}/"):
        body = page(client, region.officiel, address)[1]
        assert "Places occupées" not in body and "Canari" not in body and "meter" not in body
    assert "Le filtre n'a pas été compris" in page(client, region.officiel, "/centres/?places=libres")[1]


def test_page_shows_groups_seats_staff_and_capacity(client, region):
    body = page(client, region.aicha, f"/centres/{region.wahda.pk}/")[1]
    for words in ("Couture 1", "24 places disponibles", "1 / 25", "Aicha Responsable", "100 places"):
        assert words in body, words
    arabic = page(client, region.aicha, f"/centres/{region.wahda.pk}/", "ar")[1]
    assert "مركز الوحدة" in arabic and "24 مقعدا شاغرا" in arabic and 'dir="rtl"' in arabic


def test_page_costs_the_same_for_one_and_for_three_groups(client, region, django_assert_num_queries):
    client.force_login(region.aicha)
    expected = 10
    with django_assert_num_queries(expected):
        client.get(f"/centres/{region.wahda.pk}/")
    for n in (2, 3):
        make_group(region.coordination, region.wahda, region.annee, nom_fr=f"G{n}", nom_ar=f"ف{n}")
    with django_assert_num_queries(expected):
        client.get(f"/centres/{region.wahda.pk}/")


def test_fc_sta_01_counts_are_not_multiplied(region):
    for n in (2, 3):
        group = make_group(region.coordination, region.wahda, region.annee, nom_fr=f"G{n}", nom_ar=f"ف{n}")
        for _ in range(n):
            make_person(region.coordination, group)
    creer(
        instance=CapaciteAutorisee(centre=region.wahda, places=7, regime="PARTIEL", du=today()),
        par=region.coordination,
    )
    centre = Centre.objects.avec_places(region.annee).get(pk=region.wahda.pk)
    assert (
        centre.nombre_groupes,
        centre.places_occupees,
        centre.places_gardees,
        centre.places_autorisees,
    ) == (
        3,
        6,
        75,
        107,
    )


def test_only_the_coordination_changes_the_network(region):
    for account in (region.aicha, region.officiel, region.salem):
        with pytest.raises(PermissionDenied):
            creer(
                instance=Filiere(code="X", type="JARDIN", nom_ar="س", nom_fr="x", duree_mois=1), par=account
            )
        with pytest.raises(PermissionDenied):
            modifier(instance=region.wahda, champs={"nom_fr": "x"}, version=1, par=account)


def test_stale_version_overwrites_nothing(region):
    centre = Centre.objects.get(pk=region.wahda.pk)
    modifier(instance=centre, champs={"nom_fr": "Un"}, version=1, par=region.coordination)
    stale = Centre.objects.get(pk=region.wahda.pk)
    with pytest.raises(Conflict) as conflict:
        modifier(instance=stale, champs={"nom_fr": "Deux"}, version=1, par=region.coordination)
    assert [(f.name, a, b) for f, a, b in conflict.value.differences() if f.name == "nom_fr"] == [
        ("nom_fr", "Un", "Deux")
    ]
    assert Centre.objects.get(pk=region.wahda.pk).nom_fr == "Un"


def test_search_key_follows_the_name(region):
    centre = Centre.objects.get(pk=region.wahda.pk)
    modifier(
        instance=centre, champs={"nom_fr": "École neuve"}, version=centre.version, par=region.coordination
    )
    assert "ecole neuve" in Centre.objects.get(pk=region.wahda.pk).cle_recherche


def test_exactly_one_year_is_current_and_none_overlap(region):
    later = make_year(region.coordination, start=region.annee.fin + timedelta(days=30))
    assert list(AnneeScolaire.objects.filter(courante=True)) == [later]
    with pytest.raises(ValidationError):
        modifier(instance=later, champs={"courante": False}, version=later.version, par=region.coordination)
    with pytest.raises(DatabaseError), transaction.atomic():
        AnneeScolaire.objects.create(
            code="9999/0000",
            debut=later.debut + timedelta(days=9),
            fin=later.fin + timedelta(days=9),
            date_reference=later.fin,
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        AnneeScolaire.objects.filter(pk=region.annee.pk).update(fin=later.debut)
    with pytest.raises(DatabaseError), transaction.atomic():
        AnneeScolaire.objects.filter(pk=region.annee.pk).update(courante=True)


def test_authorised_capacities_of_one_regime_never_overlap(region):
    with pytest.raises(DatabaseError), transaction.atomic():
        CapaciteAutorisee.objects.create(centre=region.wahda, places=5, du=today())
    first = CapaciteAutorisee.objects.get(centre=region.wahda)
    modifier(
        instance=first,
        champs={"au": today() - timedelta(days=1)},
        version=first.version,
        par=region.coordination,
    )
    creer(instance=CapaciteAutorisee(centre=region.wahda, places=5, du=today()), par=region.coordination)
    assert region.wahda.capacite_autorisee() == 5
    assert region.wahda.capacite_autorisee(today() - timedelta(days=1)) == 100


def test_assignment_is_closed_at_once_and_never_deleted(client, region):
    assignment = Affectation.objects.get(agent=region.aicha.agent)
    client.force_login(region.aicha)
    address = f"/centres/{region.wahda.pk}/"
    assert client.get(address).status_code == 200
    clore_affectation(affectation=assignment, version=assignment.version, par=region.coordination)
    assert client.get(address).status_code == 404
    with pytest.raises(DatabaseError), transaction.atomic():
        Affectation.objects.filter(pk=assignment.pk).delete()


def test_hostile_addresses_are_not_found(client, region):
    client.force_login(region.coordination)
    for address in ("/centres/99999999999999999999/", "/centres/0/", "/centres/-1/", "/centres/abc/"):
        assert client.get(address).status_code == 404, address


# --- rules in the actions: no door goes around them ---------------------------------------------------------
def test_the_actions_ask_the_rules_of_the_network(region):
    par = region.coordination
    wahda = Centre.objects.get(pk=region.wahda.pk)
    with pytest.raises(ValidationError) as refus:
        modifier(instance=wahda, champs={"etat": "FERME"}, version=wahda.version, par=par)
    assert "ferme_le" in refus.value.message_dict
    wahda.refresh_from_db()
    assert wahda.etat == "OUVERT"
    overlapping = CapaciteAutorisee(centre=wahda, places=10, du=today())
    with pytest.raises(ValidationError) as refus:
        creer(instance=overlapping, par=par)
    assert "du" in refus.value.message_dict
    agent = Affectation.objects.filter(centre=wahda).first().agent
    with pytest.raises(ValidationError) as refus:
        affecter(agent=agent, centre=wahda, fonction="RESPONSABLE", du=today(), par=par)
    assert "agent" in refus.value.message_dict


def test_a_group_saved_unchanged_after_an_exception_keeps_its_version(region):
    par, groupe = region.coordination, region.groupes["CEF-01"]
    groupe.refresh_from_db()
    accorder_derogation(
        groupe=groupe, places=3, motif="Test", du=today(), au=today(), par=par, version=groupe.version
    )
    with agir(par=par):
        # A day later: the exception has ended, and nobody has looked at the seats since.
        hier = today() - timedelta(days=1)
        DerogationGroupe.objects.filter(groupe=groupe).update(du=hier, au=hier)
        Groupe.objects.filter(pk=groupe.pk).update(plafond_jusqu_au=hier)
    groupe.refresh_from_db()
    version = groupe.version
    assert groupe.plafond == groupe.capacite + 3
    assert not modifier(instance=groupe, champs={"nom_fr": groupe.nom_fr}, version=version, par=par)
    groupe.refresh_from_db()
    assert (groupe.version, groupe.plafond, groupe.plafond_jusqu_au) == (version, groupe.capacite, None)
    assert modifier(instance=groupe, champs={"capacite": 30}, version=version, par=par)
    groupe.refresh_from_db()
    assert (groupe.version, groupe.plafond) == (version + 1, 30)
