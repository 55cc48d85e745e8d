"""What the employee is owed: heard about all of it, told, corrected, restricted; and that whoever is biased is kept out from the hour it is known."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from tests.hr.conftest import CAST, POST, REASON, House, assert_problem

ACCURACY = {"basis": "accuracy", "reason": "Medarbejderen siger, at datoen er forkert."}


@pytest.fixture
def database(tmp_path: Path) -> str:
    """What is decided here is decided before any database."""
    return f"sqlite:///{tmp_path}/hr.db"


def exported(house: House, number: str, who: str = "mette") -> tuple[dict[str, object], bytes]:
    """What the party gets: the JSON, read, and the PDF."""
    made = house.ask(who, "POST", f"/cases/{number}/export")
    assert made.status_code == 200, made.text
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return json.loads(archive.read("sag.json")), archive.read("sag.pdf")


def test_restricted_data_is_only_kept_until_two_agree(house):
    number = house.case()
    item = house.submit(number)
    house.walk(number, "hearing")
    waiting = house.post("ulla", f"/cases/{number}/items/{item}/unmask", {"basis": "verify_breach", **REASON})
    deadline = (house.now + timedelta(days=7)).isoformat()
    house.post("ulla", f"/cases/{number}/hearing", {"text": "Vi vil høre dig.", "answer_by": deadline})
    house.post("mette", f"/cases/{number}/requests", {"right": "restriction", "text": "Datoen passer ikke."})
    house.post("dorte", f"/cases/{number}/restriction", ACCURACY)
    assert house.get("mette", f"/cases/{number}")["restricted"]
    for who, path in (("ulla", f"/evidence/{item}"), ("bo", f"/evidence/{item}/analysis")):
        assert_problem(house.ask(who, "GET", f"/cases/{number}{path}"), 409, "restricted")
    moved = {"version": house.version(number), "to": "decision", **REASON}
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/state", moved), 409, "restricted")
    late = house.ask("anders", "POST", f"/cases/{number}/approvals/{waiting['approval']}/confirm", REASON)
    assert_problem(late, 409, "restricted")
    # The party's own rights, and what others are owed, go on.
    house.post("mette", f"/cases/{number}/reply", {"text": "Det var dagen efter."})
    assert exported(house, number)[0]["restricted"]
    untold = house.ask("dorte", "POST", f"/cases/{number}/restriction/lift", REASON | {"employee_told": False})
    assert_problem(untold, 422, "invalid")
    lift = house.post("dorte", f"/cases/{number}/restriction/lift", REASON | {"employee_told": True})["approval"]
    house.confirm("bo", number, lift)
    assert not house.get("mette", f"/cases/{number}")["restricted"]
    house.move("ulla", number, "decision")
    kinds = [each["kind"] for each in house.get("mette", f"/cases/{number}/records")["records"]]
    assert kinds[-3:] == ["request", "restriction", "reply"]


def test_a_restricted_case_is_not_erased(house):
    number = house.case()
    house.walk(number, "closed")
    house.post("dorte", f"/cases/{number}/restriction", ACCURACY | {"basis": "claims"})
    house.later(days=61 * 31)
    assert house.get("dorte", "/disposals")["disposals"] == []
    assert_problem(house.ask("bo", "POST", f"/cases/{number}/erasure", REASON), 409, "restricted")


def test_what_is_wrong_is_corrected_also_after_the_end(house):
    number = house.case()
    house.walk(number, "closed")
    wrong = house.get("dorte", f"/cases/{number}/records")["records"][0]
    house.post("dorte", f"/cases/{number}/corrections", {"corrects": wrong["id"], "text": "Det var dagen efter."})
    last = house.get("mette", f"/cases/{number}/records")["records"][-1]
    assert (last["kind"], last["concerns"]) == ("correction", wrong["id"])
    gone = house.ask("dorte", "POST", f"/cases/{number}/corrections", {"corrects": "0" * 32, "text": "Hvad?"})
    assert_problem(gone, 404, "not_found")


def test_the_subject_stays_the_subject(house):
    number = house.case()
    subject = next(p for p in house.get("vera", f"/cases/{number}/people")["people"] if p["kind"] == "subject")
    assert subject["person"] == house.get("vera", f"/cases/{number}")["employee"]
    asked = house.ask("vera", "POST", f"/cases/{number}/people/{subject['id']}/end", REASON)
    assert_problem(asked, 404, "not_found")


def test_who_stands_by_the_employee_handles_nothing_in_the_case(house):
    number = house.case("ulla", "bo", "mette")
    house.walk(number, "hearing")
    deadline = (house.now + timedelta(days=14)).isoformat()
    hearing = {"text": "Vi vil høre dig.", "answer_by": deadline, "companion": {"person": "tina", "name": "Tina Prøve"}}
    house.post("ulla", f"/cases/{number}/hearing", hearing)
    for role, status in (("dpo", 409), ("second_reader", 409), ("representative", 201)):
        asked = house.ask("vera", "POST", f"/cases/{number}/assignments", {"person": "tina", "role": role})
        assert asked.status_code == status
    companion = next(p for p in house.get("mette", f"/cases/{number}/people")["people"] if p["kind"] == "companion")
    named = {"basis": "hearing", "person": companion["id"], **REASON}
    assert house.post("bo", f"/cases/{number}/identity", named) == {"person": "tina", "name": "Tina Prøve"}


@pytest.mark.parametrize("kind", ["subject", "manager"])
def test_a_data_protection_officer_is_told_nothing_of_a_case_about_themselves(house, kind):
    who = {"subject": "mette", "manager": "lis"}[kind]
    number = house.case()
    house.walk(number, "closed")
    house.tokens[who] = house.issuer.token(who, ["dpo"])
    house.post("otto", f"/cases/{number}/break-glass", REASON)
    alert = house.get("dorte", "/alerts")["alerts"][0]
    assert house.get(who, "/alerts")["alerts"] == []
    assert_problem(house.ask(who, "POST", f"/alerts/{alert['id']}/reviewed"), 404, "not_found")
    house.later(days=61 * 31)
    assert [each["number"] for each in house.get("dorte", "/disposals")["disposals"]] == [number]
    assert house.get(who, "/disposals")["disposals"] == []


def test_the_second_person_may_decline_and_says_why(house):
    number = house.case()
    item = house.submit(number)
    asked = {"basis": "verify_breach", "reason": "Vi skal se det."}
    approval = house.post("ulla", f"/cases/{number}/items/{item}/unmask", asked)["approval"]
    house.post("anders", f"/cases/{number}/approvals/{approval}/decline", {"reason": "Det kan afgøres uden."})
    assert_problem(house.ask("ulla", "GET", f"/cases/{number}/items/{item}/unmasked"), 403, "not_unmasked")
    again = house.ask("bo", "POST", f"/cases/{number}/approvals/{approval}/confirm", REASON)
    assert_problem(again, 404, "not_found")
    house.walk(number, "hearing")
    [shown] = exported(house, number)[0]["approvals"]
    assert (shown["answer"], shown["reason"], shown["why"]) == ("declined", asked["reason"], "Det kan afgøres uden.")


def test_the_export_is_all_of_the_case(house):
    number = house.case()
    item = house.submit(number)
    house.post("anders", f"/cases/{number}/evidence/{item}/assessment", {"level": "green", "text": "Ingen genkendes."})
    skip = {"version": house.version(number), "to": "hearing", "reason": "Vi ved det allerede."}
    house.post("vera", f"/cases/{number}/state", skip)
    waiting = house.get("bo", f"/cases/{number}/approvals")["approvals"][0]["id"]
    house.confirm("bo", number, waiting)
    case, _ = exported(house, number)
    [evidence], [approval] = case["evidence"], case["approvals"]
    assert [each["code"] for each in evidence["assessments"]] == ["green"]
    assert (approval["kind"], approval["reason"], approval["why"]) == ("skip", skip["reason"], REASON["reason"])
    assert {each["kind"] for each in case["people"]} == {"subject", "manager"}
    assert case.keys() >= {"unit", "clock", "told", "speech", "restricted", "records", "openings"}


def test_nothing_shown_lets_a_reader_try_numbers_until_one_fits(house):
    number = house.case()
    asked = {"text": POST, "obtained": "colleague", "visible": "group"}
    plain = str(house.post("ulla", f"/cases/{number}/evidence", asked)["sha256"])
    item = house.get("ulla", f"/cases/{number}/evidence")["evidence"][0]["id"]
    house.walk(number, "hearing")
    for who in CAST:
        for path in (f"/evidence/{item}", "/evidence", f"/evidence/{item}/analysis", "/records", "/openings"):
            assert plain not in house.ask(who, "GET", f"/cases/{number}{path}").text
    assert plain not in json.dumps(exported(house, number)[0])
    assert plain not in json.dumps(house.get("rie", "/audit?limit=1000"))


@pytest.mark.parametrize(
    "text", ["Mette Prøve skrev det.", "Det er mettes opslag.", "Prøve skrev det.", "Chefen er LIS."]
)
def test_whom_a_case_names_is_masked_in_what_is_written(house, text):
    number = house.case()
    house.submit(number, text)
    house.walk(number, "facts")
    house.post("ulla", f"/cases/{number}/facts", {"side": "neutral", "text": text})
    shown = house.get("bo", f"/cases/{number}/records")["records"][-1]["text"]
    for each in (shown, house.get("bo", f"/cases/{number}/evidence")["evidence"][0]["text"]):
        assert "[" in each
        assert not re.search(r"mette|prøve|\blis\b", each, re.IGNORECASE)


def test_a_name_inside_another_word_is_left(house):
    number = house.case()
    house.submit(number, "Hun tog listen med.")
    assert house.get("bo", f"/cases/{number}/evidence")["evidence"][0]["text"].endswith("listen med.")


def test_the_same_person_has_one_pseudonym_in_a_case(house):
    number = house.case()
    house.walk(number, "decision")
    reply = next(r for r in house.get("bo", f"/cases/{number}/records")["records"] if r["kind"] == "reply")
    assert reply["by"] == house.get("bo", f"/cases/{number}")["employee"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Łukasz Şahin Þórður Nguyễn", "ŁŞÞễ"),
        ("Андрей Ελένη", "АйΕη"),
        ("محمد", "محد"),
        ("דוד", "דו"),
        ("😀 王 \u0e01", "⟨⟩U😀" + "CJK"),
    ],
)
def test_no_letter_is_lost_on_paper(house, name, shown):
    number = house.case()
    house.walk(number, "hearing")
    house.post("mette", f"/cases/{number}/reply", {"text": f"Jeg talte med kollegaen: {name}."})
    _, pdf = exported(house, number)
    on_paper = _letters(pdf)
    assert {*shown} <= on_paper
    assert ("⟨" in on_paper) == ("王" in name)


def _letters(pdf: bytes) -> set[str]:
    """The letters that a reader can copy out of a PDF: what its fonts' maps to Unicode hold."""
    found: set[str] = set()
    for listed in re.findall(rb"beginbfchar(.*?)endbfchar", pdf, re.DOTALL):
        for code in re.findall(rb"<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", listed):
            found |= {*bytes.fromhex(code.decode()).decode("utf-16-be")}
    return found


