"""Bases: the people among whom a reader has to choose, by the places, services and times that a post tells.

In: kinds of place, inhabitants, the words for a person. Out: `Base`s, from `data/priors` (places, their names, clients, inhabitants).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

from models.datafiles import read_table, read_toml

DAYS = {"day": 1.0, "week": 7.0, "month": 30.0}
_TOWNS = 4096
_AT_PLACE = re.compile(r"\b(?:i|på) [^\W\d_]+")
_EVERYBODY = ("community", "population")


class Base(NamedTuple):
    """People to choose among: numbers by tier of time (`day`, `week`, `month`), and which shares and ages hold for them."""

    people: dict[str, float]
    keys: tuple[str, ...]
    setting: str
    ages: str


class Span(NamedTuple):
    """The time told: its tier, whether a night, and the part that a clock time leaves of it."""

    tier: str
    night: bool = False
    part: float = 1.0

    def people(self, base: Base) -> float:
        """People of the base in this time."""
        seen = base.people[self.tier] * self.part
        return seen * float(setting(base)["night"]) if self.night else seen

    def events(self, base: Base) -> float:
        """Part (0-1) of those due for an event within the month who have it in this time, events being spread evenly."""
        return min(1.0, base.people["month"] * DAYS[self.tier] / (DAYS["month"] * base.people[self.tier]))


@cache
def place(key: str, specialty: str = "") -> Base:
    """A ward or institution by its kind; where that says nothing of the people (a clinic), its speciality does."""
    places = _table("places")
    row = places.get(key, places["ward"])
    people = {tier: float(row[tier]) for tier in DAYS}
    kind = row if row["setting"] else places.get(specialty, places["ward"])
    return Base(people, (key, specialty, kind["setting"]), kind["setting"], kind["ages"])


@lru_cache(maxsize=_TOWNS)
def inhabited(inhabitants: float, service: str = "") -> Base:
    """The people of a town or the country whom any part of the service sees, or the clients of one `service`."""
    row = _table("clients")[service] if service else priors()["country"]["contact"]
    kind, ages = (row["setting"], row["ages"]) if service else _EVERYBODY
    return Base({tier: inhabitants * float(row[tier]) for tier in DAYS}, (kind,), kind, ages)


def kind_of_place(name: str) -> str:
    """Key of the kind of place that a name (in lower case) tells, or ""."""
    name = f" {name} "
    for word, key in _pairs("place_words", "word"):
        if word in name:
            return key
    return ""


def own_places(text: str) -> set[str]:
    """Keys of the kinds of workplace that a text names as the writer's own, without a name."""
    own = _table("own_places")
    return {own[phrase]["key"] for phrase in _AT_PLACE.findall(text.lower()) if phrase in own}


def service_of(reference: str) -> str:
    """Key of the service whose clients are called so ("en borger"), or ""."""
    padded = f" {reference.lower()}"
    for word in _table("clients"):
        if f" {word}" in padded:
            return word
    return ""


def setting(base: Base) -> dict[str, Any]:
    """What holds in the base's setting where the mix of cases is silent."""
    settings: dict[str, dict[str, Any]] = priors()["setting"]
    return settings.get(base.setting) or settings["other"]


@cache
def priors() -> dict[str, Any]:
    """The figures of `population.toml`."""
    return read_toml("priors/population.toml")


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    rows = read_table(f"priors/{name}.tsv")
    first = next(iter(rows[0]))
    return {row[first]: row for row in rows}


@cache
def _pairs(name: str, column: str) -> tuple[tuple[str, str], ...]:
    return tuple((row[column].replace("␣", " "), row["key"]) for row in read_table(f"priors/{name}.tsv"))
