"""Counts of incidents: a number and the patients, cases or events it counts.

In: a document with the findings of stage 1 (a diagnosis or treatment behind a number is a counted event). Out: `INCIDENT_COUNT`
findings with `count`, `kind` (bold, injury, activity, persons) and `strength`; a count covers the noun's own finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models.datafiles import read_table
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import stems
from models.text.language import function_words, language_by_function_words
from models.text.numbers import number_words, ordinal_words

_LARGEST = 999
_LARGEST_RECOGNISABLE = 20
_SCORE = 0.97
_PERSONS_SCORE = 0.9
_MOST_BETWEEN = 3
# "to gamle dykkersko": a longer word behind the adjective is likelier the noun than the next part of the sentence.
_LONGEST_FUNCTION_WORD = 4
_WORDS: dict[str, frozenset[str]] = {}
_NUMBERS: dict[str, int] = {str(value): value for value in range(1, _LARGEST + 1)}
_NUMBERS |= number_words() | ordinal_words()
for _row in read_table("gazetteers/count_words.tsv"):
    if _row["use"] == "number":
        _NUMBERS[_row["words"]] = int(_row["value"])
    else:
        _WORDS[_row["use"]] = frozenset(_row["words"].split())
_ARTICLES = _WORDS["article"]
_TIMES = {f"x{value}": value for value in range(2, 10)}
_ORDINALS = frozenset(ordinal_words())
_NOUNS = read_table("gazetteers/incident_nouns.tsv")
_COMPOUND = {row["surface"]: row["kind"] for row in _NOUNS if row["compound"]}
_SHORTEST_MODIFIER = 2
_SIZES = range(3, max(map(len, _COMPOUND)) + 1)


class _Noun(NamedTuple):
    """What is counted: up to token `last` (exclusive), its kind, and whether a noun may follow."""

    last: int
    kind: str
    adjective: bool
    prior: object = None


@detector("counts", "INCIDENT_COUNT", stage=2)
def find(document: Document) -> Iterator[Finding]:
    """Numbers with the incidents they count."""
    words = document.words
    numbers = [i for i, word in enumerate(words) if word in _NUMBERS or word in _ARTICLES or word in _TIMES]
    if not numbers:
        return
    # "due to sepsis": a small word of the language that the post is in is no Danish number.
    foreign = function_words(language_by_function_words([word for word in words if word not in _NUMBERS]))
    nouns, taken = _nouns(document)
    windows = {
        finding.start: finding.end
        for finding in document.findings
        if finding.type == "TIME" and finding.attrs.get("kind") in ("window", "shift")
    }
    reach = 0
    for i in numbers:
        if (
            i < reach
            or i in taken
            or words[i] in foreign
            or (words[i] in _ARTICLES and document.word(i - 1) not in _WORDS["again"])
        ):
            continue
        found = _count(document, i, nouns, windows) or _multiplied(document, i, nouns)
        if found is not None:
            reach = found[0]
            yield found[1]


def _nouns(document: Document) -> tuple[dict[int, _Noun], set[int]]:
    """Countable nouns by their first token, and the tokens that are part of another kind of finding."""
    nouns: dict[int, _Noun] = {}
    taken: set[int] = set()
    for match in document.matches["incident_nouns"]:
        nouns[match.first] = _Noun(match.last, match.row["kind"], bool(match.row["adjective"]))
    first = 0
    starts = [token.start for token in document.tokens]
    for finding in document.findings:
        while first < len(starts) and starts[first] < finding.start:
            first += 1
        last = first
        while last < len(starts) and starts[last] < finding.end:
            last += 1
        bold = bool(finding.attrs.get("bold"))
        if finding.type == "DIAGNOSIS" or (finding.type == "TREATMENT" and bold):
            listed = nouns.get(first)
            kind = "bold" if bold else listed.kind if listed else "injury"
            nouns[first] = _Noun(max(last, listed.last if listed else 0), kind, False, finding.attrs.get("prior"))
            taken.update(range(first + 1, last))
        elif finding.type != "TRAIT":
            taken.update(range(first, last))
    return nouns, taken


def _count(document: Document, i: int, nouns: dict[int, _Noun], windows: dict[int, int]) -> tuple[int, Finding] | None:
    words = document.words
    before = document.word(i - 1)
    start, after, ordinal = i, i + 1, words[i] in _ORDINALS
    if words[i].isdigit() and document.word(after) == ".":
        after, ordinal = after + 1, True
        if document.word(after).isdigit():
            return None
    if (before in ".,:/" and before and document.word(i - 2).isdigit()) or before in _WORDS["not_before"]:
        return None
    if before in _WORDS["not_in"] or (before == "." and document.word(i - 2) in _WORDS["not_in"]):
        return _numbered(document, i, windows)
    if words[i] in _TIMES:
        return None
    if document.word(after) in _WORDS["times"]:
        after += 1
    noun = _noun_at(document, after, nouns)
    if noun is None:
        return _elliptic(document, i, after, ordinal, windows)
    if not _countable(document, i, ordinal, noun):
        return None
    if words[i] in _WORDS["group"]:
        start -= before in _WORDS["half"]
        start -= document.word(start - 1) in _ARTICLES
    elif words[i] in _ARTICLES or (ordinal and before in _WORDS["definite"]):
        start -= 1
    elif before in ("-", "–") and document.word(i - 2) in _NUMBERS:
        start -= 2
    last = noun.last
    if document.word(last) == "af" and (of := nouns.get(last + 1)) is not None and of.kind in ("injury", "bold"):
        noun, last = of, of.last
    return last, _finding(document, start, last, i, noun)


def _countable(document: Document, i: int, ordinal: bool, noun: _Noun) -> bool:
    """Whether the number at token `i` counts incidents of this kind, and not staffing, a rate or the writer's family."""
    word, before, behind = document.words[i], document.word(i - 1), document.word(noun.last)
    persons = noun.kind in ("persons", "family")
    if behind in _WORDS["not_after"] or (behind == "-" and _glued(document, noun.last)):
        return False
    if persons and (word in _ARTICLES or word in _WORDS["other"] or before in _WORDS["not_before_persons"]):
        return False
    if persons and noun.adjective and behind.isalpha() and len(behind) > _LONGEST_FUNCTION_WORD:
        return False
    if word in _WORDS["other"] and before not in _WORDS["definite"]:
        return False
    if word in _WORDS["both"]:
        return persons or noun.kind == "bold"
    return _NUMBERS.get(word, 1) > 1 or (noun.kind == "bold" and not ordinal) or word in _ARTICLES


