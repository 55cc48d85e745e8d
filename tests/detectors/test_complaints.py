"""Complaints in lay words: a part of the body and what is wrong with it, what somebody cannot do, measures with a number."""

import pytest

from models.detectors import run
from models.document import Document
from tests.marking import marked


def diagnoses(text):
    return [surface for type_, surface in marked(text) if type_ == "DIAGNOSIS"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hun havde en forslået albue", ["forslået albue"]),
        ("han har løse og rådne tænder", ["rådne tænder"]),
        ("Hænder der ryster, blev der sagt", ["Hænder der ryster"]),
        ("benene sagde fra i går", ["benene sagde fra"]),
        ("sproget væk siden morgen", ["sproget væk"]),
        ("venstre knæ er hævet", ["venstre knæ er hævet"]),
        ("Så skar jeg tommelen", ["skar jeg tommelen"]),
        ("hun klemte fingeren i døren", ["klemte fingeren"]),
        ("Han kan knap løfte armene", ["kan knap løfte armene"]),
        ("hun kan ikke klemme i hånden", ["kan ikke klemme i hånden"]),
        ("han har ikke kunnet bøje knæet", ["ikke kunnet bøje knæet"]),
        ("Borgeren kan ikke synke", ["kan ikke synke"]),
    ],
)
def test_part_of_the_body_and_what_is_wrong_is_one_finding(text, expected):
    assert diagnoses(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Puls 118 på stuen", ["Puls 118"]),
        ("natrium på 114", ["natrium på 114"]),
        ("40,1 i feber", ["40,1 i feber"]),
        ("BT 80/40", ["BT 80/40"]),
        ("temp 39,4", ["temp 39,4"]),
        ("blodsukker: 2,1", ["blodsukker: 2,1"]),
    ],
)
def test_measure_with_its_number_is_found(text, expected):
    assert diagnoses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Han rystede på hovedet af forslaget",
        "Vi holder fingrene i klemme for jer",
        "Nøglerne er væk igen",
        "Nyt temp på 21 grader i kantinen",
        "Jeg kan ikke finde min cykel",
        "Hun lukkede øjnene for problemet",
        "Mit hjerte bløder for kommunens økonomi",
        "Politikerne mistede hovedet",
        "Pulsen var høj til løbet, men alle kom hjem",
        "Hun fik sat 3 flasker på køl",
    ],
)
def test_lookalikes_are_no_complaint(text):
    assert diagnoses(text) == []


def test_loss_of_a_limb_weighs_more_than_a_sore_one():
    document = Document("Han fik knust hånden. Hun har stiv nakke.")
    run(document)
    assert [f.attrs["strength"] for f in document.found("DIAGNOSIS")] == [2, 1]
