"""DIAGNOSIS: complaints in lay words, put together from a part of the body and what is wrong with it, and measures with a number.

In: a `Document`. Out: findings for "hævet knæ", "benene sagde fra", "skar jeg tommelen", "kan ikke løfte armen", "puls 118".
Parts, functions, states and measures are lists; so are the words that may stand between them.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.datafiles import read_table, read_words
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import Match
from models.medical import PLAUSIBLE, blocked

_NAME = "complaints"
_REACH = 4
_LINKS: dict[str, frozenset[str]] = {}
for _row in read_table("gazetteers/body_state_links.tsv"):
    _LINKS[_row["side"]] = _LINKS.get(_row["side"], frozenset()) | {_row["word"]}
_MEASURE_LINKS = frozenset(read_words("gazetteers/vital_sign_links.txt"))
_DECIMAL = frozenset(",./")

_Spans = dict[int, tuple[int, int]]


@detector(_NAME, "DIAGNOSIS")
def find_complaints(document: Document) -> Iterator[Finding]:
    """Yield every part of the body with what is wrong with it, and every measure with its number."""
    matches = document.matches
    if "vital_signs" in matches:
        yield from _measures(document)
    if "body_states" not in matches:
        return
    out = blocked(document)
    parts = [(m.first, m.last) for m in matches.get("body_parts", ())]
    functions = [(m.first, m.last) for m in matches.get("body_functions", ())]
    starts, ends = _by_first(parts + functions), _by_last(parts + functions)
    lost = _by_last(functions)
    for match in matches["body_states"]:
        if match.first in out:
            continue
        span = None
        for side in match.row["side"].split():
            if side == "after":
                span = _part_before(document, match, lost if match.row["parts"] else ends)
            elif side in ("cannot", "alone"):
                span = _inability(document, match, side, starts)
            else:
                span = _part_behind(document, match, side, starts)
            if span:
                break
        if span and span[0] not in out and span[1] - 1 not in out:
            attrs: dict[str, object] = {
                "strength": int(match.row["strength"]),
                "concept": "symptom:" + match.row["surface"],
                "prior": match.row["prior"],
            }
            yield document.finding("DIAGNOSIS", *span, PLAUSIBLE, _NAME, attrs)


def _by_first(spans: list[tuple[int, int]]) -> _Spans:
    return {span[0]: span for span in spans}


def _by_last(spans: list[tuple[int, int]]) -> _Spans:
    return {span[1]: span for span in spans}


def _part_before(document: Document, match: Match, ends: _Spans) -> tuple[int, int] | None:
    """From the part named before the state to the state's end: "hænder der ryster", "højre side er lam"."""
    words, links = document.words, _LINKS["after"]
    for at in range(match.first, max(0, match.first - _REACH) - 1, -1):
        span = ends.get(at)
        if span:
            first = span[0]
            while first and words[first - 1] in _LINKS["side"]:
                first -= 1
            return first, match.last
        if not at or words[at - 1] not in links:
            return None
    return None


def _part_behind(document: Document, match: Match, side: str, starts: _Spans) -> tuple[int, int] | None:
    """From the state or verb to the end of the part behind it: "noprede hud", "skar jeg tommelen"."""
    words, links = document.words, _LINKS[side]
    for at in range(match.last, min(match.last + _REACH + 1, len(words))):
        span = starts.get(at)
        if span:
            return match.first, span[1]
        if words[at] not in links:
            return None
    return None


def _inability(document: Document, match: Match, side: str, starts: _Spans) -> tuple[int, int] | None:
    """From "kan ikke" to the verb's end, with the part behind it: "kan knap løfte armene", "kan ikke synke"."""
    words = document.words
    before = range(max(0, match.first - _REACH), match.first)
    able = max((i for i in before if words[i] in _LINKS["able"]), default=-1)
    if able < 0 or document.tokens[able].sentence != document.tokens[match.first].sentence:
        return None
    if any(words[i] in _LINKS["negation"] for i in range(able, match.first)):
        first = able
    else:
        first = next((i for i in range(able - 1, max(-1, able - 3), -1) if words[i] in _LINKS["negation"]), -1)
        if first < 0 or document.tokens[first].sentence != document.tokens[able].sentence or "," in words[first:able]:
            return None
    last = match.last
    if side == "alone":
        return first, last
    for at in range(last, min(last + _REACH, len(words))):
        span = starts.get(at)
        if span:
            return first, span[1]
        if words[at] not in _LINKS["object"]:
            return None
    return None


def _measures(document: Document) -> Iterator[Finding]:
    words, out = document.words, blocked(document)
    for match in document.matches["vital_signs"]:
        if match.first in out:
            continue
        span = _number_behind(words, match) or _number_before(words, match)
        if span:
            attrs: dict[str, object] = {
                "strength": 1,
                "concept": "symptom:" + match.row["surface"],
                "prior": "symptom",
            }
            yield document.finding("DIAGNOSIS", *span, PLAUSIBLE, _NAME, attrs)


def _number_behind(words: list[str], match: Match) -> tuple[int, int] | None:
    at = match.last
    while at < len(words) and at - match.last < _REACH and words[at] in _MEASURE_LINKS:
        at += 1
    if at >= len(words) or not _fits(words[at], match):
        return None
    last = at + 1
    while last + 1 < len(words) and words[last] in _DECIMAL and words[last + 1].isdecimal() and last - at < _REACH:
        last += 2
    return match.first, last


def _number_before(words: list[str], match: Match) -> tuple[int, int] | None:
    """The number of "40,1 i feber", "210 i blodtryk"."""
    at = match.first - 2
    if at < 0 or words[at + 1] != "i":
        return None
    whole = at - 2 if at > 1 and words[at - 1] in _DECIMAL and words[at - 2].isdecimal() else at
    return (whole, match.last) if _fits(words[whole], match) else None


def _fits(word: str, match: Match) -> bool:
    """Whether `word` is a number such as the measure can have."""
    if not word.isdecimal() or len(word) > 5:
        return False
    low, high = match.row["low"], match.row["high"]
    return not low or int(low) <= int(word) <= int(high)
