"""From token probabilities to spans. In: log probabilities [tokens, labels], point logits [tokens, 4] and the tokens' offsets. Out:
typed spans with a score and what they are worth.

Labels are `O`, then `B-` and `I-` of each type in turn. The best path is found under the one rule that `I-x` follows `B-x` or
`I-x` (Viterbi, Forney 1973).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


class Tagged(NamedTuple):
    """A span the tagger found: type, offsets in code points (end exclusive), mean probability of its labels (0-1), and what it is
    worth as a piece (0-3).
    """

    type: str
    start: int
    end: int
    score: float
    points: int = 0


def decode(
    log_probabilities: Array, points: Array, offsets: Sequence[tuple[int, int]], text: str, types: Sequence[str]
) -> list[Tagged]:
    """Spans of the best labelling. Tokens with empty offsets (start, end) are outside of every span."""
    path = best_path(log_probabilities)
    spans: list[Tagged] = []
    opened: list[int] = []
    for i, label in enumerate([*path, 0]):
        if opened and (label % 2 == 1 or label == 0):
            spans.extend(_span(opened, path, log_probabilities, points, offsets, text, types))
            opened = []
        if label:
            opened.append(i)
    return spans


def best_path(log_probabilities: Array) -> list[int]:
    """The likeliest sequence of labels in which `I-x` only follows `B-x` or `I-x`."""
    likeliest = log_probabilities.argmax(1)
    before = np.concatenate([[0], likeliest[:-1]])
    inside = (likeliest > 0) & (likeliest % 2 == 0)
    if not (inside & (before != likeliest) & (before != likeliest - 1)).any():
        # The likeliest labels one by one keep the rule, so no path is better.
        return [int(label) for label in likeliest]
    forbidden = _forbidden(log_probabilities.shape[1])
    best = log_probabilities[0].copy()
    best[2::2] = -np.inf
    back = np.zeros(log_probabilities.shape, dtype=np.int64)
    for i in range(1, len(log_probabilities)):
        scores = best[:, None] + forbidden
        back[i] = scores.argmax(0)
        best = scores[back[i], np.arange(scores.shape[1])] + log_probabilities[i]
    path = [int(best.argmax())]
    for i in range(len(log_probabilities) - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


@cache
def _forbidden(labels: int) -> Array:
    """0 where a label may follow another, minus infinity where it may not."""
    allowed = np.zeros((labels, labels), dtype=np.float32)
    for inside in range(2, labels, 2):
        allowed[:, inside] = -np.inf
        allowed[inside - 1, inside] = allowed[inside, inside] = 0.0
    return allowed


def _span(
    tokens: Sequence[int],
    path: Sequence[int],
    log_probabilities: Array,
    points: Array,
    offsets: Sequence[tuple[int, int]],
    text: str,
    types: Sequence[str],
) -> list[Tagged]:
    start, end = offsets[tokens[0]][0], offsets[tokens[-1]][1]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        return []
    score = float(np.exp(np.mean([log_probabilities[i, path[i]] for i in tokens])))
    worth = int(points[list(tokens)].mean(0).argmax())
    return [Tagged(types[(path[tokens[0]] - 1) // 2], start, end, score, worth)]
