"""The coordination reviews duplicates in Arabic, by keyboard alone: merge, undo, two persons, later."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_enrol_journey import sign_in, tab_to
from tests.browser.test_pages import _axe, _console

pytestmark = pytest.mark.browser
PAIR = re.compile(r"/doublons/\d+/$")


def numbers(page):
    """The numbers of both files, as the head of the comparison shows them."""
    return re.findall(r"\d{3}-\d{3}-\d{3}", page.locator(".compare thead").inner_text())


def open_queue(page):
    tab_to(page, ".topbar nav a[href='/doublons/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("تكرارات محتملة")


def open_first(page):
    tab_to(page, "main .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(PAIR)
    expect(page.locator("h1")).to_have_text("هل البطاقتان لشخص واحد؟")


def put_off(page):
    return int(page.locator(".counts a", has_text="مؤجل").locator("b").inner_text())


def queue(page, demo):
    """The pairs of the whole queue in their order, as their addresses."""
    found, address = [], "/doublons/"
    while address:
        page.goto(demo.url + address)
        links = page.locator("tbody th a")
        found += [links.nth(i).get_attribute("href") for i in range(links.count())]
        more = page.locator("a[rel=next]")
        address = more.get_attribute("href") if more.count() else None
    return found


def test_a_pair_is_merged_and_separated_by_keyboard_in_arabic(page, demo):
    sign_in(page, demo, "coordination")
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    open_queue(page)
    open_first(page)
    pair, (old, gone) = page.url, numbers(page)

    # The item below, the value of the second file.
    page.keyboard.press("ArrowDown")
    row = page.locator("[data-row]:focus")
    expect(row).to_have_count(1)
    page.keyboard.press("b")
    expect(row.locator("input[value=b]")).to_be_checked()
    page.keyboard.press("a")
    expect(row.locator("input[value=a]")).to_be_checked()
    page.keyboard.press("b")
    name = row.locator("input[value=b]").get_attribute("name")
    wanted = row.locator(f"#b-{name}").inner_text().strip()
    page.keyboard.press("?")
    expect(page.locator("details.keys")).to_have_attribute("open", "")
    page.keyboard.press("?")
    page.keyboard.press("1")

    # The figures before and after, then the merge.
    page.wait_for_url("**/fusion/?**")
    expect(page.locator("h1")).to_have_text("دمج البطاقتين")
    persons = page.locator("tr", has_text="الأشخاص دون تكرار").locator("td")
    before, after = (int(persons.nth(i).inner_text().replace(".", "")) for i in (0, 1))
    assert after == before - 1
    expect(page.locator("main")).to_contain_text(wanted)
    tab_to(page, "[name=garde]")
    if page.evaluate("document.activeElement.value") == "b":
        page.keyboard.press("ArrowUp")
    tab_to(page, ".stickbar .btn-primary")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/beneficiaires/{old.replace('-', '')}/")
    expect(page.locator(".msg.good")).to_contain_text("تم دمج البطاقتين. يمكن التراجع من صفحة البطاقة.")
    if wanted != "غير مسجل":
        expect(page.locator("main")).to_contain_text(wanted)

    # The number on an old paper still leads to the person.
    page.goto(f"{demo.url}/beneficiaires/{gone}/")
    page.wait_for_url(f"**/beneficiaires/{old.replace('-', '')}/**")
    assert page.goto(pair).status == 404

    page.goto(f"{demo.url}/beneficiaires/{old}/")
    tab_to(page, "a[href^='/fusions/']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("فك دمج البطاقتين")
    tab_to(page, ".stickbar .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator(".msg.good")).to_contain_text("تم فك الدمج")
    for number in (old, gone):
        page.goto(f"{demo.url}/beneficiaires/{number}/")
        expect(page.locator("main")).to_contain_text(number)
    assert page.url.endswith(f"/beneficiaires/{gone}/")
    assert page.goto(pair).status == 200


def test_two_persons_go_for_good_and_later_waits_at_the_end(page, demo):
    sign_in(page, demo, "coordination")
    all_pairs = queue(page, demo)
    page.goto(f"{demo.url}/doublons/")
    waiting = put_off(page)
    open_first(page)
    first = page.url.removeprefix(demo.url)
    assert first == all_pairs[0]

    # To the left is onwards, to the right is back.
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{all_pairs[1]}")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{first}")

    page.keyboard.press("2")
    page.wait_for_url(f"**{all_pairs[1]}")
    expect(page.locator(".msg.good")).to_contain_text("شخصان مختلفان")
    page.keyboard.press("3")
    page.wait_for_url(f"**{all_pairs[2]}")
    expect(page.locator(".msg")).to_contain_text("تم التأجيل")
    left = queue(page, demo)
    assert first not in left and left[-1] == all_pairs[1] and len(left) == len(all_pairs) - 1
    page.goto(f"{demo.url}/doublons/")
    assert put_off(page) == waiting + 1

    # A decision is taken back from the page of the pair.
    page.goto(demo.url + first)
    page.keyboard.press("1")
    expect(page.locator(".msg")).to_contain_text("أعيد الزوج إلى المراجعة")
    assert first in queue(page, demo)


def test_the_keys_can_be_put_out(page, demo):
    sign_in(page, demo, "coordination")
    page.goto(f"{demo.url}/doublons/")
    open_first(page)
    here = page.url
    page.keyboard.press("?")
    tab_to(page, "#keys-on")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("2")
    assert page.url == here
    page.reload()
    page.keyboard.press("2")
    page.wait_for_timeout(300)
    assert page.url == here


@pytest.mark.parametrize("langue", ["ar", "fr"])
def test_the_pages_are_accessible_safe_and_inside_the_screen(page, demo, langue):
    problems = []
    page.on("console", lambda message: _console(message, problems))
    demo.sign_in(page, "coordination", langue)
    pair = queue(page, demo)[0]
    merge = f"{pair}fusion/"
    addresses = ["/doublons/", "/doublons/?voir=reportes&centre=LAA-CF-01", "/doublons/?x=1", pair, merge]
    page.goto(demo.url + merge)
    page.click(".stickbar .btn-primary")
    page.wait_for_url("**/beneficiaires/*/")
    person = page.url.removeprefix(demo.url)
    problems += _look(page, demo, [person, page.locator("a[href^='/fusions/']").get_attribute("href")])
    page.click(".stickbar .btn-primary")
    page.wait_for_url("**/beneficiaires/*/")
    problems += _look(page, demo, [*addresses, "/doublons/99999999/"])
    assert not problems, "\n".join(problems)


def _look(page, demo, addresses):
    """What is wrong with these pages on a desk, a phone, a small phone."""
    for address in addresses:
        page.set_viewport_size({"width": 1280, "height": 844})
        page.goto(demo.url + address)
        if page.locator("details.keys").count():
            page.keyboard.press("?")
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                yield f"{address}: {wide} px wide on a screen of {width}"
            if width != 320:
                yield from (f"{address} at {width}: {line}" for line in _axe(page))
            if width == 390:
                yield from (f"{address}: {line}" for line in page.evaluate(SMALL))
    page.set_viewport_size({"width": 1280, "height": 844})


# What a thumb cannot hit: buttons, links that look like one, and the labels of choices.
SMALL = """() => [...document.querySelectorAll('main .btn, main .choice, .compare td label')]
    .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 47.5)
    .map(e => `${e.textContent.trim()} is ${e.getBoundingClientRect().height} px high`)"""


def test_the_pages_work_without_javascript(browser, demo):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    demo.sign_in(page, "coordination", "fr")
    page.goto(f"{demo.url}/doublons/")
    page.click("main .btn-primary")
    pair = page.url
    page.locator(".compare input[value=b]").first.check()
    page.click("button[value=MEME]")
    assert "/fusion/?" in page.url
    page.click(".stickbar .btn-primary")
    assert "/beneficiaires/" in page.url
    page.click("a[href^='/fusions/']")
    page.click(".stickbar .btn-primary")
    assert "de nouveau séparées" in page.locator(".msg.good").inner_text()
    page.goto(pair)
    page.click("button[value=PLUS_TARD]")
    assert page.url != pair and "Reporté" in page.locator(".msg").inner_text()
    context.close()
