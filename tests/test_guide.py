"""The examples of the annotation guide come out as printed."""

import pytest

from tavshedstjek import Checker
from tests.cases import cases

CHECKER = Checker()


@pytest.mark.parametrize("case", cases("guide"), ids=lambda case: case["text"][:40])
def test_example_gets_its_printed_level(case):
    assert CHECKER.check(case["text"]).level == case["level"]


@pytest.mark.parametrize("case", [c for c in cases("guide") if "entities" in c], ids=lambda case: case["text"][:40])
def test_marked_example_gets_its_printed_marks(case):
    found = [[entity.type, entity.text] for entity in CHECKER.check(case["text"]).entities]
    assert found == case["entities"]
