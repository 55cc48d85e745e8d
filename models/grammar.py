"""Small grammars over word classes: every token becomes one character, and patterns run over those characters.

In: lower-case words of a document. Out: the stretches that a rule covers. Words and rules are data: `<name>_classes.tsv`
(class, words) and `<name>_rules.tsv` (kind, …, pattern). In a pattern an upper-case name is a class, a lower-case name one
of the file's own macros (rows whose kind is ``=name``), and everything else is regular-expression syntax without captures.
Rules stand in order of precedence; one of kind ``none`` takes a look-alike out of the way of the rules below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import repeat
from typing import NamedTuple

from models.datafiles import read_table
from models.document import Document
from models.text.numbers import cardinal, number_words, ordinal_words

OTHER = "x"
_NAME = re.compile(r"[A-Z][A-Z0-9]*|[a-z]+")
_FIRST_CLASS = 0xE000
_REACH = 12
_SMALLEST_WORD_FOR_TEENS = 13
# Upper ends (inclusive) of the digit classes, cut where a month, an hour, a day, a minute and an age can end.
_DIGIT_CLASSES = (
    ("N1", 1, 9),
    ("N10", 10, 12),
    ("N13", 13, 23),
    ("N24", 24, 31),
    ("N32", 32, 59),
    ("N60", 60, 99),
    ("N100", 100, 120),
)
_YEARS = range(1900, 2100)
_AGE_SUFFIXES = ("årig", "årige", "åriges", "årigs", "åring")
_OLDEST = 121


class Rule(NamedTuple):
    """One line of the rules: its kind, further columns, and the classes that must (`cue`) or must not (`veto`) be near."""

    number: int
    pattern: str
    kind: str
    row: dict[str, str]
    cue: frozenset[str]
    veto: frozenset[str]
    reach: int


class Parse(NamedTuple):
    """A rule's stretch: tokens `first` to `last` (exclusive)."""

    first: int
    last: int
    rule: Rule


class Grammar:
    """The grammar `name`, read and compiled once; raises `ValueError` on a rule that names an unknown class or a word in two."""

    def __init__(self, name: str) -> None:
        self._codes: dict[str, str] = {}
        self._class: dict[str, str] = {"X": OTHER}
        self._add_numbers()
        classed: set[str] = set()
        for row in read_table(f"gazetteers/{name}_classes.tsv"):
            for word in row["words"].split():
                if word in classed:
                    raise ValueError(f"{name}: {word} is in two classes")
                classed.add(word)
                self._codes[word] = self._code(row["class"])
        macros: dict[str, str] = {}
        patterns: list[str] = []
        self._rules: list[Rule] = []
        for row in read_table(f"gazetteers/{name}_rules.tsv"):
            if not row["pattern"]:
                raise ValueError(f"{name}: {row['kind']} has no pattern")
            pattern = self._expand(row["pattern"], macros)
            if row["kind"].startswith("="):
                macros[row["kind"][1:]] = f"(?:{pattern})"
                continue
            patterns.append(pattern)
            self._rules.append(
                Rule(
                    len(self._rules),
                    pattern,
                    row["kind"],
                    row,
                    self._classes(row.get("cue", "")),
                    self._classes(row.get("veto", "")),
                    int(row.get("reach") or _REACH),
                )
            )
        self._by_first: dict[str, list[Rule]] = {}
        # Compiled when first needed: most texts use few of the rules, and compiling all would be half of the start-up.
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._index(patterns)

    def _code(self, name: str) -> str:
        return self._class.setdefault(name, chr(_FIRST_CLASS + len(self._class)))

    def _classes(self, names: str) -> frozenset[str]:
        return frozenset(self._class[name] for name in names.split())

    def _add_numbers(self) -> None:
        for value in range(1000):
            self._codes[str(value)] = self._code("N121")
        for name, low, high in _DIGIT_CLASSES:
            for value in range(low, high + 1):
                self._codes[str(value)] = self._code(name)
        for value in range(10):
            self._codes[f"0{value}"] = self._code("N0")
        for hour in range(24):
            for minute in range(60):
                self._codes[f"{hour:02}{minute:02}"] = self._code("HHMM")
        for year in _YEARS:
            self._codes[str(year)] = self._code("YEAR")
        for word, value in number_words().items():
            self._codes[word] = self._code("ONE" if value == 1 else "W2" if value < _SMALLEST_WORD_FOR_TEENS else "W13")
            for suffix in _AGE_SUFFIXES:
                self._codes[word + suffix] = self._code("GLUED")
        for word in ordinal_words():
            self._codes[word] = self._code("ORD")
        for value in range(_OLDEST):
            self._codes[f"{value}år"] = self._code("GLUEDAAR")
            self._codes[f"{value}½"] = self._code("GLUEDHALF")
            self._codes[f"{value}års"] = self._code("GLUEDS")

    def _expand(self, pattern: str, macros: dict[str, str]) -> str:
        def replace(name: re.Match[str]) -> str:
            text = name.group()
            found = self._class.get(text) or macros.get(text)
            if found is None:
                raise ValueError(f"unknown class or macro {text}")
            return found

        return _NAME.sub(replace, pattern).replace(" ", "")

    def _index(self, patterns: list[str]) -> None:
        """Group the rules by the class they can start with: at a token only those are tried."""
        starts = [_Starts(pattern).classes for pattern in patterns]
        for code in sorted(set().union(*starts)):
            self._by_first[code] = [rule for rule, start in zip(self._rules, starts, strict=True) if code in start]
        self._starter = re.compile(f"[{''.join(self._by_first)}]")

    def code(self, name: str) -> str:
        """The character that stands for a class."""
        return self._class[name]

    def read(self, words: list[str]) -> str:
        """One character a word: its class, or `OTHER`."""
        return "".join(map(self._codes.get, words, repeat(OTHER)))

    def parse(self, document: Document, codes: str) -> Iterator[Parse]:
        """Stretches of the document's `codes` that a rule covers, in order, without overlaps and within sentences."""
        tokens, sentences, by_first = document.tokens, document.sentences, self._by_first
        at = 0
        for start in self._starter.finditer(codes):
            first = start.start()
            if first < at:
                continue
            code = codes[first]
            rules = by_first[code]
            end = sentences[tokens[first].sentence][1]
            pattern = self._compiled.get(code)
            if pattern is None:
                pattern = self._compiled[code] = re.compile("|".join(f"({rule.pattern})" for rule in rules))
            found = pattern.match(codes, first, end)
            if not found:
                continue
            last = found.end()
            rule = rules[(found.lastindex or 1) - 1]
            if not _allowed(rule, codes, first, last):
                rule, last = self._next_rule(rule, codes, first, end)
                if last <= first:
                    continue
            at = last
            if rule.kind != "none":
                yield Parse(first, last, rule)

    def _pattern(self, text: str) -> re.Pattern[str]:
        pattern = self._compiled.get(text)
        if pattern is None:
            pattern = self._compiled[text] = re.compile(text)
        return pattern

    def _next_rule(self, rule: Rule, codes: str, first: int, end: int) -> tuple[Rule, int]:
        """The best rule at `first` from `rule` on that holds before token `end`, and where it stops (0: there is none)."""
        for other in self._rules[rule.number :]:
            found = self._pattern(other.pattern).match(codes, first, end)
            if found and found.end() > first and _allowed(other, codes, first, found.end()):
                return other, found.end()
        return rule, 0


