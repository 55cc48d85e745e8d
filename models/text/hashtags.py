"""Hashtags written as one word: "#akutmodtagelsenherlev", "#solrødstrand".

In: the word behind "#" in lower case. Out: whether it is a place of several words, or where a ward ends and its hospital or town starts.
"""

from __future__ import annotations

from models.datafiles import read_table
from models.text.unit_names import part_of

_SHORTEST = 8
_SHORTEST_PART = 4
_LONGEST = 40
_PLACES = {row["surface"].lower(): row for row in read_table("gazetteers/places.tsv") if row["kind"] != "road"}
_JOINED_PLACES = {
    surface.replace(" ", "").replace("-", ""): row
    for surface, row in _PLACES.items()
    if " " in surface or "-" in surface
}
# A town that may stand for its hospital stays a town here.
_FACILITIES = {
    row["surface"].lower(): row
    for row in read_table("gazetteers/facilities.tsv")
    if row["mode"] in ("", "known", "cased")
}
_JOINED_FACILITIES = {surface.replace(" ", "").replace("-", ""): row for surface, row in _FACILITIES.items()}
_WARDS = frozenset(
    row["surface"].lower().replace(" ", "").replace("-", "")
    for row in read_table("gazetteers/wards.tsv")
    if row["cue"] in ("", "short", "prep")
)


def joined_place(word: str) -> dict[str, str] | None:
    """The row of the place that `word` writes without its space."""
    return _JOINED_PLACES.get(word) if len(word) >= _SHORTEST else None


def joined_facility(word: str) -> dict[str, str] | None:
    """The row of the institution of several words that `word` writes without spaces."""
    row = _JOINED_FACILITIES.get(word) if len(word) >= _SHORTEST else None
    return row if row and row["surface"].lower() != word else None


def ward_and_site(word: str) -> tuple[int, dict[str, str], bool] | None:
    """Length of the ward's part of `word`, the row of the hospital or town behind it, and whether it is a hospital."""
    if not _SHORTEST <= len(word) <= _LONGEST:
        return None
    for k in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        head, site = word[:k], word[k:]
        row = _JOINED_FACILITIES.get(site)
        place = row or _PLACES.get(site) or _JOINED_PLACES.get(site)
        if place is not None and (head in _WARDS or part_of(head).sort in ("named", "adjective", "definite")):
            return k, place, row is not None
    return None
