"""Traits: what marks a patient, citizen or relative out, and the same words where they mark out no one."""

import pytest

from tests.marking import marked


def traits(text):
    return [surface for type_, surface in marked(text) if type_ == "TRAIT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Så fik vi byens tidligere slagter på antabus", ["byens tidligere slagter"]),
        ("Vores tidligere borgmester ligger på stue 4", ["tidligere borgmester"]),
        ("En pensioneret politimand med KOL", ["pensioneret politimand"]),
        ("Han er 54 og landmand, indlagt med feber", ["landmand"]),
        ("Hun er organist og har gigt", ["organist"]),
        ("I går kom tømreren ind igen, han havde feber", ["tømreren"]),
        ("Rottefænger. Han havde gule øjne", ["Rottefænger"]),
        ("Vi fik en hummerfisker ind med hjertestop", ["hummerfisker"]),
        ("En 87-årig overlæge? Nej, pensioneret overlæge. Hun er 87 år", ["pensioneret overlæge"]),
        ("Sokkedamen sov ind i nat", ["Sokkedamen"]),
    ],
)
def test_occupations_and_roles_of_persons_told_about(text, expected):
    assert traits(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("En somalisk kvinde ringede i nat", ["somalisk"]),
        ("Manden er syrer og forstår ikke dansk", ["syrer"]),
        ("Han er jehovas vidne og ville ikke have blod", ["jehovas vidne"]),
        ("Kvinde, 34, taler kun arabisk", ["taler kun arabisk"]),
        ("Rødhåret fyr med glasøje", ["Rødhåret", "glasøje"]),
        ("Ham med en drage tatoveret på halsen råbte", ["en drage tatoveret på halsen"]),
        ("Er der nogen der har set ham med den grønne jægerhat?", ["den grønne jægerhat"]),
        ("Hende med jordbærboden har kræft", ["jordbærboden"]),
        ("Hun er mor til tre", ["mor til tre"]),
        ("Så kom de: barn nummer fem, og far klappede", ["barn nummer fem"]),
        ("Hun er hjemløs og har KOL", ["hjemløs"]),
        ("Han spiller harmonika og har 14 katte", ["spiller harmonika", "14 katte"]),
        ("Havde hende der klipper hår i røret", ["klipper hår"]),
    ],
)
def test_origin_faith_looks_family_status_and_habits(text, expected):
    assert traits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Skal forbi bageren efter vagt",
        "Jeg ringede til elektrikeren, lyset er gået",
        "Min mand er tømrer",
        "Jeg er mor til tre og elsker mit job",
        "Som enke ved jeg godt, hvordan det er",
        "Vi søger en sygeplejerske til afdelingen",
        "Min makker og jordemoderen er de bedste",
        "Medarbejderen og sagsbehandleren holdt oplæg",
        "Vi drak spansk vin og spiste tysk pølse",
        "Det tyske sundhedsvæsen er dyrt",
        "Borgmesteren bør skamme sig",
        "Formanden og tillidsmanden fik blomster",
        "Ham med det nye knæ kan gå",
        "Vi søger en tømrer. Ansøgningsfrist 1. maj",
        "Jeg har to hunde og en kat",
    ],
)
def test_no_trait_of_a_person_told_about(text):
    assert traits(text) == []


def test_the_towns_former_tradesman_is_almost_unique():
    from models.detectors import run
    from models.document import Document

    document = Document("Så fik vi byens tidligere slagter på antabus")
    run(document)
    (trait,) = document.found("TRAIT")
    assert trait.attrs["strength"] == 3
    assert 0 < float(trait.attrs["share"]) < 0.01
