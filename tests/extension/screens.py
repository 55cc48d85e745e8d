"""Pictures of every state on every editor, light and dark: `python -m tests.extension.screens docs/extension`.

In: the packed extension, the fixture pages, the real service. Out: a sheet for each editor and colour scheme, and the extension's own pages.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import BrowserContext

from tests.extension.pages import PAGES
from tests.extension.stage import stage
from tests.extension.texts import EDITORS, GREEN, RED, YELLOW
from tests.extension.writer import ORIGIN, Writer, settle

SIZE = {"width": 680, "height": 560}
SHARE = 0.62
STATES = (
    ("green", GREEN, "green"),
    ("picture", GREEN, "green"),
    ("yellow", YELLOW, "yellow"),
    ("red", RED, "red"),
    ("panel", RED, "red"),
    ("dialog", RED, "red"),
    ("released", RED, "red"),
    ("dismissed", RED, "red"),
    ("unchecked", RED, "unchecked"),
)
CHOICES = {"released": "Slå op alligevel", "dismissed": "Det handler ikke om en patient"}
PICTURE = """box => box.parentElement.append(Object.assign(new Image(90, 60),
    { src: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><rect width='300' height='150' fill='%238aa'/></svg>" }))"""
OWN = {"options": "options.html", "welcome": "welcome.html", "popup": "popup.html?host=x.com"}


def states(context: BrowserContext, editor: str, scheme: str, settings: dict[str, str]) -> list[bytes]:
    """Every state, one picture each."""
    url, box = PAGES[editor]
    pictures = []
    for state, text, level in STATES:
        settle(context, **(settings if state != "unchecked" else settings | {"key": ""}))
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(SIZE)
        page.goto(url)
        writer = Writer(page, page.locator(box))
        writer.type(text)
        if state == "picture":
            writer.box.evaluate(PICTURE)
            writer.sees("root => root.querySelector('.badge').dataset.words === 'Kun teksten er læst'")
        writer.level(level)
        if level in ("yellow", "red"):
            writer.marks()
        if state in ("picture", "panel", "unchecked"):
            writer.open_panel()
        if state in ("dialog", *CHOICES):
            page.keyboard.press("Enter" if editor == "comment" else "Control+Enter")
            writer.dialog()
        if state in CHOICES:
            writer.choose(CHOICES[state])
            writer.notice()
        pictures.append(page.screenshot(animations="disabled"))
        page.close()
    return pictures


def sheet(pictures: list[bytes]) -> Image.Image:
    """The pictures as tiles, three across, in few colours."""
    tiles = [Image.open(BytesIO(picture)).convert("RGB") for picture in pictures]
    width, height = (round(side * SHARE) for side in tiles[0].size)
    made = Image.new("RGB", (3 * (width + 6), -(-len(tiles) // 3) * (height + 6)), "#777")
    for index, tile in enumerate(tiles):
        made.paste(
            tile.resize((width, height), Image.Resampling.LANCZOS),
            (index % 3 * (width + 6) + 3, index // 3 * (height + 6) + 3),
        )
    return made


def save(picture: Image.Image, file: Path) -> None:
    """Write a small PNG."""
    picture.quantize(128, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(file, optimize=True)


def main() -> None:
    """Command line."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with stage() as (context, settings):
        for scheme in ("light", "dark"):
            for editor in EDITORS:
                save(sheet(states(context, editor, scheme, settings)), out / f"{editor}-{scheme}.png")
            settle(context, **settings)
            own = []
            for address in OWN.values():
                page = context.new_page()
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": 680, "height": 900})
                page.goto(f"{ORIGIN}/pages/{address}")
                page.locator("h1:not(:empty)").wait_for()
                page.locator("#host:not(:empty), #start, #state:not(:empty)").first.wait_for()
                own.append(page.screenshot())
                page.close()
            save(sheet(own), out / f"pages-{scheme}.png")


if __name__ == "__main__":
    main()
