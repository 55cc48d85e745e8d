"""Group size: the priors fit together, further facts never enlarge the group, and the place, the time and the service count."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.assessment import Context
from models.datafiles import read_table
from models.document import Finding
from models.risk.bases import priors
from models.risk.group_size import group_size, in_steps
from models.risk.pieces import FoundPiece, Person
from tavshedstjek import Checker

CHECKER = Checker("rules")
PLACES = read_table("priors/places.tsv")
TABLES = ("ages", "case_mix", "clients", "diagnosis_groups", "own_places", "place_words", "places", "treatment_groups")
TEXT = "i nat på lungemedicinsk afdeling hos en borger i 50'erne på intensiv i dialysen"
ATTRS = st.fixed_dictionaries(
    {},
    optional={
        "years": st.one_of(st.none(), st.floats(0, 120)),
        "count": st.integers(-1, 50),
        "kind": st.sampled_from(
            ["shift", "day", "date", "clock", "window", "ago", "season", "stay", "room", "team", "ward"]
        ),
        "days": st.floats(0, 400),
        "specialty": st.sampled_from(["pulmonology", "psychiatry", "acute", "paediatrics", "unheard_of"]),
        "inhabitants": st.integers(1, 20_000_000),
        "concept": st.sampled_from(["facility:plejecenter x", "facility:herlev", "facility:lægehuset i x"]),
    },
)
FINDINGS = st.builds(
    lambda start, length, attrs: Finding("X", start, min(start + length, len(TEXT)), 1.0, "test", attrs),
    st.integers(0, len(TEXT) - 1),
    st.integers(1, 30),
    ATTRS,
)
TYPES = ["WARD", "FACILITY", "PLACE", "TIME", "AGE", "DIAGNOSIS", "TREATMENT", "TRAIT", "EVENT", "QUOTE", "PATIENT_REF", "INCIDENT_COUNT"]  # fmt: skip
PIECES = st.builds(
    FoundPiece,
    st.sampled_from(TYPES),
    st.integers(0, 3),
    st.booleans(),
    st.lists(st.integers(0, 3), min_size=1, max_size=2).map(tuple),
    st.sampled_from(["", "copd", "death", "arrest", "surgery", "dementia", "rare_disease"]),
    st.one_of(st.none(), st.floats(0, 1)),
)


@settings(max_examples=500)
@given(
    st.lists(PIECES, max_size=6),
    PIECES,
    st.lists(FINDINGS, min_size=4, max_size=4),
    st.sampled_from(["", "M5", "Plejehjemmet"]),
)
def test_a_further_piece_never_enlarges_low_or_high(pieces, extra, findings, workplace):
    before = group_size(Person(list(pieces)), findings, TEXT, workplace)
    after = group_size(Person([*pieces, extra]), findings, TEXT, workplace)
    assert 1 <= after[0] <= after[1]
    assert after[0] <= before[0]
    assert after[1] <= before[1]


@given(st.lists(PIECES, max_size=6), st.lists(FINDINGS, min_size=4, max_size=4))
def test_a_known_workplace_never_enlarges_the_group(pieces, findings):
    person = Person(list(pieces))
    unknown, known = group_size(person, findings, TEXT), group_size(person, findings, TEXT, "Hjemmeplejen Syd")
    assert known[0] <= unknown[0]
    assert known[1] <= unknown[1]


@pytest.mark.parametrize("row", PLACES, ids=lambda row: row["key"])
def test_a_longer_time_sees_more_people_but_no_more_than_its_days(row):
    day, week, month = (float(row[tier]) for tier in ("day", "week", "month"))
    # The property above rests on this: events thin out at least as fast as the people do.
    assert 1 <= day <= week <= month <= week * 30 / 7 <= day * 30


def test_contacts_of_inhabitants_thin_out_no_faster_than_events():
    rows = [priors()["country"]["contact"], *read_table("priors/clients.tsv")]
    for row in rows:
        day, week, month = (float(row[tier]) for tier in ("day", "week", "month"))
        assert day <= week <= month <= week * 30 / 7 * 1.01 <= day * 30 * 1.02


@pytest.mark.parametrize("name", TABLES)
def test_no_key_stands_twice(name):
    rows = [tuple(row.values())[: 2 if name == "case_mix" else 1] for row in read_table(f"priors/{name}.tsv")]
    assert len(set(rows)) == len(rows)


def test_tables_name_only_what_there_is():
    places = {row["key"] for row in PLACES} | {row["setting"] for row in PLACES}
    specialties = {row["key"] for row in read_table("gazetteers/ward_parts.tsv")}
    groups = {row["key"] for name in ("diagnosis", "treatment") for row in read_table(f"priors/{name}_groups.tsv")}
    assert {row["key"] for name in ("place_words", "own_places") for row in read_table(f"priors/{name}.tsv")} <= places
    assert {row["place"] for row in read_table("priors/case_mix.tsv")} <= places | specialties
    assert {row["key"] for row in read_table("priors/case_mix.tsv")} <= groups
    assert {row["ages"] for row in PLACES} - {""} <= set(read_table("priors/ages.tsv")[0])


@pytest.mark.parametrize("name", ["case_mix", "clients", "diagnosis_groups", "places", "treatment_groups"])
def test_every_figure_has_its_source(name):
    assert all(row["source"] for row in read_table(f"priors/{name}.tsv"))


@pytest.mark.parametrize(
    ("wider", "narrower"),
    [
        ("En patient med KOL var her", "En patient med KOL var her i nat"),
        ("En patient med KOL på lungemedicinsk afsnit", "En patient med KOL på øjenafdelingen"),
        ("En patient med hjertestop i Aarhus", "En patient med hjertestop i Marstal"),
        ("En patient i 80'erne på M5 i dag", "En patient på 87 år på M5 i dag"),
        ("En patient på akutmodtagelsen i dag", "En patient på intensiv i dag"),
    ],
)
def test_what_tells_more_leaves_fewer(wider, narrower):
    assert CHECKER.check(narrower).group_size[1] < CHECKER.check(wider).group_size[1]


def test_the_workplace_of_the_writer_narrows():
    text = "En patient med KOL gav mig et kram i nat"
    assert (
        CHECKER.check(text, Context(workplace="Plejehjemmet Åhaven")).group_size[1] < CHECKER.check(text).group_size[1]
    )


def test_one_death_a_night_on_a_ward():
    assert CHECKER.check("I nat mistede vi en patient på M5").group_size == (1, 1)


def test_counted_events_are_as_many_people():
    assert CHECKER.check("5 hjertestop på tre døgn på hjertemedicinsk").group_size[1] == 5


@pytest.mark.parametrize(
    ("size", "steps"), [((1, 1), (1, 1)), ((3, 18), (2, 20)), ((30, 101), (21, None)), ((500, 900), (101, None))]
)
def test_steps(size, steps):
    assert in_steps(size) == steps
