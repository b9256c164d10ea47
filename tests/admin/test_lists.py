"""The lists of the desk: constant queries, search, one language, no grouped digit in an address."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.actions.affectation import affecter
from centres.actions.groupe import accorder_derogation
from centres.models import (
    Affectation,
    CapaciteAutorisee,
    Centre,
    Commune,
    Filiere,
    Groupe,
    JourSansClasse,
)
from entraide.admin_tools import MOST_ROWS, BoundedPaginator
from entraide.periods import today
from personnel.actions.agent import creer_agent
from personnel.actions.jeton import emettre_jeton
from personnel.models import Agent, Compte, Consultation, Journal, Role
from tests.admin.forms import address, send, table, text_of
from tests.people import make_account, make_centre, make_group, make_person

REGISTERED = sorted(admin.site._registry, key=lambda model: model._meta.label)


def one_more_of_everything(region, number):
    """One further row in every list of the desk, each with rows of its own behind it."""
    par = region.coordination
    centre = make_centre(par, f"CEF-9{number}")
    Commune.objects.create(
        code=f"11.999.{number}", province=centre.commune.province, nom_ar="ج", nom_fr=f"Commune {number}",
        milieu="RURAL", population_2024=1, population_2014=1,
    )  # fmt: skip
    groupe = make_group(par, centre, region.annee, nom_ar=f"فوج {number}")
    make_person(par, groupe, prenom_fr=f"Mbarka{number}")
    compte = make_account(f"compte{number}", Role.OFFICIEL)
    agent = creer_agent(
        agent=Agent(prenom_fr=f"Agent{number}", poste="AUTRE", employeur="COMMUNE", compte=compte), par=par
    )
    affecter(agent=agent, centre=centre, fonction="AUTRE", du=today(), par=par)
    accorder_derogation(groupe=groupe, places=1, motif="Besoin", du=today(), au=today(), par=par, version=1)
    emettre_jeton(compte=compte, nom="Essai", par=par)
    JourSansClasse.objects.create(
        annee=region.annee, nature="FERIE", nom_ar="عيد", nom_fr="Fête", du=today(), au=today()
    )
    Consultation.objects.create(
        compte=compte, table_nom="beneficiaires_beneficiaire", objet_id=1, motif="SUIVI"
    )
    Filiere.objects.create(code=f"FX{number}", type="JARDIN", nom_ar="ش", nom_fr="F", duree_mois=1)


def queries(client, url):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in seen if "django_session" not in query["sql"]]


@pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.label)
def test_a_list_costs_the_same_for_one_row_and_for_more(desk, region, model):
    one_more_of_everything(region, 1)
    url = table(model)
    few = queries(desk, url)
    rows = model._default_manager.count()
    for number in (2, 3):
        one_more_of_everything(region, number)
    more = queries(desk, url)
    assert model._default_manager.count() > rows or model._meta.model_name in ("province", "anneescolaire")
    assert len(more) == len(few), "\n".join(more)
    assert len(more) <= 20


def test_search_folds_scripts_case_and_accents(desk, region):
    make_centre(
        region.coordination, "DT-1", type="DAR_TALIB", nom_fr="École Émile", nom_ar="دار الطالبة أحمد"
    )
    for question in ("ecole emile", "ÉCOLE", "الطالبه احمد", "dt-1"):
        words = text_of(desk.get(table(Centre), {"q": question}))
        assert "École Émile" in words and "Al Wahda" not in words, question
    words = text_of(desk.get(table(Affectation), {"q": "aicha"}))
    assert "Aicha" in words and "Brahim" not in words


def test_autocomplete_answers_the_coordination_only(desk, region, client):
    url = reverse("admin:autocomplete") + "?app_label=centres&model_name=groupe&field_name=centre&term=wahda"
    assert [row["text"] for row in desk.get(url).json()["results"]] == ["Centre Al Wahda"]
    for account in (region.aicha, region.officiel):
        client.force_login(account)
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_FC_ADM_03_no_digit_is_grouped_in_an_address(desk, region, langue):
    type(region.coordination).objects.filter(pk=region.coordination.pk).update(langue=langue)
    centre = make_centre(region.coordination, "CEF-77", id=123456)
    groupe = make_group(region.coordination, centre, region.annee, id=123457)
    pages = [
        table(Centre),
        table(Groupe),
        table(CapaciteAutorisee),
        address(centre),
        address(centre, "history"),
    ]
    pages += [
        address(centre, "delete"),
        address(groupe),
        address(groupe, "derogation"),
        table(Centre, "export"),
    ]
    seen = 0
    for url in pages:
        page = desk.get(url)
        assert page.status_code == 200
        for value in re.findall(
            r"\b(?:href|value|name|id|action|data-[\w-]+)=\"([^\"]*)\"", page.content.decode()
        ):
            assert not re.search("123[.,\\s\u202f\u00a0]45", value), value
            seen += "123456" in value or "123457" in value
    assert seen


def test_a_long_list_is_counted_no_further_than_its_bound(desk, region, monkeypatch):
    monkeypatch.setattr("entraide.admin_tools.MOST_ROWS", 1)
    paginator = BoundedPaginator(Centre.objects.all(), 50)
    assert paginator.count == 1
    assert MOST_ROWS == 10_000


def test_the_journal_is_read_and_never_written(desk, region):
    send(desk, address(region.wahda), nom_fr="Centre Anoual")
    words = text_of(desk.get(table(Journal)))
    assert "Modification : Nom en lettres latines" in words and "Fatima" in words
    row = Journal.objects.get()
    words = text_of(desk.get(address(row)))
    assert "Centre Al Wahda" in words and "Centre Anoual" in words
    for query in ("?operation__exact=UPDATE", f"?compte={region.coordination.pk}", "?table=centres_centre"):
        assert "Nom en lettres latines" in text_of(desk.get(table(Journal) + query)).split("Filtrer")[0]
    assert "Nom en lettres latines" not in text_of(desk.get(table(Journal) + "?table=centres_groupe"))
    assert desk.get(table(Journal) + "add/").status_code == 403
    assert desk.post(address(row), {"operation": "DELETE"}).status_code in (200, 403)
    assert Journal.objects.get().operation == "UPDATE"


def test_the_first_page_tells_the_latest_operations(desk, region):
    send(desk, address(region.wahda), nom_fr="Centre Anoual")
    assert "Modification : Nom en lettres latines" in text_of(desk.get(reverse("admin:index")))


def test_stock_pages_of_packages_are_not_shown(desk, region):
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels == {"personnel", "centres", "beneficiaires"}
    for end in ("login/", "logout/", "password_change/", "axes/accessattempt/", "auth/group/"):
        assert desk.get(reverse("admin:index") + end).status_code == 404


def test_other_accounts_and_strangers(client, region):
    pages = [
        reverse("admin:index"),
        table(Centre),
        address(region.wahda),
        table(Centre, "import"),
        table(Journal),
    ]
    for url in pages:
        client.logout()
        answer = client.get(url)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/connexion/?next=")
        for account in (region.aicha, region.salem, region.officiel):
            client.force_login(account)
            answer = client.get(url)
            assert answer.status_code == 403
            assert "Canari" not in answer.content.decode()


# --- one language -------------------------------------------------------------------------------------------
LATIN = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# What is written in Latin letters in Arabic too: formats, the other language's own name.
ALLOWED = {"XLSX", "CSV", "UTF", "Français", "CEF"}
OTHER_LANGUAGE = re.compile(r"<(\w+)[^>]*(?:lang=\"fr\"|dir=\"ltr\")[^>]*>.*?</\1>", re.S)


def latin_words(response):
    html = response.content.decode()
    html = html[html.index("<body") :]
    html = re.sub(r"<(script|style|option)\b.*?</\1>", " ", html, flags=re.S)
    html = OTHER_LANGUAGE.sub(" ", html)
    spoken = re.findall(r"\b(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"", html)
    buttons = re.findall(r"<input type=\"submit\"[^>]*value=\"([^\"]*)\"", html)
    return set(LATIN.findall(" ".join([re.sub(r"<[^>]+>", " ", html), *spoken, *buttons]))) - ALLOWED


def desk_pages(region):
    one_more_of_everything(region, 1)
    pages = [reverse("admin:index")]
    for model, desk in admin.site._registry.items():
        pages += [table(model), table(model) + "?q=zzz"]
        row = model._default_manager.order_by("-pk").first()
        if row is not None:
            pages += [address(row), address(row, "history")]
            pages += [address(row, end) for end in desk.pages]
            pages += [address(row, "delete")] if desk.deletable else []
        if hasattr(desk, "resource_classes"):
            pages += [table(model, "import"), table(model, "export")]
    for model in (Agent, Centre, Groupe, Filiere, Affectation, CapaciteAutorisee, JourSansClasse):
        pages.append(table(model, "add"))
    return [*pages, reverse("admin:personnel_compte_add"), reverse("admin:personnel_jeton_add")]


def test_FC_RTL_07_no_latin_word_is_left_on_an_arabic_page(desk, region):
    account = region.coordination
    type(account).objects.filter(pk=account.pk).update(langue="ar")
    # Names that people gave in Latin letters alone are data, not words of ours.
    pages = desk_pages(region)
    data = {
        "Mbarka",
        "Agent",
        "Essai",
        "Besoin",
        "Commune",
        "Laâyoune",
        "zzz",
        *Compte.objects.values_list("username", flat=True),
    }
    data = {re.sub(r"\d", "", name) for name in data}
    found = {}
    for url in pages:
        page = desk.get(url)
        assert page.status_code == 200, url
        words = {word for word in latin_words(page) if not any(word.startswith(name) for name in data)}
        if words:
            found[url] = words
    assert not found
