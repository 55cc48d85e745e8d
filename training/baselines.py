"""What a checker must beat: all green, all red, a keyword list, a bag of words.

In: the evaluated posts. Out: a level and a score for red for each, from methods that know next to nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zlib import crc32

from models.datafiles import read_words
from training.corpus import LEVELS, Post

FOLDS = 5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Answers of one baseline: a level and a score for red (0-1) for every post, and how they came about."""

    name: str
    note: str
    levels: list[str]
    scores: list[float]


def baselines(posts: Sequence[Post]) -> list[Baseline]:
    """All baselines over `posts`; the bag of words is left out where there is nothing to cross-fit (one batch, one post)."""
    found = [
        Baseline("all green", "", ["green"] * len(posts), [0.0] * len(posts)),
        Baseline("all red", "", ["red"] * len(posts), [1.0] * len(posts)),
        keywords(posts),
    ]
    bag = bag_of_words(posts)
    return [*found, bag] if bag else found


def keywords(posts: Sequence[Post]) -> Baseline:
    """Red when a word of `data/baselines/keywords.txt` occurs, else green. A ``*`` ends the beginning of a word."""
    words = read_words("baselines/keywords.txt")
    exact = {word for word in words if not word.endswith("*")}
    beginnings = tuple(word[:-1] for word in words if word.endswith("*"))
    hits = [any(w in exact or w.startswith(beginnings) for w in _words(post.text)) for post in posts]
    levels = ["red" if hit else "green" for hit in hits]
    return Baseline("keywords", "any word of a list is red", levels, [float(hit) for hit in hits])


def bag_of_words(posts: Sequence[Post]) -> Baseline | None:
    """Multinomial naive Bayes on lower-case words, add-one smoothing, cross-fitted over the evaluated posts themselves.

    A post is judged by a model fitted on the other batches (field `batch`), or, without two batches, on the other four
    fifths of the posts (split by group). `None` when there is no other part.
    """
    batches = [str(post.fields.get("batch", "")) for post in posts]
    if len(set(batches)) > 1:
        folds, what = batches, f"{len(set(batches))} batches"
    else:
        folds = [str(crc32(group_of(post).encode()) % FOLDS) for post in posts]
        what = f"{len(set(folds))} folds by group"
    if len(set(folds)) < 2:
        return None
    levels = [""] * len(posts)
    scores = [0.0] * len(posts)
    for fold in sorted(set(folds)):
        judge = _naive_bayes([post for post, own in zip(posts, folds, strict=True) if own != fold])
        for i, own in enumerate(folds):
            if own == fold:
                chances = judge(posts[i].text)
                levels[i] = max(chances, key=lambda level: chances[level])
                scores[i] = chances.get("red", 0.0)
    return Baseline("bag of words", f"naive Bayes, cross-fitted over {what} of the evaluated posts", levels, scores)


def group_of(post: Post) -> str:
    """The group a post is resampled and split with: its `group`, or itself."""
    return str(post.fields.get("group", post.id))


def _naive_bayes(posts: Sequence[Post]) -> Callable[[str], dict[str, float]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    priors: Counter[str] = Counter()
    for post in posts:
        priors[post.level] += 1
        counts[post.level].update(_words(post.text))
    vocabulary = len({word for table in counts.values() for word in table})
    totals = {level: table.total() + vocabulary for level, table in counts.items()}

    def judge(text: str) -> dict[str, float]:
        logs = {
            level: math.log(priors[level])
            + sum(math.log((counts[level][word] + 1) / (totals[level] + 1)) for word in _words(text))
            for level in LEVELS
            if priors[level]
        }
        top = max(logs.values())
        weights = {level: math.exp(log - top) for level, log in logs.items()}
        whole = sum(weights.values())
        return {level: weight / whole for level, weight in weights.items()}

    return judge


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
