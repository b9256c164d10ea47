"""In a real browser: what is typed survives a switch of language and the end of a session."""

import pytest
from playwright.sync_api import expect

from personnel.models import Compte
from tests.personnel import session_urls

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.personnel.session_urls"),
]
SECRET = "un mot de passe bien long"


@pytest.fixture
def form_page(page, live_server):
    """The form of `tests.personnel.session_urls`, opened by aicha and half filled."""
    session_urls.SAVED.clear()
    Compte.objects.create_user("aicha", SECRET, role="RESPONSABLE", langue="ar")
    page.goto(f"{live_server.url}/connexion/?next=/formulaire/")
    sign_in(page)
    page.fill("[name=nom]", "بنت سيدي")
    page.fill("[name=note]", "سطر أول\nسطر ثان")
    return page


def sign_in(page):
    page.fill("[name=username]", "aicha")
    page.fill("[name=password]", SECRET)
    page.click("form .btn-primary")
    page.wait_for_load_state()


def test_fc_i18_08_a_half_filled_form_survives_the_switch_of_language(form_page):
    token = form_page.input_value("[name=jeton]")
    form_page.click("button[name=langue]")
    expect(form_page.locator("html")).to_have_attribute("lang", "fr")
    assert form_page.input_value("[name=nom]") == "بنت سيدي"
    assert form_page.input_value("[name=note]") == "سطر أول\nسطر ثان"
    assert form_page.input_value("[name=jeton]") == token
    # Given back once, and gone from the browser.
    assert form_page.evaluate("Object.keys(sessionStorage).filter(k => k.startsWith('entraide:'))") == []


def test_what_is_kept_is_not_given_to_another_account(form_page):
    form_page.evaluate(
        """() => sessionStorage.setItem('entraide:form:' + location.pathname + '#0', JSON.stringify(
            {when: Date.now(), fields: [['nom', 'x', null], ['_compte', '99:z', null]]}))"""
    )
    form_page.reload()
    assert form_page.input_value("[name=nom]") == ""


def test_a_form_sent_after_the_session_is_there_again_after_signing_in(form_page, context):
    token = form_page.input_value("[name=jeton]")
    context.clear_cookies(name="sessionid")
    form_page.click("main .btn-primary")
    expect(form_page.locator(".msg.warn")).to_contain_text("انتهت مدة الاتصال")
    assert session_urls.SAVED == []
    sign_in(form_page)
    expect(form_page.locator(".msg.warn")).to_contain_text("ما كتبتموه موجود كما كان")
    assert form_page.url.endswith("/formulaire/")
    assert form_page.input_value("[name=nom]") == "بنت سيدي"
    assert form_page.input_value("[name=note]") == "سطر أول\nسطر ثان"
    assert form_page.input_value("[name=jeton]") == token and session_urls.SAVED == []
    form_page.click("main .btn-primary")
    expect(form_page.locator("body")).to_have_text("saved")
    assert len(session_urls.SAVED) == 1


def test_a_double_click_sends_once(form_page):
    form_page.evaluate(
        """() => { const b = document.querySelector('main .btn-primary'); b.click(); b.click(); }"""
    )
    expect(form_page.locator("body")).to_have_text("saved")
    assert len(session_urls.SAVED) == 1
