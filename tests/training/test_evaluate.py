import io
import json

import pytest
from rich.console import Console

from tests.training.standin import Failing, Standin, write_posts
from training.evaluate import CheckFailedError, InputError, evaluate, load, run
from training.render import render

POSTS = [
    {"id": "g1", "level": "green", "text": "Hurra for [[TIME|fredag]] på [[WARD|M1]]", "lang": "da", "batch": "a"},
    {"id": "g2", "level": "green", "text": "Kaffen på fødegangen er dårlig", "lang": "da", "batch": "b"},
    {"id": "y1", "level": "yellow", "text": "En sød dame på [[WARD|M1]]", "lang": "da", "batch": "a"},
    {"id": "r1", "level": "red", "text": "Hemmelig [[PATIENT_NAME|Bodil]] døde", "lang": "nb", "batch": "b"},
]


@pytest.fixture
def posts(tmp_path):
    return write_posts(tmp_path / "posts.jsonl", *POSTS)


@pytest.fixture
def checker():
    return Standin(red=("Bodil",), yellow=("dame", "kaffen", "fødegangen"), marks={"M1": "WARD", "Bodil": "STAFF_NAME"})


def test_measures_of_four_posts(posts, checker):
    report = evaluate([posts], checker, resamples=50)
    assert report.posts == 4
    assert report.measures["accuracy"] == 0.75
    assert report.measures["red_recall"] == 1.0
    assert report.measures["green_called_red"] == 0.0
    assert report.measures["green_flagged"] == 0.5
    assert report.measures["auroc"] == 1.0
    assert report.measures["brier"] == pytest.approx((0.1**2 + 0.4**2 + 0.4**2 + 0.1**2) / 4)
    assert report.confusion["green"] == {"green": 1, "yellow": 1, "red": 0}
    assert [(w.id, w.gold, w.called) for w in report.wrong] == [("g2", "green", "yellow")]


def test_entities_are_counted_by_type_and_together(posts, checker):
    report = evaluate([posts], checker, resamples=10)
    assert report.overlap["WARD"].f1 == 1.0
    assert report.overlap["TIME"].recall == 0.0
    assert report.overlap["STAFF_NAME"].precision == 0.0
    # Found 2 (WARD twice), false 1 (STAFF_NAME), missed 2 (TIME, PATIENT_NAME): 4 / 7.
    assert report.measures["entities_overlap"] == pytest.approx(4 / 7)


def test_slices_follow_the_fields_that_are_there(posts, checker):
    report = evaluate([posts], checker, resamples=10)
    assert [(s.field, s.value, s.posts, s.rates["accuracy"]) for s in report.slices] == [
        ("lang", "da", 3, pytest.approx(2 / 3)),
        ("lang", "nb", 1, 1.0),
    ]
    assert report.slices[0].gap == pytest.approx(0.75 - 2 / 3)


def test_twins_say_where_the_level_moves(posts, checker):
    twins = {twin.name: twin for twin in evaluate([posts], checker, resamples=10).twins}
    # "fødegangen" is no longer seen as "foedegangen"; "Bodil" not in lower case.
    assert (twins["no æøå"].agreement, twins["no æøå"].moved) == (0.75, ["g2"])
    assert (twins["lower case"].agreement, twins["lower case"].moved) == (0.75, ["r1"])


def test_intervals_hold_the_measure_and_repeat(posts, checker):
    first = evaluate([posts], checker, resamples=100)
    low, high = first.intervals["accuracy"]
    assert low <= first.measures["accuracy"] <= high
    assert first.intervals == evaluate([posts], checker, resamples=100).intervals


def test_posts_of_a_group_are_one_group(tmp_path, checker):
    path = write_posts(tmp_path / "p.jsonl", *({**post, "group": "one"} for post in POSTS))
    report = evaluate([path], checker, resamples=20)
    assert report.groups == 1
    assert report.intervals["accuracy"] == (0.75, 0.75)


