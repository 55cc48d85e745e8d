"""TREATMENT: medicines, operations, acts of care, coercion.

In: a `Document`. Out: findings with `strength`, `concept`, `prior` and, for coercion, resuscitation and the treatment of
addiction, `bold`. Ordinary examinations are no treatment.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.medical import Endings, is_hyphenated, terms

_NAME = "treatments"
_ENDINGS = Endings("gazetteers/treatment_endings.tsv", "gazetteers/treatment_not.txt")


@detector(_NAME, "TREATMENT")
def find_treatments(document: Document) -> Iterator[Finding]:
    """Yield every treatment of the document."""
    for term in terms(document, ("treatments", "medicines"), _ENDINGS):
        first = term.first - 2 if is_hyphenated(document, term.first) else term.first
        yield document.finding("TREATMENT", first, term.last, term.score, _NAME, term.attrs())
