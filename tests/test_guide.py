"""The examples of the annotation guide come out as printed, in both modes; what `full` mode still gets wrong is named."""

import pytest

from models.mode import MODES
from tavshedstjek import Checker
from tests.cases import cases

CHECKERS = {mode: Checker(mode) for mode in MODES}
NAMED = {"ids": lambda value: value if isinstance(value, str) else value["text"][:40]}


@pytest.mark.parametrize("case", cases("guide"), **NAMED)
@pytest.mark.parametrize("mode", MODES)
def test_example_gets_its_printed_level(mode, case):
    level = case.get("known_failure", {}).get(mode, case["level"])
    assert CHECKERS[mode].check(case["text"]).level == level


@pytest.mark.parametrize("case", [c for c in cases("guide") if "entities" in c], **NAMED)
def test_marked_example_gets_its_printed_marks(case):
    found = [[entity.type, entity.text] for entity in CHECKERS["rules"].check(case["text"]).entities]
    assert found == case["entities"]
