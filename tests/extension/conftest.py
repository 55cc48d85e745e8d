"""One Chromium with the packed extension, one real service, one site of fixture pages for all tests of the extension."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from api.check.keys import new_key
from extension.pack import pack
from tests.api.conftest import Server, serving
from tests.extension.pages import PAGES, fixture_site
from tests.extension.writer import ORIGIN, Writer, browser, settle


@pytest.fixture(scope="package")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return pack(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="package")
def site() -> Iterator[int]:
    with fixture_site() as port:
        yield port


@pytest.fixture(scope="package")
def checker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, str]]:
    """The real service in its default mode, and the key that the extension is paired with."""
    file = tmp_path_factory.mktemp("keys") / "keys.toml"
    key = new_key(file, "extension", ("check",), (ORIGIN,))
    with serving(keys_file=str(file)) as server:
        yield server, key


# Ends with this folder: tests elsewhere start a Playwright of their own, and there may be one at a time.
@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="package")
def chromium_with_extension(playwright: Playwright, packages: dict[str, Path], site: int) -> Iterator[BrowserContext]:
    with browser(playwright, packages["chromium"], site) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield context


@pytest.fixture
def paired(chromium_with_extension: BrowserContext, checker: tuple[Server, str]) -> BrowserContext:
    """The browser, its extension paired with the service and otherwise as installed."""
    server, key = checker
    settle(chromium_with_extension, address=server.url, key=key, language="da")
    return chromium_with_extension


@pytest.fixture
def write(paired: BrowserContext) -> Iterator[Callable[..., Writer]]:
    """Open a fixture page to write on; `first` is a script that the page runs before all else."""
    pages = []

    def opened(name: str, first: str = "") -> Writer:
        url, box = PAGES[name]
        page = paired.new_page()
        if first:
            page.add_init_script(first)
        pages.append(page)
        page.goto(url)
        return Writer(page, page.frame_locator("#inner").locator(box) if name == "frame" else page.locator(box))

    yield opened
    for page in pages:
        page.close()
