import random

import pytest

from training.corpus import Span
from training.metrics import (
    Bin,
    Counts,
    auroc,
    bootstrap,
    brier,
    calibration,
    confusion,
    ece,
    level_counts,
    match,
    micro,
    quantile,
    rates,
    total,
)

GOLD = ["green", "green", "green", "green", "yellow", "yellow", "red", "red", "red", "red"]
CALLED = ["green", "green", "yellow", "red", "yellow", "red", "red", "red", "red", "green"]


def span(kind, start, end):
    return Span(kind, start, end, "x" * (end - start))


def test_confusion_counts_gold_by_called():
    assert confusion(GOLD, CALLED) == {
        "green": {"green": 2, "yellow": 1, "red": 1},
        "yellow": {"green": 0, "yellow": 1, "red": 1},
        "red": {"green": 1, "yellow": 0, "red": 3},
    }


def test_rates_of_levels():
    assert rates(GOLD, CALLED) == {
        "accuracy": 0.6,
        "red_recall": 0.75,
        "green_called_red": 0.25,
        "green_flagged": 0.5,
    }


def test_rates_without_such_posts_are_undefined():
    assert rates(["yellow"], ["yellow"]) == {
        "accuracy": 1.0,
        "red_recall": None,
        "green_called_red": None,
        "green_flagged": None,
    }


def test_precision_recall_and_f1_of_a_level():
    counts = level_counts(GOLD, CALLED, "red")
    assert counts == Counts(found=3, false=2, missed=1)
    assert (counts.precision, counts.recall, counts.f1) == (0.6, 0.75, pytest.approx(2 / 3))


def test_f1_of_nothing_is_undefined_and_of_nothing_right_is_zero():
    assert Counts().f1 is None
    assert Counts(false=1).f1 == 0


def test_sides_of_unequal_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        rates(["red"], [])


@pytest.mark.parametrize(
    ("labels", "scores", "expected"),
    [
        ([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], 1.0),
        ([1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4], 0.0),
        ([0, 1, 0, 1], [0.1, 0.4, 0.35, 0.8], 1.0),
        ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.75),
        ([0, 1], [0.5, 0.5], 0.5),
        # Pairs red/green: 0.5-0.5 ties (½), 0.5-0.2 wins, 0.9-0.5 wins, 0.9-0.2 wins: 3.5 of 4.
        ([0, 0, 1, 1], [0.5, 0.2, 0.5, 0.9], 0.875),
    ],
)
def test_auroc_with_ties_counted_half(labels, scores, expected):
    assert auroc([bool(label) for label in labels], scores) == pytest.approx(expected)


def test_auroc_needs_both_kinds():
    assert auroc([True, True], [0.1, 0.9]) is None
    assert auroc([], []) is None


def test_brier_is_the_mean_squared_distance():
    assert brier([True, False, True], [1.0, 0.5, 0.4]) == pytest.approx((0 + 0.25 + 0.36) / 3)


def test_calibration_bins_have_equal_mass():
    labels = [False, False, True, True]
    scores = [0.1, 0.3, 0.6, 0.8]
    first, second = calibration(labels, scores, bins=2)
    assert first == Bin(2, pytest.approx(0.2), 0.0)
    assert second == Bin(2, pytest.approx(0.7), 1.0)
    assert ece(labels, scores, bins=2) == pytest.approx((0.2 + 0.3) / 2)


def test_ece_of_four_posts_in_ten_bins_is_the_mean_distance():
    assert ece([False, False, True, True], [0.1, 0.3, 0.6, 0.8]) == pytest.approx((0.1 + 0.3 + 0.4 + 0.2) / 4)


def test_ece_does_not_depend_on_the_order_of_equal_scores():
    # One bin's edge falls within the tie: each half then holds a quarter of red against a score of 0.5.
    assert ece([True, False, False, False], [0.5] * 4, bins=2) == pytest.approx(0.25)
    assert ece([False, False, False, True], [0.5] * 4, bins=2) == pytest.approx(0.25)


def test_ten_bins_of_a_perfectly_calibrated_hundred():
    scores = [0.25] * 40 + [0.5] * 60
    labels = ([True] + [False] * 3) * 10 + [True, False] * 30
    assert ece(labels, scores) == pytest.approx(0)
    assert [each.posts for each in calibration(labels, scores)] == [10] * 10


