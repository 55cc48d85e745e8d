"""The detectors: rules that find what has a form or a list. One file a family, one registration each.

A detector is a generator function over a `Document`, marked with `@detector`. Every module in this folder is loaded, so
a new file is a new detector. Stages run in order; within a stage a detector may not rely on another's findings:

1. forms and lists (identifiers, wards, places, diagnoses, times, …)
2. what is made of earlier findings (incident counts, ages and traits that are persons)
3. people: names and patient references, judged by everything around them
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from models.document import Document, Finding

Find = Callable[[Document], Iterator[Finding]]


class Detector(NamedTuple):
    """A registered detector: its name (the `source` of its findings), the entity types it yields, and its stage (1-3)."""

    name: str
    types: tuple[str, ...]
    stage: int
    find: Find


class DetectorError(RuntimeError):
    """A detector failed; the text is unchecked. Names the detector, never the text."""


_REGISTRY: dict[str, Detector] = {}


def detector(name: str, *types: str, stage: int = 1) -> Callable[[Find], Find]:
    """Register a detector. Raises `ValueError` if the name is taken."""

    def register(find: Find) -> Find:
        if name in _REGISTRY:
            raise ValueError(f"two detectors are named {name}")
        _REGISTRY[name] = Detector(name, types, stage, find)
        return find

    return register


@cache
def detectors() -> tuple[Detector, ...]:
    """All detectors of this folder, in stage order."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return tuple(sorted(_REGISTRY.values(), key=lambda d: (d.stage, d.name)))


def run(document: Document) -> None:
    """Run all detectors and leave the document with its findings: sorted, without overlaps.

    Raises `DetectorError` if any detector fails (fail closed).
    """
    stage = 1
    for each in detectors():
        if each.stage != stage:
            document.findings = resolve(document.findings)
            stage = each.stage
        try:
            document.findings = document.findings + list(each.find(document))
        except Exception as error:
            # The cause is dropped on purpose: its message may quote the text.
            raise DetectorError(f"detector {each.name} failed ({type(error).__name__})") from None
    document.findings = resolve(document.findings)


def read(text: str) -> Document:
    """The text with its findings. Raises as `run`."""
    document = Document(text)
    run(document)
    return document


def resolve(findings: list[Finding]) -> list[Finding]:
    """The best findings without overlaps, in text order: higher score first, then longer."""
    if len(findings) < 2:
        return findings
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (-f.score, f.start - f.end, f.start)):
        if all(finding.end <= other.start or other.end <= finding.start for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: f.start)
