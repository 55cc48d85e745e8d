"""Pieces and points (guide, rule 2): what in the text narrows down who it is, each fact once.

In: a `Document` with its findings and the `Scope`. Out: `Person`s, each with its `FoundPiece`s. Strengths come with the findings
(from the gazetteers); what a type is worth by default, and how often it may count, stands in `data/priors/points.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from models.datafiles import read_toml
from models.document import Document, Finding
from models.risk.evidence import sentence_at
from models.risk.scope import Scope

DIRECT = frozenset({"CPR", "PATIENT_NAME", "PHONE", "EMAIL", "ADDRESS", "RECORD_ID"})
_RARITY_REACH = 20
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


def persons(document: Document, scope: Scope) -> list[Person]:
    """The persons of the text. Empty where no sentence is in scope."""
    rules = _rules()
    if scope.probability < rules["scope_threshold"]:
        return []
    person = Person()
    by_type: dict[str, list[int]] = {}
    for i, finding in enumerate(document.findings):
        if _counts(finding) and _near_scope(sentence_at(document, finding), finding, scope, rules):
            by_type.setdefault(finding.type, []).append(i)
    for kind, indexes in by_type.items():
        person.pieces += list(_pieces_of(kind, indexes, document, by_type))
    person.pieces += _quotes(document, scope)
    return [person]


def _counts(finding: Finding) -> bool:
    """Whether the finding can be about a person in scope at all."""
    attrs = finding.attrs
    return finding.type != "STAFF_NAME" and not attrs.get("test_person") and not attrs.get("public")


def _near_scope(sentence: int, finding: Finding, scope: Scope, rules: dict[str, Any]) -> bool:
    """Facts about the person count in and beside sentences in scope; the workplace and the time wherever they stand."""
    if finding.type in rules["anywhere"]:
        return True
    nearby = max(scope.sentences[max(0, sentence - 1) : sentence + 2])
    return scope.sentences[sentence] >= float(rules["sentence_threshold"]) and nearby >= float(rules["neighbour_threshold"])


def _pieces_of(kind: str, indexes: list[int], document: Document, by_type: dict[str, list[int]]) -> Iterable[FoundPiece]:
    rule = _rules()["types"].get(kind)
    if rule is None:
        return
    findings = document.findings
    groups: dict[str, list[int]] = {}
    towns = {str(findings[i].attrs.get("town", "")).lower() for i in by_type.get("FACILITY", ())} - {""}
    for i in indexes:
        if kind == "PLACE" and document.text[findings[i].start : findings[i].end].lower() in towns:
            continue
        key = "one" if rule["one"] else str(findings[i].attrs.get("concept") or document.text[findings[i].start : findings[i].end].lower())
        groups.setdefault(key, []).append(i)
    pieces = []
    for group in groups.values():
        best = max(group, key=lambda i: _strength(document, findings[i], rule, by_type))
        points = _strength(document, findings[best], rule, by_type)
        attrs = findings[best].attrs
        share = attrs.get("share")
        pieces.append(
            FoundPiece(kind, points, bool(attrs.get("about", rule["about"])), tuple(group), str(attrs.get("prior", "")), float(share) if isinstance(share, int | float) else None)
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
        return 1
    strength = attrs.get("strength")
    points = strength if isinstance(strength, int) else int(rule["points"])
    if rule["about"] and _said_to_be_rare(document, finding):
        points += 1
    return min(3, max(0, points))


def _said_to_be_rare(document: Document, finding: Finding) -> bool:
    before = document.text[max(0, finding.start - _RARITY_REACH) : finding.start].lower().split()
    return bool(before) and before[-1] in _rules()["rarity_words"]


def _quotes(document: Document, scope: Scope) -> list[FoundPiece]:
    """A quote peculiar to the person, in a sentence in scope that also speaks of him or her."""
    rules = _rules()["quote"]
    for match in _QUOTE.finditer(document.text):
        if len(match.group(1).split()) < rules["words"]:
            continue
        sentence = sentence_at(document, Finding("QUOTE", match.start(), match.end(), 1.0, "quotes"))
        if scope.sentences[sentence] >= rules["threshold"]:
            return [FoundPiece("QUOTE", int(rules["points"]), True, ())]
    return []


@cache
def _rules() -> dict[str, Any]:
    return read_toml("priors/points.toml")
