"""The one structure that flows through the engine: prepared text, tokens, sentences, gazetteer matches, findings.

In: the text as written. Out: a `Document` that detectors read and add findings to; they know it, not each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from models.datafiles import read_words
from models.gazetteer import TOKEN, Gazetteer, Match, gazetteer
from models.text.prepare import Prepared, prepare

_HASHTAG_PART = re.compile(r"[A-ZÆØÅ]+(?![a-zæøå])|[A-ZÆØÅ]?[a-zæøå]+|\d+|[^\W_]+")
_SPEAKER = re.compile(r"^[ \t]*([^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2})[ \t]*:(?=\s)", re.MULTILINE)
_LEET = str.maketrans("013457@$", "oieastas")
_ABBREVIATIONS = frozenset(word.rstrip(".") for word in read_words("gazetteers/abbreviations.txt"))
_TERMINATORS = frozenset(".!?…")


class Token(NamedTuple):
    """A word, number, punctuation mark or symbol; `start` and `end` are offsets in the prepared text."""

    text: str
    lower: str
    start: int
    end: int
    sentence: int


@dataclass(slots=True)
class Finding:
    """A stretch of the prepared text that a detector (or the tagger) takes for an entity.

    `score` is the detector's confidence, 0-1. `attrs` carries what later steps need: `strength` (points, 0-3), `concept`
    (two findings with one concept are one fact), `prior` (key of the share in `data/priors`), `role` and the like.
    """

    type: str
    start: int
    end: int
    score: float
    source: str
    attrs: dict[str, object] = field(default_factory=dict)


class Document:
    """A text on its way through the engine."""

    def __init__(self, text: str, lists: Gazetteer | None = None) -> None:
        """`lists` are those to look up, by default all there are."""
        lists = lists or gazetteer()
        self.prepared: Prepared = prepare(text)
        self.text: str = self.prepared.text
        self.speakers: list[tuple[int, int]] = (
            [m.span(1) for m in _SPEAKER.finditer(self.text)] if ":" in self.text else []
        )
        self.tokens: list[Token] = _tokenise(self.text, lists)
        self.words: list[str] = [token.lower for token in self.tokens]
        self.matches: dict[str, list[Match]] = defaultdict(list)
        for match in lists.find(self.words):
            self.matches[match.tag].append(match)
        self.findings: list[Finding] = []
        # What several detectors derive alike from the findings so far, so that it is derived once; lives as long as the text.
        self.derived: dict[str, tuple[int, list[str], list[int]]] = {}

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """First and last (exclusive) token of every sentence."""
        bounds: list[tuple[int, int]] = []
        for i, token in enumerate(self.tokens):
            if len(bounds) == token.sentence:
                bounds.append((i, i + 1))
            else:
                bounds[-1] = (bounds[-1][0], i + 1)
        return bounds

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the prepared text of tokens `first` to `last` (exclusive)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def finding(
        self, type_: str, first: int, last: int, score: float, source: str, attrs: dict[str, object] | None = None
    ) -> Finding:
        """A finding over tokens `first` to `last` (exclusive)."""
        start, end = self.span(first, last)
        return Finding(type_, start, end, score, source, attrs or {})

    def found(self, *types: str) -> Iterable[Finding]:
        """Findings so far of the given types."""
        return [finding for finding in self.findings if finding.type in types]

    def word(self, i: int) -> str:
        """Lower-case word at token `i`, or "" outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""


def _tokenise(text: str, known: Gazetteer) -> list[Token]:
    tokens: list[Token] = []
    add = tokens.append
    lines = "\n" in text
    sentence = 0
    pending = hashtag = False
    previous_end = 0
    for found in TOKEN.finditer(text):
        start, end = found.span()
        surface = found.group()
        gap = start > previous_end
        if (pending and gap) or (lines and gap and "\n" in text[previous_end:start]):
            sentence += bool(tokens)
            pending = False
        previous_end = end
        if surface.isalpha():
            pending = False
            if hashtag and not gap:
                tokens += _hashtag_parts(surface, start, sentence)
            else:
                hashtag = False
                add(Token(surface, surface.lower(), start, end, sentence))
            continue
        if hashtag and not gap and surface[0].isalnum():
            tokens += _hashtag_parts(surface, start, sentence)
            continue
        hashtag = surface == "#"
        lower = surface.lower()
        if len(surface) > 3 and surface[0].isalpha():
            plain = lower.translate(_LEET)
            if plain.isalpha() and plain in known:
                lower = plain
        add(Token(surface, lower, start, end, sentence))
        if surface in _TERMINATORS:
            pending = pending or surface != "." or not _abbreviates(tokens)
        elif surface not in ")»\"”'":
            pending = False
    return tokens


def _hashtag_parts(surface: str, start: int, sentence: int) -> list[Token]:
    """Words of a hashtag, split where capitals or digits begin."""
    return [
        Token(part.group(), part.group().lower(), start + part.start(), start + part.end(), sentence)
        for part in _HASHTAG_PART.finditer(surface)
    ]


def _abbreviates(tokens: list[Token]) -> bool:
    """Whether the full stop that ends `tokens` belongs to an abbreviation, an initial or a number."""
    before = tokens[-2].lower if len(tokens) > 1 else ""
    return before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha()) or before.isdigit()
