from hypothesis import given
from hypothesis import strategies as st

from models.assessment import LEVELS
from models.risk.fusion import fuse, level_of, scope_probability
from models.risk.pieces import FoundPiece, Person

PIECES = st.lists(
    st.builds(
        FoundPiece,
        type=st.sampled_from(["WARD", "DIAGNOSIS", "AGE", "TIME", "EVENT", "PATIENT_NAME"]),
        points=st.integers(0, 3),
        about=st.booleans(),
        findings=st.just(()),
    ),
    max_size=6,
)
PROBABILITY = st.floats(0, 1)
LOGIT = st.floats(-12, 12)


@given(PIECES, PIECES, PROBABILITY, LOGIT)
def test_given_the_scope_more_pieces_never_lower_score_or_level(pieces, more, scope, logit):
    fewer, richer = [Person(pieces)], [Person([*pieces, *more])]
    before, after = fuse(scope, fewer, logit), fuse(scope, richer, logit)
    assert after.red >= before.red
    assert LEVELS.index(level_of(after, richer)) >= LEVELS.index(level_of(before, fewer))


@given(PROBABILITY, PROBABILITY, LOGIT, LOGIT)
def test_more_evidence_never_lowers_scope(rules, other, logit, another):
    low = scope_probability(min(rules, other), min(logit, another))
    assert low <= scope_probability(max(rules, other), max(logit, another))


@given(PIECES, PROBABILITY, LOGIT)
def test_red_is_never_likelier_than_scope(pieces, scope, logit):
    assert 0 <= fuse(scope, [Person(pieces)], logit).red <= scope


@given(st.floats(0.5, 1), LOGIT)
def test_a_direct_identifier_of_a_person_in_scope_is_red(scope, logit):
    person = Person([FoundPiece("PATIENT_NAME", 3, True, ())])
    assert level_of(fuse(scope, [person], logit), [person]) == "red"


def test_nobody_in_scope_is_green():
    assert level_of(fuse(0.01, [], -8.0), []) == "green"
