"""The part of a large multilingual vocabulary that this job needs. In: a `Base`, texts and word lists. Out: a smaller `Base`.

A piece is kept when it occurs in the project's own texts and gazetteers, or in the commonest words of Danish, Norwegian, Swedish
and English (`wordfreq`, CC-BY-SA; only the choice of pieces is taken from it), in lower case or with a capital; and every single
letter, digit and sign of the Latin script, so that any word can still be spelt. The kept rows of the embedding are the old ones.
"""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from training.encoder.base_model import Base, build_tokenizer

# Words of each language that are looked at, commonest first.
WORDS = {"da": 30_000, "nb": 12_000, "sv": 12_000, "en": 12_000}
SPECIAL = 4
_SPACE = "▁"
_BATCH = 10_000


def needed(tokenizer: Tokenizer, texts: Iterable[str]) -> set[int]:
    """Ids of all pieces that `texts` are made of."""
    ids: set[int] = set()
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == _BATCH:
            ids.update(i for encoding in tokenizer.encode_batch(batch) for i in encoding.ids)
            batch = []
    ids.update(i for encoding in tokenizer.encode_batch(batch) for i in encoding.ids)
    return ids


def common_words() -> Iterator[str]:
    """The commonest words of the four languages, small and capitalised."""
    from wordfreq import top_n_list

    for language, count in WORDS.items():
        for word in top_n_list(language, count):
            yield word
            yield word.capitalize()


def gazetteer_words(folder: Path) -> Iterator[str]:
    """The first column of every list below `folder`, small and capitalised."""
    for file in sorted([*folder.glob("*.tsv"), *folder.glob("*.txt")]):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"):
                if row:
                    yield row[0]
                    yield row[0].capitalize()


def shrink(base: Base, texts: Iterable[str]) -> Base:
    """`base` with only the pieces of `texts`, the single signs of the Latin script, and the special ones.

    The segmentation of a text whose pieces were all kept stays the same. Raises `ValueError` if the tokenizer is not a unigram model.
    """
    model = json.loads(base.tokenizer.to_str())["model"]
    if model["type"] != "Unigram":
        raise ValueError("only the vocabulary of a unigram tokenizer can be cut")
    pieces: list[tuple[str, float]] = [(surface, score) for surface, score in model["vocab"]]
    signs = {i for i, (surface, _) in enumerate(pieces) if _is_sign(surface)}
    kept = sorted(set(range(SPECIAL)) | signs | needed(base.tokenizer, texts))
    return Base(_with_rows(base, kept), build_tokenizer([pieces[i] for i in kept]), base.source)


def _is_sign(surface: str) -> bool:
    sign = surface.removeprefix(_SPACE)
    if len(sign) != 1:
        return surface == _SPACE
    kind = unicodedata.category(sign)
    if kind[0] == "L":
        return unicodedata.name(sign, "").startswith("LATIN")
    return kind[0] in "NPS" and not unicodedata.name(sign, "").startswith(("CJK", "CIRCLED", "SQUARE"))


def _with_rows(base: Base, kept: Sequence[int]) -> object:
    encoder = base.encoder
    old = encoder.get_input_embeddings()
    new = torch.nn.Embedding(len(kept), old.embedding_dim, padding_idx=old.padding_idx)
    with torch.no_grad():
        new.weight.copy_(old.weight[torch.tensor(kept)])
    encoder.set_input_embeddings(new)
    encoder.config.vocab_size = len(kept)
    return encoder