@pytest.mark.parametrize("days", [-1, 0, 4])
def test_an_employee_has_time_to_answer(house, days):
    number = house.case()
    house.walk(number, "hearing")
    asked = {"text": "Vi vil høre dig.", "answer_by": (house.now + timedelta(days=days)).isoformat()}
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/hearing", asked), 422, "invalid")


@pytest.mark.parametrize("what", ["fact", "evidence"])
def test_what_comes_after_the_hearing_is_heard_too(house, what):
    number = house.case()
    house.walk(number, "hearing")
    hearing = {"text": "Vi vil høre dig.", "answer_by": (house.now + timedelta(days=7)).isoformat()}
    house.post("ulla", f"/cases/{number}/hearing", hearing)
    if what == "fact":
        house.post("ulla", f"/cases/{number}/facts", {"side": "against", "text": "Der var et opslag mere."})
    else:
        house.submit(number)
    house.post("mette", f"/cases/{number}/reply", {"text": "Jeg tog det ned."})
    onward = {"version": house.version(number), "to": "decision"}
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/state", onward), 409, "not_yet")
    house.post("ulla", f"/cases/{number}/hearing", hearing)
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/state", onward), 409, "not_yet")
    house.post("mette", f"/cases/{number}/reply", {"text": "Også det."})
    house.move("ulla", number, "decision")


