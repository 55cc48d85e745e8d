"""The same rows in every format: read as text, and copied with some cells masked and all else as it was."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.scan.cells import Unread, cell_of
from api.scan.formats import Wanted, open_table
from api.scan.problems import ScanError
from tests.api.scan.conftest import ROWS, SUFFIXES, read_table, write_table

MASKED = [("[x] 🙂", None), (None, None), (None, "[y]"), (None, None)]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_cells_are_read_as_text_and_empty_ones_as_none(tmp_path, suffix):
    table = open_table(write_table(tmp_path / f"a{suffix}"), Wanted(("note", "titel", "id", "dag")))
    expected = [
        (row["note"], row["titel"], str(row["id"]), row["dag"].isoformat() if row["dag"] else None) for row in ROWS
    ]
    assert list(table.rows()) == expected
    assert list(table.rows()) == expected, "a table can be read twice"


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_masked_copy_changes_only_what_is_masked(tmp_path, suffix):
    source = write_table(tmp_path / f"a{suffix}")
    target = tmp_path / f"b{suffix}"
    open_table(source, Wanted(("titel", "note"))).write_masked(target, MASKED, {"titel", "note"})
    expected = read_table(source)
    expected[0]["titel"] = "[x] 🙂"
    expected[2]["note"] = "[y]"
    assert read_table(target) == expected


@pytest.mark.parametrize("suffix", (".csv", ".jsonl"))
def test_without_masks_a_copy_is_the_file_byte_by_byte(tmp_path, suffix):
    source = write_table(tmp_path / f"a{suffix}")
    open_table(source, Wanted(("titel",))).write_masked(tmp_path / "b", [(None,)] * len(ROWS), ())
    assert (tmp_path / "b").read_bytes() == source.read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("count", (len(ROWS) - 1, len(ROWS) + 1))
def test_masks_that_do_not_fit_the_rows_are_refused(tmp_path, suffix, count):
    table = open_table(write_table(tmp_path / f"a{suffix}"), Wanted(("titel",)))
    with pytest.raises(ValueError, match=r"rows|argument"):
        table.write_masked(tmp_path / "b", [("[x]",)] * count, {"titel"})


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None), ("", None), (" \n", None), ("Hej ", "Hej "), (True, "true"), (101901238, "101901238"),
        (101901238.0, "101901238"), (0.5, "0.5"), (float("nan"), None), (Decimal("1.50"), "1.50"),
        (date(2026, 1, 2), "2026-01-02"), (datetime(2026, 1, 2), "2026-01-02"), (datetime(2026, 1, 2, 3, 4), "2026-01-02T03:04:00"),
        (time(3, 4), "03:04:00"), (["æ", 1], '["æ", 1]'), ([], None), ({"a": None}, '{"a": null}'),
        ("æ".encode(), "æ"), (b"\xff", Unread("encoding")),
    ],
)  # fmt: skip
def test_any_value_has_a_text(value, cell):
    assert cell_of(value) == cell


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30) | st.text('\r\n";, a')


@given(
    st.lists(st.tuples(cells, cells), min_size=1, max_size=8),
    st.sampled_from(";,\t|"),
    st.sampled_from(["\r\n", "\n"]),
)
@settings(max_examples=150, derandomize=True, deadline=None)
def test_any_text_comes_through_csv_and_its_copy(tmp_path_factory, rows, separator, ending):
    made = io.StringIO()
    writer = csv.writer(made, delimiter=separator, lineterminator=ending, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b"])
    writer.writerows(rows)
    folder = tmp_path_factory.getbasetemp()
    (folder / "any.csv").write_bytes(made.getvalue().encode())
    wanted = Wanted(("b", "a"), separator=separator)
    table = open_table(folder / "any.csv", wanted)
    expected = [(cell_of(second), cell_of(first)) for first, second in rows]
    assert list(table.rows()) == expected
    table.write_masked(folder / "copy.csv", [("[x]", None)] * len(rows), {"b"})
    assert list(open_table(folder / "copy.csv", wanted).rows()) == [("[x]", first) for _, first in expected]


def csv_file(tmp_path, raw):
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("encoding", ("utf-8", "utf-8-sig", "cp1252", "latin-1"))
@pytest.mark.parametrize("separator", (";", ",", "\t", "|"))
@pytest.mark.parametrize("ending", ("\r\n", "\n", "\r"))
def test_encoding_separator_and_line_ends_are_found_and_kept(tmp_path, encoding, separator, ending):
    lines = [["id", "titel, på"], ["1", "Æble 20 €" if encoding != "latin-1" else "Æble\x81"], ["2", "to"]]
    text = "".join(separator.join(f'"{cell}"' for cell in line) + ending for line in lines)
    path = csv_file(tmp_path, text.encode(encoding))
    table = open_table(path, Wanted(("titel, på",)))
    assert table.form == {"format": "csv", "separator": separator, "encoding": encoding}
    assert [row for (row,) in table.rows()] == [line[1] for line in lines[1:]]
    table.write_masked(tmp_path / "b.csv", [(None,), ("[på]",)], {"titel, på"})
    assert (tmp_path / "b.csv").read_bytes().decode(encoding).split(ending)[2] == separator.join(("2", "[på]"))


def test_given_encoding_and_separator_are_used(tmp_path):
    path = csv_file(tmp_path, "a;b,c#d\n1;2,3#\xe6\n".encode("cp1252"))
    table = open_table(path, Wanted(("d",), separator="#", encoding="latin-1"))
    assert list(table.rows()) == [("æ",)]


def test_a_broken_row_costs_only_itself(tmp_path):
    path = csv_file(
        tmp_path,
        b"id;titel\n1;en\n2;t;o\n3\n4;\"uafsluttet\n5;fem\n6;s\xff\xe6ks\n\n7;\"a\"b\n8;" + b"x" * 1_200_000 + "\n9;ni 🙂\n10;æøå\n".encode(),
    )  # fmt: skip
    table = open_table(path, Wanted(("titel",)))
    width, quotes, encoding, long = (Unread(reason) for reason in ("width", "quotes", "encoding", "too_long"))
    expected = ["en", width, width, quotes, "fem", encoding, quotes, long, "ni 🙂", "æøå"]
    assert [cell for (cell,) in table.rows()] == expected
    masks = [(None,) if isinstance(cell, str) else ("[?]",) for cell in expected]
    table.write_masked(tmp_path / "b.csv", masks, {"titel"})
    assert (tmp_path / "b.csv").read_text("utf-8").splitlines() == [
        "id;titel", "1;en", ";[?]", ";[?]", ";[?]", "5;fem", ";[?]", ";[?]", ";[?]", "9;ni 🙂", "10;æøå",
    ]  # fmt: skip


def test_a_quote_never_closed_before_a_line_too_long_loses_nothing(tmp_path):
    path = csv_file(tmp_path, b'titel\n"aaa\n' + b"x" * 1_200_000 + b"\nsidste\n")
    cells = [cell for (cell,) in open_table(path, Wanted(("titel",))).rows()]
    assert cells == [Unread("quotes"), Unread("too_long"), "sidste"]


def test_an_empty_line_is_an_empty_cell_where_there_is_but_one_column(tmp_path):
    assert list(open_table(csv_file(tmp_path, b"a\n\nx\n"), Wanted(("a",))).rows()) == [(None,), ("x",)]
    assert list(open_table(csv_file(tmp_path, b"a;b\n\nx;y\n"), Wanted(("a",))).rows()) == [("x",)]


def test_a_broken_line_of_json_costs_only_itself(tmp_path):
    path = tmp_path / "a.jsonl"
    good = b'{"titel":"\\ud83d\\ude42 hej","n":1.0}\n'
    path.write_bytes(
        b"\xef\xbb\xbf" + good + b"{\n[1]\n\n" + b'{"titel":"\xff"}\n' + b"[" * 200_000 + b"\n" + b'{"andet":1}\n'
        + b'{"titel":"' + b"a" * 5_000_000 + b'"}\n{"titel":"sidste"}'
    )  # fmt: skip
    table = open_table(path, Wanted(("titel",)))
    expected = [
        "🙂 hej",
        *map(Unread, ("not_json", "not_object", "encoding", "not_json")),
        None,
        Unread("too_long"),
        "sidste",
    ]
    assert [cell for (cell,) in table.rows()] == expected
    table.write_masked(
        tmp_path / "b.jsonl", [("[?]",) if isinstance(cell, Unread) else (None,) for cell in expected], ()
    )
    lines = (tmp_path / "b.jsonl").read_bytes().split(b"\n")
    assert lines[0] == b"\xef\xbb\xbf" + good.removesuffix(b"\n")
    assert lines[1:5] == [b'{"titel":"[?]"}'] * 4
    assert lines[5:] == [b'{"andet":1}', b'{"titel":"[?]"}', b'{"titel":"sidste"}']


def test_parquet_types_are_kept_but_for_a_masked_column_that_is_no_text(tmp_path):
    source = tmp_path / "a.parquet"
    pq.write_table(
        pa.table(
            {
                "cpr": pa.array([101901238, None, 7], pa.int64()),
                "tal": pa.array([1, 2, 3], pa.int32()),
                "stor": pa.array(["a", "b", None], pa.large_string()),
                "ord": pa.array(["x", "y", "x"]).dictionary_encode(),
                "tid": pa.array([1_700_000_000_000_000_123] * 3, pa.timestamp("ns")),
                "liste": pa.array([[1], None, []], pa.list_(pa.int8())),
            }
        ),
        source,
        compression="gzip",
    )
    names = ("cpr", "tal", "stor", "ord", "tid")
    table = open_table(source, Wanted(names))
    assert next(table.rows()) == ("101901238", "1", "a", "x", "2023-11-14T22:13:20")
    masks = [("[c]", None, "[s]", "[o]", None), (None,) * 5, (None,) * 5]
    table.write_masked(tmp_path / "b.parquet", masks, {"cpr", "stor", "ord"})
    before, after = pq.ParquetFile(source), pq.ParquetFile(tmp_path / "b.parquet")
    kinds = {field.name: field.type for field in before.schema_arrow} | {"cpr": pa.string()}
    assert {field.name: field.type for field in after.schema_arrow} == kinds
    assert after.metadata.row_group(0).column(0).compression == "GZIP"
    copied = after.read()
    assert copied["cpr"].to_pylist() == ["[c]", None, "7"]
    assert copied["stor"].to_pylist() == ["[s]", "b", None]
    assert copied["ord"].to_pylist() == ["[o]", "y", "x"]
    assert copied.select(["tal", "tid", "liste"]).equals(before.read(["tal", "tid", "liste"]))


def workbook(tmp_path):
    """A workbook with formulas, one of them with a stored value, as a spreadsheet program leaves it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "titel", "dobbelt"])
    sheet.append([1, "=A2&\" hej\"", "=A2*2"])  # fmt: skip
    sheet.append([2, "to", 0.25])
    sheet["B3"].data_type = "s"
    sheet["C3"].number_format = "0%"
    sheet.append([])
    sheet.append([None, "=ikke en formel", None])
    sheet["B5"].data_type = "s"
    book.create_sheet("Andet").append(["titel"])
    book["Andet"].append(["andet ark"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_a_formula_without_a_stored_value_is_unread_and_others_are_kept(tmp_path):
    table = open_table(workbook(tmp_path), Wanted(("titel",)))
    assert table.unscanned_sheets == 1
    assert list(table.rows()) == [(Unread("formula"),), ("to",), (None,), ("=ikke en formel",)]
    table.write_masked(tmp_path / "b.xlsx", [("[?]",), (None,), (None,), (None,)], {"titel"})
    book = openpyxl.load_workbook(tmp_path / "b.xlsx")
    assert book.sheetnames == ["Sheet"]
    assert [[cell.value for cell in row] for row in book.active.iter_rows(min_row=2)] == [
        [1, "[?]", "=A2*2"], [2, "to", 0.25], [None, None, None], [None, "=ikke en formel", None],
    ]  # fmt: skip
    assert book.active["C2"].data_type == "f"
    assert book.active["B5"].data_type == "s"
    assert book.active["C3"].number_format == "0%"


def test_a_sheet_can_be_chosen(tmp_path):
    table = open_table(workbook(tmp_path), Wanted(("titel",), sheet="Andet"))
    assert list(table.rows()) == [("andet ark",)]


@pytest.mark.parametrize("suffix", (".parquet", ".xlsx"))
def test_a_damaged_file_is_said_to_be(tmp_path, suffix):
    path = write_table(tmp_path / f"a{suffix}")
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(ScanError, match="damaged"):
        open_table(path, Wanted(("titel",)))
