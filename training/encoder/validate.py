"""Figures of a network alone, on posts it was not trained on. In: posts and predictions. Out: one flat mapping."""

from __future__ import annotations

from collections.abc import Sequence

from models.neural.encoder import Reading
from models.risk.scope import sigmoid
from training.corpus import Post
from training.metrics import Counts, auroc, brier, match, rates


def score(prediction: Reading) -> float:
    """Probability of red (0-1)."""
    return sigmoid(prediction.scope) * sigmoid(prediction.red)


def level(prediction: Reading) -> str:
    """The likelier side of each border."""
    scope, red = sigmoid(prediction.scope), sigmoid(prediction.red)
    return "green" if scope < 0.5 else "red" if red >= 0.5 else "yellow"


def summary(posts: Sequence[Post], predictions: Sequence[Reading]) -> dict[str, float]:
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
