"""All that a script needs to show or measure the extension: the packages, the real service, Chromium, the fixture pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import BrowserContext, sync_playwright

from api.check.keys import new_key
from extension.pack import pack
from tests.api.conftest import serving
from tests.extension.pages import fixture_site
from tests.extension.writer import ORIGIN, browser, settle


@contextmanager
def stage(**service: str) -> Iterator[tuple[BrowserContext, dict[str, str]]]:
    """The browser, its extension paired with a service of these settings; and what it was paired by."""
    with TemporaryDirectory() as folder, fixture_site() as port, sync_playwright() as playwright:
        keys = Path(folder) / "keys.toml"
        key = new_key(keys, "extension", ("check",), (ORIGIN,))
        package = pack(Path(folder))["chromium"]
        with serving(keys_file=str(keys), **service) as server, browser(playwright, package, port) as context:
            context.grant_permissions(["clipboard-read", "clipboard-write"])
            settings = {"address": server.url, "key": key, "language": "da"}
            settle(context, **settings)
            yield context, settings
