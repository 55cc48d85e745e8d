"""Many at once, and power cuts: nothing acknowledged is lost, and the chain holds."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from tests.hr.conftest import House

ROOT = Path(__file__).parents[2]


def test_fifty_clients_on_one_case_lose_nothing(house):
    number = house.case()
    house.walk(number, "facts")
    before = house.version(number)
    # The people are many too: each thread's first request makes its person.
    for each in range(50):
        house.tokens[f"p{each}"] = house.issuer.token(f"p{each}", ["investigator"])

    def work(each: int) -> tuple[int, int, int]:
        wrote = house.ask(
            "ulla", "POST", f"/cases/{number}/facts", {"side": "neutral", "text": f"Nummer {each} i rækken."}
        )
        moved = house.ask(
            "bo",
            "POST",
            f"/cases/{number}/state",
            {"version": before, "to": "closed", "reason": "Prøve af samtidighed."},
        )
        denied = house.ask(f"p{each}", "GET", f"/cases/{number}")
        return wrote.status_code, moved.status_code, denied.status_code

    with ThreadPoolExecutor(50) as pool:
        answers = [*pool.map(work, range(50))]
    assert {each[0] for each in answers} == {201}
    assert sorted(each[1] for each in answers) == [202, *[409] * 49]
    assert {each[2] for each in answers} == {404}
    facts = [each for each in house.get("bo", f"/cases/{number}/records")["records"] if each["kind"] == "fact"]
    assert len(facts) == 50
    assert house.verify() == []


def _start(house: House) -> tuple[subprocess.Popen[bytes], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve-hr", "--port", "0"],
        cwd=ROOT,
        env=os.environ | house.environment() | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    return process, process.stdout.readline().decode().split()[-1]


@pytest.mark.parametrize("times", [int(os.environ.get("TAVSHEDSTJEK_KILLS", "2"))])
def test_nothing_acknowledged_is_lost_when_the_service_is_killed(database, tmp_path, times):
    house = House(tmp_path, database)
    with house.open():
        number = house.case()
        house.walk(number, "facts")
    headers = {"authorization": f"Bearer {house.tokens['ulla']}"}
    kept: set[str] = set()
    for _ in range(times):
        process, url = _start(house)

        def write(client: httpx2.Client, process: subprocess.Popen[bytes] = process) -> None:
            with suppress(httpx2.TransportError):
                while True:
                    answer = client.post(
                        f"/v1/cases/{number}/facts", json={"side": "for", "text": "Et faktum."}, headers=headers
                    )
                    assert answer.status_code == 201
                    kept.add(answer.json()["id"])
                    if len(kept) % 25 == 20:
                        process.send_signal(signal.SIGKILL)

        with ThreadPoolExecutor(4) as pool, httpx2.Client(base_url=url, timeout=30) as client:
            for done in [pool.submit(write, client) for _ in range(4)]:
                done.result()
        process.wait()
        process.stdout.close()
        assert house.verify() == []
    with house.open():
        there = {each["id"] for each in house.get("bo", f"/cases/{number}/records")["records"]}
    assert kept <= there
    assert len(kept) >= 20
