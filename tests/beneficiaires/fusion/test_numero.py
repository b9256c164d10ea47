"""The number of a file that was merged leads to the file that was kept, for those who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beneficiaires import numero as numbers
from beneficiaires.fusion import fusion_of
from beneficiaires.models import Fragment
from beneficiaires.search import search
from personnel.actions.jeton import emettre_jeton
from tests.people import make_person, make_region

from .files import REWRITTEN, again, guardian, merge, person, undo

pytestmark = pytest.mark.django_db
PAGES = ("", "modifier/", "historique/", "tuteurs/ajouter/")


@pytest.fixture
def region():
    return make_region()


@pytest.fixture
def merged(region):
    """(kept file, absorbed file as it was, merge): enrolled in Al Wahda; guardian of the absorbed one."""
    garde = person(region, region.groupes["CEF-01"])
    absorbe = person(region, prenom_fr="Fatma")
    guardian(region, absorbe)
    return garde, absorbe, merge(region, garde, absorbe)


def written(numero):
    return f"{numero[:3]}-{numero[3:6]}-{numero[6:]}"


def said(client, answer):
    """The messages on the page that an answer leads to."""
    return [str(message) for message in client.get(answer["Location"]).context["messages"]]


# --- FC-IDN-04 ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_the_old_number_lead_to_the_kept_file(region, client, merged, page, language):
    """FC-IDN-04: also what a receipt or its code carries is the address of a page."""
    garde, absorbe, fusion = merged
    type(region.aicha).objects.update(langue=language)
    for account in (region.coordination, region.aicha):
        client.force_login(account)
        for numero in (absorbe.numero, absorbe.numero_affiche):
            answer = client.get(f"/beneficiaires/{numero}/{page}")
            assert answer["Location"] == f"/beneficiaires/{garde.numero}/{page}"
            (message,) = said(client, answer)
            assert absorbe.numero_affiche in message and garde.numero_affiche in message


def test_a_step_of_the_enrolment_keeps_its_centre(region, client, merged):
    garde, absorbe, _fusion = merged
    client.force_login(region.aicha)
    answer = client.get(f"/inscription/{absorbe.numero}/", {"centre": "CEF-01"})
    assert answer["Location"] == f"/inscription/{garde.numero}/?centre=CEF-01"


def test_a_form_sent_to_the_old_number_is_not_taken_for_saved(region, client, merged):
    garde, absorbe, _fusion = merged
    client.force_login(region.aicha)
    before = again(garde)
    answer = client.post(f"/beneficiaires/{absorbe.numero}/modifier/", {"prenom_fr": "X", "version": "1"})
    assert answer["Location"] == f"/beneficiaires/{garde.numero}/"
    (message,) = said(client, answer)
    assert absorbe.numero_affiche in message
    assert again(garde).prenom_fr == before.prenom_fr and again(garde).version == before.version


def test_the_search_finds_and_says_it(region, client, merged):
    """FC-IDN-04: the search page, the list, the administration."""
    garde, absorbe, _fusion = merged
    part = absorbe.numero[2:8]
    for text in (absorbe.numero, absorbe.numero_affiche, part):
        (found,) = search(region.coordination, text).people
        assert (found.pk, found.anciens) == (garde.pk, [absorbe.numero_affiche])
    (found,) = search(region.coordination, garde.numero).people
    assert found.anciens == []
    client.force_login(region.coordination)
    for address, more in (
        ("/beneficiaires/", {}),
        ("/inscription/", {"centre": "CEF-01"}),
        ("/administration/beneficiaires/beneficiaire/", {}),
    ):
        page = client.get(address, {"q": absorbe.numero, **more}).content.decode()
        assert absorbe.numero_affiche in page and garde.numero_affiche in page, address
    page = client.get("/beneficiaires/", {"q": garde.numero}).content.decode()
    assert absorbe.numero_affiche not in page


def test_a_whole_former_number_ranks_before_a_part_of_another(region, merged):
    garde, absorbe, _fusion = merged
    with_part = make_person(region.coordination, **REWRITTEN, telephone=f"+212{absorbe.numero}")
    people = [p.pk for p in search(region.coordination, absorbe.numero).people]
    assert people == [garde.pk, with_part.pk]


def test_the_api_answers_with_the_kept_person_and_says_so(region, client, merged):
    garde, absorbe, _fusion = merged
    _row, token = emettre_jeton(compte=region.aicha, nom="t", par=region.coordination)
    headers = {"Authorization": f"Token {token}"}
    for numero in (absorbe.numero, absorbe.numero_affiche):
        answer = client.get(f"/api/v1/beneficiaires/{numero}/", headers=headers)
        assert answer.status_code == 200
        body = answer.json()
        assert (body["numero"], body["anciens_numeros"]) == (garde.numero, [absorbe.numero])
        assert answer["Content-Location"] == f"/api/v1/beneficiaires/{garde.numero}/"
    answer = client.get(f"/api/v1/beneficiaires/{garde.numero}/", headers=headers)
    assert "Content-Location" not in answer and answer.json()["anciens_numeros"] == [absorbe.numero]
    assert len(client.get(f"/api/v1/beneficiaires/{absorbe.numero}/tuteurs/", headers=headers).json()) == 1
    listed = client.get("/api/v1/beneficiaires/", {"q": absorbe.numero}, headers=headers).json()
    assert [row["numero"] for row in listed["results"]] == [garde.numero]
    stale = client.patch(
        f"/api/v1/beneficiaires/{absorbe.numero}/", {"adresse": "x", "version": absorbe.version},
        content_type="application/json", headers=headers,
    )  # fmt: skip
    assert stale.status_code == 409


def test_the_list_of_the_api_costs_the_same_whatever_was_merged(region, client, merged):
    client.force_login(region.coordination)
    counts = []
    for _turn in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/api/v1/beneficiaires/")
        counts.append(len(captured))
        merge(region, merged[0], person(region, **REWRITTEN))
    assert counts[0] == counts[1]


def test_the_numbers_of_a_chain_all_lead_to_the_last_file(region, client):
    one, two, three = person(region, region.groupes["CEF-01"]), person(region), person(region)
    merge(region, two, three)
    merge(region, one, two)
    client.force_login(region.aicha)
    for file in (two, three):
        assert client.get(f"/beneficiaires/{file.numero}/")["Location"] == f"/beneficiaires/{one.numero}/"
    (found,) = search(region.coordination, three.numero).people
    assert found.pk == one.pk


def test_after_the_undo_the_number_is_the_persons_own_again(region, client, merged):
    garde, absorbe, fusion = merged
    undo(region, fusion)
    client.force_login(region.coordination)
    assert client.get(f"/beneficiaires/{absorbe.numero}/").status_code == 200
    assert [p.pk for p in search(region.coordination, absorbe.numero).people] == [absorbe.pk]
    assert not Fragment.objects.filter(beneficiaire=garde.pk, texte=absorbe.numero).exists()


# --- nobody else learns anything ----------------------------------------------------------------------------
def test_nobody_else_learns_anything_of_an_old_number(region, client):
    garde, absorbe = person(region, region.groupes["CEF-02"]), person(region, prenom_fr="Canarifatma")
    merge(region, garde, absorbe)
    client.force_login(region.aicha)
    unknown = "999999999"
    for page in PAGES:
        answers = [client.get(f"/beneficiaires/{numero}/{page}") for numero in (absorbe.numero, unknown)]
        assert [answer.status_code for answer in answers] == [404, 404]
        text = answers[0].content.decode()
        assert garde.numero not in text and garde.numero_affiche not in text
    assert client.get(f"/inscription/{absorbe.numero}/?centre=CEF-01").status_code == 404
    assert client.post(f"/beneficiaires/{absorbe.numero}/modifier/", {}).status_code == 404
    assert not list(client.get("/beneficiaires/").context["messages"])
    assert client.get(f"/api/v1/beneficiaires/{absorbe.numero}/").status_code == 404
    assert search(region.aicha, absorbe.numero).people == []
    for account in (region.officiel, region.salem, region.aicha):
        assert fusion_of(account, absorbe.numero) is None
    assert fusion_of(region.brahim, absorbe.numero).garde == garde


@pytest.mark.parametrize(
    "numero", ["", "abc", "12345678", "1234567890", "12345678٩", "\x00" * 9, "--", "9" * 500]
)
def test_hostile_numbers_are_nobodys(region, numero):
    assert fusion_of(region.coordination, numero) is None


# --- never given again --------------------------------------------------------------------------------------
def test_the_number_is_never_given_again(region, merged, monkeypatch):
    _garde, absorbe, _fusion = merged
    drawn = [absorbe.numero, absorbe.numero, "123456782"]
    monkeypatch.setattr("beneficiaires.actions.beneficiaire.new_number", lambda: drawn.pop(0))
    assert make_person(region.coordination, **REWRITTEN).numero == "123456782"
    assert drawn == []


def test_written_as_people_read_it(merged):
    assert numbers.written_number(merged[1].numero) == merged[1].numero_affiche == written(merged[1].numero)
