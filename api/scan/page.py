"""The report as one page that needs nothing but itself. In: the report as plain data. Out: HTML, in Danish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import Any

from api.render import printable
from api.scan.charts import bars
from api.scan.masking import type_names
from api.scan.numbers import danish
from api.scan.problems import words
from models.datafiles import read_toml

_STYLE = Path(__file__).with_name("page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_NUMBER = ' class="number"'
Cells = Sequence[str | int]


def page(report: dict[str, Any], unread_file: str) -> str:
    """The page for `report`, as `report.as_json` makes it."""
    said = words()["report"]
    title = _text(said["title"].format(file=report["file"]))
    return "".join(
        [
            '<!doctype html>\n<html lang="da"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
            f"<title>{title}</title><style>\n{_STYLE.read_text(encoding='utf-8')}</style></head>\n<body><main>",
            f"<h1>{title}</h1>\n",
            _lead(report, said),
            _honest(said),
            _overview(report, said),
            *(_column(i, column, said) for i, column in enumerate(report["columns"])),
            _examples(report, said),
            _unread(report, said, unread_file),
            _how(report, said),
            "</main></body></html>\n",
        ]
    )


def _lead(report: dict[str, Any], said: dict[str, Any]) -> str:
    lines = [said["lead"].format(rows=danish(report["rows"]), found=danish(report["rows_with_findings"]))]
    if report["bad_rows"]:
        lines.append(said["lead_bad"].format(bad=danish(report["bad_rows"])))
    if report["unscanned_sheets"]:
        lines.append(said["sheets"].format(count=danish(report["unscanned_sheets"])))
    return f'<p class="lead">{"<br>".join(map(_text, lines))}</p>\n'


def _honest(said: dict[str, Any]) -> str:
    points = "".join(f"<li>{_text(point)}</li>" for point in said["honest"])
    return f'<section class="note"><h2>{_text(said["honest_title"])}</h2><ul>{points}</ul></section>\n'


def _overview(report: dict[str, Any], said: dict[str, Any]) -> str:
    rows = [(said[name], report[name]) for name in ("rows", "rows_with_findings", "bad_rows")]
    return _section(said["overview"], _facts(said["overview_caption"], rows))


def _column(i: int, column: dict[str, Any], said: dict[str, Any]) -> str:
    name = column["name"]
    counts = {key: danish(column[key]) for key in ("cells", "empty", "unread")}
    levels = read_toml("messages/cli.toml")["levels"]
    leveled = [(f"{levels[level]['symbol']} {levels[level]['word']}", level, number) for level, number in column["levels"].items()]  # fmt: skip
    types = [(type_names()[kind], found["cells"], found["entities"]) for kind, found in column["types"].items()]
    body = [f"<p>{_text(said['column_counts'].format(**counts))}</p>"]
    if types:
        body += [
            bars(f"c{i}", printable(said["types_chart"].format(name=name)), said["chart_note"], [(kind, cells, "type") for kind, cells, _ in types]),
            _table(said["column_caption"].format(name=name), (said["type"], said["cells"], said["entities"]), types),
        ]  # fmt: skip
    else:
        body.append(f"<p>{_text(said['nothing'])}</p>")
    body += [
        bars(f"l{i}", printable(said["levels_chart"].format(name=name)), said["chart_note"], [(word, number, level) for word, level, number in leveled]),
        _table(
            said["levels_caption"].format(name=name),
            (said["level"], said["cells"], said["meaning"]),
            [(word, number, said["levels"][level]) for word, level, number in leveled],
        ),
    ]  # fmt: skip
    return _section(said["column"].format(name=name), *body)


def _examples(report: dict[str, Any], said: dict[str, Any]) -> str:
    if not report["examples"]:
        return ""
    rows = [(type_names()[kind], text) for kind, texts in report["examples"].items() for text in texts]
    intro = f"<p>{_text(said['examples_intro'])}</p>"
    return _section(said["examples"], intro, _table(said["examples_caption"], (said["type"], said["example"]), rows))


def _unread(report: dict[str, Any], said: dict[str, Any], unread_file: str) -> str:
    if not report["first_unread"]:
        return ""
    reasons = words()["reasons"]
    rows = [(danish(each["row"]), each["column"], reasons[each["reason"]]) for each in report["first_unread"]]
    intro = f"<p>{_text(said['unread_intro'].format(file=unread_file, listed=len(rows)))}</p>"
    heads = (said["row"], said["column_head"], said["reason"])
    return _section(said["unread"], intro, _table(said["unread_caption"], heads, rows))


def _how(report: dict[str, Any], said: dict[str, Any]) -> str:
    engine, run = report["engine"], report["run"]
    speed = round(run["rows"] / run["seconds"]) if run["seconds"] else run["rows"]
    facts = [
        (said["file"], report["file"]),
        (said["size"], report["size"]),
        (said["mode"], said["modes"][engine["mode"]]),
        *((said[key], engine[key]) for key in ("version", "data", "weights") if key in engine),
    ]
    time = said["run"].format(
        seconds=danish(run["seconds"]), speed=danish(speed), workers=run["workers"], finished=run["finished"]
    )
    return _section(
        said["how"],
        _facts(said["how_caption"], facts),
        f'\n<p class="run">{_text(said["time"])}: {_text(time)}</p>\n',
    )


def _section(heading: str, *parts: str) -> str:
    return f"<section><h2>{_text(heading)}</h2>{''.join(parts)}</section>\n"


def _facts(caption: str, rows: Iterable[Cells]) -> str:
    body = "".join(f'<tr><th scope="row">{_text(name)}</th>{_cell(value)}</tr>' for name, value in rows)
    return f"<table><caption>{_text(caption)}</caption><tbody>{body}</tbody></table>"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Cells]) -> str:
    first = rows[0] if rows else heads
    head = "".join(
        f'<th scope="col"{_NUMBER if isinstance(value, int) else ""}>{_text(name)}</th>'
        for name, value in zip(heads, first, strict=True)
    )
    body = "".join(
        f'<tr><th scope="row">{_text(row[0])}</th>{"".join(_cell(value) for value in row[1:])}</tr>' for row in rows
    )
    return f"<table><caption>{_text(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: str | int) -> str:
    return f"<td{_NUMBER}>{danish(value)}</td>" if isinstance(value, int) else f"<td>{_text(value)}</td>"


def _text(value: object) -> str:
    return escape(printable(str(value)))
