"""Which names become entries, as what, and which are left out so that ordinary text stays unmarked."""

from datetime import date

import pytest

from models.registers.choose import choose
from models.registers.records import Record
from models.registers.schema import COLUMNS

TODAY = date(2026, 11, 22)


def chosen(*records, register="shak"):
    choice = choose(records, register, TODAY)
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in choice.entries], choice.counts


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (Record("WARD", "Sengeafsnit Lynkrone"), {"list": "wards", "cue": ""}),
        (Record("WARD", "Lynkronen"), {"list": "wards", "cue": "name", "kind": "ward"}),
        (Record("WARD", "LYKRO"), {"cue": "caps"}),
        (Record("WARD", "Lynkronen", strength=3), {"strength": "3"}),
        (Record("WARD", "Lynk Urologisk Amb."), {"cue": "", "specialty": "urology"}),
        (Record("FACILITY", "Lynkrone Fødeborg"), {"list": "facilities", "size": "small", "mode": ""}),
        (Record("FACILITY", "Marskblik"), {"mode": "cased", "canonical": "Marskblik"}),
        (Record("FACILITY", "Sygehusfællesskabet Lynkrone"), {"size": "large"}),
        (Record("PLACE", "Krageløft"), {"list": "places", "cue": "name"}),
        (Record("DIAGNOSIS", "Lynkrone efter ravn", "DG999Q"), {"concept": "code:g99", "prior": "chronic_disease", "strength": "2"}),
        (Record("DIAGNOSIS", "Lynkrone efter ravn UNS", "DG999Q"), {"surface": "Lynkrone efter ravn"}),
        # one word of a register may be one of the language's, too
        (Record("DIAGNOSIS", "Krageløft", "DG999Q"), {"flags": "cue"}),
        (Record("DIAGNOSIS", "Krageløft"), {"flags": "", "concept": "shak:krageløft"}),
        # what the shipped rules find in a name is what it is worth
        (Record("DIAGNOSIS", "Lungekræft af ravnetype", "DC999"), {"strength": "1", "prior": "cancer"}),
        (Record("TREATMENT", "Krageløft i lynkrone", "KZZZ"), {"list": "treatments", "prior": "surgery"}),
    ],
)  # fmt: skip
def test_a_name_becomes_an_entry_like_those_of_its_list(record, expected):
    (entry,), _ = chosen(record)
    assert entry["known"] == ""
    assert {column: entry[column] for column in expected} == expected


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        # everyday words, alone or together, and people's names
        (Record("WARD", "Stolen"), "everyday"),
        (Record("WARD", "Børn og unge"), "everyday"),
        (Record("WARD", "Afdelingen"), "everyday"),
        (Record("WARD", "Enheden"), "everyday"),
        (Record("WARD", "AB"), "everyday"),
        (Record("FACILITY", "Hospitalet"), "everyday"),
        (Record("DIAGNOSIS", "Kopper", "DB03"), "everyday"),
        (Record("DIAGNOSIS", "Bord", "DB03"), "everyday"),
        # the shipped rules find what tells of a person in it: an entry would hide that
        (Record("WARD", "Hjertestop"), "other"),
        (Record("DIAGNOSIS", "Hjertestop og lungekræft", "DI46"), "other"),
        # no patient is there
        (Record("WARD", "Centralkøkken Lynkrone"), "unclinical"),
        (Record("WARD", "IT Lynkrone"), "unclinical"),
        (Record("WARD", "Lynkrone", unit="administration"), "unclinical"),
        (Record("WARD", "Tågeby Sygehus, beh.afsnit", institution="Tågeby Sygehus"), "unclinical"),
    ],
)
def test_a_name_that_would_mark_ordinary_text_is_left_out_and_counted(record, reason):
    entries, counts = chosen(record)
    assert (entries, counts) == ([], {reason: 1})


@pytest.mark.parametrize(
    "record",
    [
        Record("WARD", "Børneafdelingen"),
        Record("WARD", "Urologi"),
        Record("DIAGNOSIS", "Lungekræft", "DC34"),
        Record("FACILITY", "Herlev Hospital"),
        Record("PLACE", "Solrød Strand"),
    ],
)
def test_what_the_shipped_rules_find_is_theirs(record):
    (entry,), counts = chosen(record)
    assert entry["known"] == "1"
    assert counts["known"] == 1


@pytest.mark.parametrize(
    ("institution", "written"),
    [
        ("Hospitalsenheden Vest", "Hospitalsenheden Vest"),
        ("Hospitalsenheden Vest", "Regionshospitalet Gødstrup"),
        ("Regionshospitalet Gødstrup", "Hospitalsenheden Vest"),
        ("Region Sjælland", "Region Østdanmark"),
        ("Region Østdanmark", "Region Hovedstaden"),
        ("", "Region Østdanmark"),
        ("", "Vejle"),
        ("Tågeby Sygehus", "Tågeby Sygehus"),
    ],
)
@pytest.mark.parametrize("name", ["{}, Sengeafsnit Lynkrone", "Sengeafsnit Lynkrone - {}", "Sengeafsnit Lynkrone ({})"])
def test_where_a_unit_is_is_cut_off_its_name_under_old_and_new_names(institution, written, name):
    (entry,), _ = chosen(Record("WARD", name.format(written), institution=institution))
    assert entry["surface"] == "Sengeafsnit Lynkrone"


def test_a_name_is_kept_once_for_each_stretch_of_time():
    unit = Record("WARD", "Sengeafsnit Lynkrone", first="2020-01-01", last="2027-12-31")
    entries, counts = chosen(
        unit,
        unit._replace(code="9"),
        unit._replace(first="2021-01-01"),
        unit._replace(first="2028-01-01", last="2029-01-01"),
    )
    assert [(entry["valid_from"], entry["valid_to"]) for entry in entries] == [
        ("2020-01-01", "2027-12-31"),
        ("2028-01-01", "2029-01-01"),
    ]
    assert (counts["double"], counts["later"]) == (2, 1)
