"""The commands that import, list and remove registers: what they say, and that nothing is changed where they fail."""

import hashlib
import json
import os
import re
import sys
from datetime import date, timedelta

import pytest

from api.cli import app, run
from api.register_commands import refusal, registers_app
from models.datafiles import read_toml
from models.registers.local import load
from models.registers.schema import FILE, FOLDER_VARIABLE, RegistersError
from tests.api.conftest import ROOT
from tests.api.registers.conftest import NAMES
from tests.register_files import call, fixed, fixed_file, large_shak_file, sor_file

CANARY = "Zkanarifugl"
TODAY = date.today()


def test_names_begin_and_end_on_their_days(data, command):
    yesterday, today, tomorrow = (f"{TODAY + timedelta(days):%Y%m%d}" for days in (-1, 0, 1))
    file = fixed_file(
        fixed("afs", "1", "Sengeafsnit Klitgnist", last=yesterday),
        fixed("afs", "2", "Sengeafsnit Marskværn", first=tomorrow),
        fixed("afs", "3", "Sengeafsnit Brandtinde", first=today, last=today),
    )
    _, said, _ = command(file, "import-shak")
    assert "Gælder ikke længere: 1." in said
    assert "Begynder først senere og kommer selv med til den tid: 1." in said
    surfaces = [load(data / FILE, TODAY + timedelta(days)).rows("wards", ("surface",)) for days in (0, 1)]
    assert surfaces == [[["Sengeafsnit Brandtinde"]], [["Sengeafsnit Marskværn"]]]


def test_bad_lines_are_told_by_number_and_reason_and_never_repeated(command):
    file = fixed_file(
        fixed("afs", "1", "Sengeafsnit Klitgnist"),
        CANARY,
        CANARY,
        fixed("afs", "2", f"{CANARY} 1", first="20001301"),
        fixed("afs", "3", "Sengeafsnit Marskværn"),
        CANARY,
    )
    code, said, errors = command(file, "import-shak")
    assert code == 0
    assert errors.splitlines() == [
        "Linjer, vi ikke kunne læse: 4.",
        "  linje 2-3, 6: for kort",
        "  linje 4: datoen er forkert",
    ]
    assert "2 navne er med nu" in said
    assert CANARY not in said + errors


@pytest.mark.usefixtures("own_names")
@pytest.mark.parametrize(
    ("arguments", "content", "said"),
    [
        (["import-sks"], b"", "Filen er tom."),
        (["import-shak"], b"\n \n", "Filen er tom."),
        (["import-sks"], CANARY.encode() * 20, "Vi kunne ikke læse en eneste linje."),
        (["import-shak"], bytes(range(256)) * 50, "Vi kunne ikke læse en eneste linje."),
        (["import-sks"], fixed_file(fixed("afs", "1", CANARY)), "Der er ingen navne i filen, vi kan bruge."),
        (["import-shak"], fixed_file(fixed("afs", "1", "Stolen")), "Der er ingen navne i filen, vi kan bruge."),
        (["import-shak"], fixed_file(fixed("afs", "1", CANARY, last="20010101")), "Der er ingen navne i filen"),
        (["import-sor"], CANARY.encode(), "Filen mangler kolonnen til »name«."),
        (["import-sor", "--to-column", CANARY], sor_file(), "Filen mangler kolonnen til »to«."),
        (["import-list", "--name", "kaldenavne"], b"surface,type\n", "Filen er tom."),
        (["import-list", "--name", "kaldenavne"], b"a,b\nc,d\n", "Filen mangler kolonnen til »surface«."),
        (["import-list", "--name", "sks"], NAMES, "Navnet skal være"),
        (["import-list", "--name", f"../{CANARY}"], NAMES, "Navnet skal være"),
        (["import-list"], NAMES, "Det forstod vi ikke."),
    ],
)
def test_what_cannot_be_imported_is_exit_code_2_and_changes_nothing(data, command, arguments, content, said):
    before = (data / FILE).read_bytes()
    code, out, errors = command(content, *arguments)
    assert code == 2
    assert said in errors
    assert CANARY not in out + errors
    assert (data / FILE).read_bytes() == before


@pytest.mark.parametrize("name", ["import-sks", "import-shak", "import-sor"])
def test_a_file_that_is_not_there_is_exit_code_2(data, tmp_path, capsys, name):
    for file in (tmp_path / "nix", tmp_path):
        assert run([name, str(file)]) == 2
        assert capsys.readouterr().err == "Vi kunne ikke læse filen.\n"
    assert not data.exists()


