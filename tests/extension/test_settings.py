"""The extension's own pages: pairing, choices, pause, policy; and private messages, which are left alone until the user says otherwise."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.extension.pages import HERE
from tests.extension.texts import RED
from tests.extension.writer import ID, ORIGIN, Writer, browser, settle, worker

POLICIES = Path("/etc/chromium/policies/managed")


@pytest.fixture
def own_page(paired):
    """Open one of the extension's own pages."""
    pages = []

    def opened(name):
        page = paired.new_page()
        pages.append(page)
        page.goto(f"{ORIGIN}/pages/{name}")
        page.locator("h1:not(:empty)").wait_for()
        return page

    yield opened
    for page in pages:
        page.close()


def test_pairing_says_whether_the_key_fits(paired, checker, own_page):
    server, key = checker
    settle(paired, language="da")
    page = own_page("options.html")
    assert page.locator("#command").inner_text() == f"tavshedstjek new-key browser --origin {ORIGIN}"
    page.locator("#address").fill(server.url)
    page.locator("#key").fill("tt_forkert")
    page.locator("#checker button").click()
    page.get_by_text("Gemt, men tjekkeren kan ikke bruges endnu.").wait_for()
    page.locator("#key").fill(key)
    page.locator("#checker button").click()
    page.get_by_text("Gemt. Tjekkeren svarer, og nøglen passer.").wait_for()
    page.get_by_text("Teksten tjekkes på din egen maskine").wait_for()


@pytest.mark.parametrize(
    "address",
    ["http://intranet.example", "https://intranet.example/sti", "https://a:b@intranet.example", "javascript:alert(1)"],
)
def test_an_address_that_is_neither_https_nor_this_machine_is_refused(paired, own_page, address):
    page = own_page("options.html")
    before = worker(paired).evaluate("() => chrome.storage.local.get()")
    page.locator("#address").fill(address)
    page.locator("#checker button").click()
    page.get_by_text("Intet er gemt.").wait_for()
    assert worker(paired).evaluate("() => chrome.storage.local.get()") == before


def test_a_paused_site_is_left_alone_and_read_again_afterwards(write, own_page):
    writer = write("textarea")
    popup = own_page("popup.html?host=www.instagram.com")
    popup.get_by_text("Læser med på Instagram").wait_for()
    popup.get_by_text("Sæt på pause her").click()
    popup.get_by_text("Sat på pause på Instagram").wait_for()
    writer.page.bring_to_front()
    writer.type(RED)
    writer.page.locator("#post").click()
    assert writer.posts == [RED]
    popup.bring_to_front()
    popup.get_by_text("Læs med igen").click()
    popup.get_by_text("Læser med på Instagram").wait_for()
    writer.page.bring_to_front()
    writer.type("!")
    writer.level("red")


def test_private_messages_are_left_alone_until_the_user_says_otherwise(write, paired):
    writer = write("private")
    writer.type(RED)
    assert writer.page.evaluate("[...document.documentElement.children].map(e => e.localName).join()") in (
        "head,body",
        "head,body,div",
    )
    writer.page.locator("#post").click()
    assert writer.posts == [RED]
    worker(paired).evaluate("() => chrome.storage.local.set({privateMessages: true})")
    writer.type("!")
    writer.level("red")
    writer.page.locator("#post").click()
    assert "Send alligevel" in writer.dialog()


def test_the_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(write):
    writer = write("lexical")
    writer.type(RED)
    writer.level("red")
    worker(writer.page.context).evaluate(
        "() => chrome.tabs.query({active: true}).then(tabs => tabs.forEach(t => chrome.tabs.sendMessage(t.id, {kind: 'open-panel'}).catch(() => {})))"
    )
    assert writer.sees("root => root.activeElement?.localName") == "h2"
    writer.page.keyboard.press("Escape")
    writer.sees("root => root.querySelector('.panel').hidden")
    assert writer.box.evaluate("box => box === document.activeElement")


def test_the_level_is_told_to_screen_readers_once(write):
    writer = write("quill")
    writer.type(RED)
    writer.level("red")
    said = writer.look("root => [...root.querySelectorAll('[role=status]')].map(e => e.textContent).filter(Boolean)")
    assert said == ["Kan nogen genkende patienten? Tryk Alt+Skift+T for at læse hvorfor."]
    assert writer.look("root => root.querySelector('.badge').getAttribute('aria-expanded')") == "false"


def test_a_proposal_is_copied_and_not_written(write):
    writer = write("prosemirror")
    writer.type(RED)
    writer.level("red")
    writer.open_panel()
    writer.press("Kopiér forslag")
    writer.sees("root => [...root.querySelectorAll('button')].some(b => b.textContent === 'Kopieret')")
    assert "dag på arbejdet" in writer.page.evaluate("navigator.clipboard.readText()")
    assert writer.box.inner_text() == RED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["options.html", "welcome.html", "popup.html?host=x.com"])
def test_the_pages_are_accessible(own_page, name, scheme):
    page = own_page(name)
    page.emulate_media(color_scheme=scheme)
    axe = (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert found == []


def test_in_english_the_reasons_are_english(paired, checker, write):
    server, key = checker
    settle(paired, address=server.url, key=key, language="en")
    writer = write("textarea")
    writer.type(RED)
    assert writer.level("red") == "Could someone recognise the patient?"
    panel = writer.open_panel()
    assert "is a CPR number or part of one" in panel
    assert "checked on your own machine" in panel


@contextmanager
def policy(**values: object) -> Iterator[None]:
    """A policy of the machine for this extension. Skips where it cannot be set, and fails in CI."""
    file = POLICIES / "tavshedstjek-test.json"
    try:
        POLICIES.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"3rdparty": {"extensions": {ID: values}}}), encoding="utf-8")
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"only root may write {POLICIES}")
    try:
        yield
    finally:
        file.unlink()


def test_policy_names_the_checker_and_may_quieten(playwright, packages, site, checker):
    server, key = checker
    with (
        policy(serviceAddress=server.url, serviceKey=key, sites=["instagram"], dialogs=False, privateMessages=True),
        browser(playwright, packages["chromium"], site) as context,
    ):
        settle(context, address="http://127.0.0.1:1", key="tt_own", language="da")
        got = worker(context).evaluate("() => chrome.storage.managed.get()")
        assert got["serviceAddress"] == server.url
        page = context.new_page()
        page.goto("https://www.instagram.com/textarea.html")
        writer = Writer(page, page.locator("#box"))
        writer.type(RED)
        writer.level("red")
        page.locator("#post").click()
        assert writer.posts == [RED]
        page.goto("https://x.com/draft.html")
        page.locator("[contenteditable=true]").click()
        page.keyboard.type(RED)
        assert page.evaluate("document.documentElement.children.length") == 2
        page.goto(f"{ORIGIN}/pages/options.html")
        page.get_by_text("Din organisation har valgt adressen.").wait_for()
        assert page.locator("#address").is_disabled()
        assert not page.locator("#privateMessages").is_checked()
