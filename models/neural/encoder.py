"""The encoder at work. In: a `Document` with its findings. Out: a `Reading`: the tagger's spans, and the logits of scope and of red.

Reads `models/weights/`: `encoder.onnx` (int8), `tokenizer.json`, `model.json` (labels, window, checksums). Missing or damaged weights
are an error at start-up, never a silent fallback. A long text is read in overlapping windows: a span is taken from the window in
whose middle it lies best, the logits from the worst window.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.assessment import ENTITY_TYPES
from models.datafiles import read_toml
from models.document import Document
from models.neural import WeightsError
from models.neural.decode import Tagged, decode
from models.neural.marks import SIZES, marks_of
from models.neural.view import view_of

WEIGHTS = Path(__file__).resolve().parent.parent / "weights"
Ids = NDArray[np.int64]
Outputs = tuple[NDArray[Any], NDArray[Any], NDArray[Any], NDArray[Any]]
# Windows that go through the network together: more would cost memory, and win nothing.
_AT_ONCE = 2
FILES = ("encoder.onnx", "tokenizer.json")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the network says of a text: spans (offsets in code points) and logits; P(red) = s(scope) * s(red). `hidden` are the stretches
    of the prepared text that it was not shown.
    """

    spans: tuple[Tagged, ...]
    scope: float
    red: float
    hidden: tuple[tuple[int, int], ...] = ()


class Runs(Protocol):
    """A back end: token ids and mask [batch, tokens], marks [batch, 3, tokens] to token logits [batch, tokens, labels], point
    logits [batch, tokens, 4], scope and red logits [batch].
    """

    def __call__(self, ids: Ids, mask: Ids, marks: Ids) -> Outputs:
        """One forward pass."""


class Encoder:
    """Reads texts. Holds no text between calls."""

    def __init__(self, folder: Path | None = None, threads: int = 0, run: Runs | None = None) -> None:
        """Load the weights of `folder` (default: those that ship). `threads` 0 leaves their number to the run-time; `run` replaces the ONNX back end.

        Raises `WeightsError`.
        """
        folder = folder or WEIGHTS
        self.about = read_about(folder)
        if tuple(self.about["types"]) != ENTITY_TYPES:
            raise WeightsError("the weights know other entity types than this version")
        self._window: int = self.about["window"]
        self._overlap: int = self.about["overlap"]
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._run = run or _onnx(folder / "encoder.onnx", threads)

    def read(self, document: Document) -> Reading:
        """Read one document as the rules see it, disguises undone; their findings go in as marks. Spans are in code points of the original."""
        text, (shown, hidden) = document.prepared.original, view_of(document)
        encoding = self._tokenizer.encode(shown)
        offsets = [
            document.prepared.original_span(*token) if token[0] < token[1] else token for token in encoding.offsets
        ]
        # A stretch without a letter or digit tells nothing, and has a token for each sign.
        windows = [
            (first, last)
            for first, last in self._windows(len(offsets))
            if any(map(str.isalnum, text[offsets[first][0] : offsets[last - 1][1]]))
        ]
        if not windows:
            return Reading((), -30.0, -30.0, hidden)
        whole_ids, whole_marks = np.asarray(encoding.ids), marks_of(document, offsets)
        parts: list[_Part] = []
        for at in range(0, len(windows), _AT_ONCE):
            group = windows[at : at + _AT_ONCE]
            tokens, points, scope, red = self._run(*_inputs(group, whole_ids, whole_marks))
            for row, (first, last) in enumerate(group):
                inner = slice(1, last - first + 1)
                leaning = _leaning(tokens[row, inner], whole_marks[0, first:last])
                spans = decode(_log_softmax(leaning), points[row, inner], offsets[first:last], text, ENTITY_TYPES)
                parts.append(_Part(spans, offsets[first][0], offsets[last - 1][1], float(scope[row]), float(red[row])))
        return _merge(parts, hidden)

    def _windows(self, tokens: int) -> list[tuple[int, int]]:
        """First and last (exclusive) token of each window, the frame of special tokens left out."""
        size = self._window - 2
        last = tokens - 1
        if last <= 1:
            return []
        return (
            [(at, min(at + size, last)) for at in range(1, max(2, last - self._overlap), size - self._overlap)]
            if last - 1 > size
            else [(1, last)]
        )


