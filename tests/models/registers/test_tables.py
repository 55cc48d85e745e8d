"""SOR and a hospital's own lists: columns by name, separators, dates, lines that cannot be read."""

from datetime import date

import pytest

from models.registers.records import Record
from models.registers.tables import TableError, read_list, read_sor
from tests.register_files import sor_file

TODAY = date(2026, 11, 22)
UNIT = ("1", "Sengeafsnit Lynkrone", "OE", "klinisk enhed", "2020-05-01", "", "Tågeby Sygehus")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_sor_row_becomes_a_record_whatever_the_separator(separator):
    assert read_sor(sor_file(UNIT, separator=separator), TODAY).records == [
        Record(
            "WARD", "Sengeafsnit Lynkrone", "1", "2020-05-01", "9999-12-31",
            unit="klinisk enhed", institution="Tågeby Sygehus",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "type_"), [("SI", "FACILITY"), ("HI", "FACILITY"), ("OE", "WARD"), ("oe", "WARD"), ("IE", None)]
)
def test_institutions_and_units_count_and_owners_do_not(kind, type_):
    reading = read_sor(sor_file((*UNIT[:2], kind, *UNIT[3:])), TODAY)
    assert [record.type for record in reading.records] == [type_] * (type_ is not None)
    assert reading.passed == (type_ is None)


@pytest.mark.parametrize("day", ["2026-11-21", "21-11-2026", "21.11.2026", "20261121", "2026-11-21 00:00:00"])
def test_dates_are_read_as_the_files_write_them(day):
    assert read_sor(sor_file((*UNIT[:5], day, UNIT[6])), TODAY).ended == 1


def test_the_older_file_has_danish_columns():
    raw = "Enhedsnavn;SOR-type\nSengeafsnit Lynkrone;Organisatorisk enhed".encode("latin-1")
    assert read_sor(raw, TODAY).records == [Record("WARD", "Sengeafsnit Lynkrone")]


def test_columns_can_be_named():
    raw = b"Navn,Art,Slut\nSengeafsnit Lynkrone,OE,2027-01-31"
    named = {"name": "navn", "kind": "Art", "to": "Slut", "from": ""}
    assert read_sor(raw, TODAY, named).records == [Record("WARD", "Sengeafsnit Lynkrone", last="2027-01-31")]


@pytest.mark.parametrize(
    ("raw", "columns", "role"),
    [
        (b"Navn;Art\nA;OE", {}, "name"),
        (b"EntityName;Art\nA;OE", {}, "kind"),
        (b"EntityName;SorType\nA;OE", {"to": "Slut"}, "to"),
        (b'"EntityName;SorType\nA;OE', {}, "name"),
        (bytes(range(256)) * 4, {}, "name"),
    ],
)
def test_a_missing_column_is_an_error(raw, columns, role):
    with pytest.raises(TableError) as error:
        read_sor(raw, TODAY, columns)
    assert error.value.role == role


def test_a_quote_that_is_not_closed_spoils_its_own_line_only():
    reading = read_list(b'surface,type\n"Ravblik,WARD\n"Ravblik, 2",WARD\nLynkrone\nLynkrone,WARD', TODAY)
    assert reading.faults == {"quotes": [2], "cells": [4]}
    assert [record.name for record in reading.records] == ["Ravblik, 2", "Lynkrone"]


@pytest.mark.parametrize(
    ("cell", "strength"),
    [("0", 0), ("3", 3), ("weak", 1), ("medium", 2), ("Strong", 3), ("small", 2), ("large", 1), ("svag", 1), ("stærk", 3), ("", None)],
)  # fmt: skip
def test_points_are_figures_or_the_words_of_the_lists(cell, strength):
    (record,) = read_list(f"surface;type;strength\nLynkrone;ward;{cell}".encode(), TODAY).records
    assert (record.type, record.strength) == ("WARD", strength)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Lynkrone,HUND,1", "type"),
        ("Lynkrone,CPR,1", "type"),
        ("Lynkrone,WARD,4", "strength"),
        ("Lynkrone,WARD,-1", "strength"),
        (",WARD,1", "text"),
        ("?!,WARD,1", "text"),
        (f"{'Lynkrone ' * 40},WARD,1", "long"),
    ],
)
def test_a_bad_line_of_a_list_is_told_by_number_and_reason(line, reason):
    reading = read_list(f"surface,type,strength\nRavblik,WARD,2\n{line}\n".encode(), TODAY)
    assert reading.faults == {reason: [3]}
    assert len(reading.records) == 1
