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
from models.gazetteer import Row
from models.medical import CERTAIN, LISTED, PLAUSIBLE, Endings, Term, blocked, is_hyphenated, terms

_NAME = "diagnoses"
_ENDINGS = Endings("gazetteers/diagnosis_endings.tsv", "gazetteers/diagnosis_not.txt")
_MODIFIERS = frozenset(read_words("gazetteers/diagnosis_modifiers.txt"))
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_HEADS = {row["head"]: row for row in read_table("gazetteers/diagnosis_heads.tsv")}
_CODE = re.compile(r"(?:D[A-TV-Z]\d{2,3}[A-Z0-9]{0,2}|[A-TV-Z]\d{2})\Z", re.IGNORECASE)
_CODE_CUES = frozenset(read_words("gazetteers/diagnosis_code_cues.txt"))
_NO_CODES = frozenset(read_words("gazetteers/diagnosis_code_not.txt"))
_MODIFIER_ENDINGS = tuple(read_words("gazetteers/diagnosis_modifier_endings.txt"))
_KINDS: dict[str, frozenset[str]] = {}
for _row in read_table("gazetteers/diagnosis_kinds.tsv"):
    _KINDS[_row["role"]] = _KINDS.get(_row["role"], frozenset()) | {_row["word"]}
_LATIN = frozenset(read_words("gazetteers/latin_words.txt"))
_LATIN_ENDINGS = tuple(read_words("gazetteers/latin_endings.txt"))
# Genitives of ordinary nouns with the article ("patientens sygdom"), which are no eponyms.
_POSSESSED = ("ens", "ets", "nes")
_MOST_MODIFIERS = 3
_MOST_LATIN = 5


@detector(_NAME, "DIAGNOSIS")
def find_diagnoses(document: Document) -> Iterator[Finding]:
    """Yield every diagnosis of the document."""
    found = list(terms(document, ("diagnoses", "symptoms"), _ENDINGS))
    taken = {i for term in found for i in range(term.first, term.last)}
    for term in found:
        first, last = _stretch(document, term)
        attrs = term.attrs()
        if (
            first < term.first
            and attrs["strength"] == 1
            and not _KINDS["rare"].isdisjoint(document.words[first : term.first])
        ):
            attrs["strength"] = 2
        yield document.finding("DIAGNOSIS", first, last, term.score, _NAME, attrs)
    yield from _headed(document, taken)
    yield from _codes(document)
    yield from _latin_pairs(document, taken)


def _stretch(document: Document, term: Term) -> tuple[int, int]:
    """The span with what belongs to the name: adjectives, a hyphenated first part, Latin words and a stage behind."""
    words = document.words
    first, last = term.first, term.last
    if is_hyphenated(document, first):
        first -= 2
    for _ in range(_MOST_MODIFIERS):
        if first == 0 or not _is_modifier(words[first - 1]):
            break
        first -= 1
    if first > 2 and words[first - 1] in _KINDS["of"] and words[first - 2] in _KINDS["kind"]:
        kind = first - 2
        while kind and words[kind - 1] in _KINDS["adjective"]:
            kind -= 1
        first = kind if kind < first - 2 else first
    for _ in range(_MOST_LATIN):
        if last >= len(words) or not _is_latin(words[last]):
            break
        last += 1
    return first, _stage_end(words, last)


def _stage_end(words: list[str], last: int) -> int:
    """End of a stage behind the name: "type 2", "i sent stadium"; `last` if there is none."""
    behind = words[last : last + 3]
    if len(behind) > 1 and behind[0] in _KINDS["stage"] and behind[1] in _KINDS["number"]:
        return last + 2
    if len(behind) > 2 and behind[0] == "i" and behind[1] in _KINDS["stage"] and behind[2] in _KINDS["number"]:
        return last + 3
    if len(behind) > 2 and behind[0] == "i" and behind[2] in _KINDS["stage"]:
        return last + 3
    return last


def _is_modifier(word: str) -> bool:
    return word in _MODIFIERS or (
        len(word) > 5
        and word.endswith(_MODIFIER_ENDINGS)
        and word not in _COMMON
        and word not in _KINDS["not_modifier"]
        and word.isalpha()
    )


def _is_latin(word: str) -> bool:
    return word in _LATIN or (
        len(word) > 5 and word.endswith(_LATIN_ENDINGS) and word not in _COMMON and word.isalpha()
    )


def _headed(document: Document, taken: set[int]) -> Iterator[Finding]:
    """Names made with a head word of their own: "Geschwind syndrom", "Wilsons sygdom", "morbus Crohn", "mb. Paget"."""
    heads = [i for i, word in enumerate(document.words) if word in _HEADS]
    if not heads:
        return
    out = blocked(document)
    for i in heads:
        row = _HEADS[document.words[i]]
        span = (
            None
            if i in out
            else _name_before(document, i, row)
            if row["side"] == "before"
            else _name_after(document, i, taken)
        )
        if span is None:
            continue
        first, last = span
        name = document.words[first if first < i else last - 1]
        attrs: dict[str, object] = {
            "strength": int(row["strength"]),
            "concept": f"disease:{name.rstrip('s')}",
            "prior": row["prior"],
        }
        yield document.finding("DIAGNOSIS", first, last, LISTED, _NAME, attrs)


def _name_before(document: Document, at: int, row: Row) -> tuple[int, int] | None:
    tokens, words = document.tokens, document.words
    first = at - 1
    if first < 0 or not _may_name(document, first):
        return None
    capital = tokens[first].text[0].isupper()
    if words[first].endswith(_POSSESSED) and not (capital and row["any"]):
        return None
    if not (row["any"] or capital or words[first].endswith("s")):
        return None
    return (first - 2 if is_hyphenated(document, first) else first), at + 1


def _name_after(document: Document, at: int, taken: set[int]) -> tuple[int, int] | None:
    """The head and the name behind it, unless that is a listed term, which has its head as a modifier already."""
    name = at + 2 if document.word(at + 1) == "." else at + 1
    known = name >= len(document.words) or name in taken
    return None if known or not _may_name(document, name) else (at, name + 1)


def _may_name(document: Document, at: int) -> bool:
    word = document.words[at]
    return len(word) > 2 and word.isalpha() and word not in _COMMON


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
