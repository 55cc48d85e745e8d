"""Case and record numbers that are codes of letters and few digits ("AB-77", "HX55A12", "24/SOC-7"), right after a cue.

In: tokens that hold a digit. Out: `RECORD_ID` findings, the cue included. Numbers of digits alone are for `identifiers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.detectors import detector
from models.detectors.number_context import Context
from models.document import Document, Finding
from models.text.digits import Chain, has_digit

_NO_DIGITS = Chain("", [])
# A letter-and-number code long enough to be no ward, bed or vitamin.
_STUDY_CODE = re.compile(r"[A-ZÆØÅ]{1,4}-?(?:\d{2,4}[-/]?)?\d{3,6}\Z|\d\d[A-ZÆØÅ]{1,4}-?\d{4,7}\Z")
# The numbers of Danish civil courts.
_COURT = re.compile(r"(?i)bs-\d{1,6}/\d{4}(?:-[a-zæøå]{2,4})?\Z")
_LONG_ENOUGH = 5
_FEWEST = 2


@detector("record_codes", "RECORD_ID")
def find_record_codes(document: Document) -> Iterator[Finding]:
    """Codes with letters in them whose cue stands right before."""
    if not has_digit(document.text):
        return
    words, tokens = document.words, document.tokens
    context: Context | None = None
    reached = 0
    for i, word in enumerate(words):
        if word.isalpha() or i < reached or not word[-1].isalnum():
            continue
        context = context or Context(document, _NO_DIGITS)
        first, last = context.glued_before(i), context.glued_after(i + 1)
        if last - first == 1 and (word.isdecimal() or not word.isalnum()):
            continue
        begin = context.with_cue(first)
        kind = context.kind_before(first) if begin < first else ""
        code = document.text[tokens[first].start : tokens[last - 1].end]
        letters, digits = sum(map(str.isalpha, code)), sum(map(str.isdecimal, code))
        if not letters or letters + digits < _FEWEST or (code[0].isdecimal() and code[-1].islower()):
            continue
        court = _COURT.match(code) and not context.by_authority(first, bare=True)
        if not kind and (court or (_STUDY_CODE.match(code) and context.in_study(first, last))):
            reached = last
            yield document.finding("RECORD_ID", first, last, 0.8, "record_codes")
        if kind == "strong" or (
            kind == "weak" and len(code) >= _LONG_ENOUGH and digits >= _FEWEST and not code.islower()
        ):
            reached = last
            yield document.finding("RECORD_ID", begin, last, 0.85, "record_codes")
