import pytest

from models.detectors import run
from models.document import Document
from tests.marking import marked


def treatments(text):
    return [surface for type_, surface in marked(text) if type_ == "TREATMENT"]


def attrs(text):
    document = Document(text)
    run(document)
    return next(f.attrs for f in document.findings if f.type == "TREATMENT")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("akut kejsersnit i nat", ["akut kejsersnit"]),
        ("hun fik Ritalin og Ozempic", ["Ritalin", "Ozempic"]),
        ("tracheostomi og respirator", ["tracheostomi", "respirator"]),
        ("tvangsindlagt på gule papirer", ["tvangsindlagt", "gule papirer"]),
        ("bæltefikseret hele natten", ["bæltefikseret"]),
        ("lagt i bælte af fire portører, patienten skreg", ["bælte"]),
        ("vi genoplivede ham", ["genoplivede"]),
        ("koloskopier om natten", ["koloskopier"]),
        ("fik en knæ-operation sidste år", ["knæ-operation"]),
        ("fik fjernet galden ved kolecystektomi", ["kolecystektomi"]),
        ("startede på nivolumab og ramucirumab", ["nivolumab", "ramucirumab"]),
        ("antabus og metadonen", ["antabus", "metadonen"]),
        ("Orfirilen blev skiftet", ["Orfirilen"]),
        ("opereret i mandags på Slagelse", ["opereret"]),
        ("Han fik 4 sting på skadestuen", ["4 sting"]),
        ("fjernet i LA på stuen", ["fjernet i LA"]),
        ("hun får ny nyre og nyt korsbånd", ["ny nyre", "nyt korsbånd"]),
        ("fik fjernet galdeblæren", ["fik fjernet galdeblæren"]),
        ("vi skoperede og intuberede ham", ["skoperede", "intuberede"]),
        ("næsespray og radiusskinne", ["næsespray", "radiusskinne"]),
        ("patienten ligger i isolation", ["isolation"]),
    ],
)
def test_treatment_is_found(text, expected):
    assert treatments(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Vi skal have taget MR, røntgen, EKG og en blodprøve",
        "En god dosis humor er den bedste medicin",
        "Politiet indledte en stor politioperation",
        "Lyon i Europa-Cup og FN-operationen i Mali",
        "Jeg har tre punkter til mødet",
        "Virker beroligende at se regnen",
        "Fodboldspillere og skuespillere til kage",
        "Solen skinner, og drop nu det møde",
        "Vi skal fastholde og rekruttere personale",
        "Operation Dagsværk er i næste uge",
        "Alt peger på platin, april og anatomi",
        "Medicinsk afdeling søger akutmediciner med speciale i lungemedicin",
    ],
)
def test_lookalikes_are_left_alone(text):
    assert treatments(text) == []


@pytest.mark.parametrize(
    ("text", "strength", "bold"),
    [
        ("i dialyse", 1, False),
        ("bæltefikseret", 2, True),
        ("på antabus", 2, True),
        ("levertransplanteret", 2, False),
        ("fik Zolgensma", 3, False),
    ],
)
def test_strength(text, strength, bold):
    found = attrs(text)
    assert (found["strength"], found.get("bold", False)) == (strength, bold)
