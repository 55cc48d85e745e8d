"""Group size: about how many people the description still fits.

In: the pieces of a person, the findings, the text they stand in, the writer's workplace. Out: (low, high). Each place named is a
base: the people it sees in the time told (`data/priors/places.tsv`), and the share of them that a piece leaves there. high = the
smallest N·share of any one piece in any base, low = the smallest N·product of the shares, both widened by the priors' doubt: so a
further piece can never enlarge the group, and independence is never claimed. A count of events caps both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from models.datafiles import read_table, read_toml
from models.document import Finding
from models.risk.pieces import FoundPiece, Person

STEPS = ((1, 1), (2, 5), (6, 20), (21, 100))
_DAYS = {"day": 1.0, "week": 7.0, "month": 30.0}
_STRONG = 3


class Base(NamedTuple):
    """People to choose among: numbers by span of time (`day`, `week`, `month`), and which shares and ages hold for them."""

    people: dict[str, float]
    keys: tuple[str, ...]
    setting: str
    ages: str


class Span(NamedTuple):
    """The time told: its tier (`day`, `week`, `month`), and the part of that tier that a clock time leaves."""

    tier: str
    part: float

    def people(self, base: Base) -> float:
        """People of the base in this time."""
        return base.people[self.tier] * self.part

    def events(self, base: Base) -> float:
        """Part of the people who would be due one in a month, when events are spread evenly over it; at most 1."""
        month = base.people["month"] * _DAYS[self.tier] / _DAYS["month"]
        return min(1.0, month / base.people[self.tier])


def group_size(person: Person, findings: Sequence[Finding], text: str = "", workplace: str = "") -> tuple[int, int]:
    """Number of people, low and high (at least 1), that the person's pieces leave; (1, 1) with a direct identifier.

    `text` is what the findings' offsets count in; `workplace` the writer's, where it is known beside the text.
    """
    if person.direct:
        return 1, 1
    told = [(piece, [findings[i] for i in piece.findings]) for piece in person.pieces]
    span = _span(told)
    low = high = math.inf
    for base in _bases(told, text, workplace):
        people = span.people(base)
        product = smallest = 1.0
        for piece, found in told:
            share = _share(piece, found, base, span, text)
            product *= share
            smallest = min(smallest, share)
        low, high = min(low, people * product), min(high, people * smallest)
    doubt = _priors()["doubt"]
    cap = min([math.inf, *_counts(told)])
    top = max(1, math.ceil(min(high * doubt, cap)))
    return min(top, max(1, math.floor(low / doubt))), top


def in_steps(size: tuple[int, int]) -> tuple[int, int | None]:
    """The range in the steps that people are shown (1, 2-5, 6-20, 21-100, more); `None` for "more than 100"."""
    low = next((first for first, last in STEPS if size[0] <= last), STEPS[-1][1] + 1)
    high = next((last for first, last in STEPS if size[1] <= last), None)
    return low, high


_Told = Sequence[tuple[FoundPiece, Sequence[Finding]]]


def _counts(told: _Told) -> Iterator[int]:
    for piece, found in told:
        if piece.type == "INCIDENT_COUNT":
            counts = (each.attrs.get("count") for each in found)
            yield from (count for count in counts if isinstance(count, int) and count > 0)


def _span(told: _Told) -> Span:
    """The narrowest time told; a month where none is (a stay, a season and a vague time are no narrower)."""
    time = _priors()["time"]
    days, part = _DAYS["month"], 1.0
    for piece, found in told:
        for each in found if piece.type == "TIME" else ():
            kind, length = each.attrs.get("kind"), float(str(each.attrs.get("days") or 0))
            if kind in time["points"] or (kind == "ago" and length <= time["ago"]):
                days = _DAYS["day"]
            elif kind == "window" and 0 < length <= time["week"]:
                days = min(days, _DAYS["day" if length <= time["day"] else "week"])
            if kind == "clock":
                part = float(_priors()["country"]["hour"])
    return Span(next(tier for tier, length in _DAYS.items() if days == length), part)


def _bases(told: _Told, text: str, workplace: str) -> Iterator[Base]:
    """The country, and every place named."""
    country = _priors()["country"]
    yield inhabited(country["inhabitants"])
    if workplace:
        yield place(_kind(f" {workplace.lower()} ") or "workplace", "")
    for piece, found in told:
        for each in found:
            if piece.type == "WARD":
                yield _ward(each, f" {text[each.start : each.end].lower()} ")
            elif piece.type == "FACILITY":
                kind = _kind(str(each.attrs.get("concept", "")).replace(":", " ") + " ")
                yield place(kind or ("facility" if piece.points > 1 else "hospital"), "")
            elif piece.type == "PLACE" and (each.attrs.get("inhabitants") or piece.points > 1):
                yield inhabited(float(str(each.attrs.get("inhabitants") or country["small_place"])))


def _ward(finding: Finding, surface: str) -> Base:
    specialty = str(finding.attrs.get("specialty", ""))
    if finding.attrs.get("kind") == "room":
        return place("room", specialty)
    return place(_kind(surface) or specialty or ("team" if finding.attrs.get("kind") == "team" else "ward"), specialty)


def _kind(name: str) -> str:
    """Key of the kind of place that a name tells, or ""."""
    return next((key for word, key in _words() if word in name), "")


def inhabited(inhabitants: float) -> Base:
    """The people of a town, or the country, whom any part of the service sees."""
    seen = _priors()["country"]["contact"]
    return Base({tier: max(1.0, inhabitants * seen[tier]) for tier in _DAYS}, ("community",), "community", "population")


@cache
def place(key: str, specialty: str) -> Base:
    """A ward or institution: its own kind, or where that says nothing of the people, its speciality."""
    places = _places()
    row = places.get(key, places["ward"])
    people = {tier: float(row[tier]) for tier in _DAYS}
    kind = row if row["setting"] else places.get(specialty, places["ward"])
    return Base(people, (key, specialty, kind["setting"]), kind["setting"], kind["ages"])


def _share(piece: FoundPiece, found: Sequence[Finding], base: Base, span: Span, text: str) -> float:
    """Share (0-1) of the base's people that a piece leaves: its own figure, its prior's there, or its points'."""
    shares = _priors()["share"]
    if piece.type in ("WARD", "FACILITY", "PLACE", "INCIDENT_COUNT") or (piece.type == "TIME" and not piece.about):
        return 1.0
    if piece.share is not None:
        return min(1.0, max(0.0, piece.share))
    if piece.type == "AGE":
        return min((_age_share(each, base, text) for each in found), default=1.0)
    if piece.type == "PATIENT_REF":
        return float(shares["sex_and_age"]) if piece.points else 1.0
    if piece.type == "QUOTE":
        return float(shares["quote"])
    if piece.points == 0:
        return 1.0
    setting = setting_of(base)
    points = min(piece.points, _STRONG) - 1
    if piece.type == "EVENT":
        return float(setting["happened"][points])
    by_points = float(setting["points"][points])
    share = _prior_share(piece.prior, base, span, setting)
    if share is None:
        return by_points
    return min(share, by_points) if piece.points >= _STRONG else share


