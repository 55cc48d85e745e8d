"""Level and score in `rules` mode: direct identifiers, points and scope. `full` mode has `models.risk.fusion`.

In: the persons and the scope. Out: green, yellow or red, and the calibrated probability of red.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from models.assessment import Level
from models.datafiles import read_toml
from models.risk.pieces import Person
from models.risk.scope import Scope, odds, sigmoid

# The margin of a text without any person, and of a person without any piece.
LEAST_MARGIN = -4.0
_MOST_MARGIN = 4.0


def level_of(persons: Sequence[Person]) -> Level:
    """Guide, rules 0-2: no person green; a direct identifier, or enough points of which enough about the person, red."""
    if not persons:
        return "green"
    rules = _points()
    red = any(
        person.direct or (person.points >= rules["red_points"] and person.about >= rules["red_about"])
        for person in persons
    )
    return "red" if red else "yellow"


def score_of(persons: Sequence[Person], scope: Scope) -> float:
    """Probability (0-1) that the post is red: a logistic curve over scope and the points that decide, fitted on dev posts.

    Monotone in the pieces: more points never lower it.
    """
    curve = _score()
    logit = curve["bias"] + curve["scope"] * odds(scope.probability)
    logit += curve["margin"] * max((margin(person) for person in persons), default=LEAST_MARGIN)
    logit += curve["direct"] * any(person.direct for person in persons)
    return round(sigmoid(logit), 4)


def margin(person: Person) -> float:
    """How far a person's pieces are above (or below) the border to red, in points; capped, so that one long post is no proof."""
    if person.direct:
        return _MOST_MARGIN
    rules = _points()
    above = min(person.points - rules["red_points"], 2 * (person.about - rules["red_about"]))
    return max(LEAST_MARGIN, min(_MOST_MARGIN, float(above)))


@cache
def _score() -> dict[str, float]:
    return {name: float(value) for name, value in read_toml("priors/scope.toml")["score"].items()}


@cache
def _points() -> dict[str, Any]:
    return read_toml("priors/points.toml")
