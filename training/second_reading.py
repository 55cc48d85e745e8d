"""Blind second labels, by readers who saw only the guide and the text. In: `second_reading.tsv` (id, the author's first level, the reader's
level). Out: how far they agree. Where they did not, a third reading settled the post's level.

Agreement is consistency, not truth: readers of one kind share their errors. A post whose disagreement stays open carries
`disputed: true`; none is dropped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from training.corpus import LEVELS, Post


def read_second(file: Path) -> dict[str, tuple[str, str]]:
    """First and second level by post id; empty when there is no such file. Raises `ValueError` on a line that is no reading."""
    if not file.exists():
        return {}
    readings = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        id_, *levels = line.split("\t")
        if len(levels) != 2 or not set(levels) <= set(LEVELS):
            raise ValueError(f"{file.name}:{number}: not an id and two levels")
        readings[id_] = (levels[0], levels[1])
    return readings


def kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa (1960): agreement beyond chance; 1 when chance alone would agree."""
    same = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[level] * second[level] for level in LEVELS) / len(pairs) ** 2
    return (same - chance) / (1 - chance) if chance < 1 else 1.0


def agreement(splits: Mapping[str, Sequence[Post]], second: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """One line a split: how many posts were read twice, agreement before settling, kappa, red against not red, disputed posts."""
    for split, posts in splits.items():
        pairs = [second[post.id] for post in posts if post.id in second]
        if pairs:
            same = sum(one == other for one, other in pairs) / len(pairs)
            red = sum((one == "red") == (other == "red") for one, other in pairs) / len(pairs)
            disputed = sum(bool(post.fields.get("disputed")) for post in posts)
            yield (
                f"second reading, {split}: {len(pairs)} of {len(posts)} posts, before settling same level {100 * same:.1f} %, "
                f"kappa {kappa(pairs):.2f}, same side of red {100 * red:.1f} %, {disputed} disputed"
            )
