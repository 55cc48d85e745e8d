"""How a CSV file is written: a path in, its encoding and number of lines out. Reads the whole file once, a block at a time."""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import NamedTuple

ENCODINGS = ("utf-8", "cp1252", "latin-1")
SEPARATORS = (";", ",", "\t", "|")
LONGEST_LINE = 1_000_000
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_IN_CP1252 = b"\x81\x8d\x8f\x90\x9d"


class Sniffed(NamedTuple):
    """`encoding` is `None` when the file is none of those we read; `lines` are line feeds."""

    encoding: str | None
    lines: int


def sniff(path: Path) -> Sniffed:
    """UTF-8 unless most lines with other than ASCII are no UTF-8: a few broken lines do not turn a file into another encoding.

    Else cp1252, or latin-1 where a byte has no meaning in cp1252.
    """
    lines = good = bad = 0
    cp1252 = True
    with path.open("rb") as file:
        head = file.read(len(codecs.BOM_UTF8))
        if head.startswith(_UTF16):
            return Sniffed(None, 0)
        if not head.startswith(codecs.BOM_UTF8):
            file.seek(0)
        while line := file.readline(LONGEST_LINE):
            lines += line.endswith(b"\n")
            if line.isascii():
                if b"\0" in line:
                    return Sniffed(None, 0)
                continue
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError:
                bad += 1
                cp1252 = cp1252 and not any(byte in line for byte in _NOT_IN_CP1252)
    if head.startswith(codecs.BOM_UTF8):
        return Sniffed("utf-8-sig", lines)
    if bad <= good:
        return Sniffed("utf-8", lines)
    return Sniffed("cp1252" if cp1252 else "latin-1", lines)
