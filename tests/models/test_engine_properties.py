"""What holds for every text: offsets quote it, nothing crashes, more pieces never mean less risk."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Finding
from models.risk.group_size import group_size
from models.risk.level import level_of, score_of
from models.risk.pieces import FoundPiece, Person
from models.risk.scope import Scope
from tavshedstjek import Checker
from training.corpus import LEVELS

CHECKER = Checker("rules")
FRAGMENTS = st.sampled_from(
    [
        "en patient",
        "på M5",
        "Herlev",
        "i nat",
        "87-årig",
        "mors",
        "4 hjertestop",
        "010190-1234",
        "fru Hansen",
        "hun døde",
        "tømreren",
        "min far",
        "\n",
        ". ",
        "aa",
        "\u200b",
        "\ud800",
        "😀",
        "#stue7",
        "A: ",
        "“",
        '"',
        "kl. 04",
        "snabel-a",
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(FRAGMENTS, max_size=15).map(" ".join))
PIECES = st.builds(
    FoundPiece,
    st.sampled_from(
        ["WARD", "FACILITY", "PLACE", "TIME", "AGE", "DIAGNOSIS", "TRAIT", "EVENT", "INCIDENT_COUNT", "PATIENT_NAME"]
    ),
    st.integers(0, 3),
    st.booleans(),
    st.just((0,)),
    st.sampled_from(["", "copd", "death"]),
    st.one_of(st.none(), st.floats(0, 1)),
)
FINDINGS = [Finding("AGE", 0, 1, 1.0, "test", {"years": 87.0, "count": 4, "kind": "shift"})]


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_entities_quote_the_text_and_do_not_overlap(text):
    entities = CHECKER.check(text).entities
    assert all(text[entity.start : entity.end] == entity.text != "" for entity in entities)
    assert all(a.end <= b.start for a, b in pairwise(entities))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_answer_is_whole_for_any_unicode(text):
    answer = CHECKER.check(text)
    assert 0 <= answer.score <= 1
    assert (answer.group_size is None) == (answer.level == "green")
    assert answer.reasons
    assert all(0 <= index < len(answer.entities) for reason in answer.reasons for index in reason.entities)
    if answer.level == "red":
        assert any(reason.entities for reason in answer.reasons)


@given(st.lists(PIECES, max_size=6), PIECES, st.floats(0.5, 1))
def test_adding_a_piece_never_lowers_level_or_score_nor_enlarges_the_group(pieces, extra, probability):
    scope = Scope(probability, (probability,))
    less, more = Person(list(pieces)), Person([*pieces, extra])
    assert LEVELS.index(level_of([more])) >= LEVELS.index(level_of([less]))
    assert score_of([more], scope) >= score_of([less], scope)
    before, after = group_size(less, FINDINGS), group_size(more, FINDINGS)
    assert after[0] <= before[0]
    assert after[1] <= before[1]


def test_direct_identifier_leaves_one_person():
    assert group_size(Person([FoundPiece("PATIENT_NAME", 3, True, (0,))]), FINDINGS) == (1, 1)


def test_count_of_events_caps_the_group():
    size = group_size(Person([FoundPiece("INCIDENT_COUNT", 2, True, (0,))]), FINDINGS)
    assert size[1] <= 4


ADVERSARIAL = {
    "one character": "a" * 100_000,
    "digits": "1" * 20_000,
    "spaced digits": "0 1 " * 5_000,
    "nested brackets": "[[" * 5_000 + "]]" * 5_000,
    "quotes": '"' * 20_000,
    "newlines": "\n" * 20_000,
    "lone surrogates": "\ud800" * 20_000,
    "right-to-left marks": "\u202e\u200f" * 10_000,
    "letters with spaces": "a " * 10_000,
    "commas": "kl. 4, " * 2_500,
    "at signs": "@" * 20_000,
    "combining marks": "a" + "\u0301" * 19_999,
}


@pytest.mark.parametrize("name", ADVERSARIAL)
def test_adversarial_text_is_answered_or_refused(name):
    text = ADVERSARIAL[name]
    if len(text) > 20_000:
        with pytest.raises(ValueError, match="20000"):
            CHECKER.check(text)
        text = text[:20_000]
    assert CHECKER.check(text).level in LEVELS
