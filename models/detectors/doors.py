"""Doors told without their street: "blok 12, 4. tv", "hende på 1. th".

In: text that names a side of the staircase. Out: `ADDRESS` findings, of a lower score than those of `address`, which include the street.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding

_DOOR_ALONE = re.compile(
    r"(?<!\w)(?:(?P<house>(?:[Oo]pgang|[Oo]pg\.|[Bb]lok|[Nn]r\.?|[Nn]ummer|[Ll]ejl(?:ighed|\.)?|[Hh]us)\s?(?:\d{1,3}[A-Za-z]?|[A-Z]\d{0,2})\s?,?\s)|(?<=på )|(?<=i )|(?<=fra )|(?=.{4,14} (?:i|på) (?:nr|nummer)(?!\w)))"
    r"(?:\d{1,2}|st)\.?\s?(?:sal,?\s?)?(?:t\.?v|t\.?h|m\.?f|(?:til )?(?:venstre|højre))\.?(?![\w-])"
)
_SIDES = frozenset(("tv", "th", "mf", "v", "h", "f", "venstre", "højre"))


@detector("doors", "ADDRESS")
def find_doors(document: Document) -> Iterator[Finding]:
    """Floor and side, with the block or staircase before them."""
    if _SIDES.isdisjoint(document.words):
        return
    for found in _DOOR_ALONE.finditer(document.text):
        yield Finding("ADDRESS", found.start(), found.end(), 0.8, "doors")
