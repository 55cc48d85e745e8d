import json

import pytest

from tests.training.standin import Standin
from training.coverage import main
from training.datasets import DataError, comments, find, identifier_cases, iob_sentences, rows
from training.measures import (
    clinical_rule,
    diagnoses,
    identifiers,
    names,
    ordinary,
    origins,
    real_comments,
    sentences,
    wards,
)

DDT = """# sent_id = s-0
# text = Lone, Kim Hansen og KOL.
1\tLone\tB-PER\tx
2\t,\tO\tx
3\tKim\tB-PER\tx
4\tHansen\tI-PER\tx
5\tog\tO\tx
6\tKOL\tO\tx
7\t.\tO\tx

# sent_id = s-1
# text = Ingen her.
1\tIngen\tO\tx
2\ther\tO\tx
3\t.\tO\tx
"""
TWITTER = "Hej\tO\tO\n,\tO\tO\nBo\tB-PER\tO\n!\tO\tO\n\nBo-fans\tB-PERpart\tO\nher\tO\tO\n"


@pytest.fixture
def folder(tmp_path):
    files = {
        "ner/da_ddt-test.iob2": DDT,
        "ner/danplus_twitter_test.tsv": TWITTER,
        "organisation/shak_units_2011_half.csv": "kind,code,name,hospital\n"
        "afd,1,Øjenafdeling E,Odense Sygehus\nafd,2,Køkken,Odense Sygehus\nsgh,3,Odense Sygehus,Odense Sygehus\n"
        'afd,4,"Kirurgisk ambulatorium, heldøgn",Odense Sygehus\n',
        "terms/sks_diagnoses_other_half.csv": "code,text\nDA00,Kolera\nDJ44,KOL\nDZ00,Undersøgelse\nDB00,"
        + "x" * 60
        + "\n",
        "social/dkhate.tsv": 'id\tsplit\ttext\n1\ttrain\tSamme  her\n2\ttest\tsamme her\n3\ttest\tnoget "andet\n4\ttest\tfy\n',
        "people/names_by_origin.csv": "count,name,ethnicity,gender,first_name\n9,Lone,danish,female,True\n"
        ",Amina,muslim,female,True\n",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def figures(measures):
    return [(measure.count, measure.of) for measure in measures]


def test_clinical_units_are_counted_in_every_frame(folder):
    (measure,) = wards(Standin(marks={"Øjenafdeling": "WARD", "ambulatorium": "PLACE"}), [folder])
    assert (measure.count, measure.of) == (4, 8)
    assert measure.examples == ["Kirurgisk ambulatorium, heldøgn (0/4)"]


@pytest.mark.parametrize(
    ("kind", "name", "hospital", "clinical"),
    [
        ("afd", "Hjertemedicinsk klinik B, heldøgn", "Rigshospitalet", True),
        ("afs", "Fysio- og ergoterapi", "Vejle Sygehus", True),
        ("afd", "PSL Psykiatrisk Amb.", "Region Sjællands Sygehusvæsen", True),
        ("sgh", "Rigshospitalet", "Rigshospitalet", False),
        ("afd", "Klinisk Biokemisk Afd.", "Rigshospitalet", False),
        ("afd", "Teknisk Afdeling", "Rigshospitalet", False),
        ("afd", "Furesø Privathospital, overafdeling", "Furesø Privathospital", False),
        ("afd", "Øjenlæge N.N., beh. afsnit", "Øjenlæge N.N.", False),
    ],
)
def test_the_rule_for_clinical_names(kind, name, hospital, clinical):
    assert clinical_rule()(kind, name, hospital) is clinical


def test_diagnoses_keep_chapters_a_to_q_and_short_names(folder):
    (measure,) = diagnoses(Standin(marks={"kolera": "DIAGNOSIS", "KOL": "DIAGNOSIS"}), [folder])
    # "Kolera" in two frames with a small letter of three, "KOL" in all.
    assert (measure.count, measure.of) == (5, 6)


def test_ordinary_sentences_list_what_was_found(folder):
    ward, diagnosis = sentences(Standin(marks={"KOL": "DIAGNOSIS"}), [folder])
    assert figures([ward, diagnosis]) == [(0, 2), (1, 2)]
    assert diagnosis.examples == ["s-0 [KOL] Lone, Kim Hansen og KOL."]


def test_persons_are_found_by_overlap_under_either_name_type(folder):
    checker = Standin(marks={"Kim": "PATIENT_NAME", "KOL": "STAFF_NAME", "Bo": "STAFF_NAME"})
    measures = names(checker, [folder])
    # DDT: Kim Hansen found, Lone missed, KOL false. Twitter: Bo found; "Bo-fans" counts neither way.
    assert figures(measures) == [(1, 2), (1, 2), (1, 1), (1, 1)]
    assert measures[0].examples == ["s-0 [Lone]"]
    assert measures[1].examples == ["s-0 [KOL]"]


def test_comments_that_recur_in_train_are_left_out(folder):
    test, whole = comments(folder / "social/dkhate.tsv")
    assert [id_ for id_, _ in test] == ["3", "4"]
    assert len(whole) == 4
    assert figures(real_comments(Standin(red=("fy",), yellow=("andet",)), [folder])) == [(1, 2), (2, 2), (1, 4), (2, 4)]


def test_warnings_in_ordinary_text_are_counted(folder):
    measures = ordinary(Standin(red=("KOL",), yellow=("Bo",)), [folder])
    assert figures(measures) == [(1, 2), (1, 2), (0, 2), (2, 2)]


def test_names_are_counted_by_origin(folder):
    found = {m.name: m.value for m in origins(Standin(marks={"Lone": "STAFF_NAME"}), [folder])}
    assert found["given_name all"] == 0.5
    assert found["given_name danish female"] == 1.0
    assert found["given_name muslim female"] == 0.0


def test_sentences_without_text_are_joined_with_offsets(folder):
    first, second = iob_sentences(folder / "ner/danplus_twitter_test.tsv")
    assert first.text == "Hej, Bo!"
    assert first.persons == ((5, 7),)
    assert (second.persons, second.derived) == ((), ((0, 7),))


def test_both_halves_of_a_register_are_found(folder):
    (folder / "terms/sks_diagnoses_half.csv").write_text("code,text\n", encoding="utf-8")
    assert [file.name for file in find([folder, folder], "terms/sks_diagnoses*.csv")] == [
        "sks_diagnoses_half.csv",
        "sks_diagnoses_other_half.csv",
    ]


def test_a_table_without_its_column_is_refused(folder):
    with pytest.raises(DataError, match="no column hospital"):
        rows(folder / "terms/sks_diagnoses_other_half.csv", ("code", "hospital"))


@pytest.mark.parametrize("line", ["{", '{"type": "CPR", "text": "x"}', '{"type": null, "text": "x", "surface": "y"}'])
def test_a_bad_identifier_case_is_refused(tmp_path, line):
    file = tmp_path / "cases.jsonl"
    file.write_text(line, encoding="utf-8")
    with pytest.raises(DataError, match=r"cases\.jsonl:1"):
        list(identifier_cases(file))


def test_a_missing_file_is_said_and_the_rest_still_measured(folder, capsys):
    (folder / "social/dkhate.tsv").unlink()
    assert main(["--data-dir", str(folder), "--only", "comments", "--only", "wards", "--json"], Standin()) == 2
    out, err = capsys.readouterr()
    assert "missing: social/dkhate.tsv" in err
    assert json.loads(out)["wards"][0]["of"] == 8


def test_a_missing_folder_is_exit_2(tmp_path, capsys):
    assert main(["--data-dir", str(tmp_path / "none")], Standin()) == 2
    assert "no such folder" in capsys.readouterr().err


def test_examples_are_shown_only_when_asked_for(folder, capsys):
    arguments = ["--data-dir", str(folder), "--only", "sentences"]
    checker = Standin(marks={"KOL": "DIAGNOSIS"})
    assert main(arguments, checker) == 0
    assert "Kim Hansen" not in capsys.readouterr().out
    assert main([*arguments, "--show", "1"], checker) == 0
    assert "Kim Hansen" in capsys.readouterr().out


def test_a_marked_decoy_is_counted(tmp_path, monkeypatch):
    file = tmp_path / "cases.jsonl"
    lines = (
        {"type": "PHONE", "text": "ring 22334455", "surface": "22334455"},
        {"type": None, "text": "ordre 99887766"},
    )
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr("training.measures.CASES", (file,))
    found, flagged = identifiers(Standin(marks={"22334455": "PHONE", "99887766": "PHONE"}), [])
    assert (found.count, found.of) == (1, 1)
    assert (flagged.count, flagged.of) == (1, 1)
