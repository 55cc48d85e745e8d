"""Fit the curves that fuse rules and network: `python -m training.calibrate data/corpus/calibration`. Out: `data/priors/fusion.toml`.

Two logistic regressions with non-negative slopes on posts that neither the rules nor the network were fitted on. Reported figures
are cross-fitted by author batch; the curves that are written use all of the posts.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models import detectors
from models.datafiles import DATA
from models.document import Document
from models.neural.encoder import WEIGHTS, Encoder, Reading
from models.neural.merge import merge
from models.risk.fusion import curve, red_features, scope_features
from models.risk.pieces import persons
from models.risk.scope import Scope, judge, rescaled
from training.corpus import Post, read_posts
from training.metrics import auroc, brier, ece

Curve = dict[str, float]
_PENALTY = 0.01
_STEPS = 4000
_RATE = 0.1


class Read(NamedTuple):
    """A post with what rules and network say of it."""

    post: Post
    document: Document
    reading: Reading
    scope: Scope


def read(encoder: Encoder, post: Post) -> Read:
    """Run rules and network on a post."""
    document = detectors.read(post.text)
    reading = encoder.read(document)
    document.findings = merge(document, reading)
    return Read(post, document, reading, judge(document))


def fit(rows: Sequence[dict[str, float]], labels: Sequence[bool]) -> Curve:
    """Logistic regression with slopes >= 0, a light L2 penalty, projected gradient descent from fixed starts."""
    names = list(rows[0])
    x = np.array([[row[name] for name in names] for row in rows])
    y = np.array(labels, dtype=float)
    bias, slopes = 0.0, np.full(len(names), 0.5)
    for step in range(_STEPS):
        error = 1 / (1 + np.exp(-np.clip(x @ slopes + bias, -30, 30))) - y
        rate = _RATE / (1 + step / 1000)
        bias -= rate * float(error.mean())
        slopes = np.maximum(0.0, slopes - rate * (x.T @ error / len(y) + _PENALTY * slopes))
    return {"bias": bias, **dict(zip(names, map(float, slopes), strict=True))}


def fit_both(reads: Sequence[Read]) -> tuple[Curve, Curve]:
    """The curve of scope on all posts, then that of red on those that are in scope."""
    scope = fit(
        [scope_features(r.scope.probability, r.reading.scope) for r in reads], [r.post.level != "green" for r in reads]
    )
    inside = [r for r in reads if r.post.level != "green"]
    red = fit([_red_row(r, scope) for r in inside], [r.post.level == "red" for r in inside])
    return scope, red


def probabilities(read_: Read, scope: Curve, red: Curve) -> tuple[float, float]:
    """P(in scope) and P(red) of a post."""
    inside = curve(scope, scope_features(read_.scope.probability, read_.reading.scope))
    return inside, inside * curve(red, _red_row(read_, scope))


def cross_fitted(reads: Sequence[Read]) -> list[tuple[float, float]]:
    """Probabilities of every post by curves fitted without its author's batch."""
    batches = sorted({str(r.post.fields.get("batch")) for r in reads})
    found: dict[str, tuple[float, float]] = {}
    for batch in batches:
        scope, red = fit_both([r for r in reads if str(r.post.fields.get("batch")) != batch])
        found |= {r.post.id: probabilities(r, scope, red) for r in reads if str(r.post.fields.get("batch")) == batch}
    return [found[r.post.id] for r in reads]


def _red_row(read_: Read, scope: Curve) -> dict[str, float]:
    inside = curve(scope, scope_features(read_.scope.probability, read_.reading.scope))
    found = persons(read_.document, rescaled(read_.scope, inside), threshold=0.0)
    return red_features(found, read_.reading.red)


def write(scope: Curve, red: Curve, posts: int, file: Path) -> None:
    """Put the curves at the end of `file`, in place of the old ones."""
    kept = re.sub(r"\n# Curves, fitted.*", "", file.read_text(encoding="utf-8"), flags=re.DOTALL).rstrip("\n")
    lines = [kept, "", f"# Curves, fitted by training.calibrate on {posts} calibration posts."]
    for name, weights in (("scope", scope), ("red", red)):
        lines += [f"[{name}]", *(f"{key} = {value:.4f}" for key, value in weights.items()), ""]
    file.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--weights", type=Path, default=WEIGHTS)
    parser.add_argument("--out", type=Path, default=DATA / "priors" / "fusion.toml")
    arguments = parser.parse_args()
    encoder = Encoder(arguments.weights)
    reads = [read(encoder, post) for post in read_posts(arguments.corpus)]
    honest = cross_fitted(reads)
    red = [r.post.level == "red" for r in reads]
    scores = [score for _, score in honest]
    print(
        f"{len(reads)} posts, cross-fitted: AUROC {auroc(red, scores):.3f}, Brier {brier(red, scores):.3f}, "
        f"ECE {ece(red, scores):.3f}"
    )
    write(*fit_both(reads), len(reads), arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
