"""What a case holds: masked when shown, unmasked by two for minutes, sealed at rest, in no log, error or metric."""

from __future__ import annotations

import io
import json
import logging
from base64 import b64encode
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import inspect, text

from api.hr.store import Store
from models.checker import Checker
from tests.hr.conftest import CAST, POST, REASON, House, assert_problem

CPR = "070539-1234"
BASIS = {"basis": "notify_patient", "reason": "Patienten skal have besked."}


def picture(form: str = "JPEG") -> str:
    """A picture with a place, a comment and a thumbnail's worth of metadata."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = "KANARIE i metadata"
    exif[0x8825] = {1: "N", 2: (56.0, 9.0, 0.0)}
    Image.new("RGB", (8, 8), "red").save(out, form, exif=exif)
    return b64encode(out.getvalue()).decode()


def test_patient_data_is_masked_for_everyone_until_two_agree(house):
    number = house.case()
    house.walk(number, "hearing")
    item = house.submit(number)
    for who in ("ulla", "anders", "bo", "dorte", "mette", "tina"):
        assert CPR not in house.get(who, f"/cases/{number}/evidence/{item}")["text"]
        assert CPR not in json.dumps(house.get(who, f"/cases/{number}/evidence"))
        there = house.ask(who, "GET", f"/cases/{number}/items/{item}/unmasked")
        assert_problem(there, 403, "not_unmasked" if who in ("ulla", "anders", "bo", "dorte") else "forbidden")
    approval = house.post("ulla", f"/cases/{number}/items/{item}/unmask", BASIS)["approval"]
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/approvals/{approval}/confirm", REASON), 403, "forbidden")
    assert house.get("anders", f"/cases/{number}/approvals")["approvals"][0]["code"] == "notify_patient"
    assert_problem(house.ask("ulla", "GET", f"/cases/{number}/items/{item}/unmasked"), 403, "not_unmasked")
    house.confirm("anders", number, approval)
    assert house.get("ulla", f"/cases/{number}/items/{item}/unmasked")["text"] == POST
    # Only the one who asked, only that item, only for minutes; and everywhere else it stays masked.
    assert_problem(house.ask("anders", "GET", f"/cases/{number}/items/{item}/unmasked"), 403, "not_unmasked")
    assert CPR not in house.get("ulla", f"/cases/{number}/evidence/{item}")["text"]
    house.later(minutes=16)
    assert_problem(house.ask("ulla", "GET", f"/cases/{number}/items/{item}/unmasked"), 403, "not_unmasked")


def test_who_asks_cannot_confirm(house):
    number = house.case()
    item = house.submit(number)
    approval = house.post("anders", f"/cases/{number}/items/{item}/unmask", BASIS)["approval"]
    assert_problem(
        house.ask("anders", "POST", f"/cases/{number}/approvals/{approval}/confirm", REASON), 409, "second_person"
    )


def test_words_the_rules_missed_are_masked_by_hand_everywhere(house):
    number = house.case()
    item = house.submit(number, "Tanten kom igen.")
    assert "Tanten" in house.get("bo", f"/cases/{number}/evidence/{item}")["text"]
    house.post("ulla", f"/cases/{number}/masks", {"words": "TANTEN"})
    assert house.get("bo", f"/cases/{number}/evidence/{item}")["text"] == "[SKJULT] kom igen."


def test_what_people_write_is_masked_too(house):
    number = house.case()
    house.walk(number, "facts")
    house.post("ulla", f"/cases/{number}/facts", {"side": "neutral", "text": f"Nummeret {CPR} stod i opslaget."})
    assert CPR not in json.dumps(house.get("bo", f"/cases/{number}/records"))


def test_the_analysis_is_the_rules_own_and_can_be_made_again(house):
    number = house.case()
    item = house.submit(number)
    found = house.get("bo", f"/cases/{number}/evidence/{item}/analysis")["analysis"]
    again = Checker(mode="rules").check(POST)
    assert found["level"] == again.level
    assert [(e["type"], e["start"], e["end"]) for e in found["entities"]] == [
        (e.type, e.start, e.end) for e in again.entities
    ]
    assert found["model"] == again.model
    assert {"score", "advice", "rewrite", "text"} & found.keys() == set()
    assert CPR not in json.dumps(found)


def test_the_same_post_twice_is_one_piece_of_evidence_and_never_across_cases(house):
    first, second = house.case(), house.case()
    assert house.submit(first) == house.submit(first)
    assert house.submit(first) != house.submit(second)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_pixels_and_nothing_else(house, form):
    number = house.case()
    asked = {"picture": picture(form), "obtained": "patient", "visible": "open"}
    item = house.post("ulla", f"/cases/{number}/evidence", asked)["id"]
    assert "picture" not in house.get("ulla", f"/cases/{number}/evidence/{item}")
    approval = house.post("ulla", f"/cases/{number}/items/{item}/unmask", BASIS)["approval"]
    house.confirm("anders", number, approval)
    from base64 import b64decode

    raw = b64decode(str(house.get("ulla", f"/cases/{number}/items/{item}/unmasked")["picture"]))
    with Image.open(io.BytesIO(raw)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif()), shown.info) == ("PNG", (8, 8), {}, {})
    assert b"KANARIE" not in raw


@pytest.mark.parametrize("broken", ["", "ikke base64!", b64encode(b"GIF89a").decode(), picture()[:60]])
def test_what_is_no_picture_is_refused(house, broken):
    number = house.case()
    asked = {"picture": broken, "obtained": "patient", "visible": "open"}
    assert_problem(house.ask("ulla", "POST", f"/cases/{number}/evidence", asked), 422, "bad_picture")


@pytest.mark.parametrize("unit", ["070539-1234", "Karen Jensen", "fru Hansen M5", "M5 41412345"])
def test_metadata_refuses_numbers_and_names(house, unit):
    asked = {"purpose": "breach", "legal_basis": "dbl_12", "unit": unit, "subject": {"person": "mette"}}
    response = house.ask("vera", "POST", "/cases", asked)
    assert_problem(response, 422, "invalid")
    assert unit not in response.text


def test_the_name_is_seen_with_a_reason_that_stays(house):
    number = house.case()
    house.walk(number, "hearing")
    asked = {"basis": "hearing", "reason": "Hun skal indkaldes til et møde."}
    assert house.post("bo", f"/cases/{number}/identity", asked) == {"person": "mette", "name": "Mette Prøve"}
    kinds = {(each["kind"], each["code"]) for each in house.get("mette", f"/cases/{number}/records")["records"]}
    assert ("identity", "hearing") in kinds


def test_pseudonyms_hold_in_one_case_and_tell_nothing_across(house):
    first, second = house.case(), house.case()
    shown = [house.get(who, f"/cases/{number}")["employee"] for number in (first, second) for who in ("ulla", "bo")]
    assert shown[0] == shown[1] != shown[2] == shown[3]


def test_content_is_in_no_log_error_metric_file_or_column_in_clear(database, tmp_path, caplog, capfd):
    canaries = ["KANARIEFUGL", CPR, "Mette Prøve", "kanarie-person", "Kanariegrund"]
    caplog.set_level(logging.DEBUG)
    house = House(tmp_path, database)
    with house.open():
        number = house.case()
        house.walk(number, "facts")
        item = house.submit(number, f"KANARIEFUGL {POST}")
        house.post("ulla", f"/cases/{number}/facts", {"side": "for", "text": "KANARIEFUGL og 070539-1234 var der."})
        house.post("ulla", f"/cases/{number}/masks", {"words": "KANARIEFUGL"})
        house.post(
            "ulla", f"/cases/{number}/items/{item}/unmask", {"basis": "verify_breach", "reason": "Kanariegrund her."}
        )
        house.post("vera", f"/cases/{number}/assignments", {"person": "kanarie-person", "role": "dpo"})
        house.post("otto", f"/cases/{number}/break-glass", {"reason": "Kanariegrund igen."})
        seen = []
        for who in CAST:
            for path in (
                "",
                "/records",
                "/evidence",
                f"/evidence/{item}",
                f"/items/{item}/unmasked",
                "/approvals",
                "/openings",
            ):
                seen.append(house.ask(who, "GET", f"/cases/{number}{path}").text)
        for body in ({"text": "KANARIEFUGL", "KANARIEFUGL": 1}, {"side": "KANARIEFUGL"}, "KANARIEFUGL", {"text": 1}):
            seen.append(house.ask("ulla", "POST", f"/cases/{number}/facts", body).text)
        seen.append(house.ask("ulla", "GET", "/KANARIEFUGL").text)
        seen.append(house.ask("ulla", "GET", "/cases?state=KANARIEFUGL").text)
        seen.append(house.client.get("/metrics").text)
        seen.append(house.get("rie", "/audit?limit=1000").__repr__())
        # The client of the test logs what it asks for; everything else counts, the database library included.
        logged = "\n".join(f"{r.name} {r.getMessage()} {r.exc_text}" for r in caplog.records if r.name != "httpx2")
        assert "tavshedstjek.hr" in logged
        seen += [_all_columns(database), logged, *capfd.readouterr()]
        on_disk = [p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()]
    for canary in canaries:
        reasons = canary == "Kanariegrund"  # the five who may see what waits for a second person read why
        assert [canary in each for each in seen].count(True) == (5 if reasons else 0), canary
        assert not any(canary.encode() in raw for raw in on_disk), canary
    assert number not in logged


def _all_columns(database: str) -> str:
    """Everything that is in the database, as its owner can read it."""
    with Store(database) as store, store.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return "".join(repr(row) for name in names for row in connection.execute(text(f"SELECT * FROM {name}")))


def test_a_place_in_the_store_cannot_be_taken_by_another_content(house):
    number = house.case()
    first, second = house.submit(number), house.submit(number, "I går var der stille.")
    with Store(house.owner) as store, store.engine.begin() as connection:
        swap = text("UPDATE evidence SET content=(SELECT content FROM evidence WHERE id=:b) WHERE id=:a")
        connection.execute(swap, {"a": first, "b": second})
    assert house.ask("ulla", "GET", f"/cases/{number}/evidence/{first}").status_code == 500


def test_temporary_files_are_not_used(house, tmp_path, monkeypatch):
    import tempfile

    empty = tmp_path / "tmp"
    empty.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(empty))
    number = house.case()
    house.walk(number, "hearing")
    house.submit(number)
    house.ask("mette", "POST", f"/cases/{number}/export")
    assert list(Path(empty).iterdir()) == []
