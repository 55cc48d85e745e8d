"""The weights that ship, run by torch in single precision. In: `models/weights/`. Out: a back end for `models.neural.Encoder`.

The quantised matrices of `encoder.onnx` are turned back into the numbers they stand for and put into the network as it is
trained, so that ONNX Runtime's int8 arithmetic can be held against plain arithmetic on the same weights. Needs `[training]`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor
from transformers import BertConfig, BertModel

from models.neural.encoder import WEIGHTS, Ids, Outputs, Runs
from training.encoder.examples import PIECES
from training.encoder.labels import LABELS
from training.encoder.network import Network

_PREFIX = "network."


def torch_backend(folder: Path | None = None) -> Runs:
    """A back end that runs the weights of `folder` (default: those that ship) in torch."""
    network = load(folder or WEIGHTS)

    @torch.no_grad()
    def run(ids: Ids, mask: Ids, marks: Ids) -> Outputs:
        output = network(torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(marks))
        return output.tokens.numpy(), output.points.numpy(), output.scope.numpy(), output.red.numpy()

    return run


def load(folder: Path) -> Network:
    """The network with the weights of `folder`. Raises `ValueError` when a weight of it is not in the file."""
    about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    config = BertConfig(**about["encoder"])
    network = Network(BertModel(config, add_pooling_layer=False), config.hidden_size, len(LABELS), len(PIECES)).eval()
    found = weights(folder / "encoder.onnx", about["tensors"])
    state = network.state_dict()
    for name, value in state.items():
        if name in found:
            # The quantiser turns matrices of the heads over.
            own = found[name] if found[name].shape == value.shape else found[name].T
            state[name] = torch.from_numpy(own.copy())
        elif not name.startswith("pieces.") and value.dtype.is_floating_point:
            raise ValueError(f"{name} is not in the weights")
    network.load_state_dict(state)
    return network


def weights(file: Path, names: dict[str, str]) -> dict[str, NDArray[np.float32]]:
    """The initialisers of an exported graph by the network's own names. `names` maps those that the export renamed and turned
    (matrices of linear layers) to the network's.
    """
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(str(file)).graph.initializer}
    found: dict[str, NDArray[np.float32]] = {}
    for name, value in tensors.items():
        base = name.removesuffix("_quantized")
        if name.endswith(("_scale", "_zero_point")):
            continue
        plain = value.astype(np.float32)
        if base != name:
            zero = tensors[f"{base}_zero_point"].astype(np.float32)
            plain = (plain - zero) * tensors[f"{base}_scale"].astype(np.float32)
        if base in names:
            found[names[base]] = plain.T
        elif base.startswith(_PREFIX):
            found[base.removeprefix(_PREFIX)] = plain
    return found


def renamed(plain: Path, state: dict[str, Tensor]) -> dict[str, str]:
    """Which initialiser of the unquantised graph is which transposed matrix of `state`, found by equality."""
    graph = onnx.load(str(plain)).graph
    known = {name: value for name, value in state.items() if value.ndim == 2}
    pairs = {}
    for tensor in graph.initializer:
        if tensor.name.startswith(_PREFIX) or len(tensor.dims) != 2:
            continue
        value = numpy_helper.to_array(tensor).T
        for name, own in known.items():
            if tuple(own.shape) == value.shape and np.array_equal(own.numpy(), value):
                pairs[tensor.name] = name
                break
    return pairs
