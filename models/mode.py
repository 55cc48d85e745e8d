"""How the engine can judge: `full`, rules and network; `rules`, deterministic and without weights. The default is `rules` until `full`
gets the examples of the annotation guide right (`tests/cases/guide.jsonl` names those that it does not).
"""

from typing import Literal, get_args

Mode = Literal["full", "rules"]
MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT_MODE: Mode = "rules"
