"""Fit the weights of the scope evidence and of the score on labelled posts: `python -m training.fit_scope FILES… [--negatives TSV]`.

In: posts in the guide's markup, and a table (`text`, `split`) of real comments whose train part is about no patient. Out: `data/priors/scope.toml`. A post is in scope when its level is not green. The scope model is a
logistic regression (L2-penalised, Newton's method with short steps, no randomness), drawn towards the beliefs in `data/priors/scope_beliefs.toml`. The score is a logistic curve of scope and points, for red against the rest.
Points come from scopes that were predicted without the post's own author batch (cross-fitted), so that the curve is not flattered.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from models import detectors
from models.datafiles import DATA, read_toml
from models.risk.evidence import Features, sentence_evidence
from models.risk.level import LEAST_MARGIN, margin
from models.risk.pieces import persons
from models.risk.scope import Scope, odds, sigmoid, text_evidence, weigh
from training.corpus import Post, read_posts
from training.datasets import train_comments

Weights = dict[str, float]
# Newton's steps are kept short where the curve is flat.
_STEPS = 40
_LEAST_SPREAD = 0.02
_LONGEST_STEP = 1.5
# Evidence without a belief is weighed when so many posts have it.
_FEWEST = 30
# The three chosen on validation and calibration posts: the pull towards the beliefs, and how many posts a real comment and a lawful
# post count for. With lawful posts at 1, lawful speech was called red twice as often.
_PENALTY = 100.0
_NEGATIVE_WEIGHT = 6.0
_LAWFUL_WEIGHT = 4.0


def fit(
    posts: Sequence[Features], labels: Sequence[bool], counts: Sequence[float], negatives: Sequence[Features] = ()
) -> Weights:
    """Weights of the evidence. `posts` holds the evidence of every post, `counts` what each counts for; `negatives` are comments that are about no patient,
    each counting for several posts: on a phone most posts are about none.
    """
    seen: Counter[str] = Counter(name for post in posts for name in post)
    beliefs = {name: float(value) for name, value in read_toml("priors/scope_beliefs.toml")["weights"].items()}
    names = sorted({name for name, count in seen.items() if count >= _FEWEST} | beliefs.keys())
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(posts) + len(negatives), len(names)))
    for row, post in enumerate([*posts, *negatives]):
        for name, value in post.items():
            if name in column:
                x[row, column[name]] = value
    y = np.array([*labels, *[False] * len(negatives)], dtype=float)
    importance = np.array([*counts, *[_NEGATIVE_WEIGHT] * len(negatives)])
    believed = np.array([beliefs.get(name, 0.0) for name in names])
    weights = believed.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (importance * (chance - y)) + _PENALTY * (weights - believed)
        spread = np.maximum(chance * (1 - chance), _LEAST_SPREAD) * importance
        step = np.linalg.solve((x.T * spread) @ x + _PENALTY * np.eye(len(names)), slope)
        weights -= step * min(1.0, _LONGEST_STEP / float(np.abs(step).max() + 1e-9))
    return dict(zip(names, map(float, weights), strict=True))


def count_of(post: Post) -> float:
    """How many posts a post counts for: a warning at lawful speech is the wrong that the rules must do least."""
    return _LAWFUL_WEIGHT if post.fields.get("kind") == "lawful_speech" and post.level == "green" else 1.0


def cross_fitted(
    corpus: Sequence[Post], documents: Sequence[list[Features]], negatives: Sequence[Features] = (), folds: int = 8
) -> list[Scope]:
    """Scope of every post from weights that were fitted without the posts of its author batch."""
    batches = sorted({str(post.fields.get("batch", post.id)) for post in corpus})
    fold_of = {batch: i % folds for i, batch in enumerate(batches)}
    where = [fold_of[str(post.fields.get("batch", post.id))] for post in corpus]
    texts = [text_evidence(document) for document in documents]
    result: list[Scope | None] = [None] * len(corpus)
    for fold in sorted(set(where)):
        train = [i for i in range(len(corpus)) if where[i] != fold]
        weights = fit(
            [texts[i] for i in train],
            [corpus[i].level != "green" for i in train],
            [count_of(corpus[i]) for i in train],
            negatives,
        )
        for i in range(len(corpus)):
            if where[i] == fold:
                result[i] = weigh(documents[i], weights)
    return [scope for scope in result if scope is not None]


def fit_score(rows: Sequence[tuple[float, float, bool]], labels: Sequence[bool]) -> Weights:
    """Curve of the score from (scope odds, margin, direct): non-negative slopes, so that more never means less."""
    weights = {"bias": -1.0, "scope": 0.5, "margin": 0.5, "direct": 0.5}
    for epoch in range(2000):
        gradient: Weights = defaultdict(float)
        for (scope, points, direct), label in zip(rows, labels, strict=True):
            values = {"bias": 1.0, "scope": scope, "margin": points, "direct": float(direct)}
            logit = sum(weights[name] * value for name, value in values.items())
            error = sigmoid(logit) - label
            for name, value in values.items():
                gradient[name] += error * value
        for name in weights:
            weights[name] -= (
                0.5 / (1 + epoch / 200) * (gradient[name] / len(rows) + (0 if name == "bias" else 0.01 * weights[name]))
            )
            if name != "bias":
                weights[name] = max(0.0, weights[name])
    return weights


def negatives_of(table: Path) -> list[Features]:
    """Evidence of the train comments."""
    return [text_evidence(sentence_evidence(detectors.read(text))) for text in train_comments(table)]


def main(paths: Sequence[Path], table: Path | None) -> None:
    """Fit on the posts of `paths`, report what the cross-fitted scope gets right, and write the weights."""
    corpus = [post for path in paths for post in read_posts(path)]
    documents = [detectors.read(post.text) for post in corpus]
    evidence = [sentence_evidence(document) for document in documents]
    negatives = negatives_of(table) if table else []
    honest = cross_fitted(corpus, evidence, negatives)
    labels = [post.level != "green" for post in corpus]
    threshold = float(read_toml("priors/points.toml")["scope_threshold"])
    right = sum((scope.probability >= threshold) == label for scope, label in zip(honest, labels, strict=True))
    print(
        f"{len(corpus)} posts, {len(negatives)} comments; scope right, cross-fitted by author batch: {right / len(corpus):.1%}"
    )
    curve = []
    for document, scope in zip(documents, honest, strict=True):
        found = persons(document, scope)
        top = max(found, key=margin, default=None)
        curve.append((odds(scope.probability), margin(top) if top else LEAST_MARGIN, bool(top and top.direct)))
    score = fit_score(curve, [post.level == "red" for post in corpus])
    weights = fit([text_evidence(each) for each in evidence], labels, [count_of(post) for post in corpus], negatives)
    write(weights, score, len(corpus), len(negatives))


def write(weights: Weights, score: Weights, posts: int, negatives: int) -> None:
    """Write `data/priors/scope.toml`."""
    lines = [
        "# Weights (log-odds) of the evidence that a particular person known from work is in a sentence, and the curve of the score.",
        f"# Source: fitted by training.fit_scope on {posts} train posts and {negatives} real comments; a+b = both close together.",
        "[weights]",
        *(f'"{name}" = {weights[name]:.3f}' for name in sorted(weights)),
        "",
        "[score]",
        *(f"{name} = {value:.3f}" for name, value in score.items()),
    ]
    (DATA / "priors" / "scope.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--negatives", type=Path, help="table of real comments; its train part is used")
    arguments = parser.parse_args()
    main(arguments.paths, arguments.negatives)
