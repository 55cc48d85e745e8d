"""The whole road in small: train a few steps on a few posts, export, serve, and hold int8 against plain arithmetic."""

import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest

from api.cli import run as run_command
from models import detectors
from models.checker import Checker
from models.document import Document
from models.neural.encoder import Encoder
from training.encoder.export import export
from training.encoder.parity import parity
from training.encoder.reference import torch_backend
from training.encoder.runs import load_run
from training.encoder.train import Recipe, of_share, train

HEADS = tuple(f"network.{head}." for head in ("tagger", "points", "pooling", "mix", "scope", "red"))
TEXTS = [
    "87-årig dame hjem i dag efter 41 dage på M5",
    "Tre i aftenvagt til 24 patienter på Herlev. Det går ikke.",
    "hende fra Bagedysten ligger på opvågning 🙈",
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A dozen posts in each of the two splits that training opens."""
    folder = tmp_path_factory.mktemp("corpus")
    for split, name in (("train", "e001"), ("validation", "d20")):
        lines = Path(f"data/corpus/{split}/{name}.jsonl").read_text(encoding="utf-8").splitlines()[:12]
        (folder / split).mkdir()
        (folder / split / "a.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(corpus, tmp_path_factory):
    out = tmp_path_factory.mktemp("run")
    train(Recipe(epochs=1, layers=2, negatives=0, names=0), corpus, [], out)
    return out


@pytest.fixture(scope="module")
def weights(run, tmp_path_factory):
    out = tmp_path_factory.mktemp("weights")
    export(run, out, "test")
    return out


def read(encoder, text):
    document = Document(text)
    detectors.run(document)
    return encoder.read(document)


def test_a_run_leaves_its_recipe_its_log_and_its_best_weights(run):
    assert json.loads((run / "recipe.json").read_text())["layers"] == 2
    (epoch,) = map(json.loads, (run / "log.jsonl").read_text().splitlines())
    assert 0 <= epoch["accuracy"] <= 1
    assert load_run(run)[0].encoder.config.num_hidden_layers == 2


def test_a_run_goes_on_where_it_stopped(corpus, run, tmp_path):
    shutil.copytree(run, tmp_path / "copy")
    train(Recipe(epochs=2, layers=2, negatives=0, names=0), corpus, [], tmp_path / "copy", resume=True)
    assert [json.loads(line)["epoch"] for line in (tmp_path / "copy" / "log.jsonl").read_text().splitlines()] == [1, 2]


def test_exported_weights_serve_the_checker(weights):
    checker = Checker(mode="full", encoder=Encoder(weights))
    assert checker.model["weights"] == "test"
    for text in TEXTS:
        for entity in checker.check(text).entities:
            assert text[entity.start : entity.end] == entity.text


def test_the_heads_stay_in_single_precision(weights):
    names = [tensor.name for tensor in onnx.load(str(weights / "encoder.onnx")).graph.initializer]
    assert any(name.endswith("_quantized") for name in names)
    assert [name for name in names if name.endswith("_quantized") and name.startswith(HEADS)] == []


@pytest.mark.parametrize("text", TEXTS)
def test_int8_agrees_with_plain_arithmetic_on_the_same_weights(weights, text):
    served, plain = read(Encoder(weights), text), read(Encoder(weights, run=torch_backend(weights)), text)
    assert np.isclose(served.scope, plain.scope, atol=0.15)
    assert np.isclose(served.red, plain.red, atol=0.15)
    assert {(s.type, s.start, s.end) for s in served.spans} == {(s.type, s.start, s.end) for s in plain.spans}


def test_the_command_line_checks_with_torch_as_with_onnx(capsys):
    asked = [
        run_command(["check", TEXTS[0], "--mode", "full", "--json", "--backend", each]) for each in ("onnx", "torch")
    ]
    assert asked == [0, 0]
    served, plain = (json.loads(part + "}") for part in capsys.readouterr().out.rstrip("}\n").split("\n}\n"))
    assert served["level"] == plain["level"]
    assert served["score"] == pytest.approx(plain["score"], abs=0.1)
    assert run_command(["check", TEXTS[0], "--mode", "full", "--backend", "tensorflow"]) == 2


def test_parity_tells_how_far_two_sets_of_weights_are_apart(run, weights, corpus, tmp_path):
    export(run, tmp_path, "plain", plain=True)
    found = parity(tmp_path, weights, corpus / "validation")
    assert found["posts"] > 0
    assert found["same level"] > 0.9
    assert found["scores apart, most"] < 0.2
    assert parity(weights, weights, corpus / "validation")["entities alike, F1"] == 1


def test_a_share_keeps_whole_authors():
    from training.corpus import read_posts

    posts = list(read_posts(Path("data/corpus/validation")))
    half = of_share(posts, 0.5, seed=1)
    kept = {post.fields["batch"] for post in half}
    assert 0 < len(half) < len(posts)
    assert all(post in half for post in posts if post.fields["batch"] in kept)
