"""An assessment for people in a terminal: words and symbols first, colour on top.

In: the text and its assessment. Out: printed with rich; the phrases are in `data/messages/cli.toml`.
"""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from models.assessment import Assessment
from models.datafiles import read_toml
from models.explain import group_in_words
from models.explain import messages as say

# What a terminal would obey, and what has no UTF-8 form, is shown as one replacement character: offsets stay.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def show(console: Console, text: str, assessment: Assessment) -> None:
    """Print level, marked text, reasons, group size, advice (with what was not checked) and rewrite."""
    messages = read_toml("messages/cli.toml")
    spoken = say()
    words: dict[str, Any] = messages["check"]
    level = messages["levels"][assessment.level]
    # A text with an unchecked part is never plainly safe.
    word = f"{level['word']} – {words['partly']}" if assessment.unchecked else level["word"]
    console.print(Text(f"{level['symbol']} {word}", style=level["style"]))
    if assessment.level != "green":
        console.print(Text(spoken["level"][assessment.level], style="bold"))
    if assessment.entities:
        _heading(console, words["marked"])
        console.print(_marked(text, assessment, level["style"]))
        for entity in assessment.entities:
            kind = messages["types"].get(entity.type, entity.type)
            console.print(Text(f"  »{printable(entity.text)}« – {kind}"))
    _list(console, words["reasons"], [reason.text for reason in assessment.reasons])
    if assessment.group_size:
        _list(console, words["group"], [group_in_words(assessment.group_size)])
    _list(console, words["advice"], list(assessment.advice))
    if assessment.rewrite is not None:
        _heading(console, words["rewrite"])
        console.print(Text(printable(assessment.rewrite)))
        console.print(Text(words["rewrite_note"], style="italic"))


def printable(text: str) -> str:
    """`text`, of the same length, safe to write to a terminal."""
    return _UNPRINTABLE.sub("\ufffd", text)


def _marked(text: str, assessment: Assessment, style: str) -> Text:
    marked = Text(printable(text))
    for entity in assessment.entities:
        marked.stylize(f"{style} underline", entity.start, entity.end)
    return marked


def _list(console: Console, heading: str, lines: list[str]) -> None:
    if lines:
        _heading(console, heading)
        points = Table.grid(padding=(0, 1, 0, 0))
        for line in lines:
            points.add_row("  ·", Text(printable(line)))
        console.print(points)


def _heading(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, style="bold"))
