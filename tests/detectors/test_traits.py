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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Degnen på 97 ville ikke spise", ["Degnen"]),
        ("Så fik vi kranføreren ind, han var gul", ["kranføreren"]),
        ("Gæt hvem der ligger på neurologisk afdeling, vores fætters håndboldtræner fra Svendborg", ["håndboldtræner"]),
        ("Som lokofører SKAL han høre om metroen", ["lokofører"]),
        ("Hun nåede 1.100 spring som faldskærmsinstruktør", ["faldskærmsinstruktør"]),
        ("Kokken kom med brækket hånd. Halinspektøren fra Karup ville hjem", ["Halinspektøren"]),
        ("Patienten er VVS-lærling", ["VVS-lærling"]),
        ("Hun har vundet DM-bronze i udspring", ["DM-bronze"]),
    ],
)
def test_roles_by_their_form_and_by_what_stands_round_them(text, expected):
    assert [surface for surface in traits(text) if surface in expected] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Var ham på 2 meter indlagt?", ["2 meter"]),
        ("Han mangler et ben", ["mangler et ben"]),
        ("Hun havde røde dreads og hvide handsker", ["røde dreads", "hvide handsker"]),
        ("Han har en brun plet over det ene øje", ["en brun plet over det ene øje"]),
        ("Ham der laver ringe af gafler er død", ["laver ringe af gafler"]),
        ("Ham der har solgt hele byen deres første knallert, åbnede munden", ["solgt hele byen deres første knallert"]),
        ("Der sad hende, I køber rundstykker af", ["køber rundstykker af"]),
        ("En mand, som har styret færger hele sit voksenliv", ["har styret færger hele sit voksenliv"]),
        ("Han med den røde trehjuler er vågnet", ["den røde trehjuler"]),
        ("Hun spændte harmonikaen på", ["spændte harmonikaen"]),
        ("Hun har tre drenge", ["tre drenge"]),
        ("Han tog ingen steder uden sin skildpadde", ["skildpadde"]),
        ("Han sang i Brødremenigheden", ["Brødremenigheden"]),
        ("93 år, 118 kilo, og han ville selv op", ["118 kilo"]),
        ("Hun fødte en dreng, han vejede 5.210 gram", ["5.210 gram"]),
    ],
)
def test_portraits_in_a_few_words(text, expected):
    assert traits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ham der ligger på stue 4 kom ind i går",
        "Hun stod 2 meter fra mig",
        "Jeg har en rød hue på, når jeg cykler",
        "Vi købte blå handsker til hele afdelingen",
        "Det er ham, der spiller kampene",
        "I køber selv ind",
        "Sagde hun med overbevisning",
        "Som lokofører ved jeg godt, hvordan det er",
        "Vi har tre drenge derhjemme",
        "Kørestolen er ny. Den vejer 164 kg, siger hun",
        "Han fik 5 g paracetamol",
    ],
)
def test_no_portrait_of_a_person_told_about(text):
    assert traits(text) == []
