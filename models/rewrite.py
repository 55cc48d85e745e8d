"""Suggest a wording that says nothing of the person: what can stay of the post, kept word for word, or the writer's own experience.

In: the document, the scope and its persons. Out: texts; the checker offers one only when it calls it green.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.document import Document
from models.explain import messages
from models.risk.evidence import sentence_at, third_person
from models.risk.pieces import Person
from models.risk.scope import Scope

_SHORTEST_WORTH_KEEPING = 4
_ABOUT_THE_PERSON = 0.5


def remainder(document: Document, scope: Scope, persons: list[Person], skip: int = 0) -> str:
    """The sentences after the first `skip` characters that do not speak of a person, word for word; "" if little is left."""
    touched = {
        sentence_at(document, document.findings[i])
        for person in persons
        for piece in person.pieces
        if piece.about
        for i in piece.findings
        if not (piece.type == "TIME" and i != piece.findings[0])
    }
    kept = []
    for number, (first, last) in enumerate(document.sentences):
        start, end = document.prepared.original_span(*document.span(first, last))
        likely = scope.sentences[number] >= _ABOUT_THE_PERSON * scope.probability
        if start >= skip and number not in touched and not likely and not third_person(document, first, last):
            kept.append(document.prepared.original[start:end].strip())
    text = " ".join(part for part in kept if part)
    return text if len(text.split()) >= _SHORTEST_WORTH_KEEPING else ""


def phrases_for(document: Document) -> Iterator[str]:
    """Phrases about the writer's own day that fit the post, best first."""
    phrases = messages()["rewrite"]
    if any(finding.attrs.get("death") for finding in document.findings):
        yield from phrases["death"]
    if any(match.row["cue"] == "ask" for match in document.matches.get("scope_cues", ())):
        yield from phrases["ask"]
    yield from phrases["any"]
