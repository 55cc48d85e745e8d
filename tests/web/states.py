"""Every page and state that the pages have, by name: how to get there in a browser. The tests look at each, and the pictures are taken of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Page

Way = Callable[[Page, str], None]
RED, GREEN, BOTH, YELLOW = range(4)
# Milliseconds: a busy machine may be slow, and nothing is measured by it.
PATIENCE = 30_000


def _at(path: str) -> Way:
    def go(page: Page, url: str) -> None:
        page.goto(url + path)

    return go


def _example(number: int) -> Way:
    def go(page: Page, url: str) -> None:
        page.goto(url)
        page.locator("form.example button").nth(number).click()
        page.locator("#answer section").wait_for(timeout=PATIENCE)

    return go


def _media(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Dit opslag").fill("Selfie med verdens bedste aftenhold")
    page.get_by_text("Der følger et billede").click()
    page.locator("#submit").click()
    page.locator("#answer section").wait_for(timeout=PATIENCE)


def _too_long(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_label("Dit opslag").fill("a" * 20_001)
    page.locator("#submit").click()
    page.get_by_text("Grænsen er").wait_for(timeout=PATIENCE)


def _unreachable(page: Page, url: str) -> None:
    page.goto(url)
    page.route("**/tjek/svar", lambda route: route.abort())
    page.get_by_label("Dit opslag").fill("I nat var der stille.")
    page.locator("#submit").click()
    page.get_by_text("ingen forbindelse").wait_for(timeout=PATIENCE)


def _busy(page: Page, url: str) -> None:
    page.goto(url)
    why = '<section class="alert alert-warning" aria-labelledby="answer-title"><h2 class="alert-heading" id="answer-title" tabindex="-1">'
    body = f'{why}Vi kunne ikke tjekke teksten</h2><p class="alert-text">Vi kunne ikke nå det. Prøv igen om lidt.</p></section>'
    page.route(
        "**/tjek/svar", lambda route: route.fulfill(status=503, content_type="text/html; charset=utf-8", body=body)
    )
    page.get_by_label("Dit opslag").fill("I nat var der stille.")
    page.locator("#submit").click()
    page.locator("#answer .alert").wait_for(timeout=PATIENCE)


def _shared(page: Page, url: str) -> None:
    """A text shared where no service worker takes it: from a page that is not ours."""
    page.goto(url)
    page.evaluate(
        "() => { const form = document.createElement('form'); form.method = 'post'; form.action = '/del';"
        " document.body.append(form); form.submit(); }"
    )
    page.wait_for_url("**/del")


def _mosaic(page: Page, url: str) -> None:
    page.goto(url + "/kursus")
    for name in ("age", "ward", "stay"):
        page.locator(f"label[for=brik-{name}]").click()


def guessed(page: Page, url: str) -> None:
    """A post of the course, guessed and revealed."""
    page.goto(url + "/kursus#maa-det-slaas-op")
    page.locator(".post[data-id=nat-patient] [data-guess=red]").click()
    page.locator(".post[data-id=nat-patient] .engine-answer").wait_for(timeout=PATIENCE)


def passed(page: Page, url: str) -> None:
    """The final test, all right."""
    page.goto(url + "/kursus#proeve")
    for question in page.locator(".question").all():
        right = question.get_attribute("data-right")
        question.locator(f"input[value='{right}'] + label").click()
    page.locator("#test [type=submit]").click()


def certified(page: Page, url: str) -> None:
    """The final test passed, and the certificate made."""
    passed(page, url)
    page.get_by_label("Dit navn").fill("Prøve Prøvesen")
    page.get_by_role("button", name="Lav bevis").click()
    page.locator(".certificate-made").wait_for(timeout=PATIENCE)


def _failed(page: Page, url: str) -> None:
    page.goto(url + "/kursus#proeve")
    for question in page.locator(".question").all():
        question.locator("input[value='0'] + label").click()
    page.locator("#test [type=submit]").click()


def revealed(page: Page, url: str) -> None:
    """The teacher's view with the answer shown."""
    page.goto(url + "/kursus/undervisning")
    page.locator("#next").click()
    page.locator("#reveal").click()


def _opened(path: str, summary: str) -> Way:
    def go(page: Page, url: str) -> None:
        page.goto(url + path)
        page.locator("summary:visible", has_text=re.compile(f"^{summary}$")).click()

    return go


STATES: Mapping[str, Way] = {
    "tjek": _at("/"),
    "tjek-roed": _example(RED),
    "tjek-groen": _example(GREEN),
    "tjek-kritik": _example(BOTH),
    "tjek-gul": _example(YELLOW),
    "tjek-billede": _media,
    "tjek-for-lang": _too_long,
    "tjek-ingen-forbindelse": _unreachable,
    "tjek-travlt": _busy,
    "tjek-delt": _shared,
    "kursus": _at("/kursus"),
    "kursus-mosaik": _mosaic,
    "kursus-sjaeldent-nok": _at("/kursus#sjaeldent-nok"),
    "kursus-opslag": _at("/kursus#maa-det-slaas-op"),
    "kursus-svar": guessed,
    "kursus-flere": _opened("/kursus#maa-det-slaas-op", "Flere at øve sig på"),
    "kursus-kilder": _opened("/kursus", "Kilder"),
    "kursus-kritik": _at("/kursus#din-kritik"),
    "kursus-stemme": _at("/kursus#en-stemme"),
    "kursus-sket": _at("/kursus#hvis-det-er-sket"),
    "kursus-proeve": _at("/kursus#proeve"),
    "kursus-proeve-igen": _failed,
    "kursus-bevis": certified,
    "undervisning": _at("/kursus/undervisning"),
    "undervisning-svar": revealed,
    "undervisning-note": _opened("/kursus/undervisning", "Til underviseren"),
}
