"""Ordinary text with marks good enough to learn from: what is no health post must not be marked all over.

In: a text, and the persons in it where people have marked them. Out: segments whose names are those persons (else the rules' names) and whose
other marks are the rules'. No patient is in these texts, so none is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from models import detectors
from training.datasets import find, iob_sentences, train_comments
from training.encoder.augment import Segment, split

_NOBODY = frozenset({"PATIENT_NAME", "PATIENT_REF"})
_NAME = "STAFF_NAME"


def silver(text: str, persons: Sequence[tuple[int, int]] | None = None) -> list[Segment]:
    """Segments of `text`; `persons` are offsets in code points, `None` where nobody has looked."""
    document = detectors.read(text)
    spans = [(start, end, _NAME) for start, end in persons or ()]
    for finding in document.findings:
        start, end = document.prepared.original_span(finding.start, finding.end)
        known = finding.type in _NOBODY or (finding.type == _NAME and persons is not None)
        if not known and all(end <= first or last <= start for first, last, _ in spans):
            spans.append((start, end, finding.type))
    return split(text, [(start, end, kind, -1) for start, end, kind in sorted(spans)])


def comments(data: Sequence[Path]) -> list[list[Segment]]:
    """Real comments that are about no patient, of their train part. Raises `DataError` when they are missing."""
    return [silver(text) for file in find(data, "social/dkhate.tsv") for text in train_comments(file)]


def sentences(data: Sequence[Path]) -> list[list[Segment]]:
    """Sentences of a public corpus, with its persons. Raises `DataError` when it is missing."""
    return [
        silver(sentence.text, sentence.persons)
        for file in find(data, "ner/da_ddt-train.iob2")
        for sentence in iob_sentences(file)
    ]
