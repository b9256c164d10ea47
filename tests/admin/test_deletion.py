"""Deleting at the desk: only what nothing points to, in words, once, and kept by the journal."""

import uuid
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import override

from beneficiaires.actions.verification import demander
from beneficiaires.models import Inscription
from centres.models import AnneeScolaire, Centre, Filiere, Groupe
from entraide.deletion import pointing
from personnel.models import Agent, Envoi, Journal
from tests.admin.forms import address, fields_of, send, table, text_of
from tests.people import make_centre, make_commune, make_group, make_person, make_year


def test_a_group_with_enrolments_is_refused_in_words(desk, region):
    groupe = region.groupes["CEF-01"]
    for _number in range(2):
        make_person(region.coordination, groupe)
    page = desk.get(address(groupe, "delete"))
    assert "3 inscriptions" in text_of(page) and "Fermez-le plutôt" in text_of(page)
    assert 'type="submit" class="danger"' not in page.content.decode()
    answer = desk.post(address(groupe, "delete"), {"version": "1"})
    assert answer.status_code == 409
    assert Groupe.objects.filter(pk=groupe.pk).exists() and Inscription.objects.count() == 4


def test_a_row_entered_by_mistake_is_deleted_and_kept_by_the_journal(desk, region):
    centre = make_centre(region.coordination, "CEF-99", capacite=None)
    answer, _sent = send(desk, address(centre, "delete"))
    assert answer.status_code == 302 and not Centre.objects.filter(code="CEF-99").exists()
    entry = Journal.objects.get(operation="DELETE")
    assert (entry.compte_id, entry.avant["code"]) == (region.coordination.pk, "CEF-99")


def test_a_deletion_carries_a_version(desk, region):
    centre = make_centre(region.coordination, "CEF-99", capacite=None)
    assert desk.post(address(centre, "delete"), {}).status_code == 428
    opened = fields_of(desk.get(address(centre, "delete")))
    send(desk, address(centre), nom_fr="Autre nom")
    assert desk.post(address(centre, "delete"), opened).status_code == 409
    assert Centre.objects.filter(code="CEF-99").exists()


def test_a_staff_member_with_an_assignment_is_refused(desk, region):
    agent = Agent.objects.get(compte=region.aicha)
    assert "1 affectation" in text_of(desk.get(address(agent, "delete")))
    lost = Agent.objects.get(compte=region.salem)
    answer, _sent = send(desk, address(lost, "delete"))
    assert answer.status_code == 302 and not Agent.objects.filter(pk=lost.pk).exists()


def test_the_current_year_stays(desk, region):
    assert "2 inscriptions" in text_of(desk.get(address(region.annee, "delete")))
    later = make_year(region.coordination, start=region.annee.fin + timedelta(days=60))
    answer, _sent = send(desk, address(later, "delete"))
    assert answer.status_code == 302 and AnneeScolaire.objects.get(courante=True) == later
    assert "toujours en cours" in text_of(desk.get(address(later)))


def test_a_row_that_got_a_dependant_since_the_page_was_opened(desk, region):
    filiere = Filiere.objects.create(code="X-1", type="FORMATION", nom_ar="ن", nom_fr="X", duree_mois=1)
    opened = fields_of(desk.get(address(filiere, "delete")))
    make_group(region.coordination, region.wahda, region.annee, nom_ar="فوج", nom_fr="Groupe")
    Groupe.objects.filter(nom_fr="Groupe").update(filiere=filiere)
    assert desk.post(address(filiere, "delete"), opened).status_code == 409
    assert Filiere.objects.filter(code="X-1").exists()


def test_no_bulk_deletion(desk, region):
    for model in (Centre, Groupe, Agent):
        page = desk.get(table(model)).content.decode()
        assert "delete_selected" not in page
        data = {"action": "delete_selected", "_selected_action": [1], "index": 0, "post": "yes"}
        assert desk.post(table(model), data).status_code in (200, 302)
    assert Centre.objects.count() == 2


def test_what_is_never_deleted(desk, region):
    rows = {
        "admin:personnel_compte_delete": region.aicha.pk,
        "admin:beneficiaires_inscription_delete": Inscription.objects.first().pk,
        "admin:personnel_journal_delete": 1,
    }
    send(desk, address(region.wahda), nom_fr="Pour une ligne du journal")
    rows["admin:personnel_journal_delete"] = Journal.objects.first().pk
    for name, pk in rows.items():
        assert desk.post(reverse(name, args=[pk]), {"post": "yes"}).status_code == 403, name


def test_an_institution_that_only_asked_for_a_verification_says_so(desk, region):
    centre = make_centre(region.coordination, "CEF-99", capacite=None)
    for candidat in region.people.values():
        saisie = {"prenom_fr": candidat.prenom_fr, "nom_fr": candidat.nom_fr}
        demander(centre=centre, saisie=saisie, candidat=candidat, message="", par=region.coordination)
    page = desk.get(address(centre, "delete"))
    assert "2 demandes de vérification" in text_of(page)
    assert desk.post(address(centre, "delete"), {"version": "1"}).status_code == 409
    with override("ar"):
        assert pointing(centre) == ["طلبا تحقق"]


def test_every_relation_that_keeps_a_row_is_named(region):
    """What the database would refuse is told, also where the model has no name for it on this side."""
    commune = make_commune("11.321.01.77")
    assert pointing(commune) == []
    personne = region.people["CEF-01"]
    type(personne).objects.filter(pk=personne.pk).update(commune=commune)
    with override("fr"):
        (told,) = pointing(commune)
    assert told.endswith("\u202f: 1")
    # An account's own sendings go with it; they keep nothing.
    Envoi.objects.create(compte=region.salem, jeton=uuid.uuid4(), resultat="/")
    assert not any("envoi" in told.lower() for told in pointing(region.salem))


def test_a_row_that_is_gone_since_the_page_was_opened(desk, region, monkeypatch):
    centre = make_centre(region.coordination, "CEF-99", capacite=None)
    opened = fields_of(desk.get(address(centre, "delete")))

    def gone(*args, **kwargs):
        raise Centre.DoesNotExist

    monkeypatch.setattr("centres.actions.suppression.delete_version", gone)
    assert desk.post(address(centre, "delete"), opened).status_code == 404
