"""The threshold above which the browser extension holds a submit."""

import json
from dataclasses import replace

import pytest

from models.assessment import Assessment, Patient
from models.datafiles import DATA
from models.mode import MODES
from training.hold_threshold import RIGHT, Judged, choose, judged, right

ANSWER = Assessment("red", 0.8, 4, (), (Patient((), 4, False),), (1, 4), (), (), None, (), "da")


def test_the_lowest_threshold_at_which_nine_holds_in_ten_are_right():
    posts = (
        [Judged(0.5, False, False)] * 3
        + [Judged(0.6, False, True)] * 9
        + [Judged(0.7, False, False)]
        + [Judged(0.9, False, True)] * 9
    )
    assert choose(posts) == 0.6
    assert right(posts, 0.6) == 18 / 19


def test_a_threshold_is_rounded_up_and_still_reaches_the_post_it_was_chosen_by():
    assert choose([Judged(0.12345, False, True), Judged(0.5, False, True)]) == 0.124


@pytest.mark.parametrize("posts", [[], [Judged(0.9, False, False)], [Judged(0.99, True, True)]])
def test_without_such_a_threshold_only_direct_identifiers_hold(posts):
    assert choose(posts) is None


def test_direct_identifiers_count_as_holds_at_any_threshold():
    assert right([Judged(0.1, True, False), Judged(0.9, False, True)], 0.5) == 0.5


def test_what_counts_of_an_answer():
    assert judged(ANSWER, "red") == Judged(0.8, False, True)
    named = replace(ANSWER, patients=(Patient((), 3, True),))
    assert judged(named, "yellow") == Judged(0.8, True, False)


def test_the_shipped_thresholds_reach_the_goal_on_the_posts_they_were_chosen_on():
    shipped = json.loads((DATA.parent / "extension" / "data" / "hold.json").read_text(encoding="utf-8"))
    assert set(shipped["modes"]) == set(MODES)
    for entry in shipped["modes"].values():
        assert entry["threshold"] is None or entry["held_right"] >= RIGHT
