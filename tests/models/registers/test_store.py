"""The local file: replaced whole or not at all, read-only when read, and an error whenever it cannot be trusted."""

import os
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.registers.local import NOTHING, load
from models.registers.schema import COLUMNS, FILE, Register, RegistersError
from models.registers.store import remove, replace
from tests.register_files import ROOT

TODAY = date(2026, 11, 22)


def register(name="egne"):
    return Register(name, "list", "2026-11-01", "2026-11-22T10:00:00+00:00", 0, "0" * 64, "0.2.0")


def entry(surface, first="0001-01-01", last="9999-12-31", known=""):
    cells = {"list": "wards", "surface": surface, "known": known, "valid_from": first, "valid_to": last}
    return tuple(cells.get(column, "") for column in COLUMNS)


def names(folder, today=TODAY):
    rows = load(folder / FILE, today).rows("wards", ("surface",))
    return [row[0] for row in rows]


@pytest.fixture
def folder(tmp_path):
    replace(tmp_path, register(), [entry("Lynkronen"), entry("Ravblik")])
    return tmp_path


def test_no_file_is_nothing_and_nothing_is_made(tmp_path):
    assert load(tmp_path / "no" / FILE, TODAY) == NOTHING
    assert list(tmp_path.iterdir()) == []


def test_what_is_stored_is_read(folder):
    local = load(folder / FILE, TODAY)
    assert local.registers == (register()._replace(entries=2),)
    assert local.rows("wards", ("kind", "surface", "no such column")) == [["", "Lynkronen", ""], ["", "Ravblik", ""]]
    assert local.rows("places", ("surface",)) == []


def test_a_register_replaces_the_former_of_its_name_and_no_other(folder):
    replace(folder, register("andre"), [entry("Tågeløft")])
    replace(folder, register(), [entry("Klitgnist")])
    assert names(folder) == ["Tågeløft", "Klitgnist"]
    assert [(each.name, each.entries) for each in load(folder / FILE, TODAY).registers] == [("andre", 1), ("egne", 1)]


def test_removing_the_last_register_leaves_no_file(folder):
    replace(folder, register("andre"), [entry("Tågeløft")])
    assert not remove(folder, "tredje")
    assert remove(folder, "egne")
    assert names(folder) == ["Tågeløft"]
    assert remove(folder, "andre")
    assert not (folder / FILE).exists()
    assert not remove(folder, "andre")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-30", ["Før", "Altid"]),
        ("2026-12-01", ["Før", "Altid", "Efter"]),
        ("2026-12-31", ["Før", "Altid", "Efter"]),
        ("2027-01-01", ["Altid", "Efter"]),
    ],
)
def test_names_begin_and_end_by_themselves(folder, day, expected):
    entries = [entry("Før", last="2026-12-31"), entry("Altid"), entry("Efter", first="2026-12-01")]
    replace(folder, register(), entries)
    assert names(folder, date.fromisoformat(day)) == expected


def test_names_that_the_shipped_rules_find_are_kept_but_not_read(folder):
    replace(folder, register(), [entry("Urologi", known="1"), entry("Lynkronen")])
    assert names(folder) == ["Lynkronen"]
    assert load(folder / FILE, TODAY).registers[0].entries == 2


def test_an_import_that_fails_half_way_leaves_the_former_file(folder):
    before = (folder / FILE).read_bytes()

    def failing():
        yield entry("Klitgnist")
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        replace(folder, register(), failing())
    assert (folder / FILE).read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["registers.lock", FILE]


@pytest.mark.skipif(os.name != "posix", reason="the signal that cannot be caught is POSIX's")
@pytest.mark.parametrize("after", [0, 1, 5_000])
def test_a_process_killed_in_the_middle_leaves_the_former_file_and_the_next_import_works(folder, after):
    before = (folder / FILE).read_bytes()
    code = f"""
import os, signal, sys
from pathlib import Path
from models.registers.store import replace
from tests.models.registers.test_store import entry, register

def killed():
    for number in range({after}):
        yield entry(f"Klitgnist {{number}}")
    os.kill(os.getpid(), signal.SIGKILL)
    yield entry("Klitgnist")

replace(Path(sys.argv[1]), register(), killed())
"""
    killed = subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, capture_output=True, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert (folder / FILE).read_bytes() == before
    assert names(folder) == ["Lynkronen", "Ravblik"]
    replace(folder, register(), [entry("Marskværn")])
    assert names(folder) == ["Marskværn"]
    assert sorted(path.name for path in folder.iterdir()) == ["registers.lock", FILE]


def test_one_import_at_a_time(folder):
    def second_import():
        with pytest.raises(RegistersError) as error:
            replace(folder, register("andre"), [])
        assert error.value.code == "busy"
        yield entry("Klitgnist")

    replace(folder, register(), second_import())
    assert names(folder) == ["Klitgnist"]


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(RegistersError) as error:
        replace(tmp_path / "file", register(), [])
    assert error.value.code == "unwritable"


def test_reading_writes_nothing_and_needs_no_right_to_write(folder):
    (folder / "registers.lock").unlink()
    before = (folder / FILE).stat()
    (folder / FILE).chmod(stat.S_IRUSR)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert names(folder) == ["Lynkronen", "Ravblik"]
        assert [path.name for path in folder.iterdir()] == [FILE]
        assert (folder / FILE).stat().st_mtime_ns == before.st_mtime_ns
    finally:
        folder.chmod(stat.S_IRWXU)


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"no database at all" * 100])
def test_a_file_that_is_no_register_is_an_error(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(RegistersError) as error:
        load(tmp_path / FILE, TODAY)
    assert error.value.code == "damaged"


def test_a_folder_in_the_files_place_is_an_error(tmp_path):
    (tmp_path / FILE).mkdir()
    with pytest.raises(RegistersError) as error:
        load(tmp_path / FILE, TODAY)
    assert error.value.code == "unreadable"


def test_a_file_of_a_newer_version_is_an_error(folder):
    with sqlite3.connect(folder / FILE) as database:
        database.execute("PRAGMA user_version = 2")
    database.close()
    with pytest.raises(RegistersError) as error:
        load(folder / FILE, TODAY)
    assert error.value.code == "newer"


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entries WHERE surface = 'Ravblik'",
        "UPDATE entries SET surface = 'Ravblok' WHERE surface = 'Ravblik'",
        "UPDATE entries SET known = '1'",
        "UPDATE registers SET version = '2027-01-01'",
        "DROP TABLE entries",
    ],
)
def test_a_file_changed_by_another_hand_is_an_error(folder, statement):
    with sqlite3.connect(folder / FILE) as database:
        database.execute(statement)
    database.close()
    with pytest.raises(RegistersError) as error:
        load(folder / FILE, TODAY)
    assert error.value.code == "damaged"
    with pytest.raises(RegistersError):
        replace(folder, register("andre"), [entry("Tågeløft")])


@settings(max_examples=150, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_damaged_byte_is_an_error_or_changes_nothing(folder, data):
    whole = (folder / FILE).read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
    damaged = folder / "damaged"
    damaged.mkdir(exist_ok=True)
    (damaged / FILE).write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    try:
        found = load(damaged / FILE, TODAY)
    except RegistersError:
        return
    finally:
        shutil.rmtree(damaged)
    assert found == load(folder / FILE, TODAY)


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75, 0.99])
def test_a_file_cut_short_is_an_error(folder, share):
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(RegistersError):
        load(folder / FILE, TODAY)
