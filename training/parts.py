"""What each part of `full` mode gets right by itself: `python -m training.parts [data/corpus/validation]`.

In: posts. Out: a row of figures each for the rules, the tagger (the rules' judgement on what rules and tagger mark), the network's own
level (the likelier side of each border, uncalibrated), and all of it fused, as it is served.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from models import detectors
from models.checker import judge_risk
from models.document import Document
from models.neural.encoder import Encoder, Reading
from models.neural.merge import merge
from training.corpus import Post, read_posts
from training.encoder.validate import level, score
from training.metrics import Number, auroc, brier, rates

Judged = tuple[str, float]
PARTS = ("rules", "tagger", "network's level", "fused")


def judged(document: Document, reading: Reading) -> tuple[Judged, ...]:
    """Level and score (0-1) of a post by each of `PARTS`."""
    rules = judge_risk(document, None)
    document.findings = merge(document, reading)
    tagger, fused = judge_risk(document, None), judge_risk(document, reading)
    return (
        (rules.level, rules.score),
        (tagger.level, tagger.score),
        (level(reading), score(reading)),
        (fused.level, fused.score),
    )


def measured(posts: Sequence[Post], encoder: Encoder) -> dict[str, dict[str, Number]]:
    """The figures of each part on `posts`; shares are 0-1."""
    gold = [post.level for post in posts]
    red = [name == "red" for name in gold]
    documents = [detectors.read(post.text) for post in posts]
    answers = [judged(document, encoder.read(document)) for document in documents]
    found = {}
    for part, called in zip(PARTS, zip(*answers, strict=True), strict=True):
        scores = [value for _, value in called]
        found[part] = rates(gold, [name for name, _ in called]) | {
            "auroc": auroc(red, scores),
            "brier": brier(red, scores),
        }
    return found


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.parts", description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="?", default=Path("data/corpus/validation"))
    found = measured(list(read_posts(parser.parse_args().corpus)), Encoder())
    for part, figures in found.items():
        print(f"{part:16}", json.dumps({name: value and round(value, 3) for name, value in figures.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
