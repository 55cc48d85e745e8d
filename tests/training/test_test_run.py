"""The log of test runs: figures only, one run a commit and mode."""

import pytest

from tests.training.standin import Standin, write_posts
from training import test_run
from training.evaluate import evaluate


@pytest.fixture
def report(tmp_path):
    path = write_posts(
        tmp_path / "p.jsonl",
        {"id": "a-1", "level": "red", "text": "Hemmelig [[PATIENT_NAME|Bodil]]", "batch": "a"},
        {"id": "b-1", "level": "green", "text": "Hemmelig kaffe", "batch": "b"},
    )
    return evaluate([path], Standin(red=("kaffe",)), resamples=5)


def test_a_section_holds_figures_and_neither_posts_nor_ids(report):
    text = test_run.section(report, "abc1234", "2026-01-31")
    assert "## 2026-01-31, commit abc1234" in text
    assert "| level right | 0 % |" in text
    assert "Hemmelig" not in text
    assert "a-1" not in text


def test_an_unclean_work_tree_is_refused(monkeypatch, capsys):
    monkeypatch.setattr(test_run, "_git", lambda *arguments: " M models/checker.py" if "status" in arguments else "abc")
    assert test_run.main([]) == 2
    assert "commit first" in capsys.readouterr().err


def test_a_commit_is_measured_once_a_mode(monkeypatch, tmp_path, capsys, report):
    log = tmp_path / "TEST_RUNS.md"
    log.write_text("# Runs\n")
    monkeypatch.setattr(test_run, "LOG", log)
    monkeypatch.setattr(test_run, "_git", lambda *arguments: "" if "status" in arguments else "abc1234")
    monkeypatch.setattr(test_run, "evaluate", lambda paths, checker: report)
    monkeypatch.setattr(test_run, "load_checker", lambda mode: None)
    report.model["mode"] = "rules"
    assert test_run.main(["--mode", "rules"]) == 0
    assert "commit abc1234" in log.read_text()
    assert test_run.main(["--mode", "rules"]) == 2
    assert "already" in capsys.readouterr().err