def test_an_import_again_replaces_the_former_of_that_name(data, command):
    for ward in ("Klitgnist", "Marskværn"):
        assert command(fixed_file(fixed("afs", "1", f"Sengeafsnit {ward}")), "import-shak")[0] == 0
        assert load(data / FILE, TODAY).rows("wards", ("surface",)) == [[f"Sengeafsnit {ward}"]]


def test_the_registers_are_listed_with_where_they_came_from(data, command, capsys):
    assert run(["registers", "list"]) == 0
    assert capsys.readouterr().out == "Der er ikke importeret nogen registre.\n"
    command(NAMES, "import-list", "--name", "kaldenavne", "--version", "3")
    run(["registers", "list", "--json"])
    (told,) = json.loads(capsys.readouterr().out)
    assert abs(date.fromisoformat(told.pop("imported")[:10]) - TODAY) <= timedelta(1)
    assert told.pop("program")
    assert told == {
        "name": "kaldenavne",
        "kind": "list",
        "version": "3",
        "entries": 3,
        "sha256": hashlib.sha256(NAMES.encode()).hexdigest(),
    }
    run(["registers", "list"])
    shown = capsys.readouterr().out
    assert all(word in shown.replace("\n", "") for word in ("kaldenavne", "list", str(data)))


def test_a_file_without_a_date_has_the_day_it_was_changed(data, tmp_path, capsys):
    file = tmp_path / "navne.csv"
    file.write_text(NAMES, encoding="utf-8")
    os.utime(file, (1_700_000_000, 1_700_000_000))
    run(["import-list", str(file), "--name", "kaldenavne"])
    assert "udgave 2023-11-14" in capsys.readouterr().out


def test_institutions_that_have_changed_their_name_are_told(command):
    file = fixed_file(fixed("sgh", "9901", "Glostrup Hospital"), fixed("afs", "99011", "Sengeafsnit Klitgnist"))
    _, said, _ = command(file, "import-shak")
    assert "»Glostrup Hospital« hedder nu »Rigshospitalet Glostrup«. Vi kender begge navne." in said


def test_removing_what_is_not_there_is_exit_code_2(data, capsys):
    assert run(["registers", "remove", CANARY]) == 2
    assert capsys.readouterr().err.startswith("Der er ikke noget register med det navn.")
    assert not data.exists()


def test_a_damaged_file_is_not_built_upon(data, command, capsys):
    data.mkdir()
    (data / FILE).write_bytes(b"SQLite format 3\0 and then nothing")
    assert run(["registers", "list"]) == 1
    assert run(["registers", "remove", "egne"]) == 1
    assert command(NAMES, "import-list", "--name", "egne")[0] == 1
    assert (data / FILE).read_bytes() == b"SQLite format 3\0 and then nothing"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
@pytest.mark.usefixtures("own_names")
def test_a_disk_that_is_full_leaves_the_former_register(data, tmp_path):
    import resource

    before = (data / FILE).read_bytes()
    file = tmp_path / "shak.txt"
    file.write_bytes(large_shak_file(1_000))
    done = call(
        data, "import-shak", file, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
    )
    assert done.returncode == 1
    assert done.stderr.decode().startswith(f"Vi kunne ikke skrive i {data}. Intet er ændret.")
    assert (data / FILE).read_bytes() == before
    assert sorted(path.name for path in data.iterdir()) == ["registers.lock", FILE]


@pytest.mark.parametrize("code", ["damaged", "unreadable", "newer", "unwritable", "busy", "nowhere"])
def test_every_fault_of_the_local_file_has_words(code, tmp_path):
    assert refusal(RegistersError(code, tmp_path)).endswith(".")


def test_every_reason_and_count_has_words():
    words = read_toml("messages/registers.toml")
    source = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "models" / "registers").glob("*.py"))
    raised = set(re.findall(r'LineError\("(\w+)"\)', source)) | {"quotes"}
    assert raised == set(words["reasons"])
    left_out = set(
        re.findall(r'return "(\w+)"', (ROOT / "models" / "registers" / "choose.py").read_text(encoding="utf-8"))
    )
    assert left_out
    assert left_out <= set(words["import"])


def test_the_documentation_names_every_command_type_and_setting():
    told = (ROOT / "docs" / "registers.md").read_text(encoding="utf-8")
    commands = [command.name or "" for command in app.registered_commands if (command.name or "").startswith("import-")]
    assert len(commands) == 4
    for name in [*commands, *(f"registers {command.name}" for command in registers_app.registered_commands)]:
        assert f"tavshedstjek {name}" in told
    for word in [*read_toml("gazetteers/registers.toml")["types"], FOLDER_VARIABLE, FILE]:
        assert f"`{word}`" in told
