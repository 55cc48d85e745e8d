"""Take pictures of every page and state, phone and desktop, light and dark: `python -m tests.web.pictures docs/web`.

In: a service of its own on loopback. Out: a sheet for each device and scheme, every state on it, small.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser

from tests.api.conftest import serving
from tests.browsers import chromium
from tests.web.states import STATES

DEVICES = {"telefon": (390, 844, 180, 8), "skaerm": (1280, 900, 400, 4)}
SCHEMES = ("light", "dark")
QUALITY = 55
# The state that the README shows by itself.
COVER = ("telefon", "light", "tjek-kritik")
TALLEST = 2.4


def take(browser: Browser, url: str, folder: Path) -> None:
    """Write the pictures: a sheet for each device and scheme, with the name of each state above it."""
    folder.mkdir(parents=True, exist_ok=True)
    for device, (width, height, shown, columns) in DEVICES.items():
        for scheme in SCHEMES:
            shots = []
            for name, way in STATES.items():
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    service_workers="block",
                )
                page = context.new_page()
                way(page, url)
                page.evaluate("document.fonts.ready")
                page.evaluate("scrollTo(0, 0)")
                whole = page.screenshot(full_page=True)
                if (device, scheme, name) == COVER:
                    _small(whole, 390, 1_600).save(folder / "tjek.webp", quality=QUALITY, method=6)
                shots.append((name, _small(whole, shown, round(height * TALLEST * shown / width))))
                context.close()
            _sheet(shots, columns, shown).save(folder / f"{device}-{scheme}.webp", quality=QUALITY, method=6)


def _small(picture: bytes, width: int, tallest: int) -> Image.Image:
    image = Image.open(BytesIO(picture)).convert("RGB")
    image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    return image.crop((0, 0, width, min(image.height, tallest)))


def _sheet(shots: list[tuple[str, Image.Image]], columns: int, width: int) -> Image.Image:
    gap, head = 16, 18
    rows = [shots[at : at + columns] for at in range(0, len(shots), columns)]
    heights = [max(image.height for _, image in row) + head + gap for row in rows]
    sheet = Image.new("RGB", (columns * (width + gap) + gap, sum(heights) + gap), "#8a9299")
    pen, top = ImageDraw.Draw(sheet), gap
    for row, height in zip(rows, heights, strict=True):
        for i, (name, image) in enumerate(row):
            left = gap + i * (width + gap)
            pen.text((left, top), name, fill="#000000")
            sheet.paste(image, (left, top + head))
        top += height
    return sheet


if __name__ == "__main__":
    with serving(operator="Region Prøve") as server, chromium() as chrome:
        take(chrome, server.url, Path(sys.argv[1]))
