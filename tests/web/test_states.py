"""Every page and state in a real browser: axe finds nothing, light and dark, and nothing runs over the side from 320 to 1920 pixels."""

import pytest

from tests.web.conftest import violations
from tests.web.states import STATES

WIDTHS = (320, 390, 768, 1280, 1920)
BEYOND = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("name", STATES)
def test_state_is_accessible_and_fits_every_width(contexts, site, name):
    page = contexts(color_scheme="light", reduced_motion="reduce").new_page()
    STATES[name](page, site.url)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, ["color-contrast"]) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BEYOND) <= 0, width


def test_dark_is_dark_and_light_is_light(contexts, site):
    paper = {}
    for scheme in ("light", "dark"):
        page = contexts(color_scheme=scheme).new_page()
        page.goto(site.url)
        paper[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 27)"}


def test_nothing_moves_for_those_who_asked_for_stillness(contexts, site):
    page = contexts(reduced_motion="reduce").new_page()
    page.goto(site.url)
    moving = (
        "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    )
    assert page.evaluate(moving) == 0


def test_axe_finds_what_is_wrong(page, site):
    page.goto(site.url)
    page.evaluate("document.querySelector('label[for=text]').remove()")
    assert any(each.startswith("label:") for each in violations(page))
