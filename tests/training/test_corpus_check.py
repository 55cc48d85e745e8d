import json

import pytest

from training.corpus import parse_post
from training.corpus_check import counts, faults, main, near_duplicates
from training.second_reading import agreement, kappa, read_second

LONG = "Der var for få på vagt i aftes, og det gik ud over os alle, for vi nåede hverken kaffe eller mad før klokken elleve"


def post(id_, text="Hej med jer", level="green", **fields):
    return parse_post(json.dumps({"id": id_, "text": text, "level": level, "batch": "a", "group": id_} | fields))


def splits(train=(), test=()):
    return {"train": list(train), "validation": [], "calibration": [], "test": list(test)}


def test_a_clean_corpus_has_no_faults():
    assert list(faults(splits([post("a-1", LONG)], [post("b-1", "Noget helt andet om løn", batch="b")]))) == []


@pytest.mark.parametrize(
    ("train", "test", "word"),
    [
        ([post("a-1"), post("a-1", LONG)], [], "more than once"),
        ([post("a-1", group="g")], [post("b-1", LONG, batch="b", group="g")], "group g is in"),
        ([post("a-1")], [post("a-2", LONG)], "batch a is in"),
        ([post("a-1", LONG)], [post("b-1", LONG + " ja", batch="b")], "nearly the same"),
        ([post("a-1", level="red")], [], "level is red"),
    ],
)
def test_faults_are_found(train, test, word):
    assert any(word in fault for fault in faults(splits(train, test)))


def test_rungs_of_one_ladder_may_be_alike():
    rungs = [post("a-1", LONG, group="g"), post("a-1b", LONG + " igen", group="g")]
    assert list(near_duplicates(rungs)) == []


def test_counts_are_of_posts_groups_and_spans():
    found = counts(
        [
            post("a-1", "På [[WARD|M5]]", group="g", kind="lawful_speech"),
            post("a-1b", "På arbejde", group="g"),
            post("a-2", "[[PATIENT_NAME|Bo]]", "red", pieces=[["PATIENT_NAME", 3, True]]),
        ]
    )
    assert (found["posts"], found["contrast_groups"], found["lawful_speech"], found["spans_WARD"]) == (3, 1, 2, 1)
    assert (found["hard_greens"], found["mosaic_reds"]) == (0.5, 0.0)


def test_a_missing_split_is_said(tmp_path, capsys):
    assert main(tmp_path) == 2
    assert "train" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("pairs", "value"),
    [
        ([("red", "red"), ("green", "green")], 1.0),
        ([("red", "green"), ("green", "red")], -1.0),
        ([("red", "red"), ("red", "red")], 1.0),
    ],
)
def test_kappa(pairs, value):
    assert kappa(pairs) == pytest.approx(value)


def test_second_readings_are_reported_by_split(tmp_path):
    file = tmp_path / "second_reading.tsv"
    file.write_text("b-1\tgreen\tgreen\n")
    assert "1 of 2 posts, before settling same level 100.0 %" in next(
        agreement(splits(test=[post("b-1"), post("b-2")]), read_second(file))
    )


@pytest.mark.parametrize("line", ["b-1", "b-1\tred", "b-1\tred\tblue"])
def test_a_broken_reading_is_refused(tmp_path, line):
    file = tmp_path / "second_reading.tsv"
    file.write_text(line + "\n")
    with pytest.raises(ValueError, match="second_reading"):
        read_second(file)
