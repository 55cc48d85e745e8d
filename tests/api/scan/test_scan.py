"""`tavshedstjek scan` as its user meets it: counts that are the engine's, masked copies, plain errors."""

import inspect
import json
import subprocess
import sys
from collections import Counter

import pytest

from api.cli import run as run_command
from api.scan.command import scan
from api.scan.masking import EXCERPT, excerpt, mask, type_names
from api.scan.report import REPORTS
from api.scan.runner import UNREAD_FILE
from api.scan.work import Chunk, Job, do_chunk, read_part
from models.assessment import ENTITY_TYPES, LEVELS
from models.checker import MAX_CHARACTERS, Checker
from tests.api.conftest import ROOT
from tests.api.scan.conftest import CPR, ROWS, SUFFIXES, TITLES, call, read_table, run, write_table

CANARY = "Zkanarifugl"
COLUMNS = ("titel", "note")


def expected_columns(rows, columns, checker):
    """What the report must say of each column, from the engine itself."""
    for name in columns:
        answers = [checker.check(row[name]) for row in rows if row[name]]
        kinds = [Counter(entity.type for entity in answer.entities) for answer in answers]
        yield {
            "name": name,
            "cells": len(answers),
            "empty": len(rows) - len(answers),
            "unread": 0,
            "levels": {level: sum(answer.level == level for answer in answers) for level in LEVELS},
            "types": {
                kind: {"cells": sum(kind in found for found in kinds), "entities": sum(found[kind] for found in kinds)}
                for kind in ENTITY_TYPES
                if any(kind in found for found in kinds)
            },
        }


def masked_by_engine(text, checker):
    return mask(text, checker.entities(text)) if text else text


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_counts_and_masks_are_the_engines_in_every_format(tmp_path, suffix):
    source = write_table(tmp_path / f"sager{suffix}")
    outcome = run(source, tmp_path / "ud", *COLUMNS)
    checker = Checker("rules")
    report = json.loads((tmp_path / "ud/report.json").read_bytes())
    assert report["columns"] == list(expected_columns(ROWS, COLUMNS, checker))
    found = sum(any(checker.entities(row[name] or "") for name in COLUMNS) for row in ROWS)
    assert (report["rows"], report["rows_with_findings"], report["bad_rows"]) == (4, found, 0)
    assert report["engine"] == checker.model
    expected = read_table(source)
    for row in expected:
        for name in COLUMNS:
            row[name] = masked_by_engine(row[name], checker)
    assert outcome.masked.name == f"sager-masked{suffix}"
    assert read_table(outcome.masked) == expected
    assert CPR not in str(expected)
    assert {path.name for path in (tmp_path / "ud").iterdir()} == {
        "report.html", "report.json", "report.csv", f"sager-masked{suffix}",
    }  # fmt: skip


def test_full_mode_counts_as_its_engine(tmp_path):
    rows = [{"titel": title} for title in TITLES]
    done = call(write_table(tmp_path / "a.jsonl", rows), "--column", "titel", "--mode", "full", "--out", tmp_path / "ud", "--workers", 1)  # fmt: skip
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "ud/report.json").read_bytes())
    checker = Checker("full")
    assert report["engine"] == checker.model
    assert report["columns"] == list(expected_columns(rows, ("titel",), checker))


def test_the_command_tells_what_it_did_and_what_it_cannot(tmp_path):
    done = call(write_table(tmp_path / "sager.csv"), "--column", "titel", "--out", tmp_path / "ud")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Rækker læst: 4, med fund: 2.\nRapport: ")
    assert "Tjekket overser noget, og maskering er ikke anonymisering." in done.stdout
    assert sorted(path.name for path in (tmp_path / "ud").iterdir()) == ["report.csv", "report.html", "report.json"]
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "ud").iterdir()} == {0}


