"""Events: something particular that happened to someone, and figures of speech that look like it."""

import pytest

from models.detectors import run
from models.document import Document
from tests.marking import marked


def events(text):
    return [surface for type_, surface in marked(text) if type_ == "EVENT"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Han faldt ned fra stilladset", ["faldt ned fra stilladset"]),
        ("En beboer faldt på badeværelset i går", ["faldt på badeværelset"]),
        ("Stukket ned på Strøget i går, 19 år", ["Stukket ned på Strøget"]),
        ("Borgeren blev påkørt af en lastbil på E45", ["påkørt af en lastbil"]),
        ("Branden i rækkehuset gav os tre patienter", ["Branden i rækkehuset"]),
        ("Ham fra knallert-crashet skreg", ["knallert-crashet"]),
        ("Patienten gik amok i nat", ["gik amok"]),
        ("Borgeren bed mig i dag", ["bed mig"]),
        ("Hun blev bidt af en hund", ["bidt af en hund"]),
        ("Manden fik hånden i høstmaskinen", ["fik hånden i høstmaskinen"]),
        ("Ham havde slugt et simkort", ["slugt et simkort"]),
        ("En kvinde fødte i elevatoren i nat", ["fødte i elevatoren"]),
        ("Han stak af fra afsnit M1", ["stak af"]),
        ("Hun blev fundet på sit køkkengulv i Maribo", ["fundet på sit køkkengulv"]),
        ("Busulykken ramte os alle", ["Busulykken"]),
    ],
)
def test_particular_events_are_found(text, expected):
    assert events(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hun faldt i søvn kl. 3",
        "Han faldt til ro og faldt i snak med os",
        "Alt faldt på plads for hende",
        "Vi gik amok i kagebordet",
        "Jeg føler mig kørt over af ledelsen",
        "Jeg faldt på cyklen i morges",
        "Min datter væltede på løbehjul",
        "Skiltet er faldet af, så han farer vild",
        "Vi drukner i papirarbejde, og hun drukner i mails",
        "Han er ramt af stress",
        "Tallene falder, siger hun",
        "Hun er i fængslet hver tirsdag og underviser",
        "Han slog op med kæresten",
    ],
)
def test_figures_of_speech_and_the_writers_own_mishaps_are_left_out(text):
    assert events(text) == []


@pytest.mark.parametrize(
    ("text", "strength", "news"),
    [
        ("En beboer faldt på badeværelset", 1, False),
        ("Hun blev bidt af en hund", 2, False),
        ("Busulykken gav os tre patienter", 3, False),
        ("Han var i avisen i sidste uge", 3, True),
    ],
)
def test_strength_grows_with_how_many_heard_of_it(text, strength, news):
    document = Document(text)
    run(document)
    (event,) = document.found("EVENT")
    assert (event.attrs["strength"], event.attrs.get("news", False)) == (strength, news)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Degnen på 97 lå 6 timer på gulvet", ["lå 6 timer på gulvet"]),
        ("Han røg ned gennem glasset", ["røg ned gennem glasset"]),
        ("Ham på 22 var nået op på taget af drivhuset", ["op på taget af drivhuset"]),
        ("Drengen havde en knap i næsen", ["en knap i næsen"]),
        ("Manden kom med en fod kørt af i halmpresser", ["fod kørt af i halmpresser"]),
        ("Pigen fik kogende vand ud over låret", ["kogende vand ud over låret"]),
        ("Faren stod der med en bowlingkugle i hånden", ["en bowlingkugle i hånden"]),
        ("Hun så hesten ude foran vinduet", ["hesten ude foran vinduet"]),
        ("Hun lod sko og strikketøj stå på broen", ["lod sko og strikketøj stå på broen"]),
        ("Hans albue er stiv siden motorcyklen", ["motorcyklen"]),
        ("Jeg fik en flad af en beboer", ["en flad"]),
        ("Hun blev bidt af naboen", ["bidt af naboen"]),
        ("Halinspektøren skallede mig, så han røg ud", ["skallede mig"]),
        ("I august skulle hun giftes", ["skulle hun giftes"]),
        ("Hun missede sin datters bryllup", ["bryllup"]),
        ("Hun har hostet siden guldbrylluppet", ["guldbrylluppet"]),
        ("Han bad os om at stoppe", ["bad os om at stoppe"]),
        ("Han har lige fået taget kørekortet", ["taget kørekortet"]),
    ],
)
def test_events_told_as_a_picture(text, expected):
    assert events(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hun kiggede ned i havnen",
        "Drengen har en sonde i næsen og en slange i halsen",
        "Hun stod med en kop kaffe i hånden",
        "Min hund ligger i sengen",
        "Vi drak kogende varm te på kontoret",
        "Jeg mistede nøglerne på broen",
        "Hun er faldet til hos os",
        "Der lå aviser på gulvet, da hun kom",
        "Vi skal til bryllup på lørdag",
        "Det går i den rigtige retning, siger hun",
    ],
)
def test_everyday_pictures_are_no_events(text):
    assert events(text) == []
