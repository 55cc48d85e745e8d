"""References to a particular patient, citizen, resident or relative (`PATIENT_REF`): "en patient", "hans kone", "ham fra stue 4".

In: a `Document` with matches of `patient_nouns` and `care_cues`, and the findings of stage 1. Out: the noun with its article or
possessive, with attrs `number`, `definite`, `kind` (patient, person, relative), `sex`, `broad_age` and `strength` (1 where the
words give sex and broad age together). What counts how much is weighed openly: the noun, its article, and the care around it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.detectors import detector
from models.detectors import patient_tables as t
from models.detectors.care_context import CareContext, FindingIndex
from models.detectors.patient_pointing import Pointing
from models.detectors.patient_setting import setting
from models.document import Document, Finding
from models.gazetteer import Match
from models.text.numbers import cardinal


@dataclass(slots=True)
class _Reference:
    """A reference accepted so far."""

    first: int
    last: int
    score: float
    row: dict[str, str]
    definite: bool
    broad_age: str
    number: str
    genitive: bool


@detector("patients", "PATIENT_REF", stage=2)
def find(document: Document) -> Iterator[Finding]:
    """Noun phrases and demonstratives for a particular person known from work."""
    matches = list(document.matches.get("patient_nouns", ()))
    for i, word in enumerate(document.words):
        if word.endswith(t.SUFFIXES) and len(word) >= t.SHORTEST_COMPOUND and word not in t.KINDS["no_suffix"]:
            form = "the" if word.endswith("en") else "one"
            row = {"kind": "patient", "sex": "", "broad_age": "", "certainty": "sure", "form": form}
            matches.append(Match("patient_nouns", i, i + 1, row, True))
    if not matches:
        return
    reader = _Reader(document)
    kept: list[_Reference] = []
    matches.sort(key=lambda match: match.first)
    references = [reader.read(match) for match in matches]
    if any(references) and not all(references):
        # One person spoken of makes the next, told with fewer signs, likelier ("Damen … Manden kom først bagefter").
        reader.seen = True
        references = [found or reader.read(match) for match, found in zip(matches, references, strict=True)]
    for found in references:
        if found is None:
            continue
        if kept and kept[-1].last > found.first:
            if kept[-1].last - kept[-1].first >= found.last - found.first:
                continue
            kept.pop()
        elif kept and kept[-1].genitive and kept[-1].last == found.first and found.row["kind"] == "relative":
            found.first = kept.pop().first
        kept.append(found)
    for each in kept:
        sex, age = each.row["sex"] or None, each.broad_age or None
        attrs: dict[str, object] = {
            "number": each.number, "definite": each.definite, "kind": each.row["kind"], "sex": sex, "broad_age": age,
            "strength": 1 if sex and age else 0,
        }  # fmt: skip
        yield document.finding(
            "PATIENT_REF", each.first, each.last, 0.75 if each.score >= 1.5 else 0.65, "patients", attrs
        )


class _Reader:
    """Judges the nouns of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words = document.words
        self._tokens = document.tokens
        self._findings = FindingIndex(document)
        self._context = CareContext(document)
        self._pointing = Pointing(document, self._context, self._findings)
        matches = document.matches.get("patient_nouns", ())
        self._owners = {match.last for match in matches if not match.exact}
        self._child: bool | None = None
        self.seen = False
        self._sure = sum(match.row["certainty"] == "sure" for match in document.matches.get("patient_nouns", ()))

    def read(self, match: Match) -> _Reference | None:
        """The reference at a listed word, or nothing."""
        certainty = match.row["certainty"]
        if certainty == "pronoun":
            score = self._pointing.score(match.first)
            definite = self._words[match.first] not in t.KINDS["single"]
            return self._reference(match, match.first, score, definite=definite) if score >= t.ENOUGH else None
        if certainty == "pt":
            return self._abbreviation(match)
        if certainty == "fixed":
            return self._reference(match, match.first, 1.2, definite=False) if self._stands_alone(match.last) else None
        if certainty == "such":
            score = self._pointing.such(match.first)
            return self._reference(match, match.first, score, definite=False) if score >= t.ENOUGH else None
        if certainty == "kin" and not self.seen:
            return None
        if certainty == "head" and not self._stands_alone(match.last):
            return None
        if certainty == "partitive":
            after = self._document.word(match.last)
            ends = not after[:1].isalpha() or after in t.KINDS["points_at"] or after in t.KINDS["clinical_after"]
            return self._reference(match, match.first, 1.2, definite=True) if ends else None
        return self._noun(match)

    def _noun(self, match: Match) -> _Reference | None:
        row, form = match.row, match.row["form"]
        certainty = row["certainty"]
        first, determiner, age, near_head = self._determiner(match)
        if determiner is not None and self._words[determiner] in t.KINDS["english_owner"] and certainty != "english":
            first = near_head = match.first  # "de her mennesker": no English possessive before a Danish noun
            determiner = None
        kind = t.DETERMINER.get(self._words[determiner], "") if determiner is not None else ""
        if form == "the" or (form == "all" and certainty != "sure"):
            kind = kind or "ending"
        if row["kind"] == "relative" and (match.first in self._owners or (not kind and self._of_trait(first))):
            kind = "other"
        if form == "adj" and not kind:
            return None
        partitive = self._partitive(first, kind)
        named = kind == "other" or (form == "all" and kind == "ending")
        if form in ("many", "all") and partitive is None and (row["kind"] == "patient" or not named):
            return None
        before = self._words[first - 1] if first and partitive is None else ""
        if before in t.KINDS["quantifier"] and (not kind or before == "begge"):
            return None
        if certainty == "definite" and form != "the":
            return None
        if kind == "own" and row["kind"] == "person" and self._words[determiner or 0] not in t.KINDS["shared_owner"]:
            return None
        base = t.BASE[certainty][kind or "bare"]
        if partitive is not None:
            base = max(t.PARTITIVE, t.BASE[certainty]["indefinite"])
        elif form == "all" and row["kind"] == "person" and not row["broad_age"]:
            base += t.PLURAL
        score = base + t.SHARE_OF_CONTEXT.get(certainty, 0.7) * self._context.near(match.first)
        if kind == "other" and determiner is not None and self._words[determiner] in t.KINDS["far_owner"]:
            score += t.SIN + (t.SEEN if self.seen and self._words[determiner] in t.KINDS["reflexive"] else 0.0)
        score += setting(self._document, self._context, match, kind, first, sure=bool(self._sure))
        if certainty not in ("sure", "weak"):
            score += t.ANOTHER if self._sure else t.SEEN if self.seen and kind in ("ending", "definite") else 0.0
            score += (
                t.ADJECTIVE
                if age or near_head < match.first or (match.first and self._findings.covered(match.first - 1))
                else 0.0
            )
            if certainty == "parent" and self._speaks_of_child():
                score += t.CHILD
        if (
            self._document.word(match.last) in t.KINDS["describes"]
            or self._document.word(match.last + 1) in t.KINDS["who"]
        ):
            score += t.CLAUSE
        elif (
            not kind
            and certainty == "sure"
            and any(f.type == "AGE" for f in self._findings.between(match.last, min(len(self._words), match.last + 3)))
        ):
            score += t.AGE_FOLLOWS
        if certainty == "sure" and kind == "ending" and self._at_time(match.last):
            score += t.ADJECTIVE
        if row["kind"] != "relative":
            score += self._generic(first if partitive is None else partitive, match.last)
        if score < t.ENOUGH:
            return None
        start = partitive if partitive is not None else near_head if determiner is None or near_head != first else first
        found = self._reference(
            match,
            start if determiner is not None or partitive is not None else match.first,
            score,
            definite=kind not in ("indefinite", ""),
        )
        found.broad_age = found.broad_age or (age if age != "child" else "")
        if partitive is None and form in ("many", "all"):
            found.number = "few"
        return found

    def _determiner(self, match: Match) -> tuple[int, int | None, str, int]:
        """First token of the noun phrase, token of its article, broad age told by adjectives, and where the mark may start.

        The mark starts at the article, unless another entity ("en 87-årig dame") stands between: then at the noun.
        """
        words, tokens = self._words, self._tokens
        age = ""
        k = match.first - 1
        while k >= 0 and match.first - k <= t.LONGEST_PHRASE and tokens[k].sentence == tokens[match.first].sentence:
            word = words[k]
            if word in t.DETERMINER:
                return k, k, age, k
            if word not in t.ADJECTIVES:
                break
            age = age or t.AGES.get(word, "")
            k -= 1
        first = k + 1
        # Over an age, a disease or a trait in between, the article still tells whether it is one particular person.
        far = k - 2 if k > 1 and words[k] == "-" and k == match.first - 1 else k  # "en KOL-patient"
        while (
            far >= 0 and match.first - far <= t.LONGEST_PHRASE + 2 and words[far] != "." and self._findings.covered(far)
        ):
            far -= 1
        if far < k and far >= 0 and words[far] in t.DETERMINER:
            return far, far, age, match.first
        return first, None, age, first

    def _partitive(self, first: int, kind: str) -> int | None:
        """Start of "en af vores …", "to af de …", if the noun phrase ends one."""
        words = self._words
        if first >= 2 and words[first - 1] == "af" and words[first - 2] in t.KINDS["one_of"] and kind:
            return first - 2
        return None

    def _generic(self, first: int, last: int) -> float:
        """Penalty for a rule about patients instead of a person: "når en patient …", "patienten i centrum"."""
        words = self._words
        before = {" ".join(words[max(0, first - size) : first]) for size in (1, 2, 3)} | {words[first]}
        after = {" ".join(words[last : last + size]) for size in (1, 2, 3)}
        return t.GENERIC * (bool(before & t.KINDS["generic_before"]) + bool(after & t.KINDS["generic_after"]))

    def _stands_alone(self, last: int) -> bool:
        """Whether no noun follows an adjective that stands for a person ("den lille har", not "den lille seddel")."""
        after = self._document.word(last)
        return not after[:1].isalpha() or after in t.KINDS["points_at"] or after in t.KINDS["clinical_after"]

    def _at_time(self, last: int) -> bool:
        """Whether a time follows right behind: "til barselskvinden i nat"."""
        return last < len(self._words) and any(
            f.type == "TIME" and f.start == self._tokens[last].start for f in self._findings.between(last, last + 1)
        )

    def _of_trait(self, first: int) -> bool:
        """Whether a trait in the genitive stands before: "provstens datter"."""
        return first > 0 and self._words[first - 1].endswith("s") and self._findings.covered(first - 1)

    def _abbreviation(self, match: Match) -> _Reference | None:
        """The short "pt." for a patient, not for "for tiden"."""
        words, i = self._words, match.first
        last = match.last
        dotted = self._document.word(last) == "."
        k = last + 1 if dotted else last
        after = {" ".join(words[k : k + size]) for size in (1, 2)}
        before = words[i - 1] if i else ""
        first, determiner, age, start = self._determiner(match)
        if (cardinal(before) or 0) > 1:
            return None
        if self._document.word(last) in "'’" and self._document.word(last + 1) in ("en", "er", "ens"):
            last += 2
            score = 1.2
        elif determiner is not None:
            score = 1.2 + self._generic(first, last)
        else:
            score = 0.4 + 0.4 * min(2.0, self._context.near(i)) + (0.5 if after & t.KINDS["clinical_after"] else 0.0)
            score -= 1.2 * bool(after & t.KINDS["temporal_after"]) + 0.8 * (before in t.KINDS["temporal_before"])
            score -= 0.6 * (before in t.KINDS["quantifier"])
            start = i
        if score < t.ENOUGH:
            return None
        found = self._reference(match, start, score, definite=determiner is not None)
        found.last = (
            last + 1 if dotted and last == match.last and k < len(words) and self._tokens[k].text[0].islower() else last
        )
        found.broad_age = age
        return found

    def _reference(self, match: Match, first: int, score: float, *, definite: bool) -> _Reference:
        number = (
            "many"
            if match.row["certainty"] == "sure" and match.row["form"] == "all"
            else "few"
            if match.row["form"] == "all"
            else "one"
        )
        return _Reference(
            first, match.last, score, match.row, definite, match.row["broad_age"], number, not match.exact
        )

    def _speaks_of_child(self) -> bool:
        if self._child is None:
            self._child = not t.KINDS["child_post"].isdisjoint(self._words)
        return self._child
