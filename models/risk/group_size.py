"""Group size: about how many people the description still fits.

In: the pieces of a person, the findings, the text they stand in, the writer's workplace. Out: (low, high). The country, and each place
and service named, is a base: the people it sees in the time told, and the share of them that a piece leaves there. high = the smallest
N·share of any one piece in any base, low = the smallest N·product of the shares, both widened by the priors' doubt, low also by
what no piece holds: so a further piece can never enlarge the group, and independence is never claimed. A count of events caps both.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from models.datafiles import read_table
from models.document import Finding
from models.risk.bases import DAYS, Base, Span, inhabited, kind_of_place, own_places, place, priors, service_of, setting
from models.risk.pieces import FoundPiece, Person

STEPS = ((1, 1), (2, 5), (6, 20), (21, 100))
_STRONG = 3
_OF_PLACE = frozenset(("WARD", "FACILITY", "PLACE", "INCIDENT_COUNT"))
_Told = Sequence[tuple[FoundPiece, Sequence[Finding]]]


def group_size(person: Person, findings: Sequence[Finding], text: str = "", workplace: str = "") -> tuple[int, int]:
    """Number of people, low and high (at least 1), that the person's pieces leave; (1, 1) with a direct identifier.

    `text` is what the findings' offsets count in; `workplace` the writer's, where it is known beside the text.
    """
    if person.direct:
        return 1, 1
    told = [(piece, [findings[i] for i in piece.findings]) for piece in person.pieces]
    telling = [(piece, found) for piece, found in told if _narrows(piece)]
    span = _span(told, text)
    low = high = math.inf
    for base in _bases(told, text, workplace):
        people = span.people(base)
        product = smallest = 1.0
        for piece, found in telling:
            share = _share(piece, found, base, span, text)
            product *= share
            smallest = min(smallest, share)
        low, high = min(low, people * product), min(high, people * smallest)
    doubt, unread = float(priors()["doubt"]), float(priors()["unread"])
    cap = min([float(priors()["country"]["inhabitants"]), *_counts(told)])
    top = max(1, math.ceil(min(high * doubt, cap)))
    return min(top, max(1, math.floor(low / (doubt * unread)))), top


def in_steps(size: tuple[int, int]) -> tuple[int, int | None]:
    """The range in the steps that people are shown (1, 2-5, 6-20, 21-100, more); `None` for "more than 100"."""
    low = next((first for first, last in STEPS if size[0] <= last), STEPS[-1][1] + 1)
    high = next((last for first, last in STEPS if size[1] <= last), None)
    return low, high


def _counts(told: _Told) -> Iterator[int]:
    for piece, found in told:
        if piece.type == "INCIDENT_COUNT":
            counts = (each.attrs.get("count") for each in found)
            yield from (count for count in counts if isinstance(count, int) and count > 0)


def _span(told: _Told, text: str) -> Span:
    """The narrowest time told; a month where none is (a stay, a season and a vague time are no narrower)."""
    time = priors()["time"]
    days, night, part = DAYS["month"], False, 1.0
    for piece, found in told:
        for each in found if piece.type == "TIME" else ():
            kind, length = each.attrs.get("kind"), each.attrs.get("days")
            length = float(length) if isinstance(length, int | float) else DAYS["month"]
            if kind in time["points"] or (kind == "ago" and length <= time["ago"]):
                days = DAYS["day"]
                night = night or time["night"] in text[each.start : each.end].lower()
            elif kind == "window" and length <= time["week"]:
                days = min(days, DAYS["day" if length <= time["day"] else "week"])
            if kind == "clock":
                part = float(priors()["country"]["hour"])
    return Span(next(tier for tier, length in DAYS.items() if days == length), night, part)


def _bases(told: _Told, text: str, workplace: str) -> Iterator[Base]:
    """The country, every place named, and the clients of the service that the word for the person tells."""
    country = priors()["country"]
    towns = [float(country["inhabitants"])]
    services = {""}
    for key in own_places(text):
        yield place(key)
    if workplace:
        yield place(kind_of_place(workplace.lower()) or "workplace")
    for piece, found in told:
        for each in found:
            surface = text[each.start : each.end].lower()
            if piece.type == "WARD":
                specialty = next((str(other.attrs["specialty"]) for other in found if other.attrs.get("specialty")), "")
                yield _ward(str(each.attrs.get("kind")), surface, specialty)
            elif piece.type == "FACILITY":
                kind = kind_of_place(str(each.attrs.get("concept", "")).replace(":", " "))
                yield place(kind or ("facility" if piece.points > 1 else "hospital"))
            elif piece.type == "PATIENT_REF":
                services.add(service_of(surface))
            elif piece.type == "PLACE" and (piece.points > 1 or each.attrs.get("inhabitants")):
                inhabitants = each.attrs.get("inhabitants")
                towns.append(float(inhabitants if isinstance(inhabitants, int | float) else country["small_place"]))
    smallest = min(towns)
    for service in services:
        yield inhabited(smallest, service)


def _ward(kind: str, surface: str, specialty: str) -> Base:
    if kind == "room":
        return place("room", specialty)
    return place(kind_of_place(surface) or specialty or ("team" if kind == "team" else "ward"), specialty)


def _narrows(piece: FoundPiece) -> bool:
    """Whether the piece leaves a share of the people: not one that only tells the place or the time, nor one without points."""
    if piece.type in _OF_PLACE or (piece.type == "TIME" and not piece.about):
        return False
    return piece.points > 0 or piece.type in ("AGE", "QUOTE")


def _share(piece: FoundPiece, found: Sequence[Finding], base: Base, span: Span, text: str) -> float:
    """Share (0-1) of the base's people that a piece leaves: its own figure, its prior's there, or its points'."""
    if piece.type == "AGE":
        return min((_age_share(each, base, text) for each in found), default=1.0)
    if piece.type == "PATIENT_REF":
        return float(priors()["share"]["sex_and_age"])
    if piece.type == "QUOTE":
        return float(priors()["share"]["quote"])
    there = setting(base)
    by_points = float(there["happened" if piece.type == "EVENT" else "points"][min(piece.points, _STRONG) - 1])
    share = piece.share if piece.share is not None else _prior_share(piece.prior, base, span, there)
    if share is None:
        return by_points
    return max(0.0, min(share, by_points if piece.points >= _STRONG else 1.0))


