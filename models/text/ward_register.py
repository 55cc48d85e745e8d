"""Unit names as registers, rosters and letterheads write them, and units as the subject of a sentence.

In: a document and a token. Out: the tokens of a name: behind a site's code ("ROS Socialrådgiver"), in front of a manner of
care ("Børnesygdomme, ambulatorieafsnit"), or whether a speciality acts as a department does ("Thoraxkirurgien mangler folk").
"""

from __future__ import annotations

from models.document import Document
from models.text.lookup import starting_at
from models.text.unit_names import keyed, part_of, words
from models.text.ward_context import AT, is_facility, opens, shouting

_SITES = words("site")
_WEAK_SITES = keyed("site", "weak")
_TAILS = words("tail")
_CERTAIN_TAILS = keyed("tail", "certain")
_SUBJECT_VERBS = words("subject_verb")
_STAFFING = words("staffing")
_MARKS = frozenset((",", "-", "–", "/", ".", "&", "og", "for", "f", "i"))
_SPECIALITIES = frozenset(("adjective", "field", "definite", "named"))
_LONGEST = 10
_STAFFING_WINDOW = 9


def sited(document: Document, i: int) -> tuple[int, int]:
    """First token and end of the unit's name behind the site's code at token `i` ("på ROS Socialrådgiver"), or (0, 0)."""
    if document.words[i] not in _SITES or i + 1 >= len(document.tokens):
        return 0, 0
    if document.tokens[i].text.islower() and (
        document.words[i] in _WEAK_SITES or part_of(document.words[i + 1]).sort not in _SPECIALITIES
    ):
        return 0, 0
    if not opens(document, i) and document.word(i - 1) not in AT and not document.word(i - 1).endswith("."):
        return 0, 0
    first = i + 1 + (document.words[i + 1] in ("-", ","))
    if first >= len(document.tokens) or not document.tokens[first].text[0].isalnum():
        return 0, 0
    end = _name_end(document, first)
    if end == first or shouting(document, i):
        return 0, 0
    if document.words[i] in _WEAK_SITES and not any(part_of(word).sort for word in document.words[first:end]):
        return 0, 0
    if is_facility(document, i) and document.word(first - 1) == ",":
        return 0, 0
    if starting_at(document, "places", first) is not None or is_facility(document, first):
        return 0, 0
    return first, end


def _name_end(document: Document, first: int) -> int:
    """End of the capitalised words from token `first`, with the marks and small words between them."""
    end = first
    tokens = document.tokens
    for j in range(first, min(len(tokens), first + _LONGEST)):
        token = tokens[j]
        if j > first and token.sentence != tokens[first].sentence:
            break
        if (token.text[0].isupper() or token.text[0].isdigit() or part_of(token.lower).sort) and token.text.isalnum():
            end = j + 1
        elif token.lower not in _MARKS:
            break
    return end


def tailed(document: Document, i: int) -> tuple[int, int]:
    """First token and end of "Børnesygdomme, ambulatorieafsnit", seen from its manner of care at token `i`, or (0, 0)."""
    if document.words[i] not in _TAILS:
        return 0, 0
    certain = document.words[i] in _CERTAIN_TAILS
    if document.word(i - 1) not in (",", "-", "–", "."):
        return (i, i + 1) if certain else (0, 0)
    first = i - 1
    tokens = document.tokens
    while first > max(0, i - _LONGEST) and tokens[first - 1].sentence == tokens[i].sentence:
        before = tokens[first - 1]
        if before.lower in AT and before.lower != "i":
            break
        first -= 1
    whole = opens(document, first) or document.word(first - 1) in AT
    parts = [part_of(word).sort for word in document.words[first : i - 1]]
    named = whole and tokens[first].text[0].isalnum() and any(parts)
    if named and (tokens[first].text[0].isupper() or parts[0]):
        return first, i + 1
    return (i, i + 1) if certain else (0, 0)


def acts(document: Document, first: int, end: int) -> bool:
    """Whether the speciality at tokens `first` to `end` does what a department does: "Ergoterapien søger …", "Urologi har fået ny leder"."""
    tokens = document.tokens
    j = end
    while j < min(len(tokens), end + _LONGEST // 2) and tokens[j].sentence == tokens[first].sentence:
        if not (tokens[j].text[0].isupper() or document.words[j] in _MARKS or tokens[j].text.isdigit()):
            break
        j += 1
    if document.word(j) not in _SUBJECT_VERBS:
        return False
    return not _STAFFING.isdisjoint(document.words[j : j + _STAFFING_WINDOW])
