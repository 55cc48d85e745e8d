"""Points and windows of time: the shift just gone, days, dates, clock times, windows, seasons, the length of a stay.

In: a document. Out: `TIME` findings with `kind` (shift, day, date, clock, window, ago, season, stay, vague), `days` (length or
distance), `strength`, and `about` for a stay (it says something of the patient). The grammar is data: `times_rules.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.datafiles import read_table
from models.detectors import detector
from models.document import Document, Finding
from models.grammar import Grammar, Parse, amount

_GRAMMAR = Grammar("times")
_UNIT_DAYS = {row["word"]: float(row["days"]) for row in read_table("gazetteers/time_units.tsv")}
_SCORE = 0.9
_STAY_SCORE = 0.75
# What stands together is one point in time ("torsdag kl. 19", "søndag den 16. november").
_JOINED = frozenset({"shift", "day", "date", "clock", "window", "season"})
_UNUSUAL_STAY = 28
_SHORTEST_WINDOW = 0.33
_LONGEST_RECENT = 92
_YEAR_LENGTH = 4
# A digit and the sign after it belong together in a date or clock time only if nothing stands between them.
_SIGNS = frozenset(".:/-–")


@detector("times", "TIME")
def find(document: Document) -> Iterator[Finding]:
    """Times that the episode may hang on."""
    codes = _GRAMMAR.read(document.words)
    run: list[Parse] = []
    for parse in _GRAMMAR.parse(document, codes):
        kind = parse.rule.kind
        if kind in ("clock", "date") and not _solid(document, parse):
            continue
        if kind == "shift" and _addressed(document, parse):
            continue
        if run and not (
            run[-1].last == parse.first
            and kind in _JOINED
            and run[-1].rule.kind in _JOINED
            and document.tokens[parse.first].sentence == document.tokens[run[0].first].sentence
        ):
            yield from _finding(document, run)
            run = []
        run.append(parse)
    if run:
        yield from _finding(document, run)


def _finding(document: Document, run: list[Parse]) -> Iterator[Finding]:
    parse = max(run, key=lambda each: int(each.rule.row["strength"]))
    kind, strength = parse.rule.kind, int(parse.rule.row["strength"])
    given = parse.rule.row["days"]
    days = float(given) if given else _length(document.words[parse.first : parse.last])
    if kind == "window" and days < _SHORTEST_WINDOW:
        return
    dated = kind == "season" and any(
        len(word) == _YEAR_LENGTH and word.isdigit() for word in document.words[parse.first : parse.last]
    )
    if dated or days > _LONGEST_RECENT or (kind == "ago" and days < 1):
        strength = 0
    attrs: dict[str, object] = {"kind": kind, "days": days, "strength": strength, "concept": f"time:{kind}"}
    if kind == "stay":
        attrs["strength"] = 2 if days > _UNUSUAL_STAY else 1
        attrs["about"] = True
    score = _STAY_SCORE if kind == "stay" else _SCORE
    yield document.finding("TIME", run[0].first, run[-1].last, score, "times", attrs)


def _length(words: list[str]) -> float:
    """Days that a number and a unit among the words make."""
    for word in reversed(words):
        if word in _UNIT_DAYS:
            return amount(words) * _UNIT_DAYS[word]
    return 0.0


def _solid(document: Document, parse: Parse) -> bool:
    """Whether figures and the signs between them are written together ("16.40", not "16. 40")."""
    tokens = document.tokens
    for i in range(parse.first + 1, parse.last - 1):
        before, sign, after = tokens[i - 1], tokens[i], tokens[i + 1]
        inside = sign.text in _SIGNS and before.lower[-1].isdigit() and after.lower[0].isdigit()
        if inside and (before.end != sign.start or sign.end != after.start):
            return False
    return True


def _addressed(document: Document, parse: Parse) -> bool:
    """Whether "I går" is "you walk": the pronoun's capital in the middle of a sentence that is not all in capitals."""
    token = document.tokens[parse.first]
    if token.text != "I" or document.words[parse.first + 1] != "går" or document.tokens[parse.first + 1].text != "går":
        return False
    before = document.tokens[parse.first - 1]
    return parse.first > 0 and before.sentence == token.sentence and before.text.isalnum()
