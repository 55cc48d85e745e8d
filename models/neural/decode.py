"""From token probabilities to spans. In: log probabilities [tokens, labels], point logits [tokens, 4] and the tokens' offsets. Out:
typed spans with a score and what they are worth.

Labels are `O`, then `B-` and `I-` of each type in turn. The best path is found under two rules (Viterbi, Forney 1973): `I-x` follows
`B-x` or `I-x`, and a word is inside of a span or outside as a whole. Only hashtags, which are several words, may be cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.datafiles import read_toml

Array = NDArray[np.float32]
_HASHTAG = re.compile(r"#\w+")
# A number with its point, and the word before it; how far back both are looked for.
_LONGEST_DATE = 12
_LAST_NUMBER = re.compile(r"(?:(\S+) )?\d+\.$")


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
    path = best_path(log_probabilities, _within_words(offsets, text))
    spans: list[Tagged] = []
    opened: list[int] = []
    for i, label in enumerate([*path, 0]):
        if opened and (label % 2 == 1 or label == 0):
            spans.extend(_span(opened, path, log_probabilities, points, offsets, text, types))
            opened = []
        if label:
            opened.append(i)
    return spans


def best_path(log_probabilities: Array, within: NDArray[np.bool_] | None = None) -> list[int]:
    """The likeliest sequence of labels in which `I-x` only follows `B-x` or `I-x`; a token that goes on `within` a word ([tokens]) is
    labelled as the word began.
    """
    count, labels = log_probabilities.shape
    within = np.zeros(count, dtype=bool) if within is None else within
    likeliest = log_probabilities.argmax(1)
    before = np.concatenate([[0], likeliest[:-1]])
    inside = (likeliest > 0) & (likeliest % 2 == 0)
    goes_on = inside & ((before == likeliest) | (before == likeliest - 1))
    if (goes_on | np.where(within, (before == 0) & (likeliest == 0), ~inside)).all():
        # The likeliest labels one by one keep the rules, so no path is better.
        return [int(label) for label in likeliest]
    between, through = _forbidden(labels)
    best = log_probabilities[0].copy()
    best[2::2] = -np.inf
    back = np.zeros(log_probabilities.shape, dtype=np.int64)
    for i in range(1, count):
        scores = best[:, None] + (through if within[i] else between)
        back[i] = scores.argmax(0)
        best = scores[back[i], np.arange(labels)] + log_probabilities[i]
    path = [int(best.argmax())]
    for i in range(count - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return path[::-1]


def _within_words(offsets: Sequence[tuple[int, int]], text: str) -> NDArray[np.bool_]:
    """Which tokens [tokens] go on with the word of the token before."""
    tags = {at for tag in _HASHTAG.finditer(text) for at in range(*tag.span())}
    return np.array(
        [
            0 < start == before and start not in tags and text[start - 1 : start + 1].isalpha()
            for (_, before), (start, _) in zip([(0, 0), *offsets], offsets, strict=False)
        ],
        dtype=bool,
    )


@cache
def _forbidden(labels: int) -> tuple[Array, Array]:
    """0 where a label may follow another, minus infinity where it may not: between words, and through a word."""
    between = np.zeros((labels, labels), dtype=np.float32)
    through = np.full((labels, labels), -np.inf, dtype=np.float32)
    through[0, 0] = 0.0
    for inside in range(2, labels, 2):
        between[:, inside] = -np.inf
        for allowed in (between, through):
            allowed[inside - 1, inside] = allowed[inside, inside] = 0.0
    return between, through


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
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:!?" or _ends_sentence(text, end)):
        end -= 1
    if start == end:
        return []
    score = float(np.exp(np.mean([log_probabilities[i, path[i]] for i in tokens])))
    worth = int(points[list(tokens)].mean(0).argmax())
    return [Tagged(types[(path[tokens[0]] - 1) // 2], start, end, score, worth)]


def _ends_sentence(text: str, end: int) -> bool:
    """Whether a number and its point end at `end`, and the point is the sentence's ("kl. 20."), not that of a day of the month ("den 14.")."""
    number = _LAST_NUMBER.search(text, max(0, end - _LONGEST_DATE), end) if text[end - 1] == "." else None
    return bool(number and (number[1] or "").lower() not in _before_day())


@cache
def _before_day() -> frozenset[str]:
    return frozenset(read_toml("priors/fusion.toml")["merge"]["before_day"])
