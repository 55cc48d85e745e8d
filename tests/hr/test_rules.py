"""The rules around a case: the road, the 72 hours, protections, holds and erasure, the access review."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from api.cli import app
from api.hr.app import create_app
from api.hr.keys import KeyFileError, write_new
from api.hr.store import Store
from api.hr.tables import Base, Case
from tests.hr.conftest import REASON, House, assert_problem


def test_lawful_speech_ends_the_case_at_once(house):
    number = house.case()
    house.walk(number, "speech_check")
    asked = {"version": house.version(number), "speech": "lawful", "text": "Kritik af normeringen."}
    house.post("ulla", f"/cases/{number}/speech-check", asked)
    closing = {"version": house.version(number), "to": "facts"}
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/state", closing), 409, "not_yet")
    house.move("ulla", number, "closed")
    assert house.get("vera", f"/cases/{number}")["outcome"] == "lawful_speech"


@pytest.mark.parametrize("to", ["triage", "speech_check", "facts", "hearing", "decision", "closed"])
def test_no_step_is_skipped_by_one_person(house, to):
    number = house.case()
    asked = {"version": 1, "to": to}
    if to != "triage":
        assert_problem(house.ask("vera", "POST", f"/cases/{number}/state", asked), 409, "not_yet")
        answer = house.post("vera", f"/cases/{number}/state", asked | REASON)
        assert (answer["result"], answer["state"]) == ("asked", "intake")
        approval = house.get("anders", f"/cases/{number}/approvals")["approvals"][0]
        house.confirm("anders", number, approval["id"])
    else:
        house.move("vera", number, to)
    assert house.get("vera", f"/cases/{number}")["state"] == to


def test_a_skip_that_the_case_has_overtaken_is_refused(house):
    number = house.case()
    house.post("vera", f"/cases/{number}/state", {"version": 1, "to": "facts"} | REASON)
    approval = house.get("anders", f"/cases/{number}/approvals")["approvals"][0]
    house.walk(number, "triage")
    confirmed = house.ask("anders", "POST", f"/cases/{number}/approvals/{approval['id']}/confirm", REASON)
    assert_problem(confirmed, 409, "stale")
    assert house.get("vera", f"/cases/{number}")["state"] == "triage"


def test_a_hearing_without_an_answer_waits_for_its_deadline(house):
    number = house.case()
    house.walk(number, "hearing")
    deadline = (house.now + timedelta(days=7)).isoformat()
    house.post("ulla", f"/cases/{number}/hearing", {"text": "Vi vil høre dig.", "answer_by": deadline})
    asked = {"version": house.version(number), "to": "decision"}
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/state", asked), 409, "not_yet")
    house.later(days=8)
    house.tokens |= {who: house.issuer.token(who, [role]) for who, role in (("ulla", "investigator"),)}
    house.move("ulla", number, "decision")


def test_facts_for_the_employee_come_before_the_hearing(house):
    number = house.case()
    house.walk(number, "facts")
    house.post("ulla", f"/cases/{number}/facts", {"side": "against", "text": "Opslaget var åbent."})
    asked = {"version": house.version(number), "to": "hearing"}
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/state", asked), 409, "not_yet")


def test_a_case_changed_meanwhile_is_not_changed_again(house):
    number = house.case()
    house.walk(number, "triage")
    asked = {"version": 1, "aware_at": house.now.isoformat(), "told": "no", "text": "Fjernet."}
    assert_problem(house.ask("vera", "POST", f"/cases/{number}/triage", asked), 409, "stale")


@pytest.mark.parametrize(("hours", "alert"), [(2, None), (25, 48), (49, 24), (67, 6), (73, 0)])
def test_the_clock_runs_from_when_an_employee_knew(house, hours, alert):
    number = house.case()
    house.walk(number, "triage")
    aware = house.now - timedelta(hours=hours)
    asked = {"version": house.version(number), "aware_at": aware.isoformat(), "told": "unknown", "text": "Fjernet."}
    house.post("vera", f"/cases/{number}/triage", asked)
    clock = house.get("vera", f"/cases/{number}")["clock"]
    assert (clock["alert"], round(clock["hours_left"])) == (alert, 72 - hours)
    listed = [each for each in house.get("ulla", "/alerts")["alerts"] if each["number"] == number]
    assert [each["alert"] for each in listed] == ([] if alert is None else [alert])
    assert house.get("otto", "/alerts")["alerts"] == []
    reported = asked | {"version": house.version(number), "reported_at": house.now.isoformat()}
    house.post("vera", f"/cases/{number}/triage", reported)
    assert house.get("ulla", "/alerts")["alerts"] == []


def test_an_individual_protection_hides_one_name_from_one_citizen_for_a_time(house):
    until = (house.now + timedelta(days=30)).isoformat()
    asked = {"kind": "individual", "employee": "mette", "citizen": "b-17", "reason": "threat", "until": until}
    seen = {"employee": "mette", "citizen": "b-17"}
    assert house.post("bo", "/displays", seen) == {"protected": False, "shown_as": None}
    house.post("dorte", "/protections", asked)
    assert house.post("bo", "/displays", seen)["shown_as"].startswith("Medarbejder ")
    assert not house.post("bo", "/displays", seen | {"citizen": "b-18"})["protected"]
    assert not house.post("bo", "/displays", seen | {"employee": "ulla"})["protected"]
    house.later(days=31)
    house.tokens["bo"] = house.issuer.token("bo", ["decision_maker"])
    assert not house.post("bo", "/displays", seen)["protected"]


def test_a_wards_protection_holds_for_all_there_until_it_is_ended(house):
    until = (house.now + timedelta(days=1)).isoformat()
    asked = {"kind": "ward", "unit": "P9", "reason": "ward_risk", "documented_in": "24/1234", "until": until}
    made = house.post("dorte", "/protections", asked)
    seen = {"employee": "ulla", "citizen": "b-18", "unit": "P9"}
    house.later(days=2)
    assert house.post("bo", "/displays", seen)["protected"]
    assert not house.post("bo", "/displays", seen | {"unit": "P8"})["protected"]
    house.post("dorte", f"/protections/{made['id']}/end")
    assert not house.post("bo", "/displays", seen)["protected"]


def _closed(house: House) -> str:
    number = house.case()
    house.submit(number)
    house.walk(number, "closed")
    return number


def test_an_erased_case_is_gone_and_the_log_still_holds(house):
    number = _closed(house)
    assert_problem(house.ask("bo", "POST", f"/cases/{number}/erasure", REASON), 409, "not_yet")
    house.later(days=61 * 31)
    house.post("rie", "/audit/checkpoints")
    assert house.get("dorte", "/disposals")["disposals"][0]["number"] == number
    hold = house.post("bo", f"/cases/{number}/hold", REASON)["approval"]
    house.confirm("dorte", number, hold)
    assert house.get("dorte", "/disposals")["disposals"] == []
    assert_problem(house.ask("bo", "POST", f"/cases/{number}/erasure", REASON), 409, "on_hold")
    release = house.post("dorte", f"/cases/{number}/release", REASON)["approval"]
    house.confirm("bo", number, release)
    erasure = house.post("bo", f"/cases/{number}/erasure", REASON)["approval"]
    house.confirm("dorte", number, erasure)
    for who in ("bo", "dorte", "ulla", "mette"):
        assert_problem(house.ask(who, "GET", f"/cases/{number}"), 404, "not_found")
    with Store(house.database) as store, store.transaction() as session:
        for table in Base.metadata.tables.values():
            if "case_id" in table.columns:
                assert session.execute(select(table)).all() == [], table.name
    assert house.verify() == []


def test_nothing_is_disposed_of_unless_it_is_turned_on(house):
    number = _closed(house)
    environment = house.environment()
    refused = CliRunner().invoke(app, ["hr", "dispose"], env=environment)
    assert (refused.exit_code, refused.stdout) == (2, "")
    environment["TAVSHEDSTJEK_HR_AUTOMATIC_DISPOSAL"] = "true"
    with Store(house.database) as store:
        with store.transaction() as session:
            session.scalars(select(Case)).one().closed_at = "2001-01-01T00:00:00.000000Z"
        assert (
            CliRunner().invoke(app, ["hr", "dispose"], env=environment).stdout == "1 sager er slettet efter planen.\n"
        )
    assert_problem(house.ask("bo", "GET", f"/cases/{number}"), 404, "not_found")
    assert house.verify() == []


def test_keys_rotate_without_loss(database, tmp_path):
    house = House(tmp_path, database)
    with house.open():
        number = house.case()
        item = house.submit(number)
        before = house.get("ulla", f"/cases/{number}/evidence/{item}")
    assert (
        CliRunner().invoke(app, ["hr", "rotate"], env=house.environment()).stdout
        == "Ny hovednøgle. 1 sagsnøgler er pakket om.\n"
    )
    with house.open():
        assert house.get("ulla", f"/cases/{number}/evidence/{item}") == before
    assert house.verify() == []


def test_a_rotation_is_logged_and_one_that_was_cut_off_does_no_harm(tmp_path):
    house = House(tmp_path, f"sqlite:///{tmp_path}/hr.db")
    with house.open():
        house.case("ulla")
    (tmp_path / "keys.new").write_text("half of it")
    assert CliRunner().invoke(app, ["hr", "rotate"], env=house.environment()).exit_code == 0
    with house.open():
        last = house.get("rie", "/audit?limit=1000")["entries"][-1]
        assert (last["actor"], last["action"], last["detail"]) == ("operator", "keys_rotate", {"cases": 1})
    assert [path.name for path in tmp_path.glob("keys*")] == ["keys.json"]


def test_keys_that_cannot_open_the_cases_are_a_start_up_error(tmp_path):
    house = House(tmp_path, f"sqlite:///{tmp_path}/hr.db")
    with house.open():
        house.case("ulla")
    house.keys.unlink()
    write_new(house.keys)
    with pytest.raises(KeyFileError):
        create_app(house.settings())


def test_the_network_is_used_only_on_a_legal_basis_that_stays_with_its_findings(tmp_path):
    basis = "Databeskyttelseslovens § 12, besluttet den 1. november"
    with House(tmp_path, f"sqlite:///{tmp_path}/hr.db").open(full_mode_basis=basis) as house:
        number = house.case("ulla", "bo")
        item = house.submit(number)
        found = house.get("bo", f"/cases/{number}/evidence/{item}/analysis")["analysis"]
        assert (found["model"]["mode"], found["full_mode_basis"]) == ("full", basis)


def test_an_overdue_review_stops_new_access(house):
    number = house.case("ulla", "bo", "dorte")
    house.get("dorte", f"/cases/{number}")
    house.later(days=183)
    asked = {"person": "anders", "role": "second_reader"}
    assert_problem(house.ask("vera", "POST", f"/cases/{number}/assignments", asked), 409, "review_overdue")
    assert_problem(house.ask("rie", "POST", "/access-review"), 409, "not_yet")
    drawn = house.get("rie", "/access-review")
    assert drawn["overdue"]
    assert len(drawn["access"]) == 4
    assert [each["action"] for each in drawn["lookups"]] == ["case_read"]
    assert len(drawn["without_progress"]) == 1
    assert drawn["of"] == {"lookups": 1, "without_progress": 1}
    house.later(days=31)
    assert_problem(house.ask("rie", "POST", "/access-review"), 409, "not_yet")
    house.get("rie", "/access-review")
    house.post("rie", "/access-review")
    house.post("vera", f"/cases/{number}/assignments", asked)


def test_the_schema_goes_up_and_down(database, tmp_path):
    from sqlalchemy import inspect

    with Store(House(tmp_path, database).owner) as store:
        store.migrate()
        made = {
            name: {c["name"] for c in inspect(store.engine).get_columns(name)}
            for name in inspect(store.engine).get_table_names()
        }
        del made["alembic_version"]
        assert made == {name: set(table.columns.keys()) for name, table in Base.metadata.tables.items()}
        store.migrate("base")
        assert inspect(store.engine).get_table_names() == ["alembic_version"]
        store.migrate()


def test_no_field_anywhere_for_guilt_sanction_mood_or_a_persons_score(house):
    described = house.client.get("/openapi.json").json()["components"]["schemas"]
    columns = [column.name for table in Base.metadata.tables.values() for column in table.columns]
    fields = [name for schema in described.values() for name in schema.get("properties", {})]
    codes = (Path(__file__).parents[2] / "data/hr/codes.toml").read_text()
    for word in ("guilt", "sanction", "punish", "mood", "sentiment", "score", "risk"):
        assert not any(word in name for name in (*columns, *fields)), word
    assert "skyldig" not in codes
