import pytest

from models.datafiles import read_table
from models.detectors import run
from models.document import Document
from models.medical import Endings
from tests.marking import marked


def diagnoses(text):
    return [surface for type_, surface in marked(text) if type_ == "DIAGNOSIS"]


def attrs(text):
    document = Document(text)
    run(document)
    return next(f.attrs for f in document.findings if f.type == "DIAGNOSIS")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fik et kram af en KOL-patient", ["KOL"]),
        ("brækket venstre hofte igen", ["brækket venstre hofte"]),
        ("hun kom ind med knækket lårben", ["knækket lårben"]),
        ("blodprop i hjernen og så hjem", ["blodprop i hjernen"]),
        ("han har lungekræften tilbage", ["lungekræften"]),
        ("en med geschwind syndrom", ["geschwind syndrom"]),
        ("udredes for Steele-Richardsons syndrom", ["Steele-Richardsons syndrom"]),
        ("Wilsons sygdom ser man ikke tit", ["Wilsons sygdom"]),
        ("hun har kræft i bugspytkirtlen", ["kræft i bugspytkirtlen"]),
        ("han har en epidural absces", ["epidural absces"]),
        ("udredt for en sjælden form for blodmangel", ["sjælden form for blodmangel"]),
        ("slidgigt i højre tommelfingers rodled", ["slidgigt i højre tommelfingers rodled"]),
        ("diabetes type 2", ["diabetes type 2"]),
        ("syfilis i sent stadium", ["syfilis i sent stadium"]),
        ("ildelugtende sekret fra venstre side", ["ildelugtende sekret"]),
        ("Rhinolit, 2,3 cm", ["Rhinolit"]),
        ("han tåler ikke peanuts", ["tåler ikke peanuts"]),
        ("mb. Crohn i udbrud", ["mb. Crohn"]),
        ("hun er skizofren og dement", ["skizofren", "dement"]),
        ("højgravid og så præeklampsi oveni", ["højgravid", "præeklampsi"]),
        ("c. mammae med metastaser", ["c. mammae", "metastaser"]),
        ("sepsis og kronisk osteomyelit", ["sepsis", "kronisk osteomyelit"]),
        ("skar sig i aftes, suicidal", ["skar sig", "suicidal"]),
        ("ondt i den venstre skulder", ["ondt i den venstre skulder"]),
        ("kom ind med HIV og STEMI", ["HIV", "STEMI"]),
        ("kode DF200 og F20.0 på skemaet", ["DF200", "F20.0"]),
        ("diagnose F32 står der", ["F32"]),
        ("hypertrophia funiculi spermatici", ["hypertrophia funiculi spermatici"]),
        ("kæbebetændelsen driller", ["kæbebetændelsen"]),
        ("voldtaget og tævet", ["voldtaget", "tævet"]),
        ("#hjertestop og #sepsis", ["hjertestop", "sepsis"]),
    ],
)
def test_illness_is_found(text, expected):
    assert diagnoses(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Det er sygt fedt, I er for seje",
        "Vi brækkede os af grin",
        "ondt i røven over ferieplanen",
        "Et brud på tavshedspligten er alvorligt",
        "Indbrud i skuret og udbrud af jubel",
        "Der er boligfeber i hele landet",
        "Regeringen er blind for problemet",
        "Hun er allergisk over for møder",
        "Alle kræfter sættes ind",
        "Vi er uafhængige af et uafhængigt udvalg",
        "F16 over byen, og B12 er en vitamin",
        "På M5 er der kage",
        "Det er slet ikke sandt, ca. 40 procent",
        "AL MIN TID OG ALL IN",
        "Prognose og diagnose er to ord, en dosis humor tre",
        "Plastikpose eller mulepose?",
    ],
)
def test_lookalikes_are_left_alone(text):
    assert diagnoses(text) == []


@pytest.mark.parametrize(
    ("text", "strength", "prior"),
    [
        ("hun har KOL", 1, "copd"),
        ("hoftebrud i nat", 1, "hip_fracture"),
        ("han fik hjertestop", 2, "arrest"),
        ("et selvmordsforsøg", 2, "suicide_attempt"),
        ("geschwind syndrom", 3, "rare_disease"),
        ("botulisme på stuen", 3, "rare_disease"),
    ],
)
def test_strength_and_prevalence_group(text, strength, prior):
    found = attrs(text)
    assert (found["strength"], found["prior"]) == (strength, prior)


@pytest.mark.parametrize("text", ["han fik hjertestop", "hun er narkoman", "blev voldtaget", "tog en overdosis"])
def test_grave_events_are_bold(text):
    assert attrs(text)["bold"] is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("brækket hofte", "et hoftebrud"),
        ("hans lungekræft", "hans lungecancer"),
        ("et selvmordsforsøg", "hængte sig"),
        ("hun er dement", "hun har demens"),
    ],
)
def test_one_fact_in_two_wordings_has_one_concept(one, other):
    assert attrs(one)["concept"] == attrs(other)["concept"]


@pytest.mark.parametrize(
    ("groups", "tables"),
    [
        ("diagnosis", ("diagnoses", "diagnosis_endings", "diagnosis_heads")),
        ("treatment", ("treatments", "medicines", "treatment_endings")),
    ],
)
def test_every_entry_names_a_prevalence_group_and_a_strength(groups, tables):
    known = {row["key"] for row in read_table(f"priors/{groups}_groups.tsv")}
    for table in tables:
        for row in read_table(f"gazetteers/{table}.tsv"):
            assert row["prior"] in known, row
            assert row["strength"] in {"1", "2", "3"}, row


def test_longest_ending_wins_and_exceptions_hold():
    endings = Endings("gazetteers/diagnosis_endings.tsv", "gazetteers/diagnosis_not.txt")
    assert endings.match("blødningsanæmi") is not None
    assert endings.match("skybrud") is None
    assert endings.match("familieudbruddene") is None
    assert endings.match("") is None


def test_what_is_called_rare_is_uncommon_at_least():
    assert attrs("en sjælden form for blodmangel")["strength"] == 2
