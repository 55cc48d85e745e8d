"""Regions and hospitals that change their names: both are the same place, before and after the day."""

from datetime import date

import pytest

from models.datafiles import read_table
from models.detectors import run
from models.document import Document
from models.registers.renames import names_of, official, outdated
from tests.marking import marked

RENAMES = read_table("gazetteers/renames.tsv")
OF_KIND = {kind: sorted({row[name] for row in RENAMES if row["kind"] == kind for name in ("old", "new")}) for kind in ("region", "hospital")}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("Region Hovedstaden", "2026-12-31", "Region Hovedstaden"),
        ("Region Hovedstaden", "2027-01-01", "Region Østdanmark"),
        ("region sjælland", "2027-01-01", "Region Østdanmark"),
        ("Region Østdanmark", "2026-12-31", "Region Østdanmark"),
        ("Region Midtjylland", "2030-01-01", "Region Midtjylland"),
        ("Hospitalsenheden Vest", "2022-01-31", "Hospitalsenheden Vest"),
        ("Hospitalsenheden Vest", "2022-02-01", "Regionshospitalet Gødstrup"),
    ],
)
def test_the_day_says_which_name_is_official(name, day, expected):
    assert official(name, date.fromisoformat(day)) == expected


def test_two_regions_that_merge_are_not_each_other():
    assert names_of("Region Sjælland") == {"region sjælland", "region østdanmark"}
    assert names_of("Region Østdanmark") == {"region sjælland", "region hovedstaden", "region østdanmark"}


def test_outdated_names_are_told_with_the_new_one():
    names = ["Region Sjælland", "Vejle Sygehus", "Glostrup Hospital"]
    assert outdated(names, date(2026, 11, 22)) == [("Glostrup Hospital", "Rigshospitalet Glostrup")]


def test_every_day_is_a_day_and_has_a_source():
    for row in RENAMES:
        assert date.fromisoformat(row["from"])
        assert row["source"]
        assert row["kind"] in OF_KIND


@pytest.mark.parametrize("name", OF_KIND["region"])
def test_a_region_is_a_place_to_live_in_and_else_an_employer(name):
    assert ("PLACE", name) in marked(f"Hun bor i {name} nu")
    assert marked(f"{name} søger læger") == []


@pytest.mark.parametrize("row", [row for row in RENAMES if row["kind"] == "hospital"], ids=lambda row: row["old"])
def test_both_names_of_a_hospital_are_one_fact(row):
    concepts = []
    for name in (row["old"], row["new"]):
        document = Document(f"Travlt på {name} i dag")
        run(document)
        (found,) = (finding for finding in document.findings if finding.type == "FACILITY")
        assert document.text[found.start : found.end] == name
        concepts.append(found.attrs["concept"])
    assert concepts[0] == concepts[1]
