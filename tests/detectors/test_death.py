import pytest

from models.detectors import run
from models.document import Document
from tests.marking import marked


def diagnoses(text):
    return [surface for type_, surface in marked(text) if type_ == "DIAGNOSIS"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Han døde kl. fire i nat", ["døde"]),
        ("hun sov stille ind med familien om sig", ["sov stille ind"]),
        ("I nat mistede vi en patient", ["mistede vi"]),
        ("han er gået bort", ["gået bort"]),
        ("hun fik endelig lov at slippe", ["fik endelig lov at slippe"]),
        ("Nu er hun ikke mere.", ["ikke mere"]),
        ("erklæret mors kl 3", ["mors"]),
        ("exitus letalis", ["exitus letalis"]),
        ("jeg så ham dø", ["dø"]),
        ("stille og roligt udåndede hun", ["udåndede"]),
        ("på hospice sagde vi farvel til en mand", ["sagde vi farvel"]),
        ("Vi har mistet en patient på afsnittet", ["mistet"]),
        ("de mistede deres lille dreng i uge 22", ["mistede"]),
        ("Midt i et vers slap han.", ["slap han"]),
        ("vi lukkede hendes øjne", ["lukkede hendes øjne"]),
        ("patienten tjekkede ud kl 5", ["tjekkede ud"]),
        ("jeg stod der da vi fandt ham livløs", ["fandt ham livløs"]),
        ("Hun klarede den ikke, familien sad hos hende", ["klarede den ikke"]),
        ("RIP Karen", ["RIP"]),
    ],
)
def test_dying_is_found(text, expected):
    assert diagnoses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Printeren døde midt i det hele",
        "Autoklaven dør altid en mandag",
        "Kopimaskinen gav op i nat (rip)",
        "Rip til min weekend",
        "Jeg stemplede ud kl. 15",
        "Vi mistede kontakten til patienten",
        "Vi fandt hende på bagtrappen",
        "Min telefon er helt død",
        "Jeg er død efter den vagt",
        "Vi var ved at dø af grin",
        "Det var død og pine",
        "Vi kørte en tur til Mors i går",
        "Det er mors fødselsdag",
        "Der er en dør, der ikke lukker",
        "Der er ikke mere kage",
        "Jeg er dødtræt, og maden var dødlækker",
        "What do you think about the new rota",
    ],
)
def test_figures_of_speech_and_lookalikes_are_no_death(text):
    assert diagnoses(text) == []


def test_death_counts_once_and_is_grave():
    document = Document("Hun døde i nat. Hun sov stille ind.")
    run(document)
    deaths = [f.attrs for f in document.findings if f.type == "DIAGNOSIS"]
    assert len(deaths) == 2
    assert {a["concept"] for a in deaths} == {"death"}
    assert all(a["death"] and a["bold"] and a["strength"] == 2 for a in deaths)
