"""The pages of the possible duplicates: the queue, a pair side by side, the merge, its undo."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from beneficiaires.actions.beneficiaire import ajouter_tuteur, modifier_beneficiaire
from beneficiaires.actions.inscription import changer_statut, inscrire
from beneficiaires.models import Beneficiaire, EtatPaire, Fusion, Inscription, Paire, Tuteur
from beneficiaires.views.comparaison import comparer_fiches, plus_complete
from beneficiaires.views.marques import marquer
from tests.access_forms import form_of
from tests.people import make_person, make_region

pytestmark = pytest.mark.django_db
MBARKA = {"nom_fr": "Najem", "nom_ar": "الناجم", "cnie": "JF48213"}


@pytest.fixture
def region(db):
    region = make_region()
    type(region.coordination).objects.update(langue="fr")
    return region


@pytest.fixture
def client(region):
    client = Client()
    client.force_login(region.coordination)
    return client


def make_pair(region, **second):
    """One woman in two centres, her first name written in two ways."""
    par = region.coordination
    one = make_person(par, region.groupes["CEF-01"], **MBARKA, telephone="+212661000047")
    second = {"prenom_fr": "Embarka", "prenom_ar": "امباركة", "telephone": "+212661000012", **second}
    two = make_person(par, region.groupes["CEF-02"], **{**MBARKA, **second})
    return Paire.objects.select_related("a", "b").get(a=one, b=two)


@pytest.fixture
def paire(region):
    return make_pair(region)


def text(response):
    page = unescape(response.content.decode()).replace("’", "'").replace("\u202f", " ")
    return re.sub(r"\s+", " ", re.sub(r"</?(?:bdi|mark|b|span)\b[^>]*>", "", page))


def decide(client, paire, decision, **more):
    address = f"/doublons/{paire.pk}/"
    return client.post(
        address, {**form_of(client.get(address).content.decode()), "decision": decision, **more}
    )


def merge(client, paire, query="", **more):
    address = f"/doublons/{paire.pk}/fusion/{query}"
    return client.post(address, {**form_of(client.get(address).content.decode()), **more})


# --- the queue ----------------------------------------------------------------------------------------------
def test_the_queue_says_what_to_do_when_it_is_empty(client):
    Paire.objects.all().delete()
    page = text(client.get("/doublons/"))
    assert "Aucun doublon possible n'attend de décision" in page and "find_duplicates" in page
    assert "Aucune paire ne correspond" in text(client.get("/doublons/?voir=certains"))


def test_the_queue_costs_as_many_queries_for_three_pairs_as_for_one(client, region, paire):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/doublons/").status_code == 200
        return len(queries)

    ajouter_tuteur(
        personne=paire.a,
        tuteur=Tuteur(prenom_fr="Salka"),
        lien="MERE",
        principal=True,
        par=region.coordination,
    )
    cost()
    one = cost()
    make_person(region.coordination, region.groupes["CEF-02"], **MBARKA, prenom_fr="Umbarka")
    assert Paire.objects.a_decider().count() == 3
    assert cost() == one


def test_pairs_stand_by_score_and_those_put_off_at_the_end(client, region, paire):
    Paire.objects.exclude(pk=paire.pk).delete()
    others = []
    people = Beneficiaire.objects.order_by("pk")
    for score, etat in ((90, "PLUS_TARD"), (60, "A_EXAMINER"), (99, "A_EXAMINER"), (99, "DIFFERENTS")):
        one = make_person(region.coordination, prenom_fr=f"Zeyneb{len(others)}", cnie=None, malgre="x")
        Paire.objects.filter(b=one).delete()
        verdict = "CERTAIN" if score > 80 else "A_VOIR"
        others.append(Paire.objects.create(a=people[0], b=one, score=score, verdict=verdict, etat=etat))
    Paire.objects.filter(pk=paire.pk).update(score=70, verdict="A_VOIR")

    def shown(query=""):
        page = client.get(f"/doublons/{query}").content.decode()
        return [int(pk) for pk in re.findall(r"<th scope=\"row\".*?/doublons/(\d+)/", page)]

    later, low, high, _decided = (other.pk for other in others)
    assert shown() == [high, paire.pk, low, later]
    assert shown("?voir=certains") == [high]
    assert shown("?voir=probables") == [paire.pk, low]
    assert shown("?voir=reportes") == [later]
    assert shown(f"?apres={paire.pk}") == [low, later] and shown(f"?avant={low}") == [high, paire.pk]
    assert shown("?centre=CEF-02") == [paire.pk] and shown("?voir=n'importe") == [] and shown("?x=1") == []
    page = text(client.get(f"/doublons/{paire.pk}/"))
    assert "paire 2 sur 4" in page
    assert f'href="/doublons/{high}/"' in page and f'href="/doublons/{low}/"' in page


# --- one pair -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("a", "b", "marked"),
    [
        ("Najem", "Najim", ["em", "im"]),
        ("مباركة", "امباركة", ["مب", "ام"]),
        ("BENALI", "Benali", []),
        ("JF48213", "JF48218", ["3", "8"]),
        ("Karim", "Salma", ["Karim", "Salma"]),
        ("<b>a", "<b>c", None),
    ],
)
def test_the_letters_that_differ_are_marked(a, b, marked):
    found = marquer(a, b)
    assert [unescape(re.sub(r"</?mark>", "", html)) for html in found] == [a, b]
    assert "<b>" not in "".join(found)
    if marked is not None:
        assert [m for html in found for m in re.findall(r"<mark>(.*?)</mark>", html)] == marked


def test_the_better_value_is_proposed(region, paire):
    a, b = paire.a, paire.b
    a.naissance, a.naissance_precision = date(2006, 5, 1), "MOIS"
    b.naissance, b.naissance_precision = date(2006, 5, 14), "JOUR"
    a.massar, b.lieu_naissance, b.prenom_fr, a.handicap_type = "J130012345", "Laâyoune", "M", "AUTISME"
    a.prenom_fr = "Mbarka"
    rows = {row.nom: row for row in comparer_fiches(a, b).lignes}
    wanted = {"naissance": "b", "massar": "a", "lieu_naissance": "b", "prenom_fr": "a", "telephone": "b"}
    assert {name: rows[name].choix for name in wanted} == wanted
    assert rows["nom_fr"].egale and rows["cnie"].egale and not rows["naissance"].egale
    assert not any("handicap" in name for name in rows)
    assert "<mark>14</mark>" in rows["naissance"].b and "mark" not in rows["naissance"].a
    assert plus_complete(a, b) == "a"


def test_a_pair_is_shown_side_by_side_without_a_word_on_disability(client, region, paire):
    addresses = [f"/doublons/{paire.pk}/", f"/doublons/{paire.pk}/fusion/"]

    def pages():
        shown = [text(client.get(address)) for address in addresses]
        return [re.sub(r'value="[^"]{36,}"', "", page) for page in shown]  # without the tokens of the forms

    without = pages()
    Beneficiaire.objects.filter(pk=paire.b.pk).update(handicap_type="AUTISME", handicap_degre="SEVERE")
    page = pages()[0]
    assert "Mbarka" in page and "Embarka" in page and "Centre Al Qods" in page
    assert "utis" not in page and "évère" not in page
    assert pages() == without


def test_the_points_of_the_evidence_add_up_to_the_score(client, paire):
    page = text(client.get(f"/doublons/{paire.pk}/"))
    points = [int(p.replace("−", "-")) for p in re.findall(r"</div></li>|([+−]\d+) *</li>", page) if p]
    total = int(re.search(r"Total des indices (\d+) / 100", page)[1])
    assert points and (sum(points) == total or (sum(points) > 100 and total == 100))


def test_two_persons_is_remembered_and_the_next_pair_is_shown(client, region, paire):
    answer = decide(client, paire, "DIFFERENTS")
    assert answer.status_code == 302 and answer.url != f"/doublons/{paire.pk}/"
    assert Paire.objects.get(pk=paire.pk).etat == EtatPaire.DIFFERENTS
    assert f"/doublons/{paire.pk}/" in text(client.get(answer.url))  # the way back
    page = text(client.get(f"/doublons/{paire.pk}/"))
    assert "La paire est sortie de la file" in page and "fusionner les deux fiches" not in page
    assert decide(client, paire, "A_EXAMINER").url == f"/doublons/{paire.pk}/"
    assert Paire.objects.get(pk=paire.pk).etat == EtatPaire.A_EXAMINER


def test_filters_stay_in_the_address_of_the_next_pair(client, region, paire):
    address = f"/doublons/{paire.pk}/?voir=certains&centre=CEF-01"
    Paire.objects.filter(pk=paire.pk).update(verdict="CERTAIN")
    data = {**form_of(client.get(address).content.decode()), "decision": "PLUS_TARD"}
    assert client.post(address, data).url.endswith("?voir=certains&centre=CEF-01")
    assert Paire.objects.get(pk=paire.pk).etat == EtatPaire.PLUS_TARD


def test_a_file_edited_meanwhile_is_told_and_nothing_is_decided(client, region, paire):
    address = f"/doublons/{paire.pk}/"
    data = form_of(client.get(address).content.decode())
    modifier_beneficiaire(
        personne=paire.b, champs={"adresse": "Hay Qods"}, version=paire.b.version, par=region.coordination
    )
    for decision in ("DIFFERENTS", "MEME"):
        answer = client.post(address, {**data, "decision": decision})
        assert answer.status_code == 409
        assert "a modifié la fiche" in text(answer) and paire.b.numero_affiche in text(answer)
    assert Paire.objects.get(pk=paire.pk).etat == EtatPaire.A_EXAMINER
    assert client.post(address, {**data, "decision": "MEME", "version_b": ""}).status_code == 428


def test_a_pair_that_is_gone_leads_back_to_the_queue(client, paire):
    answer = client.get("/doublons/99999999/?voir=certains")
    assert answer.status_code == 404 and 'href="/doublons/?voir=certains"' in text(answer)


# --- merge and undo -----------------------------------------------------------------------------------------
def test_the_same_person_goes_through_the_figures_and_the_number_still_leads_there(client, region, paire):
    answer = decide(client, paire, "MEME", prenom_fr="b", telephone="a")
    assert answer.status_code == 302 and answer.url.startswith(f"/doublons/{paire.pk}/fusion/?")
    page = text(client.get(answer.url))
    assert "Personnes distinctes" in page and "Places occupées" in page and "Embarka" in page
    before = Beneficiaire.objects.count()
    merged = merge(client, paire, "?" + answer.url.partition("?")[2], garde="a")
    assert merged.url == f"/beneficiaires/{paire.a.numero}/"
    kept = Beneficiaire.objects.get(pk=paire.a.pk)
    assert (kept.prenom_fr, kept.telephone) == ("Embarka", "+212661000047")
    assert Beneficiaire.objects.count() == before - 1
    assert set(kept.inscriptions.values_list("centre__code", flat=True)) == {"CEF-01", "CEF-02"}
    page = text(client.get(merged.url))
    assert "Les deux fiches sont fusionnées. Vous pouvez annuler depuis la fiche." in page
    assert "Fiches réunies" in page and paire.b.numero_affiche in page
    old = client.get(f"/beneficiaires/{paire.b.numero}/", follow=True)
    assert old.status_code == 200 and old.redirect_chain[-1][0].startswith(merged.url)
    assert client.get(f"/doublons/{paire.pk}/fusion/").status_code == 404


def test_the_other_number_may_be_kept(client, paire):
    merged = merge(client, paire, garde="b")
    assert merged.url == f"/beneficiaires/{paire.b.numero}/"
    assert Fusion.objects.get().numero_absorbe == paire.a.numero


def test_two_places_in_one_centre_ask_which_one_stays(client, region, paire):
    double = inscrire(beneficiaire=paire.b, groupe=region.groupes["CEF-01"], par=region.coordination)
    page = client.get(f"/doublons/{paire.pk}/fusion/").content.decode()
    assert "laquelle reste" in text(client.get(f"/doublons/{paire.pk}/fusion/"))
    name = next(name for name in form_of(page) if name.startswith("place_"))
    refused = merge(client, paire, **{name: "999"})
    assert refused.status_code == 422 and not Fusion.objects.exists()
    merge(client, paire, garde="a", **{name: str(double.pk)})
    enrolments = Inscription.objects.filter(beneficiaire=paire.a, centre=region.wahda)
    assert {i.pk: i.statut for i in enrolments}[double.pk] == "ACTIF"
    assert sorted(i.statut for i in enrolments) == ["ACTIF", "ANNULE"]


def test_the_figures_are_those_of_the_enrolment_that_is_ticked(client, region, paire):
    """The figures after the merge, on the page itself, in what htmx asks for and when the form comes back."""
    waiting = inscrire(
        beneficiaire=paire.b, groupe=region.groupes["CEF-01"], statut="ATTENTE", par=region.coordination
    )
    elsewhere = Inscription.objects.filter(beneficiaire=paire.b).exclude(pk=waiting.pk).get()
    changer_statut(
        inscription=elsewhere, vers="ABANDON", motif_sortie="TRAVAIL", par=region.coordination, version=1
    )
    active = Inscription.objects.get(beneficiaire=paire.a)
    address = f"/doublons/{paire.pk}/fusion/"

    def figures(response):
        sheet = text(response).partition('id="chiffres"')[2].partition("</section>")[0]
        (said,) = re.findall(r"l'inscription ([AB]) reste", sheet)
        return said, [int(number) for number in re.findall(r'class="r[^"]*">(\d+)<', sheet)]

    opened = client.get(address)
    held = Inscription.objects.occupent_une_place().filter(annee=region.annee).count()
    assert figures(opened) == ("A", [held] * 4)
    form = form_of(opened.content.decode())
    (name,) = (name for name in form if name.startswith("place_"))
    assert form[name] == str(active.pk)
    other = figures(client.get(address, {name: waiting.pk}, headers={"HX-Request": "true"}))
    assert other == ("B", [held, held - 1] * 2)
    for wrong in ("", "999", "x"):
        assert figures(client.get(address, {name: wrong})) == figures(opened)
    refused = client.post(address, {**form, "garde": "", name: str(waiting.pk)})
    assert refused.status_code == 422 and figures(refused) == other
    assert form_of(refused.content.decode())[name] == str(waiting.pk)
    client.post(address, {**form, name: str(waiting.pk)})
    assert Inscription.objects.occupent_une_place().filter(annee=region.annee).count() == held - 1
    assert Fusion.objects.exists()


def test_the_figures_of_a_pair_decided_meanwhile_lead_to_the_pair(client, paire):
    decide(client, paire, "DIFFERENTS")
    answer = client.get(f"/doublons/{paire.pk}/fusion/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"/doublons/{paire.pk}/")


def test_a_pair_decided_meanwhile_is_not_merged(client, region, paire):
    address = f"/doublons/{paire.pk}/fusion/"
    data = form_of(client.get(address).content.decode())
    decide(client, paire, "DIFFERENTS")
    assert client.post(address, data).status_code == 409
    assert not Fusion.objects.exists()
    # «Two persons» is not merged away in passing: the pair is reopened first.
    for query in ("", "?voir=certains"):
        back = client.get(address + query, follow=True)
        assert back.redirect_chain[-1][0] == f"/doublons/{paire.pk}/{query}"
        assert "Rouvrez la paire avant de fusionner" in text(back)
    now = str(Paire.objects.get(pk=paire.pk).version)
    assert client.post(address, {**data, "version": now}).status_code == 302
    assert not Fusion.objects.exists()
    decide(client, paire, "A_EXAMINER")
    data = form_of(client.get(address).content.decode())
    assert client.post(address, {**data, "version": ""}).status_code == 428
    modifier_beneficiaire(
        personne=paire.a, champs={"adresse": "Hay"}, version=paire.a.version, par=region.coordination
    )
    assert client.post(address, data).status_code == 409 and not Fusion.objects.exists()


def test_undo_brings_both_back_once_and_gives_later_enrolments_to_whom_one_says(client, region, paire):
    other = region.groupes["CEF-02"]
    Inscription.objects.filter(beneficiaire=paire.b).exclude(groupe=other).delete()
    merge(client, paire, garde="a")
    fusion = Fusion.objects.get()
    third = make_group_of(region)
    later = inscrire(
        beneficiaire=Beneficiaire.objects.get(pk=paire.a.pk), groupe=third, par=region.coordination
    )
    address = f"/fusions/{fusion.pk}/annuler/"
    page = client.get(address)
    assert paire.b.numero_affiche in text(page) and third.centre.nom_fr in text(page)
    data = form_of(page.content.decode())
    field = f"inscription_{later.pk}"
    assert client.post(address, {**data, field: "x"}).status_code == 422
    assert client.post(address, {**data, "version": ""}).status_code == 428
    assert client.post(address, {**data, "version": "9"}).status_code == 409
    first = client.post(address, {**data, field: "absorbe"})
    second = client.post(address, {**data, field: "absorbe"})
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert first.url == f"/beneficiaires/{paire.a.numero}/"
    assert Beneficiaire.objects.get(pk=paire.b.pk).numero == paire.b.numero
    assert Inscription.objects.get(pk=later.pk).beneficiaire_id == paire.b.pk
    assert "Les deux fiches sont de nouveau séparées" in text(client.get(first.url))
    assert Paire.objects.filter(a=paire.a, b=paire.b).exists()
    assert "déjà annulée" in text(client.get(address)) or "existent de nouveau" in text(client.get(address))


def test_a_later_guardian_goes_to_whom_one_says(client, region, paire):
    merge(client, paire, garde="a")
    address = f"/fusions/{Fusion.objects.get().pk}/annuler/"
    assert "Rien n'a été modifié depuis" in text(client.get(address))
    tuteur = Tuteur(prenom_fr="Salka", nom_fr="Mint Ali")
    kept = Beneficiaire.objects.get(pk=paire.a.pk)
    lien = ajouter_tuteur(personne=kept, tuteur=tuteur, lien="MERE", principal=True, par=region.coordination)
    page = client.get(address)
    assert "Salka" in text(page) and "Rien n'a été modifié depuis" not in text(page)
    data, field = form_of(page.content.decode()), f"lien_{lien.pk}"
    assert data[field] == "garde"
    assert client.post(address, {**data, field: "x"}).status_code == 422
    assert client.post(address, {**data, field: "absorbe"}).status_code == 302
    assert list(paire.b.liens_tuteurs.values_list("tuteur__prenom_fr", "principal")) == [("Salka", True)]


def test_the_confirmation_counts_the_merges_in_force_and_names_what_is_missing(client, region, paire):
    merge(client, paire, garde="a")
    fusion = Fusion.objects.get()
    undo = f"/fusions/{fusion.pk}/annuler/"
    client.post(undo, form_of(client.get(undo).content.decode()))
    again = Paire.objects.get(a=paire.a, b=paire.b)
    address = f"/doublons/{again.pk}/fusion/"
    kind = str(Fusion._meta.verbose_name_plural).capitalize()
    page = client.get(address)
    assert "Inscriptions" in text(page) and kind not in text(page)
    refused = client.post(address, {**form_of(page.content.decode()), "garde": ""})
    assert refused.status_code == 422
    assert "Le numéro conservé" in text(refused).split("<form")[-1][:3000] and ">Garde" not in text(refused)
    third = make_person(region.coordination, region.groupes["CEF-02"], **MBARKA, prenom_fr="Umbarka")
    merge(client, Paire.objects.select_related("a", "b").get(a=paire.a, b=third), garde="a")
    assert kind in text(client.get(address))


def make_group_of(region):
    from tests.people import make_centre, make_group

    centre = make_centre(region.coordination, "CEF-03", nom_fr="Centre Trois")
    return make_group(region.coordination, centre, region.annee)


# --- the page of the person ---------------------------------------------------------------------------------
def test_the_page_of_a_person_warns_the_coordination_and_nobody_else(client, region, paire):
    address = f"/beneficiaires/{paire.a.numero}/"
    assert "Embarka" in text(client.get(address)) and f"/doublons/{paire.pk}/" in text(client.get(address))
    manager = Client()
    manager.force_login(region.aicha)
    assert "Embarka" not in text(manager.get(address)) and "doublons" not in text(manager.get(address))
    merge(client, paire, garde="a")
    page = text(manager.get(address))
    assert "Fiches réunies" in page and paire.b.numero_affiche in page and "/fusions/" not in page
    assert f"/fusions/{Fusion.objects.get().pk}/annuler/" in text(client.get(address))


def test_a_merge_on_which_another_stands_says_which_one_to_undo_first(client, region, paire):
    third = make_person(region.coordination, region.groupes["CEF-02"], **MBARKA, prenom_fr="Umbarka")
    other = Paire.objects.select_related("a", "b").get(a=paire.a, b=third)
    merge(client, paire, garde="a")
    merge(client, other, garde="a")
    last, first = Fusion.objects.order_by("-pk")
    page = text(client.get(f"/fusions/{first.pk}/annuler/"))
    assert f"/fusions/{last.pk}/annuler/" in page and "Annulez d'abord cette fusion" in page
    refused = client.post(f"/fusions/{first.pk}/annuler/", {"version": "1"})
    assert refused.status_code == 422 and Fusion.objects.en_vigueur().count() == 2
    page = text(client.get(f"/beneficiaires/{paire.a.numero}/"))
    assert paire.b.numero_affiche in page and third.numero_affiche in page


def test_the_principal_guardian_is_asked_for_when_both_files_have_one(client, region, paire):
    for person, name in ((paire.a, "Salka"), (paire.b, "Fatma")):
        ajouter_tuteur(
            personne=person,
            tuteur=Tuteur(prenom_fr=name),
            lien="MERE",
            principal=True,
            par=region.coordination,
        )
    page = text(client.get(f"/doublons/{paire.pk}/fusion/"))
    assert "Quel est le tuteur principal" in page and "Salka" in page and "Fatma" in page
    merge(client, paire, garde="a", tuteur_principal="b")
    kept = {lien.tuteur.prenom_fr: lien.principal for lien in paire.a.liens_tuteurs.select_related("tuteur")}
    assert kept == {"Salka": False, "Fatma": True}


def test_another_decision_from_the_page_before_is_no_second_sending(client, paire):
    """The way back, then another button: the pair has changed, and the reader is told."""
    form = form_of(client.get(f"/doublons/{paire.pk}/").content.decode())
    client.post(f"/doublons/{paire.pk}/", {**form, "decision": "PLUS_TARD"})
    again = client.post(f"/doublons/{paire.pk}/", {**form, "decision": "PLUS_TARD"})
    assert again.status_code == 302
    other = client.post(f"/doublons/{paire.pk}/", {**form, "decision": "DIFFERENTS"})
    assert other.status_code == 409
    assert Paire.objects.get(pk=paire.pk).etat == "PLUS_TARD"
