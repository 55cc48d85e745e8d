import json
import re
from types import SimpleNamespace

import pytest

from tavshedstjek import Checker
from training.datasets import DataError
from training.group_cases import CASES, GroupCase, Outlier, group_cases, main, measure


class Sizes:
    """Answers each text with the group size of that name."""

    def __init__(self, **sizes):
        self.sizes = sizes

    def check(self, text, context=None):
        return SimpleNamespace(group_size=self.sizes[text])


SIZES = Sizes(a=(1, 10), b=(10, 1000), c=(5, 5), d=None)
READ = [GroupCase(1, "a", 1), GroupCase(2, "b", 1000), GroupCase(3, "c", 6), GroupCase(4, "d", 2)]


def test_share_width_and_outliers_are_counted():
    report = measure(SIZES, READ)
    assert (report.cases, report.sized) == (4, 3)
    assert report.inside == 0.5
    assert report.inside_of_sized == pytest.approx(2 / 3)
    assert report.inside_above_one == pytest.approx(1 / 3)
    assert report.width == pytest.approx(1.0)
    assert report.outliers == (Outlier(3, 6, 5, 5), Outlier(4, 2, None, None))


def test_nothing_sized_is_no_crash():
    assert measure(SIZES, READ[3:]).width is None
    assert measure(SIZES, []).inside is None


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": "a", "reference": 0.5, "why": "x"}', '{"text": "a", "reference": 2, "why": ""}']
)
def test_a_bad_case_is_refused_by_its_line(tmp_path, line):
    file = tmp_path / "cases.jsonl"
    file.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(DataError, match=r"cases\.jsonl:2"):
        list(group_cases(file))


def test_a_missing_file_is_exit_2(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl")], SIZES) == 2
    assert "missing" in capsys.readouterr().err


def test_outliers_are_shown_by_line_without_their_text(tmp_path, capsys):
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({"text": "hemmelig post", "reference": 7, "why": "x"}), encoding="utf-8")
    assert main([str(file)], Sizes(**{"hemmelig post": (1, 2)})) == 0
    out = capsys.readouterr().out
    assert "line 1" in out
    assert "hemmelig" not in out
    assert main([str(file), "--json"], Sizes(**{"hemmelig post": (1, 2)})) == 0
    assert json.loads(capsys.readouterr().out)["outliers"] == [{"line": 1, "reference": 7.0, "low": 1, "high": 2}]


def test_the_recorded_level_holds():
    text = (CASES.parent / "README.md").read_text(encoding="utf-8")
    recorded = {name: float(value) for name, value in re.findall(r"^recorded (\w+): ([\d.]+)$", text, re.MULTILINE)}
    cases = list(group_cases(CASES))
    report = measure(Checker("rules"), cases)
    assert len({case.text for case in cases}) == 100
    assert report.inside >= recorded["inside"]
    assert report.width <= recorded["width"]
