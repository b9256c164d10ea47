"""By keyboard, in Arabic: a manager types somebody known to another centre, asks; the coordination answers;
the centre enrols her. Runs after the journeys that count places (the names of the files are their order)."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_enrol_journey import sign_in, tab_to
from tests.browser.test_pages import _axe

pytestmark = pytest.mark.browser
ELSEWHERE = "توجد بطاقة بنفس المعطيات في مركز آخر"


@pytest.fixture
def somebody(page, demo):
    """(Arabic names, birth date) of a person whom the manager of the journeys does not see."""
    demo.sign_in(page, "coordination", "ar")
    page.goto(f"{demo.url}/beneficiaires/?centre=SMR-CF-01&statut=ACTIF&sexe=F")
    for link in page.eval_on_selector_all("tbody th a", "all => all.map(a => a.getAttribute('href'))"):
        page.goto(f"{demo.url}{link}modifier/")
        values = {name: page.input_value(f"[name={name}]") for name in ("prenom_ar", "nom_ar", "naissance")}
        if all(values.values()) and values["naissance"].count("/") == 2:
            return values
    raise AssertionError("nobody with both names and a full birth date")


def fill(page, values):
    for name in ("prenom_ar", "nom_ar", "naissance"):
        tab_to(page, f"[name={name}]")
        page.keyboard.type(values[name])


def open_form(page, demo):
    page.goto(f"{demo.url}/inscription/nouvelle/?centre=LAA-CF-01")


def test_a_person_known_elsewhere_is_asked_about_confirmed_and_enrolled(page, demo, somebody):
    faults = []
    sign_in(page, demo, "responsable")
    open_form(page, demo)
    fill(page, somebody)
    live = page.locator("#ressemblances")
    expect(live).to_contain_text(ELSEWHERE)
    expect(live.locator("a")).to_have_count(0)
    assert live.get_attribute("aria-live") == "polite"
    # Changing what was typed takes the sentence away; typing goes on where it was.
    tab_back(page, "[name=nom_ar]")
    page.keyboard.type("الزرواطي")
    expect(live).not_to_contain_text(ELSEWHERE)
    page.keyboard.press("Control+A")
    page.keyboard.type(somebody["nom_ar"])
    expect(live).to_contain_text(ELSEWHERE)
    faults += _axe(page)
    tab_to(page, "[name=groupe]")
    page.keyboard.press("Space")
    if page.locator("[name=motif_tardif]").count():
        tab_to(page, "[name=motif_tardif]")
        page.keyboard.type("انتقلت إلى الحي هذا الشهر")
    page.keyboard.press("Enter")
    alert = page.locator("[role=alert]")
    expect(alert).to_be_focused()
    expect(page.locator("[name=nom_ar]")).to_have_value(somebody["nom_ar"])
    faults += _axe(page)
    # The Enter key in a field creates, and so is refused again: it never sends the request by itself.
    tab_to(page, "[name=prenom_ar]")
    page.keyboard.press("Enter")
    expect(page.locator("[name=malgre][aria-invalid=true]")).to_be_visible()
    tab_to(page, "[name=verifier]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verifications/*/")
    request = page.url
    expect(page.locator("main")).to_contain_text("في انتظار جواب المنسقية")
    faults += _axe(page)

    sign_in(page, demo, "coordination")
    page.goto(f"{demo.url}/")
    tab_to(page, "main a[href='/verifications/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verifications/")
    faults += _axe(page)
    tab_to(page, f"a[href='{request.removeprefix(demo.url)}']")
    page.keyboard.press("Enter")
    page.wait_for_url(request)
    expect(page.locator("table.compare")).to_contain_text(somebody["nom_ar"])
    faults += _axe(page)
    tab_to(page, "button[value=MEME]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/verifications/")

    sign_in(page, demo, "responsable")
    page.goto(request)
    expect(page.locator("main")).to_contain_text("نفس الشخص")
    faults += _axe(page)
    tab_to(page, "a[href$='/inscrire/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inscrire/")
    faults += _axe(page)
    tab_to(page, "[name=groupe]")
    page.keyboard.press("Space")
    if page.locator("[name=motif_tardif]").count():
        tab_to(page, "[name=motif_tardif]")
        page.keyboard.type("انتقلت إلى الحي هذا الشهر")
    page.keyboard.press("Enter")
    page.wait_for_url("**/inscriptions/*/")
    expect(page.locator("h1")).to_have_text("تم التسجيل")
    assert not faults, "\n".join(faults)


def tab_back(page, selector, limit=30):
    for _ in range(limit):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{selector} is not reached with Shift+Tab")


def test_the_form_is_checked_without_javascript(browser, demo, somebody):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    demo.sign_in(page, "responsable")
    # Known here by now, or known elsewhere: she is found either way, and each choice is a button or a link.
    open_form(page, demo)
    for name in ("prenom_ar", "nom_ar", "naissance"):
        page.fill(f"[name={name}]", somebody[name])
    page.locator("[name=groupe]").first.check()
    page.click(".stickbar button")
    expect(page.locator("#ressemblances article")).not_to_have_count(0)
    expect(page.locator("[name=malgre]")).to_be_visible()
    context.close()
