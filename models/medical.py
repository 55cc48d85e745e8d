"""Names of illness and treatment in a document: listed ones, compounds by their ending, with their modifiers.

In: a `Document`. Out: `Term`s, from which the detectors make findings. A vocabulary is one or more lists (with the columns
`surface`, `strength`, `concept`, `prior`, `flags`) and a table of word endings (`ending`, `paradigm`, the same columns). Flags:

- ``upper``: counts only in capitals, in a sentence that is not all in capitals;
- ``cue``: counts only near a word of care (`medical_cues.txt`) or a part of the body, or as the end of a hyphenated word;
- ``part``: counts only with a part of the body behind it ("brækket" + "venstre hofte"), which then belongs to the span;
  ``before``: or one named shortly before;
- ``weak``: plausible, no more; ``bold``: on the guide's list of grave events.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models.datafiles import read_table, read_words
from models.document import Document
from models.gazetteer import Match, Row

CERTAIN, LISTED, PLAUSIBLE = 0.9, 0.8, 0.6
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_CUES = frozenset(read_words("gazetteers/medical_cues.txt"))
_NAME_LISTS = ("given_names", "surnames", "places", "facilities")
_LINKS = frozenset(read_words("gazetteers/body_part_links.txt"))
_VOCABULARIES = ("diagnoses", "symptoms", "treatments", "medicines")
_HYPHENS = frozenset("-–")
_SHORTEST_STEM = 2
_SHORTEST_WHOLE = 5
_SHORTEST_INFLECTED = 5
_TAIL = 3
_CUE_WINDOW = 10
_PART_REACH = 5
# Endings a noun takes, by the paradigm named in the table of endings. "%" doubles the last letter.
_PARADIGMS = {
    "0": ("", "s", "en", "ens"),
    "c": ("", "s", "en", "ens", "er", "ers", "erne", "ernes", "e", "ene", "et", "ede"),
    "cc": ("", "s", "%en", "%ens", "%er", "%erne", "%e", "%ene", "%enes"),
    "t": ("", "s", "et", "ets", "er", "erne", "ene", "ede"),
    "tt": ("", "s", "%et", "%ets", "%ene", "%enes"),
    "n": ("", "n", "ns", "s", "r", "rs", "rne", "rnes"),
    "u": ("", "s", "en", "ens"),
}  # fmt: skip


class Term(NamedTuple):
    """A candidate at tokens `first` to `last` (exclusive); `row` is its entry, `stem` what stands before a known ending."""

    first: int
    last: int
    score: float
    row: Row
    stem: str

    def attrs(self) -> dict[str, object]:
        """What later steps need of this term: strength, concept, prior, and `bold` where the guide has it in bold."""
        concept = self.row["concept"]
        attrs: dict[str, object] = {
            "strength": int(self.row["strength"]),
            "concept": concept.replace("*", self.stem + self.row.get("ending", ""))
            if concept == "*"
            else concept.replace("*", self.stem),
            "prior": self.row["prior"],
        }
        if "bold" in self.row["flags"]:
            attrs["bold"] = True
        return attrs


class Endings:
    """Known ends of words: `match` gives the entry for the longest one that a word has."""

    def __init__(self, table: str, exceptions: str = "") -> None:
        self._forms: dict[str, tuple[str, Row]] = {}
        listed = read_words(exceptions) if exceptions else []
        self._exceptions = frozenset(word for word in listed if word[0] != "-")
        self._exceptional_ends = tuple(word[1:] for word in listed if word[0] == "-")
        lengths: dict[str, set[int]] = {}
        for row in read_table(table):
            base = row["ending"]
            for ending in _PARADIGMS[row["paradigm"]]:
                form = base + (ending.replace("%", base[-1]) if ending else "")
                if ending == "e" and base.endswith("e"):
                    continue
                self._forms.setdefault(form, (base, row))
        for form in self._forms:
            lengths.setdefault(form[-_TAIL:], set()).add(len(form))
        self._lengths = {tail: tuple(sorted(sizes, reverse=True)) for tail, sizes in lengths.items()}

    def match(self, word: str) -> tuple[str, Row] | None:
        """What precedes the ending, and the ending's row; `None` if no ending fits or the word is a known exception."""
        for size in self._lengths.get(word[-_TAIL:], ()):
            stem = word[:-size]
            if len(stem) < _SHORTEST_STEM and not (stem == "" and size >= _SHORTEST_WHOLE):
                continue
            hit = self._forms.get(word[-size:])
            if hit:
                base, row = hit
                lemma = stem + base
                if lemma in self._exceptions or word in self._exceptions or lemma.endswith(self._exceptional_ends):
                    return None
                return stem.rstrip("-"), row
        return None


