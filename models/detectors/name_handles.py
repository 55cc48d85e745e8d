"""User names that hold a person's name: `@jakob_sf`, `@SandKjaer`, "Kære KirstenfraVejlby".

In: a `Document` and the token behind an "@" or a greeting. Out: where the user name ends, and the name it holds.
"""

from __future__ import annotations

import re

from models.detectors import name_tables as t
from models.document import Document

_PIECE = re.compile(r"[A-ZÆØÅ]+(?![a-zæøå])|[A-ZÆØÅ]?[a-zæøå]+")
_JOINTS = "_.-"


def user_name(document: Document, i: int) -> tuple[int, str] | None:
    """End (exclusive) and name of the user name that starts at token `i`, or nothing."""
    tokens, words = document.tokens, document.words
    tagged = words[i - 1] == "@" and tokens[i].start == tokens[i - 1].end
    last = i + 1
    while tagged or words[last - 1] == "_" or words[last : last + 1] == ["_"]:
        joint = last < len(tokens) and tokens[last].start == tokens[last - 1].end and last < i + t.LONGEST
        behind = last + 1 < len(tokens) and joint and tokens[last + 1].start == tokens[last].end
        if joint and (tokens[last].text == "_" or tokens[last].text.isalnum()):
            last += 1
        elif behind and tokens[last].text in _JOINTS and tokens[last + 1].text.isalnum():
            last += 2
        else:
            break
    word = words[i]
    joined = last > i + 1
    camel = any(c.isupper() for c in tokens[i].text[1:])
    if not joined and (len(word) <= t.HANDLE or word in t.COMMON or word in t.GIVEN or not (tagged or camel)):
        return None
    shortest = t.HANDLE - joined
    for size in range(min(len(word), 12), shortest - 1, -1):
        if word[:size] in t.GIVEN:
            return last, word[:size]
    if tagged:
        pieces = [piece.lower() for token in tokens[i:last] for piece in _PIECE.findall(token.text)]
        if any(piece in t.EVERYDAY or piece in t.ORGANISATION for piece in pieces):
            return None
        for piece in [*pieces, *map(_danish, pieces)]:
            if len(piece) >= t.HANDLE and (piece in t.GIVEN or (len(piece) >= t.HANDLE and piece in t.SURNAMES)):
                return last, piece
    return None


def _danish(piece: str) -> str:
    """The piece with Danish letters: user names often write them out."""
    return piece.replace("ae", "æ").replace("oe", "ø").replace("aa", "å")
