"""The case on paper: the PDF of an export, in the letters of all the names that staff and patients here have.

In: the export as data, already masked. Out: the bytes of a PDF. DejaVu Sans (`data/hr/`) holds Latin, Greek, Cyrillic, Hebrew, Arabic and more;
a character that it does not hold is written out as its number and name: nothing is lost without a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.fonts import TTFFont

from api.hr.codes import LABELS, STATES
from api.hr.problems import WORDS
from models.datafiles import DATA

_WORDS = WORDS["export"]
_KINDS = WORDS["kinds"]
_CODES = {
    code: words for table in LABELS.values() for code, words in table.items() if code not in ("yes", "no", "unknown")
}
_TOLD: dict[str, str] = LABELS["told"]
_FONT = "DejaVuSans"


class _Paper(FPDF):
    """A page, and whether a character had to be written out."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self.add_font(_FONT, fname=DATA / f"hr/{_FONT}.ttf")
        font = self.fonts[_FONT.lower()]
        assert isinstance(font, TTFFont)
        self.letters: Container[int] = font.cmap
        self.written_out = False
        # Arabic and Hebrew run from the right, and their letters join.
        self.set_text_shaping(True)
        self.set_creation_date(now)
        self.set_lang("da")
        self.set_title(_WORDS["title"])
        self.add_page()

    def put(self, text: str, size: int = 10) -> None:
        self.set_font(_FONT, size=size)
        shown = "".join(map(self._letter, unicodedata.normalize("NFC", text.replace("\t", "    "))))
        # Half a millimetre a point: lines with air between them.
        self.multi_cell(0, h=size / 2, text=shown, align="L", new_x="LMARGIN", new_y="NEXT")

    def _letter(self, char: str) -> str:
        if char == "\n" or (ord(char) in self.letters and char.isprintable()):
            return char
        self.written_out = True
        return f"⟨{' '.join((f'U+{ord(char):04X}', unicodedata.name(char, ''))).strip()}⟩"


def pdf(about: dict[str, Any], now: datetime) -> bytes:
    """The export `about` as a PDF, made at `now`."""
    paper = _Paper(now)
    paper.put(_WORDS["title"], size=16)
    paper.put(_WORDS["case"].format(number=about["number"]), size=12)
    paper.put(STATES["states"][about["state"]]["label"])
    if about["restricted"]:
        paper.put(_WORDS["restricted"])
    paper.put(_WORDS["masked"])
    for record in about["records"]:
        _written(paper, record)
    for item in about["evidence"]:
        paper.put(_headed(item["at"], _KINDS[item["kind"]]), size=12)
        paper.put(item["address"], size=8)
        paper.put(item.get("text", _WORDS["picture"]))
        for assessment in item["assessments"]:
            _written(paper, assessment)
        if item["analysis"]:
            level, version = WORDS["levels"][item["analysis"]["level"]], item["analysis"]["model"]["version"]
            paper.put(_WORDS["analysis"].format(level=level, version=version))
    for approval in about["approvals"]:
        paper.put(
            _headed(approval["asked_at"], _KINDS[approval["kind"]], _code(approval["code"], approval["kind"])), size=12
        )
        paper.put(approval["reason"])
        if "answer" in approval:
            paper.put(_headed(approval["answered_at"], _WORDS[approval["answer"]]))
            paper.put(approval.get("why", ""))
    for each in about["openings"]:
        paper.put(_headed(each["at"], ", ".join(each["roles"]), each["action"], each["outcome"]), size=8)
    if paper.written_out:
        paper.put(_WORDS["letters"])
    return bytes(paper.output())


def _written(paper: _Paper, record: dict[str, Any]) -> None:
    paper.put(_headed(record["at"], _KINDS[record["kind"]], _code(record["code"], record["kind"])), size=12)
    paper.put(record["text"])


def _code(code: str | None, kind: str) -> str:
    """What the code of this kind says in words; the time to answer by, as a time."""
    if code is None:
        return ""
    if kind == "skip":
        return str(STATES["states"][code]["label"])
    if kind == "triage":
        return _TOLD[code]
    return WORDS["levels"].get(code) or _CODES.get(code) or (_time(code) if code.endswith("Z") else code)


def _time(stamped: str) -> str:
    return f"{stamped[:10]} {stamped[11:16]} UTC"


def _headed(at: str, *words: str) -> str:
    return "  ".join((_time(at), *(word for word in words if word)))
