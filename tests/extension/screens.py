"""Pictures of every state on every editor, light and dark: `python -m tests.extension.screens docs/extension`.

In: the packed extension, the fixture pages, the real service. Out: a sheet for each editor and colour scheme, and the extension's own pages.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import BrowserContext, sync_playwright

from api.check.keys import new_key
from extension.pack import pack
from tests.api.conftest import serving
from tests.extension.conftest import PAGES
from tests.extension.pages import fixture_site
from tests.extension.texts import EDITORS, GREEN, RED, YELLOW
from tests.extension.writer import ORIGIN, Writer, browser, settle

SIZE = {"width": 680, "height": 560}
SHARE = 0.62
OWN = {"options": "options.html", "welcome": "welcome.html", "popup": "popup.html?host=x.com"}


def states(context: BrowserContext, editor: str, scheme: str, settings: dict[str, str]) -> list[bytes]:
    """Green, yellow, red, the panel, the dialog, and not checked: one picture each."""
    url, box = PAGES[editor]
    pictures = []
    for state in ("green", "yellow", "red", "panel", "dialog", "unchecked"):
        settle(context, **(settings if state != "unchecked" else settings | {"key": ""}))
        page = context.new_page()
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(SIZE)
        page.goto(url)
        writer = Writer(page, page.locator(box))
        writer.type({"green": GREEN, "yellow": YELLOW}.get(state, RED))
        writer.level({"panel": "red", "dialog": "red"}.get(state, state))
        if state in ("yellow", "red", "panel", "dialog"):
            writer.marks()
        if state in ("panel", "unchecked"):
            writer.open_panel()
        if state == "dialog":
            page.keyboard.press("Enter" if editor == "comment" else "Control+Enter")
            writer.dialog()
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
    with TemporaryDirectory() as folder, fixture_site() as port, sync_playwright() as playwright:
        keys = Path(folder) / "keys.toml"
        key = new_key(keys, "extension", ("check",), (ORIGIN,))
        package = pack(Path(folder))["chromium"]
        with serving(keys_file=str(keys)) as server, browser(playwright, package, port) as context:
            settings = {"address": server.url, "key": key, "language": "da"}
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
