import pytest

from models.checker import MAX_CHARACTERS
from tests.training.standin import Standin
from training.timing import adversarial, adversarial_texts, latency, lengths, machine, posts


def test_there_are_fifty_different_posts_of_about_200_characters():
    texts = posts()
    assert len(set(texts)) == len(texts) == 50
    assert all(180 <= len(text) <= 220 for text in texts)


def test_adversarial_texts_are_as_long_as_the_engine_takes_but_for_one():
    longer = [name for name, text in adversarial_texts().items() if len(text) > MAX_CHARACTERS]
    assert longer == ["100 kB of one letter"]
    assert all(len(text) > 0.99 * MAX_CHARACTERS for text in adversarial_texts().values())


def test_every_length_is_timed_over_the_same_amount_of_text():
    checker = Standin()
    lengths(checker, runs=1)
    amounts = {}
    for text in checker.seen:
        amounts[len(text)] = amounts.get(len(text), 0) + len(text)
    assert amounts == {200: 20_000, 1_000: 20_000, 5_000: 20_000, 20_000: 20_000}


def test_latency_checks_every_post_once_a_round_after_a_warm_up():
    checker = Standin()
    names = [figure.name for figure in latency(checker, rounds=2)]
    assert len(checker.seen) == 3 * 50
    assert "check without language guess, ~200 characters, median" in names


def test_a_refused_text_says_so():
    class Strict(Standin):
        def check(self, text, context=None):
            if len(text) > MAX_CHARACTERS:
                raise ValueError
            return super().check(text, context)

    refused = [figure.name for figure in adversarial(Strict()) if "refused" in figure.name]
    assert refused == ["100 kB of one letter (refused: too long)"]


@pytest.mark.parametrize("key", ["cpu", "cores", "system", "python"])
def test_the_machine_is_named(key):
    assert machine()[key]
