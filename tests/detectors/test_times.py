import pytest

from models.detectors import run
from models.document import Document
from tests.marking import marked


def times(text: str) -> list[str]:
    return [surface for type_, surface in marked(text) if type_ == "TIME"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Det skete i nat her hos os", ["i nat"]),
        ("I går aftes en ung kvinde", ["I går aftes"]),
        ("så sent som i går", ["i går"]),
        ("her til morgen og tidligere i dag", ["her til morgen", "tidligere i dag"]),
        ("idag og inat", ["idag", "inat"]),
        ("fri til fredag", ["fredag"]),
        ("i tirsdags og på tirsdag", ["i tirsdags", "på tirsdag"]),
        ("natten til søndag", ["natten til søndag"]),
        ("natten mellem lørdag og søndag", ["natten mellem lørdag og søndag"]),
        ("natten til den 6. faldt hun", ["natten til den 6."]),
        ("lukket i uge 28", ["uge 28"]),
        ("lørdag nat var vild", ["lørdag nat"]),
        ("sidste onsdag kom han", ["sidste onsdag"]),
        ("i weekenden, forleden nat", ["i weekenden", "forleden nat"]),
        ("4 på én uge og 5 på tre døgn", ["på én uge", "på tre døgn"]),
        ("de sidste 14 dage", ["de sidste 14 dage"]),
        ("i løbet af en nat, inden for 24 timer", ["i løbet af en nat", "inden for 24 timer"]),
        ("denne uge, i denne måned, i sidste uge", ["denne uge", "i denne måned", "i sidste uge"]),
        ("siden påske, siden mandag, siden i går", ["siden påske", "siden mandag", "siden i går"]),
        (
            "for tre dage siden, for en uge siden, om tre uger",
            ["for tre dage siden", "for en uge siden", "om tre uger"],
        ),
        ("den 3. maj, d. 24/12, 3. maj 2024", ["den 3. maj", "d. 24/12", "3. maj 2024"]),
        ("12.11. kom han ind", ["12.11."]),
        ("den syvogtyvende maj", ["den syvogtyvende maj"]),
        ("kl. 04, kl 3.20, kl. halv fire, klokken fem", ["kl. 04", "kl 3.20", "kl. halv fire", "klokken fem"]),
        ("kl.0430 gik alarmen", ["kl.0430"]),
        ("03:20 hjertestop", ["03:20"]),
        ("ved 22-tiden", ["22-tiden"]),
        ("halv fire i nat", ["halv fire i nat"]),
        ("torsdag kl. 19", ["torsdag kl. 19"]),
        ("i december, siden august, slutningen af maj", ["i december", "siden august", "slutningen af maj"]),
        ("sidste år, i 2019, sommeren 2021", ["sidste år", "i 2019", "sommeren 2021"]),
        ("juleaften, nytårsnat, 3. juledag", ["juleaften", "nytårsnat", "3. juledag"]),
        ("Sankt Hans aften og store bededag", ["Sankt Hans aften", "store bededag"]),
        ("mellem jul og nytår", ["mellem jul og nytår"]),
        ("hjem efter 41 dage", ["efter 41 dage"]),
        ("har ligget her i 14 uger", ["14 uger"]),
        ("41 dage hos os", ["41 dage"]),
        (
            "dagen efter, samme nat, næste morgen, et døgn efter",
            ["dagen efter", "samme nat", "næste morgen", "et døgn efter"],
        ),
        ("i natt döde han", ["i natt"]),
        ("last night we lost him", ["last night"]),
        ("igår kväll og on Monday", ["igår kväll", "on Monday"]),
        ("paa loerdag", ["paa loerdag"]),
    ],
)
def test_times_are_found(text: str, expected: list[str]) -> None:
    assert times(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ti år i faget",
        "efter 20 år som sygeplejerske",
        "hver dag, hver fredag, om natten, til daglig, altid",
        "nu, lige nu, snart",
        "12 timers vagt, 8 timer uden pause og fem minutter til kaffe",
        "i fem år har jeg sagt det",
        "ventetid 14 dage",
        "tre uger på kursus",
        "god jul og godt nytår, god weekend",
        "åbent 24/7",
        "blodtryk 120/80 og puls 7.4",
        "32 timer om ugen",
        "3/5 stjerner",
        "en kaffe til 12.50 kr",
        "ring før I går ind",
        "Maj og August fra afdelingen",
        "på tre minutter",
        "den dag i dag",
    ],
)
def test_habits_seniority_and_other_figures_are_no_times(text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize(
    ("text", "kind", "strength"),
    [
        ("i nat", "shift", 0),
        ("i går", "shift", 0),
        ("sidste år", "vague", 0),
        ("i 2019", "vague", 0),
        ("i tirsdags", "day", 1),
        ("på én uge", "window", 1),
        ("på 6 måneder", "window", 0),
        ("siden påske", "season", 1),
        ("i december", "season", 1),
        ("for tre dage siden", "ago", 1),
        ("for ti år siden", "ago", 0),
        ("den 3. maj", "date", 2),
        ("kl. 04", "clock", 2),
        ("i nat kl. 03.20", "clock", 2),
        ("efter 41 dage", "stay", 2),
        ("efter 12 dage", "stay", 1),
    ],
)
def test_strength_follows_the_kind_and_the_distance(text: str, kind: str, strength: int) -> None:
    document = Document(text)
    run(document)
    (found,) = document.found("TIME")
    assert (found.attrs["kind"], found.attrs["strength"]) == (kind, strength)


def test_a_stay_is_about_the_patient() -> None:
    document = Document("indlagt i fjorten uger")
    run(document)
    (found,) = document.found("TIME")
    assert (found.attrs["about"], found.attrs["days"]) == (True, 98)
