"""What each choice of the recipe is worth: `python -m training.encoder.ablations --data-dir FOLDER --out runs/ablations [NAME …]`.

In: the train and validation splits, public data. Out: a run for each variant, all from the base model, with one seed and equally many
epochs, and a line of `ablations.jsonl` each: the epoch that is best on validation, the network by itself. A variant that has its line is
not run again. The learning curve and the other variants are runs of their own, smaller than a release's.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from training.encoder.train import Recipe, train

# The last six are held against `quarter`; the shares are of the authors' batches.
VARIANTS: dict[str, dict[str, Any]] = {
    "quarter": {"share": 0.25},
    "half": {"share": 0.5},
    "three quarters": {"share": 0.75},
    "whole": {"share": 1.0},
    "quarter, no augmentation": {"share": 0.25, "augmentation": False},
    "quarter, no real negatives": {"share": 0.25, "negatives": 0, "names": 0},
    "quarter, no rules' marks": {"share": 0.25, "mark_dropout": 1.0},
    "quarter, no word dropout": {"share": 0.25, "word_dropout": 0.0},
    "quarter, single precision": {"share": 0.25, "half": False},
    "quarter, six layers": {"share": 0.25, "layers": 6},
}


def run(names: Sequence[str], recipe: Recipe, corpus: Path, data: Sequence[Path], out: Path) -> None:
    """Train the variants in `names` that have no line yet."""
    out.mkdir(parents=True, exist_ok=True)
    lines = out / "ablations.jsonl"
    done = {json.loads(line)["variant"] for line in lines.read_text().splitlines()} if lines.exists() else set()
    for name in names:
        if name in done:
            continue
        started = time.time()
        folder = out / name.replace(" ", "-").replace(",", "").replace("'", "")
        train(replace(recipe, **VARIANTS[name]), corpus, data, folder, resume=True)
        best = max(map(json.loads, (folder / "log.jsonl").read_text().splitlines()), key=lambda row: row["fitness"])
        posts = json.loads((folder / "recipe.json").read_text())["posts"]
        row = {"variant": name, "posts": posts, **best, "minutes": round((time.time() - started) / 60, 1)}
        with lines.open("a") as log:
            log.write(json.dumps(row) + "\n")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(prog="python -m training.encoder.ablations", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: all of {', '.join(VARIANTS)}")
    parser.add_argument("--corpus", type=Path, default=Path("data/corpus"))
    parser.add_argument("--data-dir", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, default=Path("runs/ablations"))
    parser.add_argument("--epochs", type=int, default=2)
    asked = parser.parse_args()
    if unknown := sorted(set(asked.names) - set(VARIANTS)):
        parser.error(f"no such variant: {', '.join(unknown)}")
    run(asked.names or list(VARIANTS), Recipe(epochs=asked.epochs), asked.corpus, asked.data_dir, asked.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
