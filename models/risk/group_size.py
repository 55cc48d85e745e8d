"""Group size: about how many people the description still fits.

In: the pieces of a person and the findings. Out: (low, high). N people at the place and time come from `data/priors`, each piece
leaves a share. high = the smallest N·share of any one piece, low = max(1, N·product of the shares): so a further piece can
never enlarge the group, and independence is never claimed. A count of events caps high.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

from models.datafiles import DATA, read_table, read_toml
from models.document import Finding
from models.risk.pieces import FoundPiece, Person

STEPS = ((1, 1), (2, 5), (6, 20), (21, 100))


def group_size(person: Person, findings: Sequence[Finding]) -> tuple[int, int]:
    """Number of people, low and high (at least 1), that the person's pieces leave; (1, 1) with a direct identifier."""
    if person.direct:
        return 1, 1
    high = low = base(person, findings)
    cap = math.inf
    for piece in person.pieces:
        if piece.type == "INCIDENT_COUNT":
            counts = [findings[i].attrs.get("count") for i in piece.findings]
            cap = min([cap, *(count for count in counts if isinstance(count, int) and count > 0)])
        if piece.type in ("WARD", "FACILITY", "TIME") or (piece.type == "PLACE" and not piece.about):
            continue
        share = share_of(piece, findings)
        high = min(high, base(person, findings) * share)
        low *= share
    top = max(1, math.ceil(min(high, cap)))
    return min(top, max(1, math.floor(low))), top


def in_steps(size: tuple[int, int]) -> tuple[int, int | None]:
    """The range in the steps that people are shown (1, 2-5, 6-20, 21-100, more); `None` for "more than 100"."""
    low = next((first for first, last in STEPS if size[0] <= last), STEPS[-1][1] + 1)
    high = next((last for first, last in STEPS if size[1] <= last), None)
    return low, high


def base(person: Person, findings: Sequence[Finding]) -> float:
    """People among whom a reader has to choose: the smallest of the places named, times the part that the time leaves.

    Each place and time only ever makes it smaller.
    """
    priors = _population()
    people = float(priors["base"]["unknown"])
    known = []
    part = 1.0
    for piece in person.pieces:
        attrs = [findings[i].attrs for i in piece.findings]
        if piece.type == "WARD":
            known += [_ward(each) for each in attrs]
        elif piece.type == "FACILITY":
            known.append(priors["base"]["facility_large" if piece.points < 2 else "facility_small"])
        elif piece.type == "TIME":
            part = min([part, *(priors["window"].get(str(each.get("kind")), 1.0) for each in attrs)])
    return float(max(1.0, min([people, *known]) * part))


def _ward(attrs: dict[str, object]) -> float:
    priors = _population()
    if attrs.get("kind") == "room":
        return float(priors["base"]["room"])
    return float(priors["specialty"].get(str(attrs.get("specialty")), priors["base"]["ward"]))


def share_of(piece: FoundPiece, findings: Sequence[Finding]) -> float:
    """Share (0-1) of the people at the place that a piece leaves: its own figure, its prior's, or its points'."""
    priors = _population()
    shares = priors["share"]
    if piece.share is not None:
        # Even a rare trait keeps a floor: priors are rough, and patients are no random sample.
        return min(1.0, max(piece.share, float(shares["strong"])))
    if piece.type == "AGE":
        return _age_share([findings[i].attrs.get("years") for i in piece.findings])
    if piece.type == "PATIENT_REF":
        return float(shares["sex_and_age"]) if piece.points else 1.0
    if piece.type == "QUOTE":
        return float(shares["quote"])
    rate = _rates().get(piece.prior)
    if rate is not None and piece.type in ("DIAGNOSIS", "TREATMENT"):
        return min(1.0, max(rate / float(priors["diagnosis"]["patients_per_100000_year"]), float(shares["strong"])))
    return 1.0 if piece.points == 0 else float(shares[("weak", "medium", "strong")[min(piece.points, 3) - 1]])


def _age_share(years: Sequence[object]) -> float:
    shares = _population()["share"]
    exact = [year for year in years if isinstance(year, int | float)]
    if exact and max(exact) >= 100:
        return float(shares["age_hundred"])
    return float(shares["age_exact" if exact else "age_decade"])


@cache
def _population() -> dict[str, Any]:
    return read_toml("priors/population.toml")


@cache
def _rates() -> dict[str, float]:
    """Yearly number per 100,000 inhabitants for the groups of diseases and treatments."""
    return {
        row["key"]: float(row["per_100000_year"])
        for path in sorted((DATA / "priors").glob("*_groups.tsv"))
        for row in read_table(f"priors/{path.name}")
    }
