"""The encoder against a stand-in back end, and against weights that are missing, blank or damaged."""

import hashlib
import json

import numpy as np
import pytest

from api.check.app import create_app
from api.check.settings import Settings
from api.cli import run
from models import detectors
from models.assessment import ENTITY_TYPES
from models.checker import Checker
from models.document import Document
from models.neural import WeightsError
from models.neural.encoder import WEIGHTS, Encoder, read_about
from models.neural.marks import SIZES, begin

LABELS = SIZES[0]


def tokenizer_json():
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split
    from tokenizers.processors import TemplateProcessing

    made = Tokenizer(WordLevel({"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3, "M5": 4}, unk_token="<unk>"))
    made.pre_tokenizer = Split(Regex(r"\s+"), "removed")
    made.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return made.to_str()


@pytest.fixture
def folder(tmp_path):
    """A weights folder with a tiny window; its network is a stand-in."""
    (tmp_path / "tokenizer.json").write_text(tokenizer_json(), encoding="utf-8")
    (tmp_path / "encoder.onnx").write_bytes(b"stand-in")
    about = {
        "version": "0", "types": list(ENTITY_TYPES), "window": 8, "overlap": 2,
        "sha256": {
            name: hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("encoder.onnx", "tokenizer.json")
        },
    }  # fmt: skip
    (tmp_path / "model.json").write_text(json.dumps(about), encoding="utf-8")
    return tmp_path


class Wards:
    """Marks the word M5 as a ward, and is the more alarmed the more of them it sees."""

    def __init__(self):
        self.seen = []

    def __call__(self, ids, mask, marks):
        self.seen.append((ids, mask, marks))
        tokens = np.zeros((*ids.shape, LABELS), dtype=np.float32)
        tokens[..., 0] = 5
        tokens[ids == 4, begin("WARD")] = 9
        alarm = (ids == 4).sum(1).astype(np.float32)
        return tokens, np.zeros((*ids.shape, 4), dtype=np.float32), alarm, alarm


def document(text):
    made = Document(text)
    detectors.run(made)
    return made


def test_spans_point_at_the_original_text(folder):
    text = "Vi ses paa M5 igen"
    (span,) = Encoder(folder, run=Wards()).read(document(text)).spans
    assert text[span.start : span.end] == "M5"


def test_rules_go_in_as_marks(folder):
    wards = Wards()
    Encoder(folder, run=wards).read(document("Vi ses på M5 igen"))
    ((ids, mask, marks),) = wards.seen
    assert marks.shape == (1, 3, ids.shape[1])
    assert mask.all()
    assert marks[0, 0, 1:-1].any()
    assert not marks[0, :, [0, -1]].any()


@pytest.mark.parametrize(("lead", "found"), [(0.5, ["WARD"]), (1.0, [])])
def test_what_the_rules_found_stands_where_the_network_nearly_agrees(folder, lead, found):
    def nearly(ids, mask, marks):
        tokens = np.zeros((*ids.shape, LABELS), dtype=np.float32)
        tokens[..., 0] = 5
        tokens[ids == 4, begin("WARD")] = 5 - lead
        return tokens, np.zeros((*ids.shape, 4), dtype=np.float32), *np.zeros((2, len(ids)), dtype=np.float32)

    assert [span.type for span in Encoder(folder, run=nearly).read(document("Vi ses på M5 igen")).spans] == found


@pytest.mark.parametrize("words", [1, 5, 6, 7, 12, 13, 40])
def test_windows_overlap_and_leave_no_word_out(folder, words):
    text = " ".join(["M5"] * words)
    reading = Encoder(folder, run=Wards()).read(document(text))
    assert [(s.start, s.end) for s in reading.spans] == [(3 * i, 3 * i + 2) for i in range(words)]


def test_the_worst_window_decides(folder):
    text = "ord " * 20 + "M5 M5 " + "ord " * 20
    assert Encoder(folder, run=Wards()).read(document(text)).red == 2


@pytest.mark.parametrize("text", ["", "   ", "\n", "\ud800 M5 \udfff", "M5 \u200b", "🙂 M5"])
def test_odd_texts_are_read(folder, text):
    spans = Encoder(folder, run=Wards()).read(document(text)).spans
    assert len(spans) == ("M5" in text)


def test_a_stretch_without_letters_or_digits_is_not_read(folder):
    wards = Wards()
    reading = Encoder(folder, run=wards).read(document("!? " * 200))
    assert not wards.seen
    assert reading.scope < -10


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "model.json"])
@pytest.mark.parametrize("how", ["missing", "blank"])
def test_missing_or_blank_weights_are_a_start_up_error(folder, name, how):
    (folder / name).unlink() if how == "missing" else (folder / name).write_bytes(b"")
    with pytest.raises(WeightsError, match=name):
        Encoder(folder, run=Wards())


def test_full_mode_does_not_fall_back_when_its_weights_are_gone(folder, monkeypatch):
    (folder / "encoder.onnx").write_bytes(b"")
    monkeypatch.setattr("models.neural.encoder.WEIGHTS", folder)
    with pytest.raises(WeightsError):
        Checker(mode="full")
    with pytest.raises(WeightsError):
        create_app(Settings(mode="full"))


def test_the_command_line_says_so_without_the_text(folder, monkeypatch, capsys):
    (folder / "encoder.onnx").write_bytes(b"")
    monkeypatch.setattr("models.neural.encoder.WEIGHTS", folder)
    assert run(["check", "--mode", "full", "Hemmelig tekst"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "--mode rules" in said.err
    assert "Hemmelig" not in said.err


def test_other_entity_types_are_refused(folder):
    about = json.loads((folder / "model.json").read_text())
    (folder / "model.json").write_text(json.dumps(about | {"types": ["WARD"]}))
    with pytest.raises(WeightsError, match="types"):
        Encoder(folder, run=Wards())


def test_shipped_weights_are_whole():
    assert read_about(WEIGHTS)["types"] == list(ENTITY_TYPES)
