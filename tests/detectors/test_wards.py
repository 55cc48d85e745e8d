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
        # a manner of care behind a comma, and a site's code in front
        ("ny på Børnesygdomme, ambulatorieafsnit i år", ["Børnesygdomme, ambulatorieafsnit"]),
        ("ny på Lungemedicin, heldøgn", ["Lungemedicin, heldøgn"]),
        ("Ergoterapi, Sclerosehospitalet i Ry", ["Ergoterapi"]),
        ("ny på ROS Socialrådgiver", ["Socialrådgiver"]),
        ("vagt på sla geriatri", ["geriatri"]),
        ("travlt på ergoterapi, viborg", ["ergoterapi"]),
        ("Mette, sygeplejerske, Urologi, Herlev Hospital", ["Urologi"]),
        ("Horsens Sygehus, Dagkirurgi", ["Dagkirurgi"]),
        ("vagt på 3. afdeling i nat", ["3. afdeling"]),
        ("ny på kvindesygdomsklinikken", ["kvindesygdomsklinikken"]),
        # a department as the subject
        ("thoraxkirurgien mangler ni sygeplejersker", ["thoraxkirurgien"]),
        ("Nefrologi har fået ny leder", ["Nefrologi"]),
        ("kir har overbelægning", ["kir"]),
        ("plakaten fra Klinisk Genetik er fed", ["Klinisk Genetik"]),
        ("I retspsykiatrien i Brønderslev mangler de folk", ["retspsykiatrien"]),
        # short forms
        ("ny sygeplejerske på onk i Næstved", ["onk"]),
        ("ligger på rygkir i Kolding", ["rygkir"]),
        ("flyttet fra endo til nefro", ["endo", "nefro"]),
        ("Kh Tove, ortopædkir. Køge", ["ortopædkir."]),
        ("to mødre på barsel i nat", ["barsel"]),
        ("31 patienter i modtagelsen da jeg kom", ["modtagelsen"]),
        ("drengen blev kørt til OP", ["OP"]),
        ("mandag på OP 3 i Slagelse", ["OP 3"]),
        # codes
        ("Vikar søges til 7B", ["7B"]),
        ("Vikar søges til EEG mandag", ["EEG"]),
        ("øvelse i hjertestop på dialysen tirsdag", ["dialysen"]),
        ("en aftenvagt i onkologien", ["onkologien"]),
        ("love u #ortopædkirurgi", ["ortopædkirurgi"]),
        ("en afløser på hele R3", ["R3"]),
        ("patienten på P3 faldt", ["P3"]),
        ("damen på 4. sal ringer", ["4. sal"]),
        ("ham fra hold 4", ["hold 4"]),
        # a hashtag in one word
        ("godnat #akutmodtagelsenherlev", ["akutmodtagelsen"]),
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
        "hans hofteoperation gik godt",
        "det førte til uro",
        "jeg har arbejdet med nyresygdomme i ti år",
        "Burhan G til P3",
        "skal til EEG på mandag",
        "Som læge i gynækologien følger man mennesker",
        "undskyld tonen på P4 kl. 8",
        "filmen vises i 3D",
        "gik op til 3. sal",
        "ham i afsnit 2 er skurken",
        "arbejder i retspsykiatrien, de seneste år med unge",
        "psykiatrien mangler penge og læger",
        "Kirurgi er et svært fag",
        "stod op og gik på arbejde",
        "far medicin",
        "Vi tog i Tivoli, voksne og børn",
        "glad for livet #sygeplejerskeliv #sommerferie",
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
