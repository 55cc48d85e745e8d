"""The report: one page that needs nothing but itself and can be read by everybody; the same figures as JSON and CSV."""

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import api.scan.page
from api.scan.charts import bars
from api.scan.masking import type_names
from api.scan.numbers import danish
from tests.api.scan.conftest import CPR, TITLES, run

NASTY = '=<script>alert("å")</script>&'
VOID = {"meta", "rect", "br"}
READABLE = 4.5
VISIBLE = 3.0


class Page(HTMLParser):
    """Elements in order, each with its attributes and all text in it; complains of tags that do not match."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self._open = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", "within": [each["tag"] for each in self._open], **dict(attrs)}
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.elements.append({"tag": tag, "text": "", **dict(attrs)})

    def handle_endtag(self, tag):
        assert self._open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self._open:
            element["text"] += data

    def all(self, tag):
        return [element for element in self.elements if element["tag"] == tag]


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """The folder of a scan of two columns, one of them with a nasty name, and one broken row."""
    folder = tmp_path_factory.mktemp("report")
    with (folder / "<sager>.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["titel", NASTY])
        writer.writerows([title, f"<b>{title}</b> &amp;"] for title in TITLES)
        writer.writerow([CPR])
    run(folder / "<sager>.csv", folder / "ud", "titel", NASTY)
    return folder / "ud"


@pytest.fixture(scope="module")
def source(result):
    return (result / "report.html").read_text("utf-8")


@pytest.fixture(scope="module")
def page(source):
    return Page(source)


def test_it_runs_no_script_and_asks_nobody(page, source):
    assert not re.search(r"https?:|//|@import|url\(|javascript:", source)
    allowed = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section", "ul", "li", "br", "table", "caption",
               "thead", "tbody", "tr", "th", "td", "svg", "desc", "text", "rect"}  # fmt: skip
    assert {element["tag"] for element in page.elements} <= allowed
    assert not [
        name for element in page.elements for name in element if name.startswith("on") or name in {"src", "href"}
    ]
    policies = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"]


def test_it_is_danish_and_has_headings_in_order(page):
    [html] = page.all("html")
    assert html["lang"] == "da"
    assert [title["text"] for title in page.all("title") if "svg" not in title["within"]] == ["Scanning af <sager>.csv"]
    assert len(page.all("h1")) == 1
    assert f"Kolonnen »{NASTY}«" in [heading["text"] for heading in page.all("h2")]


def test_tables_have_captions_and_heads(page):
    tables = page.all("table")
    captions = [caption["text"] for caption in page.all("caption")]
    assert len(captions) == len(tables) == len(set(captions)) > 5
    assert all(head["scope"] in {"col", "row"} for head in page.all("th"))


def test_charts_have_text_alternatives_with_their_numbers(page):
    charts = page.all("svg")
    assert len(charts) == 4
    named = {element["id"]: element for element in page.elements if "id" in element}
    assert len(named) == len([element for element in page.elements if "id" in element])
    for chart in charts:
        assert chart["role"] == "img"
        title, description = (named[identity] for identity in chart["aria-labelledby"].split())
        assert (title["tag"], description["tag"]) == ("title", "desc")
        assert re.search(r": \d+; ", description["text"])


def test_a_chart_draws_numbers_to_scale():
    drawn = Page(bars("x", "<t>", "n", [("a", 1000, "red"), ("b & c", 500, "red"), ("d", 0, "red"), ("e", 1, "red")]))
    widths = [int(bar["width"]) for bar in drawn.all("rect")]
    assert widths[0] == 2 * widths[1]
    assert widths[2:] == [0, 2]
    assert [text["text"] for text in drawn.all("text")] == ["a", "1.000", "b & c", "500", "d", "0", "e", "1"]


def test_it_says_honestly_what_it_cannot(source):
    assert "Tjekket overser noget." in source
    assert "Maskering er ikke anonymisering." in source
    assert "Rækker, vi ikke kunne tjekke: 1. Det betyder ikke, at de er i orden." in source


def test_page_json_and_csv_have_the_same_figures(result, page):
    report = json.loads((result / "report.json").read_bytes())
    rows = list(csv.reader(io.StringIO((result / "report.csv").read_text("utf-8-sig")), delimiter=";"))
    for column in report["columns"]:
        safe = f"'{column['name']}" if column["name"] == NASTY else column["name"]
        mine = [row[1:] for row in rows if row[0] == safe]
        types = {kind: [str(found["cells"]), str(found["entities"])] for kind, found in column["types"].items()}
        assert {row[1]: row[3:] for row in mine if row[0] == "type"} == types
        assert {row[1]: int(row[3]) for row in mine if row[0] == "niveau"} == column["levels"]
        assert types
        shown = "".join(element["text"] for element in page.all("tr"))
        for kind, counts in types.items():
            assert type_names()[kind] + "".join(counts) in shown


def test_examples_in_it_are_masked(source):
    assert "[CPR-nummer]" in source
    assert CPR not in source
    assert "&lt;b&gt;" in source


def themes():
    """The colours of each theme of the style sheet."""
    style = Path(api.scan.page.__file__).with_name("page.css").read_text("utf-8")
    for found in re.findall(r":root \{([^}]*)\}", style):
        yield dict(re.findall(r"--(\w+): (#\w{6})", found))


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", list(themes()), ids=["light", "dark", "print"])
def test_contrast_is_enough_in_every_theme(theme):
    for ink in ("ink", "quiet"):
        assert contrast(theme[ink], theme["paper"]) >= READABLE
    assert contrast(theme["ink"], theme["note"]) >= READABLE
    for shape in ("line", "bar", "green", "yellow", "red"):
        assert contrast(theme[shape], theme["paper"]) >= VISIBLE


@pytest.mark.parametrize(("number", "said"), [(0, "0"), (1234567, "1.234.567"), (0.5, "0,5"), (1234.5, "1.234,5")])
def test_numbers_are_written_as_danes_do(number, said):
    assert danish(number) == said
