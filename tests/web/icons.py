"""Draw the icons of the installable page from `web/icons/icon.svg`: `python -m tests.web.icons`. In: the SVG. Out: PNGs beside it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browsers import chromium

ICONS = Path(__file__).resolve().parents[2] / "web/icons"
# Name, side in pixels, and how much of it the drawing fills: a maskable icon may be cut to a circle.
DRAWN = (
    ("icon-180.png", 180, 1.0),
    ("icon-192.png", 192, 1.0),
    ("icon-512.png", 512, 1.0),
    ("maskable-512.png", 512, 0.72),
)


def draw(browser: Browser) -> None:
    """Write the PNGs."""
    svg = (ICONS / "icon.svg").read_text(encoding="utf-8")
    for name, side, filled in DRAWN:
        page = browser.new_page(viewport={"width": side, "height": side})
        background = "#0b4a6f" if filled < 1 or side == 180 else "transparent"
        page.set_content(
            f"<style>body{{margin:0;display:grid;place-items:center;height:100vh;background:{background}}}"
            f"svg{{width:{filled * 100}vw}}</style>{svg}"
        )
        page.screenshot(path=str(ICONS / name), omit_background=True)
        page.close()


if __name__ == "__main__":
    with chromium() as chrome:
        draw(chrome)
