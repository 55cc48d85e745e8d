"""How the engine can judge: `full`, rules and network, the default; `rules`, deterministic and without weights, the one for HR."""

from typing import Literal, get_args

Mode = Literal["full", "rules"]
MODES: tuple[Mode, ...] = get_args(Mode)
DEFAULT_MODE: Mode = "full"