def _prior_share(key: str, base: Base, span: Span, there: dict[str, Any]) -> float | None:
    """Share of the base's people with a disease or treatment, `None` where no prior has it."""
    group = _groups().get(key)
    if group is None:
        return None
    course, rate = group
    mix = _mix().get(key, {})
    share = next((mix[kind] for kind in base.keys if kind in mix), rate / float(there[course]))
    return min(1.0, share) * (span.events(base) if course == "event" else 1.0)


def _age_share(finding: Finding, base: Base, text: str) -> float:
    shares, years = priors()["share"], finding.attrs.get("years")
    if not isinstance(years, int | float):
        return float(shares["age_broad"])
    share = next((share for up_to, share in _ages(base.ages) if int(years) <= up_to), 0.0)
    decade = text[finding.start : finding.end].lower().endswith(tuple(shares["decade"]))
    return min(1.0, share * (10 if decade else 1))


@cache
def _ages(column: str) -> tuple[tuple[int, float], ...]:
    return tuple((int(row["up_to"]), float(row[column])) for row in read_table("priors/ages.tsv"))


@cache
def _mix() -> dict[str, dict[str, float]]:
    """Share by group, and in it by place (or speciality or setting)."""
    mix: dict[str, dict[str, float]] = {}
    for row in read_table("priors/case_mix.tsv"):
        mix.setdefault(row["key"], {})[row["place"]] = float(row["share"])
    return mix


@cache
def _groups() -> dict[str, tuple[str, float]]:
    """Course and number per 100,000 inhabitants of the groups of diseases and treatments; a diagnosis goes before a treatment."""
    rows = (row for file in ("treatment_groups", "diagnosis_groups") for row in read_table(f"priors/{file}.tsv"))
    return {row["key"]: (row["course"], float(row["per_100000"])) for row in rows}
