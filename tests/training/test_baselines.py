import pytest

from training.baselines import bag_of_words, baselines, keywords
from training.corpus import Post


def post(id_, level, text, **fields):
    return Post(id_, level, text, (), (), fields)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("En patient døde", "red"),
        ("Patienterne venter", "red"),
        ("Vores borger er glad", "red"),
        ("En borgerlig avis", "green"),
        ("Kaffen er kold", "green"),
    ],
)
def test_keywords_match_words_and_beginnings(text, level):
    assert keywords([post("a", "green", text)]).levels == [level]


def test_the_bag_of_words_learns_from_the_other_batch_only():
    posts = [
        post("1", "red", "alfa alfa", batch="a"),
        post("2", "green", "beta beta", batch="a"),
        post("3", "red", "alfa", batch="b"),
        post("4", "green", "beta", batch="b"),
        post("5", "red", "gamma gamma gamma", batch="b"),
    ]
    bag = bag_of_words(posts)
    # Batch a is 1 red, 1 green, vocabulary 2; "alfa" given red: (2+1)/(2+2+1), given green: (0+1)/(2+2+1).
    assert bag.levels[2:4] == ["red", "green"]
    assert bag.scores[2] == pytest.approx(0.75)
    # "gamma" is unknown to batch a: nothing speaks for either.
    assert bag.scores[4] == pytest.approx(0.5)


def test_without_batches_folds_follow_the_groups():
    posts = [post(str(i), "red" if i % 2 else "green", "x", group=f"g{i // 2}") for i in range(40)]
    assert "5 folds by group" in bag_of_words(posts).note


def test_one_post_leaves_nothing_to_fit_on():
    assert [each.name for each in baselines([post("1", "red", "x")])] == ["all green", "all red", "keywords"]