def test_a_case_that_goes_back_is_decided_again(house):
    number = house.case()
    house.walk(number, "closed")
    back = {"version": house.version(number), "to": "decision", "reason": "Der er kommet nyt frem."}
    house.post("bo", f"/cases/{number}/state", back)
    waiting = house.get("dorte", f"/cases/{number}/approvals")["approvals"][0]["id"]
    house.confirm("dorte", number, waiting)
    shown = house.get("bo", f"/cases/{number}")
    assert (shown["state"], shown["outcome"], shown["closed_at"]) == ("decision", None, None)
    again = {"version": shown["version"], "to": "closed"}
    assert_problem(house.ask("bo", "POST", f"/cases/{number}/state", again), 409, "not_yet")


def test_the_breach_is_settled_before_the_end(house):
    number = house.case()
    house.walk(number, "triage")
    aware = (house.now - timedelta(hours=60)).isoformat()

    def triage(**more: str) -> None:
        asked = {"version": house.version(number), "aware_at": aware, "told": "unknown", "text": "Fjernet."}
        house.post("vera", f"/cases/{number}/triage", asked | more)

    triage()
    house.post("vera", f"/cases/{number}/state", {"version": house.version(number), "to": "decision", **REASON})
    house.confirm("anders", number, house.get("anders", f"/cases/{number}/approvals")["approvals"][0]["id"])
    # The state has moved on; the clock has not stopped, and what comes of it can still be written.
    assert house.get("vera", "/alerts")["alerts"][0]["alert"] == 24
    decided = {"version": house.version(number), "outcome": "nothing_found", "text": "Ingen kan genkendes."}
    house.post("bo", f"/cases/{number}/decision", decided)
    onward = {"version": house.version(number), "to": "closed"}
    assert_problem(house.ask("bo", "POST", f"/cases/{number}/state", onward), 409, "not_yet")
    triage(told="no", report="no")
    assert house.get("vera", "/alerts")["alerts"] == []
    written = [each for each in house.get("bo", f"/cases/{number}/records")["records"] if each["kind"] == "triage"]
    assert [each["report"] for each in written] == ["unknown", "no"]
    assert all(each["aware_at"] == house.get("bo", f"/cases/{number}")["clock"]["aware_at"] for each in written)
    house.move("bo", number, "closed")


