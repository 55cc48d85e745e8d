"""Who asks: a bearer token of an OIDC provider, checked against its published keys.

In: the `Authorization` header. Out: the person's subject and roles, or a problem. Also the development issuer, for this machine only.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from api.hr.codes import ROLES
from api.hr.settings import DEVELOPMENT_ISSUER, Settings
from api.http.problems import ProblemError

# Signatures with a public key only: no provider shares a secret with us.
ALGORITHMS = ["RS256", "PS256", "ES256", "Ed25519", "EdDSA"]
_LEEWAY = 60
_REFRESH_SECONDS = 60
_MOST_BYTES = 1_000_000


class KeysUnavailableError(RuntimeError):
    """The provider's keys cannot be read."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token says it is, and the roles it gives."""

    subject: str
    roles: frozenset[str]


class Tokens:
    """Checks tokens. The provider's keys are read at start, and again when a token names one that is not known."""

    def __init__(self, settings: Settings) -> None:
        """Raises `KeysUnavailableError`."""
        self._settings = settings
        self._keys = _read_keys(settings.jwks)
        self._read_at = time.monotonic()
        self._lock = Lock()
        self._claims = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY,
            iss={"essential": True, "value": settings.issuer},
            aud={"essential": True, "value": settings.audience},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )

    def bearer(self, authorization: str | None) -> Bearer:
        """The person of the header. Raises `ProblemError` "no_token"; why is not told to whoever tries."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise ProblemError("no_token")
        try:
            claims = self._decode(token.strip())
            self._claims.validate(claims)
            lasts = claims["exp"] - claims["iat"]
        except (JoseError, ValueError, TypeError, KeyError):
            raise ProblemError("no_token") from None
        roles, subject = claims.get(self._settings.roles_claim), claims["sub"]
        if not isinstance(subject, str) or not 0 < len(subject) <= 200 or lasts > self._settings.max_token_hours * 3600:
            raise ProblemError("no_token")
        listed = roles if isinstance(roles, list) else []
        return Bearer(subject, frozenset(role for role in listed if isinstance(role, str) and role in ROLES))

    def _decode(self, token: str) -> dict[str, Any]:
        try:
            return dict(jwt.decode(token, self._keys, algorithms=ALGORITHMS).claims)
        except (JoseError, ValueError):
            if not self._refreshed():
                raise
            return dict(jwt.decode(token, self._keys, algorithms=ALGORITHMS).claims)

    def _refreshed(self) -> bool:
        """Read the keys again, at most once a minute: the provider may have new ones."""
        with self._lock:
            if time.monotonic() - self._read_at < _REFRESH_SECONDS:
                return False
            self._read_at = time.monotonic()
            try:
                self._keys = _read_keys(self._settings.jwks)
            except KeysUnavailableError:
                return False
            return True


def _read_keys(where: str) -> KeySet:
    try:
        if where.startswith(("http://", "https://")):
            with urlopen(where, timeout=10) as answer:
                raw = answer.read(_MOST_BYTES)
        else:
            raw = Path(where).read_bytes()
        return KeySet.import_key_set(json.loads(raw))
    except (OSError, URLError, ValueError, KeyError, JoseError):
        raise KeysUnavailableError from None


class DevelopmentIssuer:
    """Tokens for trying the service on this machine: a private key in `folder`, its public half as `jwks.json`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.jwks = folder / "jwks.json"
        private = folder / "issuer.json"
        if not private.exists():
            made = OKPKey.generate_key("Ed25519", {"kid": "development", "alg": "Ed25519"})
            private.touch(mode=0o600)
            private.write_text(json.dumps(made.as_dict(private=True)))
            self.jwks.write_text(json.dumps({"keys": [made.as_dict(private=False)]}))
        self._key = OKPKey.import_key(json.loads(private.read_text()))

    def token(self, subject: str, roles: Iterable[str], audience: str = "tavshedstjek-hr", hours: float = 1) -> str:
        """A token for `subject` with `roles`."""
        now = int(time.time())
        claims = {
            "iss": DEVELOPMENT_ISSUER,
            "aud": audience,
            "sub": subject,
            "iat": now,
            "exp": now + int(hours * 3600),
            "roles": list(roles),
        }
        return jwt.encode({"alg": "Ed25519", "kid": "development"}, claims, self._key, algorithms=["Ed25519"])
