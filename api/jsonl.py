"""`check --jsonl`: lines of JSON in, one line of JSON each out, in order.

A line that cannot be read is answered with `{"id", "error"}`, without a word from it, and the rest is still done.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import BinaryIO

from api.answers import encode_json, line_answer, thread_characters
from api.failures import describe
from models.assessment import Context
from models.checker import MAX_CHARACTERS, Checker
from models.datafiles import read_toml

# A text of full length written in escapes, with room for a thread; a longer line is skipped, not held in memory.
MAX_LINE_BYTES = 4_000_000
_LONGEST_ID = 200
_WORDS: dict[str, str] = read_toml("messages/cli.toml")["lines"]


class LineError(ValueError):
    """A bad line: `code` of the message, and the line's id where there is one."""

    def __init__(self, code: str, line_id: str | int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.line_id = line_id


def answer_lines(source: BinaryIO, sink: BinaryIO, checker: Checker) -> None:
    """Answer every line of `source` on `sink`, flushed line by line. Blank lines are passed over.

    Raises `BrokenPipeError` when nobody reads the answers any more.
    """
    for line in _lines(source):
        if line is None or line.strip():
            sink.write(encode_json(_answer(line, checker)) + b"\n")
            sink.flush()


def parse_line(line: bytes) -> tuple[str | int, str, Context]:
    """Id, text and context of a line. Unknown keys are passed over. Raises `LineError`."""
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise LineError("encoding") from None
    except (ValueError, RecursionError):
        raise LineError("not_json") from None
    if not isinstance(asked, dict):
        raise LineError("not_object")
    line_id, text = asked.get("id"), asked.get("text")
    if isinstance(line_id, bool) or not isinstance(line_id, str | int) or len(str(line_id)) > _LONGEST_ID:
        raise LineError("bad_id")
    if not isinstance(text, str):
        raise LineError("bad_text", line_id)
    if len(text) > MAX_CHARACTERS:
        raise LineError("too_long", line_id)
    return line_id, text, _context(asked.get("context"), line_id)


def _context(given: object, line_id: str | int) -> Context:
    if given is None:
        return Context()
    if not isinstance(given, dict):
        raise LineError("bad_context", line_id)
    workplace, thread, has_media = given.get("workplace", ""), given.get("thread", []), given.get("has_media", False)
    if not (
        isinstance(workplace, str)
        and isinstance(thread, list)
        and all(isinstance(text, str) for text in thread)
        and isinstance(has_media, bool)
    ):
        raise LineError("bad_context", line_id)
    if thread_characters(thread) > MAX_CHARACTERS:
        raise LineError("too_long", line_id)
    return Context(workplace, tuple(thread), has_media)


def _answer(line: bytes | None, checker: Checker) -> dict[str, object]:
    line_id: str | int | None = None
    try:
        if line is None:
            raise LineError("line_too_long")
        line_id, text, context = parse_line(line)
        return line_answer(line_id, text, checker.check(text, context))
    except LineError as error:
        return {"id": error.line_id, "error": _WORDS[error.code]}
    except Exception as error:
        # Whatever fails, the line is unchecked and says so; the message may hold the text, so only the place is told.
        print(describe(error), file=sys.stderr)
        return {"id": line_id, "error": _WORDS["unchecked"]}


def _lines(source: BinaryIO) -> Iterator[bytes | None]:
    """The lines of `source`; `None` for one that is too long."""
    while line := source.readline(MAX_LINE_BYTES):
        if len(line) < MAX_LINE_BYTES or line.endswith(b"\n"):
            yield line
            continue
        while (rest := source.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass
        yield None
