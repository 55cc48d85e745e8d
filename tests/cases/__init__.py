"""Regression cases as data, and their reader."""

import json
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def cases(name: str) -> list[dict[str, Any]]:
    """The cases of `tests/cases/<name>.jsonl`."""
    return [json.loads(line) for line in (_HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() if line]
