"""Ray, a real local cluster of two workers: the same result as the engine of one machine, and as silent."""

import json
from pathlib import Path

from api.scan.work import CHUNK_ROWS
from tests.api.scan.conftest import Interrupted, call, run, titles, without_run

CANARY = "Zkanarifugl"
MEMORY = Path("/dev/shm")
ROWS = 4 * CHUNK_ROWS + 5


def test_ray_comes_to_what_one_machine_comes_to_and_goes_on_with_what_it_began(tmp_path):
    file = titles(tmp_path / "sager.csv", ROWS)
    with file.open("a", encoding="utf-8") as appended:
        appended.write(f"9;{CANARY};x\n")
    run(file, tmp_path / "local")
    Interrupted(file, tmp_path / "ray", CHUNK_ROWS).kill()
    before = set(MEMORY.glob("*"))
    done = call(
        file, "--column", "titel", "--masked", "--workers", 2, "--engine", "ray", "--out", tmp_path / "ray"
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Rækker, vi ikke kunne tjekke: 1." in done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert without_run(tmp_path / "ray") == without_run(tmp_path / "local")
    went = json.loads((tmp_path / "ray/report.json").read_bytes())["run"]
    assert (went["engine"], went["workers"]) == ("ray", 2)
    assert 0 < went["rows"] <= ROWS - CHUNK_ROWS + 1
    assert set(MEMORY.glob("*")) <= before, "Ray's own files are gone"