def test_the_bag_of_words_says_that_it_is_cross_fitted(posts, checker):
    notes = {each.name: each.note for each in evaluate([posts], checker, resamples=10).baselines}
    assert "cross-fitted over 2 batches" in notes["bag of words"]


def test_text_is_not_in_the_report_unless_asked_for(posts, checker):
    hidden = json.dumps(evaluate([posts], checker, resamples=10).to_dict(), ensure_ascii=False)
    shown = json.dumps(evaluate([posts], checker, resamples=10, show_text=True).to_dict(), ensure_ascii=False)
    assert "Kaffen" not in hidden
    assert "Kaffen på fødegangen er dårlig" in shown


@pytest.mark.parametrize("show_text", [False, True])
def test_tables_name_wrong_posts_and_hide_their_text(posts, checker, show_text):
    console = Console(file=io.StringIO(), width=200)
    render(evaluate([posts], checker, resamples=10, show_text=show_text), console)
    printed = console.file.getvalue()
    assert "g2" in printed
    assert ("Kaffen" in printed) is show_text


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "no posts"),
        ("{", r"posts\.jsonl:1"),
        ('{"id": "a", "level": "red", "text": "[[WARD|M1"}', r"posts\.jsonl:1: stray"),
        ('{"id": "a", "level": "red", "text": "x", "pieces": [{"a": 1}]}', "posts"),
        ('{"id": "a", "level": "red", "text": "x"}\n' * 2, "two posts have the id a"),
    ],
)
def test_bad_posts_are_refused(tmp_path, content, fault):
    path = tmp_path / "posts.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=fault):
        load([path])


def test_a_failing_checker_is_an_error_without_the_text(posts):
    with pytest.raises(CheckFailedError) as caught:
        evaluate([posts], Failing())
    assert str(caught.value) == "the checker failed on post g1 (RuntimeError)"


def test_run_prints_json_and_writes_it(posts, checker, tmp_path, capsys):
    assert run([posts], as_json=True, out=tmp_path / "report.json", checker=checker) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["measures"]["green_flagged"]["met"] is False
    assert printed == json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))


def test_run_prints_tables(posts, checker, capsys):
    assert run([posts], checker=checker) == 0
    assert "red found" in capsys.readouterr().out


def test_run_on_a_missing_file_is_exit_2(tmp_path, capsys):
    assert run([tmp_path / "none.jsonl"], checker=Standin()) == 2
    assert "no such file" in capsys.readouterr().err


def test_run_on_bytes_that_are_no_text_is_exit_2(tmp_path, capsys):
    path = tmp_path / "posts.jsonl"
    path.write_bytes(b'{"id": "\xe6"}')
    assert run([path], checker=Standin()) == 2
    assert "not UTF-8" in capsys.readouterr().err


def test_run_with_a_failing_checker_is_exit_1(posts, capsys):
    assert run([posts], checker=Failing()) == 1
    assert "Kaffen" not in capsys.readouterr().err


def test_ladders_and_lawful_speech_have_figures_of_their_own(tmp_path, checker):
    path = write_posts(
        tmp_path / "p.jsonl",
        {"id": "a", "level": "green", "text": "Her er kaffen dårlig", "group": "g", "kind": "lawful_speech"},
        {"id": "b", "level": "yellow", "text": "En dame", "group": "g"},
        {"id": "c", "level": "red", "text": "Ro på", "group": "g"},
        {"id": "d", "level": "green", "text": "Lønnen er dårlig", "group": "h", "kind": "lawful_speech"},
    )
    measures = evaluate([path], checker, resamples=10).measures
    # "kaffen" is called yellow, "En dame" yellow, "Ro på" green.
    assert (measures["lawful_red"], measures["lawful_flagged"]) == (0.0, 0.5)
    assert measures["rungs"] == pytest.approx(1 / 3)
    assert measures["falls"] == pytest.approx(2 / 3)
