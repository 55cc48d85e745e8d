"""The papers that can be made from the rules themselves: who may do what, and how long things are kept.

In: `data/hr/`. Out: Markdown tables, as they stand in `docs/hr.md`.
"""

from __future__ import annotations

from api.hr.access import policy
from api.hr.codes import LABELS, ROLES
from models.datafiles import read_toml


def role_matrix() -> str:
    """Every action × role: `●` may, `○` only in some states."""
    head = ["action", *(role.replace("_", " ") for role in ROLES)]
    rows = [head, ["---", *(":-:" for _ in ROLES)]]
    for action, rule in policy()["actions"].items():
        rows.append([f"`{action}`", *(_mark(role, rule) for role in ROLES)])
    for action, rule in policy()["system"].items():
        rows.append([f"`{action}` (no case)", *("●" if role in rule["roles"] else "" for role in ROLES)])
    return _table(rows)


def _mark(role: str, rule: dict[str, list[str]]) -> str:
    if role not in rule["roles"]:
        return ""
    own = role in policy()["separation"]["own_case"]
    return "○" if own or "states" in rule else "●"


def retention_table() -> str:
    """How long a closed case is kept, by outcome."""
    months = read_toml("hr/retention.toml")["months"]
    rows = [["outcome", "in words", "months after closing"], ["---", "---", "---"]]
    rows += [[f"`{code}`", LABELS["outcomes"][code], str(kept)] for code, kept in months.items()]
    return _table(rows)


def _table(rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
