"""What a network says of posts while it is trained. In: a network, its tokenizer, posts. Out: a `Reading` each.

Posts are read in batches and only up to the encoder's 512 positions; the engine, which cuts nothing, is measured by `evaluate`.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from tokenizers import Encoding, Tokenizer

from models.assessment import ENTITY_TYPES
from models.neural.decode import decode
from models.neural.encoder import Reading
from training.corpus import Post
from training.encoder.examples import Example, collate, rule_marks
from training.encoder.network import Network

_LONGEST = 512


@torch.no_grad()
def predict(network: Network, tokenizer: Tokenizer, posts: Sequence[Post], size: int = 24) -> list[Reading]:
    """Readings in the order of `posts`."""
    network.eval()
    encodings = tokenizer.encode_batch([post.text for post in posts])
    order = sorted(range(len(posts)), key=lambda i: len(encodings[i].ids))
    found: dict[int, Reading] = {}
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
            found[i] = Reading(tuple(spans), float(output.scope[row]), float(output.red[row]))
    return [found[i] for i in range(len(posts))]


def _example(text: str, encoding: Encoding) -> Example:
    ids = encoding.ids[:_LONGEST]
    return Example(ids, rule_marks(text, encoding.offsets)[:, : len(ids)], [0] * len(ids), [0] * len(ids), -1, None)
