"""From a run to weights that ship. In: a run folder. Out: `encoder.onnx` (int8), `tokenizer.json`, `model.json` in `models/weights/`.

Attention, linear layers and embeddings are quantised dynamically to int8; the heads stay in single precision. `training.encoder.reference`
runs the same weights in single precision; with `--plain` nothing is quantised, for `training.encoder.parity`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.fusion_options import FusionOptions
from onnxruntime.transformers.optimizer import optimize_model
from torch import Tensor, nn

from models.assessment import ENTITY_TYPES
from models.neural.encoder import WEIGHTS
from training.encoder.examples import OVERLAP, WINDOW
from training.encoder.network import Network
from training.encoder.reference import renamed
from training.encoder.runs import load_run

_HEADS = ("tagger", "points", "prior", "marks", "pooling", "mix", "scope", "red")


class _Served(nn.Module):
    """The outputs that are served."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, mask: Tensor, marks: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        output = self.network(ids, mask, marks)
        return output.tokens, output.points, output.scope, output.red


def export(folder: Path, target: Path, version: str, *, plain: bool = False) -> None:
    """Write the weights of the run in `folder` to `target`; `plain`: in single precision."""
    network, tokenizer = load_run(folder)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        # The older exporter: its graph keeps the names that the heads and the reference are known by.
        warnings.simplefilter("ignore")
        traced, fused = Path(scratch) / "traced.onnx", Path(scratch) / "fused.onnx"
        example = torch.ones((2, 16), dtype=torch.int64)
        torch.onnx.export(
            _Served(network), (example, example, torch.zeros((2, 3, 16), dtype=torch.int64)), str(traced), dynamo=False, opset_version=17,
            input_names=["ids", "mask", "marks"], output_names=["tokens", "points", "scope", "red"],
            dynamic_axes={"ids": {0: "batch", 1: "length"}, "mask": {0: "batch", 1: "length"}, "marks": {0: "batch", 2: "length"},
                          "tokens": {0: "batch", 1: "length"}, "points": {0: "batch", 1: "length"}, "scope": {0: "batch"}, "red": {0: "batch"}},
        )  # fmt: skip
        fuse(traced, fused, network.encoder.config.num_attention_heads, network.encoder.config.hidden_size)
        tensors = renamed(fused, network.state_dict())
        if plain:
            shutil.copyfile(fused, target / "encoder.onnx")
        else:
            quantise(fused, target / "encoder.onnx")
    tokenizer.save(str(target / "tokenizer.json"), pretty=False)
    recipe = json.loads((folder / "recipe.json").read_text(encoding="utf-8"))
    about = {
        "version": version,
        "base": recipe["source"],
        "recipe": {name: value for name, value in recipe.items() if name != "source"}
        | {"start": Path(recipe["start"]).name},
        "types": list(ENTITY_TYPES),
        "encoder": json.loads((folder / "encoder.json").read_text(encoding="utf-8")),
        "tensors": tensors,
        "window": WINDOW,
        "overlap": OVERLAP,
        "sha256": {
            name: hashlib.sha256((target / name).read_bytes()).hexdigest()
            for name in ("encoder.onnx", "tokenizer.json")
        },
    }
    (target / "model.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def fuse(traced: Path, target: Path, heads: int, hidden: int) -> None:
    """Have the run-time do each attention, and each activation, as one step; its step for sums and normalisation is slower than its parts."""
    options = FusionOptions("bert")
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False
    optimised = optimize_model(
        str(traced), model_type="bert", num_heads=heads, hidden_size=hidden, opt_level=0, optimization_options=options
    )
    optimised.save_model_to_file(str(target))


def quantise(plain: Path, target: Path) -> None:
    """Dynamic int8, per channel; nodes of the heads are left as they are."""
    import onnx

    nodes = [node.name for node in onnx.load(str(plain)).graph.node]
    kept = [name for name in nodes if name.startswith(tuple(f"/network/{head}/" for head in _HEADS))]
    # The quantiser first makes a product and a sum of each `Gemm`, and then looks for its own name of the product.
    kept += [f"{name}_MatMul" for name in kept]
    quantize_dynamic(
        str(plain), str(target), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=kept,
        op_types_to_quantize=["MatMul", "Gather", "Attention"],
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )  # fmt: skip


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    parser.add_argument("--version", required=True)
    parser.add_argument("--plain", action="store_true", help="in single precision")
    arguments = parser.parse_args()
    export(arguments.run, arguments.to, arguments.version, plain=arguments.plain)
    for file in sorted(arguments.to.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
