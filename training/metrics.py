"""The measures: levels, probabilities, entities, and bootstrap intervals.

In: gold and predicted answers, side by side. Out: plain numbers; `None` where a measure is undefined (nothing to divide by).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Protocol

from training.corpus import LEVELS

Number = float | None
Interval = tuple[float, float] | None


class Marked(Protocol):
    """Anything with a type and offsets: a gold span, an entity of the engine."""

    @property
    def type(self) -> str:
        """Entity type."""

    @property
    def start(self) -> int:
        """First code point."""

    @property
    def end(self) -> int:
        """One past the last code point."""


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives and false negatives, and what follows from them (0-1)."""

    found: int = 0
    false: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Sum, count by count."""
        return Counts(self.found + other.found, self.false + other.false, self.missed + other.missed)

    @property
    def precision(self) -> Number:
        """Share of what was called that is right."""
        return ratio(self.found, self.found + self.false)

    @property
    def recall(self) -> Number:
        """Share of what is there that was called."""
        return ratio(self.found, self.found + self.missed)

    @property
    def f1(self) -> Number:
        """Harmonic mean of precision and recall: 2·tp / (2·tp + fp + fn)."""
        return ratio(2 * self.found, 2 * self.found + self.false + self.missed)


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of a calibration curve: posts in it, mean score, share that is red."""

    posts: int
    score: float
    red: float


def ratio(part: float, whole: float) -> Number:
    """`part / whole`, or `None` when `whole` is 0."""
    return part / whole if whole else None


def confusion(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, dict[str, int]]:
    """Posts by gold level, then by predicted level."""
    pairs = Counter(zip(gold, predicted, strict=True))
    return {row: {column: pairs[row, column] for column in LEVELS} for row in LEVELS}


def level_counts(gold: Sequence[str], predicted: Sequence[str], level: str) -> Counts:
    """Counts of one level against the others."""
    pairs = Counter((g == level, p == level) for g, p in zip(gold, predicted, strict=True))
    return Counts(pairs[True, True], pairs[False, True], pairs[True, False])


def rates(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, Number]:
    """Accuracy, share of red found, and share of green called red, or red or yellow (0-1)."""
    table = confusion(gold, predicted)
    green = sum(table["green"].values())
    return {
        "accuracy": ratio(sum(table[level][level] for level in LEVELS), len(gold)),
        "red_recall": ratio(table["red"]["red"], sum(table["red"].values())),
        "green_called_red": ratio(table["green"]["red"], green),
        "green_flagged": ratio(table["green"]["red"] + table["green"]["yellow"], green),
    }


def auroc(labels: Sequence[bool], scores: Sequence[float]) -> Number:
    """Area under the ROC curve by ranks (Mann-Whitney U); ties count half."""
    positives = sum(labels)
    negatives = len(labels) - positives
    if not positives or not negatives:
        return None
    rank_sum = 0.0
    below = 0
    for _, tied in groupby(sorted(zip(scores, labels, strict=True)), key=lambda pair: pair[0]):
        group = [label for _, label in tied]
        rank_sum += sum(group) * (below + (len(group) + 1) / 2)
        below += len(group)
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def brier(labels: Sequence[bool], scores: Sequence[float]) -> Number:
    """Mean squared distance between score and outcome (0-1, lower is better)."""
    return ratio(sum((score - label) ** 2 for label, score in zip(labels, scores, strict=True)), len(labels))


def calibration(labels: Sequence[bool], scores: Sequence[float], bins: int = 10) -> list[Bin]:
    """The calibration curve in `bins` bins of equal mass, lowest scores first; fewer when there are fewer posts.

    Posts with one score are alike: each carries the share of red among them, so that their order cannot matter where a
    bin's edge falls between them.
    """
    points: list[tuple[float, float]] = []
    for score, tied in groupby(sorted(zip(scores, labels, strict=True)), key=lambda pair: pair[0]):
        group = [label for _, label in tied]
        points += [(score, sum(group) / len(group))] * len(group)
    edges = [i * len(points) // bins for i in range(bins + 1)]
    curve = []
    for first, last in pairwise(edges):
        part = points[first:last]
        if part:
            curve.append(Bin(len(part), sum(s for s, _ in part) / len(part), sum(r for _, r in part) / len(part)))
    return curve


def ece(labels: Sequence[bool], scores: Sequence[float], bins: int = 10) -> Number:
    """Expected calibration error over equal-mass bins: mean distance between score and share of red (0-1)."""
    curve = calibration(labels, scores, bins)
    return ratio(sum(each.posts * abs(each.score - each.red) for each in curve), len(labels))


def match(gold: Sequence[Marked], predicted: Sequence[Marked], *, exact: bool) -> dict[str, Counts]:
    """Counts by type for one post.

    Exact: same type and offsets. Otherwise: same type and a shared character, one to one, the longest overlap first.
    """
    by_type: dict[str, Counts] = {}
    for kind in sorted({span.type for span in (*gold, *predicted)}):
        wanted = [(span.start, span.end) for span in gold if span.type == kind]
        given = [(span.start, span.end) for span in predicted if span.type == kind]
        found = (Counter(wanted) & Counter(given)).total() if exact else _pairs(wanted, given)
        by_type[kind] = Counts(found, len(given) - found, len(wanted) - found)
    return by_type


def _pairs(wanted: list[tuple[int, int]], given: list[tuple[int, int]]) -> int:
    overlaps = []
    for w, (start, end) in enumerate(wanted):
        for g, (other_start, other_end) in enumerate(given):
            shared = min(end, other_end) - max(start, other_start)
            if shared > 0:
                overlaps.append((-shared, w, g))
    taken_wanted: set[int] = set()
    taken_given: set[int] = set()
    for _, w, g in sorted(overlaps):
        if w not in taken_wanted and g not in taken_given:
            taken_wanted.add(w)
            taken_given.add(g)
    return len(taken_wanted)


def total(tables: Sequence[Mapping[str, Counts]]) -> dict[str, Counts]:
    """Counts by type, summed over posts."""
    whole: dict[str, Counts] = {}
    for table in tables:
        for kind, counts in table.items():
            whole[kind] = whole.get(kind, Counts()) + counts
    return whole


def micro(table: Mapping[str, Counts]) -> Counts:
    """Counts summed over types."""
    return sum(table.values(), Counts())


def bootstrap(
    groups: Sequence[Hashable],
    measures: Callable[[Sequence[int]], Mapping[str, Number]],
    *,
    resamples: int = 1000,
    seed: int = 0,
    coverage: float = 0.95,
) -> dict[str, Interval]:
    """Percentile bootstrap intervals (Efron 1979), by measure: whole groups are drawn with replacement.

    `groups` names the group of every post; `measures` gets the indexes of the posts drawn. Equal seeds give equal intervals.
    A measure that is undefined in half of the resamples or more has no interval. Raises `ValueError` without posts.
    """
    members: dict[Hashable, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    if not members:
        raise ValueError("no posts to resample")
    clusters = list(members.values())
    draw = random.Random(seed)
    values: dict[str, list[float]] = {}
    for _ in range(resamples):
        drawn = [index for cluster in draw.choices(clusters, k=len(clusters)) for index in cluster]
        for name, value in measures(drawn).items():
            seen = values.setdefault(name, [])
            if value is not None:
                seen.append(value)
    tail = (1 - coverage) / 2
    return {
        name: (quantile(seen, tail), quantile(seen, 1 - tail)) if len(seen) > resamples / 2 else None
        for name, seen in values.items()
    }


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0-1) of `values` lies, interpolated linearly. Raises `ValueError` on no values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
