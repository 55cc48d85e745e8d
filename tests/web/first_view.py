"""How heavy and how quick the first view is: `python -m tests.web.first_view`. In: a service on loopback, an empty cache. Out: two lines a page."""

from __future__ import annotations

from statistics import median

import typer
from playwright.sync_api import Browser

from tests.api.conftest import serving
from tests.browsers import chromium

PAGES = {"/": "#paste:not([hidden])", "/kursus": ".steps:not([hidden])", "/kursus/undervisning": ".steps:not([hidden])"}
ROUNDS = 5


def look(browser: Browser, address: str, ready: str) -> tuple[int, float]:
    """(bytes over the wire, milliseconds until the page can be used)."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(round(event["encodedDataLength"])))
    page.add_init_script(
        f"new MutationObserver((_, watch) => {{ if (document.querySelector('{ready}')) {{ window.usable = performance.now(); watch.disconnect(); }} }})"
        ".observe(document, {subtree: true, childList: true, attributes: true})"
    )
    page.goto(address, wait_until="networkidle")
    milliseconds = float(page.evaluate("window.usable"))
    context.close()
    return sum(sizes), milliseconds


def main() -> None:
    """Measure each page a few times."""
    with serving() as server, chromium() as browser:
        for path, ready in PAGES.items():
            seen = [look(browser, server.url + path, ready) for _ in range(ROUNDS)]
            heaviest, usable = max(size for size, _ in seen) / 1000, median(time for _, time in seen)
            typer.echo(f"{path:24} {heaviest:6.1f} kB packed (goal 200), usable after {usable:4.0f} ms (goal 1000)")


if __name__ == "__main__":
    main()
