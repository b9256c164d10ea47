"""Search before create: whoever creates a person is shown those who are like her, at every door.

`test_ressemblance_ailleurs.py` holds what is said, and not said, of people of other centres.
"""

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from beneficiaires.actions.beneficiaire import (
    Ressemblance,
    ajouter_tuteur,
    creer_beneficiaire,
    modifier_beneficiaire,
)
from beneficiaires.actions.inscription import changer_statut
from beneficiaires.models import Beneficiaire, Cle, Fusion, LienTuteur, Paire, Tuteur
from entraide.editing import new_token
from personnel.actions.jeton import emettre_jeton
from personnel.journal import agir
from personnel.models import Envoi
from tests.beneficiaires.alike import STORED, TYPED, known, people, sent
from tests.beneficiaires.test_together import together
from tests.people import make_centre, make_group, make_region

DATA = Path(__file__).parent.parent / "data"
pytestmark = pytest.mark.django_db


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def mine(region):
    """The woman, known to Aicha's centre."""
    return known(region.coordination, region.groupes["CEF-01"])


@pytest.fixture
def aicha(client, region):
    client.force_login(region.aicha)
    return client


def api(client, region, account, body, **headers):
    token = emettre_jeton(compte=account, nom="n", par=region.coordination)[1]
    return client.post(
        "/api/v1/beneficiaires/",
        body,
        content_type="application/json",
        headers={"Authorization": f"Token {token}", **headers},
    )


# --- the page -----------------------------------------------------------------------------------------------


def test_the_page_comes_back_with_the_person_and_nothing_lost(aicha, region, mine):
    before, token = people(), new_token()
    data = sent(region.groupes["CEF-01"], adresse="Hay El Wahda", jeton=token)
    response = aicha.post(reverse("inscription-nouvelle"), data)
    page = response.content.decode()
    assert response.status_code == 422 and people() == before
    for text in ("فاطمة الزهراء بنعلي", mine.numero_affiche, "Centre Al Wahda", "why-list"):
        assert text in page
    # She is enrolled here already: her file is offered, no second enrolment.
    assert reverse("beneficiaire", args=[mine.numero]) in page
    for name in ("prenom_fr", "nom_fr", "naissance", "adresse", "jeton"):
        assert f'value="{data[name]}"' in page, name
    assert 'name="malgre"' in page and "Rien n" in page
    assert not Envoi.objects.filter(jeton=token).exists()


def test_somebody_who_left_may_be_enrolled_again_from_there(aicha, region, mine):
    other = make_group(region.coordination, region.wahda, region.annee, nom_fr="Autre", nom_ar="آخر")
    row = mine.inscriptions.get()
    changer_statut(
        inscription=row, vers="ABANDON", motif_sortie="SANTE", version=row.version, par=region.aicha
    )
    page = aicha.post(reverse("inscription-nouvelle"), sent(other)).content.decode()
    assert f"{reverse('inscription-existante', args=[mine.numero])}?centre=CEF-01" in page


def test_the_reason_creates_the_file_and_is_kept(aicha, region, mine):
    token, group = new_token(), region.groupes["CEF-01"]
    address = reverse("inscription-nouvelle")
    assert aicha.post(address, sent(group, jeton=token)).status_code == 422
    refused = aicha.post(address, sent(group, jeton=token, malgre="  "))
    assert refused.status_code == 422 and "motif" in refused.content.decode()
    created = aicha.post(address, sent(group, jeton=token, malgre="Deux cousines"))
    assert created.status_code == 302
    again = aicha.post(address, sent(group, jeton=token, malgre="Deux cousines"))
    assert again.url == created.url
    new = Beneficiaire.objects.get(prenom_fr="Fatima Zahra")
    pair = Paire.objects.de(new).get()
    assert {pair.a_id, pair.b_id} == {mine.pk, new.pk}
    assert (pair.motif, pair.cree_par, pair.etat) == ("Deux cousines", region.aicha, "A_EXAMINER")


def test_without_anybody_alike_the_reason_is_not_asked_nor_kept(aicha, region):
    response = aicha.get(reverse("inscription-nouvelle") + "?centre=CEF-01")
    assert 'name="malgre"' not in response.content.decode()
    data = sent(region.groupes["CEF-01"], malgre="rien")
    assert aicha.post(reverse("inscription-nouvelle"), data).status_code == 302
    assert not Paire.objects.filter(motif="rien").exists()


def test_the_guardian_typed_with_her_is_evidence_and_keeps_the_reason(aicha, region):
    """Two who share little but the guardian: what joins them is found before the link is written."""
    par, group = region.coordination, region.groupes["CEF-01"]
    child = known(par, group, naissance=None, naissance_precision=None, telephone=None)
    guardian = {
        "prenom_ar": "السالكة",
        "nom_ar": "بنت حمادي",
        "cnie": "SH00123",
        "telephone": "+212661777009",
    }
    ajouter_tuteur(personne=child, tuteur=Tuteur(**guardian), lien="MERE", principal=True, par=par)
    typed = sent(group, naissance="", **{f"tuteur-{name}": value for name, value in guardian.items()})
    typed["tuteur-lien"] = "MERE"
    assert aicha.post(reverse("inscription-nouvelle"), typed).status_code == 422
    assert aicha.post(reverse("inscription-nouvelle"), {**typed, "malgre": "vu"}).status_code == 302
    assert Paire.objects.de(child).get().motif == "vu"


