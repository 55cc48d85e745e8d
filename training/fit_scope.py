"""Fit the weights of the scope evidence and of the score on labelled posts: `python -m training.fit_scope FILES… [--data-dir DIR]`.

In: posts in the guide's markup, and real text that is about no patient: the train parts of DKhate (comments) and of UD Danish-DDT (sentences). Out: `data/priors/scope.toml`. A post is in scope when its level is not green. The scope model is a
logistic regression (L2-penalised, Newton's method with short steps, no randomness), drawn towards the beliefs in `data/priors/scope_beliefs.toml`. The score is a logistic curve of scope and points, for red against the rest.
Points come from scopes that were predicted without the post's own author batch (cross-fitted), so that the curve is not flattered.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from models import detectors
from models.datafiles import DATA, read_toml
from models.risk.evidence import Features, sentence_evidence
from models.risk.level import LEAST_MARGIN, margin
from models.risk.pieces import persons
from models.risk.scope import Scope, odds, sigmoid, text_evidence, weigh
from training.corpus import Post, read_posts
from training.datasets import iob_sentences, train_comments

Weights = dict[str, float]
# Newton's steps are kept short where the curve is flat.
_STEPS = 40
_LEAST_SPREAD = 0.02
_LONGEST_STEP = 1.5
# Evidence without a belief is weighed when so many posts have it.
_FEWEST = 30


class Sample(NamedTuple):
    """Evidence of a text, whether somebody known from work is in it, and how many posts it counts for."""

    evidence: Features
    inside: bool
    weight: float


def fit(samples: Sequence[Sample]) -> Weights:
    """Weights of the evidence."""
    seen: Counter[str] = Counter(name for sample in samples for name in sample.evidence)
    beliefs = {name: float(value) for name, value in read_toml("priors/scope_beliefs.toml")["weights"].items()}
    pull = _settings()["pull"]
    names = sorted({name for name, count in seen.items() if count >= _FEWEST} | beliefs.keys())
    column = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(samples), len(names)))
    for row, sample in enumerate(samples):
        for name, value in sample.evidence.items():
            if name in column:
                x[row, column[name]] = value
    y = np.array([sample.inside for sample in samples], dtype=float)
    importance = np.array([sample.weight for sample in samples])
    believed = np.array([beliefs.get(name, 0.0) for name in names])
    weights = believed.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (importance * (chance - y)) + pull * (weights - believed)
        spread = np.maximum(chance * (1 - chance), _LEAST_SPREAD) * importance
        step = np.linalg.solve((x.T * spread) @ x + pull * np.eye(len(names)), slope)
        weights -= step * min(1.0, _LONGEST_STEP / float(np.abs(step).max() + 1e-9))
    return dict(zip(names, map(float, weights), strict=True))


def sample_of(post: Post, document: Sequence[Features]) -> Sample:
    """A post by the evidence of its sentences: a warning at lawful speech is the wrong that the rules must do least."""
    lawful = post.level == "green" and post.fields.get("kind") == "lawful_speech"
    return Sample(text_evidence(document), post.level != "green", _settings()["lawful"] if lawful else 1.0)


def cross_fitted(
    corpus: Sequence[Post],
    documents: Sequence[list[Features]],
    samples: Sequence[Sample],
    ordinary: Sequence[Sample] = (),
    folds: int = 8,
) -> list[Scope]:
    """Scope of every post, by the evidence of its sentences, from weights that were fitted without the samples of its author batch."""
    batches = sorted({str(post.fields.get("batch", post.id)) for post in corpus})
    fold_of = {batch: i % folds for i, batch in enumerate(batches)}
    where = [fold_of[str(post.fields.get("batch", post.id))] for post in corpus]
    result: dict[int, Scope] = {}
    for fold in sorted(set(where)):
        weights = fit([sample for sample, its in zip(samples, where, strict=True) if its != fold] + list(ordinary))
        result |= {i: weigh(documents[i], weights) for i in range(len(corpus)) if where[i] == fold}
    return [result[i] for i in range(len(corpus))]


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


def ordinary_text(folder: Path) -> list[Sample]:
    """Comments, and sentences one by one and some together: on a phone most posts are about no patient."""
    settings = _settings()
    sentences = [each.text for each in iob_sentences(folder / "ner" / "da_ddt-train.iob2")]
    size = settings["together"]
    together = [" ".join(sentences[at : at + size]) for at in range(0, len(sentences), size)]
    counts = dict.fromkeys(sentences + together, settings["sentence"])
    counts |= dict.fromkeys(train_comments(folder / "social" / "dkhate.tsv"), settings["comment"])
    return [
        Sample(text_evidence(sentence_evidence(detectors.read(text))), False, count) for text, count in counts.items()
    ]


@cache
def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = read_toml("priors/scope_beliefs.toml")["fit"]
    return settings


def main(paths: Sequence[Path], folder: Path | None) -> None:
    """Fit on the posts of `paths`, report what the cross-fitted scope gets right, and write the weights."""
    corpus = [post for path in paths for post in read_posts(path)]
    documents = [detectors.read(post.text) for post in corpus]
    evidence = [sentence_evidence(document) for document in documents]
    ordinary = ordinary_text(folder) if folder else []
    samples = [sample_of(post, own) for post, own in zip(corpus, evidence, strict=True)]
    honest = cross_fitted(corpus, evidence, samples, ordinary)
    threshold = float(read_toml("priors/points.toml")["scope_threshold"])
    right = sum((scope.probability >= threshold) == own.inside for scope, own in zip(honest, samples, strict=True))
    print(
        f"{len(corpus)} posts, {len(ordinary)} ordinary texts; scope right, cross-fitted by author batch: {right / len(corpus):.1%}"
    )
    curve = []
    for document, scope in zip(documents, honest, strict=True):
        found = persons(document, scope)
        top = max(found, key=margin, default=None)
        curve.append((odds(scope.probability), margin(top) if top else LEAST_MARGIN, bool(top and top.direct)))
    score = fit_score(curve, [post.level == "red" for post in corpus])
    write(fit(samples + ordinary), score, len(corpus), len(ordinary))


def write(weights: Weights, score: Weights, posts: int, ordinary: int) -> None:
    """Write `data/priors/scope.toml`."""
    lines = [
        "# Weights (log-odds) of the evidence that a particular person known from work is in a sentence, and the curve of the score.",
        f"# Source: fitted by training.fit_scope on {posts} train posts and {ordinary} ordinary texts (train parts of DKhate and UD Danish-DDT); a+b = both close together.",
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
    parser.add_argument(
        "--data-dir", type=Path, help="folder of public data with `social/dkhate.tsv` and `ner/da_ddt-train.iob2`"
    )
    arguments = parser.parse_args()
    main(arguments.paths, arguments.data_dir)
