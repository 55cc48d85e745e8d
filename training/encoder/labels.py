"""Token labels: outside, and begin/inside of each entity type (ids: `models.neural.marks.begin`). Constrained decoding lives with the engine (`models.neural.decode`)."""

from __future__ import annotations

from models.assessment import ENTITY_TYPES

OUTSIDE = 0
LABELS = ("O", *(f"{where}-{kind}" for kind in ENTITY_TYPES for where in "BI"))
IGNORED = -100
