"""Pages of one act: accounts, tokens, exceptions, assignments."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

from beneficiaires.models import Inscription
from centres.models import Affectation, DerogationGroupe, Groupe
from entraide.periods import today
from personnel.actions.jeton import compte_du_jeton
from personnel.models import Compte, Jeton, Role
from tests.admin.forms import address, fields_of, send, table, text_of
from tests.people import make_account

GOOD = "fenêtre-ouverte-27"


# --- accounts -----------------------------------------------------------------------------------------------
def test_an_account_is_created_with_a_password(desk, region, client):
    answer, _sent = send(
        desk, reverse("admin:personnel_compte_add"), username="khadija", nom_affiche_fr="Khadija",
        role="RESPONSABLE", langue="fr", password1=GOOD, password2=GOOD,
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    compte = Compte.objects.get(username="khadija")
    assert compte.check_password(GOOD) and compte.role == Role.RESPONSABLE and compte.is_active
    assert (compte.cree_par, compte.version) == (region.coordination, 1)
    page = desk.get(address(compte)).content.decode()
    assert compte.password not in page and 'name="password' not in page


@pytest.mark.parametrize(
    "first, second, words",
    [
        ("123", "123", "trop court"),
        (GOOD, GOOD + "x", "diffèrent"),
        ("1234567890123", "1234567890123", "que des chiffres"),
        ("", "", "obligatoire"),
        ("khadija-khadija", "khadija-khadija", "ressemble trop"),
    ],
)
def test_a_weak_password_is_refused_in_words(desk, region, first, second, words):
    answer, _sent = send(
        desk, reverse("admin:personnel_compte_add"), username="khadija-khadija", role="OFFICIEL", langue="fr",
        password1=first, password2=second,
    )  # fmt: skip
    assert answer.status_code == 200 and words in text_of(answer)
    assert not Compte.objects.filter(username="khadija-khadija").exists()


def test_FC_ACC_06_a_role_and_a_closed_account_take_effect_at_once(desk, region, client):
    from django.test import Client

    hers = Client()
    hers.force_login(region.aicha)
    assert hers.get(reverse("beneficiaires")).status_code == 200
    send(desk, address(region.aicha), role="OFFICIEL")
    assert hers.get(reverse("beneficiaires")).status_code == 403
    opened = fields_of(desk.get(address(region.aicha)))
    opened.pop("is_active")
    send(desk, address(region.aicha), opened)
    assert hers.get(reverse("beneficiaires")).status_code == 302
    assert desk.post(address(region.aicha, "delete"), {"post": "yes"}).status_code == 403


def test_the_last_account_of_the_coordination_stays(desk, region):
    answer, _sent = send(desk, address(region.coordination), role="OFFICIEL")
    assert "dernier compte actif de la coordination" in text_of(answer)
    region.coordination.refresh_from_db()
    assert region.coordination.role == Role.COORDINATION


def test_a_new_password_for_somebody(desk, region):
    url = address(region.aicha, "mot-de-passe")
    answer, _sent = send(desk, url, password1="court", password2="court")
    assert answer.status_code == 422
    answer, _sent = send(desk, url, password1=GOOD, password2=GOOD)
    assert answer.status_code == 302
    region.aicha.refresh_from_db()
    assert region.aicha.check_password(GOOD)


def test_a_suspended_sign_in_is_lifted(desk, region):
    AccessAttempt.objects.create(username="aicha", ip_address="127.0.0.1", failures_since_start=5)
    AccessAttempt.objects.create(username="brahim", ip_address="127.0.0.1", failures_since_start=5)
    answer, _sent = send(desk, address(region.aicha, "deverrouiller"))
    assert answer.status_code == 302
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["brahim"]


# --- tokens -------------------------------------------------------------------------------------------------
def issue(desk, region, **changes):
    url = reverse("admin:personnel_jeton_add")
    return send(desk, url, compte=region.officiel.pk, nom="Tableau du ministère", **changes)


def test_a_token_is_shown_once(desk, region):
    answer, sent = issue(desk, region)
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    token = answer.context["token"]
    assert token in answer.content.decode()
    assert compte_du_jeton(token) == region.officiel
    row = Jeton.objects.get()
    again = desk.post(reverse("admin:personnel_jeton_add"), sent)
    assert again.status_code == 302 and Jeton.objects.count() == 1
    for url in (table(Jeton), address(row), address(row, "history")):
        page = desk.get(url).content.decode()
        assert token not in page and row.empreinte not in page


def test_a_token_is_revoked(desk, region):
    token = issue(desk, region)[0].context["token"]
    row = Jeton.objects.get()
    assert desk.post(address(row, "revoquer"), {}).status_code == 428
    answer, _sent = send(desk, address(row, "revoquer"))
    assert answer.status_code == 302 and compte_du_jeton(token) is None
    assert "Révoqué" in text_of(desk.get(table(Jeton)))


def test_a_token_does_not_end_in_the_past(desk, region):
    answer, _sent = issue(desk, region, expire_le="01/01/2020")
    assert answer.status_code == 422 and "Cette date est passée" in text_of(answer)
    assert not Jeton.objects.exists()


# --- exceptions ---------------------------------------------------------------------------------------------
def day(delta):
    return (today() + timedelta(days=delta)).strftime("%d/%m/%Y")


def test_an_exception_raises_the_guard_of_the_seats(desk, region):
    groupe = region.groupes["CEF-01"]
    url = address(groupe, "derogation")
    opened = fields_of(desk.get(url))
    answer, _sent = send(desk, url, opened, places="٣", motif="Demande du délégué", au=day(20))
    assert answer.status_code == 302, text_of(answer)
    row = DerogationGroupe.objects.get()
    assert (row.places, row.motif, row.cree_par) == (3, "Demande du délégué", region.coordination)
    assert Groupe.objects.get(pk=groupe.pk).plafond == groupe.capacite + 3
    # The same form again is the same decision; an old one is stale.
    assert desk.post(url, {**opened, "places": "3", "motif": "x", "au": day(20)}).status_code == 302
    assert (
        desk.post(url, {**opened, "jeton": "", "places": "3", "motif": "x", "au": day(20)}).status_code == 409
    )
    assert DerogationGroupe.objects.count() == 1


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"motif": ""}, "obligatoire"),
        ({"places": "0"}, "inférieure à 1"),
        ({"au": "01/01/2020"}, "La dérogation doit finir"),
    ],
)
def test_an_exception_has_a_reason_and_an_end(desk, region, changes, words):
    url = address(region.groupes["CEF-01"], "derogation")
    answer, _sent = send(desk, url, **{"places": "3", "motif": "Besoin", "au": day(20), **changes})
    assert answer.status_code == 422 and words in text_of(answer), text_of(answer)
    assert not DerogationGroupe.objects.exists()


def test_an_exception_is_ended(desk, region):
    groupe = region.groupes["CEF-01"]
    send(desk, address(groupe, "derogation"), places="3", motif="Besoin", du=day(-5), au=day(20))
    row = DerogationGroupe.objects.get()
    answer, _sent = send(desk, address(row, "clore"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.au < today() and Groupe.objects.get(pk=groupe.pk).plafond == groupe.capacite


# --- one act on many rows -----------------------------------------------------------------------------------
def run_action(desk, model, name, rows, query="", across=False):
    data = {
        "action": name,
        "_selected_action": [row.pk for row in rows],
        "select_across": int(across),
        "index": 0,
    }
    return desk.post(table(model) + query, data)


def confirm(desk, model, page, name, query=""):
    data = fields_of(page)
    data["_selected_action"] = [row.pk for row in page.context["rows"]]
    return desk.post(table(model) + query, data, follow=True)


def test_assignments_are_closed_today_after_a_count(desk, region):
    from django.test import Client

    hers = Client()
    hers.force_login(region.aicha)
    rows = list(Affectation.objects.all())
    page = run_action(desk, Affectation, "clore", rows)
    assert "2 lignes choisies" in text_of(page) and not Affectation.objects.filter(au__isnull=False).exists()
    answer = confirm(desk, Affectation, page, "clore")
    assert "2 affectations sont fermées" in text_of(answer)
    assert all(row.au == today() and row.version == 2 for row in Affectation.objects.all())
    assert hers.get(reverse("centre", args=[region.wahda.pk])).status_code == 404
    assert desk.post(address(rows[0], "delete"), {"post": "yes"}).status_code == 403


def test_FC_ADM_01_an_action_stays_within_the_filter(desk, region):
    query = f"?centre__id__exact={region.wahda.pk}"
    page = run_action(desk, Groupe, "fermer", Groupe.objects.all()[:1], query, across=True)
    assert [row.centre for row in page.context["rows"]] == [region.wahda]
    assert "1 ligne choisie" in text_of(page)
    answer = confirm(desk, Groupe, page, "fermer", query)
    assert "1 groupe est fermé" in text_of(answer)
    assert list(Groupe.objects.filter(ferme_le__isnull=True)) == [region.groupes["CEF-02"]]


def test_FC_ADM_01_an_action_stops_when_the_rows_have_changed(desk, region):
    from centres.actions.reference import modifier

    page = run_action(desk, Groupe, "fermer", Groupe.objects.all())
    groupe = Groupe.objects.get(pk=region.groupes["CEF-02"].pk)
    modifier(instance=groupe, champs={"nom_fr": "Autre"}, version=1, par=region.coordination)
    answer = confirm(desk, Groupe, page, "fermer")
    assert "La liste a changé" in text_of(answer)
    assert not Groupe.objects.filter(ferme_le__isnull=False).exists()


def test_a_confirmation_is_for_the_account_that_was_asked(desk, region):
    from django.test import Client

    page = run_action(desk, Groupe, "fermer", Groupe.objects.all())
    other = Client()
    other.force_login(make_account("zineb", Role.COORDINATION))
    answer = confirm(other, Groupe, page, "fermer")
    assert "trop ancienne" in text_of(answer)
    assert not Groupe.objects.filter(ferme_le__isnull=False).exists()


def test_closing_a_group_puts_nobody_out(desk, region):
    page = run_action(desk, Groupe, "fermer", Groupe.objects.all())
    confirm(desk, Groupe, page, "fermer")
    assert Inscription.objects.ouvertes().count() == 2


def test_closing_an_assignment_alone(desk, region):
    row = Affectation.objects.first()
    answer, _sent = send(desk, address(row), au=today().strftime("%d/%m/%Y"))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.au == today()
    twice, _sent = send(
        desk, reverse("admin:centres_affectation_add"),
        agent=row.agent_id, centre=row.centre_id, fonction=row.fonction, du=today().strftime("%d/%m/%Y"),
    )  # fmt: skip
    assert twice.status_code == 302 and Affectation.objects.count() == 3
    again, _sent = send(
        desk, reverse("admin:centres_affectation_add"),
        agent=row.agent_id, centre=row.centre_id, fonction=row.fonction, du=today().strftime("%d/%m/%Y"),
    )  # fmt: skip
    assert "a déjà cette fonction" in text_of(again)
