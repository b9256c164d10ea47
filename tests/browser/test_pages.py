"""Every page, each role, both languages: accessible, under the strict policy, inside the screen of a
phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

# name: (address, roles). {centre}, {numero}, {inscription} are found on the pages themselves.
EDITORS = ("coordination", "responsable")
ALL = (*EDITORS, "officiel")
PAGES = {
    "home": ("/", ALL),
    "dashboard": ("/statistiques/", ALL),
    "dashboard-filtered": ("/statistiques/?type=JARDIN", ("officiel",)),
    "dashboard-misunderstood": ("/statistiques/?provnce=x", ("officiel",)),
    "centres": ("/centres/", ALL),
    "centres-misunderstood": ("/centres/?x=1", ("coordination",)),
    "centre": ("/centres/1/", ALL),
    "people": ("/beneficiaires/", EDITORS),
    "people-nobody": ("/beneficiaires/?q=zzzzzz", EDITORS),
    "person": ("/beneficiaires/{numero}/", EDITORS),
    "person-edit": ("/beneficiaires/{numero}/modifier/", ("responsable",)),
    "person-history": ("/beneficiaires/{numero}/historique/", ("responsable",)),
    "guardian": ("/beneficiaires/{numero}/tuteurs/ajouter/", ("responsable",)),
    "enrol-search": ("/inscription/?centre=LAA-CF-01", EDITORS),
    "enrol-found": ("/inscription/?centre=LAA-CF-01&q=فاطمة", ("responsable",)),
    "enrol-new": ("/inscription/nouvelle/?centre=LAA-CF-01&q=فاطمة", ("responsable",)),
    "enrol-known": ("/inscription/{numero}/?centre=LAA-CF-01", ("responsable",)),
    "enrolment": ("/inscriptions/{inscription}/", ("responsable",)),
    "status": ("/inscriptions/{inscription}/statut/", ("responsable",)),
    "requests": ("/verifications/", EDITORS),
    "requests-answered": ("/verifications/?voir=repondues", ("coordination",)),
    "password": ("/mot-de-passe/", ("responsable",)),
    "refused": ("/beneficiaires/", ("officiel",)),
    "not-found": ("/rien/", ("responsable",)),
}


def hrefs(page, address, part):
    """The addresses on the page `address` whose path holds `part`."""
    page.goto(address)
    links = page.eval_on_selector_all("main a", "links => links.map(a => a.getAttribute('href'))")
    return [link for link in links if link and part in link]


@pytest.fixture
def places(page, demo):
    """{numero}, {inscription} of a person whom the manager sees."""
    demo.sign_in(page, "responsable")
    people = hrefs(page, f"{demo.url}/beneficiaires/?statut=ACTIF", "/beneficiaires/")
    person = next(a for a in people if a.strip("/").split("/")[-1].isdigit())
    status = hrefs(page, f"{demo.url}{person}", "/statut/")[0]
    return {"numero": person.split("/")[2], "inscription": status.split("/")[2]}


@pytest.mark.parametrize("langue", ["ar", "fr"])
@pytest.mark.parametrize("role", ALL)
def test_page_is_accessible_safe_and_inside_the_screen(page, demo, places, role, langue):
    problems = []
    page.on("console", lambda message: _console(message, problems))
    page.on("response", lambda r: problems.append(f"{r.status} {r.url}") if r.status >= 500 else None)
    page.on(
        "request",
        lambda r: problems.append(f"other host {r.url}") if not r.url.startswith(demo.url) else None,
    )
    demo.sign_in(page, role, langue)
    for name, (address, roles) in PAGES.items():
        if role not in roles:
            continue
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto(demo.url + address.format(**places))
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                problems.append(f"{name}: {wide} px wide on a screen of {width}")
            # Contrast and names do not change between the two languages on a phone: one of them is enough.
            if width == 1280 or (width == 390 and langue == "ar"):
                problems += [f"{name} at {width}: {line}" for line in _axe(page)]
        direction = page.locator("html").get_attribute("dir")
        if direction != ("rtl" if langue == "ar" else "ltr"):
            problems.append(f"{name}: dir={direction}")
    assert not problems, "\n".join(problems)


def _console(message, problems):
    # The address of an error page answers 403 or 404 on purpose.
    if message.type in ("error", "warning") and "status of 40" not in message.text:
        problems.append(f"console: {message.text[:300]}")


def _axe(page):
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']} ({v['impact']}): {v['nodes'][0]['html'][:160]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_sign_in_page(page, demo, langue):
    page.context.set_extra_http_headers({"Accept-Language": langue})
    for width in (1280, 390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{demo.url}/connexion/")
        assert page.locator("html").get_attribute("lang") == langue
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert _axe(page) == []


def test_pages_work_without_javascript(browser, demo):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    demo.sign_in(page, "responsable")
    page.goto(f"{demo.url}/inscription/?centre=LAA-CF-01")
    page.fill("main [name=q]", "Zzyzx")
    page.click("main form[role=search] button")
    page.click("a[href*='/inscription/nouvelle/']")
    page.fill("[name=prenom_fr]", "Sans Script")
    page.locator("[name=groupe]").first.check()
    if page.locator("[name=motif_tardif]").count():
        page.fill("[name=motif_tardif]", "Arrivée tardive")
    page.click("button.btn-primary")
    assert "/inscriptions/" in page.url
    context.close()


def test_fc_acc_04_back_after_sign_out_shows_nothing(page, demo, places):
    demo.sign_in(page, "responsable", "fr")
    page.goto(f"{demo.url}/beneficiaires/{places['numero']}/")
    name = page.locator("h1").inner_text()
    page.click("form[action='/deconnexion/'] button")
    page.wait_for_url("**/connexion/**")
    page.go_back()
    assert name not in page.content()
