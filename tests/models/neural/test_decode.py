from itertools import product

import numpy as np
import pytest

from models.neural.decode import best_path, decode

TYPES = ("WARD", "AGE")
# O, B-WARD, I-WARD, B-AGE, I-AGE


NOTHING = np.zeros((9, 4), dtype=np.float32)


def logs(*winners):
    table = np.full((len(winners), 5), -4.0, dtype=np.float32)
    for row, winner in enumerate(winners):
        table[row, winner] = -0.1
    return table


@pytest.mark.parametrize(
    ("winners", "path"),
    [
        ((0, 1, 2, 0), [0, 1, 2, 0]),
        ((1, 1), [1, 1]),
        ((0, 3, 4, 4), [0, 3, 4, 4]),
    ],
)
def test_allowed_path_is_kept(winners, path):
    assert best_path(logs(*winners)) == path


@pytest.mark.parametrize("winners", [(2, 2), (0, 4), (1, 4), (3, 2, 2)])
def test_a_span_is_never_continued_by_another_type_or_from_nothing(winners):
    path = best_path(logs(*winners))
    for before, label in zip([0, *path], path, strict=False):
        assert label == 0 or label % 2 or before in (label, label - 1)


def test_spans_carry_type_offsets_and_score():
    text = "på stue 4 med en 87-årig"
    offsets = [(0, 2), (2, 7), (7, 9), (9, 13), (13, 16), (16, 24)]
    spans = decode(logs(0, 1, 2, 0, 0, 3), NOTHING, offsets, text, TYPES)
    assert [(s.type, text[s.start : s.end]) for s in spans] == [("WARD", "stue 4"), ("AGE", "87-årig")]
    assert all(0.8 < s.score <= 1 for s in spans)


def test_neighbouring_spans_stay_apart():
    text = "M5 M6"
    spans = decode(logs(1, 1), NOTHING, [(0, 2), (2, 5)], text, TYPES)
    assert [text[s.start : s.end] for s in spans] == ["M5", "M6"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kl. 20.", "kl. 20"),
        ("afsnit 4,", "afsnit 4"),
        ("den 14.", "den 14."),
        ("d. 3.", "d. 3."),
        ("lungemed.", "lungemed."),
        ("kl. 20. \n", "kl. 20"),
    ],
)
def test_a_span_ends_before_the_point_of_its_sentence(text, words):
    (span,) = decode(logs(1), NOTHING, [(0, len(text))], text, TYPES)
    assert text[span.start : span.end] == words


def test_a_span_of_points_alone_is_none():
    assert decode(logs(1), NOTHING, [(0, 3)], ",?!", TYPES) == []


def test_a_span_of_blank_alone_is_none():
    assert decode(logs(1), NOTHING, [(0, 2)], "  ", TYPES) == []


def test_a_span_is_worth_what_its_tokens_say_together():
    points = np.zeros((2, 4), dtype=np.float32)
    points[0, 1], points[1, 3] = 1.0, 2.0
    (span,) = decode(logs(1, 2), points, [(0, 2), (2, 5)], "M5 M6", TYPES)
    assert span.points == 3


@pytest.mark.parametrize("seed", range(30))
def test_the_path_is_the_best_of_all_allowed_ones(seed):
    table = np.random.default_rng(seed).normal(size=(4, 5)).astype(np.float32)
    allowed = [
        path
        for path in product(range(5), repeat=4)
        if all(b % 2 or b == 0 or a in (b, b - 1) for a, b in zip((0, *path), path, strict=False))
    ]
    best = max(allowed, key=lambda path: sum(table[i, label] for i, label in enumerate(path)))
    assert tuple(best_path(table)) == best


@pytest.mark.parametrize("seed", range(30))
def test_a_word_is_labelled_as_a_whole(seed):
    table = np.random.default_rng(seed).normal(size=(4, 5)).astype(np.float32)
    within = np.array([False, True, False, True])
    allowed = [
        path
        for path in product(range(5), repeat=4)
        if all(
            (a == b == 0 or (b > 0 and b % 2 == 0 and a in (b, b - 1))) if on else (b % 2 or b == 0 or a in (b, b - 1))
            for a, b, on in zip((0, *path), path, within, strict=False)
        )
    ]
    best = max(allowed, key=lambda path: sum(table[i, label] for i, label in enumerate(path)))
    assert tuple(best_path(table, within)) == best


def test_a_word_is_never_cut_but_a_hashtag_may_be():
    offsets = [(0, 2), (2, 7), (7, 9)]
    (span,) = decode(logs(1, 2, 0), NOTHING, offsets, "lyngkrone", TYPES)
    assert (span.start, span.end) == (0, 9)
    assert not decode(
        np.array([[-0.5, -1, -9, -9, -9], [-0.1, -9, -9, -9, -9]], np.float32), NOTHING, [(0, 2), (2, 4)], "båre", TYPES
    )
    (part,) = decode(logs(0, 1, 0), NOTHING, [(0, 1), (1, 6), (6, 10)], "#stue4life", TYPES)
    assert (part.start, part.end) == (1, 6)
