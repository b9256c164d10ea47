"""People at the desk: found, corrected, never created here; what is sensitive is not shown."""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from beneficiaires import doublons
from beneficiaires.actions import beneficiaire as actions
from beneficiaires.actions.beneficiaire import modifier_beneficiaire
from beneficiaires.actions.fusion import fusionner
from beneficiaires.models import Beneficiaire, Inscription
from beneficiaires.search import search_filter
from centres.models import Centre
from tests.admin.forms import address, fields_of, send, table, text_of
from tests.beneficiaires.fusion.files import merge, person, undo
from tests.people import make_person


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


def test_the_history_of_a_kept_file_tells_the_merge(desk, region):
    garde, absorbe = (
        make_person(region.coordination, region.groupes["CEF-01"], prenom_fr=name) for name in ("Un", "Deux")
    )
    fusionner(
        garde=garde, absorbe=absorbe, par=region.coordination, versions=(garde.version, absorbe.version),
        places={(region.wahda.pk, region.annee.pk): garde.inscriptions.get().pk},
    )  # fmt: skip
    page = desk.get(address(garde, "history")).content.decode()
    assert absorbe.numero_affiche in page


# --- a file that was merged meanwhile ---------------------------------------------------------------------
@pytest.fixture
def two(region):
    return person(region, region.groupes["CEF-01"]), person(region)


def _led(desk, answer, garde, absorbe):
    assert (answer.status_code, answer.url) == (302, address(garde))
    (message,) = [str(each) for each in desk.get(answer.url).context["messages"]]
    assert absorbe.numero_affiche in message and garde.numero_affiche in message
    return message


def test_the_page_of_a_merged_file_leads_to_the_kept_one(desk, region, two):
    garde, absorbe = two
    opened = fields_of(desk.get(address(absorbe)))
    fusion = merge(region, garde, absorbe)
    _led(desk, desk.get(address(absorbe)), garde, absorbe)
    answer, _sent = send(desk, address(absorbe), opened, adresse="Hay El Wahda")
    assert "pas été enregistré" in _led(desk, answer, garde, absorbe)
    garde.refresh_from_db()
    assert garde.adresse == ""
    undo(region, fusion)
    assert desk.get(address(absorbe)).status_code == 200
    assert desk.get("/administration/beneficiaires/beneficiaire/987654/change/").status_code == 404


@pytest.mark.parametrize("moment", ["save_version", "verrouiller_fiches", "verifier_personne"])
def test_a_file_that_is_merged_while_it_is_written_leads_to_the_kept_one(
    desk, region, two, moment, monkeypatch
):
    garde, absorbe = two
    opened = fields_of(desk.get(address(absorbe)))
    module = doublons if moment == "verrouiller_fiches" else actions
    usual = getattr(module, moment)

    def merged_first(*args, **kwargs):
        monkeypatch.setattr(module, moment, usual)
        with transaction.atomic():
            merge(region, garde, absorbe)
        # Read, as `save_version` does, once the merge is seen.
        Beneficiaire.objects.get(pk=absorbe.pk)

    monkeypatch.setattr(module, moment, merged_first)
    # The transaction of the page is undone, and the merge with it: then it stands as it would elsewhere.
    monkeypatch.setattr("beneficiaires.admin._merge_of", lambda key: stands[key])
    stands = {str(absorbe.pk): SimpleNamespace(garde=garde, numero_affiche=absorbe.numero_affiche)}
    answer, _sent = send(desk, address(absorbe), opened, adresse="Hay El Wahda")
    _led(desk, answer, garde, absorbe)


def test_a_row_of_another_kind_that_is_gone_is_not_found(desk, region, monkeypatch):
    centre = region.wahda
    opened = fields_of(desk.get(address(centre)))

    def gone(*args, **kwargs):
        raise Centre.DoesNotExist

    monkeypatch.setattr("entraide.editing.check_version", gone)
    monkeypatch.setattr("entraide.admin_versions.once", gone)
    answer, _sent = send(desk, address(centre), opened, nom_fr="Autre")
    assert answer.status_code == 404