def test_bad_rows_are_counted_and_named_and_the_rest_is_done(tmp_path):
    file = tmp_path / "sager.csv"
    file.write_text(
        f"id;titel\n1;Klage fra borger {CPR}\n2;{CANARY};x\n3;{'a ' * MAX_CHARACTERS}\n4;Ny printer\n", "utf-8"
    )
    done = call(file, "--column", "titel", "--column", "id", "--masked", "--out", tmp_path / "ud")
    assert done.returncode == 2
    assert done.stdout.startswith("Rækker læst: 4, med fund: 1.\n")
    assert done.stderr.startswith("Rækker, vi ikke kunne tjekke: 2.")
    assert (tmp_path / "ud/unread.csv").read_text("utf-8-sig").splitlines() == [
        "række;kolonne;hvorfor",
        "2;titel;rækken har ikke lige så mange felter som overskriften",
        "2;id;rækken har ikke lige så mange felter som overskriften",
        "3;titel;teksten er for lang",
    ]
    report = json.loads((tmp_path / "ud/report.json").read_bytes())
    assert report["bad_rows"] == 2
    assert report["unread_reasons"] == {"too_long": 1, "width": 2}
    assert [column["unread"] for column in report["columns"]] == [2, 1]
    assert (tmp_path / "ud/sager-masked.csv").read_text("utf-8") == (
        "id;titel\n1;Klage fra borger [CPR-nummer]\n[kunne ikke tjekkes];[kunne ikke tjekkes]\n3;[kunne ikke tjekkes]\n4;Ny printer\n"
    )


@pytest.mark.usefixtures("failing_detector")
def test_a_cell_that_makes_the_engine_fail_is_unread_not_green():
    chunk = Chunk(0, 7, ((f"svigt {CANARY}",), ("Hej",)), last=True)
    raw = do_chunk(Checker("rules"), Job("rules", examples=True, masked=True), chunk)
    part = read_part(raw)
    assert part["unread"] == [[7, 0, "unchecked"]]
    assert part["columns"][0]["levels"] == {"green": 1, "yellow": 0, "red": 0}
    assert part["masked"] == [["[kunne ikke tjekkes]"], [None]]
    assert CANARY.encode() not in raw


