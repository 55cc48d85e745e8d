"""The listed names in a text, disguised ones too ("M0na", "Kar*n").

In: a `Document` with gazetteer matches. Out: `Part`s by their first token: a given name or a surname, and what is known of it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from models.detectors import name_tables as t
from models.document import Document
from models.text.disguises import DISGUISED, MIXED


@dataclass(slots=True)
class Part:
    """A listed name at some tokens: its plain form, where it ends, what list it is from."""

    name: str
    last: int
    given: bool
    bearers: int
    genitive: bool = False
    disguised: bool = False


def listed(document: Document) -> dict[int, Part]:
    """Listed names by first token: surnames, over them given names, over them disguised ones."""
    parts: dict[int, Part] = {}
    for tag in ("surnames", "given_names"):
        for match in document.matches.get(tag, ()):
            row = match.row
            parts[match.first] = Part(
                row["surface"], match.last, tag == "given_names", int(row["bearers"] or 0), not match.exact
            )
    if MIXED.search(document.text):
        for i, part in parts.items():
            # The tokens have read the disguise already ("M0na" is mona in the index).
            part.disguised = document.words[i] != document.tokens[i].text.lower()
        _add_disguised(document, parts)
    return parts


def _add_disguised(document: Document, parts: dict[int, Part]) -> None:
    starts = [token.start for token in document.tokens]
    for match in DISGUISED.finditer(document.text):
        surface = match.group()
        first = bisect_left(starts, match.start())
        plain = surface.lower().partition("_")[0] or surface.lower()
        name = t.MASKED.find(plain) if plain != surface.lower() or "_" not in surface else ""
        titled = document.word(first - 1) in t.TITLES
        if not name and (titled or (first - 1 in parts and parts[first - 1].given)):
            name = t.MASKED_SURNAMES.find(plain) or plain
        genitive = not name and plain[-1] == "s" and bool(name := t.MASKED.find(plain[:-1]))
        proper = surface[0].isupper() or document.text[match.start() - 1 : match.start()] in ("-", "@")
        if name and proper and first < len(starts) and starts[first] == match.start():
            parts[first] = Part(name, bisect_left(starts, match.end()), True, 0, genitive, True)
