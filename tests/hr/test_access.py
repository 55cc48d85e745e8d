"""Every route × role × relation to the case: what is answered is what `data/hr/policy.toml` says, read here a second time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import select

from api.hr.access import assignable
from api.hr.store import Store
from api.hr.tables import Assignment, Case, User
from models.datafiles import read_toml
from tests.hr.conftest import CAST, PROBLEM, REASON, House, assert_problem

POLICY = read_toml("hr/policy.toml")
ROLES = [*POLICY["roles"]]
TEAM = POLICY["actions"]["case_read"]["roles"]
# Operations whose action has another name.
ACTION = {
    "assignment_end": "assignment_add",
    "evidence_list": "evidence_read",
    "release_ask": "hold_ask",
    "lift_ask": "restriction_write",
    "approval_decline": "approval_confirm",
    "people_add": "people_write",
    "people_end": "people_write",
    "protection_list": "protection_write",
    "protection_end": "protection_write",
    "review_draw": "review",
    "review_done": "review",
}
# What these name is gone once they have been allowed.
USES_UP = {"assignment_end", "approval_confirm", "approval_decline", "alert_review", "protection_end"}
SOON = "2999-01-01T00:00:00+00:00"
BODIES = {
    "case_create": {"purpose": "breach", "legal_basis": "dbl_12", "subject": {"person": "en anden"}},
    "case_move": {"version": 1, "to": "closed"},
    "assignment_add": {"person": "ny", "role": "dpo"},
    "break_glass": REASON,
    "identity_read": {"basis": "hearing", **REASON},
    "triage_write": {"version": 1, "aware_at": "2020-01-01T00:00:00+00:00", "told": "no", "text": "Fjernet."},
    "speech_write": {"version": 1, "speech": "lawful", "text": "Kritik."},
    "fact_write": {"side": "for", "text": "Hun var alene."},
    "hearing_write": {"text": "Vi vil høre dig.", "answer_by": SOON},
    "reply_write": {"text": "Nej."},
    "decision_write": {"version": 1, "outcome": "nothing_found", "text": "Intet."},
    "evidence_write": {"text": "I går var der stille.", "obtained": "leader", "visible": "open"},
    "assessment_write": {"level": "green", "text": "Intet."},
    "mask_write": {"words": "Hansen"},
    "unmask_ask": {"basis": "verify_breach", **REASON},
    "hold_ask": REASON,
    "release_ask": REASON,
    "erasure_ask": REASON,
    "restriction_write": {"basis": "accuracy", **REASON},
    "lift_ask": {"employee_told": True, **REASON},
    "approval_confirm": REASON,
    "approval_decline": REASON,
    "people_add": {"kind": "companion", "person": "en ven"},
    "people_end": REASON,
    "request_write": {"right": "correction", "text": "Det passer ikke."},
    "correction_write": {"corrects": "0" * 32, "text": "Det var dagen efter."},
    "display_identify": {"basis": "lawful_request"},
    "protection_write": {
        "kind": "ward",
        "unit": "P9",
        "reason": "threat",
        "documented_in": "24/1234",
        "until": SOON,
    },
    "user_identify": {"basis": "lawful_request"},
    "protection_use": {"employee": "a", "citizen": "b"},
}


def operations(house: House) -> Iterator[tuple[str, str, str]]:
    """Operation, method and path of every route that asks for a token."""
    assert house.client is not None
    for path, methods in house.client.get("/openapi.json").json()["paths"].items():
        for method, about in methods.items():
            if path.startswith("/v1"):
                yield about["operationId"], method.upper(), path.removeprefix("/v1")


def expected(action: str, role: str, relation: str, state: str) -> str:
    """The answer by the policy: `ok` or the name of a problem."""
    if action == "break_glass":
        return "ok" if relation == "stranger" and role in POLICY["separation"]["break_glass"] else "not_found"
    if action in POLICY["system"]:
        if role not in POLICY["system"][action]["roles"]:
            return "forbidden"
        return "not_found" if (action, relation) == ("alert_review", "manager") else "ok"
    if relation != "assigned" or role not in TEAM:
        return "not_found"
    own = role in POLICY["separation"]["own_case"]
    state, restricted = ("hearing", True) if state == "restricted" else (state, False)
    if own and state not in POLICY["actions"]["case_read"]["own_case_states"]:
        return "not_found"
    rule = POLICY["actions"][action]
    if role not in rule["roles"]:
        return "forbidden"
    states = rule.get("own_case_states", rule.get("states")) if own else rule.get("states")
    if states is not None and state not in states:
        return "wrong_state"
    return "restricted" if restricted and action not in POLICY["restriction"]["actions"] else "ok"


class Targets:
    """What an address names: made anew when an answer has used it up."""

    def __init__(self, house: House, number: str) -> None:
        self.house = house
        self.here = f"/cases/{number}"
        self.item = house.submit(number)
        self.made: dict[str, str] = {}
        self.house.tokens["brand"] = house.issuer.token("brand", ["investigator"])

    def path(self, path: str) -> str:
        path = path.replace("/cases/{number}", self.here).replace("{item}", self.item)
        name = path.partition("{")[2].partition("}")[0]
        if name and name not in self.made:
            self.made[name] = getattr(self, f"_{name}")()
        return path.replace(f"{{{name}}}", self.made.get(name, ""))

    def _assignment(self) -> str:
        return str(self.house.post("vera", f"{self.here}/assignments", {"person": uuid4().hex, "role": "dpo"})["id"])

    def _approval(self) -> str:
        return str(self.house.post("bo", f"{self.here}/hold", REASON)["approval"])

    def _person(self) -> str:
        return str(self.house.post("vera", f"{self.here}/people", {"kind": "disqualified", "person": "ven"})["id"])

    def _alert(self) -> str:
        self.house.later(minutes=61)  # the last one's glass is whole again
        self.house.post("brand", f"{self.here}/break-glass", REASON)
        return next(each["id"] for each in self.house.get("dorte", "/alerts")["alerts"] if each["kind"] != "clock")

    def _protection(self) -> str:
        return str(self.house.post("dorte", "/protections", BODIES["protection_write"])["id"])

    def _ref(self) -> str:
        return str(self.house.get("rie", "/audit")["entries"][0]["actor"])

    def _code(self) -> str:
        asked = {"kind": "individual", "employee": "a", "citizen": "b", "reason": "threat", "until": SOON}
        self.house.post("dorte", "/protections", asked)
        return str(self.house.post("dorte", "/displays", BODIES["protection_use"])["shown_as"]).split()[-1]


@pytest.mark.parametrize(
    ("database", "state"),
    [
        ("sqlite", "intake"),
        ("sqlite", "hearing"),
        ("sqlite", "closed"),
        ("sqlite", "restricted"),
        ("postgresql", "hearing"),
    ],
    indirect=["database"],
)
def test_every_route_answers_each_role_as_the_policy_says(house, state):
    number = house.case()
    targets = Targets(house, number)
    if state != "intake":
        house.walk(number, "hearing" if state == "restricted" else state)
    if state == "restricted":
        house.post("dorte", f"/cases/{number}/restriction", BODIES["restriction_write"])
    people = {role: next(who for who, roles in CAST.items() if roles[0] == role) for role in ROLES}
    for role in ROLES:
        for who in ("stranger", "glass"):
            house.tokens[f"{who} {role}"] = house.issuer.token(f"{who} {role}", [role])
        house.tokens[f"lis as {role}"] = house.issuer.token("lis", [role])
    house.tokens["mette"] = house.issuer.token("mette", ["employee"])
    # Even if the store said that the manager had a role in the case, it would be nothing to them.
    _force(house, number, "lis")
    # What restricts the case comes last.
    asked = sorted(operations(house), key=lambda each: each[0] in ("restriction_write", "lift_ask"))
    for operation, method, path in asked:
        action = ACTION.get(operation, operation)
        for role in ROLES:
            stranger = f"glass {role}" if operation == "break_glass" else f"stranger {role}"
            for relation, who in (("assigned", people[role]), ("stranger", stranger), ("manager", f"lis as {role}")):
                answer = house.ask(who, method, targets.path(path), BODIES.get(operation))
                wanted = expected(action, role, relation, state)
                about = (operation, role, relation, answer.status_code, answer.text)
                if answer.status_code >= 400:
                    assert answer.headers["content-type"] == PROBLEM, about
                name = answer.json()["type"].removeprefix("/docs#") if answer.status_code >= 400 else "ok"
                if wanted != "ok":
                    assert name == wanted, about
                elif operation == "correction_write":
                    assert name == "not_found", about  # of what it corrects
                else:
                    assert name not in ("forbidden", "no_token", "not_found", "failed", "restricted"), about
                    assert name != "wrong_state" or operation in ("case_move", "lift_ask"), about
                if name == "ok" and operation in USES_UP:
                    targets.made.clear()
    assert len(asked) > 45
    assert house.verify() == []


def _force(house: House, number: str, who: str) -> None:
    """Write an assignment past the service."""
    house.ask(who, "GET", "/cases")
    store = Store(house.database)
    with store.transaction() as session:
        case = session.scalars(select(Case).where(Case.number == number)).one()
        row = next(u for u in session.scalars(select(User)) if u.lookup == _lookup(house, who))
        about = {"begins_at": "2000-01-01T00:00:00.000000Z", "broken_glass": False}
        session.add(Assignment(id=uuid4().hex, case_id=case.id, user_id=row.id, role="investigator", **about))
    store.close()


def _lookup(house: House, who: str) -> str:
    from api.hr.keys import Keyring

    return Keyring.read(house.keys).lookup("person", f"{house.settings().issuer}\0{who}")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_token_no_answer(house):
    for operation, method, path in operations(house):
        at = "/v1" + path.replace("{number}", "S-AAAAAAAAAA").replace("{code}", "A" * 8)
        at = re.sub(r"{\w+}", "0" * 32, at)
        for headers in ({}, {"authorization": "Bearer x.y.z"}, {"authorization": "Basic eDp5"}):
            response = house.client.request(method, at, json=BODIES.get(operation), headers=headers)
            assert_problem(response, 401, "no_token")


def test_a_case_nobody_may_see_is_in_no_list_and_no_count(house):
    number = house.case()
    assert house.get("ulla", "/cases")["total"] == 1
    for who in ("otto", "lis", "mette"):
        assert house.get(who, "/cases") == {"total": 0, "cases": []}
        assert_problem(house.ask(who, "GET", f"/cases/{number}"), 404, "not_found")
    hidden = house.ask("otto", "GET", f"/cases/{number}").json()
    assert house.ask("otto", "GET", "/cases/S-AAAAAAAAAA").json() == hidden
    assert house.ask("otto", "GET", "/cases/ikke-et-nummer").json() == hidden


def test_search_finds_only_what_may_be_read(house):
    number = house.case()
    house.walk(number, "triage")
    assert house.get("ulla", "/cases?state=triage")["cases"][0]["number"] == number
    assert house.get("ulla", "/cases?state=closed")["total"] == 0
    assert house.get("otto", "/cases?state=triage")["total"] == 0


def test_an_administrator_who_also_investigates_sees_nothing(house):
    number = house.case()
    assert_problem(house.ask("adam", "GET", "/cases"), 403, "forbidden")
    house.post("vera", f"/cases/{number}/assignments", {"person": "adam", "role": "dpo"})
    assert_problem(house.ask("adam", "GET", f"/cases/{number}"), 404, "not_found")


@pytest.mark.parametrize(
    ("who", "role"),
    [
        ("mette", "investigator"),
        ("mette", "dpo"),
        ("lis", "decision_maker"),
        ("lis", "representative"),
        ("lis", "employee"),
        ("ulla", "second_reader"),
        ("otto", "employee"),
    ],
)
def test_conflict_of_interest_and_joined_duties_are_refused(house, who, role):
    number = house.case("ulla", "anders")
    assert_problem(
        house.ask("vera", "POST", f"/cases/{number}/assignments", {"person": who, "role": role}), 409, "unassignable"
    )


def test_duties_stay_apart_also_after_an_assignment_has_ended(house):
    number = house.case("ulla", "bo")
    rows = house.get("vera", f"/cases/{number}/assignments")["assignments"]
    row = next(each for each in rows if each["role"] == "investigator")
    house.post("vera", f"/cases/{number}/assignments/{row['id']}/end")
    assert_problem(house.ask("ulla", "GET", f"/cases/{number}"), 404, "not_found")
    again = {"person": "ulla", "role": "decision_maker"}
    assert_problem(house.ask("vera", "POST", f"/cases/{number}/assignments", again), 409, "unassignable")


def test_who_opens_a_case_about_themselves_is_refused(house):
    asked = BODIES["case_create"] | {"subject": {"person": "vera"}}
    assert_problem(house.ask("vera", "POST", "/cases", asked), 409, "unassignable")


def test_broken_glass_opens_for_minutes_and_is_reviewed_by_another(house):
    number = house.case("ulla", "bo")
    for who in ("anders", "mette", "lis", "rie", "adam", "vera"):
        assert_problem(house.ask(who, "POST", f"/cases/{number}/break-glass", REASON), 404, "not_found")
    assert house.post("otto", f"/cases/{number}/break-glass", REASON)["role"] == "investigator"
    assert house.get("otto", f"/cases/{number}")["my_role"] == "investigator"
    alert = house.get("dorte", "/alerts")["alerts"][0]
    assert (alert["kind"], alert["number"], alert["reason"]) == ("broken_glass", number, REASON["reason"])
    assert_problem(house.ask("otto", "POST", f"/alerts/{alert['id']}/reviewed"), 409, "second_person")
    house.post("dorte", f"/alerts/{alert['id']}/reviewed")
    assert house.get("dorte", "/alerts")["alerts"] == []
    house.later(minutes=61)
    assert_problem(house.ask("otto", "GET", f"/cases/{number}"), 404, "not_found")


def test_who_someone_in_the_log_is_can_be_known_by_the_data_protection_officer_alone(house):
    number = house.case()
    house.ask("otto", "GET", f"/cases/{number}")
    ref = house.get("rie", "/audit?limit=1000")["entries"][-1]["actor"]
    for who in ("rie", "ulla", "bo", "vera", "adam"):
        asked = house.ask(who, "POST", f"/users/{ref}/identity", BODIES["user_identify"])
        assert_problem(asked, 403, "forbidden")
    assert house.post("dorte", f"/users/{ref}/identity", BODIES["user_identify"]) == {"person": "otto"}
    last = house.get("rie", "/audit?limit=1000")["entries"][-1]
    assert (last["action"], last["items"], last["detail"]) == ("user_identify", [ref], {"basis": "lawful_request"})


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_assigned_what_stands_alone_or_with_a_conflict(role):
    assert not assignable(role, [], "manager")
    assert assignable(role, [], "subject") == (role == "employee")
    assert assignable(role, [], "") == (role not in ("employee", "administrator", "auditor"))


def test_who_turns_out_to_be_the_manager_is_out_at_once(house):
    number = house.case()
    house.get("anders", f"/cases/{number}")
    person = house.post("vera", f"/cases/{number}/people", {"kind": "manager", "person": "anders"})["id"]
    assert_problem(house.ask("anders", "GET", f"/cases/{number}"), 404, "not_found")
    assert house.get("anders", "/cases")["total"] == 0
    assert_problem(house.ask("anders", "POST", f"/cases/{number}/break-glass", REASON), 404, "not_found")
    last = house.get("rie", "/audit?limit=1000")["entries"]
    assert [each["detail"] for each in last if each["action"] == "people_write"] == [{"kind": "manager"}]
    ended = house.post("vera", f"/cases/{number}/people/{person}/end", REASON)["approval"]
    assert_problem(house.ask("anders", "GET", f"/cases/{number}"), 404, "not_found")
    house.confirm("bo", number, ended)
    assert house.get("anders", f"/cases/{number}")["my_role"] == "second_reader"
