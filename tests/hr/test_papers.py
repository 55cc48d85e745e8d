"""The papers say what the code does, and the walk-through works."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from api.hr.access import policy
from api.hr.app import create_app
from api.hr.approvals import DOES
from api.hr.codes import LABELS, STATES
from api.hr.flow import NEEDS
from api.hr.papers import retention_table, role_matrix
from api.hr.problems import WORDS
from api.hr.settings import Settings
from models.datafiles import read_toml
from tests.hr.conftest import House

ROOT = Path(__file__).parents[2]
PAPER = (ROOT / "docs/hr.md").read_text()


@pytest.mark.parametrize("made", [role_matrix, retention_table])
def test_tables_are_those_of_the_rules(made):
    assert made() in PAPER


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_explained(name):
    assert f"| `{name.upper()}` |" in PAPER


def test_every_test_named_against_a_threat_exists():
    named = set(re.findall(r"`(test_\w+|TestActions)`", PAPER))
    written = "".join(file.read_text() for file in (ROOT / "tests/hr").glob("*.py"))
    assert len(named) > 15
    assert not [each for each in named if f"def {each}(" not in written and f"{each} =" not in written]


def test_the_rules_name_only_what_exists():
    rules = policy()
    for rule in (*rules["actions"].values(), *rules["system"].values()):
        assert set(rule["roles"]) <= set(rules["roles"])
        assert {*rule.get("states", ()), *rule.get("own_case_states", ())} <= set(STATES["order"])
    assert {*rules["restriction"]["actions"]} <= {*rules["actions"]}
    assert {*rules["restriction"]["approvals"]} < {*DOES} <= {*WORDS["kinds"]}
    assert rules["separation"]["conflicts"].keys() == {"subject", *LABELS["people"]}
    assert {need for state in STATES["states"].values() for need in state["needs"]} == set(NEEDS)
    assert read_toml("hr/retention.toml")["months"].keys() == LABELS["outcomes"].keys()


def test_the_walk_through_works(tmp_path):
    done = subprocess.run(
        ["bash", ROOT / "deploy/hr/walk-through.sh"],
        cwd=tmp_path,
        env=os.environ
        | {"TAVSHEDSTJEK": f"{sys.executable} -m api.cli", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Loggen hænger sammen: 11 linjer, 1 kontrolpunkter.\n")
    assert "070539" not in (tmp_path / "masked.json").read_text()
    assert "070539" in (tmp_path / "unmasked.json").read_text()


def test_every_route_is_described_in_danish(tmp_path):
    house = House(tmp_path, f"sqlite:///{tmp_path}/hr.db")
    app = create_app(house.settings())
    for methods in app.openapi()["paths"].values():
        assert all(about.get("summary") and about.get("description") for about in methods.values())
    app.state.office.store.close()
