"""Scope (guide, rule 0): whether a particular person is in here, known to the writer from work.

In: a `Document` with its findings. Out: a probability for the text, and for each of its sentences. Evidence is additive and
named: what the detectors found, pronouns and whom they stand for, and the frames of `data/gazetteers/scope_cues.tsv`; the weights
stand in `data/priors/scope.toml`, fitted by `training.fit_scope`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.datafiles import read_toml
from models.document import Document
from models.risk.evidence import Features, sentence_evidence

_MOST_ODDS = 6.0


@dataclass(frozen=True, slots=True)
class Scope:
    """Probability (0-1) that a particular person known from work is in the text, and in each of its sentences."""

    probability: float
    sentences: tuple[float, ...]


def judge(document: Document) -> Scope:
    """Weigh the evidence of the whole text, and share it out over the sentences that it comes from."""
    own = sentence_evidence(document)
    if not own:
        return Scope(0.0, ())
    return weigh(own, _settings()["weights"])


def rescaled(scope: Scope, probability: float) -> Scope:
    """The same shares of the sentences, for another probability of the text."""
    factor = probability / max(scope.probability, 1e-9)
    return Scope(probability, tuple(min(probability, sentence * factor) for sentence in scope.sentences))


def everywhere(scope: Scope) -> Scope:
    """A scope that takes every sentence to be about a person."""
    return Scope(1.0, (1.0,) * len(scope.sentences))


def weigh(own: Sequence[Features], weights: dict[str, float]) -> Scope:
    """The scope that `weights` give to the evidence of the sentences."""
    probability = sigmoid(_weighted(text_evidence(own), weights))
    each = [_weighted(sentence, weights) for sentence in own]
    top = max(each)
    lead = float(_settings()["lead"])
    # A sentence is as likely about the person as the text is, the less so the weaker its evidence beside the strongest one's.
    return Scope(probability, tuple(probability * sigmoid(logit - top + lead) / sigmoid(lead) for logit in each))


def text_evidence(own: Sequence[Features]) -> Features:
    """Evidence of the text: each kind summed up to a cap, kinds that stand close together, and how many kinds there are.

    What stands in or beside a sentence with a person counts in full; elsewhere only the frames do, as `far_…`: criticism in one
    paragraph says little of the patient in the next, but a series named at the top colours all of the post.
    """
    settings = _settings()
    personal = frozenset(settings["personal"])
    persons = [not personal.isdisjoint(sentence) for sentence in own]
    total: Features = defaultdict(float)
    for i, sentence in enumerate(own):
        near = any(persons[max(0, i - 1) : i + 2])
        for name, value in sentence.items():
            if near:
                total[name] = min(total[name] + value, settings["cap"])
            elif name in settings["far"] or name.startswith("frame_"):
                total[f"far_{name}"] = 1.0
    for i in range(len(own)):
        close = {name for sentence in own[max(0, i - 1) : i + 2] for name in sentence}
        for first, second in settings["pairs"]:
            if first in close and second in close:
                total[f"{first}+{second}"] = 1.0
    work = sum(1 for name in settings["work"] if name in total)
    kinds = sum(1 for name in personal if name in total)
    for least in settings["steps"]:
        total[f"personal_{least}"] = float(kinds >= least)
    total["no_work"] = float(work == 0)
    if not any(name in total for name in settings["work"] if name not in settings["alone"]):
        # A name or a telephone number with nothing of health or care around it is most often somebody else's.
        for name in settings["alone"]:
            if name in total:
                total[f"{name}_alone"] = total.pop(name)
    total["work*personal"] = min(work, 4) * min(kinds, 4) / 8
    total["bias"] = 1.0
    return total


def odds(probability: float) -> float:
    """Log-odds, capped at both ends."""
    return max(-_MOST_ODDS, min(_MOST_ODDS, math.log(max(probability, 1e-6) / max(1 - probability, 1e-6))))


def sigmoid(logit: float) -> float:
    """The logistic function, safe at both ends."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, logit))))


def _weighted(evidence: Features, weights: dict[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in evidence.items())


@cache
def _settings() -> dict[str, Any]:
    return {**read_toml("priors/scope_evidence.toml"), **read_toml("priors/scope.toml")}
