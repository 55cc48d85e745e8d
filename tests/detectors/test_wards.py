"""Wards, units, rooms and teams: what is one, and what only looks like one."""

import pytest

from models.detectors import resolve, wards
from models.document import Document
from tests.marking import marked


def found(text: str) -> list[str]:
    return [surface for type_, surface in marked(text) if type_ == "WARD"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sparring på en patient fra neurologisk afsnit K, der", ["neurologisk afsnit K"]),
        ("god uge her på afsnit M1 igen", ["afsnit M1"]),
        ("travlt på akutmodtagelsen på Herlev", ["akutmodtagelsen"]),
        ("ham på stue 12 snorker", ["stue 12"]),
        ("hun ligger på st. 4", ["st. 4"]),
        ("ringede fra stue fire", ["stue fire"]),
        ("I nat mistede vi en patient på M5 efter 41 dage", ["M5"]),
        ("ny på Øre-, næse- og halskirurgisk afd. F", ["Øre-, næse- og halskirurgisk afd. F"]),
        ("Børne- og ungdomspsykiatrisk afsnit U3 søger", ["Børne- og ungdomspsykiatrisk afsnit U3"]),
        ("vagt på børneafdelingen", ["børneafdelingen"]),
        ("vagt på boerneafdelingen", ["boerneafdelingen"]),
        ("vagt på stroke-afsnittet", ["stroke-afsnittet"]),
        ("Klinik for Depression har åbent", ["Klinik for Depression"]),
        ("arbejder på ROS Urologi", ["Urologi"]),
        ("arbejder på urologisk på Herlev", ["urologisk"]),
        ("Kardiologisk i Hjørring: 2 til 23", ["Kardiologisk"]),
        ("ligger på intensiv i tre døgn", ["intensiv"]),
        ("ham fra 7'eren er væk", ["7'eren"]),
        ("hele b-fløjen har feber", ["b-fløjen"]),
        ("naboen på 8 bliver urolig", ["8"]),
        ("O2 i Nykøbing er lukket", ["O2"]),
        ("Til kollegerne i Team Sygedagpenge", ["Team Sygedagpenge"]),
        ("stolt af krabbe-teamet", ["krabbe-teamet"]),
        ("drengen i 2.B græder", ["2.B"]),
        ("forældre på pindsvinestuen", ["pindsvinestuen"]),
        ("godnat herfra #ønh #neo", ["ønh", "neo"]),
        ("nye crocs på neo i randers", ["neo"]),
    ],
)
def test_ward_is_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "så afsnit 4 af serien på Netflix",
        "sæson 2 afsnit 3 var vild",
        "mangler B12 og jern",
        "har mangel på B12 vitamin",
        "kø på E45 hele vejen",
        "ansat i HR-afdelingen",
        "marketingafdelingen holder fest",
        "afdelingen har travlt og afsnittet er lukket",
        "et meget intensivt kursus",
        "en meget intensiv uge",
        "fik kirurgisk behandling",
        "på medicinsk behandling",
        "er begyndt på medicin",
        "sidder i stuen med te",
        "katten er på intensiv hos dyrlægen",
        "hørte det på P3 i radioen",
        "se det på TV2",
        "går med at male",
        "motorvejen er spærret",
    ],
)
def test_lookalike_is_no_ward(text: str) -> None:
    assert found(text) == []


def test_specialty_and_kind_are_told() -> None:
    (finding,) = resolve(list(wards.find(Document("vagt på børneafdelingen"))))
    assert finding.attrs == {"strength": 2, "kind": "ward", "specialty": "paediatrics"}


@pytest.mark.parametrize("pattern", ["hjerte-", "afd. ", "stue ", "på M5 ", "og/-,.", "# ", "på "])
def test_repetition_does_not_crash(pattern: str) -> None:
    found_here = list(wards.find(Document(pattern * 300)))
    assert all(finding.start < finding.end for finding in found_here)
