"""Register files in the forms of the official ones, with invented names, and commands run on a folder of their own."""

import json
import os
import subprocess
import sys
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPEN_END = "25000101"


def fixed(kind: str, code: str, name: str, first: str = "20000101", last: str = OPEN_END, changed: str = "20240501"):
    """One line of SKScomplete or SHAKCOMPLETE, with what stands behind the name in the real ones."""
    return f"{kind:<3}{code:<20}{first:<8}{changed:<8}{last:<8}{name:<120}{'':<40}"


def fixed_file(*lines: str) -> bytes:
    return "".join(f"{line}\r\n" for line in lines).encode("latin-1")


def sor_file(*rows: tuple[str, ...], separator: str = ";") -> bytes:
    """SorEntity_daily.csv with the columns we read, one we do not, and identifiers as Excel shall see them."""
    head = (
        "SorId",
        "EntityName",
        "SorType",
        "EntityTypeName",
        "FromDate",
        "ToDate",
        "HealthInstitutionEntityName",
        "Cvr",
    )
    lines = [head, *((f'"=""{row[0]}"""', *row[1:], "29190925") for row in rows)]
    return "\n".join(separator.join(line) for line in lines).encode()


_STARTS = ("Lyn", "Tåge", "Krage", "Rav", "Vinter", "Kobber", "Marsk", "Brand", "Klit", "Fjord")
_MIDDLES = ("krone", "vinge", "stævn", "ager", "blik", "torn", "gnist", "sejl", "kilde", "tinde")
_ENDS = ("mølle", "bjælke", "skrænt", "hejre", "løft", "værn", "ranke", "strøm", "vråd", "kappe")


def invented_names(count: int):
    """Different names of units that no list and no rule knows, at most 40,000."""
    names = ("".join(parts).capitalize() for parts in product(_STARTS, _MIDDLES, _ENDS))
    for number, (name, letter) in enumerate(product(names, [f"{a}{b}" for a in "QWXZ" for b in "BCDFGHJKLM"])):
        if number == count:
            return
        yield f"{name} {letter}"


def large_shak_file(lines: int = 40_000) -> bytes:
    """A SHAK file of that many lines, each a unit that nobody knows."""
    return fixed_file(*(fixed("afs", f"9901{number:05}", name) for number, name in enumerate(invented_names(lines))))


def call(folder: Path, *arguments: object, stdin: bytes = b"", **options: object):
    """Run the console script as a process, with its registers in `folder`."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *map(str, arguments)],
        cwd=ROOT,
        env=os.environ | {"PYTHONUTF8": "1", "TAVSHEDSTJEK_DATA_DIR": str(folder)},
        input=stdin,
        capture_output=True,
        timeout=120,
        **options,
    )


def check(folder: Path, *texts: str, mode: str = "rules") -> list[dict[str, object]]:
    """The answers to `texts` of one `check --jsonl`, with the registers in `folder`."""
    lines = "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(texts))
    done = call(folder, "check", "--jsonl", "--mode", mode, stdin=lines.encode())
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def marks(answer: dict[str, object]) -> list[tuple[str, str]]:
    """(type, text) of the entities of an answer."""
    return [(entity["type"], entity["text"]) for entity in answer["entities"]]
