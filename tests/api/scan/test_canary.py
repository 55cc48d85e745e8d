"""The original text is in no output, part, temporary file, log or error: while a run goes on, when it is killed, and when it is done."""

import zipfile
from pathlib import Path

import pytest

from api.scan.store import FOLDER
from api.scan.work import CHUNK_ROWS
from tests.api.scan.conftest import Interrupted, call, read_table, run, write_table

WORD = "Zkanarifugl"
CPR = "311299-4321"
ROWS = 2 * CHUNK_ROWS + 2


def files_below(folder: Path, but: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path != but}


def assert_silent(found: dict[Path, bytes], canary: str) -> None:
    assert found
    assert not [path for path, raw in found.items() if canary.encode() in raw or canary in path.name]


@pytest.mark.parametrize(
    ("canary", "masked"),
    [(CPR, True), (WORD, False)],
    ids=["what is masked, with a masked copy and examples", "any word, without"],
)
def test_the_text_is_nowhere(tmp_path, canary, masked):
    file = tmp_path / "sager.csv"
    write_table(file, [{"id": i, "titel": f"{canary} er borgerens cpr-nummer"} for i in range(ROWS)])
    with file.open("a", encoding="utf-8") as appended:
        appended.write(f'999;{canary};{canary}\n1000;"{canary}\n')
    out, temporary = tmp_path / "ud", tmp_path / "tmp"
    temporary.mkdir()
    environment = {"TMPDIR": str(temporary)}

    interrupted = Interrupted(file, out, CHUNK_ROWS, masked=masked, **environment)
    assert_silent(files_below(tmp_path, file), canary)
    assert canary not in interrupted.kill()
    assert_silent(files_below(tmp_path, file), canary)
    assert (out / FOLDER).is_dir()

    options = ("--masked",) if masked else ("--no-examples",)
    done = call(file, "--column", "titel", "--workers", 2, "--out", out, *options, **environment)
    assert done.returncode == 2, "the last two rows are broken"
    assert canary not in done.stdout + done.stderr
    assert_silent(files_below(tmp_path, file), canary)
    assert list(temporary.iterdir()) == []
    assert (out / "unread.csv").exists()


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_a_masked_copy_in_a_packed_format_holds_the_masks(tmp_path, suffix):
    source = write_table(tmp_path / f"a{suffix}", [{"titel": f"cpr-nummer: {CPR}"}] * 3)
    outcome = run(source, tmp_path / "ud")
    assert read_table(outcome.masked) == [{"titel": "cpr-nummer: [CPR-nummer]"}] * 3
    assert_silent(files_below(tmp_path / "ud", source), CPR)
    if suffix == ".xlsx":
        with zipfile.ZipFile(outcome.masked) as packed:
            assert not [name for name in packed.namelist() if CPR.encode() in packed.read(name)]
