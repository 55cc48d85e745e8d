"""The case as its party gets it: JSON for machines, PDF for people, and a manifest with the hash of each.

In: a visit. Out: a zip. Others' patient data is taken out of it, not covered: the bytes hold none of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fpdf import FPDF
from sqlalchemy import select

from api.answers import encode_json
from api.hr import records
from api.hr.clock import stamp
from api.hr.codes import STATES
from api.hr.desk import Visit
from api.hr.problems import WORDS
from api.hr.tables import Evidence

_WORDS = WORDS["export"]
_LETTER = "Helvetica"


@dataclass(frozen=True, slots=True)
class Bundle:
    """The zip, and its SHA-256."""

    content: bytes
    digest: str


def bundle(visit: Visit, openings: list[dict[str, Any]]) -> Bundle:
    """All of the case that its party may have."""
    words = records.hidden_words(visit)
    items = visit.session.scalars(
        select(Evidence).where(Evidence.case_id == visit.case.id).order_by(Evidence.at, Evidence.id)
    )
    case = visit.case
    about = {
        "number": case.number,
        "purpose": case.purpose,
        "legal_basis": case.legal_basis,
        "state": case.state,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "outcome": case.outcome,
        "exported_at": stamp(visit.now),
        "masked": _WORDS["masked"],
        "records": records.listed(visit),
        "evidence": [
            {
                **records.evidence_shown(visit, item, words),
                "analysis": records.analysis(visit, item) if item.analysis else None,
            }
            for item in items
        ],
        "openings": openings,
    }
    files = {"sag.json": encode_json(about, indent=2), "sag.pdf": _pdf(visit, about)}
    manifest = {name: sha256(content).hexdigest() for name, content in files.items()}
    files["manifest.json"] = json.dumps(manifest, indent=2).encode()
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, visit.now.timetuple()[:6]), content)
    return Bundle(out.getvalue(), sha256(out.getvalue()).hexdigest())


def _pdf(visit: Visit, about: dict[str, Any]) -> bytes:
    pdf = FPDF()
    pdf.set_creation_date(visit.now)
    pdf.set_lang("da")
    pdf.set_title(_WORDS["title"])
    pdf.add_page()
    _line(pdf, _WORDS["title"], size=16)
    _line(pdf, _WORDS["case"].format(number=about["number"]), size=12)
    _line(pdf, STATES["states"][about["state"]]["label"])
    _line(pdf, _WORDS["masked"])
    for record in about["records"]:
        _line(pdf, f"{record['at'][:16]}  {record['kind']}  {record['code'] or ''}", size=12)
        _line(pdf, record["text"])
    for item in about["evidence"]:
        _line(pdf, f"{item['at'][:16]}  {item['kind']}  {item['sha256']}", size=12)
        _line(pdf, item.get("text", _WORDS["picture"]))
        if item["analysis"]:
            level, version = WORDS["levels"][item["analysis"]["level"]], item["analysis"]["model"]["version"]
            _line(pdf, _WORDS["analysis"].format(level=level, version=version))
    for each in about["openings"]:
        _line(pdf, f"{each['at'][:16]}  {', '.join(each['roles'])}  {each['action']}  {each['outcome']}", size=8)
    return bytes(pdf.output())


def _line(pdf: FPDF, text: str, size: int = 10) -> None:
    pdf.set_font(_LETTER, size=size)
    # The letters every reader has; the JSON beside it keeps the others.
    pdf.multi_cell(0, text=text.encode("latin-1", "replace").decode("latin-1"), new_x="LMARGIN", new_y="NEXT")
