"""Traits of a person told about: occupation, public role, origin, religion, looks, family role, status.

In: matches of `traits.tsv`, compounds by their last part (`trait_suffixes.tsv`), and the findings of stage 1. Out: `TRAIT` findings
with `strength`, `concept`, `share` (rough part of adults in Denmark) and `kind`. A word counts only where something says that it is a
patient's, citizen's or relative's: never the writer's own, a shop, a job offered or the staff's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from models.datafiles import read_table
from models.detectors import detector
from models.document import Document, Finding
from models.gazetteer import Match, Row, gazetteer
from models.text.people import (
    ADVERT,
    AGE,
    HEALTH,
    OWN_RELATIVES,
    PERSON,
    PERSONS,
    PRONOUN,
    PRONOUNS,
    PeopleView,
)
from models.text.phrases import prepositional_phrase, read_classes

_NAME = "traits"
_CUES = read_classes("gazetteers/trait_cues.tsv")
_FORMER, _MODIFIERS, _PLACES = _CUES["former"], _CUES["modifier"], _CUES["place"]
_COPULAS, _ADVERBS, _SHOPS, _HEADS = _CUES["copula"], _CUES["adverb"], _CUES["shop"], _CUES["head"]
_DETERMINERS = _CUES["determiner"]
_LOOKBACK = 7
_PEOPLE = PRONOUN | PERSON | HEALTH | AGE


class _Suffix(NamedTuple):
    end: str
    row: Row
    definite: bool
    exceptions: tuple[str, ...]


def _read_suffixes() -> dict[str, list[_Suffix]]:
    """Compound ends by the last three letters of every form they may take."""
    table: dict[str, list[_Suffix]] = {}
    for row in read_table("gazetteers/trait_suffixes.tsv"):
        end, exceptions = row["suffix"], tuple(row["not"].split())
        if row["form"] == "definite":
            forms = [(end, True)]
        else:
            article = "n" if end.endswith("e") else "en"
            forms = [(end, False), (end + article, True)]
        for form, definite in forms:
            table.setdefault(form[-3:], []).append(_Suffix(form, row, definite, exceptions))
    return table


_SUFFIXES = _read_suffixes()
_SHORTEST_COMPOUND = 8


@detector(_NAME, "TRAIT", stage=2)
def find_traits(document: Document) -> Iterator[Finding]:
    """Yield the traits of persons told about."""
    words = document.words
    matches = document.matches.get("traits", [])
    compounds = [i for i, word in enumerate(words) if word[-3:] in _SUFFIXES and len(word) >= _SHORTEST_COMPOUND]
    if not (matches or compounds):
        return
    scan = _Scan(document)
    for match in matches:
        yield from scan.listed(match)
    reached = {i for match in matches for i in range(match.first, match.last)}
    for i in compounds:
        if i not in reached:
            yield from scan.compound(i)


class _Scan(PeopleView):
    """One document's listed traits and occupations."""

    def listed(self, match: Match) -> Iterator[Finding]:
        """A row of `traits.tsv`, if it is said of a person."""
        row = match.row
        surface, word = row["surface"], self.words[match.last - 1]
        stem = surface.rsplit(" ", 1)[-1]
        definite = len(word) > len(stem) and (word.endswith(("en", "et", "ens", "ets")) or word == stem + "n")
        plural = len(word) > len(stem) and not definite and word != stem + "s"
        if any(self.taken[match.first : match.last]):
            return
        need, first, last = row["need"], match.first, match.last
        if need == "adjective":
            if self._said_of_origin(first, last):
                yield self._finding(first, last, 0.8, row)
        elif need == "of":
            end = prepositional_phrase(self.document, last, self.taken)
            if end > last and self.words[last] in ("af", "for") and self.near(first) & _PEOPLE:
                yield self._finding(first, end, 0.6, row)
        elif plural and row["kind"] not in ("family_role", "looks"):
            return
        else:
            # "VVS-lærling": the first part belongs to the word.
            hyphen = first > 1 and self.words[first - 1] == "-" and self.words[first - 2].isalpha()
            if hyphen and not self.taken[first - 2] and self._joined(first):
                first -= 2
            yield from self._judged(first, last, definite, row)

    def compound(self, i: int) -> Iterator[Finding]:
        """An unlisted occupation or nickname known by its last part."""
        word = self.words[i]
        for suffix in _SUFFIXES[word[-3:]]:
            if not word.endswith(suffix.end) or len(word) < len(suffix.end) + 3 or self.taken[i]:
                continue
            base = word[: -len(suffix.end)] + suffix.row["suffix"]
            if base.endswith(suffix.exceptions) or (not suffix.definite and base in gazetteer()):
                return
            yield from self._judged(i, i + 1, suffix.definite, {**suffix.row, "surface": base, "need": "frame"})
            return

    def _judged(self, first: int, last: int, definite: bool, row: Row) -> Iterator[Finding]:
        """Weigh what stands round a noun, and take the words in front that belong to the trait into the span."""
        start, former, placed, modified = self._modifiers(first)
        if self.is_writers(start) or self.own_relative(start):
            return
        near = self.near(first)
        if near & ADVERT and not near & AGE and (not definite or self.mask(first) & ADVERT):
            return
        before = self.document.word(start - 1)
        said = former or placed or self._aged(start, last) or self._predicate(start) or self._by_trade(last)
        said = said or (before == "som" and bool(self.mask(first) & (PRONOUN | AGE)))
        need = row["need"]
        if need == "former":
            accepted = former and bool(near & (PRONOUN | AGE | HEALTH)) and before not in ("gerne", "en")
        elif said:
            # "Rørvigs forhenværende bager" and "byens slagter" point at one person by themselves.
            accepted = bool(near & _PEOPLE) or (need != "strict" and row["kind"] == "occupation" and (former or placed))
        elif (
            need == "strict"
            or (
                need == "frame"
                and not (definite or before in _DETERMINERS or modified)
                and not (self._from_town(last) or self._relatives(start))
            )
            or (definite and before in _SHOPS and not near & AGE)
        ):
            accepted = False
        elif row["kind"] == "looks":
            accepted = bool(self.mask(first) & (PRONOUN | PERSON | AGE))
        elif definite and row["kind"] == "occupation" and (row["strength"] == "3" or self._from_town(last)):
            accepted = True
        elif row["kind"] in ("family_role", "religion", "status", "public_role"):
            accepted = bool(near & _PEOPLE)
        else:
            here = self.mask(first)
            accepted = (
                bool(here & (HEALTH | AGE))
                or bool(near & HEALTH and (self._from_town(last) or self._relatives(start)))
                or bool(
                    (near | self._ahead(first)) & (PRONOUN | PERSON)
                    and (definite or modified or here & PRONOUN or self._alone(start, last))
                )
            )
        if accepted:
            strength = 3 if placed or (former and row["kind"] == "public_role") else None
            # "sin tvillingebror" is the trait, not a bare reference to someone: it has to win over one.
            score = 0.9 if said else 0.86 if row["kind"] == "family_role" else 0.8
            yield self._finding(start if former or placed else first, last, score, row, strength)

    def _modifiers(self, first: int) -> tuple[int, bool, bool, bool]:
        """Start of the words in front that modify the noun, and whether they say former, whose (byens), or anything."""
        start, former, placed, modified = first, False, False, False
        while start and first - start < 4 and not self.taken[start - 1]:
            word = self.words[start - 1]
            if word in _FORMER:
                former = True
            elif word in _PLACES:
                placed = True
            elif word in _MODIFIERS:
                modified = True
            elif not (word in ("-", ".") and self.document.word(start - 2) in _FORMER):
                break
            start -= 1
        if not former and not placed:
            return first, former, placed, modified
        while self.words[start] in _MODIFIERS and not placed:
            start += 1
        return start, former, placed, modified

    def _alone(self, start: int, last: int) -> bool:
        """Whether nothing else stands in the sentence: "Rottefænger."."""
        before, behind = self.document.word(start - 1), self.document.word(last)
        return before in ("", ".", "!", "?", ":") and behind in ("", ".", "!", "?")

    def _aged(self, start: int, last: int) -> bool:
        """Whether an age stands right before, or right behind ("på 93", ", 54")."""
        before = start - 1
        if before >= 0 and self.words[before] in ("og", ",", "den", "en"):
            before -= 1
        if before >= 0 and self.taken[before] == "AGE":
            return True
        return "AGE" in self.taken[last : last + 3]

    def _predicate(self, start: int) -> bool:
        """Whether "han/hun/faren er (jo, vist, også …)" stands before; the subject may be left out."""
        words = self.words
        k = start - 1
        while k >= 0 and start - k < _LOOKBACK and words[k] in _ADVERBS:
            k -= 1
        if k < 0 or words[k] not in _COPULAS:
            return False
        if k == 0 or words[k - 1] in (".", "!", "?"):
            return True
        return any(
            word in PRONOUNS or word in PERSONS or word in ("der", "som") for word in words[max(0, k - 3) : k + 2]
        )

    def _joined(self, i: int) -> bool:
        """Whether token `i` and the hyphen before it are written without a space."""
        tokens = self.document.tokens
        return tokens[i - 2].end == tokens[i - 1].start and tokens[i - 1].end == tokens[i].start

    def _ahead(self, first: int) -> int:
        """Bits of the sentence after next: "Det nåede trommeslageren. Vi er stolte. Vi begraver ham fredag."."""
        sentence = self.document.tokens[first].sentence + 2
        return self.masks[sentence] & PRONOUN if sentence < len(self.masks) else 0

    def _from_town(self, last: int) -> bool:
        """Whether a town that someone comes from stands behind: "håndboldtræner fra Svendborg"."""
        return self.document.word(last) == "fra" and last + 1 < len(self.taken) and self.taken[last + 1] == "PLACE"

    def _relatives(self, start: int) -> bool:
        """Whether it is some relative's: "vores fætters træner"."""
        before = self.document.word(start - 1)
        return before.endswith("s") and before[:-1] in OWN_RELATIVES

    def _by_trade(self, last: int) -> bool:
        words = self.words
        return (
            self.document.word(last) == "af"
            and self.document.word(last + 1) in ("profession", "fag", "uddannelse", "erhverv")
        ) or (words[last : last + 2] == ["til", "daglig"])

    def _said_of_origin(self, first: int, last: int) -> bool:
        """Whether an adjective of origin or faith is said of a person."""
        words, document = self.words, self.document
        if self.is_writers(first) or self.own_relative(first):
            return False
        follower = document.word(last)
        if document.word(last) == "-" or document.word(first - 1) == "-":
            return False
        if follower in _HEADS or (
            document.word(last + 1) in _HEADS and follower.isalpha() and follower not in ("og", "på", "i", "med", "en")
        ):
            return True
        before = first - 1
        while before >= 0 and first - before < 3 and words[before] in _ADVERBS:
            before -= 1
        return (
            before > 0
            and words[before] in ("er", "var")
            and words[before - 1] in PRONOUNS | PERSONS
            and follower in ("", ".", ",", "og", "!", "men")
        )

    def _finding(self, first: int, last: int, score: float, row: Row, strength: int | None = None) -> Finding:
        return self.document.finding("TRAIT", first, last, score, _NAME, {
            "strength": strength or int(row["strength"]), "concept": f"trait:{row['surface']}",
            "share": float(row["share"]), "kind": row["kind"],
        })  # fmt: skip
