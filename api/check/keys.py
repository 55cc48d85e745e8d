"""API keys of a deployment: made by chance, kept as hashes, tied to what they open. Never one a person: a key says which system asks.

In: a TOML file, one table a key. Out: `Keys`, which knows a key by what was sent. A key is 256 random bits, so a plain SHA-256 is
enough to keep it by: there is nothing to guess.
"""

from __future__ import annotations

import json
import re
import secrets
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from models.registers.schema import data_folder

Scope = Literal["check", "metrics"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_PREFIX = "tt_"


class KeysError(ValueError):
    """The file of keys cannot be read, or holds something else. Never repeats what stands in it."""


class Key(BaseModel):
    """One key: the SHA-256 of it, what it opens, and the origins (of extensions) that may use it; no origins: no browser may."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    scopes: frozenset[Scope]
    origins: frozenset[str] = frozenset()


_File = TypeAdapter(dict[str, Key])


class Keys:
    """The keys of a deployment, by name."""

    def __init__(self, keys: dict[str, Key]) -> None:
        self._keys = keys

    @classmethod
    def of(cls, file: Path | None) -> Keys:
        """The keys in `file`; none when there is no file to read. Raises `KeysError`."""
        if file is None:
            return cls({})
        try:
            return cls(_File.validate_python(tomllib.loads(file.read_text(encoding="utf-8"))))
        except (OSError, ValueError, ValidationError):
            raise KeysError(f"{file.name} cannot be read as a file of keys") from None

    @property
    def origins(self) -> frozenset[str]:
        """All origins that some key is for."""
        return frozenset(origin for key in self._keys.values() for origin in key.origins)

    @property
    def scopes(self) -> frozenset[Scope]:
        """All that some key opens."""
        return frozenset(scope for key in self._keys.values() for scope in key.scopes)

    def find(self, authorization: str) -> tuple[str, Key] | None:
        """The key that an `Authorization` header carries, with its name."""
        scheme, _, sent = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return None
        digest = _digest(sent.strip())
        found = None
        for name, key in self._keys.items():
            if compare_digest(key.sha256, digest):
                found = name, key
        return found


def default_file() -> Path | None:
    """Where keys are kept when nobody says where: beside the imported registers; `None` for a user without a folder."""
    folder = data_folder()
    return folder and folder / "keys.toml"


def new_key(file: Path, name: str, scopes: Iterable[Scope], origins: Iterable[str] = ()) -> str:
    """Add a key to `file`, made if need be, and return the key itself, which is kept nowhere.

    Raises `KeysError` when the name is taken or not one, or the file is no file of keys; `OSError` when it cannot be written.
    """
    keys = Keys.of(file)._keys if file.exists() else {}
    if name in keys or not _NAME.fullmatch(name):
        raise KeysError("the name is taken, or is not lower-case letters, digits and dashes")
    secret = _PREFIX + secrets.token_urlsafe(32)
    lines = [f"[{name}]", f'sha256 = "{_digest(secret)}"', f"scopes = {_listed(scopes)}"]
    if named := sorted(origin.lower().rstrip("/") for origin in origins):
        lines.append(f"origins = {_listed(named)}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    with file.open("a", encoding="utf-8") as out:
        out.write("\n".join([*lines, "", ""]))
    return secret


def _listed(words: Iterable[str]) -> str:
    return json.dumps(sorted(words))


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
