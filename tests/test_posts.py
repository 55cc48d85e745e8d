"""Regression posts: real cases rewritten, lawful speech, harmless look-alikes, mosaics. Known failures are asserted as such.

`known_failure` in a case is what a mode wrongly answers, by mode.
"""

import pytest

from models.mode import MODES
from tavshedstjek import Checker
from tests.cases import cases

CHECKERS = {mode: Checker(mode) for mode in MODES}
POSTS = [(mode, case) for mode in MODES for case in cases("posts")]
FAILING = [(mode, case) for mode, case in POSTS if mode in case.get("known_failure", {})]
NAMED = {"ids": lambda value: value if isinstance(value, str) else value["name"]}


@pytest.mark.parametrize(("mode", "case"), [pair for pair in POSTS if pair not in FAILING], **NAMED)
def test_post_gets_its_level(mode, case):
    assert CHECKERS[mode].check(case["text"]).level == case["level"]


@pytest.mark.parametrize(("mode", "case"), FAILING, **NAMED)
def test_known_failure_still_fails(mode, case):
    """A fix shows here: take `known_failure` out of the case, and put the fix into the changelog."""
    assert CHECKERS[mode].check(case["text"]).level == case["known_failure"][mode]
