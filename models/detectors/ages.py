"""Ages: years, months of a small child, decades, year of birth, weeks of a pregnancy.

In: a document. Out: `AGE` findings with `years` (a float, or `None` where the age is none in years) and `strength`.
The grammar is data: `ages_rules.tsv`.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.datafiles import read_table
from models.detectors import detector
from models.document import Document, Finding
from models.grammar import Grammar
from models.text.numbers import cardinal, number_words

_GRAMMAR = Grammar("ages")
_ARTICLES = frozenset((_GRAMMAR.code("ONE"), _GRAMMAR.code("ARTICLE")))
# "fyldte 60. så gik vi": after these a full stop makes no ordinal, even if a small letter follows.
_STATING = frozenset((_GRAMMAR.code("FYLDE"), _GRAMMAR.code("BE")))
_SCORE = 0.95
_UNSURE = frozenset(("maybe", "alone"))
_PLAUSIBLE = 0.6
# "Lone på 4" is on ward 4.
_TOO_HIGH_FOR_A_WARD = 13
_RARE_AGE = 100
_OLDEST = 120
_STRENGTH_OF_RARE_AGE = 3
_UNIT_YEARS = {row["word"]: float(row["days"]) / 365 for row in read_table("gazetteers/time_units.tsv")}
_GLUED = {word + suffix: value for word, value in number_words().items() for suffix in ("årig", "årige", "åring")}


@detector("ages", "AGE")
def find(document: Document) -> Iterator[Finding]:
    """Ages of persons."""
    codes = _GRAMMAR.read(document.words)
    for parse in _GRAMMAR.parse(document, codes):
        if parse.rule.kind == "maybe" and not _of_a_person(document, codes, parse.first):
            continue
        if parse.rule.kind == "alone" and document.sentences[document.tokens[parse.first].sentence][0] != parse.first:
            continue
        if _is_part(document, codes, parse.first, parse.last):
            continue
        years = None if parse.rule.kind == "pregnancy" else _years(document.words[parse.first : parse.last])
        strength = int(parse.rule.row["strength"])
        if years is not None and _RARE_AGE <= years <= _OLDEST:
            strength = _STRENGTH_OF_RARE_AGE
        attrs: dict[str, object] = {
            "kind": parse.rule.kind,
            "years": years,
            "strength": strength,
            "concept": f"age:{years or parse.rule.kind}",
        }
        score = _PLAUSIBLE if parse.rule.kind in _UNSURE else _SCORE
        yield document.finding("AGE", parse.first, parse.last, score, "ages", attrs)


def _of_a_person(document: Document, codes: str, number: int) -> bool:
    """Whether "… på 63" gives the age of a person whom no list knows: a name, or a noun with its article ("den gamle lods")."""
    owned = not _ARTICLES.isdisjoint(codes[max(number - 5, 0) : number - 2])
    named = document.tokens[number - 2].text[0].isupper()
    grown = (cardinal(document.words[number]) or 0) >= _TOO_HIGH_FOR_A_WARD
    return (owned and (named or grown)) or (named and grown)


def _years(words: list[str]) -> float | None:
    """The age that the words give, in years."""
    for word in words:
        value = cardinal(word) if word.isalnum() else None
        if value is None:
            value = _GLUED.get(word)
        if value is None and word[:1].isdigit():
            value = cardinal(word.rstrip("års½"))
        if value is not None:
            unit = next((_UNIT_YEARS[other] for other in words if other in _UNIT_YEARS), 1.0)
            return value * unit if value <= _OLDEST else None
    return None


def _is_part(document: Document, codes: str, first: int, last: int) -> bool:
    """Whether the figure before token `last` goes on in a decimal ("14.000") or is an ordinal ("5. semester")."""
    if not document.words[last - 1].isdigit() or document.word(last) != "." or last + 1 == len(document.words):
        return False
    after = document.tokens[last + 1]
    if after.text[0].isdigit():
        return document.tokens[last].end == after.start
    stated = codes[first - 1 : first] in _STATING
    return not stated and (after.text[0].islower() and after.sentence == document.tokens[last].sentence)