@pytest.mark.parametrize(
    ("name", "raw", "arguments", "said"),
    [
        ("a.csv", f"{CANARY};{CANARY}2\nx;y\n", ("--column", "titel"), "Vi fandt ikke kolonne nr. 1 af dem, du bad om. Filen har 2 kolonner."),
        ("a.jsonl", f'{{"{CANARY}": 1}}\n', ("--column", "titel"), "Vi fandt ikke kolonne nr. 1"),
        ("a.csv", "titel;titel\nx;y\n", ("--column", "titel"), "Filen har flere kolonner med navnet"),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--column", "titel"), "Du har bedt om den samme kolonne"),
        ("a.csv", "titel\nx\n", (), "Sig, hvilke kolonner"),
        ("a.csv", "", ("--column", "titel"), "Filen er tom"),
        ("a.csv", "titel;id\n", ("--column", "titel"), "Filen er tom"),
        ("a.jsonl", f"{CANARY}\n", ("--column", "titel"), "Filen er ikke JSON Lines"),
        ("a.doc", CANARY, ("--column", "titel"), "Den slags fil kan vi ikke læse."),
        ("a.xlsx", CANARY, ("--column", "titel"), "Filen er beskadiget"),
        ("a.parquet", CANARY, ("--column", "titel"), "Filen er beskadiget"),
        ("a.csv", f"titel\n{CANARY}\0\n", ("--column", "titel"), "Vi kan ikke læse filens tegn."),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--encoding", CANARY), "Det tegnsæt kender vi ikke."),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--separator", "ab"), "Skilletegnet skal være ét tegn"),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--sheet", CANARY), "--separator og --encoding gælder kun CSV"),
        ("a.jsonl", '{"titel":1}\n', ("--column", "titel", "--separator", ";"), "--separator og --encoding gælder kun CSV"),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--mode", CANARY), "Det forstod vi ikke."),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--engine", CANARY), "Det forstod vi ikke."),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--workers", "0"), "Det forstod vi ikke."),
        ("a.csv", "titel\nx\n", ("--column", "titel", "--out", "/proc/nej"), "Vi kan ikke skrive resultatet i den mappe."),
        ("report.csv", "titel\nx\n", ("--column", "titel", "--out", "."), "Vi kan ikke skrive resultatet i den mappe."),
    ],
)  # fmt: skip
def test_bad_input_is_exit_code_2_and_is_not_repeated(tmp_path, monkeypatch, capsys, name, raw, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(raw, "utf-8")
    assert run_command(["scan", name, *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(said)
    assert err.count("\n") == 1
    assert CANARY not in err
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text("utf-8") == raw


def test_a_missing_file_is_said_to_be_unreadable(tmp_path, capsys):
    assert run_command(["scan", str(tmp_path / CANARY), "--column", "titel"]) == 2
    assert capsys.readouterr().err == "Vi kunne ikke læse filen.\n"


def test_an_excerpt_is_short_and_shows_its_kind():
    name = f"[{type_names()['CPR']}]"
    for text in (name, f"{'a ' * 200}{name} {'b ' * 200}", f"{name}\n{'b' * 500}", f"{'c' * 500}{name}"):
        shown = excerpt(text, "CPR")
        assert len(shown) <= EXCERPT
        assert name in shown
        assert "\n" not in shown
    assert excerpt(f"a\n b {name}", "CPR") == f"a b {name}"


def test_examples_are_three_different_ones_of_a_type_and_may_be_left_out(tmp_path):
    rows = [{"titel": f"{word} {CPR}"} for word in ("en", "en", "to", "tre", "fire")]
    source = write_table(tmp_path / "a.csv", rows)
    run(source, tmp_path / "med", masked=False)
    run(source, tmp_path / "uden", masked=False, examples=False)
    examples = json.loads((tmp_path / "med/report.json").read_bytes())["examples"]
    assert examples["CPR"] == ["en [CPR-nummer]", "to [CPR-nummer]", "tre [CPR-nummer]"]
    assert json.loads((tmp_path / "uden/report.json").read_bytes())["examples"] is None
    assert "[CPR-nummer]" not in (tmp_path / "uden/report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("module", "ours", "arguments", "said"),
    [
        ("openpyxl", "api.scan.formats.xlsx", ["a.xlsx"], "Der mangler et bibliotek."),
        ("pyarrow", "api.scan.formats.parquet", ["a.parquet"], "Der mangler et bibliotek."),
        ("ray", "api.scan.ray_engine", ["a.csv", "--engine", "ray"], "Ray er ikke installeret."),
    ],
)
def test_what_is_not_installed_is_named(tmp_path, monkeypatch, capsys, module, ours, arguments, said):
    write_table(tmp_path / arguments[0])
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, ours, raising=False)
    monkeypatch.setitem(sys.modules, module, None)
    assert run_command(["scan", *arguments, "--column", "titel"]) == 2
    assert capsys.readouterr().err.startswith(said)
    assert [path.name for path in tmp_path.iterdir()] == arguments[:1]


def test_the_guide_names_every_option_and_every_file_of_the_result():
    guide = (ROOT / "docs/scan.md").read_text("utf-8")
    options = [
        f"--{parameter.replace('_', '-')}" for parameter in inspect.signature(scan).parameters if parameter != "file"
    ]
    assert [name for name in (*options, *REPORTS, UNREAD_FILE) if f"`{name}" not in guide] == []


def test_the_command_loads_neither_server_nor_formats_it_does_not_need():
    code = "import sys, api.cli, api.scan.runner; print({m.split('.')[0] for m in sys.modules} & {'fastapi', 'pyarrow', 'openpyxl', 'ray', 'pandas', 'training'})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
