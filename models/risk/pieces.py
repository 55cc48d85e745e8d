"""Pieces and points (guide, rule 2): what in the text narrows down who it is, each fact once.

In: a `Document` with its findings and the `Scope`. Out: `Person`s, each with its `FoundPiece`s. Strengths come with the findings
(from the gazetteers); what a type is worth by default, and how often it may count, stands in `data/priors/points.toml`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from models.datafiles import read_toml
from models.document import Document, Finding
from models.risk.evidence import in_small_place, sentence_at
from models.risk.scope import Scope

DIRECT = frozenset({"CPR", "PATIENT_NAME", "PHONE", "EMAIL", "ADDRESS", "RECORD_ID"})
_REACH = 20
_QUOTE = re.compile(r"[\"“”„»]([^\"“”„«»\n]{12,160})[\"“”“«]")


@dataclass(frozen=True, slots=True)
class FoundPiece:
    """One fact: `points` 0-3, whether `about` the person or the episode, the findings it rests on, and its prior's key."""

    type: str
    points: int
    about: bool
    findings: tuple[int, ...]
    prior: str = ""
    share: float | None = None


@dataclass(slots=True)
class Person:
    """A particular person, or a small group, with the pieces given."""

    pieces: list[FoundPiece] = field(default_factory=list)

    @property
    def points(self) -> int:
        """Sum of the points."""
        return sum(piece.points for piece in self.pieces)

    @property
    def about(self) -> int:
        """Sum of the points about the person or the episode."""
        return sum(piece.points for piece in self.pieces if piece.about)

    @property
    def direct(self) -> bool:
        """Whether a direct identifier is among the pieces."""
        return any(piece.type in DIRECT for piece in self.pieces)


def persons(document: Document, scope: Scope, threshold: float | None = None) -> list[Person]:
    """The persons of the text, in its order. Empty where the text's probability of scope is below `threshold` (default: the
    rules' own) or it has no sentence.
    """
    rules = _rules()
    least = rules["scope_threshold"] if threshold is None else threshold
    if scope.probability < least or not scope.sentences:
        return []
    borders = _borders(document, scope)
    by_type: list[dict[str, list[int]]] = [{} for _ in borders]
    for i, finding in enumerate(document.findings):
        sentence = sentence_at(document, finding)
        if not _counts(finding) or not _near_scope(sentence, finding, scope, rules):
            continue
        shared = finding.type in rules["shared"] and finding.attrs.get("kind") != "room"
        own = bisect_right(borders, sentence) - 1
        for number in range(len(borders)) if shared else (own,):
            by_type[number].setdefault(finding.type, []).append(i)
    found = [
        Person([piece for kind, indexes in types.items() for piece in _pieces_of(kind, indexes, document, types)])
        for types in by_type
    ]
    for sentence, piece in _quotes(document, scope):
        found[bisect_right(borders, sentence) - 1].pieces.append(piece)
    return [person for person in found if person.about or len(found) == 1] or found[:1]


def _borders(document: Document, scope: Scope) -> list[int]:
    """First sentence of each person. A further person begins where a sentence in scope brings in somebody of the other sex, or
    says that it is another one; otherwise all sentences speak of the same.
    """
    rules = _rules()
    borders = [0]
    sex: object = None
    for finding in document.findings:
        if finding.type != "PATIENT_REF" or finding.attrs.get("kind") == "relative":
            continue
        sentence = sentence_at(document, finding)
        before = document.text[max(0, finding.start - _REACH) : finding.end].lower().split()
        another = any(word in rules["another_words"] for word in before[-4:])
        changed = sex is not None and finding.attrs.get("sex") not in (None, sex) and not finding.attrs.get("definite")
        if (
            sentence > borders[-1]
            and (another or changed)
            and scope.sentences[sentence] >= rules["neighbour_threshold"]
        ):
            borders.append(sentence)
            sex = None
        sex = finding.attrs.get("sex") or sex
    return borders