def _multiplied(document: Document, i: int, nouns: dict[int, _Noun]) -> tuple[int, Finding] | None:
    """As in "mors x 3", the noun stands before its number."""
    value = _TIMES.get(document.words[i])
    end = i if value else i - 1
    if not value and document.word(end) not in _WORDS["times"]:
        return None
    for first in range(max(end - _MOST_BETWEEN, 0), end):
        noun = nouns.get(first)
        if noun is not None and noun.last == end and noun.kind != "family":
            return i + 1, _finding(document, first, i + 1, i, noun)
    return None


def _noun_at(document: Document, at: int, nouns: dict[int, _Noun]) -> _Noun | None:
    """The noun at token `at`, or behind adjectives, or as the last part of a compound."""
    best: _Noun | None = None
    sentence = document.tokens[at].sentence if at < len(document.tokens) else -1
    for j in range(at, min(at + _MOST_BETWEEN + 1, len(document.words))):
        if document.tokens[j].sentence != sentence:
            break
        noun = nouns.get(j) or _compound(document, j, nouns)
        if noun is not None and document.word(noun.last) == "-" and _glued(document, noun.last):
            noun = nouns.get(noun.last + 1) or _compound(document, noun.last + 1, nouns) or noun
        if noun is not None:
            best = noun
            if not noun.adjective:
                break
        elif document.words[j] not in _WORDS["between"]:
            break
    return best


def _compound(document: Document, j: int, nouns: dict[int, _Noun]) -> _Noun | None:
    words = document.words
    if document.word(j + 1) == "-" and _glued(document, j + 1):
        return nouns.get(j + 2) or _compound(document, j + 2, {})
    word = words[j] if j < len(words) else ""
    for form in (word, *stems(word)) if word.isalpha() else ():
        for size in _SIZES:
            if size > len(form) - _SHORTEST_MODIFIER:
                break
            kind = _COMPOUND.get(form[-size:])
            if kind:
                return _Noun(j + 1, kind, False)
    return None


def _glued(document: Document, sign: int) -> bool:
    """Whether the sign at this token joins two words."""
    tokens = document.tokens
    return (
        sign + 1 < len(tokens)
        and tokens[sign - 1].end == tokens[sign].start
        and tokens[sign].end == tokens[sign + 1].start
    )


def _numbered(document: Document, i: int, windows: dict[int, int]) -> tuple[int, Finding] | None:
    """As in "nr. 3 i denne uge", a number in a series of incidents, told by the window behind it."""
    start = i - 1 if document.word(i - 1) in _WORDS["numbered"] else i - 2
    if document.word(start) not in _WORDS["numbered"] or _window_at(document, i + 1, windows) is None:
        return None
    return i + 1, _finding(document, start, i + 1, i, _Noun(i + 1, "injury", False))


def _elliptic(
    document: Document, i: int, after: int, ordinal: bool, windows: dict[int, int]
) -> tuple[int, Finding] | None:
    """As in "den tredje i denne uge" or "3 på stribe", the noun is left out."""
    words = document.words
    if set(words[after : after + 2]) == _WORDS["row"]:
        return after + 2, _finding(document, i, after + 2, i, _Noun(after + 2, "injury", False))
    if not ordinal or document.word(i - 1) not in _WORDS["definite"]:
        return None
    window = _window_at(document, after, windows)
    if window is None:
        return None
    return window, _finding(document, i - 1, window, i, _Noun(window, "injury", False))


def _window_at(document: Document, at: int, windows: dict[int, int]) -> int | None:
    """End of the window of time that starts at token `at`."""
    window = windows.get(document.tokens[at].start) if at < len(document.tokens) else None
    if window is None:
        return None
    last = at
    while last < len(document.tokens) and document.tokens[last].start < window:
        last += 1
    return last


def _finding(document: Document, first: int, last: int, number: int, noun: _Noun) -> Finding:
    word = document.words[number]
    count = _NUMBERS.get(word) or _TIMES.get(word, 1)
    kind = "persons" if noun.kind == "family" else noun.kind
    strength = 2 if kind == "bold" and count <= _LARGEST_RECOGNISABLE else 0
    attrs: dict[str, object] = {"count": count, "kind": kind, "strength": strength, "concept": f"count:{kind}:{count}"}
    if noun.prior is not None:
        attrs["prior"] = noun.prior
    return document.finding(
        "INCIDENT_COUNT", first, last, _PERSONS_SCORE if kind == "persons" else _SCORE, "counts", attrs
    )
