"""The one place for the HR application's settings, read from the environment (`TAVSHEDSTJEK_HR_…`).

In: environment variables, or keyword arguments. Out: a frozen, checked `Settings`. Values that would let strangers in are refused.
"""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from api.http.logs import LogFormat

PREFIX = "TAVSHEDSTJEK_HR_"
DEVELOPMENT_ISSUER = "urn:tavshedstjek:development"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """Where the store and the keys are, whose tokens count, and how long things last."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8100, ge=0, le=65535, description="Port to listen on; 0 picks a free one.")
    allowed_hosts: Names = Field(
        default=LOOPBACK, description="Names the service answers to (the Host header, without port), comma-separated."
    )
    database: str = Field(description="`sqlite:////path/file.db`, or `postgresql+psycopg://…`.")
    keys_file: Path = Field(description="The file of keys (`tavshedstjek hr init`), kept apart from the database.")
    issuer: str = Field(min_length=1, description="Whose tokens count: the `iss` of your OIDC provider.")
    audience: str = Field(default="tavshedstjek-hr", min_length=1, description="The `aud` a token must name.")
    jwks: str = Field(min_length=1, description="Where the provider's keys are: an https address, or a file.")
    roles_claim: str = Field(default="roles", min_length=1, description="The claim that lists a person's roles.")
    max_token_hours: int = Field(default=12, ge=1, le=24, description="A token valid for longer is refused.")
    unmask_minutes: int = Field(default=15, ge=1, le=60, description="How long one item is shown unmasked.")
    break_glass_minutes: int = Field(default=60, ge=1, le=480, description="How long broken glass gives access.")
    review_days: int = Field(
        default=182, ge=1, le=182, description="Days between access reviews; overdue stops grants."
    )
    retention_file: Path | None = Field(default=None, description="The authority's own plan; else the one that ships.")
    automatic_disposal: bool = Field(
        default=False, description="Let `tavshedstjek hr dispose` delete what the plan says, without two persons."
    )
    full_mode_basis: str = Field(
        default="", max_length=200, description="Legal basis for the network beside the rules; rules only when empty."
    )
    max_body_bytes: int = Field(default=15_000_000, ge=1_000, description="Bytes a request body (a picture in base64).")
    body_seconds: float = Field(default=30, gt=0, le=600, description="Seconds for a body before the answer is 408.")
    stop_seconds: int = Field(default=30, ge=0, le=600, description="Seconds to finish what was begun when stopped.")
    log: LogFormat = Field(default="json", description="Form of the log lines.")
    log_requests: bool = Field(default=False, description="A line for each answer: route, method, status, time, id.")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:  # noqa: ANN401 - whatever the environment or the caller gives
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("allowed_hosts")
    @classmethod
    def _no_wildcard(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if any("*" in name for name in value):
            raise ValueError("name the hosts")
        return tuple(name.lower().rstrip("/") for name in value)

    @field_validator("database")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("SQLite or PostgreSQL")
        return value

    @field_validator("jwks")
    @classmethod
    def _safe_keys(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("keys that decide who gets in come by https")
        return value

    @model_validator(mode="after")
    def _safe(self) -> Self:
        if self.issuer == DEVELOPMENT_ISSUER and not _is_loopback(self.host):
            raise ValueError("the development issuer is for this machine only")
        return self


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
