import pytest

from models.detectors import run
from models.document import Document
from tests.marking import marked


def counts(text: str) -> list[str]:
    return [surface for type_, surface in marked(text) if type_ == "INCIDENT_COUNT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 hjertestop, 2 mors på én uge", ["4 hjertestop", "2 mors"]),
        ("tre selvmordsforsøg i nat", ["tre selvmordsforsøg"]),
        ("begge tvillinger", ["begge tvillinger"]),
        ("den tredje i denne uge", ["den tredje i denne uge"]),
        ("tredje hoftebrud på Lindegården", ["tredje hoftebrud"]),
        ("3. hjertestop på vagten", ["3. hjertestop"]),
        ("endnu en overdosis, endnu et dødsfald", ["endnu en overdosis", "endnu et dødsfald"]),
        ("to genoplivninger og syv fald", ["to genoplivninger", "syv fald"]),
        ("otte fødsler, 41 konsultationer", ["otte fødsler", "41 konsultationer"]),
        ("tre patienter på gangen", ["tre patienter"]),
        ("4 nye covid-patienter", ["4 nye covid-patienter"]),
        ("to svært dårlige", ["to svært dårlige"]),
        ("et par hjertestop, et halvt dusin selvmordsforsøg", ["et par hjertestop", "et halvt dusin selvmordsforsøg"]),
        ("mors x 3 og 2 x mors", ["mors x 3", "2 x mors"]),
        ("3 på stribe", ["3 på stribe"]),
        ("Nr. 2 på 14 dage", ["Nr. 2"]),
        ("hele fire dødsfald", ["fire dødsfald"]),
        ("3-4 hjertestop", ["3-4 hjertestop"]),
        ("3 tilfælde af meningitis", ["3 tilfælde af meningitis"]),
        ("tredje henvendelse på to uger", ["tredje henvendelse"]),
        ("det andet bid", ["det andet bid"]),
        ("to trafikulykker", ["to trafikulykker"]),
        ("two cardiac arrests and three deaths last night", ["two cardiac arrests", "three deaths"]),
        ("två hjärtstopp samma natt", ["två hjärtstopp"]),
        ("She died due to sepsis on our ward", []),
    ],
)
def test_counts_are_found_with_their_noun(text: str, expected: list[str]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "tre i aftenvagt til 24 patienter",
        "4 dage, to timer, tre vagter",
        "2 panodil, 4 mg",
        "to sygeplejersker og 3 kolleger",
        "24 senge, 20 %",
        "de 4 første",
        "nul bæltefikseringer",
        "flere selvmordsforsøg",
        "12 hjertestop pr. 1000 indlæggelser",
        "1.200 patienter",
        "jeg har tre børn",
        "en patient",
        "type 2 diabetes",
        "man tæller fra anden henvisning",
    ],
)
def test_staffing_rates_and_other_figures_are_no_counts(text: str) -> None:
    assert counts(text) == []


@pytest.mark.parametrize(
    ("text", "count", "kind", "strength"),
    [
        ("4 hjertestop", 4, "bold", 2),
        ("fem dødsfald", 5, "bold", 2),
        ("34 overdoser", 34, "bold", 0),
        ("otte fødsler", 8, "activity", 0),
        ("tre patienter", 3, "persons", 0),
        ("tredje hoftebrud", 3, "injury", 0),
    ],
)
def test_only_few_of_the_grave_events_weigh(text: str, count: int, kind: str, strength: int) -> None:
    document = Document(text)
    run(document)
    (found,) = document.found("INCIDENT_COUNT")
    assert (found.attrs["count"], found.attrs["kind"], found.attrs["strength"]) == (count, kind, strength)