def test_the_clock_is_the_same_in_every_time_zone(house):
    number = house.case()
    house.walk(number, "triage")
    # The night when summer time ended: 02:30 came twice, and the hours are counted, not the clock's hands.
    for zone, hour in (("+02:00", 2), ("+01:00", 1), ("+00:00", 0), ("-11:00", 13)):
        day = 26 if zone == "-11:00" else 27
        asked = {"version": house.version(number), "aware_at": f"2024-10-{day}T{hour:02}:30:00{zone}"}
        house.post("vera", f"/cases/{number}/triage", asked | {"told": "no", "text": "Fjernet."})
        assert house.get("vera", f"/cases/{number}")["clock"]["due_at"] == "2024-10-30T00:30:00.000000Z"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-01-01T00:00:00"])
@pytest.mark.parametrize("field", ["aware_at", "reported_at", "seen_at", "until"])
def test_a_time_nobody_can_mean_is_refused(house, field, moment):
    number = house.case()
    if field == "seen_at":
        path, asked = f"/cases/{number}/evidence", {"text": "I nat.", "obtained": "leader", "visible": "open"}
    elif field == "until":
        path, asked = "/protections", {"kind": "individual", "employee": "a", "citizen": "b", "reason": "threat"}
    else:
        path = f"/cases/{number}/triage"
        asked = {"version": 1, "aware_at": house.now.isoformat(), "told": "no", "text": "Fjernet."}
    who = "dorte" if field == "until" else "vera"
    assert_problem(house.ask(who, "POST", path, asked | {field: moment}), 422, "invalid")


