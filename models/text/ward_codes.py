"""Rooms, groups and codes that name a part of a ward: "stue 12", "Team Blå", "7'eren", "på M5", "2.B".

In: a document and the index of a token that may start one. Out: `Found`, or `None`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from models.document import Document
from models.text.lookup import starting_at
from models.text.numbers import cardinal
from models.text.unit_names import keyed, part_of, words
from models.text.ward_context import is_facility, kind_of, long_code, near, opens, town_behind, with_code

_UNIT_LOCAL = re.compile(r"(?!\d+$)(?:[a-zæøå]{1,2}\d{1,4}[a-z]{0,2}|\d{1,3}[a-zæøå])\Z")
_NUMBER_OR_CODE = re.compile(r"(?:\d{1,4}[a-zæøå]?|[a-hj-z]|[a-zæøå]{1,2}\d{1,4}[a-z]{0,2})\Z")
_WARD_CODE = re.compile(r"[a-zæø]{1,2}\d{1,3}[a-z]?\Z")
_LONGEST_CODE = 5
_MOST_ROOMS = 9999
_ROOM_SHORT = words("room_short")
_GROUPS = words("group_noun")
_NAMED_GROUPS = keyed("group_noun", "named")
_NAME_WORDS = words("name_word")
_AT = words("at")
_NOT_CODE = words("not_code")
_REFS = words("ref")
_FOLLOW = words("follow")
_VITAMIN = words("vitamin")
_SERIES = words("series")
_AT_WORK = words("work") | words("ref")
_RADIO = words("radio")
_COUNTED_GROUPS = keyed("group_noun", "ref")
_MOTOR = words("motor")
_NOT_TEAM = words("not_team")
_COUNTED = words("count_noun")
_CLASS = re.compile(r"\d{1,2}[a-f]\Z")
_BARE_CODE_NOT = words("bare_code_not")
_PREPOSITIONS = frozenset(("på", "fra", "til", "hos"))
_QUOTES = frozenset("'’´`")
_SHORT_PREPOSITIONS = frozenset(("på", "fra"))
_COLOURS = frozenset(("rød", "røde", "blå", "grøn", "grønne", "gul", "gule", "lilla", "orange", "hvid", "hvide"))


class Found(NamedTuple):
    """Tokens `first` to `end` (exclusive) of a ward's name, the confidence, its kind (ward, room, team, code), its speciality or ""."""

    first: int
    end: int
    score: float
    kind: str
    specialty: str = ""


def group(document: Document, i: int) -> Found | None:
    """For example "Team Blå", "gruppe 3", "fløj C", "b-fløjen", "7'eren"."""
    word = document.words[i]
    if word in ("eren", "ern"):
        return _the_numbered(document, i)
    if word == "fløjen":
        glued = i > 1 and document.words[i - 1] == "-" and len(document.words[i - 2]) == 1
        return Found(i - 2, i + 1, 0.8, "ward") if glued else None
    if i + 1 >= len(document.tokens) or is_episode(document, i):
        return None
    behind = document.tokens[i + 1]
    if word in _COUNTED_GROUPS:
        people = not _REFS.isdisjoint(document.words[max(0, i - 6) : i])
        return Found(i, i + 2, 0.7, "team") if behind.text.isdigit() and people else None
    if behind.lower in _NAME_WORDS or _NUMBER_OR_CODE.match(behind.lower):
        if document.word(i - 1) in _AT or (
            behind.text.isalpha() and behind.text[0].isupper() and word in _NAMED_GROUPS
        ):
            end = with_code(document, i + 1, strict=False)
            return Found(i, end, 0.75, kind_of(word)) if end > i + 1 else None
        return None
    if (
        word in _NAMED_GROUPS
        and behind.text[0].isupper()
        and behind.text.isalpha()
        and not behind.text.isupper()
        and behind.lower not in _NOT_TEAM
        and document.tokens[i + 1].sentence == document.tokens[i].sentence
        and not is_facility(document, i + 1)
        and starting_at(document, "places", i + 1) is None
    ):
        return Found(i, i + 2, 0.7, kind_of(word))
    return None


def is_episode(document: Document, i: int) -> bool:
    """Whether "afsnit 2" is of a series or a book; a ward's number stands behind "på"."""
    if not document.words[i].startswith("afs") or not document.word(i + 1).isdigit():
        return False
    return document.word(i - 1) == "i" or near(document, i, _SERIES)


