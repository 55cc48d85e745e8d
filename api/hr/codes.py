"""The coded words of a case, from `data/hr/`: what may be written where free text may not.

In: nothing. Out: enumerations for the schemas, and the road of a case.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Any

from models.datafiles import read_toml

LABELS: dict[str, dict[str, str]] = read_toml("hr/codes.toml")
STATES: dict[str, Any] = read_toml("hr/states.toml")
ORDER: tuple[str, ...] = tuple(STATES["order"])
ROLES: tuple[str, ...] = tuple(read_toml("hr/policy.toml")["roles"])


def _codes(name: str, values: Iterable[str]) -> Any:  # noqa: ANN401 - an enumeration made from data has no static type
    return Enum(name, {value.upper() + "_": value for value in values}, type=str)


Purpose = _codes("Purpose", LABELS["purposes"])
LegalBasis = _codes("LegalBasis", LABELS["legal_bases"])
UnmaskBasis = _codes("UnmaskBasis", LABELS["unmask_bases"])
IdentityBasis = _codes("IdentityBasis", LABELS["identity_bases"])
Obtained = _codes("Obtained", LABELS["obtained"])
Visible = _codes("Visible", LABELS["visible"])
Outcome = _codes("Outcome", LABELS["outcomes"])
Speech = _codes("Speech", LABELS["speech"])
Told = _codes("Told", LABELS["told"])
Report = _codes("Report", LABELS["reports"])
Involved = _codes("Involved", LABELS["people"])
RestrictionBasis = _codes("RestrictionBasis", LABELS["restriction_bases"])
Right = _codes("Right", LABELS["rights"])
Side = _codes("Side", LABELS["sides"])
ProtectionReason = _codes("ProtectionReason", LABELS["protection_reasons"])
State = _codes("State", ORDER)
Role = _codes("Role", (role for role in ROLES if role not in read_toml("hr/policy.toml")["separation"]["alone"]))
