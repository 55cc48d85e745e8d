"""Rules and network on the level. In: the rules' scope and persons, the network's logits. Out: probabilities of scope and of red, a level.

Two logistic curves (continuation ratio): P(in scope), and P(red | in scope); their slopes are non-negative, so that given the scope
more pieces never lower the level. Curves and costs stand in `data/priors/fusion.toml`, fitted on the calibration posts by
`training.calibrate`. The level is the one with the least expected cost; a direct identifier of a person in scope is always red.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from models.assessment import LEVELS, Level
from models.datafiles import read_toml
from models.risk.level import LEAST_MARGIN, margin
from models.risk.pieces import Person
from models.risk.scope import odds, sigmoid

_MOST_ODDS = 6.0


class Fused(NamedTuple):
    """Probabilities (0-1) that somebody known from work is in the post, and that it is red."""

    scope: float
    red: float


def scope_features(rules: float, logit: float) -> dict[str, float]:
    """What the curve of scope sees: the rules' probability as odds, and the network's logit."""
    return {"rules": odds(rules), "network": _capped(logit)}


def red_features(persons: Sequence[Person], logit: float) -> dict[str, float]:
    """What the curve of red, given scope, sees: the points that decide, and the network's logit."""
    top = max((margin(person) for person in persons), default=LEAST_MARGIN)
    return {"margin": top, "direct": float(any(p.direct for p in persons)), "network": _capped(logit)}


def scope_probability(rules: float, logit: float, numbered: bool = False) -> float:
    """P(in scope); `numbered` says that the post has a CPR number which is no test person's."""
    least = float(_settings()["number_scope"]) if numbered else 0.0
    return max(least, curve(_settings()["scope"], scope_features(rules, logit)))


def fuse(scope: float, persons: Sequence[Person], logit: float) -> Fused:
    """Both probabilities, from the fused probability of scope and the network's logit of red."""
    return Fused(scope, scope * curve(_settings()["red"], red_features(persons, logit)))


def level_of(fused: Fused, persons: Sequence[Person]) -> Level:
    """The level with the least expected cost; red where a person in scope is directly identified."""
    if any(person.direct for person in persons) and fused.scope >= _settings()["direct_scope"]:
        return "red"
    chances = {"green": 1 - fused.scope, "yellow": fused.scope - fused.red, "red": fused.red}
    costs = _settings()["costs"]
    return min(LEVELS, key=lambda called: sum(chances[true] * costs[true][called] for true in LEVELS))


def _capped(logit: float) -> float:
    return max(-_MOST_ODDS, min(_MOST_ODDS, logit))


def curve(weights: dict[str, float], features: dict[str, float]) -> float:
    """Probability (0-1) that a logistic curve gives to its features."""
    return sigmoid(weights["bias"] + sum(weights[key] * value for key, value in features.items()))


@cache
def _settings() -> dict[str, Any]:
    return read_toml("priors/fusion.toml")
