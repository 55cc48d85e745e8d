"""Places by list and by form, and the words and names that only look like places."""

import pytest

from models.detectors import places
from models.document import Document
from tests.marking import marked


def found(text: str) -> list[str]:
    return [surface for type_, surface in marked(text) if type_ == "PLACE"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hjemme i Viborg nu", ["Viborg"]),
        ("hjemme i viborg nu", ["viborg"]),
        ("københavns gader", ["københavns"]),
        ("hos en familie på Mors", ["Mors"]),
        ("en landmand fra Ry", ["Ry"]),
        ("bor i Nykøbing Falster", ["Nykøbing Falster"]),
        ("bager i Tommerup Stationsby", ["Tommerup Stationsby"]),
        ("ulykken på E45 ved Vejle", ["E45 ved Vejle"]),
        ("født i Somalia", ["Somalia"]),
        ("en frisør i Nørregade", ["Nørregade"]),
        ("salonen på hovedgaden", ["hovedgaden"]),
        ("stillinger i Køge Kommune", ["Køge Kommune"]),
        ("at føde i Region Sjælland", ["Region Sjælland"]),
        ("viet i Fløng Kirke", ["Fløng Kirke"]),
        ("en gut fra Gedved-kanten", ["Gedved-kanten"]),
        ("en gård ved Krogstrup", ["Krogstrup"]),
        ("tur i Frederiksberg Have", ["Frederiksberg Have"]),
        ("Vejle kommune vil spare", ["Vejle"]),
        ("her i Kgs. Lyngby", ["Kgs. Lyngby"]),
        ("peger mod Fakse", ["Fakse"]),
        ("en Aarhus-borger", ["Aarhus"]),
        ("godnat #solrødstrand #nykøbingfalster", ["solrødstrand", "nykøbingfalster"]),
        ("en dreng fra Vollsmose og en fra Gellerup", ["Vollsmose", "Gellerup"]),
    ],
)
def test_place_is_found(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2 mors i denne uge",
        "han er by og land rundt",
        "ansat i øvrigt, Region Midtjylland betaler",
        "Anne Randers holdt oplæg",
        "jeg er på vej hjem ad motorvejen",
        "giv ro og hold vagt",
        "min arbejdsplads er fantastisk",
        "en kop med Esbjerg fB på",
        "kamp mod FC Midtjylland",
        "et el-stol-klistermærke fra Brøndby-butikken",
        "godnat #sommerferie",
    ],
)
def test_lookalike_is_no_place(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "strength"), [("bor i Viborg", 1), ("bor i Ry", 2), ("født i Somalia", 1), ("viet i Fløng Kirke", 2)]
)
def test_strength_follows_the_number_of_inhabitants(text: str, strength: int) -> None:
    (finding,) = places.find(Document(text))
    assert finding.attrs["strength"] == strength
