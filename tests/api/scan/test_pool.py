"""Workers are real processes; when one dies its chunk is tried once more, then the run stops and says where."""

import sys
from functools import partial

import pytest

from api.scan.pool import run_local
from api.scan.problems import ScanError
from api.scan.work import Chunk
from tests.api.scan import dying

CANARY = "Zkanarifugl"


def chunks(count=5):
    return [Chunk(i, 10 * i + 1, ((CANARY,),) * 10, last=i == count - 1) for i in range(count)]


def test_the_chunk_of_a_worker_that_died_is_tried_once_more(tmp_path):
    done = list(run_local(partial(dying.dies, str(tmp_path), False), chunks(), 2))
    assert sorted((each.number, each.rows, each.part) for each in done) == [(i, 10, b"%d" % i) for i in range(5)]
    assert {path.name for path in tmp_path.iterdir()} == {"0-0", "1-0", "2-0", "2-1", "3-0", "4-0"}


def test_a_chunk_that_kills_two_workers_stops_the_run_and_is_named(tmp_path):
    done = []
    with pytest.raises(ScanError) as stopped:
        done.extend(run_local(partial(dying.dies, str(tmp_path), True), chunks(), 1))
    assert "21-30" in stopped.value.told()
    assert stopped.value.code == 1
    assert (tmp_path / "2-1").exists()
    assert not (tmp_path / "2-2").exists()


def test_what_was_done_before_a_worker_died_is_handed_over_first(tmp_path):
    run = run_local(partial(dying.dies, str(tmp_path), True), chunks(), 1)
    assert [next(run).number, next(run).number] == [0, 1]
    with pytest.raises(ScanError):
        next(run)


@pytest.mark.parametrize("make", [dying.fails, dying.cannot_start])
def test_an_error_in_a_worker_is_told_without_its_message(make, capfd):
    with pytest.raises(ScanError) as stopped:
        list(run_local(make, chunks(1), 1))
    assert "1-10" in stopped.value.told()
    assert "dying.py" in stopped.value.told()
    assert CANARY not in stopped.value.told() + "".join(capfd.readouterr())


def test_no_more_chunks_are_taken_than_there_are_workers():
    taken = []
    run = run_local(dying.modules, (taken.append(chunk.number) or chunk for chunk in chunks(9)), 2)
    for number in range(9):
        next(run)
        assert len(taken) <= number + 1 + 2
    assert next(run, None) is None


@pytest.mark.skipif(sys.platform == "win32", reason="there are no core files")
def test_workers_leave_no_core_files():
    assert [each.part for each in run_local(dying.core_limit, chunks(1), 1)] == [b"0 0"]


def test_workers_load_no_server_and_no_ray():
    [done] = run_local(dying.modules, chunks(1), 1)
    assert not set(done.part.decode().split()) & {"fastapi", "uvicorn", "ray", "pyarrow", "openpyxl", "training"}
