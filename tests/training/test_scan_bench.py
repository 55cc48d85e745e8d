"""The invented case titles of the bulk benchmark: the same ones every time, in the columns that are scanned."""

import csv

from training.scan_bench import write_titles


def test_titles_are_the_same_every_time_and_no_template_is_left_unfilled(tmp_path):
    for name in ("a", "b"):
        write_titles(tmp_path / name, 300)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    with (tmp_path / "a").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == len({row["sagsnr"] for row in rows}) == 300
    assert all(row["titel"] and not set("{}") & set(row["titel"]) for row in rows)