def test_a_report_comes_after_someone_knew(house):
    number = house.case()
    asked = {"version": 1, "aware_at": house.now.isoformat(), "told": "no", "text": "Fjernet."}
    early = asked | {"reported_at": (house.now - timedelta(hours=1)).isoformat()}
    assert_problem(house.ask("vera", "POST", f"/cases/{number}/triage", early), 422, "invalid")


def test_what_people_thought_is_read_beside_what_the_engine_found(house):
    number = house.case()
    item = house.submit(number)
    for who, level in (("ulla", "yellow"), ("anders", "red")):
        own = {"level": level, "text": "Alder og afsnit."}
        house.post(who, f"/cases/{number}/evidence/{item}/assessment", own)
    found = house.get("bo", f"/cases/{number}/evidence/{item}/analysis")
    assert ([each["code"] for each in found["assessments"]], found["own_level"]) == (["yellow", "red"], None)
    assert house.get("ulla", f"/cases/{number}/evidence/{item}/analysis")["own_level"] == "yellow"


def test_a_protection_holds_however_a_number_is_written(house):
    until = (house.now + timedelta(days=30)).isoformat()
    asked = {"kind": "individual", "employee": "MET-01", "citizen": "070539-1234", "reason": "threat", "until": until}
    house.post("dorte", "/protections", asked)
    house.post(
        "dorte",
        "/protections",
        {"kind": "ward", "unit": "P 9", "reason": "threat", "documented_in": "24/7", "until": until},
    )
    for seen in ({"employee": "met-01", "citizen": "0705391234"}, {"employee": "x", "citizen": "y", "unit": "p9"}):
        assert house.post("bo", "/displays", seen)["protected"]


def test_who_was_shown_under_a_code_can_be_known_lawfully(house):
    until = (house.now + timedelta(days=1)).isoformat()
    ward = {"kind": "ward", "unit": "P9", "reason": "ward_risk", "documented_in": "24/1234", "until": until}
    house.post("dorte", "/protections", ward)
    shown = house.post("bo", "/displays", {"employee": "ulla", "citizen": "b-18", "unit": "P9"})["shown_as"]
    code, basis = str(shown).split()[-1], {"basis": "lawful_request"}
    assert_problem(house.ask("bo", "POST", f"/displays/{code}/identity", basis), 403, "forbidden")
    assert house.post("dorte", f"/displays/{code}/identity", basis) == {"employee": "ulla"}
    last = house.get("rie", "/audit?limit=1000")["entries"][-1]
    assert (last["action"], last["detail"]) == ("display_identify", {"basis": "lawful_request", "code": code})
    assert house.get("dorte", "/alerts")["alerts"] == []
    house.later(days=2)
    assert [each["kind"] for each in house.get("dorte", "/alerts")["alerts"]] == ["protection_review"]


@pytest.mark.parametrize(
    "changed", [{"until": "2001-01-01T00:00:00+00:00"}, {"documented_in": None}, {"unit": "Karen Jensen"}]
)
def test_a_protection_that_protects_nobody_is_refused(house, changed):
    until = (house.now + timedelta(days=1)).isoformat()
    ward = {"kind": "ward", "unit": "P9", "reason": "ward_risk", "documented_in": "24/1234", "until": until}
    assert_problem(house.ask("dorte", "POST", "/protections", ward | changed), 422, "invalid")


def test_the_command_tells_which_cases_are_short_of_time(house):
    environment = house.environment()
    none = CliRunner().invoke(app, ["hr", "alerts"], env=environment)
    assert (none.exit_code, none.stdout) == (0, "Ingen sager nærmer sig de 72 timer.\n")
    number = house.case()
    house.walk(number, "triage")
    aware = (house.now - timedelta(hours=66)).isoformat()
    asked = {"version": house.version(number), "aware_at": aware, "told": "unknown", "text": "Fjernet."}
    house.post("vera", f"/cases/{number}/triage", asked)
    said = CliRunner().invoke(app, ["hr", "alerts"], env=environment)
    assert said.exit_code == 1
    assert re.fullmatch(rf"{number}: [56]\.\d timer tilbage af de 72\.\n", said.stdout)
    last = house.get("rie", "/audit?limit=1000")["entries"][-1]
    assert (last["actor"], last["action"]) == ("operator", "alert_list")
