"""Figures of a network alone, on posts it was not trained on. In: posts and predictions. Out: one flat mapping."""

from __future__ import annotations

import math
from collections.abc import Sequence

from training.corpus import Post
from training.encoder.predict import Prediction
from training.metrics import Counts, auroc, brier, match, rates


def probability(logit: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def score(prediction: Prediction) -> float:
    """Probability of red (0-1)."""
    return probability(prediction.scope) * probability(prediction.red)


def level(prediction: Prediction) -> str:
    """The likelier side of each border."""
    scope, red = probability(prediction.scope), probability(prediction.red)
    return "green" if scope < 0.5 else "red" if red >= 0.5 else "yellow"


def summary(posts: Sequence[Post], predictions: Sequence[Prediction]) -> dict[str, float]:
    """Accuracy, red found, green flagged, AUROC, Brier, entity F1 (overlap, exact), and `fitness`, by which epochs are chosen."""
    gold = [post.level for post in posts]
    called = [level(prediction) for prediction in predictions]
    scores = [score(prediction) for prediction in predictions]
    red = [name == "red" for name in gold]
    loose, exact = Counts(), Counts()
    for post, prediction in zip(posts, predictions, strict=True):
        loose = sum(match(post.spans, prediction.spans, exact=False).values(), loose)
        exact = sum(match(post.spans, prediction.spans, exact=True).values(), exact)
    figures = {name: value or 0.0 for name, value in rates(gold, called).items()}
    figures |= {
        "auroc": auroc(red, scores) or 0.0,
        "brier": brier(red, scores) or 0.0,
        "overlap": loose.f1 or 0.0,
        "exact": exact.f1 or 0.0,
    }
    figures["fitness"] = figures["accuracy"] + figures["auroc"] + 0.5 * figures["overlap"]
    return {name: round(value, 4) for name, value in figures.items()}
