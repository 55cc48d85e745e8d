"""Suggest a wording that says nothing of the person: what can stay of the post, kept word for word, or the writer's own experience.

In: the document, the scope and its persons. Out: candidate texts, best first; the checker offers the first that it calls green.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.document import Document
from models.explain import messages
from models.risk.evidence import sentence_at, third_person
from models.risk.pieces import Person
from models.risk.scope import Scope

_SHORTEST_WORTH_KEEPING = 4


def candidates(document: Document, scope: Scope, persons: list[Person], first_sentence: int = 0) -> Iterator[str]:
    """Texts without the person: the sentences that do not speak of him or her, then phrases about the writer's own day."""
    touched = {
        sentence_at(document, document.findings[i])
        for person in persons
        for piece in person.pieces
        if piece.about or piece.points
        for i in piece.findings
    }
    rest = []
    for number, (first, last) in enumerate(document.sentences):
        likely = scope.sentences[number] >= 0.5 * scope.probability
        if number >= first_sentence and number not in touched and not likely and not third_person(document, first, last):
            rest.append(_original(document, first, last))
    kept = " ".join(part for part in rest if part)
    if len(kept.split()) >= _SHORTEST_WORTH_KEEPING:
        yield kept
    phrases = messages()["rewrite"]
    if any(finding.attrs.get("death") for finding in document.findings):
        yield from phrases["death"]
    if any(match.row["cue"] == "ask" for match in document.matches.get("scope_cues", ())):
        yield from phrases["ask"]
    yield from phrases["any"]


def _original(document: Document, first: int, last: int) -> str:
    start, end = document.span(first, last)
    start, end = document.prepared.original_span(start, end)
    return document.prepared.original[start:end].strip()
