"""DIAGNOSIS: illness, injury, symptoms, pregnancy, addiction, violence, and SKS/ICD codes.

In: a `Document`. Out: findings with `strength`, `concept`, `prior` and, for the guide's grave events, `bold`.
Dying and its euphemisms are in `death.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.datafiles import read_table, read_words
from models.detectors import detector
from models.document import Document, Finding
from models.medical import CERTAIN, LISTED, PLAUSIBLE, Endings, Term, blocked, terms

_NAME = "diagnoses"
_ENDINGS = Endings("gazetteers/diagnosis_endings.tsv", "gazetteers/diagnosis_not.txt")
_MODIFIERS = frozenset(read_words("gazetteers/diagnosis_modifiers.txt"))
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_HEADS = {row["head"]: row for row in read_table("gazetteers/diagnosis_heads.tsv")}
_CODE = re.compile(r"(?:D[A-TV-Z]\d{2,3}[A-Z0-9]{0,2}|[A-TV-Z]\d{2})\Z", re.IGNORECASE)
_CODE_CUES = frozenset(read_words("gazetteers/diagnosis_code_cues.txt"))
_NO_CODES = frozenset(read_words("gazetteers/diagnosis_code_not.txt"))
_LATIN = frozenset(read_words("gazetteers/latin_words.txt"))
_LATIN_ENDINGS = tuple(read_words("gazetteers/latin_endings.txt"))
_MOST_MODIFIERS = 3
_MOST_LATIN = 5


@detector(_NAME, "DIAGNOSIS")
def find_diagnoses(document: Document) -> Iterator[Finding]:
    """Yield every diagnosis of the document."""
    found = list(terms(document, ("diagnoses",), _ENDINGS))
    taken = {i for term in found for i in range(term.first, term.last)}
    for term in found:
        first, last = _stretch(document, term)
        yield document.finding("DIAGNOSIS", first, last, term.score, _NAME, term.attrs())
    yield from _headed(document)
    yield from _codes(document)
    yield from _latin_pairs(document, taken)


def _stretch(document: Document, term: Term) -> tuple[int, int]:
    """The span with what belongs to the name: clinical adjectives, a hyphenated first part, Latin words behind."""
    words, tokens = document.words, document.tokens
    first, last = term.first, term.last
    if first > 1 and words[first - 1] in "-–" and tokens[first - 1].start == tokens[first - 2].end and tokens[first - 1].end == tokens[first].start:
        first -= 2
    for _ in range(_MOST_MODIFIERS):
        if first == 0 or words[first - 1] not in _MODIFIERS:
            break
        first -= 1
    for _ in range(_MOST_LATIN):
        if last >= len(words) or not _is_latin(words[last]):
            break
        last += 1
    return first, last


def _is_latin(word: str) -> bool:
    return word in _LATIN or (len(word) > 5 and word.endswith(_LATIN_ENDINGS) and word not in _COMMON and word.isalpha())


def _headed(document: Document) -> Iterator[Finding]:
    """Names made with a head word of their own: "Geschwind syndrom", "Wilsons sygdom", "morbus Crohn", "mb. Paget"."""
    words, tokens = document.words, document.tokens
    for i, word in enumerate(words):
        row = _HEADS.get(word)
        if not row or i in blocked(document):
            continue
        if row["side"] == "before":
            j = i - 1
            if j < 0 or not tokens[j].text[0].isalpha() or words[j] in _COMMON or len(words[j]) < 3:
                continue
            eponym = words[j].endswith("s") or tokens[j].text[0].isupper() or row["any"] == "yes"
            if not eponym:
                continue
            if j > 1 and words[j - 1] in "-–" and tokens[j - 1].end == tokens[j].start and tokens[j - 2].text[0].isalpha():
                j -= 2
            first, last, key = j, i + 1, words[j].rstrip("s")
        else:
            j = i + 1
            if j < len(words) and words[j] == ".":
                j += 1
            if j >= len(words) or not tokens[j].text[0].isalpha() or words[j] in _COMMON:
                continue
            first, last, key = i, j + 1, words[j].rstrip("s")
        attrs: dict[str, object] = {"strength": int(row["strength"]), "concept": f"disease:{key}", "prior": row["prior"]}
        yield document.finding("DIAGNOSIS", first, last, LISTED - 0.05, _NAME, attrs)


def _codes(document: Document) -> Iterator[Finding]:
    """SKS and ICD-10 codes: "DF200", "DI21.9", "F20.0"; without D or decimals only behind a word like "diagnose"."""
    tokens, words = document.tokens, document.words
    for i, token in enumerate(tokens):
        text = token.text
        if not (3 <= len(text) <= 7) or not text[0].isalpha() or not text[2].isdigit() or not _CODE.match(text):
            continue
        word = token.lower
        if word in _NO_CODES:
            continue
        last = i + 1
        decimals = (
            i + 2 < len(tokens) and words[i + 1] == "." and tokens[i + 1].start == token.end
            and tokens[i + 2].start == tokens[i + 1].end and words[i + 2][0].isdigit() and len(words[i + 2]) <= 3
        )  # fmt: skip
        if decimals:
            last = i + 3
        cued = not _CODE_CUES.isdisjoint(words[max(0, i - 3) : i])
        prefixed = text[0] == "D" and text[1].isalpha() and text[1].isupper()
        if not (prefixed or cued or (decimals and text[0].isupper())):
            continue
        key = (word[1:] if word[1].isalpha() else word)[:3]
        attrs: dict[str, object] = {"strength": 2, "concept": f"code:{key}", "prior": "chronic_disease"}
        yield document.finding("DIAGNOSIS", i, last, CERTAIN if prefixed or cued else LISTED, _NAME, attrs)


def _latin_pairs(document: Document, taken: set[int]) -> Iterator[Finding]:
    """Two or more Latin words of medicine in a row: "foramen maculae luteae"."""
    words = document.words
    i, size = 0, len(words)
    while i < size:
        if i in taken or not _is_latin(words[i]):
            i += 1
            continue
        j = i + 1
        while j < size and j not in taken and _is_latin(words[j]):
            j += 1
        if j - i > 1 and any(words[k] in _LATIN for k in range(i, j)):
            attrs: dict[str, object] = {"strength": 2, "concept": "latin:" + words[i], "prior": "rare_disease"}
            yield document.finding("DIAGNOSIS", i, j, PLAUSIBLE, _NAME, attrs)
        i = j