def test_a_form_that_comes_back_after_the_sign_in_checks_nothing(aicha, region, mine):
    data = sent(region.groupes["CEF-01"], _reprendre="1")
    response = aicha.post(reverse("inscription-nouvelle"), data)
    assert response.status_code == 200 and mine.numero_affiche not in response.content.decode()


# --- while typing -------------------------------------------------------------------------------------------


def test_while_typing_own_people_appear_with_their_explanation(aicha, region, mine):
    before = Paire.objects.count()
    response = aicha.post(reverse("inscription-ressemblances"), sent(region.groupes["CEF-01"]))
    page = response.content.decode()
    assert response.status_code == 200 and "<html" not in page
    assert mine.numero_affiche in page and "فاطمة الزهراء بنعلي" in page
    assert Paire.objects.count() == before


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"prenom_fr": "", "nom_fr": ""},
        {"nom_fr": "", "naissance": "", "sexe": ""},
        {"prenom_fr": "F", "nom_fr": "B", "naissance": "14"},
        {"prenom_fr": "\x00", "nom_fr": "\u202e", "naissance": "abc", "cnie": "?"},
    ],
)
def test_a_part_of_a_name_shows_nobody(aicha, region, mine, typed):
    data = {"centre": "CEF-01", **({**TYPED, **typed} if typed else {})}
    response = aicha.post(reverse("inscription-ressemblances"), data)
    assert response.status_code == 200 and mine.numero_affiche not in response.content.decode()


def test_names_travel_in_no_address(aicha, region):
    page = aicha.get(reverse("inscription-nouvelle") + "?centre=CEF-01").content.decode()
    assert f'hx-post="{reverse("inscription-ressemblances")}"' in page and "hx-get" not in page
    assert 'aria-live="polite"' in page
    assert aicha.get(reverse("inscription-ressemblances")).status_code == 405


# --- the other doors ----------------------------------------------------------------------------------------


def test_the_api_answers_409_and_says_how_to_go_on(client, region, mine):
    body = {
        **TYPED,
        "naissance": "2001-05-14",
        "inscription": {"groupe": region.groupes["CEF-01"].pk},
    }
    refused = api(client, region, region.aicha, body)
    told = refused.json()
    assert refused.status_code == 409 and told["code"] == "ressemblance" and told["ailleurs"] is False
    (alike,) = told["ressemblances"]
    assert alike["numero"] == mine.numero and alike["verdict"] in ("CERTAIN", "A_VOIR")
    assert 0 < alike["score"] <= 100 and alike["raisons"] and "malgre" in told["suite"]
    created = api(client, region, region.aicha, {**body, "malgre": "jumelle"})
    assert created.status_code == 201 and "malgre" not in created.json()
    assert Paire.objects.de(mine).get().motif == "jumelle"


def test_a_refusal_of_the_api_binds_no_key(client, region, mine):
    body = {**TYPED, "naissance": "2001-05-14", "inscription": {"groupe": region.groupes["CEF-01"].pk}}
    key = {"Idempotency-Key": new_token()}
    assert api(client, region, region.aicha, body, **key).status_code == 409
    assert api(client, region, region.aicha, {**body, "malgre": "m"}, **key).status_code == 201
    assert api(client, region, region.aicha, {**body, "malgre": "m"}, **key).status_code == 200


def test_nobody_is_created_in_the_administration(client, region):
    client.force_login(region.coordination)
    assert client.get("/administration/beneficiaires/beneficiaire/add/").status_code == 403
    before = people()
    assert client.post("/administration/beneficiaires/beneficiaire/add/", TYPED).status_code == 403
    assert people() == before


@pytest.mark.parametrize("role", ["aicha", "coordination"])
def test_the_action_refuses_every_role_alike(region, mine, role):
    par = getattr(region, role)
    with pytest.raises(Ressemblance) as refused:
        creer_beneficiaire(personne=Beneficiaire(**STORED), par=par)
    assert [each.personne for each in refused.value.visibles] == [mine] and not refused.value.ailleurs
    assert isinstance(refused.value, ValidationError) and refused.value.code == "ressemblance"


