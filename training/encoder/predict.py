"""What a network says of posts. In: a network, its tokenizer, posts. Out: a `Prediction` each, windows merged (worst window, all spans)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer

from models.neural.decode import Tagged, decode
from training.corpus import ENTITY_TYPES, Post
from training.encoder.examples import Example, collate, rule_marks
from training.encoder.network import Network

_LONGEST = 512


@dataclass(frozen=True, slots=True)
class Prediction:
    """Logits of scope (not green) and of red given scope, and the marked spans."""

    scope: float
    red: float
    spans: tuple[Tagged, ...]


@torch.no_grad()
def predict(network: Network, tokenizer: Tokenizer, posts: Sequence[Post], size: int = 24) -> list[Prediction]:
    """Predictions in the order of `posts`."""
    network.eval()
    encodings = tokenizer.encode_batch([post.text for post in posts])
    order = sorted(range(len(posts)), key=lambda i: len(encodings[i].ids))
    found: dict[int, Prediction] = {}
    for at in range(0, len(order), size):
        group = order[at : at + size]
        batch = collate([_example(posts[i].text, encodings[i]) for i in group])
        output = network(batch.ids, batch.mask, batch.marks)
        logs = output.tokens.float().log_softmax(-1)
        for row, i in enumerate(group):
            length = min(_LONGEST, len(encodings[i].ids))
            inner = slice(1, length - 1)
            tokens, points = logs[row, inner].numpy(), output.points[row, inner].numpy()
            spans = (
                decode(tokens, points, encodings[i].offsets[inner], posts[i].text, ENTITY_TYPES) if length > 2 else []
            )
            found[i] = Prediction(float(output.scope[row]), float(output.red[row]), tuple(spans))
    return [found[i] for i in range(len(posts))]


def _example(text: str, encoding: Encoding) -> Example:
    ids = encoding.ids[:_LONGEST]
    return Example(ids, rule_marks(text, encoding.offsets)[:, : len(ids)], [0] * len(ids), [0] * len(ids), -1, None)