def blocked(document: Document) -> frozenset[int]:
    """Tokens inside a set phrase that means no illness, treatment or death."""
    phrases = document.matches.get("figurative")
    return frozenset(i for match in phrases for i in range(match.first, match.last)) if phrases else frozenset()


def is_hyphenated(document: Document, at: int) -> bool:
    """Whether token `at` is the second part of a hyphenated word ("knæ-operation")."""
    tokens = document.tokens
    return (
        at > 1
        and tokens[at - 1].text in _HYPHENS
        and tokens[at - 2].end == tokens[at - 1].start
        and tokens[at - 1].end == tokens[at].start
        and tokens[at - 2].text[0].isalnum()
    )


def near_cue(document: Document, first: int, last: int) -> bool:
    """Whether a word of care stands within ten tokens."""
    words = document.words
    return any(
        words[i] in _CUES
        for i in range(max(0, first - _CUE_WINDOW), min(len(words), last + _CUE_WINDOW))
        if not first <= i < last
    )


def stands_in_capitals(document: Document, first: int, last: int) -> bool:
    """Whether the tokens are in capitals and the words around them are not."""
    tokens = document.tokens
    if not all(tokens[i].text == tokens[i].text.upper() for i in range(first, last)):
        return False
    around = [
        t.text
        for t in tokens[max(0, first - 4) : first] + tokens[last : last + 4]
        if len(t.text) > 1 and t.text.isalpha()
    ]
    return not around or not all(text.isupper() for text in around)


class Parts:
    """The parts of the body named in a document, by their first token; built only when a term asks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._ends: dict[int, int] | None = None

    def after(self, last: int) -> int:
        """End of a part that follows at token `last` directly or over a preposition, side or possessive; else 0."""
        if self._ends is None:
            self._ends = {match.first: match.last for match in self._document.matches.get("body_parts", ())}
        if not self._ends:
            return 0
        words = self._document.words
        for i in range(last, min(last + _PART_REACH, len(words))):
            end = self._ends.get(i)
            if end:
                # "nethindens blodkar", "tommelfingers rodled": the part is the second word.
                return self._ends.get(end, end) if words[end - 1].endswith("s") else end
            if words[i] not in _LINKS:
                return 0
        return 0

    def before(self, first: int) -> bool:
        """Whether a part is named shortly before token `first`."""
        self.after(first)
        return bool(self._ends) and any(i in (self._ends or {}) for i in range(first - _PART_REACH, first))


def terms(document: Document, tags: tuple[str, ...], endings: Endings) -> Iterator[Term]:
    """All terms of the lists `tags`, and words with one of the `endings`."""
    out = blocked(document)
    parts = Parts(document)
    taken: set[int] = set()
    for tag in tags:
        for match in document.matches.get(tag, ()):
            if match.first in out or match.last - 1 in out:
                continue
            term = _listed(document, match, parts)
            if term:
                taken.update(range(term.first, term.last))
                yield term
    # A word that another vocabulary lists is what it says there ("lactulose"), whatever it ends in.
    other = {m.first for tag in _VOCABULARIES if tag not in tags for m in document.matches.get(tag, ()) if m.exact}
    names: set[int] | None = None
    for i, word in enumerate(document.words):
        if len(word) < 5 or word in _COMMON or i in taken or i in out or i in other:
            continue
        hit = endings.match(word)
        if not hit:
            continue
        if names is None:
            names = {m.first for name in _NAME_LISTS for m in document.matches.get(name, ()) if m.exact}
        if i in names and document.tokens[i].text[0].isupper():
            continue
        stem, row = hit
        yield Term(i, parts.after(i + 1) or i + 1, LISTED if "weak" not in row["flags"] else PLAUSIBLE, row, stem)


def _listed(document: Document, match: Match, parts: Parts) -> Term | None:
    row, first, last = match.row, match.first, match.last
    flags = row["flags"]
    score = LISTED
    stem = ""
    end = parts.after(last)
    if not match.exact and len(row["surface"]) < _SHORTEST_INFLECTED:
        return None
    if end and "part" not in flags and document.words[last] not in _LINKS:
        end = 0
    if flags:
        if "upper" in flags and not stands_in_capitals(document, first, last):
            return None
        if "part" in flags:
            if not end and not ("before" in flags and parts.before(first)):
                return None
            stem = document.words[end - 1] if end else ""
        elif "cue" in flags and not (end or is_hyphenated(document, first) or near_cue(document, first, last)):
            return None
        if "weak" in flags:
            score = PLAUSIBLE
    if end and not document.tokens[last - 1].text.isupper():
        last = end
    if row.get("span"):
        start, _, stop = row["span"].partition(":")
        if last == match.last:
            last = first + int(stop)
        first += int(start)
    return Term(first, last, score, row, stem)
