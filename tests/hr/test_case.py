"""A whole case over HTTP, with separate people, a restart in the middle, on both databases."""

import io
import json
import zipfile
from hashlib import sha256

from tests.hr.conftest import House, assert_problem


def test_a_case_from_the_first_post_to_its_end(database, tmp_path):
    house = House(tmp_path, database)
    with house.open():
        number = house.case()
        house.walk(number, "facts")
        item = house.submit(number)
        shown = house.get("ulla", f"/cases/{number}/evidence/{item}")
        assert shown["text"] == "[TIME] [DIAGNOSIS] [PATIENT_REF] på [AGE] år på [WARD]. Hendes cpr-nummer er [CPR]."
        assert_problem(house.ask("ulla", "GET", f"/cases/{number}/evidence/{item}/analysis"), 409, "own_first")
        house.post(
            "ulla", f"/cases/{number}/evidence/{item}/assessment", {"level": "red", "text": "Alder, afsnit og nat."}
        )
        found = house.get("ulla", f"/cases/{number}/evidence/{item}/analysis")
        assert (found["own_level"], found["analysis"]["level"]) == ("red", "red")
        assert found["analysis"]["model"]["mode"] == "rules"
    with house.open():  # everything is there after a restart
        assert house.get("ulla", f"/cases/{number}")["state"] == "facts"
        house.post("ulla", f"/cases/{number}/facts", {"side": "for", "text": "Hun havde lige haft tre nattevagter."})
        house.post("ulla", f"/cases/{number}/facts", {"side": "against", "text": "Opslaget kunne ses af 40."})
        house.move("ulla", number, "hearing")
        deadline = house.now.replace(year=house.now.year + 1).isoformat()
        house.post("ulla", f"/cases/{number}/hearing", {"text": "Vi vil høre dig.", "answer_by": deadline})
        asked = house.ask(
            "ulla", "POST", f"/cases/{number}/state", {"version": house.version(number), "to": "decision"}
        )
        assert_problem(asked, 409, "not_yet")
        house.post("tina", f"/cases/{number}/reply", {"text": "Mette mener, at ingen kunne genkendes."})
        house.move("ulla", number, "decision")
        house.post(
            "bo",
            f"/cases/{number}/decision",
            {"version": house.version(number), "outcome": "breach_handled", "text": "Vi underretter patienten."},
        )
        house.move("bo", number, "closed")
        made = house.ask("mette", "POST", f"/cases/{number}/export")
        assert made.status_code == 200
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(files.pop("manifest.json"))
        assert manifest == {name: sha256(content).hexdigest() for name, content in files.items()}
        assert files["sag.pdf"].startswith(b"%PDF")
        case = json.loads(files["sag.json"])
        kinds = [record["kind"] for record in case["records"]]
        assert kinds == ["triage", "speech", "fact", "fact", "hearing", "reply", "decision"]
        assert [record["code"] for record in case["records"] if record["kind"] == "fact"] == ["for", "against"]
        assert "070539" not in files["sag.json"].decode()
        assert {each["action"] for each in case["openings"]} >= {"evidence_write", "analysis_read", "case_read"}
        assert house.verify() == []
