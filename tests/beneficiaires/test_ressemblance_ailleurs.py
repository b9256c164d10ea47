"""What a manager learns of people of other centres when she creates a file: that there is one, and no more.

No name, number, centre, count, score or explanation, in any answer; the same bytes and the same queries
whether one person is alike or three, and, when nobody is alike enough, those of an empty register.
"""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from beneficiaires.actions.beneficiaire import Ressemblance, creer_beneficiaire
from beneficiaires.models import Beneficiaire, Verification
from personnel.actions.jeton import emettre_jeton
from tests.access_sweep import text_of
from tests.beneficiaires.alike import STORED, TYPED, canaries, known, people, sent, without_tokens
from tests.people import make_group, make_region

pytestmark = pytest.mark.django_db
SENTENCE = {"fr": "existe dans un autre centre", "ar": "توجد بطاقة بنفس المعطيات في مركز آخر"}


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def theirs(region):
    """The woman, known to Brahim's centre."""
    return known(region.coordination, region.groupes["CEF-02"])


@pytest.fixture
def aicha(client, region):
    client.force_login(region.aicha)
    return client


@pytest.fixture
def ways(aicha, region):
    """Each way to be told: name -> a request that gives the answer."""
    group = region.groupes["CEF-01"]
    token = {
        "Authorization": f"Token {emettre_jeton(compte=region.aicha, nom='n', par=region.coordination)[1]}"
    }
    body = {**TYPED, "naissance": "2001-05-14", "inscription": {"groupe": group.pk}}
    return {
        "page": lambda: aicha.post(reverse("inscription-nouvelle"), sent(group)),
        "reason missing": lambda: aicha.post(reverse("inscription-nouvelle"), sent(group, malgre="")),
        "while typing": lambda: aicha.post(reverse("inscription-ressemblances"), sent(group)),
        "api": lambda: aicha.post(
            "/api/v1/beneficiaires/", body, content_type="application/json", headers=token
        ),
    }


WAYS = ["page", "reason missing", "while typing", "api"]


def leaks(response, theirs, region):
    text = text_of(response)[0]
    return sorted(canary for canary in canaries(theirs, region.qods) if canary in text)


@pytest.mark.parametrize("langue", ["fr", "ar"])
@pytest.mark.parametrize("way", WAYS)
def test_one_sentence_and_no_detail(region, theirs, ways, way, langue):
    type(region.aicha).objects.filter(pk=region.aicha.pk).update(langue=langue)
    response = ways[way]()
    assert response.status_code == {"while typing": 200, "api": 409}.get(way, 422)
    assert SENTENCE[langue] in response.content.decode()
    assert leaks(response, theirs, region) == []
    assert "why-list" not in response.content.decode()


def test_the_api_tells_yes_or_no(region, theirs, ways):
    told = ways["api"]().json()
    assert told["ailleurs"] is True and told["ressemblances"] == []
    assert set(told) == {"code", "detail", "suite", "ressemblances", "ailleurs"}


@pytest.mark.parametrize("way", WAYS)
def test_one_or_three_alike_elsewhere_are_one_answer_and_one_cost(region, theirs, ways, way):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = ways[way]()
        return response.status_code, without_tokens(response), len(queries)

    asked()  # what is remembered for the next request, is remembered
    one = asked()
    for _ in range(2):
        known(region.coordination, region.groupes["CEF-02"])
    assert asked() == one


@pytest.mark.parametrize("way", ["while typing", "refused for another reason"])
def test_somebody_who_is_not_alike_enough_changes_nothing(aicha, region, way):
    """Elsewhere somebody shares the family name, or the first name and the year: that is told to nobody."""
    group = region.groupes["CEF-01"]
    data = sent(group) if way == "while typing" else sent(group, date="01/01/1999")
    address = reverse("inscription-ressemblances" if way == "while typing" else "inscription-nouvelle")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            response = aicha.post(address, data)
        return response.status_code, without_tokens(response), len(queries)

    asked()
    nobody = asked()
    born = STORED["naissance"]
    for other in (
        {"prenom_ar": "السالكة", "naissance": born.replace(year=1970)},
        {"nom_ar": "الإدريسي", "naissance": born.replace(month=1, day=30)},
        {"prenom_ar": "أحمد", "sexe": "M", "naissance": born},
    ):
        distinct = {"telephone": None, "etat_civil": None, "lieu_naissance": "", "adresse": ""}
        known(region.coordination, region.groupes["CEF-02"], **{**distinct, **other})
    assert asked() == nobody


def test_nothing_is_told_before_the_identity_is_complete(aicha, region, theirs):
    address = reverse("inscription-ressemblances")
    nobody = None
    for typed in (
        {"prenom_fr": "F"},
        {"prenom_fr": "Fatima"},
        {"nom_fr": "Benali"},
        {"prenom_fr": "Fatima Z"},
    ):
        answer = without_tokens(aicha.post(address, {"centre": "CEF-01", **typed}))
        nobody = answer if nobody is None else nobody
        assert answer == nobody and "msg" not in answer, typed