def _counts(finding: Finding) -> bool:
    """Whether the finding can be about a person in scope at all."""
    attrs = finding.attrs
    return finding.type != "STAFF_NAME" and not attrs.get("test_person") and not attrs.get("public")


def _near_scope(sentence: int, finding: Finding, scope: Scope, rules: dict[str, Any]) -> bool:
    """Facts about the person count in and beside sentences in scope; the workplace and the time wherever they stand."""
    if finding.type in rules["anywhere"]:
        return True
    nearby = max(scope.sentences[max(0, sentence - 1) : sentence + 2])
    return scope.sentences[sentence] >= float(rules["sentence_threshold"]) and nearby >= float(
        rules["neighbour_threshold"]
    )


def _pieces_of(
    kind: str, indexes: list[int], document: Document, by_type: dict[str, list[int]]
) -> Iterable[FoundPiece]:
    rule = _rules()["types"].get(kind)
    if rule is None:
        return
    findings = document.findings
    groups: dict[str, list[int]] = {}
    towns = {str(findings[i].attrs.get("town", "")).lower() for i in by_type.get("FACILITY", ())} - {""}
    for i in indexes:
        if kind == "PLACE" and document.text[findings[i].start : findings[i].end].lower() in towns:
            continue
        key = (
            "one"
            if rule["one"]
            else str(findings[i].attrs.get("concept") or document.text[findings[i].start : findings[i].end].lower())
        )
        groups.setdefault(key, []).append(i)
    pieces = []
    for group in groups.values():
        # The strongest first: it gives the points, and it is the one that people are told.
        group.sort(key=lambda i: -_strength(document, findings[i], rule, by_type))
        best = findings[group[0]]
        share = best.attrs.get("share")
        pieces.append(
            FoundPiece(
                kind,
                _strength(document, best, rule, by_type),
                bool(best.attrs.get("about", rule["about"])),
                tuple(group),
                str(best.attrs.get("prior", "")),
                float(share) if isinstance(share, int | float) else None,
            )
        )
    pieces.sort(key=lambda piece: -piece.points)
    weak = 0
    for piece in pieces[: rule["most"]]:
        if piece.points == 1:
            weak += 1
            if weak > rule["most_weak"]:
                continue
        if piece.points or kind in ("TIME", "PATIENT_REF"):
            yield piece


def _strength(document: Document, finding: Finding, rule: dict[str, Any], by_type: dict[str, list[int]]) -> int:
    attrs = finding.attrs
    if finding.type == "PATIENT_REF" and "AGE" in by_type:
        return 0
    if finding.type == "INCIDENT_COUNT" and attrs.get("kind") == "injury":
        return _rules()["injuries_in_small_place"] if in_small_place(document) else 0
    strength = attrs.get("strength")
    points = strength if isinstance(strength, int) else int(rule["points"])
    if rule["about"] and _said_to_be_rare(document, finding):
        points += 1
    return min(3, max(0, points))


def _said_to_be_rare(document: Document, finding: Finding) -> bool:
    before = document.text[max(0, finding.start - _REACH) : finding.start].lower().split()
    return bool(before) and before[-1] in _rules()["rarity_words"]


def _quotes(document: Document, scope: Scope) -> Iterator[tuple[int, FoundPiece]]:
    """The first quote peculiar to a person, in a sentence in scope, with that sentence."""
    rules = _rules()["quote"]
    for match in _QUOTE.finditer(document.text):
        if len(match.group(1).split()) < rules["words"]:
            continue
        sentence = sentence_at(document, Finding("QUOTE", match.start(), match.end(), 1.0, "quotes"))
        if scope.sentences[sentence] >= rules["threshold"]:
            yield sentence, FoundPiece("QUOTE", int(rules["points"]), True, ())
            return


@cache
def _rules() -> dict[str, Any]:
    return read_toml("priors/points.toml")
