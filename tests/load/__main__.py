"""`python -m tests.load [--minutes 10] [--only NAME] [--out FILE]`: run the scenarios and print what was seen. Exit code 1 when one did not hold."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from models.mode import DEFAULT_MODE
from tests.load import scenarios
from training.timing import machine

NAMES = ("latency", "overload", "stop_under_load", "kill_a_process", "kill_all", "slow_clients", "full_disk", "soak")


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="length of the soak")
    parser.add_argument("--only", choices=NAMES)
    parser.add_argument("--out", type=Path, help="write the figures as JSON too")
    asked = parser.parse_args()
    found = {"date": datetime.now(UTC).date().isoformat(), "mode": DEFAULT_MODE, "machine": machine()}
    failed = False
    for name in [asked.only] if asked.only else NAMES:
        scenario = getattr(scenarios, name)
        try:
            found[name] = scenario(asked.minutes) if name == "soak" else scenario()
        except AssertionError as error:
            found[name], failed = f"did not hold: {error}", True
        print(name, json.dumps(found[name], ensure_ascii=False), flush=True)
    if asked.out:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