class _Starts:
    """The characters that a pattern can start with, of the part of regular-expression syntax that rules use."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self.classes, self._empty = self._alternatives()

    def _alternatives(self) -> tuple[set[str], bool]:
        starts: set[str] = set()
        empty = False
        while True:
            more, may_be_empty = self._sequence()
            starts |= more
            empty = empty or may_be_empty
            if self._text[self._at : self._at + 1] != "|":
                return starts, empty
            self._at += 1

    def _sequence(self) -> tuple[set[str], bool]:
        starts: set[str] = set()
        open_ = True
        while self._at < len(self._text) and self._text[self._at] not in "|)":
            more, may_be_empty = self._item()
            if open_:
                starts |= more
                open_ = may_be_empty
        return starts, open_

    def _item(self) -> tuple[set[str], bool]:
        char = self._text[self._at]
        self._at += 1
        starts, empty = {char}, False
        if char == "(":
            head = re.compile(r"\?(?::|<?[=!])").match(self._text, self._at)
            if head is None:
                raise ValueError("a rule's groups capture nothing")
            self._at = head.end()
            starts, empty = self._alternatives()
            self._at += 1
            if head.group() != "?:":
                starts, empty = set(), True
        elif char == "[":
            end = self._text.index("]", self._at)
            starts = set(self._text[self._at : end])
            self._at = end + 1
        elif char == "$":
            starts, empty = set(), True
        quantifier = re.compile(r"[?*+]|\{\d+,?\d*\}").match(self._text, self._at)
        if quantifier:
            self._at = quantifier.end()
            empty = empty or quantifier.group()[0] in "?*" or quantifier.group().startswith("{0")
        return starts, empty


def _allowed(rule: Rule, codes: str, first: int, last: int) -> bool:
    if not rule.cue and not rule.veto:
        return True
    near = codes[max(first - rule.reach, 0) : first] + codes[last : last + rule.reach]
    return not (rule.cue and rule.cue.isdisjoint(near)) and rule.veto.isdisjoint(near)


def amount(words: list[str]) -> int:
    """First number among the words, digits or a number word; 1 if there is none ("en uge")."""
    for word in words:
        value = cardinal(word)
        if value is not None:
            return value
    return 1
