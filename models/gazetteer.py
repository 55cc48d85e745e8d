"""One index over every list in `data/gazetteers`: a single pass over the tokens finds the entries of all lists.

In: tokens. Out: `Match`es, each with the list (`tag`, the file's stem) and the row that matched. A list is any `.tsv` there
with a `surface` column; a header line ``# inflect: noun`` also accepts Danish noun endings on its last word,
``# inflect: genitive`` only the genitive. `exceptions.tsv` names the words that a list shall not match. Names that were imported
on this machine (`models.registers`) stand behind a list's own rows, as more rows of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from models.datafiles import DATA, read_cells, read_table, read_words
from models.registers.local import NOTHING, Local, local
from models.registers.schema import COLUMNS

Row = dict[str, str]

TOKEN = re.compile(r"\d+(?=[^\W\d_]{4})|[^\W\d_]{3,}(?=\d+[^\W\d_]?(?![^\W\d_]))|[^\W_]+|[^\w\s]|_")
# Longest first, so that "erne" is tried before "ne"; "" is the exact form.
_NOUN_ENDINGS = ("ernes", "enes", "erne", "rnes", "ene", "ens", "ets", "ers", "rne", "en", "et", "er", "ns", "ts", "rs", "es", "s", "n", "t", "r", "e")  # fmt: skip
_ENDINGS_BY_LETTER = {letter: tuple(e for e in _NOUN_ENDINGS if e.endswith(letter)) for letter in "enrst"}
_SHORTEST_STEM = 3


class Match(NamedTuple):
    """An entry found at tokens `first` to `last` (exclusive)."""

    tag: str
    first: int
    last: int
    row: Row
    exact: bool


class _Entry(NamedTuple):
    tag: str
    words: tuple[str, ...]
    cells: list[str]
    columns: list[str]
    inflect: str

    def row(self) -> Row:
        """The row as a mapping; made when an entry is found, since few of the many ever are."""
        return dict(zip(self.columns, self.cells, strict=False))


class DanishLetters(NamedTuple):
    """Spellings without æøå → the Danish word: with `aa/ae/oe` written out, or with the marks just left off."""

    digraph: dict[str, str]
    bare: dict[str, str]


def stems(word: str) -> Iterator[str]:
    """Possible dictionary forms of an inflected Danish noun in lower case, likeliest first, without the word itself."""
    for ending in _ENDINGS_BY_LETTER.get(word[-1:], ()):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if len(stem) < _SHORTEST_STEM:
                continue
            yield stem
            if stem[-1] == stem[-2] and len(ending) > 1:
                yield stem[:-1]


class _Plan(NamedTuple):
    """What can start at a word: phrases by the start of their second word, entries of that one word, and entries it inflects
    (`None`: not tried yet).
    """

    phrases: dict[str, list[_Entry]]
    singles: list[_Entry]
    inflected: list[_Entry] | None


class Gazetteer:
    """The index. `find` is a pure function of the tokens; nothing of them is kept."""

    def __init__(self, imported: Local = NOTHING) -> None:
        """Index the shipped lists, each followed by what was `imported` for it."""
        self._plans: dict[str, _Plan | None] = {}
        self._inflected: dict[str, list[_Entry]] = {}
        self._exceptions = {(row["tag"], row["surface"]) for row in read_table("gazetteers/exceptions.tsv")}
        heads: dict[str, tuple[list[str], str]] = {}
        for path in sorted((DATA / "gazetteers").glob("*.tsv")):
            comments, columns, rows = read_cells(f"gazetteers/{path.name}")
            if path.stem != "exceptions" and "surface" in columns:
                directive = re.search(r"^# inflect: (\w+)", comments, re.MULTILINE)
                heads[path.stem] = columns, directive.group(1) if directive else ""
                self._add(path.stem, rows, *heads[path.stem])
        self._shipped = frozenset(self._plans)
        for tag in imported.entries:
            self._add(tag, imported.rows(tag, heads[tag][0]), *heads[tag])
        for plan in self._plans.values():
            if plan:
                for entries in plan.phrases.values():
                    entries.sort(key=lambda entry: -len(entry.words))
        # Most words of a post are common ones: their endings are tried once, here, and never again.
        for word in _common_words():
            inflected = self._entries_of_inflected(word)
            plan = self._plans.get(word)
            if plan:
                self._plans[word] = plan._replace(inflected=inflected)
            else:
                self._plans[word] = _Plan({}, [], inflected) if inflected else None

    def _add(self, tag: str, rows: list[list[str]], columns: list[str], inflect: str) -> None:
        at = columns.index("surface")
        for cells in rows:
            lower = cells[at].lower()
            if not lower:
                continue
            words = (lower,) if lower.isalpha() else tuple(TOKEN.findall(lower))
            if (tag, words[0]) in self._exceptions and len(words) == 1:
                continue
            entry = _Entry(tag, words, cells, columns, inflect)
            plan = self._plans.get(words[0])
            if plan is None:
                plan = self._plans[words[0]] = _Plan({}, [], None)
            if len(words) > 1:
                plan.phrases.setdefault(words[1][:_SHORTEST_STEM], []).append(entry)
            else:
                plan.singles.append(entry)
                if inflect:
                    self._inflected.setdefault(words[0], []).append(entry)

    def __contains__(self, word: str) -> bool:
        """Whether a shipped entry starts with this lower-case word: it is a word then, and rather no person's name."""
        return word in self._shipped

    def find(self, words: Sequence[str]) -> list[Match]:
        """All matches in the lower-case `words`: per list and starting word the longest, none inside another of its list."""
        found: list[Match] = []
        reach: dict[str, int] = {}
        plans = self._plans
        for i, word in enumerate(words):
            plan = plans.get(word, _UNKNOWN)
            if plan is None:
                continue
            if plan.phrases and i + 1 < len(words):
                for entry in plan.phrases.get(words[i + 1][:_SHORTEST_STEM], ()):
                    last = self._end(entry, words, i)
                    if last > reach.get(entry.tag, 0):
                        found.append(Match(entry.tag, i, last, entry.row(), True))
                        reach[entry.tag] = last
            for entry in plan.singles:
                if reach.get(entry.tag, 0) <= i:
                    found.append(Match(entry.tag, i, i + 1, entry.row(), True))
                    reach[entry.tag] = i + 1
            for entry in self._entries_of_inflected(word) if plan.inflected is None else plan.inflected:
                if reach.get(entry.tag, 0) <= i:
                    found.append(Match(entry.tag, i, i + 1, entry.row(), False))
                    reach[entry.tag] = i + 1
        return found

    def _entries_of_inflected(self, word: str) -> list[_Entry]:
        if len(word) <= _SHORTEST_STEM or word[-1] not in _ENDINGS_BY_LETTER or not word.isalpha():
            return []
        inflected = self._inflected
        return [
            entry
            for stem in stems(word)
            if stem in inflected
            for entry in inflected[stem]
            if (entry.inflect == "noun" or word == stem + "s") and (entry.tag, word) not in self._exceptions
        ]

    @staticmethod
    def _end(entry: _Entry, words: Sequence[str], i: int) -> int:
        """End of the phrase if it stands at `i`, else 0. Its last word may be inflected where its list allows."""
        size = len(entry.words)
        if i + size > len(words):
            return 0
        for k in range(1, size - 1):
            if words[i + k] != entry.words[k]:
                return 0
        last, wanted = words[i + size - 1], entry.words[-1]
        if last == wanted:
            return i + size
        if entry.inflect == "genitive" and last == wanted + "s":
            return i + size
        if entry.inflect == "noun" and last.startswith(wanted[:-1]) and wanted in stems(last):
            return i + size
        return 0


