"""Token labels: outside, and begin/inside of each entity type. Constrained decoding lives with the engine (`models.neural.decode`)."""

from __future__ import annotations

from training.corpus import ENTITY_TYPES

OUTSIDE = 0
LABELS = ("O", *(f"{where}-{kind}" for kind in ENTITY_TYPES for where in "BI"))
IGNORED = -100


def begin(kind: str) -> int:
    """Id of the label that opens a span of `kind`; the next id continues it."""
    return 1 + 2 * ENTITY_TYPES.index(kind)
