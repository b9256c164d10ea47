"""The main job on the user's own figures: a manager enrols a woman in Arabic by keyboard, an official sees
it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PASSWORD = "entraide-demo"


def sign_in(page, demo, username, langue="ar"):
    """By keyboard alone, in a language: the account keeps the one that was read last."""
    page.context.clear_cookies()
    page.goto(f"{demo.url}/connexion/")
    tab_to(page, "[name=username]")
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/connexion/" not in url)
    if page.locator("html").get_attribute("lang") != langue:
        tab_to(page, "button[name=langue]")
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_attribute("lang", langue)


def tab_to(page, selector, limit=80):
    """Press Tab until `selector` has the focus: what a person without a mouse does."""
    for _ in range(limit):
        if page.evaluate("s => document.activeElement && document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached with the Tab key")


def figures(page, demo, langue):
    """(places of the training centres, places in all) as the official reads them."""
    sign_in(page, demo, "officiel", langue)
    page.goto(f"{demo.url}/statistiques/")
    body = page.locator("main").inner_text()
    return body.replace("\u202f", ".")


def test_a_manager_enrols_and_an_official_sees_the_figure_move(page, demo):
    for langue in ("ar", "fr"):
        body = figures(page, demo, langue)
        assert "1.004" in body and "2.913" in body

    sign_in(page, demo, "responsable")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    page.goto(f"{demo.url}/inscription/")
    tab_to(page, "main [name=q]")
    page.keyboard.type("السالمة بنت الغيلاني")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("لا توجد أي بطاقة باسم")
    tab_to(page, "a[href*='/inscription/nouvelle/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inscription/nouvelle/**")
    expect(page.locator("[name=prenom_ar]")).to_have_value("السالمة")
    tab_to(page, "[name=naissance]")
    page.keyboard.type("٢٠٠٢")
    tab_to(page, "[name=sexe]")
    page.keyboard.press("Space")
    tab_to(page, "[name=groupe]")
    # The first group of this centre has places left; the arrows walk through the others.
    page.keyboard.press("Space")
    tab_to(page, "[name=motif_tardif], main button.btn-primary")
    if page.evaluate("document.activeElement.name") == "motif_tardif":
        page.keyboard.type("انتقلت إلى الحي هذا الشهر")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inscriptions/*/")
    expect(page.locator("h1")).to_have_text("تم التسجيل")

    for langue in ("ar", "fr"):
        body = figures(page, demo, langue)
        assert "1.005" in body and "2.914" in body
        assert "السالمة" not in page.content()
