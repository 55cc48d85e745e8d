"""A run that was killed goes on where it stopped, and comes to what an unbroken one comes to, byte by byte."""

import json

import pytest

from api.scan.formats import open_table
from api.scan.problems import ScanError
from api.scan.runner import scan
from api.scan.store import FOLDER, Store
from api.scan.work import CHUNK_CHARACTERS, CHUNK_ROWS, chunks
from tests.api.scan.conftest import Interrupted, call, request, run, titles, without_run, write_table

ROWS = 5 * CHUNK_ROWS + 3
COMMAND = ("--column", "titel", "--masked", "--workers", 2)


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return titles(tmp_path_factory.mktemp("source") / "sager.csv", ROWS)


@pytest.fixture(scope="module")
def unbroken(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("unbroken")
    run(source, folder)
    return without_run(folder)


def parts(out):
    return sorted((out / FOLDER).glob("part-*.json"))


def test_after_kill_9_the_same_command_goes_on(source, unbroken, tmp_path):
    out = tmp_path / "ud"
    interrupted = Interrupted(source, out, 2 * CHUNK_ROWS)
    interrupted.kill()
    kept = {path: path.stat().st_mtime_ns for path in parts(out)}
    assert 2 <= len(kept) < 6
    assert [path.name for path in out.iterdir()] == [FOLDER]
    # What a crash in the middle of writing leaves, and what a failing disk does.
    (out / FOLDER / "part-000000005.json.tmp").write_bytes(b'{"chunk": 5, "ro')
    damaged = next(iter(kept))
    damaged.write_bytes(damaged.read_bytes()[:40])

    progress = []
    scan(request(source, out), lambda done, likely: progress.append(done))
    assert progress[0] == CHUNK_ROWS * (len(kept) - 1), "what was done is not done again"
    assert progress[-1] == ROWS
    assert without_run(out) == unbroken
    assert json.loads((out / "report.json").read_bytes())["run"]["rows"] == ROWS - progress[0]


def test_the_command_itself_goes_on_after_kill_9(source, unbroken, tmp_path):
    out = tmp_path / "ud"
    Interrupted(source, out, CHUNK_ROWS).kill()
    assert parts(out)
    done = call(source, *COMMAND, "--out", out)
    assert (done.returncode, done.stderr[:10]) == (0, "Går videre")
    assert without_run(out) == unbroken
    assert not (out / FOLDER).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--column", "titel"), "Mappen har en halv scanning med andre valg"),
        (("--column", "id", "--masked"), "Mappen har en halv scanning med andre valg"),
        (("--column", "titel", "--masked", "--no-examples"), "Mappen har en halv scanning med andre valg"),
        (("--column", "titel", "--masked", "--encoding", "latin-1"), "Mappen har en halv scanning med andre valg"),
        (("--column", "titel", "--masked", "--mode", "full"), "Den halve scanning i mappen er lavet med en anden"),
    ],
)
def test_other_options_are_refused_and_nothing_is_lost(halfway, arguments, said):
    file, out = halfway
    before = {path: path.read_bytes() for path in (out / FOLDER).iterdir()}
    done = call(file, *arguments, "--out", out)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert {path: path.read_bytes() for path in (out / FOLDER).iterdir()} == before


@pytest.fixture(scope="module")
def halfway(tmp_path_factory):
    """A file, and the folder of a run on it that was stopped."""
    folder = tmp_path_factory.mktemp("halfway")
    file = titles(folder / "sager.csv", 2 * CHUNK_ROWS)

    def stop(done, likely):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scan(request(file, folder / "ud"), stop)
    return file, folder / "ud"


def test_a_changed_file_is_refused_until_restart(halfway, tmp_path):
    file, out = halfway
    with file.open("a", encoding="utf-8") as appended:
        appended.write("999;Ny sag\n")
    with pytest.raises(ScanError, match="source_changed"):
        run(file, out)
    fresh = run(file, tmp_path / "ny")
    restarted = call(file, *COMMAND, "--out", out, "--restart")
    assert restarted.returncode == 0
    assert restarted.stderr == ""
    assert without_run(out) == without_run(tmp_path / "ny")
    assert fresh.totals.rows == 2 * CHUNK_ROWS + 1


def test_a_file_that_changes_meanwhile_makes_no_report(tmp_path):
    file = titles(tmp_path / "sager.csv", 3)

    def grow(done, likely):
        if done:
            file.write_text(file.read_text("utf-8") + "4;Ny sag\n", "utf-8")

    with pytest.raises(ScanError, match="changed_meanwhile"):
        scan(request(file, tmp_path / "ud"), grow)
    assert [path.name for path in (tmp_path / "ud").iterdir()] == [FOLDER]


def test_two_runs_do_not_share_a_folder(tmp_path):
    manifest = {"source": 1, "engine": 1}
    with (
        Store(tmp_path, manifest, restart=False),
        pytest.raises(ScanError, match="busy"),
        Store(tmp_path, manifest, restart=True),
    ):
        pass


def test_a_missing_part_is_noticed(tmp_path):
    with Store(tmp_path, {"source": 1, "engine": 1}, restart=False) as store:
        for number, first, last in ((0, 1, False), (1, 11, True)):
            store.keep(number, json.dumps({"chunk": number, "first": first, "rows": 10, "last": last}).encode())
        assert [part["chunk"] for part in store.parts()] == [0, 1]
        for missing in parts(tmp_path):
            raw = missing.read_bytes()
            missing.unlink()
            with pytest.raises(ScanError, match="incomplete"):
                list(store.parts())
            missing.write_bytes(raw)


@pytest.mark.parametrize("rows", [1, CHUNK_ROWS - 1, CHUNK_ROWS, CHUNK_ROWS + 1, 2 * CHUNK_ROWS])
def test_chunks_hold_every_row_once_and_say_which_is_last(tmp_path, rows):
    made = list(chunks(open_table(titles(tmp_path / "a.csv", rows), request("", "").wanted)))
    assert [chunk.number for chunk in made] == list(range(len(made)))
    assert [chunk.last for chunk in made] == [False] * (len(made) - 1) + [True]
    assert sum(len(chunk.rows) for chunk in made) == rows
    assert [chunk.first for chunk in made] == [1 + i * CHUNK_ROWS for i in range(len(made))]


def test_long_texts_make_chunks_of_fewer_rows(tmp_path):
    file = write_table(tmp_path / "a.jsonl", [{"titel": "a" * (CHUNK_CHARACTERS // 4)}] * 10)
    made = list(chunks(open_table(file, request("", "").wanted)))
    assert [len(chunk.rows) for chunk in made] == [4, 4, 2]
