"""Rules and tagger together. In: a `Document` with the rules' findings, the network's `Reading`. Out: the findings of both.

The tagger saw what the rules found, so it has the last word on words in context; what has a form (identifiers), and what was
hidden from it (user names), is the rules'. A finding of both keeps what the rules know of it: how rare, which fact, whose.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from models.datafiles import read_toml
from models.document import Document, Finding

if TYPE_CHECKING:
    from models.neural.decode import Tagged
    from models.neural.encoder import Reading

SOURCE = "tagger"


def merge(document: Document, reading: Reading) -> list[Finding]:
    """The findings of rules and tagger, sorted, without overlaps."""
    rules = _rules()
    stands = [f for f in document.findings if f.type in rules["formal"] or _within(f, reading.hidden)]
    kept = list(stands)
    for span in reading.spans:
        start, end = prepared_span(document, span.start, span.end)
        end = _tight(document.text, start, end)
        if start >= end or any(start < other.end and other.start < end for other in stands):
            continue
        if span.score < rules["least"].get(span.type, rules["least"]["any"]):
            continue
        if span.type in rules["bare"]["types"] and document.text[start:end].lower() in rules["bare"]["words"]:
            continue
        kept.append(_joined(document, _named(document, span, start, end), start, end))
    return _whole(document, sorted(kept, key=lambda finding: finding.start))


def _whole(document: Document, findings: list[Finding]) -> list[Finding]:
    """The findings, those that the tagger cut short ("sidste" of "sidste år") as long as the rules have them, unless another is in the way."""
    whole: list[Finding] = []
    for finding, after in zip(findings, [*findings, None][1:], strict=True):
        longer = next(
            (
                f
                for f in document.findings
                if f.type == finding.type in _rules()["whole"] and f.start <= finding.start and finding.end <= f.end
            ),
            finding,
        )
        free = not (whole and longer.start < whole[-1].end) and not (after and after.start < longer.end)
        whole.append(replace(finding, start=longer.start, end=longer.end) if free else finding)
    return whole


def prepared_span(document: Document, start: int, end: int) -> tuple[int, int]:
    """Offsets in the prepared text of the original span; an empty span where nothing of it was kept."""
    prepared = document.prepared
    if prepared.starts is None or prepared.ends is None:
        return start, end
    return bisect_right(prepared.ends, start), bisect_left(prepared.starts, end)


def _tight(text: str, start: int, end: int) -> int:
    """The end of the span without a small word that begins what comes after it: "ondt i"."""
    kept, _, last = text[start:end].rpartition(" ")
    return start + len(kept.rstrip()) if kept and last.lower() in _rules()["loose_ends"] else end


def _within(finding: Finding, hidden: Sequence[tuple[int, int]]) -> bool:
    """Whether a finding lies in a stretch of the prepared text that the network was not shown."""
    at = bisect_right(hidden, finding.start, key=lambda stretch: stretch[0]) - 1
    return at >= 0 and finding.end <= hidden[at][1]


def _named(document: Document, span: Tagged, start: int, end: int) -> Tagged:
    """The span, a town instead of its hospital behind "i": "skadestuen i Viborg", but "på Herlev" (the guide, borders of the types)."""
    town = span.type == "FACILITY" and any(
        f.type == "PLACE" and (f.start, f.end) == (start, end) for f in document.findings
    )
    before = bisect_left(document.tokens, start, key=lambda token: token.start) - 1
    return span._replace(type="PLACE") if town and document.word(before) in _rules()["town_behind"] else span


def _joined(document: Document, span: Tagged, start: int, end: int) -> Finding:
    """The tagger's span, with the attributes of a rule finding of the same type that it overlaps (the longest overlap)."""
    same = [f for f in document.findings if f.type == span.type and f.start < end and start < f.end]
    if not same:
        return Finding(span.type, start, end, span.score, SOURCE, {"strength": span.points})
    best = max(same, key=lambda f: min(f.end, end) - max(f.start, start))
    return Finding(span.type, start, end, max(span.score, best.score), best.source, dict(best.attrs))


@cache
def _rules() -> dict[str, Any]:
    rules: dict[str, Any] = read_toml("priors/fusion.toml")["merge"]
    return rules
