"""A centre asks whether the person it registers is known elsewhere; the coordination answers; the centre goes
on."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from beneficiaires.actions.verification import conclure, demander, inscrire_confirmee, repondre
from beneficiaires.models import Beneficiaire, EtatVerification, Inscription, Paire, Tuteur, Verification
from beneficiaires.saisie import deballer, emballer, meme_personne
from entraide.editing import Conflict, VersionMissing, new_token
from entraide.periods import today
from personnel.models import Journal
from tests.access_forms import form_of
from tests.access_sweep import text_of
from tests.beneficiaires.alike import canaries, known, sent
from tests.beneficiaires.test_together import together
from tests.people import make_commune, make_region

pytestmark = pytest.mark.django_db
MEME, AUTRE, OUVERTE = (EtatVerification(name) for name in ("MEME", "AUTRE", "OUVERTE"))


@pytest.fixture
def region(db):
    return make_region()


@pytest.fixture
def theirs(region):
    return known(region.coordination, region.groupes["CEF-02"])


@pytest.fixture
def typed():
    return {"prenom_fr": "Fatima Zahra", "nom_fr": "Benali", "naissance": "2001-05-14", "sexe": "F"}


@pytest.fixture
def request_of_wahda(region, theirs, typed):
    typed = {**typed, "naissance_precision": "JOUR", "telephone": "+212661777002"}
    return demander(centre=region.wahda, saisie=typed, candidat=theirs, par=region.aicha)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def answer(row, etat, region, **more):
    repondre(verification=fresh(row), etat=etat, par=region.coordination, version=fresh(row).version, **more)
    return fresh(row)


def shows(client, address, person, centre):
    text = text_of(client.get(address))[0]
    return sorted(canary for canary in canaries(person, centre) if canary in text)


# --- what was typed -----------------------------------------------------------------------------------------


def test_what_was_typed_comes_back_whole(region):
    person = Beneficiaire(
        prenom_ar="السالكة",
        nom_fr="Benali",
        naissance=today().replace(day=1),
        naissance_precision="MOIS",
        sexe="F",
        commune=make_commune(),
        adresse="Hay El Wahda",
        cnie="JF12345",
    )
    guardian = Tuteur(prenom_ar="امباركة", telephone="+212661777003")
    kept = emballer(person, [(guardian, "MERE")])
    assert kept["commune"] == "11.321.01.03" and kept["tuteur"]["lien"] == "MERE" and "nom_ar" not in kept
    again, ((parent, lien),) = deballer(kept)
    for name in (
        "prenom_ar",
        "nom_fr",
        "naissance",
        "naissance_precision",
        "sexe",
        "commune",
        "adresse",
        "cnie",
    ):
        assert getattr(again, name) == getattr(person, name), name
    assert (parent.prenom_ar, parent.telephone, lien) == ("امباركة", "+212661777003", "MERE")
    assert again.pk is None and emballer(again, [(parent, lien)]) == kept


def test_a_column_that_no_longer_exists_is_left_out():
    person, parents = deballer({"prenom_ar": "السالكة", "surnom": "x", "numero": "1", "commune": "99"})
    assert person.prenom_ar == "السالكة" and person.commune is None and parents == []
    assert meme_personne({"prenom_ar": "ا"}, {"prenom_ar": "ا", "telephone": "1"})
    assert not meme_personne({"prenom_ar": "ا"}, {"prenom_ar": "ا", "naissance": "2001-01-01"})


# --- asking -------------------------------------------------------------------------------------------------


def test_the_same_question_waits_once(region, theirs, typed):
    def ask(par=region.aicha, centre=region.wahda, **changes):
        return demander(centre=centre, saisie={**typed, **changes}, candidat=theirs, par=par)

    first = ask()
    assert ask() == first and ask(telephone="+212661777002") == first
    assert ask(prenom_fr="Fatima Zahrae") != first
    assert ask(par=region.brahim, centre=region.qods) != first
    answer(first, AUTRE, region)
    assert ask() != first
    assert Verification.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_same_question_at_the_same_second_is_written_once():
    region = make_region()
    theirs = known(region.coordination, region.groupes["CEF-02"])

    def ask():
        return demander(centre=region.wahda, saisie={"nom_fr": "B"}, candidat=theirs, par=region.aicha)

    results = together(*[ask] * 4)
    assert len({result.pk for result in results}) == 1, results


def test_only_who_handles_people_in_the_centre_asks(region, theirs, typed):
    for par in (region.brahim, region.salem, region.officiel):
        with pytest.raises(PermissionDenied):
            demander(centre=region.wahda, saisie=typed, candidat=theirs, par=par)
    assert demander(centre=region.wahda, saisie=typed, candidat=theirs, par=region.coordination).pk


def test_the_form_says_that_the_request_waits(client, region, theirs):
    client.force_login(region.aicha)
    data = sent(region.groupes["CEF-01"])
    address = reverse("inscription-nouvelle")
    assert 'name="verifier"' in client.post(address, data).content.decode()
    asked = client.post(address, {**data, "verifier": "1", "malgre": "Elle vient de Smara"})
    page = client.post(address, data).content.decode()
    assert 'name="verifier"' not in page and asked.url in page
    assert Verification.objects.get().message == "Elle vient de Smara"
    other = client.post(address, {**data, "prenom_fr": "Fatima Ezzahra"}).content.decode()
    assert 'name="verifier"' in other and asked.url not in other


# --- answering ----------------------------------------------------------------------------------------------


def test_the_coordination_alone_answers_and_a_stale_answer_overwrites_nothing(region, request_of_wahda):
    row = request_of_wahda
    for par in (region.aicha, region.brahim, region.officiel, region.salem):
        with pytest.raises(PermissionDenied):
            repondre(verification=fresh(row), etat=MEME, par=par, version=row.version)
    for etat in (OUVERTE, "", "X"):
        with pytest.raises(ValidationError):
            repondre(verification=fresh(row), etat=etat, par=region.coordination, version=row.version)
    with pytest.raises(VersionMissing):
        repondre(verification=fresh(row), etat=MEME, par=region.coordination, version=None)
    before = Journal.objects.count()
    answered = answer(row, MEME, region, reponse="Vérifié sur la carte")
    assert (answered.etat, answered.reponse, answered.modifie_par) == (
        MEME,
        "Vérifié sur la carte",
        region.coordination,
    )
    assert answered.traitee_le and Journal.objects.count() == before + 1
    with pytest.raises(Conflict):
        repondre(verification=fresh(row), etat=AUTRE, par=region.coordination, version=row.version)
    # The same answer once more changes nothing, not even its moment; another one corrects it.
    assert answer(row, MEME, region, reponse="Vérifié sur la carte").version == answered.version
    assert answer(row, AUTRE, region).etat == AUTRE


def test_the_coordination_compares_and_answers_on_the_page(client, region, theirs, request_of_wahda):
    client.force_login(region.coordination)
    listed = client.get(reverse("verifications")).content.decode()
    assert "Fatima Zahra Benali" in listed and "Centre Al Wahda" in listed
    assert reverse("verifications") in client.get(reverse("accueil")).content.decode()
    address = reverse("verification", args=[request_of_wahda.pk])
    page = client.get(address).content.decode()
    for text in ("بنعلي", theirs.numero_affiche, "06 61 77 70", "Canarilieu", "why-list"):
        assert text in page, text
    assert "differs" in page
    sent_back = {**form_of(page), "etat": "AUTRE", "reponse": "Deux cousines"}
    assert client.post(address, {**sent_back, "etat": ""}).status_code == 422
    assert client.post(address, sent_back).url == reverse("verifications")
    assert fresh(request_of_wahda).etat == AUTRE
    assert "Fatima Zahra Benali" not in client.get(reverse("verifications")).content.decode()
    assert "Fatima Zahra Benali" in client.get(reverse("verifications") + "?voir=repondues").content.decode()


def test_the_coordination_may_name_another_file(client, region, theirs, request_of_wahda):
    client.force_login(region.coordination)
    other = known(region.coordination, region.groupes["CEF-02"], telephone="+212661777002")
    address = reverse("verification", args=[request_of_wahda.pk])
    assert f"{address}?avec={other.numero}" in client.get(address).content.decode()
    page = client.get(f"{address}?avec={other.numero}").content.decode()
    assert other.numero_affiche in page
    client.post(address, {**form_of(page), "etat": "MEME"})
    assert (fresh(request_of_wahda).etat, fresh(request_of_wahda).candidat) == (MEME, other)
    for number in ("000000000", "abc", "\x00"[:0] or "'"):
        assert client.get(address, {"avec": number}).status_code == 404


def test_what_was_typed_says_nothing_of_a_disability(client, region, request_of_wahda):
    Beneficiaire.objects.update(handicap_type="AUTISME", handicap_degre="LEGER", handicap_source="FAMILLE")
    client.force_login(region.coordination)
    page = client.get(reverse("verification", args=[request_of_wahda.pk])).content.decode()
    assert "sensibles" not in page and "Autis" not in page


# --- what follows -------------------------------------------------------------------------------------------


def test_until_it_is_the_same_person_the_centre_reads_nothing_of_her(
    client, region, theirs, request_of_wahda
):
    client.force_login(region.aicha)
    addresses = [reverse("verifications"), reverse("verification", args=[request_of_wahda.pk])]
    enrol = reverse("verification-inscrire", args=[request_of_wahda.pk])
    for etat in (OUVERTE, AUTRE):
        if etat == AUTRE:
            answer(request_of_wahda, AUTRE, region, reponse="Ce n'est pas elle")
        for address in addresses:
            assert shows(client, address, theirs, region.qods) == []
        for response in (client.get(enrol), client.post(enrol, sent(region.groupes["CEF-01"]))):
            assert response.status_code == 404
    assert "Ce n" in client.get(addresses[1]).content.decode()
    answer(request_of_wahda, MEME, region)
    assert shows(client, addresses[0], theirs, region.qods) == []
    said = shows(client, addresses[1], theirs, region.qods)
    assert set(said) == {theirs.prenom_ar, theirs.nom_ar, theirs.numero_affiche}
    # Her file itself is not opened by the answer: the enrolment does.
    assert client.get(reverse("beneficiaire", args=[theirs.numero])).status_code == 404


def test_the_same_person_is_enrolled_from_the_answer(client, region, theirs, request_of_wahda):
    answer(request_of_wahda, MEME, region)
    client.force_login(region.aicha)
    page = client.get(reverse("verification", args=[request_of_wahda.pk])).content.decode()
    enrol = reverse("verification-inscrire", args=[request_of_wahda.pk])
    assert enrol in page
    form = form_of(client.get(enrol).content.decode())
    assert client.post(enrol, form).status_code == 422
    data = {**form, "groupe": str(region.groupes["CEF-01"].pk)}
    done = client.post(enrol, data)
    assert done.status_code == 302 and client.post(enrol, data).url == done.url
    row = Inscription.objects.get(beneficiaire=theirs, centre=region.wahda)
    assert done.url == reverse("inscription", args=[row.pk])
    page = client.get(reverse("verification", args=[request_of_wahda.pk])).content.decode()
    assert enrol not in page and reverse("beneficiaire", args=[theirs.numero]) in page
    again = client.post(enrol, {**data, "jeton": new_token()})
    assert again.status_code == 422


def test_another_person_is_not_enrolled_than_the_one_who_was_shown(client, region, theirs, request_of_wahda):
    """The coordination corrects its answer between the page and the sending."""
    answer(request_of_wahda, MEME, region)
    client.force_login(region.aicha)
    enrol = reverse("verification-inscrire", args=[request_of_wahda.pk])
    data = {
        **form_of(client.get(enrol).content.decode()),
        "groupe": str(region.groupes["CEF-01"].pk),
        "date": today().strftime("%d/%m/%Y"),
    }
    other = known(region.coordination, region.groupes["CEF-02"], prenom_fr="Autre", telephone="+212661777009")
    answer(request_of_wahda, MEME, region, candidat=other)
    with pytest.raises(Conflict):
        inscrire_confirmee(
            verification=fresh(request_of_wahda),
            groupe=region.groupes["CEF-01"],
            par=region.aicha,
            version=int(data["version"]),
        )
    # Told also when the form is wrong: its page would show the other person as if nothing had happened.
    for posted in (data, {**data, "groupe": ""}):
        stale = client.post(enrol, posted)
        page = stale.content.decode()
        assert stale.status_code == 409 and other.numero_affiche in page
        assert theirs.numero_affiche not in page and 'role="alert"' in page
    assert not Inscription.objects.filter(centre=region.wahda, beneficiaire__in=(theirs, other)).exists()
    again = form_of(client.post(enrol, data).content.decode())
    assert again["groupe"] == data["groupe"]
    assert client.post(enrol, {**again, "version": ""}).status_code == 428
    assert client.post(enrol, again).status_code == 302
    assert Inscription.objects.filter(beneficiaire=other, centre=region.wahda).exists()


def test_the_answer_opens_no_other_door(region, theirs, request_of_wahda):
    group, par = region.groupes["CEF-01"], region.aicha
    with pytest.raises(PermissionDenied):
        inscrire_confirmee(verification=request_of_wahda, groupe=group, par=par, version=1)
    answer(request_of_wahda, MEME, region)
    for who, where in ((region.brahim, "CEF-02"), (region.aicha, "CEF-02"), (region.brahim, "CEF-01")):
        with pytest.raises(PermissionDenied):
            inscrire_confirmee(
                verification=request_of_wahda, groupe=region.groupes[where], par=who, version=2
            )
    answer(request_of_wahda, AUTRE, region)
    with pytest.raises(PermissionDenied):  # the row in memory still says MEME: the database decides
        inscrire_confirmee(verification=request_of_wahda, groupe=group, par=par, version=1)
    assert not Inscription.objects.filter(beneficiaire=theirs, centre=region.wahda).exists()


def test_another_person_is_created_from_the_answer_and_the_pair_is_decided(
    client, region, theirs, request_of_wahda
):
    answer(request_of_wahda, AUTRE, region)
    client.force_login(region.aicha)
    page = client.get(reverse("verification", args=[request_of_wahda.pk])).content.decode()
    address = f"{reverse('inscription-nouvelle')}?centre=CEF-01&verification={request_of_wahda.pk}"
    assert address.replace("&", "&amp;") in page
    form = form_of(client.get(address).content.decode())
    assert form["prenom_fr"] == "Fatima Zahra" and form["naissance"] == "14/05/2001"
    assert form["telephone"] == "06 61 77 70 02" and "coordination" in form["malgre"]
    data = {**form, "groupe": str(region.groupes["CEF-01"].pk)}
    assert client.post(reverse("inscription-nouvelle"), data).status_code == 302
    new = Beneficiaire.objects.get(prenom_fr="Fatima Zahra")
    pair = Paire.objects.de(new).de(theirs).get()
    assert pair.etat == "DIFFERENTS" and "coordination" in pair.motif
    # The coordination decided about what was typed, not about anything else.
    other = known(region.coordination, region.groupes["CEF-01"])
    conclure(verification=request_of_wahda, personne=other, par=region.aicha)
    assert Paire.objects.de(other).de(theirs).get().etat == "A_EXAMINER"


def test_the_request_of_another_centre_fills_no_form(client, region, request_of_wahda):
    answer(request_of_wahda, AUTRE, region)
    client.force_login(region.brahim)
    for key in (request_of_wahda.pk, "abc", 10**30):
        address = f"{reverse('inscription-nouvelle')}?centre=CEF-02&verification={key}"
        assert client.get(address).status_code == 404
    client.force_login(region.officiel)
    assert client.get(reverse("verifications")).status_code == 403
    assert client.get(reverse("verification", args=[request_of_wahda.pk])).status_code == 404


@pytest.mark.parametrize("role", ["coordination", "aicha"])
def test_the_list_by_pages(client, region, theirs, role, monkeypatch):
    monkeypatch.setattr("beneficiaires.views.verification.PAGE", 4)
    rows = [
        demander(centre=region.wahda, saisie={"nom_fr": f"Nom {n}"}, candidat=theirs, par=region.aicha)
        for n in range(10)
    ]
    client.force_login(getattr(region, role))
    address, seen = reverse("verifications"), []
    while address:
        page = client.get(address)
        seen += [row.pk for row in page.context["page"].rows]
        address = page.context["page"].next_url
    wanted = [row.pk for row in rows]
    assert seen == (wanted if role == "coordination" else wanted[::-1])
    assert client.get(reverse("verifications") + "?apres=99999999").status_code == 404


def test_the_file_that_is_merged_meanwhile_is_not_deleted_under_the_request(theirs, request_of_wahda):
    """The database holds it: a merge must move the request first."""
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        theirs.delete()
