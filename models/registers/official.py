"""SKScomplete and SHAKCOMPLETE: one record a line, in columns of fixed width.

In: the bytes of a file. Out: a `Reading`. Columns (0-based): kind 0-3, code 3-23, valid from 23-31, changed 31-39, last valid day
39-47, text 47-167; dates as 20260131. A unit's institution is the hospital whose code its own begins with.
"""

from __future__ import annotations

import re
from datetime import date

from models.registers.records import LineError, Reading, Record, day, decode, name_of, numbered_lines, rules, span

_KIND, _CODE, _FROM, _CHANGED, _TO, _TEXT = (
    slice(0, 3), slice(3, 23), slice(23, 31), slice(31, 39), slice(39, 47), slice(47, 167),
)  # fmt: skip
_SHORTEST = 48
_HOSPITAL = "sgh"
_HOSPITAL_CODE = 4


def read_official(raw: bytes, register: str, today: date) -> Reading:
    """Records of an SKS (`register` "sks") or SHAK ("shak") file that are valid today or later."""
    reading = Reading()
    kinds = rules()[register]
    hospitals: dict[str, str] = {}
    for number, line in numbered_lines(decode(raw)):
        reading.lines += 1
        try:
            record, changed = _record(line, kinds)
        except LineError as fault:
            reading.faults.setdefault(fault.reason, []).append(number)
            continue
        if changed <= today.isoformat():
            reading.changed = max(reading.changed, changed)
        if line[_KIND].lower() == _HOSPITAL and record is not None:
            hospitals[record.code] = record.name
        reading.add(record, today)
    reading.records = [
        record._replace(institution=hospitals.get(record.code[:_HOSPITAL_CODE], ""))
        if register == "shak" and len(record.code) > _HOSPITAL_CODE
        else record
        for record in reading.records
    ]
    return reading


def _record(line: str, kinds: dict[str, dict[str, str]]) -> tuple[Record | None, str]:
    """The record of a line (`None` for a kind that names nothing), and the date of its last change."""
    if len(line) < _SHORTEST:
        raise LineError("short")
    kind, code = line[_KIND].lower(), line[_CODE].strip()
    if not kind.isalpha() or not code:
        raise LineError("kind")
    first, last = span(line[_FROM], line[_TO])
    changed = day(line[_CHANGED], "")
    name = name_of(line[_TEXT])
    rule = kinds.get(kind)
    if rule is None or not re.match(rule["codes"], code):
        return None, changed
    return Record(rule["type"], name, code, first, last), changed
