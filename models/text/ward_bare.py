"""A speciality without a unit noun, where it means a department: "på urologisk", "Onkologien mangler læger", "Kh Tove, ortopædkir. Køge".

In: a document and the tokens of the speciality. Out: `Found`, or `None`.
"""

from __future__ import annotations

from models.document import Document
from models.text.lookup import ending_at, starting_at
from models.text.unit_names import words
from models.text.ward_codes import Found
from models.text.ward_context import (
    AT,
    capital_inside,
    near,
    opens,
    shouting,
    site_code,
    stands_as_name,
    town_behind,
    with_code,
    with_stop,
)
from models.text.ward_register import acts

_GUARDED = "guarded"
# "psykiatrien" is more often the whole trade than one department.
_GENERAL = frozenset(("psychiatry", "guarded", "laboratory"))
# Specialities whose short forms are words by themselves ("akut", "klin", "lukket").
_UNSAID = frozenset(("general", "acute", "psychiatry"))
_ONLY_AT = words("only_at")
_SHIFT = words("shift")
_VET = words("vet")
_SHORT_PREPOSITIONS = frozenset(("på", "fra"))


def bare_speciality(document: Document, i: int, end: int, sorts: list[str], specialty: str) -> Found | None:
    """A speciality alone: "på urologisk", "fra kardiologi", "thoraxkirurgien i Odense", "Onkologien mangler læger"."""
    last = sorts[-1]
    before = document.word(i - 1)
    if last == "stem" or (document.words[i] in _ONLY_AT and before not in _SHORT_PREPOSITIONS):
        return None
    short = len(sorts) == 1 and last == "adjective" and not document.words[i].endswith(("isk", "iv", "iske"))
    if (
        short
        and specialty not in _UNSAID
        and ((acts(document, i, end) and opens(document, i)) or _signed(document, i, end))
    ):
        return Found(i, with_stop(document, end), 0.75, "ward", specialty)
    if last == "field" and before == "#" and specialty not in _GENERAL:
        return Found(i, end, 0.75, "ward", specialty)
    if last != "adjective" and _beside_hospital(document, i, end):
        return Found(i, end, 0.82, "ward", specialty)
    if site_code(document, i - 1):
        return Found(i, end, 0.85, "ward", specialty)
    inside = last in ("field", "definite") and capital_inside(document, i)
    if inside and before in AT and before != "i" and not near(document, i, _VET):
        return Found(i, with_code(document, end, strict=True), 0.82, "ward", specialty)
    if len(sorts) > 1 and last == "field" and capital_inside(document, end - 1):
        # "Klinisk Genetik": nobody writes a trade so.
        return Found(i, end, 0.8, "ward", specialty)
    general = specialty in _GENERAL and last == "definite"
    if (
        last != "adjective"
        and not general
        and acts(document, i, end)
        and (last == "definite" or _opens_big(document, i))
    ):
        return Found(i, end, 0.82, "ward", specialty)
    coded = with_code(document, end, strict=True)
    if specialty == _GUARDED and coded > end and before in _SHORT_PREPOSITIONS:
        return Found(i, coded, 0.75, "ward", specialty)
    if specialty == _GUARDED or (last == "field" and before in ("i", "ved")):
        return None
    if last == "definite":
        if general and before == "i" and not town_behind(document, end):
            return None
        if before == "i" and not town_behind(document, end) and not near(document, i, _SHIFT):
            return None
        if before in AT or town_behind(document, end):
            return Found(i, end, 0.7, "ward", specialty)
        return None
    if stands_as_name(document, i, end) and not near(document, i, _VET):
        return Found(i, with_stop(document, with_code(document, end, strict=True)), 0.75, "ward", specialty)
    return None


def _beside_hospital(document: Document, i: int, end: int) -> bool:
    """Whether only a comma parts a capitalised speciality from its hospital: "Horsens Sygehus, Kvindesygdomme", "Urologi, Herlev"."""
    if not document.tokens[i].text[0].isupper() or shouting(document, i):
        return False
    if document.word(i - 1) == "," and ending_at(document, "facilities", i - 1) is not None:
        return True
    closes = opens(document, i) or document.word(i - 1) == ","
    return closes and document.word(end) == "," and starting_at(document, "facilities", end + 1) is not None


def _signed(document: Document, i: int, end: int) -> bool:
    """Whether a short form stands in a signature: "Kh Tove, ortopædkir. Køge"."""
    town = end + (document.word(end) in (".", ","))
    if document.word(i - 1) != "," or town >= len(document.tokens):
        return False
    return any(starting_at(document, tag, town) is not None for tag in ("places", "facilities"))


def _opens_big(document: Document, i: int) -> bool:
    return opens(document, i) and document.tokens[i].text[0].isupper()
