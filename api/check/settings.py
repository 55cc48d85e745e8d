"""The one place for the application's settings, read from the environment (`TAVSHEDSTJEK_…`).

In: environment variables, or keyword arguments. Out: a frozen, checked `Settings`; insecure values are refused.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.check.schemas import MAX_BATCH_TEXTS
from models.checker import MAX_CHARACTERS
from models.mode import DEFAULT_MODE, Mode

MAX_BATCH_CHARACTERS = 200_000
# JSON may write a character with twelve bytes (an escaped surrogate pair); a full batch must pass.
BYTES_A_CHARACTER = 12
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Where to listen, who may ask, and how much at a time."""

    model_config = SettingsConfigDict(env_prefix="TAVSHEDSTJEK_", frozen=True)

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    allowed_hosts: Names = Field(
        default=LOOPBACK, description="Names the service answers to (the Host header, without port), comma-separated."
    )
    allowed_origins: Names = Field(
        default=(),
        description="Origins that may ask beside the service's own pages, comma-separated (`chrome-extension://<id>`).",
    )
    operator: str = Field(default="", max_length=200, description="Who runs the service; shown to those who use it.")
    mode: Mode = Field(default=DEFAULT_MODE, description="How the engine judges.")
    max_characters: int = Field(default=MAX_CHARACTERS, ge=1, le=MAX_CHARACTERS, description="Characters a text.")
    max_batch_texts: int = Field(default=MAX_BATCH_TEXTS, ge=1, le=MAX_BATCH_TEXTS, description="Texts a batch.")
    max_batch_characters: int = Field(
        default=MAX_BATCH_CHARACTERS,
        ge=1,
        le=MAX_BATCH_CHARACTERS,
        description="Characters a request, the contexts included.",
    )
    max_body_bytes: int = Field(
        default=MAX_BATCH_CHARACTERS * BYTES_A_CHARACTER + 100_000, ge=1_000, description="Bytes a request body."
    )

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the environment or the caller gives
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("allowed_hosts", "allowed_origins")
    @classmethod
    def _no_wildcard(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any("*" in name or name == "null" for name in value):
            raise ValueError("name the hosts and origins; wildcards would let any web page read the answers")
        return tuple(name.lower().rstrip("/") for name in value)
