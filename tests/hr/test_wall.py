"""Nothing of the checker that people use before they post reaches this service, and nothing of this one reaches it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from api.check.settings import Settings as CheckSettings
from api.hr.settings import Settings
from tests.api.conftest import serving
from tests.hr.conftest import House

ROOT = Path(__file__).parents[2]


def _modules(module: str) -> set[str]:
    code = f"import sys, {module}; print(*[m for m in sys.modules if m.startswith('api.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(done.stdout.split())


def test_neither_application_loads_the_other():
    assert not [each for each in _modules("api.hr.serve") if each.startswith("api.check")]
    assert not [each for each in _modules("api.serve") if each.startswith("api.hr")]


def test_what_they_share_keeps_nothing():
    shared = (ROOT / "api/http").glob("*.py")
    for file in shared:
        for word in ("sqlalchemy", "sqlite", "open(", "write_text", "write_bytes", "getLogger(__name__)"):
            assert word not in file.read_text(), (file.name, word)


def test_no_setting_of_one_is_a_setting_of_the_other(monkeypatch, tmp_path):
    own = {f"TAVSHEDSTJEK_HR_{name.upper()}" for name in Settings.model_fields}
    other = {f"TAVSHEDSTJEK_{name.upper()}" for name in CheckSettings.model_fields}
    assert not own & other


def test_they_draw_no_identifier_or_key_from_one_place(tmp_path):
    house = House(tmp_path, f"sqlite:///{tmp_path}/hr.db")
    files = set(tmp_path.rglob("*"))
    with house.open(), serving() as check:
        number = house.case()
        answer = check.client.post("/v1/check", json={"text": "I nat på M5"}, headers={"X-Request-ID": number})
        ours = {house.ask("ulla", "GET", f"/cases/{number}").headers["x-request-id"]}
        theirs = {answer.headers["x-request-id"]}
        assert not ours & theirs
        # A token of one opens nothing of the other, and asking one leaves no trace at the other.
        before = house.get("rie", "/audit")["total"]
        said = check.client.get("/v1/model", headers={"authorization": f"Bearer {house.tokens['ulla']}"}).text
        assert number not in said
        assert house.get("rie", "/audit")["total"] == before + 1
        written = check.stop()
    assert number not in written
    assert {p.name for p in tmp_path.rglob("*")} - {p.name for p in files} <= {"hr.db", "hr.db-wal", "hr.db-shm"}
