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


def weights(file: Path, names: dict[str, list[str]]) -> dict[str, NDArray[np.float32]]:
    """The initialisers of an exported graph by the network's own names. `names` maps those that the export renamed, turned or packed
    side by side to the network's.
    """
    tensors = {t.name: numpy_helper.to_array(t) for t in onnx.load(str(file)).graph.initializer}
    found: dict[str, NDArray[np.float32]] = {}
    for name, value in tensors.items():
        if name.endswith(("_scale", "_zero_point")):
            continue
        plain = value.astype(np.float32)
        if name.endswith("_quantized"):
            name = name.removesuffix("_quantized")
            zero = tensors[f"{name}_zero_point"].astype(np.float32)
            plain = (plain - zero) * tensors[f"{name}_scale"].astype(np.float32)
        # What newer versions of the quantiser call a matrix that it turned over.
        base = name.removesuffix("_Transposed")
        if base in names:
            found |= {own: part.T for own, part in zip(names[base], np.split(plain, len(names[base]), -1), strict=True)}
        elif base.startswith(_PREFIX):
            found[base.removeprefix(_PREFIX)] = plain
    return found


def renamed(plain: Path, state: dict[str, Tensor]) -> dict[str, list[str]]:
    """Which initialiser of the unquantised graph holds which tensors of `state`, transposed and side by side; found by equality."""
    known = {value.numpy().T.tobytes(): name for name, value in state.items() if value.ndim in (1, 2)}
    pairs = {}
    for tensor in onnx.load(str(plain)).graph.initializer:
        value = numpy_helper.to_array(tensor)
        if tensor.name.startswith(_PREFIX) or value.ndim not in (1, 2):
            continue
        for parts in (1, 3):
            if value.shape[-1] % parts == 0:
                names = [known.get(part.tobytes()) for part in np.split(value, parts, -1)]
                if all(names):
                    pairs[tensor.name] = [name for name in names if name]
                    break
    return pairs
