"""How much care is spoken of around a word: the context that makes "damen" a patient.

In: a `Document` with matches of `care_cues` and the findings so far. Out: a weight per sentence, below zero where the post tells
of another world (fiction, an exercise) or of the writer's own family.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from models.detectors.patient_tables import ELSEWHERE, FAMILY, FINDINGS, FRAME, KINDS, MOST_CONTEXT, NEIGHBOUR
from models.document import Document, Finding


class CareContext:
    """The context of one document, weighed when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._words = document.words
        self._tokens = document.tokens
        self._own: dict[int, float] | None = None
        self._family = False

    @property
    def family(self) -> bool:
        """Whether the post names the writer's own family ("min søn")."""
        if self._own is None:
            self._own = self._weigh_sentences()
        return self._family

    @cached_property
    def home(self) -> bool:
        """Whether the post tells of the writer's home."""
        return not KINDS["home"].isdisjoint(self._words)

    @cached_property
    def school(self) -> bool:
        """Whether the post is from a school, whose pupils are the ones in care."""
        return not KINDS["school"].isdisjoint(self._words)

    def near(self, i: int) -> float:
        """Signs of care in the sentence of token `i` and, for less, in the ones beside it; below zero in another world."""
        if self._own is None:
            self._own = self._weigh_sentences()
        s = self._tokens[i].sentence
        own, near = self._own.get(s, 0.0), max(self._own.get(s - 1, 0.0), self._own.get(s + 1, 0.0))
        worst = min(self._own.get(s - 1, 0.0), self._own.get(s + 1, 0.0), 0.0)
        return max(-MOST_CONTEXT, min(MOST_CONTEXT, own + NEIGHBOUR * max(0.0, near) + NEIGHBOUR * worst))

    def _weigh_sentences(self) -> dict[int, float]:
        tokens, weights = self._tokens, dict[int, float]()
        for match in self._document.matches.get("care_cues", ()):
            s = tokens[match.first].sentence
            weights[s] = min(MOST_CONTEXT, weights.get(s, 0.0) + 0.6 * float(match.row["weight"]))
        token_starts = [token.start for token in tokens]
        for finding in self._document.findings:
            s = tokens[bisect_right(token_starts, finding.start) - 1].sentence
            weights[s] = weights.get(s, 0.0) + FINDINGS.get(finding.type, 0.0)
        family = False
        for k, word in enumerate(self._words):
            if word in KINDS["frame"]:
                s = tokens[k].sentence
                weights[s] = min(weights.get(s, 0.0), MOST_CONTEXT) + FRAME
            elif word in KINDS["family"] and k and self._words[k - 1] in KINDS["own"]:
                s = tokens[k].sentence
                weights[s] = min(weights.get(s, 0.0), MOST_CONTEXT) + FAMILY
                family = True
            elif word in KINDS["elsewhere"]:
                s = tokens[k].sentence
                weights[s] = min(weights.get(s, 0.0), MOST_CONTEXT) + ELSEWHERE
        self._family = family
        frames = sum(word in KINDS["frame"] for word in self._words)
        shift = FAMILY / 2 * family + FAMILY / 2 * (frames > 1)
        if shift:
            for s in weights:
                weights[s] += shift
        return weights


class FindingIndex:
    """The earlier findings of a document by place (they are sorted and do not overlap)."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._starts = [finding.start for finding in document.findings]

    def covered(self, k: int) -> bool:
        """Whether a finding of stage 1 covers token `k`."""
        at = bisect_right(self._starts, self._document.tokens[k].start) - 1
        return at >= 0 and self._document.findings[at].end > self._document.tokens[k].start

    def between(self, first: int, last: int) -> list[Finding]:
        """Findings that start in or beside tokens `first` to `last` (exclusive)."""
        if first >= last:
            return []
        start, end = self._document.tokens[first].start, self._document.tokens[last - 1].end
        low, high = bisect_right(self._starts, start - 1), bisect_right(self._starts, end)
        return self._document.findings[low:high]
