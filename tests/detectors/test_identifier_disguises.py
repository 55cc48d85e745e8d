"""Whole classes of disguise: one number, address or code under every way of hiding it, and what only looks hidden."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.digit_words import read_glued, starts_glued
from models.text.misspelt import Misspelt
from tests.marking import marked

TYPES = {"CPR", "PHONE", "EMAIL", "ADDRESS", "RECORD_ID"}


def kinds(text: str) -> set[str]:
    return {type_ for type_, _ in marked(text) if type_ in TYPES}


@pytest.mark.parametrize(
    "number",
    [
        "140352&ndash;1874", "140352%2D1874", "❶❹⓿❸❺❷-❶❽❼❹", "①④⓪③⑤②-①⑧⑦④", "14.III.52-1874", "03okt48-1182", "520314-1874",
        "1952.03.14 1874", "14xx52-1874", "140352-1xx4", "011248-1x9x", "xxxxxx-1874", "140352-■■■■", "140352-[skjult]",
        "1403E2-1B74", "I4O3S2-IB74", "14🅾️352-1874", "nul tre ti otteogfyrre - elleve toogfirs", "fjorten tre tooghalvtreds, atten fireoghalvfjerds",
        "nul tre, nul fire, niogtyve, og så toogfyrre", "17 nul 4 fjorten streg 2 3", "cpr fjorten nultre tooghalvtreds", "cpr fjorten nul tre toohgalvtreds",
        "tolvte mai trettifire og så null sju", "de første seks er 140352 og de sidste får I ikke", "Født 14/3 52, de fire sidste: 1-8-7-4",
        "nul syv, nul fire, tre otte, og resten siger jeg ikke", "ham med de sidste fire 1-8-7-4", "er 2218 hendes sidste fire?", "10'10'47'2258 ringer igen",
        "(14)(03)(52)(1874)", "1403 + 52 + 1874", "14mar52-streg-1874", "140352. Anden halvdel: 1874", "født 14. marts 1952. De sidste fire cifre er 1874",
        "born 14 Mar 1952, last four 1874", "140352-TKA1", "74 03 52 7UG4", "140352 38517", "50392-1847, men nullet foran er væk",
    ],
)  # fmt: skip
def test_cpr_in_disguise(number: str) -> None:
    assert "CPR" in kinds(f"det er {number}")


@pytest.mark.parametrize(
    "number",
    [
        "26 41 xx 81", "26-41-xx-xx", "mobil: 2641 79 3?", "mobil: **417935", "mob: 26 4l 7g 35", "264I7935", "Z641793S", "60 dobbelt 4 81 22",
        "toseksfireensyvnitrefem", "26 fyrre-en 79 35", "26.41-79 35", "2 6 4 1 - 7 9 3 5", "nummeret starter med 2641 og slutter med 7935",
        "2 641 79 35 er hendes nummer", "0049 171 2345678", "26%41%79%35",
        "26 41 79 35 og 26 41 79 38", "2G ZZ 79 3S", "2641 7 9 3 5", "plus femogfyrre 26 41 79 35", "hustru: 26-4-1-79-3-5", "nummeret starter med 2641. Resten er 7935",
    ],
)  # fmt: skip
def test_telephone_number_in_disguise(number: str) -> None:
    assert kinds(f"det er {number}") == {"PHONE"}


@pytest.mark.parametrize(
    "address",
    [
        "lone.k -at- gmail -dot- com", "lone.k _at_ gmail _dot_ com", "lone.k +at+ kjaer +dot+ dk", "lone.k⟨at⟩kjaer.dk", "lone.k&commat;kjaer.dk", "lone.k&#x40;kjaer.dk",
        "lone.k🌀kjaer.dk", "lone.k ad kjaer.dk", "lonek snæbel-a kjaer pungtum dk", "lone.k @ kjaer • dk", "lone.kATkjaer.dk", "LONE.K AT KJAER.DK", "hotmail-adressen er lone72",
        "lone.k | at | kjaer | dot | dk", "l-o-n-e-@-k-j-a-e-r-.-d-k", "lone.k🌀kjaer🔵dk", "lonekjaer72@ og så skolens navn", "lonek72 og så det med proton.me",
        "foran snablen står der lonekjaer72", "gmail som lone.kjaer", "lone.kjaer krøllalfa online.no", "lonek72, domænet er gmail.com",
    ],
)  # fmt: skip
def test_mail_address_in_disguise(address: str) -> None:
    assert kinds(f"det er {address}") == {"EMAIL"}


@pytest.mark.parametrize(
    "address",
    [
        "Rosenv*nget 21", "Rosenv@nget 21", "Sønderg**e 14", "Sønder🚪gade 14", "🌹vej 12", "Sønderg. 14", "Kongensg 5", "Ndr. Ringv. 3", "strandgårdsv. 5, 4220 Ruds Vedby",
        "Frederiksb. Allé 33", "Søndergade_14", "Søndergade = 14", "Søndergade.14", "Søndergade xx", "Søndergade en fire", "Søndergade fjorten A", "mosevej4b", "Søndergade l2B",
        "Langs Hegnet 74", "Overgaden oven Vandet 12", "manden i 14 på Søndergade", "14'eren på Søndergade", "gården Højager nr. 4", "Kratgården, nr. 22",
        "Haveforeningen Solbakken, have 112", "blok 12, 4. tv", "hende på 1. th", "opgang 14B, 3. sal til højre",
        "56.1629, 10.2039", "56°09'44\"N 10°12'14\"E", "///tallerken.sommerfugl.gulerod", "matrikel 12ak, Torslev By", "kolonihave 48, HF Solvang", "rækkehus 3 på Tranehaven",
    ],
)  # fmt: skip
def test_address_in_disguise(address: str) -> None:
    assert kinds(f"vi kom til {address}") == {"ADDRESS"}


@pytest.mark.parametrize(
    "home",
    [
        "Han bor i det gule hus for enden af Mosestien", "Borgeren på Kastanjeallé, fjerde hus på højre hånd", "Hun bor hvor Ndr. Ringvej møder Bøgevej, hjørnehuset",
        "Han bor over bageren i Torvegade", "Hun bor på Nørregade. Nummeret er det samme som dage i februar", "Campingvognen på plads 112, Strandcamping Ajstrup er hans hjem",
        "Der bor han, bro C, plads 17", "He lives at 17 Fjordvej, ground floor", "38 Parkallé, sonde kl. 22",
    ],
)  # fmt: skip
def test_home_told_without_street_and_number_is_an_address(home: str) -> None:
    assert "ADDRESS" in kinds(home)


@pytest.mark.parametrize(
    "text",
    [
        "Vi holder møde i det gule hus for enden af Mosestien", "Ulykken skete på hjørnet af Nørregade og Jagtvej", "Vi bor på plads 12, Ajstrup Camping hele ugen",
        "Patienten faldt på hjørnet af Nørregade og Jagtvej", "Linje 5 Nørrebrogade", "Vi flytter fra matrikel 3 til matrikel 5 på Skejby", "Dosis 55,123 8,456",
        "Vi ses kl.14@ kantinen",
    ],
)  # fmt: skip
def test_no_home_no_address(text: str) -> None:
    assert kinds(text).isdisjoint({"ADDRESS", "EMAIL"})


@pytest.mark.parametrize(
    "number",
    [
        "jouralnr 447192", "j0urnalnr. 447192", "s4gsnr 24/10233", "s*gsnr 24/10233", "sagsnummr 24/10233", "sagsakt 24/10233-5", "sag 24.10.233", "sag 25/11-4071", "sag 24/***77",
        "retssag BS-31877/2023", "BS-31877/2023-XYZ", "biopsien hedder P24-018827", "prøvesvar nr. 24118770", "journalen har nummeret 4471920", "journal nummer: 55-12-88",
        "patient ID: 551288", "episode nr. 551288 om hende", "0700-71234-00012-24",
        "KLE 27.36.04-G01-88-23", "vævsprøven 24H-015523-2", "skade: otte-nul-to-en-syv", "sagen fra i går, den slutter på -9031", "journalen hedder 22. Resten er 60713",
        "rp 88-12-43-09", "A-C-C 5512907", "dnr 2024:3187",
    ],
)  # fmt: skip
def test_case_number_in_disguise(number: str) -> None:
    assert kinds(f"se {number}") == {"RECORD_ID"}


@pytest.mark.parametrize(
    "text",
    [
        "Strejken i 1999, 2008, 2013 og 2021 var hård", "Fejl 0x80070057 igen", "0700-1530, 1500-2315 og 2300-0715 er vores vagter", "Håndboldsko str. 42 sælges",
        "Kuvøse plads 3 mangler rengøring", "råber alle tre på en gang", "I have 34 beds to make", "På Langgadehus, 94 og en enkelt til", "Ekstr. 8-, horisontal",
        "følg @plejen.dk på insta", "Læs min kronik🔥politiken.dk", "61 indlæggelser 112 scanninger", "aftalen 1204 gange", "personer 120412 i alt",
        "2.300 indlæggelser sidste år, 1,7 ansatte", "Fra 1/9 14 senge + 18 senge", "Afdelingen brugte 140352 kr. og resten går til kaffe", "Lægemiddelstyrelsen j.nr. 2024-0012",
        "Der var 60x90 cm lagner og 10x20x30 cm kasser", "De sidste 4 år: 2021, 2022, 2023, 2024", "journalisten ringede 3 gange", "100%40 er ikke et tal",
        "Nul tre dage, så ferie", "printeren X24-11877 har papirstop",
        "Vi mødtes 12. marts 2019. Sidste 4 år har været hårde, 1234 gange", "Ferien begyndte 12.07.2018. Resten af ugen gik med 1234 skridt", "25 + 30 + 45 + 50 og så 60",
        "Sagen fra i går, den slutter på 5412 kroner", "Filen 010124-REV2 ligger på drevet", "Opdatering 24.2.1106 af journalsystemet", "Mor: 2, 4, 6, 8 og 10", "Postnummer 50392-1847 i Ohio",
    ],
)  # fmt: skip
def test_what_only_looks_hidden(text: str) -> None:
    assert kinds(text) == set()


# No "ti": "femti" is 50 as well.
spoken = st.sampled_from(
    [
        "nul",
        "en",
        "to",
        "tre",
        "fire",
        "fem",
        "seks",
        "syv",
        "otte",
        "ni",
        "tolv",
        "tyve",
        "enogtyve",
        "fireoghalvfjerds",
    ]
)


@given(st.lists(spoken, min_size=3, max_size=8))
def test_number_words_in_one_read_as_they_do_apart(words: list[str]) -> None:
    assert read_glued("".join(words)) == "".join(map(read_glued, words))


@pytest.mark.parametrize("word", ["enten", "tretten", "femte", "nitte", "sekstenårig", "fireret", "toner", "syvende"])
def test_other_words_are_not_number_words_in_one(word: str) -> None:
    assert read_glued(word + "s") == ""
    assert not starts_glued(word + "s")


@pytest.mark.parametrize("slip", ["journalnummr", "jurnalnummer", "journalunmmer", "journalmummer", "journallnummer"])
def test_one_slip_is_seen_through(slip: str) -> None:
    assert Misspelt(["journalnummer", "sagsnr"]).find(slip) == "journalnummer"


def test_two_slips_are_not() -> None:
    assert Misspelt(["journalnummer"]).find("jurnalnumer") == ""
