"""People at the desk: found, corrected, never created here; what is sensitive is not shown."""

from django.urls import reverse

from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.models import Beneficiaire, Inscription
from beneficiaires.search import search_filter
from tests.admin.forms import address, fields_of, send, table, text_of


def test_the_identity_is_corrected_through_the_action(desk, region):
    personne = region.people["CEF-01"]
    answer, _sent = send(desk, address(personne), prenom_fr="Ghalia", naissance="2009", cnie="jf 77 123")
    assert answer.status_code == 302, text_of(answer)
    personne.refresh_from_db()
    assert (personne.prenom_fr, personne.cnie, personne.version) == ("Ghalia", "JF77123", 2)
    assert (personne.naissance.year, personne.naissance_precision) == (2009, "ANNEE")
    assert list(search_filter(Beneficiaire.objects.all(), "Ghalia")) == [personne]
    assert fields_of(desk.get(address(personne)))["naissance"] == "2009"


def test_a_stale_birth_date_is_compared_as_it_is_typed(desk, region):
    personne = region.people["CEF-01"]
    opened = fields_of(desk.get(address(personne)))
    stored = Beneficiaire.objects.get(pk=personne.pk)
    modifier_beneficiaire(
        personne=stored,
        champs={"naissance": stored.naissance.replace(month=1, day=1), "naissance_precision": "ANNEE"},
        version=1,
        par=region.coordination,
    )
    answer, sent = send(desk, address(personne), opened, naissance="03/2004")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f'value="{stored.naissance.year}"' in page and 'value="03/2004"' in page
    answer = desk.post(address(personne), {**sent, "version": "2"})
    assert answer.status_code == 302
    personne.refresh_from_db()
    assert personne.naissance_precision == "MOIS"


def test_disability_is_not_shown_at_the_desk(desk, region):
    personne = region.people["CEF-01"]
    Beneficiaire.objects.filter(pk=personne.pk).update(handicap_type="AUDITIF", handicap_degre="SEVERE")
    lists = (table(Beneficiaire), table(Beneficiaire) + "?q=Canari")
    for url in (address(personne), address(personne, "history"), *lists):
        words = text_of(desk.get(url))
        assert "Auditif" not in words and "Sévère" not in words


def test_people_are_neither_added_nor_deleted_here(desk, region):
    personne = region.people["CEF-01"]
    assert desk.get(table(Beneficiaire) + "add/").status_code == 403
    assert desk.post(table(Beneficiaire) + "add/", {"nom_fr": "X"}).status_code == 403
    # "Save as new" is no way round.
    _opened = fields_of(desk.get(address(personne)))
    assert desk.post(address(personne), {**_opened, "_saveasnew": "1"}).status_code == 403
    for page in ("delete",):
        assert desk.post(address(personne, page), {"post": "yes"}).status_code == 403
    assert Beneficiaire.objects.count() == 2


def test_search_by_any_part_of_what_identifies(desk, region):
    for question in ("canariwa", "كناريوح", "JF48211", "066100004" + "1"):
        words = text_of(desk.get(table(Beneficiaire), {"q": question}))
        assert "Canariwahda" in words and "Canariqods" not in words, question
    assert "Canariwahda" in text_of(desk.get(table(Inscription), {"q": "canariwa"}))
    assert "Canariqods" not in text_of(desk.get(table(Inscription), {"q": "canariwa"}))


def test_an_enrolment_is_shown_and_changed_elsewhere(desk, region):
    inscription = Inscription.objects.first()
    page = desk.get(address(inscription))
    assert reverse("inscription-statut", args=[inscription.pk]) in page.content.decode()
    assert desk.post(address(inscription), {"statut": "ANNULE"}).status_code == 403
    assert desk.post(address(inscription, "delete"), {"post": "yes"}).status_code == 403
    inscription.refresh_from_db()
    assert inscription.statut == "ACTIF"
