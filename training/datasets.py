"""The public files that coverage is measured on: found below the data folders, read, checked for their columns.

In: data folders. Out: rows, sentences, comments. Nothing here judges.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_CASES = Path(__file__).resolve().parent.parent / "tests" / "cases"
# The disguises that were read while building, those of another author (read since), and those of a third (unread).
CASES = tuple(_CASES / f"identifiers{name}.jsonl" for name in ("", "_second", "_third", "_fourth"))
_NO_SPACE_BEFORE = re.compile(r"[.,:;!?)\]%…]+")


class DataError(ValueError):
    """A file is missing or not what it should be; the message names it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its persons: spans labelled PER, and spans that only derive from a name ("Trump-tilhængere")."""

    id: str
    text: str
    persons: tuple[tuple[int, int], ...] = ()
    derived: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class IdentifierCase:
    """A text with a direct identifier in some disguise, or a decoy (`type` is `None`) that only looks like one."""

    type: str | None
    text: str
    surface: str


def find(folders: Sequence[Path], pattern: str) -> list[Path]:
    """Files that match `pattern` below any of the folders, or its last part in them. Raises `DataError` when none does."""
    patterns = (pattern, pattern.rpartition("/")[2])
    files = sorted({file.resolve() for folder in folders for each in patterns for file in folder.glob(each)})
    if not files:
        raise DataError(f"missing: {pattern} in {', '.join(map(str, folders)) or 'no folder'}")
    return files


def rows(file: Path, columns: Sequence[str], *, delimiter: str = ",") -> list[dict[str, str]]:
    """Rows of a table with a header. Raises `DataError` when a column is missing or a row is short."""
    found = []
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(
            lines, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        )
        absent = [column for column in columns if column not in (reader.fieldnames or ())]
        if absent:
            raise DataError(f"{file}: no column {', '.join(absent)}")
        for row in reader:
            if any(row[column] is None for column in columns):
                raise DataError(f"{file}:{reader.line_num}: too few cells")
            found.append({column: row[column] for column in columns})
    return found


def iob_sentences(file: Path) -> list[Sentence]:
    """Sentences of a CoNLL-like file: word and label in columns 2 and 3 (after an index) or 1 and 2.

    The text is the ``# text =`` line where there is one, else the words joined with spaces, none before closing marks.
    """
    sentences = []
    for number, block in enumerate(re.split(r"\n[ \t]*\n", file.read_text(encoding="utf-8")), 1):
        lines = [line for line in block.split("\n") if line.strip()]
        comments = dict(line[1:].strip().split(" = ", 1) for line in lines if line.startswith("#") and " = " in line)
        cells = [line.split("\t") for line in lines if "\t" in line]
        if not cells:
            continue
        shift = 1 if "text" in comments else 0
        if any(len(row) < shift + 2 for row in cells):
            raise DataError(f"{file}: sentence {number} has a row without a label")
        words = [(row[shift], row[shift + 1]) for row in cells]
        text = comments.get("text") or _joined([word for word, _ in words])
        try:
            persons, derived = _persons(text, words)
        except ValueError:
            raise DataError(f"{file}: words and text differ in sentence {number}") from None
        sentences.append(Sentence(comments.get("sent_id", f"{file.stem}:{number}"), text, persons, derived))
    if not sentences:
        raise DataError(f"{file}: no sentences")
    return sentences


def _joined(words: Sequence[str]) -> str:
    text = ""
    for word in words:
        text += word if not text or _NO_SPACE_BEFORE.fullmatch(word) else f" {word}"
    return text


def _persons(
    text: str, words: Sequence[tuple[str, str]]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    spans: list[tuple[str, int, int]] = []
    at = 0
    for word, label in words:
        start = text.index(word, at)
        at = start + len(word)
        kind = label[2:]
        if label.startswith("I-") and spans and spans[-1][0] == kind:
            spans[-1] = (kind, spans[-1][1], at)
        else:
            spans.append((kind, start, at))
    persons = tuple((start, end) for kind, start, end in spans if kind == "PER")
    derived = tuple((start, end) for kind, start, end in spans if kind in ("PERpart", "PERderiv"))
    return persons, derived


def comments(file: Path) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Comments as (id, text): the test split without those whose text recurs in train, and all of them."""
    table = rows(file, ("id", "split", "text"), delimiter="\t")
    train = {_folded(row["text"]) for row in table if row["split"] == "train"}
    test = [row for row in table if row["split"] == "test" and _folded(row["text"]) not in train]
    return [(row["id"], row["text"]) for row in test], [(row["id"], row["text"]) for row in table]


def train_comments(file: Path) -> list[str]:
    """Texts of the comments' train split."""
    return [row["text"] for row in rows(file, ("split", "text"), delimiter="\t") if row["split"] == "train"]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def case_lines(file: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a .jsonl file, the empty ones left out. Raises `DataError` if there is no such file."""
    if not file.exists():
        raise DataError(f"missing: {file}")
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            yield number, line


def identifier_cases(file: Path) -> Iterator[IdentifierCase]:
    """The cases of a .jsonl file. Raises `DataError` with the line of a fault."""
    for number, line in case_lines(file):
        try:
            record = json.loads(line)
            case = IdentifierCase(
                record["type"],
                record["text"],
                record["surface"] if record["type"] else record.get("surface", record["text"]),
            )
        except (ValueError, KeyError, TypeError):
            raise DataError(f"{file}:{number}: not a case with type, text and surface") from None
        if case.surface not in case.text:
            raise DataError(f"{file}:{number}: the surface is not in the text")
        yield case