def _prior_share(key: str, base: Base, span: Span, setting: dict[str, Any]) -> float | None:
    """Share of the base's people with a disease or treatment, `None` where no prior has it."""
    group = _groups().get(key)
    if group is None:
        return None
    course, rate = group
    mix = _mix()
    share = next((mix[kind, key] for kind in base.keys if (kind, key) in mix), None)
    if share is None:
        share = rate / float(setting[course])
    return min(1.0, share) * (span.events(base) if course == "event" else 1.0)


def setting_of(base: Base) -> dict[str, Any]:
    """What holds in the base's setting where the mix of cases is silent."""
    settings = _priors()["setting"]
    return dict(settings.get(base.setting) or settings["other"])


def _age_share(finding: Finding, base: Base, text: str) -> float:
    shares, years = _priors()["share"], finding.attrs.get("years")
    if not isinstance(years, int | float):
        return float(shares["age_broad"])
    share = next((share for up_to, share in _ages(base.ages) if int(years) <= up_to), 0.0)
    decade = text[finding.start : finding.end].lower().endswith(tuple(shares["decade"]))
    return min(1.0, share * (10 if decade else 1))


@cache
def _priors() -> dict[str, Any]:
    return read_toml("priors/population.toml")


@cache
def _places() -> dict[str, dict[str, str]]:
    return {row["key"]: row for row in read_table("priors/places.tsv")}


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((row["word"].replace("␣", " "), row["key"]) for row in read_table("priors/place_words.tsv"))


@cache
def _ages(column: str) -> tuple[tuple[int, float], ...]:
    return tuple((int(row["up_to"]), float(row[column])) for row in read_table("priors/ages.tsv"))


@cache
def _mix() -> dict[tuple[str, str], float]:
    """Share by place (or speciality or setting) and group."""
    return {(row["place"], row["key"]): float(row["share"]) for row in read_table("priors/case_mix.tsv")}


@cache
def _groups() -> dict[str, tuple[str, float]]:
    """Course and number per 100,000 inhabitants of the groups of diseases and treatments; a diagnosis goes before a treatment."""
    files = ("treatment_groups", "diagnosis_groups")
    rows = (row for file in files for row in read_table(f"priors/{file}.tsv"))
    return {row["key"]: (row["course"], float(row["per_100000"])) for row in rows}