_UNKNOWN = _Plan({}, [], None)


@cache
def gazetteer() -> Gazetteer:
    """The index of the shipped lists and the imported names, read once. Raises `RegistersError`."""
    return Gazetteer(local())


@cache
def shipped() -> Gazetteer:
    """The index of the shipped lists alone."""
    return Gazetteer()


@cache
def list_rows(tag: str) -> list[Row]:
    """The rows of the list `tag`, the imported ones first: in a mapping made of them the shipped ones win."""
    _, columns, rows = read_cells(f"gazetteers/{tag}.tsv")
    return [dict(zip(columns, cells, strict=True)) for cells in local().rows(tag, columns) + rows]


@cache
def _common_words() -> frozenset[str]:
    return frozenset(read_words("gazetteers/common_words.txt"))


@cache
def danish_letters() -> DanishLetters:
    """Spellings without æøå and the word they stand for, from every list and the common words; clear cases only."""
    known = set(_common_words())
    for path in (DATA / "gazetteers").glob("*.tsv"):
        for row in read_table(f"gazetteers/{path.name}"):
            words = f"{row.get('surface', '')} {row.get('words', '')} {row.get('object', '')}"
            known.update(word for word in TOKEN.findall(words.lower()) if word.isalpha())
    digraph: dict[str, str] = {}
    bare: dict[str, str] = {}
    # The imported words come last: they add spellings, and take none away.
    for word in sorted(known) + sorted(_imported_words() - known):
        if not any(letter in word for letter in "æøå"):
            continue
        for table, pairs in ((digraph, ("ae", "oe", "aa")), (bare, ("ae", "o", "a"))):
            plain = word.replace("æ", pairs[0]).replace("ø", pairs[1]).replace("å", pairs[2])
            if plain not in known:
                table.setdefault(plain, word)
    return DanishLetters(digraph, bare)


def _imported_words() -> set[str]:
    surface = COLUMNS.index("surface")
    names = "\n".join(cells[surface] for entries in local().entries.values() for cells in entries)
    return {word for word in TOKEN.findall(names.lower()) if word.isalpha()}
