"""A served site, a real browser, and axe (from npm, locked in package-lock.json) for the tests of the pages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api.conftest import Server, app, client, failing_detector, serving  # noqa: F401 - fixtures
from tests.browsers import chromium

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPERATOR = "Region Prøve"
# A busy machine may be slow: what is expected may come late, never wrong.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def site() -> Iterator[Server]:
    with serving(operator=OPERATOR) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts, and closes them. A script's error, a policy broken, another machine asked or an address that holds
    anything fails the test.
    """
    made: list[BrowserContext] = []
    wrong: list[str] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(
            **{"viewport": {"width": 390, "height": 844}, "service_workers": "block", **options}
        )
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("console", lambda said: "Content Security Policy" in said.text and wrong.append(said.text))
        context.on("request", lambda request: _ours(request.url) or wrong.append(request.url))
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert not wrong


@pytest.fixture
def page(contexts: Callable[..., BrowserContext]) -> Page:
    return contexts().new_page()


def _ours(url: str) -> bool:
    return url.startswith("blob:") or (url.startswith("http://127.0.0.1:") and "?" not in url)


def violations(page: Page, only: Sequence[str] = RULES) -> list[str]:
    """What axe finds wrong with the page as it stands, as rule and element; `only` names tags or rules."""
    if not AXE.is_file():
        if os.environ.get("CI"):
            pytest.fail("axe is missing: npm ci --prefix tests/web")
        pytest.skip("axe is missing: npm ci --prefix tests/web")
    # Evaluated by the debugger, so that the page's own policy can stay as strict as it is.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", list(only))
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"]]
