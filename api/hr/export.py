"""The case as its party gets it: JSON for machines, PDF for people (`api/hr/paper.py`), and a manifest with the hash of each.

In: a visit. Out: a zip. Others' patient data is taken out of it, not covered: the bytes hold none of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.answers import encode_json
from api.hr import approvals, paper, people, records
from api.hr.clock import breach_clock, stamp
from api.hr.desk import Visit
from api.hr.problems import WORDS

_WORDS = WORDS["export"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """The zip, and its SHA-256."""

    content: bytes
    digest: str


def bundle(visit: Visit, openings: list[dict[str, Any]]) -> Bundle:
    """All of the case that its party may have."""
    patterns = records.hidden(visit)
    case = visit.case
    codes = ("number", "purpose", "legal_basis", "unit", "state", "opened_at", "closed_at", "outcome", "told", "speech")
    about = {
        **{name: getattr(case, name) for name in (*codes, "hold", "restricted")},
        "clock": breach_clock(case, visit.now),
        "exported_at": stamp(visit.now),
        "masked": _WORDS["masked"],
        "people": [people.shown(visit, row) for row in people.everyone(visit)],
        "records": records.listed(visit),
        "evidence": [
            {
                **records.evidence_shown(visit, item, patterns),
                "analysis": records.analysis(visit, item) if item.analysis else None,
                "assessments": records.assessments(visit, item, patterns),
            }
            for item in records.all_evidence(visit)
        ],
        "approvals": approvals.of_case(visit, patterns, waiting=False),
        "openings": openings,
    }
    files = {"sag.json": encode_json(about, indent=2), "sag.pdf": paper.pdf(about, visit.now)}
    manifest = {name: sha256(content).hexdigest() for name, content in files.items()}
    files["manifest.json"] = json.dumps(manifest, indent=2).encode()
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name, visit.now.timetuple()[:6]), content)
    return Bundle(out.getvalue(), sha256(out.getvalue()).hexdigest())
