"""How fast it is: `python -m tests.extension.measure [mode]`. In: the real service, Chromium, a fixture page. Out: milliseconds on stdout.

Keystroke to hint: from the `keydown` of a text's last key to the frame in which the badge shows another level (the pause before it
included). Hold: from the `keydown` of Ctrl in Ctrl+Enter to the open dialog, for a text whose answer is there, and for one that was pasted just before.
Both by the page's own clock, in the page's own process.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable

from tests.extension.pages import PAGES
from tests.extension.stage import stage
from tests.extension.texts import RED
from tests.extension.writer import Writer

TIMES = 30
CLOCK = "() => addEventListener('keydown', () => { window.pressed = performance.now() }, true)"
BADGE = "root => root.querySelector('.badge:not([hidden])')?.dataset.level === 'red' && performance.now()"
DIALOG = "root => root.querySelector('dialog[open]') && performance.now()"


def hint(writer: Writer) -> float:
    """Type a red text, its last key measured; return milliseconds to its badge."""
    writer.box.fill("")
    writer.type(RED[:-6])
    writer.page.keyboard.type(RED[-6:], delay=60)
    return float(writer.sees(BADGE)) - float(writer.page.evaluate("pressed"))


def hold(writer: Writer) -> float:
    """Submit a text that was answered; return milliseconds to the dialog."""
    writer.page.reload()
    writer.page.evaluate(CLOCK)
    writer.type(RED)
    writer.level("red")
    return _held(writer)


def hold_at_once(writer: Writer) -> float:
    """Paste and submit with no pause; return milliseconds to the dialog."""
    writer.page.reload()
    writer.page.evaluate(CLOCK)
    writer.paste(RED)
    return _held(writer)


def _held(writer: Writer) -> float:
    writer.page.keyboard.press("Control+Enter")
    shown = float(writer.sees(DIALOG)) - float(writer.page.evaluate("pressed"))
    writer.page.keyboard.press("Escape")
    return shown


def main() -> None:
    """Command line."""
    chosen = {"mode": sys.argv[1]} if len(sys.argv) > 1 else {}
    with stage(**chosen) as (context, _):
        url, box = PAGES["lexical"]
        page = context.new_page()
        page.goto(url)
        page.evaluate(CLOCK)
        writer = Writer(page, page.locator(box))
        ways: tuple[tuple[str, Callable[[Writer], float]], ...] = (
            ("last key to hint", hint),
            ("submit to dialog, text answered", hold),
            ("submit to dialog, pasted just before", hold_at_once),
        )
        for name, measured in ways:
            times = sorted(measured(writer) for _ in range(TIMES))
            p95 = times[round(0.95 * (TIMES - 1))]
            print(f"{name}: median {statistics.median(times):.0f} ms, p95 {p95:.0f} ms, {TIMES} times")


if __name__ == "__main__":
    main()
