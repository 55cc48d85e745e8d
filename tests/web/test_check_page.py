"""Check a draft in a real browser: pasted, typed, by keyboard, without JavaScript; and nothing left behind."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import OPERATOR

RED = "I nat mistede vi en patient på M5 efter 41 dage. Jeg er tom."
GREEN = "Tre i aftenvagt til 24 patienter. Det er ikke i orden."
CANARY = "Zkanarifugl"
STORED = """async () => [
  JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, location.href, history.state,
  JSON.stringify(await indexedDB.databases()),
  ...(await Promise.all((await caches.keys()).map(async (name) => {
    const cache = await caches.open(name);
    const kept = await cache.matchAll();
    return (await Promise.all(kept.map((each) => each.clone().text()))).join();
  }))),
].join()"""


def test_pasted_text_is_checked_with_one_tap(contexts, site):
    context = contexts(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(site.url)
    page.evaluate("text => navigator.clipboard.writeText(text)", RED)
    page.get_by_role("button", name="Indsæt og tjek").click()
    answer = page.locator("#answer section")
    expect(answer).to_have_attribute("data-level", "red")
    expect(page.get_by_label("Dit opslag")).to_have_value(RED)
    expect(page.locator("#answer-title")).to_be_focused()
    assert {mark.inner_text() for mark in answer.locator("mark").all()} >= {"M5", "efter 41 dage"}
    assert page.url == f"{site.url}/"


def test_the_suggestion_can_be_copied(contexts, site):
    page = contexts(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(site.url)
    page.get_by_label("Dit opslag").fill(RED)
    page.get_by_role("button", name="Tjek teksten").click()
    page.get_by_role("button", name="Kopiér forslaget").click()
    expect(page.get_by_role("button", name="Kopieret.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".rewrite").inner_text()


def test_a_refused_clipboard_says_how_to_paste_by_hand(contexts, site):
    page = contexts().new_page()
    page.add_init_script("navigator.clipboard.readText = () => Promise.reject(new DOMException('', 'NotAllowedError'))")
    page.goto(site.url)
    page.get_by_role("button", name="Indsæt og tjek").click()
    expect(page.locator("#status")).to_contain_text("Sæt ind")
    expect(page.get_by_label("Dit opslag")).to_be_focused()


def test_the_answer_tells_level_reasons_group_and_silence_first(page, site):
    page.goto(site.url)
    page.get_by_label("Dit opslag").fill(RED)
    page.get_by_role("button", name="Tjek teksten").click()
    answer = page.locator("#answer section")
    expect(answer.locator(".level")).to_have_text("Rød")
    headings = [each.inner_text() for each in answer.locator("h3").all()]
    assert headings == [
        "Det her ser vi",
        "Hvorfor",
        "Hvem passer det på?",
        "Hvad du kan gøre",
        "Er det allerede slået op?",
        "Forslag",
    ]
    advice = answer.locator("h3:has-text('Hvad du kan gøre') + ul li").first
    expect(advice).to_have_text("Det sikreste er at lade være med at slå det op.")


def test_the_picture_shrinks_as_pieces_are_added(page, site):
    page.goto(site.url)
    sizes = []
    for text in (
        "I nat mistede vi en patient.",
        "I nat mistede vi en patient på 87.",
        "I nat mistede vi en patient på 87 på M5.",
    ):
        page.get_by_label("Dit opslag").fill(text)
        page.get_by_role("button", name="Tjek teksten").click()
        sizes.append(int(page.locator("#answer .people").get_attribute("data-high")))
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1]


def test_who_gets_the_text_is_said_before_it_is_sent(page, site):
    page.goto(site.url)
    expect(page.locator("#text-sent")).to_have_text(f"Teksten sendes til {OPERATOR} og gemmes ikke.")


def test_an_old_answer_does_not_stand_beside_a_new_text(page, site):
    page.goto(site.url)
    page.get_by_label("Dit opslag").fill(GREEN)
    page.get_by_role("button", name="Tjek teksten").click()
    expect(page.locator("#answer section")).to_have_attribute("data-level", "green")
    page.get_by_label("Dit opslag").fill(f"{GREEN} Hun hedder Karen.")
    expect(page.locator("#answer section")).to_have_count(0)
    expect(page.locator("#status")).to_contain_text("Tjek den igen")


def test_a_green_text_is_never_called_safe(page, site):
    page.goto(site.url)
    page.get_by_label("Dit opslag").fill(GREEN)
    page.get_by_role("button", name="Tjek teksten").click()
    answer = page.locator("#answer section")
    expect(answer).to_contain_text("Vi fandt intet, der peger på en patient.")
    expect(answer).to_contain_text("Vi har kun læst teksten")
    assert not re.search("sikkert|ingen risiko", answer.inner_text())


def test_everything_can_be_done_with_the_keyboard(page, site):
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.locator(".skipnav")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Dit opslag")).to_be_focused()
    page.keyboard.type(RED)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Der følger et billede")).to_be_checked()
    for name in ("Indsæt og tjek", "Tjek teksten"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_be_focused()
    expect(page.locator("#answer .level")).to_contain_text("har ikke kunnet tjekke det hele")


def test_focus_can_be_seen(page, site):
    page.goto(site.url)
    page.get_by_label("Dit opslag").focus()
    for _ in range(11):
        page.keyboard.press("Tab")
        style = page.evaluate("""() => { const at = document.activeElement, beside = at.nextElementSibling;
            return [getComputedStyle(at).outlineStyle, beside ? getComputedStyle(beside, "::before").outlineStyle : ""]; }""")
        assert "solid" in style


@pytest.mark.parametrize(("text", "level"), [(RED, "red"), (GREEN, "green")])
def test_the_form_works_without_javascript(contexts, site, text, level):
    page = contexts(java_script_enabled=False).new_page()
    page.goto(site.url)
    expect(page.get_by_role("button", name="Indsæt og tjek")).to_be_hidden()
    page.get_by_label("Dit opslag").fill(text)
    page.get_by_role("button", name="Tjek teksten").click()
    expect(page.locator("#answer section")).to_have_attribute("data-level", level)
    expect(page.get_by_label("Dit opslag")).to_have_value(text)
    assert page.url == f"{site.url}/tjek#answer"


def test_an_example_works_without_javascript(contexts, site):
    page = contexts(java_script_enabled=False).new_page()
    page.goto(site.url)
    page.get_by_role("button", name="Et kram").click()
    expect(page.locator("#answer section")).to_have_attribute("data-level", "yellow")


def test_no_text_stays_in_the_browser(contexts, site):
    page = contexts(service_workers="allow").new_page()
    page.goto(site.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.get_by_label("Dit opslag").fill(f"I nat mistede vi {CANARY} på M5.")
    page.get_by_role("button", name="Tjek teksten").click()
    page.locator("#answer section").wait_for()
    assert "tavshedstjek-" in page.evaluate("async () => (await caches.keys()).join()")
    assert CANARY not in page.evaluate(STORED)
    page.goto(f"{site.url}/kursus")
    page.go_back()
    expect(page.get_by_label("Dit opslag")).to_have_value("")
