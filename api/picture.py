"""Draw what `tavshedstjek check` prints, for the README: `python -m api.picture docs/check.svg`.

In: the fictional post of `data/messages/cli.toml`. Out: an SVG without scripts, fonts or addresses of its own.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI

from api.render import show
from models.checker import Checker
from models.datafiles import read_toml

_WIDTH = 96
_FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def draw(path: Path) -> None:
    """Write the picture to `path`."""
    text = str(read_toml("messages/cli.toml")["picture"]["text"])
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    show(console, text, Checker().check(text))
    svg = console.export_svg(title="tavshedstjek check", theme=DIMMED_MONOKAI)
    path.write_text(_FONT_FACE.sub("", svg).replace("Fira Code", "ui-monospace"), encoding="utf-8")


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
