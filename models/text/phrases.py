"""Where a Danish noun phrase or prepositional phrase ends, judged by function words and word forms alone.

In: a `Document` and a token. Out: the token after the phrase. The word classes are data (`data/gazetteers/phrase_words.tsv`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from models.datafiles import read_table

if TYPE_CHECKING:
    from models.document import Document


def read_classes(name: str) -> dict[str, frozenset[str]]:
    """Words by their `kind`, from a table with the columns `word` and `kind`."""
    classes: dict[str, set[str]] = defaultdict(set)
    for row in read_table(name):
        classes[row["kind"]].add(row["word"])
    return {kind: frozenset(words) for kind, words in classes.items()}


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words as they stand, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_CLASSES = read_classes("gazetteers/phrase_words.tsv")
PREPOSITIONS = _CLASSES["preposition"]
STOPS = _CLASSES["stop"]
DETERMINERS = _CLASSES["determiner"]
OBJECTS = _CLASSES["object"]
ADVERBS = _CLASSES["adverb"]
_ADJECTIVES = _CLASSES["adjective"]
_DEFINITE = frozenset(
    ("den", "det", "de", "sin", "sit", "sine", "hans", "hendes", "deres", "vores", "min", "mit", "mine")
)
_LONGEST = 6
LATER = frozenset(("TRAIT", "EVENT", "INCIDENT_COUNT", "PATIENT_REF", "PATIENT_NAME", "STAFF_NAME"))


def covered(document: Document) -> list[str]:
    """Per token the type of the finding that covers it, or "". One pass, so linear in the text.

    Left out are the types of the stage that asks: what they cover must not depend on the order within it.
    """
    types = [""] * len(document.tokens)
    i = 0
    for finding in sorted(document.findings, key=lambda f: f.start):
        if finding.type in LATER:
            continue
        while i < len(types) and document.tokens[i].end <= finding.start:
            i += 1
        while i < len(types) and document.tokens[i].start < finding.end:
            types[i] = finding.type
            i += 1
    return types


def noun_phrase(document: Document, first: int, taken: list[str]) -> int:
    """End (exclusive) of the noun phrase that starts at token `first`: determiners, adjectives, noun, hyphenated parts.

    `first` itself if none starts there: at a stop word, punctuation, another sentence, or a token that is `taken`.
    """
    tokens, words = document.tokens, document.words
    size = len(words)
    if first >= size:
        return first
    sentence = tokens[first].sentence
    limit = min(size, first + _LONGEST)
    i = first
    if words[i] in OBJECTS and not taken[i]:
        return i + 1
    definite = False
    while i < limit and (words[i] in DETERMINERS or words[i].isdigit()) and tokens[i].sentence == sentence:
        definite = definite or words[i] in _DEFINITE
        i += 1
    while i < limit and not taken[i] and tokens[i].sentence == sentence:
        word = words[i]
        if not word[0].isalnum() or word in PREPOSITIONS or word in STOPS:
            return first
        after = i + 1
        if word in _ADJECTIVES or (definite and word[-1] == "e" and i > first):
            follower = words[after] if after < limit else ""
            if follower.isalpha() and not taken[after] and follower not in PREPOSITIONS and follower not in STOPS:
                i = after
                continue
        while after + 1 < size and words[after] == "-" and words[after + 1].isalnum() and not taken[after + 1]:
            after += 2
        return after
    return first


def prepositional_phrase(document: Document, first: int, taken: list[str]) -> int:
    """End (exclusive) of the prepositional phrase that starts at token `first`, or `first` if none stands there."""
    words = document.words
    i = first
    while i < len(words) and words[i] in PREPOSITIONS and not taken[i] and i < first + 3:
        i += 1
    if i == first:
        return first
    end = noun_phrase(document, i, taken)
    return end if end > i else first
