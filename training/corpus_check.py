"""Is the corpus what it should be? In: `data/corpus` with its splits and second readings. Out: counts, and an exit code of 1 with faults.

Checked: markup and labels of every post, ids, groups and batches that stay in one split, near-duplicates between groups (MinHash,
Broder 1997), second readings of test and calibration. Counted: what `data/baselines/corpus.toml` sets bounds for.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from datasketch import MinHash, MinHashLSH

from models.assessment import ENTITY_TYPES
from models.datafiles import read_toml
from training.baselines import group_of
from training.corpus import DIRECT, LEVELS, Post, lint, read_posts
from training.second_reading import agreement, read_second

SPLITS = ("train", "validation", "calibration", "test")
# Words that a harmless post may hold as well as one about a patient.
HARD = frozenset({"WARD", "FACILITY", "DIAGNOSIS", "TREATMENT", "AGE", "INCIDENT_COUNT", "STAFF_NAME", "TIME"})
_PERMUTATIONS = 64
_SHINGLE = 3
_SEED = 7


def load(corpus: Path) -> dict[str, list[Post]]:
    """The posts of each split. Raises `FileNotFoundError` for a missing split, `ValueError` for a broken line."""
    for split in SPLITS:
        if not (corpus / split).is_dir():
            raise FileNotFoundError(f"{corpus / split}: no such folder")
    return {split: list(read_posts(corpus / split)) for split in SPLITS}


def faults(splits: dict[str, list[Post]]) -> Iterator[str]:
    """Broken labels, ids used twice, groups and batches in two splits, near-duplicates."""
    ids: Counter[str] = Counter()
    homes: dict[tuple[str, str], set[str]] = defaultdict(set)
    for split, posts in splits.items():
        for post in posts:
            ids[post.id] += 1
            homes["group", group_of(post)].add(split)
            homes["batch", str(post.fields.get("batch"))].add(split)
            for fault in lint(post):
                yield f"{post.id}: {fault}"
    yield from (f"{id_}: id used more than once" for id_, count in ids.items() if count > 1)
    yield from (
        f"{kind} {name} is in {', '.join(sorted(where))}" for (kind, name), where in homes.items() if len(where) > 1
    )
    posts = [post for each in splits.values() for post in each]
    yield from (f"{one} and {other}: nearly the same text in two groups" for one, other in near_duplicates(posts))


def near_duplicates(posts: Sequence[Post]) -> Iterator[tuple[str, str]]:
    """Pairs of ids from different groups whose word shingles look alike (estimated Jaccard above the bound)."""
    index = MinHashLSH(threshold=float(bounds()["near_duplicate"]), num_perm=_PERMUTATIONS)
    groups: dict[str, str] = {}
    for post in posts:
        words = re.findall(r"\w+", post.text.lower())
        sketch = MinHash(num_perm=_PERMUTATIONS, seed=_SEED)
        sketch.update_batch(
            [" ".join(words[i : i + _SHINGLE]).encode() for i in range(max(1, len(words) - _SHINGLE + 1))]
        )
        for other in index.query(sketch):
            if groups[other] != group_of(post):
                yield post.id, other
        if post.id not in groups:
            groups[post.id] = group_of(post)
            index.insert(post.id, sketch)


def counts(posts: Sequence[Post]) -> dict[str, float]:
    """What the bounds speak of: numbers of posts, groups and spans, and shares (0-1)."""
    levels = Counter(post.level for post in posts)
    reds = [post for post in posts if post.level == "red"]
    greens = [post for post in posts if post.level == "green"]
    rungs = Counter(group_of(post) for post in posts)
    spans = Counter(span.type for post in posts for span in post.spans)
    lawful = {group_of(post) for post in posts if post.fields.get("kind") in ("lawful_speech", "criticism_and_patient")}
    return {
        "posts": len(posts),
        **{f"{level}_share": levels[level] / max(1, len(posts)) for level in LEVELS},
        "hard_greens": sum(any(s.type in HARD for s in post.spans) for post in greens) / max(1, len(greens)),
        "mosaic_reds": sum(not any(kind in DIRECT for kind, _, _ in post.pieces) for post in reds) / max(1, len(reds)),
        "reds_without_the_word_patient": sum("patient" not in post.text.lower() for post in reds) / max(1, len(reds)),
        "lawful_speech": sum(group_of(post) in lawful for post in posts),
        "contrast_groups": sum(count > 1 for count in rungs.values()),
        "other_languages": sum(post.fields.get("lang") != "da" for post in posts),
        "threads": sum(bool(post.fields.get("thread")) for post in posts),
        **{f"spans_{kind}": spans[kind] for kind in ENTITY_TYPES},
    }


def bounds() -> dict[str, Any]:
    """Least (and most) values of the counts: `data/baselines/corpus.toml`."""
    return read_toml("baselines/corpus.toml")


def main(corpus: Path) -> int:
    """Print counts and faults. Returns 0, 1 with faults or a count out of bounds, 2 when the corpus cannot be read."""
    try:
        splits = load(corpus)
        second = read_second(corpus / "second_reading.tsv")
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    whole = [post for posts in splits.values() for post in posts]
    wrong = list(faults(splits))
    found = counts(whole)
    least, most = bounds()["least"], bounds()["most"]
    for split, posts in splits.items():
        table = Counter(post.level for post in posts)
        authors = len({post.fields.get("batch") for post in posts})
        print(f"{split:12} {len(posts):5} posts {authors:3} authors  {dict(table)}")
    for name, value in found.items():
        wanted = [f"{word} {side[name]}" for word, side in (("at least", least), ("at most", most)) if name in side]
        short = (name in least and value < least[name]) or (name in most and value > most[name])
        shown = f"{value:.0f}" if isinstance(value, int) else f"{100 * value:.1f} %"
        print(f"{name:32} {shown:>8}  {', '.join(wanted)}{'  SHORT' if short else ''}")
        if short:
            wrong.append(f"{name} is {shown}")
    for line in agreement(splits, second):
        print(line)
    for fault in wrong:
        print(fault)
    print(f"{len(wrong)} faults")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "data/corpus")))
