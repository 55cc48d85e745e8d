"""How far two sets of weights are from each other at work: `python -m training.encoder.parity PLAIN INT8 data/corpus/validation`.

In: two folders of weights (`training.encoder.export`, with `--plain` and without), and posts. Out: over the posts, how often the engine gives
the same level, how far its scores are apart, how many entities both mark alike, and how often each gets the level right.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import mean

from models.checker import Checker
from models.neural.encoder import Encoder
from training.corpus import read_posts


def parity(one: Path, other: Path, corpus: Path) -> dict[str, float]:
    """The figures; shares are 0-1. Raises `WeightsError`, `FileNotFoundError`."""
    checkers = [Checker("full", Encoder(folder)) for folder in (one, other)]
    same, apart, right, alike, marked = 0, [], [0, 0], 0, 0
    posts = list(read_posts(corpus))
    for post in posts:
        answers = [checker.check(post.text) for checker in checkers]
        same += answers[0].level == answers[1].level
        apart.append(abs(answers[0].score - answers[1].score))
        right = [count + (answer.level == post.level) for count, answer in zip(right, answers, strict=True)]
        spans = [{(each.type, each.start, each.end) for each in answer.entities} for answer in answers]
        alike, marked = alike + 2 * len(spans[0] & spans[1]), marked + len(spans[0]) + len(spans[1])
    return {
        "posts": len(posts),
        "same level": same / len(posts),
        "scores apart, mean": mean(apart),
        "scores apart, most": max(apart),
        "entities alike, F1": alike / marked if marked else 1.0,
        "level right, first": right[0] / len(posts),
        "level right, second": right[1] / len(posts),
    }


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder.parity", description=__doc__)
    for name in ("one", "other", "corpus"):
        parser.add_argument(name, type=Path)
    asked = parser.parse_args()
    found = parity(asked.one, asked.other, asked.corpus)
    print(json.dumps({name: round(value, 4) for name, value in found.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