def _inputs(windows: Sequence[tuple[int, int]], ids: Ids, marks: Ids) -> tuple[Ids, Ids, Ids]:
    """Ids, mask and marks of some windows of a text, each between the text's two special tokens, padded to the longest."""
    longest = max(last - first for first, last in windows) + 2
    window_ids = np.ones((len(windows), longest), dtype=np.int64)
    mask = np.zeros((len(windows), longest), dtype=np.int64)
    window_marks = np.zeros((len(windows), len(SIZES), longest), dtype=np.int64)
    for row, (first, last) in enumerate(windows):
        size = last - first + 2
        window_ids[row, :size] = np.concatenate([ids[:1], ids[first:last], ids[-1:]])
        mask[row, :size] = 1
        window_marks[row, :, 1 : size - 1] = marks[:, first:last]
    return window_ids, mask, window_marks


def read_about(folder: Path) -> dict[str, Any]:
    """`model.json`, after every file it names was found with the checksum it gives. Raises `WeightsError`."""
    file = folder / "model.json"
    hint = "install the package with its weights, or run in rules mode"
    try:
        about: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{file.name} in {folder} is missing or damaged ({type(error).__name__}); {hint}") from None
    for name in FILES:
        path = folder / name
        if not path.exists():
            raise WeightsError(f"{name} is missing in {folder}; {hint}")
        if hashlib.sha256(path.read_bytes()).hexdigest() != about["sha256"].get(name):
            raise WeightsError(f"{name} in {folder} does not have the checksum that model.json gives; {hint}")
    return about


def _onnx(file: Path, threads: int) -> Runs:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    # Its one step for sum and normalisation takes four times as long as the two by themselves.
    session = onnxruntime.InferenceSession(
        str(file), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )

    def run(ids: Ids, mask: Ids, marks: Ids) -> Outputs:
        tokens, points, scope, red = session.run(
            ["tokens", "points", "scope", "red"], {"ids": ids, "mask": mask, "marks": marks}
        )
        return tokens, points, scope, red

    return run


def _leaning(logits: NDArray[Any], rules: NDArray[np.int64]) -> NDArray[Any]:
    """Logits [tokens, labels] with the weight of agreement on the label that the rules give a token ([tokens], 0 is none): where the
    tagger nearly agrees with them, they are right.
    """
    found = np.flatnonzero(rules)
    leaning = logits.copy()
    leaning[found, rules[found]] += _agreement()
    return leaning


@cache
def _agreement() -> float:
    return float(read_toml("priors/fusion.toml")["agreement"])


def _log_softmax(logits: NDArray[Any]) -> NDArray[np.float32]:
    shifted = logits.astype(np.float32) - logits.max(-1, keepdims=True)
    result: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


class _Part(NamedTuple):
    """What one window says: spans, first and last offset, logits."""

    spans: list[Tagged]
    start: int
    end: int
    scope: float
    red: float


def _merge(parts: Sequence[_Part], hidden: tuple[tuple[int, int], ...]) -> Reading:
    """One reading of a text's windows: the most alarming logits; of clashing spans the one farther from its window's edges."""
    worst = max(parts, key=lambda part: (min(part.scope, part.scope + part.red), part.scope))
    if len(parts) == 1:
        return Reading(tuple(parts[0].spans), worst.scope, worst.red, hidden)
    ranked = sorted(
        ((min(span.start - part.start, part.end - span.end), span) for part in parts for span in part.spans),
        key=lambda pair: -pair[0],
    )
    kept: list[Tagged] = []
    for _, span in ranked:
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return Reading(tuple(sorted(kept, key=lambda span: span.start)), worst.scope, worst.red, hidden)
