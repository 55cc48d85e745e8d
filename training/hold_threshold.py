"""Choose when the browser extension holds a submit: `python -m training.hold_threshold`. Out: `extension/data/hold.json`.

A red post with a direct identifier is always held. Of the other red posts those are held whose score reaches a threshold: the lowest one
at which at least 90 % of all holds are right (the post is red by the corpus), on the calibration posts. Each mode has scores, and so a
threshold, of its own. Where no threshold gets there, only direct identifiers hold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from models.assessment import Assessment
from models.datafiles import DATA
from models.mode import MODES
from training.answers import load_checker
from training.corpus import read_posts
from training.metrics import ratio

RIGHT = 0.9
_STEPS = 1000
_FILE = DATA.parent / "extension" / "data" / "hold.json"


@dataclass(frozen=True, slots=True)
class Judged:
    """A post called red: its score (0-1), whether a direct identifier is in it, and whether the corpus calls it red."""

    score: float
    direct: bool
    red: bool


def judged(answer: Assessment, level: str) -> Judged:
    """What counts of an answer. The direct identifiers are those of the persons the post is about."""
    return Judged(answer.score, any(patient.direct for patient in answer.patients), level == "red")


def right(posts: Sequence[Judged], threshold: float) -> float | None:
    """Share of the holds at `threshold` that are right; `None` when nothing is held."""
    held = [post for post in posts if post.direct or post.score >= threshold]
    return ratio(sum(post.red for post in held), len(held))


def choose(posts: Sequence[Judged]) -> float | None:
    """The lowest score of a red post without a direct identifier at which `RIGHT` of all holds are right, rounded up."""
    for score in sorted({post.score for post in posts if not post.direct}):
        threshold = ceil(score * _STEPS) / _STEPS
        share = right(posts, threshold)
        if share is not None and share >= RIGHT and any(p.score >= threshold and not p.direct for p in posts):
            return threshold
    return None


def measured(mode: str, corpus: Path) -> dict[str, object]:
    """The entry of `mode`: its threshold, and what that does on the posts of `corpus`."""
    checker = load_checker(mode)
    posts = list(read_posts(corpus))
    answers = [(checker.check(post.text), post.level) for post in posts]
    called_red = [judged(answer, level) for answer, level in answers if answer.level == "red"]
    threshold = choose(called_red)
    bar = 2.0 if threshold is None else threshold
    held = [post for post in called_red if post.direct or post.score >= bar]
    direct = [post for post in called_red if post.direct]
    share = right(called_red, bar)
    return {
        "threshold": threshold,
        "posts": len(posts),
        "called_red": len(called_red),
        "held": len(held),
        "held_right": None if share is None else round(share, 3),
        "direct": len(direct),
        "direct_right": sum(post.red for post in direct),
        "red_held": sum(post.red for post in held),
        "red": sum(level == "red" for _, level in answers),
    }


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=DATA / "corpus" / "calibration")
    parser.add_argument("--out", type=Path, default=_FILE)
    arguments = parser.parse_args()
    chosen = {
        "reason": "A stop must be right nine times in ten, or it is switched off. Lowest score of a red post at which "
        f"{RIGHT:.0%} of the holds are right on data/corpus/calibration, by mode; null: only direct identifiers hold. "
        "Made by python -m training.hold_threshold.",
        "modes": {mode: measured(mode, arguments.corpus) for mode in MODES},
    }
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_text(json.dumps(chosen, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(chosen["modes"], indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
