"""References to particular patients and relatives, and the many look-alikes that are none."""

import pytest

from models.detectors import run
from models.document import Document


def references(text):
    document = Document(text)
    run(document)
    return [document.text[f.start : f.end] for f in document.findings if f.type == "PATIENT_REF"]


def first_attrs(text):
    document = Document(text)
    run(document)
    return next(f.attrs for f in document.findings if f.type == "PATIENT_REF")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("En pt med KOL på stue 5", ["En pt"]),
        ("Min pt fik kemo i nat", ["Min pt"]),
        ("pt'en blev intuberet kl. 4", ["pt'en"]),
        ("I dag besøgte jeg min borger i Vejle", ["min borger"]),
        ("Vores beboer faldt på badeværelset", ["Vores beboer"]),
        ("ham fra stue 4 har tisset igen", ["ham"]),
        ("hende med nålene kom igen", ["hende"]),
        ("Hans kone holdt ham i hånden til det sidste", ["Hans kone"]),
        ("Sød ældre dame på akutmodtagelsen på Herlev i nat", ["dame"]),
        ("En ung kvinde med to diagnoser kom ind i aftes", ["En ung kvinde"]),
        ("87-årig dame hjem i dag efter 41 dage", ["dame"]),
        ("Den gamle mand græd da datteren gik", ["Den gamle mand", "datteren"]),
        ("En af de indsatte bed mig", ["En af de indsatte"]),
        ("my patient had surgery last night", ["my patient"]),
        ("En pasient fikk morfin i natt", ["En pasient"]),
        ("Babyen sover endelig på neo", ["Babyen"]),
        ("Moren blev kørt til kejsersnit", ["Moren"]),
        ("min yndlingsborger har fået kateter", ["min yndlingsborger"]),
        ("Patientens datter ringede efter operationen", ["Patientens datter"]),
    ],
)
def test_a_particular_person_is_marked_with_article_or_possessive(text, expected):
    assert references(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "pt har vi travlt",
        "pt. er vi 3 på arbejde",
        "Pt. er der ingen ledige senge",
        "Jeg er pt på barsel",
        "Alle patienter skal have mad",
        "Hver patient får en tablet",
        "En patient har ret til aktindsigt",
        "Patienten i centrum, siger de",
        "Patienterne ligger på gangen",
        "24 patienter og to i aftenvagt",
        "Som patient vil jeg gerne have ro",
        "Min far er indlagt på Herlev, og personalet er fantastisk",
        "Min mormor fik en hoftebrud",
        "Min datter har skoldkopper",
        "En kollega holdt afsked i dag",
        "Lægen kom først kl. 4",
        "En mand købte en avis",
        "Damen i Netto var sur",
        "Jeg elsker hende på den der måde",
        "Jeg spiste frokost med hende i dag",
        "Han er statsborger i Danmark",
        "ham fra IT har lavet printeren",
    ],
)
def test_groups_rules_family_and_colleagues_are_not_marked(text):
    assert references(text) == []


@pytest.mark.parametrize(
    ("text", "sex", "age", "strength"),
    [
        ("En ung kvinde fik kemo i aftes", "f", "young", 1),
        ("En ældre herre fik kemo i aftes", "m", "old", 1),
        ("En lille pige fik kemo i aftes", "f", "child", 1),
        ("En kvinde fik kemo i aftes på intensiv", "f", None, 0),
        ("En patient fik kemo i aftes", None, None, 0),
    ],
)
def test_sex_and_broad_age_together_are_a_weak_piece(text, sex, age, strength):
    attrs = first_attrs(text)
    assert (attrs["sex"], attrs["broad_age"], attrs["strength"]) == (sex, age, strength)


@pytest.mark.parametrize(
    ("text", "kind", "definite"),
    [
        ("En patient fik kemo", "patient", False),
        ("Patienten fik kemo i nat", "patient", True),
        ("Hans kone fik kemo i nat", "relative", True),
        ("Damen fik kemo og morfin på stuen", "person", True),
    ],
)
def test_kind_and_definiteness_are_told(text, kind, definite):
    attrs = first_attrs(text)
    assert (attrs["kind"], attrs["definite"]) == (kind, definite)


def test_the_same_words_in_a_film_are_nobody():
    assert references("En dame blev opereret i nat") == ["En dame"]
    assert references("I serien blev en dame opereret, og filmen var endnu værre") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Én af dem jeg har haft i røret er død", ["Én"]),
        ("panikangst findes. for sådan en havde jeg faktisk selv i nat", ["sådan en"]),
        ("I weekenden havde jeg igen en inde med feber", ["en"]),
        ("én fik lært selv at skifte stomiposen", ["én"]),
        ("Vikar søges i nat: én pt. i isolation, mest selvhjulpen", ["én pt."]),
        ("fik gylp ned i skuldertasken hos en familie i dag", ["en familie"]),
        ("I den sidder hende jeg er hjælper for på fjerde år", ["hende"]),
        ("Gæt hvem der ligger på hæm. Ham på 2 meter??", ["Ham"]),
        ("Nej dog. Ham, der nynnede koraler, når man stak?", ["Ham"]),
        ("Det er jo ham fra Strib på hold 4", ["ham"]),
        ("Ham før jer er lige opereret for grå stær", ["Ham"]),
        ("I aftes sad en ung på gangen i afsnittet og græd", ["en ung"]),
        ("Hun fik kemo i går. datteren på ni holdt koppen", ["datteren"]),
        ("Han døde i nat. konen sad ved sengen", ["konen"]),
        ("46 portioner til barselskvinden i nat", ["barselskvinden"]),
        ("Kære Annelise. Deres fader sov stille ind hos os", ["Deres fader"]),
        ("Specialskolen holdt fest. Så kom en elev ind med et kort", ["en elev"]),
    ],
)
def test_an_elliptic_or_implied_person_is_marked(text, expected):
    assert references(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Datteren (6) er syg, så jeg bytter gerne vagt og bliver herhjemme",
        "mor har givet lov til fest",
        "Min søn på 8 grinede, for hans farmor var lige død",
        "Spørg jeres mødre",
        "Min kollega tog sin mand med til sommerfesten",
        "Den pige, der er i praktik på afsnittet, er elev på 3. semester",
        "Sidder i toget overfor en mand med en lagkage",
        "I serien døde en mand på intensiv i første afsnit",
        "Det var også ham, der lærte mig at tage huen af på stuen",
        "Tusind tak til pigerne i akutklinikken",
        "Elsker virkelig de her mennesker på kontoret",
        "Den lille seddel på stue 3 er væk",
        "Jeg har sådan en cykel derhjemme",
        "En af dem er min kollega",
    ],
)
def test_own_kin_colleagues_fiction_and_strangers_are_unmarked(text):
    assert references(text) == []
