"""Fit the weights of the scope evidence and of the score on labelled posts: `python -m training.fit_scope FILES…`.

In: posts in the guide's markup. Out: `data/priors/scope.toml`. A post is in scope when its level is not green. The scope model sees
only that: the likeliest sentence of a post answers for it (multiple-instance logistic regression, L2-penalised, full-batch
gradient with a fixed step schedule, no randomness), drawn towards the beliefs in `data/priors/scope_beliefs.toml`. The score is a logistic curve of scope and points, for red against the rest.
Points come from scopes that were predicted without the post's own author batch (cross-fitted), so that the curve is not flattered.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from models import detectors
from models.datafiles import DATA, read_toml
from models.document import Document
from models.risk import scope as scopes
from models.risk.level import LEAST_MARGIN, margin
from models.risk.pieces import persons
from models.risk.scope import Features, Scope
from training.corpus import Post, read_posts

Weights = dict[str, float]
_EPOCHS = 150
_PENALTY = 0.03
_FEWEST = 3
_SHARPNESS = 2.0


def fit(posts: Sequence[list[Features]], labels: Sequence[bool]) -> Weights:
    """Weights of the sentence evidence. `posts` holds the features of every sentence of every post."""
    seen: dict[str, int] = defaultdict(int)
    for post in posts:
        for name in {name for sentence in post for name in sentence}:
            seen[name] += 1
    kept = {name for name, count in seen.items() if count >= _FEWEST}
    beliefs = {name: float(value) for name, value in read_toml("priors/scope_beliefs.toml")["weights"].items()}
    kept |= beliefs.keys()
    weights: Weights = {name: beliefs.get(name, 0.0) for name in kept}
    cache: Weights = dict.fromkeys(kept, 1e-3)
    for epoch in range(_EPOCHS):
        gradient: Weights = defaultdict(float)
        for post, label in zip(posts, labels, strict=True):
            _add_gradient(gradient, weights, post, label)
        rate = 0.1 / (1 + epoch / 100)
        for name in kept:
            slope = gradient[name] / len(posts) + _PENALTY * (weights[name] - beliefs.get(name, 0.0))
            cache[name] = 0.95 * cache[name] + 0.05 * slope * slope
            weights[name] -= rate * slope / math.sqrt(cache[name] + 1e-6)
    return weights


def _add_gradient(gradient: Weights, weights: Weights, post: list[Features], label: bool) -> None:
    logits = [sum(weights.get(name, 0.0) * value for name, value in sentence.items()) for sentence in post]
    top = max(logits)
    parts = [math.exp(_SHARPNESS * (logit - top)) for logit in logits]
    whole = sum(parts)
    error = 1 / (1 + math.exp(-max(-30.0, min(30.0, top)))) - label
    for sentence, part in zip(post, parts, strict=True):
        if part > whole * 1e-3:
            for name, value in sentence.items():
                gradient[name] += error * value * part / whole


def scope_of(weights: Weights, post: list[Features]) -> Scope:
    """The scope that the weights give a post."""
    chances = tuple(
        1 / (1 + math.exp(-max(-30.0, min(30.0, sum(weights.get(n, 0.0) * v for n, v in s.items()))))) for s in post
    )
    return Scope(max(chances, default=0.0), chances)


def cross_fitted(corpus: Sequence[Post], documents: Sequence[list[Features]], folds: int = 8) -> list[Scope]:
    """Scope of every post from weights that were fitted without the posts of its author batch."""
    batches = sorted({str(post.fields.get("batch", post.id)) for post in corpus})
    fold_of = {batch: i % folds for i, batch in enumerate(batches)}
    where = [fold_of[str(post.fields.get("batch", post.id))] for post in corpus]
    result: list[Scope | None] = [None] * len(corpus)
    for fold in sorted(set(where)):
        train = [i for i in range(len(corpus)) if where[i] != fold]
        weights = fit([documents[i] for i in train], [corpus[i].level != "green" for i in train])
        for i in range(len(corpus)):
            if where[i] == fold:
                result[i] = scope_of(weights, documents[i])
    return [scope for scope in result if scope is not None]


def fit_score(rows: Sequence[tuple[float, float, bool]], labels: Sequence[bool]) -> Weights:
    """Curve of the score from (scope odds, margin, direct): non-negative slopes, so that more never means less."""
    weights = {"bias": -1.0, "scope": 0.5, "margin": 0.5, "direct": 0.5}
    for epoch in range(2000):
        gradient: Weights = defaultdict(float)
        for (odds, points, direct), label in zip(rows, labels, strict=True):
            values = {"bias": 1.0, "scope": odds, "margin": points, "direct": float(direct)}
            logit = sum(weights[name] * value for name, value in values.items())
            error = 1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))) - label
            for name, value in values.items():
                gradient[name] += error * value
        for name in weights:
            weights[name] -= 0.5 / (1 + epoch / 200) * (gradient[name] / len(rows) + (0 if name == "bias" else 0.01 * weights[name]))
            if name != "bias":
                weights[name] = max(0.0, weights[name])
    return weights


def main(paths: Sequence[Path]) -> None:
    """Fit on the posts of `paths`, report what the cross-fitted scope gets right, and write the weights."""
    corpus = [post for path in paths for post in read_posts(path)]
    read = []
    for post in corpus:
        document = Document(post.text)
        detectors.run(document)
        read.append(document)
    evidence = [scopes.features(document) for document in read]
    honest = cross_fitted(corpus, evidence)
    labels = [post.level != "green" for post in corpus]
    threshold = float(read_toml("priors/points.toml")["scope_threshold"])
    right = sum((scope.probability >= threshold) == label for scope, label in zip(honest, labels, strict=True))
    print(f"{len(corpus)} posts; scope right, cross-fitted by author batch: {right / len(corpus):.1%}")
    rows = []
    for document, scope in zip(read, honest, strict=True):
        found = persons(document, scope)
        top = max(found, key=margin, default=None)
        odds = math.log(max(scope.probability, 1e-6) / max(1 - scope.probability, 1e-6))
        rows.append((max(-6.0, min(6.0, odds)), margin(top) if top else LEAST_MARGIN, bool(top and top.direct)))
    score = fit_score(rows, [post.level == "red" for post in corpus])
    write(fit(evidence, labels), score, len(corpus))


def write(weights: Weights, score: Weights, posts: int) -> None:
    """Write `data/priors/scope.toml`."""
    lines = [
        "# Weights (log-odds) of the evidence that a particular person known from work is in a sentence, and the curve of the score.",
        f"# Source: fitted by training.fit_scope on {posts} development posts; near_ = in the neighbouring sentence, doc_ = anywhere.",
        "[weights]",
        *(f"{name} = {weights[name]:.3f}" for name in sorted(weights)),
        "",
        "[score]",
        *(f"{name} = {value:.3f}" for name, value in score.items()),
    ]
    (DATA / "priors" / "scope.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
