"""Reasons rest on words: taking out the words that a red names lowers the score, and advice never claims safety."""

import pytest

from models.assessment import Context, Entity, Patient, Piece
from models.explain import reasons
from tavshedstjek import Checker
from tests.cases import cases

CHECKER = Checker("rules")
REDS = [case["text"] for case in cases("guide") if case["level"] == "red"]


@pytest.mark.parametrize("text", REDS, ids=lambda text: text[:30])
def test_taking_out_the_named_words_lowers_the_score(text):
    answer = CHECKER.check(text)
    named = {index for reason in answer.reasons for index in reason.entities}
    kept = text
    for index in sorted(named, reverse=True):
        kept = kept[: answer.entities[index].start] + kept[answer.entities[index].end :]
    assert CHECKER.check(kept).score < answer.score


@pytest.mark.parametrize("text", REDS, ids=lambda text: text[:30])
def test_rewrite_is_green_and_repeats_no_named_word(text):
    answer = CHECKER.check(text)
    assert answer.rewrite is not None
    assert CHECKER.check(answer.rewrite).level == "green"
    assert not any(
        answer.entities[index].text in answer.rewrite for reason in answer.reasons for index in reason.entities
    )


def test_criticism_is_kept_word_for_word():
    criticism = "Vi var to sygeplejersker til hele afsnittet, og det er politikernes ansvar."
    answer = CHECKER.check(f"{criticism} I nat mistede vi en patient på M5 efter 41 dage.")
    assert answer.level == "red"
    assert answer.rewrite == criticism
    assert "criticism" in [reason.code for reason in answer.reasons]


def test_text_with_a_picture_is_said_to_be_unchecked():
    answer = CHECKER.check("Tak for en god vagt!", Context(has_media=True))
    assert answer.unchecked == ("picture",)
    assert any("Vi har kun læst teksten" in line for line in answer.advice)


def test_thread_completes_a_reply():
    alone = CHECKER.check("Han døde i nat, 87 år")
    answer = CHECKER.check("Han døde i nat, 87 år", Context(thread=("Hvordan går det med ham på M5?",)))
    assert answer.points > alone.points
    assert all(entity.end <= len("Han døde i nat, 87 år") for entity in answer.entities)


def test_a_red_that_only_the_network_sees_names_what_it_was_said_with():
    entities = (Entity("EVENT", 0, 4, "tuba", 0.5, "tagger"),)
    patients = (Patient((Piece("EVENT", 0, True, (0,)),), 0, False),)
    (reason,) = reasons("red", patients, entities, frozenset(), criticism=False)
    assert (reason.code, reason.entities) == ("mosaic", (0,))


def test_a_red_without_any_marked_word_says_so():
    (reason,) = reasons("red", (Patient((), 0, False),), (), frozenset(), criticism=False)
    assert reason.code == "whole"