def test_an_edit_is_never_refused_and_is_compared_at_once(region, mine):
    stranger = {"prenom_ar": "سعيد", "nom_ar": "ولد الدية", "sexe": "M", "naissance": date(1980, 2, 3)}
    stranger |= {"telephone": None, "etat_civil": None, "lieu_naissance": ""}
    other = known(region.coordination, region.groupes["CEF-01"], **stranger)
    assert not Paire.objects.de(other).exists()
    fields = {name: STORED[name] for name in ("prenom_ar", "nom_ar", "sexe", "naissance", "telephone")}
    modifier_beneficiaire(personne=other, champs=fields, version=other.version, par=region.aicha)
    assert Paire.objects.de(other).de(mine).exists()
    assert Cle.objects.filter(beneficiaire=other).exists()


def test_a_number_that_leads_to_a_kept_file_is_not_given_again(region, mine, monkeypatch):
    with agir(par=region.coordination):
        Fusion.objects.create(garde=mine, numero_absorbe="123456789", image={})
    drawn = iter(["123456789", "987654321"])
    monkeypatch.setattr("beneficiaires.actions.beneficiaire.new_number", lambda: next(drawn))
    new = creer_beneficiaire(personne=Beneficiaire(prenom_fr="Nouvelle"), par=region.coordination)
    assert new.numero == "987654321"


# --- field cases --------------------------------------------------------------------------------------------


def test_fc_idn_15_siblings_with_one_phone_and_one_guardian_are_three_people(client, region):
    centre = make_centre(region.coordination, "HAN-01", type="HANDICAP")
    group = make_group(region.coordination, centre, region.annee)
    with (DATA / "FC-IDN-15-siblings-same-phone.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    client.force_login(region.coordination)
    for row in rows:
        data = sent(group, prenom_fr="", nom_fr="", naissance="/".join(reversed(row["naissance"].split("-"))))
        data |= {name: row[name] for name in ("nom_ar", "prenom_ar", "sexe", "telephone")}
        data |= {f"tuteur-{name}": row[f"tuteur_{name}"] for name in ("nom_ar", "prenom_ar", "cnie")}
        response = client.post(reverse("inscription-nouvelle"), {**data, "tuteur-lien": "PERE"})
        assert response.status_code == 302, response.content.decode()
    siblings = Beneficiaire.objects.filter(nom_ar="الزرواطي")
    assert {each.telephone for each in siblings} == {"+212661000203"} and len(siblings) == 3
    assert LienTuteur.objects.filter(beneficiaire__in=siblings, tuteur__cnie="SH00123").count() == 3
    assert not Paire.objects.de(*siblings).exists()


@pytest.mark.parametrize("way", ["page", "api"])
def test_fc_idn_10_one_name_alone_is_a_name(client, region, way):
    cases = json.loads((DATA / "FC-IDN-10-single-names.json").read_text(encoding="utf-8"))
    client.force_login(region.aicha)
    group, accepted = region.groupes["CEF-01"], 0
    for case in cases:
        names = {name: case[name] for name in ("prenom_ar", "nom_ar", "prenom_fr", "nom_fr")}
        if way == "page":
            day = "/".join(reversed(case["naissance"].split("-")))
            data = sent(group, **names, sexe=case["sexe"], naissance=day)
            accepted += client.post(reverse("inscription-nouvelle"), data).status_code == 302
        else:
            body = {**names, "sexe": case["sexe"], "naissance": case["naissance"] or None}
            body["inscription"] = {"groupe": group.pk}
            accepted += api(client, region, region.aicha, body).status_code == 201
    assert accepted == 2
    person = Beneficiaire.objects.get(prenom_ar="السالكة")
    assert person.incomplete and person.nom_complet() == "السالكة"
    page = client.get(reverse("beneficiaires")).content.decode()
    assert "السالكة" in page and "None" not in page


# --- two at the same second ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_managers_create_the_same_person_at_the_same_second():
    region = make_region()
    before = people()

    def create(par):
        return lambda: creer_beneficiaire(personne=Beneficiaire(**STORED), par=par)

    results = together(*(create(par) for par in (region.aicha, region.brahim) * 3))
    created = [result for result in results if isinstance(result, Beneficiaire)]
    refused = [result for result in results if isinstance(result, Ressemblance)]
    assert (len(created), len(refused)) == (1, 5), results
    assert people() == before + 1
    # The winner enrolled nobody yet: to both managers she is somebody elsewhere.
    assert all(each.ailleurs and not each.visibles for each in refused)


@pytest.mark.django_db(transaction=True)
def test_a_file_like_hers_is_created_while_hers_is_changed():
    """Whoever waits, waits in one order: no dead lock, on either database."""
    region = make_region()
    hers = known(region.coordination, region.groupes["CEF-01"])

    def create():
        return creer_beneficiaire(personne=Beneficiaire(**STORED), par=region.brahim, malgre="m")

    def guardian():
        row = Tuteur(prenom_ar="السالكة", telephone="+212661777009")
        return ajouter_tuteur(personne=hers, tuteur=row, lien="MERE", principal=True, par=region.aicha)

    results = together(*[create, guardian] * 3)
    assert not [result for result in results if isinstance(result, Exception)], results
    assert Paire.objects.de(hers).count() == 3
