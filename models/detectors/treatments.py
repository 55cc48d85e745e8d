"""TREATMENT: medicines, operations, acts of care, coercion.

In: a `Document`. Out: findings with `strength`, `concept`, `prior` and, for coercion, resuscitation and the treatment of
addiction, `bold`. Ordinary examinations are no treatment.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.detectors import detector
from models.document import Document, Finding
from models.medical import Endings, terms

_NAME = "treatments"
_ENDINGS = Endings("gazetteers/treatment_endings.tsv", "gazetteers/treatment_not.txt")


@detector(_NAME, "TREATMENT")
def find_treatments(document: Document) -> Iterator[Finding]:
    """Yield every treatment of the document."""
    words, tokens = document.words, document.tokens
    for term in terms(document, ("treatments", "medicines"), _ENDINGS):
        first = term.first
        if (
            first > 1
            and words[first - 1] in "-–"
            and tokens[first - 2].end == tokens[first - 1].start
            and tokens[first - 1].end == tokens[first].start
        ):
            first -= 2
        yield document.finding("TREATMENT", first, term.last, term.score, _NAME, term.attrs())
