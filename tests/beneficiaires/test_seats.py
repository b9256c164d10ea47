"""The seats of a group: counted and guarded by the database, whoever writes and however."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Q

from beneficiaires import seats
from beneficiaires.models import Beneficiaire, Inscription
from beneficiaires.statuts import OCCUPENT_UNE_PLACE
from centres.models import AnneeScolaire, Groupe
from entraide.bulk import bulk_insert
from personnel.models import Journal
from tests.people import make_account, make_centre, make_group, make_year

pytestmark = pytest.mark.django_db
COLUMNS = ("beneficiaire", "centre", "annee", "groupe", "statut", "date_inscription", "date_fin")


@pytest.fixture
def region():
    fatima = make_account("fatima", "COORDINATION")
    annee = make_year(fatima)
    centre = make_centre(fatima, "CEF-01")
    groups = [make_group(fatima, centre, annee, nom_ar=f"فوج {n}", capacite=5) for n in range(3)]
    other = make_group(fatima, make_centre(fatima, "CEF-02"), annee, capacite=5)
    return groups, other


def people(number):
    """`number` new people: their keys."""
    start = Beneficiaire.objects.count()
    rows = Beneficiaire.objects.bulk_create(
        Beneficiaire(numero=f"{start + n:09}", prenom_fr=f"P{n}") for n in range(number)
    )
    return [row.pk for row in rows]


def enrolment(person, groupe, statut="ACTIF", **fields):
    fields = {"centre_id": groupe.centre_id, "annee_id": groupe.annee_id, **fields}
    fin = None if statut in ("ACTIF", "ATTENTE", "SUSPENDU") else date(2026, 1, 2)
    return Inscription(
        beneficiaire_id=person,
        groupe=groupe,
        statut=statut,
        date_inscription=date(2026, 1, 1),
        date_fin=fin,
        **fields,
    )


def enrol(groupe, number, statut="ACTIF"):
    return Inscription.objects.bulk_create(enrolment(person, groupe, statut) for person in people(number))


def taken(*groups):
    counts = dict(Groupe.objects.values_list("pk", "occupees"))
    true = Groupe.objects.annotate(
        n=Count("inscriptions", filter=Q(inscriptions__statut__in=[s.value for s in OCCUPENT_UNE_PLACE]))
    )
    assert counts == dict(true.values_list("pk", "n"))
    return [counts[groupe.pk] for groupe in groups]


def refused(text=""):
    return pytest.raises(IntegrityError, match=text)


def test_only_active_and_suspended_people_hold_a_seat(region):
    (a, b, _c), _ = region
    for statut in ("ACTIF", "SUSPENDU", "ATTENTE", "ACHEVE", "ABANDON", "TRANSFERE", "ANNULE"):
        enrolment(people(1)[0], a, statut).save()
    assert taken(a, b) == [2, 0]


def test_every_way_of_writing_is_counted(region):
    (a, b, c), _ = region
    rows = enrol(a, 4)
    assert taken(a) == [4]
    Inscription.objects.filter(pk=rows[0].pk).update(statut="ABANDON", date_fin=date(2026, 1, 2))
    rows[1].statut = "SUSPENDU"
    rows[1].save()
    assert taken(a) == [3]
    Inscription.objects.filter(pk__in=[rows[1].pk, rows[2].pk]).update(groupe=b)
    assert taken(a, b) == [1, 2]
    Inscription.objects.filter(pk=rows[2].pk).update(groupe=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE beneficiaires_inscription SET motif_tardif = 'x'")
        cursor.execute("UPDATE beneficiaires_inscription SET statut = 'ATTENTE' WHERE groupe_id = %s", [b.pk])
    assert taken(a, b) == [1, 0]
    Inscription.objects.filter(groupe=b).update(statut="ACTIF")
    Inscription.objects.filter(groupe=a).delete()
    assert taken(a, b) == [0, 1]
    lines = [
        (p, a.centre_id, a.annee_id, g.pk, "ACTIF", date(2026, 1, 1), None) for g in (a, c) for p in people(3)
    ]
    assert bulk_insert(Inscription, COLUMNS, lines) == 6
    assert taken(a, b, c) == [3, 1, 3]


def test_the_counter_moves_without_the_journal(region):
    (a, _b, _c), _ = region
    enrol(a, 2)
    assert not Journal.objects.filter(table_nom="centres_groupe", objet_id=a.pk).exists()


def test_the_last_seat_is_the_last(region):
    (a, b, _c), _ = region
    rows = enrol(a, 5)
    waiting = enrol(a, 1, "ATTENTE")[0]
    person = people(1)[0]
    attempts = [
        lambda: enrolment(person, a).save(),
        lambda: Inscription.objects.filter(pk=waiting.pk).update(statut="ACTIF"),
        lambda: Inscription.objects.filter(pk=enrol(b, 1)[0].pk).update(groupe=a),
        lambda: enrol(b, 6),
        lambda: bulk_insert(
            Inscription, COLUMNS, [(person, a.centre_id, a.annee_id, a.pk, "ACTIF", date(2026, 1, 1), None)]
        ),
        lambda: Groupe.objects.filter(pk=a.pk).update(plafond=4, capacite=4),
    ]
    for attempt in attempts:
        with refused("groupe_places_gardees"), transaction.atomic():
            attempt()
    assert taken(a, b) == [5, 0]
    Inscription.objects.filter(pk=rows[0].pk).update(statut="ABANDON", date_fin=date(2026, 1, 2))
    Inscription.objects.filter(pk=waiting.pk).update(statut="ACTIF")
    assert taken(a) == [5]


def test_an_enrolment_is_in_the_centre_and_year_of_its_group_for_ever(region):
    (a, b, _c), other = region
    person = people(1)[0]
    year = AnneeScolaire.objects.create(
        code="2019/2020", debut=date(2019, 9, 1), fin=date(2020, 7, 1), date_reference=date(2019, 12, 31)
    )
    for wrong in ({"centre_id": other.centre_id}, {"annee_id": year.pk}):
        with refused("centre and the year"), transaction.atomic():
            enrolment(person, a, **wrong).save()
    row = enrolment(person, a)
    row.save()
    with refused("centre and the year"), transaction.atomic():
        Inscription.objects.filter(pk=row.pk).update(groupe=other)
    for change in (
        {"centre": other.centre_id},
        {"annee": year},
        {"centre": other.centre_id, "groupe": other},
    ):
        with refused("never change"), transaction.atomic():
            Inscription.objects.filter(pk=row.pk).update(**change)
    with refused("keeps its centre"), transaction.atomic():
        Groupe.objects.filter(pk=a.pk).update(centre=other.centre_id)
    Inscription.objects.filter(pk=row.pk).update(centre=a.centre_id, groupe=b)
    Groupe.objects.filter(pk=a.pk).update(nom_fr="Broderie", centre=other.centre_id)
    assert taken(a, b, other) == [0, 1, 0]


def test_counts_are_mended_after_rows_that_came_without_triggers(region):
    (a, b, _c), _ = region
    enrol(a, 2)
    Groupe.objects.filter(pk=b.pk).update(occupees=3)
    assert seats.recount(connection) == 1
    assert taken(a, b) == [2, 0]
    seats.drop_triggers(connection)
    enrol(b, 4)
    assert f"{seats.PREFIX}insert" in seats.create_triggers(connection)
    assert taken(a, b) == [2, 4]


def at_once(*works):
    """Run each work in its own thread, connection and transaction, all together; return what they raised."""
    barrier, errors = threading.Barrier(len(works)), []

    def run(work):
        try:
            # A transaction of SQLite takes the only write lock as it begins: the threads meet before it.
            if connection.vendor == "sqlite":
                barrier.wait(10)
            with transaction.atomic():
                if connection.vendor == "postgresql":
                    barrier.wait(10)
                work()
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_second_do_not_share_the_last_seat(region):
    (a, _b, _c), _ = region
    enrol(a, 4)
    errors = at_once(*[lambda person=person: enrolment(person, a).save() for person in people(4)])
    assert [type(error) for error in errors] == [IntegrityError] * 3
    assert taken(a) == [5]


@pytest.mark.django_db(transaction=True)
def test_two_loads_that_fill_the_same_groups_in_another_order_both_succeed():
    fatima = make_account("fatima", "COORDINATION")
    annee, centre = make_year(fatima), make_centre(fatima, "CEF-01")
    groups = [make_group(fatima, centre, annee, nom_ar=f"فوج {n}", capacite=5) for n in range(60)]
    first, second = people(60), people(60)

    def load(who, order):
        pairs = zip(who, order, strict=True)
        bulk_insert(
            Inscription,
            COLUMNS,
            [(p, centre.pk, annee.pk, g.pk, "ACTIF", date(2026, 1, 1), None) for p, g in pairs],
        )

    errors = at_once(lambda: load(first, groups), lambda: load(second, groups[::-1]))
    assert errors == []
    assert taken(*groups) == [2] * 60
