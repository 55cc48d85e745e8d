"""Who may do what: the one function that decides every access, on rules in `data/hr/policy.toml`.

In: an action, the roles in a person's token, and how the person stands to a case. Out: a `Verdict`. Pure: no store, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from models.datafiles import read_toml


class Verdict(Enum):
    """What is answered: `HIDDEN` is a case that, to this person, does not exist."""

    ALLOWED = "allowed"
    HIDDEN = "hidden"
    FORBIDDEN = "forbidden"
    WRONG_STATE = "wrong_state"
    RESTRICTED = "restricted"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to a case: the role assigned now, what they are to it (`separation.conflicts`, or nothing), and its state."""

    role: str | None
    conflict: str
    state: str
    erased: bool = False
    restricted: bool = False


@cache
def policy() -> Mapping[str, Any]:
    """The rules, as read."""
    return read_toml("hr/policy.toml")


def effective(roles: Iterable[str]) -> frozenset[str]:
    """The roles that count: those known, and only those that stand alone where there is one."""
    known: frozenset[str] = frozenset(roles) & policy()["roles"].keys()
    alone = known & frozenset(policy()["separation"]["alone"])
    return alone or known


def decide(action: str, roles: Iterable[str], standing: Standing | None = None) -> Verdict:
    """The verdict on `action`. Raises `KeyError` for an action without a rule: nothing is allowed by silence."""
    held = effective(roles)
    if action in policy()["system"]:
        return Verdict.ALLOWED if held & set(policy()["system"][action]["roles"]) else Verdict.FORBIDDEN
    rule = policy()["actions"][action]
    if standing is None or standing.erased or standing.role is None or standing.role not in held:
        return Verdict.HIDDEN
    own = standing.role in policy()["separation"]["own_case"]
    if not _unbiased(standing.role, standing.conflict):
        return Verdict.HIDDEN
    if _permits(policy()["actions"]["case_read"], standing, own) is not Verdict.ALLOWED:
        return Verdict.HIDDEN
    verdict = _permits(rule, standing, own)
    if verdict is Verdict.ALLOWED and standing.restricted and action not in policy()["restriction"]["actions"]:
        return Verdict.RESTRICTED
    return verdict


def _permits(rule: Mapping[str, Any], standing: Standing, own: bool) -> Verdict:
    if standing.role not in rule["roles"]:
        return Verdict.FORBIDDEN
    states = rule.get("own_case_states") if own and "own_case_states" in rule else rule.get("states")
    return Verdict.ALLOWED if states is None or standing.state in states else Verdict.WRONG_STATE


def _unbiased(role: str, conflict: str) -> bool:
    """Whoever is something to the case has only the roles that leaves; only its subject is its `employee`."""
    return role in policy()["separation"]["conflicts"][conflict] if conflict else role != "employee"


def assignable(role: str, earlier: Iterable[str], conflict: str) -> bool:
    """Whether someone who has had the roles `earlier` in a case may have `role` in it; `conflict` as in `Standing`."""
    separation = policy()["separation"]
    if role in separation["alone"] or role not in policy()["actions"]["case_read"]["roles"]:
        return False
    if not _unbiased(role, conflict):
        return False
    return not any({role, old} == set(pair) for old in earlier for pair in separation["apart"])
