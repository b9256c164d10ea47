"""What an answer of the coordination is about: this typed person, this file as it was shown, and no other."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from beneficiaires.actions.beneficiaire import ajouter_tuteur, modifier_beneficiaire
from beneficiaires.actions.verification import conclure, demander, repondre
from beneficiaires.models import Beneficiaire, EtatVerification, Paire, Verification
from beneficiaires.saisie import deballer
from entraide.editing import Conflict, new_token, token_of
from tests.access_forms import form_of
from tests.beneficiaires.alike import known, sent
from tests.beneficiaires.fusion.files import again, merge, undo
from tests.beneficiaires.test_together import together
from tests.people import make_person, make_region

pytestmark = pytest.mark.django_db
MEME, AUTRE, OUVERTE = (EtatVerification(name) for name in ("MEME", "AUTRE", "OUVERTE"))
TYPED = {
    "prenom_fr": "Fatima Zahra",
    "nom_fr": "Benali",
    "naissance": "2001-05-14",
    "naissance_precision": "JOUR",
    "sexe": "F",
    "tuteur": {"prenom_fr": "Khadija", "telephone": "+212661777003", "lien": "MERE"},
}


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def theirs(region):
    return known(region.coordination, region.groupes["CEF-02"])


@pytest.fixture
def row(region, theirs):
    return demander(centre=region.wahda, saisie=TYPED, candidat=theirs, par=region.aicha)


def answer(region, row, etat, **more):
    row = again(row)
    repondre(verification=row, etat=etat, par=region.coordination, version=row.version, **more)
    return again(row)


# --- which pair the answer decides --------------------------------------------------------------------------
def create(region, row, typed=TYPED, **changes):
    """A file of that typed person, created after the answer; what became of her pair."""
    personne, parents = deballer({**typed, **changes})
    fields = {
        f.name: getattr(personne, f.name) for f in Beneficiaire._meta.concrete_fields if f.editable and f.name
    }
    made = make_person(region.aicha, region.groupes["CEF-01"], **fields)
    for tuteur, lien in parents:
        ajouter_tuteur(personne=made, tuteur=tuteur, lien=lien, principal=True, par=region.aicha, malgre="x")
    conclure(verification=row, personne=made, par=region.aicha)
    return Paire.objects.de(made).de(row.candidat_id).get().etat


def test_only_the_first_file_created_from_the_answer_is_decided(region, row):
    row = answer(region, row, AUTRE)
    assert create(region, row) == "DIFFERENTS"
    assert again(row).conclue_le
    # The answer speaks of one person: the same words typed again are a pair that nobody has seen.
    assert create(region, row) == "A_EXAMINER"


@pytest.mark.parametrize(
    "changes",
    [
        {"sexe": "M"},
        {"cnie": "JF48213"},
        {"massar": "J130012345"},
        {"telephone": "+212661777001"},
        {"etat_civil": "777/2001"},
        {"tuteur": {**TYPED["tuteur"], "prenom_fr": "Salka"}},
        {"tuteur": None},
        {"prenom_fr": "Fatima"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_the_coordination_has_not_compared_is_not_decided(region, row, changes):
    row = answer(region, row, AUTRE)
    assert create(region, row, **changes) == "A_EXAMINER"
    assert create(region, row) == "A_EXAMINER"


@pytest.mark.django_db(transaction=True)
def test_of_two_files_created_at_the_same_second_one_is_decided():
    region = make_region()
    theirs = known(region.coordination, region.groupes["CEF-02"])
    typed = {name: value for name, value in TYPED.items() if name != "tuteur"}
    row = demander(centre=region.wahda, saisie=typed, candidat=theirs, par=region.aicha)
    row = answer(region, row, AUTRE)
    fields = {**typed, "naissance": date(2001, 5, 14)}
    made = [
        make_person(
            region.coordination, region.groupes["CEF-01"], **{"nom_ar": "", "prenom_ar": "", **fields}
        )
        for _ in range(2)
    ]
    together(*[lambda p=p: conclure(verification=row, personne=p, par=region.aicha) for p in made])
    states = [Paire.objects.de(p).de(theirs).get().etat for p in made]
    assert sorted(states) == ["A_EXAMINER", "DIFFERENTS"]


# --- asking again -------------------------------------------------------------------------------------------
def test_what_is_typed_anew_reaches_the_coordination(region, theirs, row):
    other = known(region.coordination, region.groupes["CEF-02"], cnie="JF48213")
    opened = again(row).version

    def ask(**more):
        saisie = {**TYPED, "cnie": "JF48213"}
        return demander(centre=region.wahda, saisie=saisie, candidat=other, par=region.aicha, **more)

    assert ask() == row and Verification.objects.count() == 1
    now = again(row)
    assert (now.saisie["cnie"], now.candidat, now.version) == ("JF48213", other, opened + 1)
    with pytest.raises(Conflict):
        repondre(verification=now, etat=AUTRE, par=region.coordination, version=opened)
    assert ask(message="Vu la carte").message == "Vu la carte"
    assert ask().version == again(row).version and again(row).message == "Vu la carte"


def test_the_form_offers_to_ask_again_once_more_is_typed(client, region, theirs):
    client.force_login(region.aicha)
    address, data = reverse("inscription-nouvelle"), sent(region.groupes["CEF-01"])
    asked = client.post(address, {**data, "verifier": "1"})
    more = {**data, "cnie": "JF48213"}
    assert 'name="verifier"' in client.post(address, more).content.decode()
    assert client.post(address, {**more, "verifier": "1"}).url == asked.url
    assert Verification.objects.get().saisie["cnie"] == "JF48213"
    page = client.post(address, more).content.decode()
    assert 'name="verifier"' not in page and asked.url in page


def test_after_the_request_the_way_back_still_creates(client, region, theirs):
    """The form carries the token with which the request was sent."""
    client.force_login(region.aicha)
    address = reverse("inscription-nouvelle")
    data = {**sent(region.groupes["CEF-01"]), "jeton": new_token(), "malgre": "Une cousine"}
    asked = client.post(address, {**data, "verifier": "1"})
    assert client.post(address, {**data, "verifier": "1"}).url == asked.url
    made = client.post(address, data)
    assert made.status_code == 302 and made.url != asked.url
    assert client.post(address, data).url == made.url
    assert Beneficiaire.objects.filter(prenom_fr="Fatima Zahra").count() == 1
    assert Verification.objects.count() == 1
    assert token_of("x", "verifier") == "x" and token_of(data["jeton"], "a") != token_of(data["jeton"], "b")


def test_the_reason_dates_the_answer_by_the_clock_of_the_region(client, region, row, settings):
    answer(region, row, AUTRE)
    settings.TIME_ZONE = "Africa/Casablanca"
    Verification.objects.update(traitee_le=datetime(2026, 7, 14, 23, 30, tzinfo=UTC))
    client.force_login(region.aicha)
    address = f"{reverse('inscription-nouvelle')}?centre=CEF-01&verification={row.pk}"
    reason = form_of(client.get(address).content.decode())["malgre"]
    assert "15" in reason and "14" not in reason


# --- the page of the answer ---------------------------------------------------------------------------------
def test_the_enter_key_answers_nothing(client, region, row):
    client.force_login(region.coordination)
    address = reverse("verification", args=[row.pk])
    page = client.get(address).content.decode()
    form = page[page.index("data-keep") :]
    assert "name=" not in re.search(r"<button[^>]*>", form)[0]
    refused = client.post(address, {**form_of(page), "reponse": "Vu"})
    assert refused.status_code == 422 and again(row).etat == OUVERTE
    summary = refused.content.decode().partition('role="alert"')[2][:1500]
    assert "Réponse" in summary and "Etat" not in summary


@pytest.fixture
def opened(client, region, row):
    client.force_login(region.coordination)
    address = reverse("verification", args=[row.pk])
    return address, {
        **form_of(client.get(address).content.decode()),
        "etat": "MEME",
        "reponse": "Vu la carte",
    }


def stale(client, opened, row):
    page = client.post(*opened)
    assert page.status_code == 409 and again(row).etat == OUVERTE
    text = page.content.decode()
    assert "Vu la carte" in text
    sent_again = {**form_of(text), "etat": "MEME"}
    assert client.post(opened[0], sent_again).status_code == 302
    return again(row)


def test_a_file_edited_meanwhile_is_looked_at_again(client, region, theirs, row, opened):
    modifier_beneficiaire(
        personne=theirs, champs={"cnie": "JF1"}, version=theirs.version, par=region.coordination
    )
    assert stale(client, opened, row).candidat == theirs


def test_a_file_merged_meanwhile_is_looked_at_again(client, region, theirs, row, opened):
    other = known(region.coordination, region.groupes["CEF-01"])
    merge(region, other, theirs)
    assert stale(client, opened, row).candidat == other


def test_a_file_that_is_two_again_is_looked_at_again(client, region, theirs, row):
    other = known(region.coordination, region.groupes["CEF-01"])
    fusion = merge(region, other, theirs)
    client.force_login(region.coordination)
    address = reverse("verification", args=[row.pk])
    data = {**form_of(client.get(address).content.decode()), "etat": "MEME", "reponse": "Vu la carte"}
    assert data["avec"] == other.numero
    undo(region, fusion)
    assert stale(client, (address, data), row).candidat == theirs


def test_a_former_number_leads_to_the_file_that_was_kept(client, region, theirs, row):
    other = known(region.coordination, region.groupes["CEF-02"], telephone="+212661777002")
    kept = known(region.coordination, region.groupes["CEF-01"])
    merge(region, kept, other)
    client.force_login(region.coordination)
    page = client.get(reverse("verification", args=[row.pk]), {"avec": other.numero})
    assert page.status_code == 200 and kept.numero_affiche in page.content.decode()


@pytest.mark.parametrize("name", ["version_fiche", "candidat"])
def test_a_form_that_does_not_say_what_it_showed_is_refused(client, row, opened, name):
    address, data = opened
    del data[name]
    assert client.post(address, data).status_code == 428 and again(row).etat == OUVERTE