def _the_numbered(document: Document, i: int) -> Found | None:
    first = i - 2 if document.word(i - 1) in _QUOTES else i - 1
    if first < 0 or not document.words[first].isdigit() or document.word(first - 1) not in _AT:
        return None
    return Found(first, i + 1, 0.8, "code")


def room(document: Document, i: int) -> Found | None:
    """For example "stue 12", "st. 4", "seng 3", "stue fire", "rød stue"."""
    word = document.words[i]
    j = i + 1
    if word in _ROOM_SHORT or word == "box":
        if document.word(i - 1) not in _AT:
            return None
        j += word in _ROOM_SHORT and document.word(j) == "."
    elif document.word(i - 1) in _COLOURS and word.startswith("stue"):
        return Found(i - 1, j, 0.75, "room")
    number = document.word(j)
    value = cardinal(number)
    if value is None and not (
        _UNIT_LOCAL.match(number) or (len(number) == 1 and document.tokens[j].text in "ABCDEFGH")
    ):
        part = part_of(word)
        return (
            Found(i, j, 0.85, "ward", part.key)
            if part.sort == "named"
            else group(document, i)
            if word in _GROUPS
            else None
        )
    if (value is not None and value > _MOST_ROOMS) or document.word(j + 1) in _COUNTED:
        return None
    return Found(i, j + 1, 0.85, "room")


def code(document: Document, i: int, word: str) -> Found | None:
    """For example "på M5", "O2 i Nykøbing", "damen på 8", "elev i 2.B"."""
    before = document.word(i - 1)
    if word.isdigit():
        if len(word) > 2 or before not in _AT:
            return None
        after = document.word(i + 1)
        if after == "." and len(document.word(i + 2)) == 1 and document.word(i + 2) in "abcdexy":
            dot, letter = document.tokens[i + 1], document.tokens[i + 2]
            glued = dot.start == document.tokens[i].end and letter.start <= dot.end + 1
            return Found(i, i + 3, 0.75, "team") if glued and int(word) <= 10 else None
        if before == "på" and document.word(i - 2) in _REFS and after == "." and document.word(i + 2) == "sal":
            return Found(i, i + 3, 0.7, "ward")
        if before == "på" and document.word(i - 2) in _REFS and (after in _FOLLOW - {"i", "og"} or not after):
            return Found(i, i + 1, 0.6, "room")
        return None
    if _CLASS.match(word):
        return _numbered_letter(document, i, before)
    if len(word) > _LONGEST_CODE or not word[0].isalpha() or not _WARD_CODE.match(word):
        return None
    if before not in _PREPOSITIONS and not (
        before in ("#", "hele", "vores")
        or (opens(document, i) and document.word(i + 1) in ("i", ":", "på", "har", "mangler"))
    ):
        return None
    behind = town_behind(document, i + 1)
    if word in _RADIO and not (behind or near(document, i, _AT_WORK) or document.matches.get("diagnoses")):
        return None
    if not behind and ((near(document, i, _VITAMIN) and word[0] in "bdk") or near(document, i, _MOTOR)):
        return None
    if word.rstrip("0123456789") in _NOT_CODE:
        return None
    if word in ("o2", "e45", "e20", "a4", "a3", "h1n1", "mp3", "4g", "5g", "u21", "g20") and not (
        word == "o2" and behind
    ):
        return None
    return Found(i, long_code(document, i + 1), 0.8, "code")


def _numbered_letter(document: Document, i: int, before: str) -> Found | None:
    """For example "vikar til 7B", "drengene i 2A": a ward or a class, in capitals."""
    if not document.tokens[i].text[-1].isupper() or document.words[i] in _BARE_CODE_NOT:
        return None
    if before in _PREPOSITIONS or before in ("hele", "vores"):
        return Found(i, i + 1, 0.75, "code")
    people = before == "i" and not _REFS.isdisjoint(document.words[max(0, i - 4) : i])
    return Found(i, i + 1, 0.7, "team") if people else None


def letter(document: Document, i: int) -> Found | None:
    """For example "fra K", "på Q": a capital alone behind a preposition."""
    text = document.tokens[i].text
    if document.word(i - 1) not in _SHORT_PREPOSITIONS or not "A" <= text <= "Z" or text in "IX":
        return None
    after = document.word(i + 1)
    if after in ("til", "-", "'", "’", "&", ".") and not (after == "." and i + 2 >= len(document.tokens)):
        return None
    return Found(i, i + 1, 0.6, "code") if not after.isalpha() or after in _FOLLOW else None
