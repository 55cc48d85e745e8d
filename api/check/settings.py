"""The one place for the application's settings, read from the environment (`TAVSHEDSTJEK_…`).

In: environment variables, or keyword arguments. Out: a frozen, checked `Settings`. Values that would let strangers in, or leave users in the
dark about who hosts the service, are refused.
"""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.check.keys import default_file
from api.check.schemas import MAX_BATCH_TEXTS
from api.http.logs import LogFormat
from models.checker import MAX_CHARACTERS
from models.mode import DEFAULT_MODE, Mode

MAX_BATCH_CHARACTERS = 200_000
# JSON may write a character with twelve bytes (an escaped surrogate pair); a full batch must pass.
BYTES_A_CHARACTER = 12
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")

Names = Annotated[tuple[str, ...], NoDecode]


def _own_keys() -> Path | None:
    file = default_file()
    return file if file and file.is_file() else None


class Settings(BaseSettings):
    """Where to listen, who may ask, and how much at a time."""

    model_config = SettingsConfigDict(env_prefix="TAVSHEDSTJEK_", frozen=True, hide_input_in_errors=True)

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    allowed_hosts: Names = Field(
        default=LOOPBACK, description="Names the service answers to (the Host header, without port), comma-separated."
    )
    allowed_origins: Names = Field(
        default=(),
        description="Origins that may ask beside the service's own pages, comma-separated (`chrome-extension://<id>`); each "
        "also needs a key of its own (`tavshedstjek new-key`).",
    )
    operator: str = Field(
        default="",
        max_length=200,
        description="Who runs the service; shown to those who use it. Needed where others than this machine are served.",
    )
    keys_file: Path | None = Field(
        default=None,
        description="File of API keys (`tavshedstjek new-key`); the service takes none when it is not set.",
    )
    open_to_network: bool = Field(
        default=False, description="Serve other machines without keys, where the network itself decides who gets in."
    )
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
    texts_a_minute: int = Field(
        default=0,
        ge=0,
        description="Requests a minute for each key, or for each address where no key is sent; 0: no limit.",
    )
    threads: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=256,
        description="Texts checked at a time by each process.",
    )
    waiting: int = Field(
        default=64,
        ge=0,
        le=10_000,
        description="Jobs in line before a process answers 503: a text, or a part of a batch.",
    )
    answer_seconds: float = Field(default=20, gt=0, le=600, description="Seconds for a text before the answer is 503.")
    body_seconds: float = Field(
        default=10, gt=0, le=600, description="Seconds for a request's body before the answer is 408."
    )
    stop_seconds: int = Field(
        default=30, ge=0, le=600, description="Seconds to finish what was begun when the service is stopped."
    )
    processes: int = Field(default=1, ge=1, le=64, description="Processes that share the port.")
    log: LogFormat = Field(default="plain", description="Form of the log lines.")
    log_requests: bool = Field(default=False, description="A line for each answer: route, method, status, time, id.")

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

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if not is_loopback(self.host) and not self.operator:
            raise ValueError("say who runs a service that other machines can reach")
        if not self.trusts_its_network and self.keys_file is None:
            raise ValueError("make keys, or say that the network decides who gets in")
        return self

    @property
    def trusts_its_network(self) -> bool:
        """Whether whoever can reach the service may ask."""
        return is_loopback(self.host) or self.open_to_network


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
