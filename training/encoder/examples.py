"""From posts to tensors. In: posts and a tokenizer. Out: `Example`s (ids, token labels, level targets) and padded batches.

A post longer than the window is cut into overlapping windows; in training each window carries the post's level only when it is
the whole post, else its token labels alone, since the words that give the level may stand in another window.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from models import detectors
from models.neural.marks import begin, marks_of
from training.corpus import PIECE_TYPES, Post
from training.encoder.augment import Segment
from training.encoder.labels import IGNORED, OUTSIDE

WINDOW = 448
OVERLAP = 64
PIECES = tuple(sorted(PIECE_TYPES))
UNKNOWN_LEVEL = -1


@dataclass(frozen=True, slots=True)
class Example:
    """One window. `marks` [3, tokens] are what the rules found; `points` what each token's span is worth (0-3); `level` is 0 green, 1 yellow, 2 red, or -1 where it says nothing; `pieces` are 0/1 or none; `weight` >= 0."""

    ids: list[int]
    marks: NDArray[np.int64]
    labels: list[int]
    points: list[int]
    level: int
    pieces: tuple[int, ...] | None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of shape [batch, tokens] or [batch]; `marks` [batch, 3, tokens]; `pieces` [batch, piece types] with -1 where unknown."""

    ids: Tensor
    mask: Tensor
    marks: Tensor
    labels: Tensor
    points: Tensor
    level: Tensor
    pieces: Tensor
    weight: Tensor


def piece_targets(post: Post) -> tuple[int, ...]:
    """Which types of pieces the post has, in the order of `PIECES`."""
    have = {kind for kind, points, _ in post.pieces if points}
    return tuple(int(kind in have) for kind in PIECES)


def windows(
    segments: Sequence[Segment], tokenizer: Tokenizer, level: int, pieces: tuple[int, ...] | None, weight: float = 1.0,
) -> list[Example]:  # fmt: skip
    """Examples of one post; `level` -1 where it says nothing."""
    text = "".join(segment.text for segment in segments)
    encoding = tokenizer.encode(text)
    marks = rule_marks(text, encoding.offsets)
    labels = token_labels(segments, encoding.offsets)
    labels[0] = labels[-1] = IGNORED
    points = token_points(segments, encoding.offsets)
    if len(encoding.ids) <= WINDOW:
        return [Example(encoding.ids, marks, labels, points, level, pieces, weight)]
    start, end = encoding.ids[0], encoding.ids[-1]
    inner, targets = encoding.ids[1:-1], labels[1:-1]
    size = WINDOW - 2
    return [
        Example(
            [start, *inner[at : at + size], end],
            np.pad(marks[:, 1 + at : 1 + at + size][:, : len(inner) - at], ((0, 0), (1, 1))),
            [IGNORED, *targets[at : at + size], IGNORED],
            [IGNORED, *points[1 + at : 1 + at + size][: len(inner) - at], IGNORED],
            UNKNOWN_LEVEL,
            None,
            weight,
        )
        for at in range(0, max(1, len(inner) - OVERLAP), size - OVERLAP)
    ]


def rule_marks(text: str, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """What the engine's rules say of each token, [3, tokens]."""
    return marks_of(detectors.read(text), offsets)


def token_labels(segments: Sequence[Segment], offsets: Sequence[tuple[int, int]]) -> list[int]:
    """BIO labels of tokens with `offsets` (code points), by the first mark that each touches."""
    labels = []
    opened = -1
    for i in _marked(segments, offsets):
        kind = segments[i].kind if i >= 0 else None
        labels.append(begin(kind) + (i == opened) if kind else OUTSIDE)
        opened = i
    return labels


def token_points(segments: Sequence[Segment], offsets: Sequence[tuple[int, int]]) -> list[int]:
    """What the mark of each token is worth; ignored outside of marks and where it is unknown."""
    return [segments[i].points if i >= 0 and segments[i].points >= 0 else IGNORED for i in _marked(segments, offsets)]


def _marked(segments: Sequence[Segment], offsets: Sequence[tuple[int, int]]) -> Iterator[int]:
    """For every token the index of the first marked segment it touches, or -1."""
    bounds = []
    at = 0
    for i, segment in enumerate(segments):
        if segment.kind:
            bounds.append((at, at + len(segment.text), i))
        at += len(segment.text)
    span = 0
    for start, end in offsets:
        while span < len(bounds) and bounds[span][1] <= start:
            span += 1
        inside = span < len(bounds) and start < end and end > bounds[span][0]
        yield bounds[span][2] if inside else -1


def batches(examples: Sequence[Example], tokens: int, draw: random.Random | None = None) -> Iterator[Batch]:
    """Batches of at most `tokens` padded tokens, of like lengths; shuffled with `draw`, else in order of length."""
    order = list(range(len(examples)))
    if draw:
        draw.shuffle(order)
        noise = {i: len(examples[i].ids) * draw.uniform(0.9, 1.1) for i in order}
        order.sort(key=lambda i: noise[i])
    else:
        order.sort(key=lambda i: len(examples[i].ids))
    groups: list[list[int]] = [[]]
    longest = 0
    for i in order:
        longest = max(longest, len(examples[i].ids))
        if groups[-1] and longest * (len(groups[-1]) + 1) > tokens:
            groups.append([])
            longest = len(examples[i].ids)
        groups[-1].append(i)
    if draw:
        draw.shuffle(groups)
    for group in groups:
        yield collate([examples[i] for i in group])


def collate(examples: Sequence[Example], pad: int = 1) -> Batch:
    """Pad to the longest and stack."""
    longest = max(len(example.ids) for example in examples)

    def padded(values: list[int], fill: int) -> list[int]:
        return values + [fill] * (longest - len(values))

    return Batch(
        ids=torch.tensor([padded(example.ids, pad) for example in examples]),
        marks=torch.from_numpy(
            np.stack([np.pad(e.marks, ((0, 0), (0, longest - e.marks.shape[1]))) for e in examples])
        ),
        mask=torch.tensor([padded([1] * len(example.ids), 0) for example in examples]),
        labels=torch.tensor([padded(example.labels, IGNORED) for example in examples]),
        points=torch.tensor([padded(example.points, IGNORED) for example in examples]),
        level=torch.tensor([example.level for example in examples]),
        pieces=torch.tensor([example.pieces or (-1,) * len(PIECES) for example in examples], dtype=torch.float32),
        weight=torch.tensor([example.weight for example in examples]),
    )
