import pytest

from models.detectors import run
from models.document import Document
from tests.marking import marked


def ages(text: str) -> list[str]:
    return [surface for type_, surface in marked(text) if type_ == "AGE"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("87-årig dame", ["87-årig"]),
        ("87 årig, 87årig og 87-årige", ["87 årig", "87årig", "87-årige"]),
        ("femårig, to-årig, otteogfirsårig", ["femårig", "to-årig", "otteogfirsårig"]),
        ("en mand på 43", ["43"]),
        ("en gut på 58, gammel sømand", ["58"]),
        ("den gamle lods på 93 der ville hjem", ["93"]),
        ("Birgit på 63 foreslår", ["63"]),
        ("min egen Villads på 5", ["5"]),
        ("hun er 87 år gammel", ["87 år gammel"]),
        ("dreng på 3 mdr", ["3 mdr"]),
        ("4 uger gammel, 12 dage gammel", ["4 uger gammel", "12 dage gammel"]),
        ("6-års fødselsdag og 90 års fødselsdag", ["6-års", "90 års"]),
        ("han fylder 90 i dag", ["90"]),
        ("fordi han fyldte 60. så stod jeg der", ["60"]),
        ("Han er 31 og bokser", ["31"]),
        ("17 år, højgravid", ["17 år"]),
        ("Olga, 84, ser dårligt", ["84"]),
        ("Datteren (6) hev tanden ud", ["6"]),
        ("Kvinde 87 år, fald i hjemmet", ["87 år"]),
        ("mænd på 25-44 år", ["25-44 år"]),
        ("midt i 30'erne, sidst i halvfjerdserne", ["midt i 30'erne", "sidst i halvfjerdserne"]),
        ("en dame i 50'erne", ["50'erne"]),
        ("omkring de 70", ["omkring de 70"]),
        ("i en alder af 92", ["92"]),
        ("nyfødt, en teenager", ["nyfødt", "teenager"]),
        ("årgang 1951", ["årgang 1951"]),
        ("født i 1938", ["født i 1938"]),
        ("gravid i uge 24", ["uge 24"]),
        ("GA 24+3, uge 23+4", ["GA 24+3", "uge 23+4"]),
        ("28 ugers præmatur", ["28 ugers"]),
        ("an 87-year-old woman", ["87-year-old"]),
    ],
)
def test_ages_are_found(text: str, expected: list[str]) -> None:
    assert ages(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "20 år i faget",
        "for 10 år siden",
        "i 3 år",
        "efter 20 år",
        "5 års garanti",
        "25 års jubilæum for Hanne",
        "25 års ansættelse",
        "40 år som sygeplejerske",
        "22 år i retspsyk og 31 år på thorax",
        "Ti år har vi delt skab",
        "hospitalet har 100 år på bagen",
        "på 4 er der ro",
        "en afdeling på 24",
        "naboen på 8 bliver urolig",
        "lukket i uge 28",
        "vagtplan uge 24",
        "han er 2 meter",
        "vi er 7 til opgaven",
        "stue 4, 5, 6",
        "en ansøgning på 63 sider",
        "Ærbødigst, Villads, 5. semester",
        "14.000 skridt",
        "tilbage i 80'erne",
    ],
)
def test_durations_and_other_figures_are_no_ages(text: str) -> None:
    assert ages(text) == []


@pytest.mark.parametrize(
    ("text", "years", "strength"),
    [
        ("87-årig", 87.0, 2),
        ("otteogfirsårig", 88.0, 2),
        ("104 år gammel", 104.0, 3),
        ("nyfødt", None, 1),
        ("gravid i uge 24", None, 2),
        ("kvinden på 87år", 87.0, 2),
    ],
)
def test_exact_ages_weigh_more_than_broad_ones_and_a_hundred_most(
    text: str, years: float | None, strength: int
) -> None:
    document = Document(text)
    run(document)
    (found,) = document.found("AGE")
    assert (found.attrs["years"], found.attrs["strength"]) == (years, strength)
