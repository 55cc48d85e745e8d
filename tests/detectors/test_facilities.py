"""Hospitals and institutions: by name, by form, and by a town that stands for its hospital."""

import pytest

from models.detectors import facilities, resolve
from models.document import Document
from tests.marking import marked


def found(text: str) -> list[tuple[str, str]]:
    return [pair for pair in marked(text) if pair[0] in ("FACILITY", "PLACE")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("akutmodtagelsen på Herlev", [("FACILITY", "Herlev")]),
        ("ovre på Skejby i nat", [("FACILITY", "Skejby")]),
        ("kollega fra Bispebjerg", [("FACILITY", "Bispebjerg")]),
        ("vagt på OUH", [("FACILITY", "OUH")]),
        ("akutmodtagelsen i Hillerød", [("PLACE", "Hillerød")]),
        ("han bor i Kolding", [("PLACE", "Kolding")]),
        ("kom over på Kolding", [("FACILITY", "Kolding")]),
        ("overflyttet til Odense i går", [("FACILITY", "Odense")]),
        ("vi flyttede til Odense", [("PLACE", "Odense")]),
        ("tur på Aalborg Havn", [("PLACE", "Aalborg Havn")]),
        ("ferie på Bornholm", [("PLACE", "Bornholm")]),
        ("skadestuen på Bornholm", [("FACILITY", "Bornholm")]),
        ("ny på Regionshospitalet Gødstrup", [("FACILITY", "Regionshospitalet Gødstrup")]),
        ("knæ fra esbjerg sygehus", [("FACILITY", "esbjerg sygehus")]),
        ("aftenvagt på Plejecenter Solgården", [("FACILITY", "Plejecenter Solgården")]),
        ("vi i Lægehuset i Ry", [("FACILITY", "Lægehuset i Ry")]),
        ("apoteket på Nørregade lukker", [("FACILITY", "apoteket på Nørregade")]),
        ("lægevagten i Thisted svarede", [("FACILITY", "lægevagten i Thisted")]),
        ("ansat i Hjemmeplejen Syd", [("FACILITY", "Hjemmeplejen Syd")]),
        ("pædagog på Bosted Engen", [("FACILITY", "Bosted Engen")]),
        ("tredje fald på Birkelunden i dag", [("FACILITY", "Birkelunden")]),
        ("vi holder til i Gødstrup", [("FACILITY", "Gødstrup")]),
        ("mit nye knæ fra Silkeborg", [("FACILITY", "Silkeborg")]),
        ("en kollega fra Silkeborg", [("PLACE", "Silkeborg")]),
        ("Slagelse: 4 til 31", [("FACILITY", "Slagelse")]),
        ("Slagelse: det regner", [("PLACE", "Slagelse")]),
        ("Kh Tove, ortopædkir. Køge", [("FACILITY", "Køge")]),
        ("ringede til Odense, de grinte", [("FACILITY", "Odense")]),
        ("en mand på Statshospitalet i Middelfart", [("FACILITY", "Statshospitalet i Middelfart")]),
        ("Plejehjemmet Kærsminde i Grenaa fylder 50", [("FACILITY", "Plejehjemmet Kærsminde i Grenaa")]),
        ("Øre-næse-hals-klinikken i Nivå", [("FACILITY", "Øre-næse-hals-klinikken i Nivå")]),
        ("Vibeke, sekretær, Bagsværd Hudklinik", [("FACILITY", "Bagsværd Hudklinik")]),
        ("Genoptræningen i Gedser", [("FACILITY", "Genoptræningen i Gedser")]),
        ("nattevagt på Havtornen i Odder", [("FACILITY", "Havtornen"), ("PLACE", "Odder")]),
        ("en ferie på Havtornen", []),
        ("bosted lindegården ringede", [("FACILITY", "bosted lindegården")]),
        ("bor på plejehjem hele livet", []),
        ("akutklinikken i Nykøbing", [("PLACE", "Nykøbing")]),
        ("tilbage på kontoret i Svenstrup", [("PLACE", "Svenstrup")]),
        ("#herlevhospital #skadestuenherlev", [("FACILITY", "herlevhospital"), ("FACILITY", "herlev")]),
        ("#skadestuenthisted", [("PLACE", "thisted")]),
        ("et hospice i Nysted", [("PLACE", "Nysted")]),
        ("hjemmeplejen kommer, og apoteket har åbent", []),
        ("gik tur på Kirkegården", []),
        ("mine børn går i børnehaven i dag", []),
    ],
)
def test_facility_against_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_large_institution_is_weak_evidence_with_its_town() -> None:
    (finding,) = facilities.find(Document("vagt på OUH"))
    assert finding.attrs == {"strength": 1, "concept": "facility:odense universitetshospital", "town": "Odense"}


def test_two_names_of_one_hospital_are_one_concept() -> None:
    first, second = resolve(list(facilities.find(Document("fra AUH, altså Aarhus Universitetshospital"))))
    assert first.attrs["concept"] == second.attrs["concept"]


def test_named_nursing_home_is_medium() -> None:
    (finding,) = facilities.find(Document("vagt på Plejecenter Solgården"))
    assert finding.attrs["strength"] == 2
