"""Hashtags written as one word: "#akutmodtagelsenherlev", "#solrødstrand".

In: the word behind "#" in lower case. Out: whether it is a place of several words, or where a ward ends and its hospital or town starts.
"""

from __future__ import annotations

from functools import cache

from models.gazetteer import Row, list_rows
from models.text.unit_names import part_of

_SHORTEST = 8
_SHORTEST_PART = 4
_LONGEST = 40
_NAMING = frozenset(("", "short", "prep", "name"))


@cache
def _places() -> dict[str, Row]:
    return {row["surface"].lower(): row for row in list_rows("places") if row["kind"] != "road"}


@cache
def _joined_places() -> dict[str, Row]:
    return {_joined(surface): row for surface, row in _places().items() if " " in surface or "-" in surface}


@cache
def _joined_facilities() -> dict[str, Row]:
    """By name without spaces; a town that may stand for its hospital stays a town here."""
    return {
        _joined(row["surface"].lower()): row for row in list_rows("facilities") if row["mode"] in ("", "known", "cased")
    }


@cache
def _wards() -> frozenset[str]:
    return frozenset(_joined(row["surface"].lower()) for row in list_rows("wards") if row["cue"] in _NAMING)


def _joined(surface: str) -> str:
    return surface.replace(" ", "").replace("-", "")


def joined_place(word: str) -> Row | None:
    """The row of the place that `word` writes without its space."""
    return _joined_places().get(word) if len(word) >= _SHORTEST else None


def joined_facility(word: str) -> Row | None:
    """The row of the institution of several words that `word` writes without spaces."""
    row = _joined_facilities().get(word) if len(word) >= _SHORTEST else None
    return row if row and row["surface"].lower() != word else None


def ward_and_site(word: str) -> tuple[int, Row, bool] | None:
    """Length of the ward's part of `word`, the row of the hospital or town behind it, and whether it is a hospital."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return None
    for k in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head, site = word[:k], word[k:]
        row = _joined_facilities().get(site)
        place = row or _places().get(site) or _joined_places().get(site)
        if place is not None and (head in _wards() or part_of(head).sort in ("named", "adjective", "definite")):
            return k, place, row is not None
    return None
