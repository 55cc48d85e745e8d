"""The package for Firefox in Firefox, which speaks English here: pairing, hints in real editors, a held submit."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api.check.keys import new_key
from tests.api.conftest import Server, serving
from tests.extension.firefox import ORIGIN, Firefox, firefox
from tests.extension.pages import PAGES
from tests.extension.texts import GREEN, RED

CONTROL, ENTER = "\ue009", "\ue007"
BUTTON = """const found = [...root.querySelectorAll('dialog[open] button')].find(each => each.dataset.words === arguments[0] && each.offsetWidth);
    return found && found.getBoundingClientRect().toJSON();"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    file = tmp_path_factory.mktemp("firefox") / "keys.toml"
    key = new_key(file, "firefox", ("check",), (ORIGIN,))
    with serving(keys_file=str(file)) as server:
        yield server, key


@pytest.fixture(scope="module")
def browser(packages, site, service) -> Iterator[Firefox]:
    """Firefox with the extension, paired on its settings page by keyboard and mouse."""
    server, key = service
    with firefox(packages["firefox"]) as driver:
        driver.open(f"{ORIGIN}/pages/options.html")
        assert ORIGIN in driver.sees("return document.querySelector('#command').textContent")
        driver.script("document.querySelector('#address').value = ''")
        for selector, value in (("#address", server.url), ("#key", key)):
            driver.click_on(selector)
            driver.type(value)
        # The page waits three seconds; where the machine is busy it is pressed again, as a user would.
        for _ in range(10):
            driver.script("delete document.querySelector('#result').dataset.kind")
            driver.click_on("#checker button")
            if driver.sees("return document.querySelector('#result[data-kind]')?.dataset.kind") == "good":
                break
        yield driver


def open_page(browser, site, name):
    url, box = PAGES[name]
    host, path = url.removeprefix("https://").split("/", 1)
    browser.open(f"https://{host}:{site}/{path}")
    browser.click_on(box)


def level(browser, level):
    return browser.sees(
        "return Boolean(root?.querySelector(`.badge:not([hidden])[data-level=${arguments[0]}]`))", level
    )


def posts(browser):
    return [post.strip() for post in browser.script("return [...window.wrappedJSObject.posts]")]


# Not Draft.js, which in Firefox puts the first letter last, with or without the extension.
@pytest.mark.parametrize("editor", ["textarea", "lexical", "quill", "prosemirror"])
def test_a_red_text_is_marked_and_held_until_the_writer_says_so(browser, site, editor):
    open_page(browser, site, editor)
    browser.type(RED)
    level(browser, "red")
    assert browser.sees("return Boolean(root.querySelector('.mark'))")
    browser.keys(CONTROL, ENTER)
    assert "070539-1234" in browser.sees("return said(root.querySelector('dialog[open]'))")
    assert posts(browser) == []
    # For a moment after opening it takes no risky choice.
    while place := browser.look(BUTTON, "Post anyway"):
        browser.click(place)
    assert posts(browser) == []
    browser.keys(CONTROL, ENTER)
    assert posts(browser) == [RED]


def test_the_badge_opens_the_panel(browser, site):
    open_page(browser, site, "textarea")
    browser.type(RED)
    level(browser, "red")
    browser.click(browser.sees("return root.querySelector('.badge').getBoundingClientRect().toJSON()"))
    panel = browser.sees("return said(root.querySelector('.panel:not([hidden])'))")
    assert "070539-1234" in panel
    assert "The text is checked on your own machine and not kept." in panel


def test_another_text_goes_through_at_once(browser, site):
    open_page(browser, site, "prosemirror")
    browser.type(GREEN)
    level(browser, "green")
    browser.keys(CONTROL, ENTER)
    assert posts(browser) == [GREEN]


def test_a_page_cannot_find_what_is_shown(browser, site):
    open_page(browser, site, "prosemirror")
    browser.type(RED)
    level(browser, "red")
    find = "getSelection().removeAllRanges(); return window.find(arguments[0])"
    assert browser.as_page(find, "Hendes cpr")
    assert browser.sees("return root.querySelector('.badge').dataset.words.includes('recognise the patient')")
    assert not browser.as_page(find, "recognise the patient")
