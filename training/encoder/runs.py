"""What a training run left behind. In: its folder. Out: the best network and its tokenizer."""

from __future__ import annotations

from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from training.encoder.examples import PIECES
from training.encoder.labels import LABELS
from training.encoder.network import Network


def load_run(folder: Path) -> tuple[Network, Tokenizer]:
    """The best network of a run, and its tokenizer. Raises `FileNotFoundError`."""
    config = BertConfig.from_json_file(str(folder / "encoder.json"))
    network = Network(BertModel(config, add_pooling_layer=False), config.hidden_size, len(LABELS), len(PIECES))
    state = torch.load(folder / "best.pt")["network"]
    network.load_state_dict({name: value for name, value in state.items() if not name.startswith("encoder.pooler")})
    return network.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))
