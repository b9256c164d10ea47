"""Enrolling: the happy path, every refusal, the seats, the same person twice."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from beneficiaires.actions.inscription import Demande, Refus, changer_statut, inscrire, inscrire_lot
from beneficiaires.models import Beneficiaire, ChangementStatut, Inscription, Statut
from beneficiaires.regles import judge_age
from beneficiaires.statuts import TRANSITIONS, permise
from centres.actions.groupe import accorder_derogation
from centres.models import Groupe
from entraide.editing import Conflict, VersionMissing
from entraide.periods import today
from tests.people import make_centre, make_group, make_person, make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return make_region()


def open_enrolment(person):
    return Inscription.objects.get(beneficiaire=person, date_fin=None)


def test_enrol_takes_a_seat_and_writes_its_history(region):
    group = region.groupes["CEF-01"]
    group.refresh_from_db()
    before = group.occupees
    person = make_person(region.aicha)
    enrolment = inscrire(beneficiaire=person, groupe=group, par=region.aicha)
    group.refresh_from_db()
    assert group.occupees == before + 1
    assert (enrolment.centre_id, enrolment.annee_id) == (group.centre_id, group.annee_id)
    change = ChangementStatut.objects.get(inscription=enrolment)
    assert (change.de, change.vers, change.cree_par) == (None, Statut.ACTIF, region.aicha)
    assert Inscription.objects.get(pk=enrolment.pk).cree_par == region.aicha


def test_a_manager_enrols_in_her_own_centre_only(region):
    person = make_person(region.aicha)
    with pytest.raises(PermissionDenied):
        inscrire(beneficiaire=person, groupe=region.groupes["CEF-02"], par=region.aicha)
    with pytest.raises(PermissionDenied):
        inscrire(beneficiaire=person, groupe=region.groupes["CEF-01"], par=region.officiel)
    with pytest.raises(PermissionDenied):
        inscrire(beneficiaire=person, groupe=region.groupes["CEF-01"], par=region.salem)


def test_full_group_is_refused_and_waiting_takes_no_seat(region):
    group = make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Petit", nom_ar="صغير", capacite=1
    )
    make_person(region.coordination, group)
    person = make_person(region.coordination)
    with pytest.raises(Refus) as refus:
        inscrire(beneficiaire=person, groupe=group, par=region.coordination)
    assert refus.value.code == "complet"
    inscrire(beneficiaire=person, groupe=group, statut=Statut.ATTENTE, par=region.coordination)
    group.refresh_from_db()
    assert group.occupees == 1


def test_the_database_refuses_the_seat_too_many(region):
    group = make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Petit", nom_ar="صغير", capacite=1
    )
    make_person(region.coordination, group)
    person = make_person(region.coordination)
    row = Inscription(
        beneficiaire=person,
        centre=group.centre,
        annee=group.annee,
        groupe=group,
        statut="ACTIF",
        date_inscription=today(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_the_database_holds_an_enrolment_to_the_centre_of_its_group(region):
    enrolment = open_enrolment(region.people["CEF-01"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Inscription.objects.filter(pk=enrolment.pk).update(groupe=region.groupes["CEF-02"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Inscription.objects.filter(pk=enrolment.pk).update(centre=region.qods, groupe=None)


def test_one_open_enrolment_per_person_centre_and_year(region):
    person, group = region.people["CEF-01"], region.groupes["CEF-01"]
    with pytest.raises(Refus) as refus:
        inscrire(beneficiaire=person, groupe=group, par=region.aicha)
    assert refus.value.code == "deja"
    other = make_group(region.coordination, region.wahda, region.annee, nom_fr="Autre", nom_ar="آخر")
    with pytest.raises(Refus):
        inscrire(beneficiaire=person, groupe=other, par=region.aicha)
    row = Inscription(
        beneficiaire=person,
        centre=other.centre,
        annee=other.annee,
        groupe=other,
        statut="ATTENTE",
        date_inscription=today(),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_batch_enrols_everybody_or_nobody(region):
    group = make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Petit", nom_ar="صغير", capacite=2
    )
    people = [make_person(region.coordination) for _ in range(3)]
    with pytest.raises(Refus):
        inscrire_lot(demandes=[Demande(p, group) for p in people], par=region.coordination)
    assert not Inscription.objects.filter(groupe=group).exists()
    inscrire_lot(demandes=[Demande(p, group) for p in people[:2]], par=region.coordination, lot="essai")
    group.refresh_from_db()
    assert group.occupees == 2
    assert set(Inscription.objects.filter(groupe=group).values_list("lot", flat=True)) == {"essai"}
    with pytest.raises(Refus) as refus:
        inscrire_lot(
            demandes=[Demande(people[2], g) for g in (region.groupes["CEF-01"], region.groupes["CEF-01"])],
            par=region.coordination,
        )
    assert refus.value.code == "deja"


@pytest.mark.parametrize(
    ("offset", "anchor"), [(-1, "debut"), (1, "fin"), (1, "today")], ids=["before", "after", "tomorrow"]
)
def test_fc_dat_03_date_outside_the_year(region, offset, anchor):
    day = today() if anchor == "today" else getattr(region.annee, anchor)
    person = make_person(region.aicha)
    with pytest.raises(Refus) as refus:
        inscrire(
            beneficiaire=person,
            groupe=region.groupes["CEF-01"],
            date=day + timedelta(days=offset),
            par=region.aicha,
        )
    assert refus.value.code == "date" if hasattr(refus.value, "code") else "date" in refus.value.message_dict


def test_fc_dat_03_status_change_outside_its_bounds(region):
    enrolment = open_enrolment(region.people["CEF-01"])
    for day in (enrolment.date_inscription - timedelta(days=1), today() + timedelta(days=1)):
        with pytest.raises(Refus) as refus:
            changer_statut(
                inscription=enrolment,
                vers="SUSPENDU",
                par=region.aicha,
                version=enrolment.version,
                effectif_le=day,
            )
        assert "effectif_le" in refus.value.message_dict


def test_late_enrolment_needs_a_reason(region):
    annee = region.annee
    type(annee).objects.filter(pk=annee.pk).update(fin_inscriptions=today() - timedelta(days=1))
    group = Groupe.objects.get(pk=region.groupes["CEF-01"].pk)
    person = make_person(region.aicha)
    with pytest.raises(Refus) as refus:
        inscrire(beneficiaire=person, groupe=group, par=region.aicha)
    assert "motif_tardif" in refus.value.message_dict
    inscrire(beneficiaire=person, groupe=group, motif_tardif="Arrivée au quartier", par=region.aicha)


def test_age_rule_is_refused_and_only_the_coordination_grants_an_exception(region):
    child = make_person(
        region.aicha,
        naissance=region.annee.date_reference.replace(year=region.annee.date_reference.year - 10),
    )
    group = region.groupes["CEF-01"]
    with pytest.raises(Refus) as refus:
        inscrire(beneficiaire=child, groupe=group, par=region.aicha)
    assert "naissance" in refus.value.message_dict
    with pytest.raises(PermissionDenied):
        inscrire(beneficiaire=child, groupe=group, derogation_age="Décision", par=region.aicha)
    enrolment = inscrire(
        beneficiaire=child, groupe=group, derogation_age="Décision du 3", par=region.coordination
    )
    assert enrolment.derogation_age == "Décision du 3"


def test_fc_dat_04_kindergarten_ages_do_not_depend_on_the_day():
    import csv
    from pathlib import Path

    data = Path(__file__).parent.parent / "data" / "FC-DAT-04-kindergarten-ages-expected.csv"
    for row in csv.DictReader(data.read_text(encoding="utf-8").splitlines()):
        verdict = judge_age("JARDIN", date.fromisoformat(row["naissance"]), "JOUR", date(2025, 12, 31), "fr")
        assert (verdict is None) == (row["verdict_3_to_6_inclusive"] == "accept"), row
        assert verdict is None or "31 décembre 2025" in verdict


def test_a_birth_known_by_year_is_refused_only_when_every_day_would_be():
    reference = date(2025, 12, 31)
    assert judge_age("JARDIN", date(2022, 1, 1), "ANNEE", reference, "fr") is None
    assert judge_age("JARDIN", date(2023, 1, 1), "ANNEE", reference, "fr")
    assert judge_age("FORMATION", date(2011, 1, 1), "ANNEE", reference, "fr")
    assert judge_age("FORMATION", date(2010, 12, 1), "MOIS", reference, "fr") is None
    assert judge_age("JARDIN", None, None, reference, "fr") is None


def test_closed_centre_or_group_takes_nobody(region):
    closed = make_centre(region.coordination, "CEF-09", etat="FERME", ferme_le=today())
    group = make_group(region.coordination, closed, region.annee)
    person = make_person(region.coordination)
    with pytest.raises(Refus) as refus:
        inscrire(beneficiaire=person, groupe=group, par=region.coordination)
    assert refus.value.code == "ferme"


def test_every_transition_of_the_table_and_no_other(region):
    for start in Statut:
        for end in Statut:
            assert permise(start, end) == (end in TRANSITIONS[start])
    enrolment = open_enrolment(region.people["CEF-01"])
    with pytest.raises(Refus):
        changer_statut(inscription=enrolment, vers="ATTENTE", par=region.aicha, version=enrolment.version)


def test_status_frees_and_takes_the_seat_again(region):
    group, person = region.groupes["CEF-01"], region.people["CEF-01"]
    enrolment = open_enrolment(person)
    enrolment = changer_statut(
        inscription=enrolment,
        vers="ABANDON",
        motif_sortie="TRAVAIL",
        par=region.aicha,
        version=enrolment.version,
    )
    group.refresh_from_db()
    assert (group.occupees, enrolment.date_fin, enrolment.motif_sortie) == (0, today(), "TRAVAIL")
    enrolment = changer_statut(
        inscription=enrolment, vers="ACTIF", par=region.aicha, version=enrolment.version
    )
    group.refresh_from_db()
    assert (group.occupees, enrolment.date_fin, enrolment.motif_sortie) == (1, None, None)
    assert [c.vers for c in enrolment.changements.order_by("id")] == ["ACTIF", "ABANDON", "ACTIF"]


def test_return_after_drop_out_needs_a_free_seat(region):
    group = make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Petit", nom_ar="صغير", capacite=1
    )
    first = make_person(region.coordination, group)
    gone = open_enrolment(first)
    gone = changer_statut(
        inscription=gone, vers="ABANDON", motif_sortie="SANTE", par=region.aicha, version=gone.version
    )
    make_person(region.coordination, group)
    with pytest.raises(Refus) as refus:
        changer_statut(inscription=gone, vers="ACTIF", par=region.aicha, version=gone.version)
    assert refus.value.code == "complet"


def test_leaving_needs_a_coded_reason(region):
    enrolment = open_enrolment(region.people["CEF-01"])
    with pytest.raises(Refus) as refus:
        changer_statut(inscription=enrolment, vers="ABANDON", par=region.aicha, version=enrolment.version)
    assert "motif_sortie" in refus.value.message_dict


def test_stale_or_missing_version_changes_nothing(region):
    enrolment = open_enrolment(region.people["CEF-01"])
    with pytest.raises(VersionMissing):
        changer_statut(inscription=enrolment, vers="SUSPENDU", par=region.aicha, version=None)
    with pytest.raises(Conflict):
        changer_statut(
            inscription=enrolment, vers="SUSPENDU", par=region.aicha, version=enrolment.version + 1
        )
    assert ChangementStatut.objects.filter(inscription=enrolment).count() == 1


def test_exception_raises_the_guard_until_it_ends_and_puts_nobody_out(region):
    group = make_group(
        region.coordination, region.wahda, region.annee, nom_fr="Petit", nom_ar="صغير", capacite=1
    )
    make_person(region.coordination, group)
    group.refresh_from_db()
    with pytest.raises(PermissionDenied):
        accorder_derogation(
            groupe=group,
            places=1,
            motif="Afflux",
            du=today(),
            au=today(),
            par=region.aicha,
            version=group.version,
        )
    for wrong in ({"motif": " "}, {"places": 0}, {"au": today() - timedelta(days=1)}):
        values = {"places": 1, "motif": "Afflux", "du": today(), "au": today(), **wrong}
        with pytest.raises(ValidationError):
            accorder_derogation(groupe=group, par=region.coordination, version=group.version, **values)
    derogation = accorder_derogation(
        groupe=group,
        places=1,
        motif="Afflux",
        du=today(),
        au=today(),
        par=region.coordination,
        version=group.version,
    )
    group.refresh_from_db()
    assert group.plafond == 2
    make_person(region.coordination, group)
    # The exception ends: the two stay, a third is refused, and the guard comes down when one leaves.
    type(derogation).objects.filter(pk=derogation.pk).update(
        du=today() - timedelta(days=9), au=today() - timedelta(days=1)
    )
    with pytest.raises(Refus):
        inscrire(beneficiaire=make_person(region.coordination), groupe=group, par=region.coordination)
    group.refresh_from_db()
    assert (group.occupees, group.en_depassement) == (2, True)
    leaver = Inscription.objects.filter(groupe=group).first()
    changer_statut(
        inscription=leaver,
        vers="ABANDON",
        motif_sortie="AUTRE",
        par=region.coordination,
        version=leaver.version,
    )
    with pytest.raises(Refus):
        inscrire(beneficiaire=make_person(region.coordination), groupe=group, par=region.coordination)
    group.refresh_from_db()
    assert (group.occupees, group.plafond) == (1, 1)


def test_fc_idn_10_one_name_alone_is_a_name(region):
    person = make_person(region.aicha, prenom_ar="السالكة", nom_ar="", prenom_fr="", nom_fr="")
    person = Beneficiaire.objects.get(pk=person.pk)
    assert person.nom_complet("ar") == person.nom_complet("fr") == "السالكة"
    assert person.incomplete
    with pytest.raises(ValidationError):
        make_person(region.aicha, prenom_ar="", nom_ar="", prenom_fr="", nom_fr="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Beneficiaire.objects.filter(pk=person.pk).update(prenom_ar="")
