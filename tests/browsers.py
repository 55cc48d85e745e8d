"""A real browser for the tests: Debian's Chromium, driven by Playwright. Without it a test is skipped with a word why; CI forbids that."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

# No connection of the browser's own leaves the machine.
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium_path() -> str:
    """Where Chromium is. Skips the test when it is nowhere, and fails it in CI."""
    return browser_path("Chromium", "chromium", "chromium-browser")


def browser_path(name: str, package: str, command: str) -> str:
    """Where a browser is: its variable (its name in capitals), Debian's package, or another command. Skips or fails as above."""
    found = os.environ.get(name.upper()) or shutil.which(package) or shutil.which(command)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{name} is missing: apt-get install {package}")
    pytest.skip(f"{name} is missing: apt-get install {package}, or set {name.upper()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium_path()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
