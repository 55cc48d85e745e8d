"""Doors told without their street: "blok 12, 4. tv", "hende på 1. th".

In: text that names a side of the staircase. Out: `ADDRESS` findings, of a lower score than those of `address`, which include the street.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.text.phrases import one_of
from models.text.streets import PARTS

_SIDES = PARTS["side"]
_HOUSE = one_of(PARTS["house"])
# "tv" is written "t.v." too; of the single letters that leaves as words, none is a side by itself.
_SIDE = "|".join(
    rf"{side[0]}\.?{side[1]}" if len(side) == 2 else f"(?:til )?{side}" for side in sorted(_SIDES) if len(side) > 1
)
_DOOR_ALONE = re.compile(
    rf"(?<!\w)(?:(?i:{_HOUSE})\s?(?:\d{{1,3}}[A-Za-z]?|[A-Z]\d{{0,2}})\s?,?\s|(?<=på )|(?<=i )|(?<=fra )|(?=.{{4,14}} (?:i|på) (?:nr|nummer)(?!\w)))"
    rf"(?:\d{{1,2}}|st)\.?\s?(?:sal,?\s?)?(?:{_SIDE})\.?(?![\w-])"
)


@detector("doors", "ADDRESS")
def find_doors(document: Document) -> Iterator[Finding]:
    """Floor and side, with the block or staircase before them."""
    if _SIDES.isdisjoint(document.words):
        return
    for found in _DOOR_ALONE.finditer(document.text):
        yield Finding("ADDRESS", found.start(), found.end(), 0.8, "doors")
