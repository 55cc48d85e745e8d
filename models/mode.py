"""How the engine can judge: `full`, rules and network; `rules`, deterministic and without weights."""

from typing import Literal, get_args

Mode = Literal["full", "rules"]
MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT_MODE: Mode = "full"
