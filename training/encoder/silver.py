"""Ordinary text with marks good enough to learn from: what is no health post must not be marked all over.

In: a text, and the persons in it where people have marked them. Out: segments whose names are those persons (else the rules' names) and whose
other marks are the rules'. No patient is in these texts, so none is marked.
"""

from __future__ import annotations

from collections.abc import Sequence

from models import detectors
from models.document import Document
from training.encoder.augment import Segment

_NOBODY = frozenset({"PATIENT_NAME", "PATIENT_REF"})
_NAME = "STAFF_NAME"


def silver(text: str, persons: Sequence[tuple[int, int]] | None = None) -> list[Segment]:
    """Segments of `text`; `persons` are offsets in code points, `None` where nobody has looked."""
    document = Document(text)
    detectors.run(document)
    spans = [(start, end, _NAME) for start, end in persons or ()]
    for finding in document.findings:
        start, end = document.prepared.original_span(finding.start, finding.end)
        known = finding.type in _NOBODY or (finding.type == _NAME and persons is not None)
        if not known and all(end <= first or last <= start for first, last, _ in spans):
            spans.append((start, end, finding.type))
    segments = []
    at = 0
    for start, end, kind in sorted(spans):
        if start > at:
            segments.append(Segment(text[at:start], None))
        segments.append(Segment(text[start:end], kind))
        at = end
    if at < len(text):
        segments.append(Segment(text[at:], None))
    return segments