def test_overlap_counts_what_exact_does_not():
    gold = [span("WARD", 0, 10), span("TIME", 20, 25)]
    called = [span("WARD", 8, 12), span("TIME", 20, 25)]
    assert match(gold, called, exact=False) == {"WARD": Counts(1, 0, 0), "TIME": Counts(1, 0, 0)}
    assert match(gold, called, exact=True) == {"WARD": Counts(0, 1, 1), "TIME": Counts(1, 0, 0)}


def test_touching_spans_do_not_overlap_and_types_must_agree():
    assert match([span("WARD", 0, 5)], [span("WARD", 5, 9)], exact=False) == {"WARD": Counts(0, 1, 1)}
    assert match([span("WARD", 0, 5)], [span("PLACE", 0, 5)], exact=False) == {
        "PLACE": Counts(0, 1, 0),
        "WARD": Counts(0, 0, 1),
    }


def test_overlap_is_one_to_one():
    assert match([span("AGE", 0, 10)], [span("AGE", 0, 3), span("AGE", 5, 10)], exact=False)["AGE"] == Counts(1, 1, 0)
    assert match([span("AGE", 0, 3), span("AGE", 5, 10)], [span("AGE", 0, 10)], exact=False)["AGE"] == Counts(1, 0, 1)


def test_the_longest_overlap_is_paired_first():
    # 0-10 shares 2 with 8-20 and 6 with 0-6; 12-20 shares 8 with 8-20: both find a partner.
    gold = [span("AGE", 0, 10), span("AGE", 12, 20)]
    assert match(gold, [span("AGE", 8, 20), span("AGE", 0, 6)], exact=False)["AGE"] == Counts(2, 0, 0)


def test_the_same_span_twice_is_found_once():
    assert match([span("AGE", 0, 3)], [span("AGE", 0, 3)] * 2, exact=True)["AGE"] == Counts(1, 1, 0)


def test_total_and_micro_sum_over_posts_and_types():
    tables = [{"AGE": Counts(1, 0, 0)}, {"AGE": Counts(0, 1, 0), "WARD": Counts(0, 0, 2)}]
    assert total(tables) == {"AGE": Counts(1, 1, 0), "WARD": Counts(0, 0, 2)}
    assert micro(total(tables)) == Counts(1, 1, 2)


@pytest.mark.parametrize(("share", "value"), [(0, 1.0), (0.5, 2.5), (0.25, 1.75), (1, 4.0)])
def test_quantile_interpolates(share, value):
    assert quantile([4.0, 1.0, 3.0, 2.0], share) == pytest.approx(value)


def mean_of(values):
    return lambda rows: {"mean": sum(values[i] for i in rows) / len(rows)}


def test_bootstrap_is_the_same_for_the_same_seed():
    draw = random.Random(1)
    values = [draw.random() for _ in range(40)]
    first = bootstrap(range(40), mean_of(values), resamples=200, seed=3)
    assert first == bootstrap(range(40), mean_of(values), resamples=200, seed=3)
    assert first != bootstrap(range(40), mean_of(values), resamples=200, seed=4)


def test_bootstrap_of_a_coin_has_the_binomials_width():
    values = [0, 1] * 50
    low, high = bootstrap(range(100), mean_of(values))["mean"]
    # Half ± 1.96·√(0.25/100) = 0.402 to 0.598.
    assert low == pytest.approx(0.402, abs=0.02)
    assert high == pytest.approx(0.598, abs=0.02)


def test_bootstrap_draws_whole_groups():
    values = [0, 0, 0, 1, 1, 1]
    seen = set()

    def measure(rows):
        seen.add(tuple(sorted(rows)))
        return mean_of(values)(rows)

    bootstrap(["a", "a", "a", "b", "b", "b"], measure, resamples=50)
    assert seen == {(0, 0, 1, 1, 2, 2), (0, 1, 2, 3, 4, 5), (3, 3, 4, 4, 5, 5)}


def test_a_measure_that_is_mostly_undefined_has_no_interval():
    assert bootstrap([0, 1], lambda rows: {"never": None}, resamples=10) == {"never": None}


def test_bootstrap_without_posts_is_refused():
    with pytest.raises(ValueError, match="no posts"):
        bootstrap([], lambda rows: {})
