"""The page at `/docs`, in a real browser: it asks nobody for anything, and fits a phone."""

from tests.api.conftest import serving
from tests.browsers import chromium


def test_the_page_fetches_nothing_and_fits_a_phone():
    with serving() as server, chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 740})
        asked, said = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{server.url}/docs")
        assert page.locator("h1").inner_text() == "tavshedstjek: HTTP-grænseflade"
        assert {url for url in asked if not url.endswith("/favicon.ico")} == {f"{server.url}/docs"}
        assert not [text for text in said if "favicon" not in text]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
