"""Whatever people do, in whatever order: nobody sees what the policy denies, and the log can be verified."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from api.hr.access import Standing, Verdict, decide
from api.hr.masking import masked, word_pattern
from models.datafiles import read_toml
from tests.hr.conftest import CAST, REASON, House
from tests.hr.test_access import BODIES, POLICY, expected

CPR = "070539-1234"
WHO = st.sampled_from([*CAST])
ROLE = st.sampled_from([*POLICY["roles"]])
READS = (
    "",
    "/records",
    "/evidence",
    "/assignments",
    "/approvals",
    "/openings",
    "/evidence/{item}",
    "/evidence/{item}/analysis",
    "/items/{item}/unmasked",
)
WRITES = {
    "/facts": "fact_write",
    "/reply": "reply_write",
    "/hearing": "hearing_write",
    "/masks": "mask_write",
    "/identity": "identity_read",
    "/break-glass": "break_glass",
    "/hold": "hold_ask",
    "/items/{item}/unmask": "unmask_ask",
    "/evidence/{item}/assessment": "assessment_write",
}


class Actions(RuleBasedStateMachine):
    """People at a case. What each is assigned is followed here, beside the service."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name)
        self.house = House(path, f"sqlite:///{path}/hr.db")
        self.open = self.house.open()
        self.open.__enter__()
        self.number = self.house.case("ulla")
        self.item = self.house.submit(self.number)
        self.assigned = {"vera": "intake", "ulla": "investigator"}
        self.glass: set[str] = set()
        self.unmasked: set[str] = set()
        self.asked: dict[str, str] = {}
        self.kept: list[dict[str, object]] = []

    def teardown(self) -> None:
        assert self.house.verify(*self.kept) == []
        self.open.__exit__(None, None, None)
        self.folder.cleanup()

    def path(self, part: str) -> str:
        return f"/cases/{self.number}{part}".replace("{item}", self.item)

    @rule(who=WHO, role=ROLE)
    def assign(self, who: str, role: str) -> None:
        answer = self.house.ask("vera", "POST", self.path("/assignments"), {"person": who, "role": role})
        if answer.status_code == 201:
            assert who not in ("lis", "mette") or (who, role) == ("mette", "employee")
            assert who not in self.assigned
            self.assigned[who] = role

    @rule(who=WHO, part=st.sampled_from(READS))
    def read(self, who: str, part: str) -> None:
        answer = self.house.ask(who, "GET", self.path(part))
        if answer.status_code == 200:
            assert self.may_know(who)
        if CPR in answer.text:
            assert part == "/items/{item}/unmasked"
            assert who in self.unmasked
        assert "Mette Prøve" not in answer.text

    @rule(who=WHO, part=st.sampled_from([*WRITES]))
    def write(self, who: str, part: str) -> None:
        answer = self.house.ask(who, "POST", self.path(part), BODIES[WRITES[part]])
        assert answer.status_code < 500
        if answer.status_code < 400:
            if part == "/break-glass":
                assert who not in ("lis", "mette", "adam", "rie", "anders", "bo", "vera", "tina")
                self.glass.add(who)
            assert self.may_know(who)
            if part.endswith("/unmask"):
                self.asked[answer.json()["approval"]] = who

    @precondition(lambda self: self.asked)
    @rule(who=WHO)
    def confirm(self, who: str) -> None:
        approval, asker = next(iter(self.asked.items()))
        answer = self.house.ask(who, "POST", self.path(f"/approvals/{approval}/confirm"), REASON)
        if answer.status_code == 200:
            assert who != asker
            assert self.may_know(who)
            del self.asked[approval]
            self.unmasked.add(asker)

    @rule()
    def time_passes(self) -> None:
        self.house.later(minutes=16)
        self.unmasked.clear()

    @rule()
    def sign(self) -> None:
        self.kept.append(self.house.post("rie", "/audit/checkpoints"))

    @invariant()
    def lists_hold_only_what_may_be_opened(self) -> None:
        for who in ("otto", "lis", "mette", "adam"):
            listed = self.house.ask(who, "GET", "/cases")
            if listed.status_code == 200 and listed.json()["total"]:
                assert self.may_know(who)

    def may_know(self, who: str) -> bool:
        """The subject may not, in a case not yet at the hearing; the manager and the administrator never."""
        return who not in ("lis", "mette", "adam", "rie", "tina") and (who in self.assigned or who in self.glass)


Actions.TestCase.settings = settings(
    max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=[*HealthCheck]
)
TestActions = Actions.TestCase


@given(
    action=st.sampled_from([*POLICY["actions"]]),
    roles=st.sets(ROLE),
    assigned=st.none() | ROLE,
    conflict=st.sampled_from(["", "subject", "manager"]),
    state=st.sampled_from(read_toml("hr/states.toml")["order"]),
    erased=st.booleans(),
)
def test_what_is_allowed_is_assigned_held_unbiased_and_in_the_policy(action, roles, assigned, conflict, state, erased):
    verdict = decide(action, roles, Standing(assigned, conflict, state, erased))
    if verdict is Verdict.ALLOWED:
        assert not erased
        assert assigned in roles
        assert not roles & {"auditor", "administrator"}
        assert conflict == ("subject" if assigned == "employee" else "")
        assert expected(action, assigned, "assigned", state) == "ok"


@given(
    st.text(), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10))), st.lists(st.text(min_size=2), max_size=3)
)
def test_what_is_masked_cannot_be_read(text, stretches, words):
    found = [(start, min(start + length, len(text)), "X") for start, length in stretches if start < len(text)]
    shown = masked("".join(chr(0xE000 + i) for i in range(len(text))), found, [])
    for start, end, _ in found:
        assert not any(chr(0xE000 + i) in shown for i in range(start, end))
    assert all(
        word.casefold() not in masked(f"{word} {text}", [], [word_pattern(word)]).casefold().replace("[skjult]", "")
        for word in words
        if word.isalnum()
    )


def test_bodies_of_these_tests_are_what_the_service_takes():
    assert set(WRITES.values()) <= set(BODIES)
    json.dumps(BODIES)
