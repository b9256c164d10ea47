"""A form sent twice writes once, a refused one leaves its token free, a stale one overwrites nothing.

Every page of the table that takes a form is either in `access_forms.FORMS` or said there to need no token.
"""

from html import unescape

import pytest
from django.apps import apps
from django.db.models import F

from entraide.editing import token_of
from personnel.journal import agir
from personnel.models import Envoi, Journal
from tests.access_admin import ADMIN
from tests.access_forms import FORMS, NO_FORM
from tests.access_sweep import OWN_APPS, fingerprint, opened
from tests.access_table import PAGES

pytestmark = pytest.mark.django_db
EDITS = [form for form in FORMS if form.row]


@pytest.fixture(scope="module")
def world_of_module(django_db_setup, django_db_blocker):
    with opened(django_db_blocker) as sweep:
        yield sweep


@pytest.fixture
def sweep(world_of_module, db):
    """The sweep, in French; what a test changes is undone at its end."""
    world_of_module.speak("fr")
    return world_of_module


def _counts():
    models = [model for label in OWN_APPS for model in apps.get_app_config(label).get_models()]
    return {model.__name__: model._base_manager.count() for model in models}


INDEX = {"Mot", "Suffixe", "Occurrence", "Fragment", "Cle"}


def _added(before):
    """{model: rows more}, but for the index of the search, the journal and the tokens of forms."""
    after = _counts()
    return {
        name: after[name] - before[name]
        for name in after
        if after[name] != before[name] and name not in INDEX | {"Journal", "Envoi"}
    }


def test_every_page_that_takes_a_form_is_looked_at():
    pages = {route for route, line in PAGES.items() if line.of("POST", "aicha") != 405}
    desk = {
        route
        for route, line in ADMIN.items()
        if route.endswith("_change") and line.of("POST", "coordination") == 200
    }
    wanted = (pages - set(NO_FORM)) | (desk - {"admin:personnel_journal_change"})
    assert wanted == {form.route for form in FORMS}


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_fc_off_03_the_same_form_sent_twice_writes_once(sweep, form):
    client, before = sweep.client(form.role), _counts()
    data = form.opened(sweep, client)
    first = client.post(form.address(sweep), data)
    assert first.status_code == 302, first.content.decode()
    assert _added(before) == form.adds
    journal, rows = Journal.objects.count(), fingerprint()
    second = client.post(form.address(sweep), data)
    assert second.status_code == 302 and fingerprint() == rows and Journal.objects.count() == journal
    if not form.route.startswith("admin:"):
        assert second.url == first.url
        assert "enregistré" in client.get(second.url).content.decode().lower()


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_fc_off_05_a_token_is_bound_only_to_a_success(sweep, form, monkeypatch):
    client, before, rows = sweep.client(form.role), _counts(), fingerprint()
    data = form.opened(sweep, client)
    with monkeypatch.context() as patch:
        patch.setattr("personnel.journal._tell", lambda *a: 1 / 0)
        assert client.post(form.address(sweep), data).status_code == 500
    assert fingerprint() == rows
    refused = client.post(form.address(sweep), {**data, **form.wrong})
    assert refused.status_code in (200, 422) and fingerprint() == rows
    # A form of several actions has a token for each (see `editing.token_of`).
    tokens = [data["jeton"], token_of(data["jeton"], data.get("decision", ""))]
    assert not Envoi.objects.filter(jeton__in=tokens).exists()
    assert data["jeton"] in refused.content.decode(), "the corrected form is another form"
    assert client.post(form.address(sweep), data).status_code == 302
    assert client.post(form.address(sweep), data).status_code == 302
    assert _added(before) == form.adds and Envoi.objects.filter(jeton__in=tokens).count() == 1


def _row(sweep, form):
    return type(sweep.world.objects[form.row])._base_manager.get(pk=sweep.world.objects[form.row].pk)


@pytest.mark.parametrize("form", EDITS, ids=str)
def test_a_stale_form_overwrites_nothing_and_shows_both_values(sweep, form):
    client = sweep.client(form.role)
    data = form.opened(sweep, client)
    other = sweep.world.accounts["coordination"]
    with agir(par=other):
        row = _row(sweep, form)
        type(row)._base_manager.filter(pk=row.pk).update(
            **{form.column: form.meanwhile}, version=F("version") + 1, modifie_par=other
        )
    rows = fingerprint()
    response = client.post(form.address(sweep), data)
    page = response.content.decode()
    assert response.status_code == 409 and fingerprint() == rows
    if form.column in form.typed:
        field = type(row)._meta.get_field(form.column)
        for value in (form.meanwhile, form.typed[form.column]):
            assert str(dict(field.flatchoices).get(value, value)) in page, value
    assert f'name="version" value="{row.version + 1}"' in page


@pytest.mark.parametrize("form", EDITS, ids=str)
@pytest.mark.parametrize("version", [None, "", "abc", "1; DROP"])
def test_a_form_without_a_version_is_refused(sweep, form, version):
    client = sweep.client(form.role)
    data = form.opened(sweep, client)
    del data["version"]
    rows = fingerprint()
    response = client.post(form.address(sweep), data if version is None else {**data, "version": version})
    assert response.status_code == 428 and fingerprint() == rows
    assert "Rien n'a été enregistré" in unescape(response.content.decode()).replace("’", "'")
