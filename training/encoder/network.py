"""One encoder with two heads. In: token ids [batch, tokens], their mask, and the rules' marks [batch, 3, tokens]. Out: token logits, point logits, scope
logit, red logit, piece logits.

The level is ordinal by continuation: P(not green) = s(scope), P(red) = s(scope) * s(red), so red can never be likelier than
scope. The point head says what the span that a token stands in is worth as a piece (0-3). A last, small head guesses the types of
the pieces; it is used in training only, to show the pooled vector what to hold.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from models.neural.marks import SIZES

# A piece is worth 0 to 3.
POINTS = 4
# Log-odds that the tagger gives a rule's answer at the start of training.
_TRUST = 2.5


class Output(NamedTuple):
    """`tokens` [batch, tokens, labels]; `points` [batch, tokens, 4]; `scope`, `red` [batch]; `pieces` [batch, piece types]. All are logits."""

    tokens: Tensor
    points: Tensor
    scope: Tensor
    red: Tensor
    pieces: Tensor


class Network(nn.Module):
    """Encoder, token head and level head."""

    def __init__(self, encoder: nn.Module, hidden: int, labels: int, piece_types: int, dropout: float = 0.1) -> None:
        super().__init__()
        body: Any = encoder
        body.pooler = None
        self.encoder = body
        self.dropout = nn.Dropout(dropout)
        # What the rules know of a token is added to what it means; nothing at first, so that training starts from the base model.
        self.marks = nn.ModuleList([nn.Embedding(size, hidden, _weight=torch.zeros(size, hidden)) for size in SIZES])
        self.tagger = nn.Linear(hidden, labels)
        # The tagger starts from the rules' answer and learns where to leave it.
        self.prior = nn.Embedding(SIZES[0], labels)
        with torch.no_grad():
            self.prior.weight.copy_(_TRUST * torch.eye(SIZES[0], labels))
        self.points = nn.Linear(hidden, POINTS)
        self.pooling = nn.Linear(hidden, 2)
        self.mix = nn.Linear(4 * hidden, hidden)
        self.scope = nn.Linear(hidden, 1)
        self.red = nn.Linear(hidden, 1)
        self.pieces = nn.Linear(hidden, piece_types)

    def forward(self, ids: Tensor, mask: Tensor, marks: Tensor) -> Output:
        """Logits of a batch. `mask` is 1 at tokens, 0 at padding."""
        words = self.encoder.get_input_embeddings()(ids)
        for row, embedding in enumerate(self.marks):
            words = words + embedding(marks[:, row])
        states = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * kept).sum(1) / kept.sum(1).clamp(min=1)
        # Two attentive poolings: one word can decide, wherever it stands.
        weight = self.pooling(states).masked_fill(mask.unsqueeze(-1) == 0, -1e4).softmax(1)
        attended = torch.einsum("btk,bth->bkh", weight, states).flatten(1)
        pooled = torch.cat([states[:, 0], mean, attended], -1)
        mixed = self.dropout(torch.tanh(self.mix(self.dropout(pooled))))
        tokens = self.tagger(self.dropout(states)) + self.prior(marks[:, 0])
        points = self.points(self.dropout(states))
        return Output(tokens, points, self.scope(mixed).squeeze(-1), self.red(mixed).squeeze(-1), self.pieces(mixed))
