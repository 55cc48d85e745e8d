"""SKScomplete and SHAKCOMPLETE: what a line says, which lines count, which cannot be read."""

from datetime import date

import pytest

from models.registers.official import read_official
from models.registers.records import Record
from tests.register_files import fixed, fixed_file

TODAY = date(2026, 11, 22)


def read(*lines, register="sks"):
    return read_official(fixed_file(*lines), register, TODAY)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (fixed("dia", "DG999Q", "Lynskælven"), ("DIAGNOSIS", "Lynskælven", "DG999Q")),
        (fixed("opr", "KZZZ00", "Udtagning af måneben"), ("TREATMENT", "Udtagning af måneben", "KZZZ00")),
        # cut behind the text, as tools that strip lines do
        (fixed("dia", "DG999Q", "Ræveskælven").rstrip(), ("DIAGNOSIS", "Ræveskælven", "DG999Q")),
        (fixed("dia", "DG999Q", "Æblesyge  på   Øen"), ("DIAGNOSIS", "Æblesyge på Øen", "DG999Q")),
    ],
)
def test_a_line_becomes_a_record(line, expected):
    (record,) = read(line).records
    assert (record.type, record.name, record.code) == expected
    assert (record.first, record.last) == ("2000-01-01", "2500-01-01")


@pytest.mark.parametrize(
    ("line", "counted"),
    [
        (fixed("dia", "DZ999", "Kontakt uden grund"), "passed"),
        (fixed("dia", "DU123", "Vægt 4000 gram"), "passed"),
        (fixed("und", "UXRZ", "Røntgen af skygge"), "passed"),
        (fixed("dia", "DG999", "Lynskælven", last="20261121"), "ended"),
        (fixed("dia", "DG999", "Lynskælven", last="20261122"), "records"),
        (fixed("dia", "DG999", "Lynskælven", first="20270101"), "records"),
    ],
)
def test_other_kinds_and_ended_rows_are_passed_over(line, counted):
    reading = read(line)
    counts = {"records": len(reading.records), "passed": reading.passed, "ended": reading.ended}
    assert counts == {"records": 0, "passed": 0, "ended": 0} | {counted: 1}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("dia", "short"),
        ("x" * 47, "short"),
        (fixed("   ", "DG999", "Lynskælven"), "kind"),
        (fixed("d1a", "DG999", "Lynskælven"), "kind"),
        (fixed("dia", "", "Lynskælven"), "kind"),
        (fixed("dia", "DG999", "Lynskælven", first="2000131"), "date"),
        (fixed("dia", "DG999", "Lynskælven", first="20000230"), "date"),
        (fixed("dia", "DG999", "Lynskælven", last="i morgen"), "date"),
        (fixed("dia", "DG999", "Lynskælven", changed="00000000"), "date"),
        (fixed("dia", "DG999", "Lynskælven", first="20300101", last="20290101"), "order"),
        (fixed("dia", "DG999", ""), "text"),
        (fixed("dia", "DG999", "- .,"), "text"),
        (fixed("dia", "DG999", "Lyn\x07skælven"), "characters"),
    ],
)
def test_a_bad_line_is_told_by_number_and_reason_and_the_rest_is_kept(line, reason):
    good = fixed("dia", "DG999", "Lynskælven")
    reading = read(good, line, "", good)
    assert reading.faults == {reason: [2]}
    assert len(reading.records) == 2
    assert (reading.lines, reading.bad) == (3, 1)


def test_a_unit_belongs_to_the_hospital_whose_code_its_own_begins_with():
    reading = read(
        fixed("afs", "9901X1", "Sengeafsnit Lynkrone"),
        fixed("sgh", "9901", "Tågeby Sygehus"),
        fixed("afd", "9902", "Ravblik"),
        register="shak",
    )
    assert reading.records == [
        Record("WARD", "Sengeafsnit Lynkrone", "9901X1", "2000-01-01", "2500-01-01", institution="Tågeby Sygehus"),
        Record("FACILITY", "Tågeby Sygehus", "9901", "2000-01-01", "2500-01-01"),
        Record("WARD", "Ravblik", "9902", "2000-01-01", "2500-01-01"),
    ]


def test_the_version_is_the_newest_change_until_today():
    changes = ("20240501", "20250102", "", "20270101")
    assert read(*(fixed("dia", "DG999", "Lynskælven", changed=day) for day in changes)).changed == "2025-01-02"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig"])
def test_danish_letters_survive_every_encoding_the_file_may_have(encoding):
    raw = fixed("dia", "DG999", "Blå ærøsyge").encode(encoding)
    assert [record.name for record in read_official(raw, "sks", TODAY).records] == ["Blå ærøsyge"]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\x1a"])
def test_an_empty_file_has_no_lines(raw):
    assert read_official(raw, "sks", TODAY).lines == 0