def test_people_of_both_centres_are_ones_own(aicha, region, theirs):
    """Enrolled here once: she is seen; the other centre is not."""
    from beneficiaires.actions.inscription import inscrire

    inscrire(beneficiaire=theirs, groupe=region.groupes["CEF-01"], par=region.coordination)
    page = aicha.post(reverse("inscription-nouvelle"), sent(region.groupes["CEF-01"])).content.decode()
    assert theirs.numero_affiche in page and "Centre Al Wahda" in page
    assert "Al Qods" not in page and "CEF-02" not in page and SENTENCE["fr"] not in page


def test_own_people_are_not_hidden_behind_those_of_others(aicha, region):
    """However many are alike elsewhere, and more so, one's own person is shown."""
    for _ in range(22):
        known(region.coordination, region.groupes["CEF-02"])
    mine = known(region.coordination, region.groupes["CEF-01"], naissance=STORED["naissance"].replace(day=15))
    page = aicha.post(reverse("inscription-nouvelle"), sent(region.groupes["CEF-01"])).content.decode()
    assert mine.numero_affiche in page and SENTENCE["fr"] in page


def test_the_request_to_the_coordination_tells_the_centre_nothing(aicha, region, theirs):
    before = people()
    asked = aicha.post(reverse("inscription-nouvelle"), sent(region.groupes["CEF-01"], verifier="1"))
    row = Verification.objects.get()
    assert asked.status_code == 302 and asked.url == reverse("verification", args=[row.pk])
    assert row.candidat == theirs and row.centre == region.wahda and people() == before
    assert row.saisie["prenom_fr"] == "Fatima Zahra" and row.saisie["naissance"] == "2001-05-14"
    for address in (asked.url, reverse("verifications"), reverse("inscription-recherche")):
        response = aicha.get(address)
        assert response.status_code == 200 and leaks(response, theirs, region) == []
        assert not [m for m in get_messages(response.wsgi_request) if theirs.numero in str(m)]
    kept = str(row.saisie)
    assert not [canary for canary in canaries(theirs, region.qods) if canary in kept]


def test_without_anybody_elsewhere_no_request_is_made(aicha, region):
    known(region.coordination, region.groupes["CEF-01"])
    asked = aicha.post(reverse("inscription-nouvelle"), sent(region.groupes["CEF-01"], verifier="1"))
    assert asked.status_code == 422 and not Verification.objects.exists()


def test_the_reason_overrides_and_the_pair_is_for_the_coordination_alone(aicha, region, theirs):
    data = sent(region.groupes["CEF-01"], malgre="Née à Smara, cousine")
    created = aicha.post(reverse("inscription-nouvelle"), data)
    assert created.status_code == 302
    new = Beneficiaire.objects.get(prenom_fr="Fatima Zahra")
    for address in (
        created.url,
        reverse("beneficiaire", args=[new.numero]),
        reverse("beneficiaire-historique", args=[new.numero]),
    ):
        assert leaks(aicha.get(address), theirs, region) == [], address


def test_an_official_is_refused_everywhere(client, region, theirs):
    client.force_login(region.officiel)
    group = region.groupes["CEF-01"]
    for name in ("inscription-nouvelle", "inscription-ressemblances"):
        response = client.post(reverse(name), sent(group))
        assert response.status_code == 403 and leaks(response, theirs, region) == []
    token = emettre_jeton(compte=region.officiel, nom="n", par=region.coordination)[1]
    response = client.post(
        "/api/v1/beneficiaires/",
        {**TYPED, "inscription": {"groupe": group.pk}},
        content_type="application/json",
        headers={"Authorization": f"Token {token}"},
    )
    assert response.status_code == 403


def test_the_refusal_itself_names_nobody(region, theirs):
    with pytest.raises(Ressemblance) as refused:
        creer_beneficiaire(personne=Beneficiaire(**STORED), par=region.aicha)
    assert refused.value.visibles == [] and refused.value.ailleurs is True
    said = " ".join(refused.value.messages)
    assert theirs.numero not in said and theirs.prenom_ar not in said


def test_a_centre_of_ones_own_counts_for_all_its_managers_centres(client, region, theirs):
    """The coordination sees everybody: with her nothing is «elsewhere»."""
    client.force_login(region.coordination)
    group = make_group(region.coordination, region.wahda, region.annee, nom_fr="Autre", nom_ar="آخر")
    page = client.post(reverse("inscription-nouvelle"), sent(group)).content.decode()
    assert theirs.numero_affiche in page and "Centre Al Qods" in page and SENTENCE["fr"] not in page
