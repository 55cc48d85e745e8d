"""What stands around a possible ward name: prepositions, towns, codes, capitals, and signs that something else is meant.

In: a document and token indexes. Out: yes or no, or the token that a name ends before. Nothing here makes findings.
"""

from __future__ import annotations

import re

from models.document import Document
from models.text.lookup import starting_at
from models.text.unit_names import words

_NUMBER_OR_CODE = re.compile(r"(?:\d{1,4}[a-zæøå]?|[a-hj-z]|[a-zæøå]{1,2}\d{1,4}[a-z]{0,2})\Z")
_WINDOW = 12
_NAME_WORDS = words("name_word")
AT = words("at")
_HOSPITAL = words("hospital")
_BEFORE = words("before")
_FOLLOW = words("follow")
_NOT_HEAD = words("not_head")
_COUNTED = words("count_noun")
_TAILS = words("tail")
_STOPPED = words("stopped")
_QUOTES = frozenset("'’´`")


def near(document: Document, i: int, cues: frozenset[str]) -> bool:
    """Whether one of the cue words stands within a dozen tokens."""
    return not cues.isdisjoint(document.words[max(0, i - _WINDOW) : i + _WINDOW])


def opens(document: Document, i: int) -> bool:
    """Whether token `i` is the first of its sentence."""
    return i == 0 or document.tokens[i - 1].sentence != document.tokens[i].sentence


def is_facility(document: Document, i: int) -> bool:
    """Whether a listed institution starts at token `i`."""
    return starting_at(document, "facilities", i) is not None


def shouting(document: Document, i: int) -> bool:
    """Whether the words around are in capitals too, so that capitals say nothing."""
    around = [
        token.text for token in document.tokens[max(0, i - 3) : i + 4] if token.text.isalpha() and len(token.text) > 1
    ]
    return len(around) > 2 and all(text.isupper() for text in around)


def capital_inside(document: Document, i: int) -> bool:
    """Whether token `i` has a capital that neither its sentence nor shouting explains."""
    return document.tokens[i].text[0].isupper() and not opens(document, i) and not shouting(document, i)


def with_stop(document: Document, end: int) -> int:
    """`end`, behind the full stop of an abbreviation ("ortopædkir.", "lungemedicinsk amb.") where the sentence goes on."""
    if document.word(end) != "." or document.word(end - 1) not in _STOPPED:
        return end
    if end + 1 >= len(document.tokens) or document.tokens[end].start != document.tokens[end - 1].end:
        return end
    after = document.tokens[end + 1]
    goes_on = after.text[0].islower() or after.text == "," or starting_at(document, "places", end + 1) is not None
    return end + 1 if goes_on and "\n" not in document.text[document.tokens[end].end : after.start] else end


def town_behind(document: Document, last: int) -> bool:
    """Whether "i" or "på" and a place stand at token `last`: "… i Hjørring"."""
    return (
        document.word(last) in ("i", "på")
        and last + 1 < len(document.tokens)
        and (document.tokens[last + 1].text[0].isupper() or starting_at(document, "places", last + 1) is not None)
    )


def site_code(document: Document, i: int) -> bool:
    """Whether token `i` is the short code of a hospital in front of its unit: "på ROS Urologi", "fra Hjr Ergoterapien"."""
    text = document.tokens[i].text if i > 0 else ""
    if not 1 < len(text) < 5 or not text.isalpha() or not text[0].isupper():
        return False
    return document.word(i - 1) in AT and document.words[i] not in _FOLLOW and not shouting(document, i)


def stands_as_name(document: Document, first: int, last: int) -> bool:
    """Whether "på neo", "fra urologisk" is a ward: a preposition in front, and no noun behind that the word would describe."""
    before = document.word(first - 1)
    if before in AT or before in _BEFORE:
        if before in ("i", "ved", "alle", "hele") and not town_behind(document, last):
            return False
    elif not site_code(document, first - 1) and not (opens(document, first) and town_behind(document, last)):
        return False
    if last < len(document.tokens):
        after = document.tokens[last]
        if after.lower in _TAILS or _site_next(document, last):
            return True
        if after.lower in _HOSPITAL or (after.text.islower() and after.lower not in _FOLLOW):
            return False
        return not (after.lower == "-" and after.start == document.tokens[last - 1].end)
    return True


def _site_next(document: Document, last: int) -> bool:
    """Whether a town or hospital stands at token `last`, perhaps behind a comma: "på ergoterapi, viborg"."""
    i = last + (document.word(last) == ",")
    return i < len(document.tokens) and (is_facility(document, i) or starting_at(document, "places", i) is not None)


def with_code(document: Document, j: int, *, strict: bool) -> int:
    """End of the name with the letter or number that may follow it. `strict`: not a plain number that counts something."""
    if (
        j < len(document.words)
        and document.words[j] == "."
        and document.word(j - 1) in ("afd", "afs", "afsn", "amb", "kl")
    ):
        behind = j + 1
    else:
        behind = j
    if behind >= len(document.tokens):
        return j
    token = document.tokens[behind]
    if (
        token.lower not in _NAME_WORDS
        and not _NUMBER_OR_CODE.match(token.lower)
        and not (
            token.text.isupper()
            and 1 < len(token.text) < 5
            and token.text.isalpha()
            and not is_facility(document, behind)
        )
    ):
        return j
    if (
        len(token.text) == 1
        and token.text.isalpha()
        and (document.word(behind + 1) in _QUOTES or (strict and token.text.islower()) or token.text in "åøÅØ")
    ):
        return j
    if token.text.isdigit():
        after = document.word(behind + 1)
        if after in _COUNTED or (
            strict and ((after.isalpha() and after not in _FOLLOW) or after in (":", "/", "-", "'", "%"))
        ):
            return j
    if token.text.isupper() and len(token.text) > 1 and token.text.isalpha() and shouting(document, behind):
        return j
    return long_code(document, behind + 1)


def long_code(document: Document, j: int) -> int:
    """End of "C2.4", "G-1A", "V/A", of which the first token ends at `j`."""
    if j + 1 >= len(document.tokens) or document.words[j] not in (".", "-", "/"):
        return j
    dot, rest = document.tokens[j], document.tokens[j + 1]
    glued = document.tokens[j - 1].end == dot.start and dot.end == rest.start
    return j + 2 if glued and _NUMBER_OR_CODE.match(rest.lower) else j


def hyphened(document: Document, i: int) -> int:
    """The start of "krabbe-teamet", "stroke-afsnittet", seen from its last part."""
    if i < 2 or document.words[i - 1] != "-":
        return i
    tokens = document.tokens
    head = tokens[i - 2]
    if tokens[i - 1].end != tokens[i].start or head.end != tokens[i - 1].start or not head.text.isalnum():
        return i
    return i if head.lower in _NOT_HEAD else i - 2


def kind_of(word: str) -> str:
    """The kind of unit that a unit noun names: "team" or "ward"."""
    return "team" if "team" in word or word.startswith("gruppe") else "ward"
