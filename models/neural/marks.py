"""What the rules know of each token, as an input to the encoder. In: a `Document` with its findings, token offsets. Out: three rows of ids.

So the network need not learn from a few thousand posts what the gazetteers hold: that a name is a ward's, that a disease is rare,
that a word belongs to television. It learns when to believe them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.assessment import ENTITY_TYPES
from models.document import Document

# Ids of the three rows: 0 is nothing; labels are B and I of each type in turn; strength is 1 where the finding brings none,
# else 2 plus its points; cues are the frames of `data/gazetteers/scope_cues.tsv`, and `care` for signs of care.
CUES = (
    "ask", "body", "colleague", "confide", "course", "drill", "fiction", "general", "history", "job", "kin", "news",
    "obituary", "own", "ownfamily", "pet", "politics", "stats", "thing", "workframe", "care",
)  # fmt: skip
SIZES = (1 + 2 * len(ENTITY_TYPES), 6, 1 + len(CUES))
_UNKNOWN_STRENGTH = 1
_FIRST_STRENGTH = 2


def begin(kind: str) -> int:
    """Id of the label that opens a span of `kind`; the next id continues it, and 0 is outside of every span."""
    return 1 + 2 * ENTITY_TYPES.index(kind)


def marks_of(document: Document, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Ids of shape [3, tokens] (label, strength, cue) for tokens with `offsets` in the original text (code points)."""
    rows = np.zeros((3, len(offsets)), dtype=np.int64)
    starts = [start for start, _ in offsets]
    for finding in document.findings:
        strength = finding.attrs.get("strength")
        label = begin(finding.type)
        for n, i in enumerate(_tokens(document, finding.start, finding.end, offsets, starts)):
            rows[0, i] = label + (n > 0)
            rows[1, i] = _FIRST_STRENGTH + min(3, max(0, strength)) if isinstance(strength, int) else _UNKNOWN_STRENGTH
    for tag, fixed in (("scope_cues", None), ("care_cues", "care")):
        for match in document.matches.get(tag, ()):
            cue = 1 + CUES.index(fixed or match.row["cue"])
            for i in _tokens(document, *document.span(match.first, match.last), offsets, starts):
                rows[2, i] = cue
    return rows


def _tokens(
    document: Document, start: int, end: int, offsets: Sequence[tuple[int, int]], starts: Sequence[int]
) -> list[int]:
    """Indexes of the tokens that share a character with the prepared span; special tokens have none."""
    first, last = document.prepared.original_span(start, end)
    at = int(np.searchsorted(starts, first, side="right")) - 1
    found = []
    for i in range(max(0, at), len(offsets)):
        if starts[i] >= last:
            break
        if offsets[i][1] > first and offsets[i][1] > starts[i]:
            found.append(i)
    return found
