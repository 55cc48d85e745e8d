"""Keys: the file that holds them, envelope encryption, keyed references, signatures.

In: the file that `tavshedstjek hr init` makes, kept apart from the database. Out: `Keyring` for the service, `CaseKey` for one case. A case's
own key is random and lies wrapped in the database; when that row is gone, the case's content and references can no longer be read.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_NONCE = 12
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without letters and digits that are taken for each other


class KeyFileError(ValueError):
    """The file of keys cannot be read."""


class CaseKey:
    """The keys of one case, derived from its own random key."""

    def __init__(self, key: bytes) -> None:
        self._content = AESGCM(_derive(key, b"content"))
        self._reference = _derive(key, b"reference")
        self._pseudonym = _derive(key, b"pseudonym")

    def seal(self, content: bytes, place: str) -> bytes:
        """Encrypted `content`, which can be opened only as what lies at `place`."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._content.encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> bytes:
        """The content sealed at `place`. Raises `cryptography.exceptions.InvalidTag` when it was changed or moved."""
        return self._content.decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())

    def reference(self, kind: str, value: bytes) -> str:
        """A keyed reference, which nobody can make or test without this key."""
        return hmac.new(self._reference, kind.encode() + b"\0" + value, sha256).hexdigest()

    def pseudonym(self, person: str, length: int = 4) -> str:
        """Letters and digits for a person, the same throughout this case and unlike those in any other."""
        digest = hmac.new(self._pseudonym, person.encode(), sha256).digest()
        return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:length])


class Keyring:
    """The service's keys. `audit` is the key of the log, `lookup` finds a person or unit without storing it."""

    def __init__(self, about: dict[str, object]) -> None:
        try:
            masters = about["masters"]
            assert isinstance(masters, dict)
            self._masters = {str(name): AESGCM(_bytes(value)) for name, value in masters.items()}
            self.current = str(about["current"])
            self._masters[self.current]
            self._lookup = _bytes(about["lookup"])
            self._audit = _bytes(about["audit"])
            self._signing = Ed25519PrivateKey.from_private_bytes(_bytes(about["signing"]))
        except (KeyError, ValueError, AssertionError, TypeError):
            raise KeyFileError from None
        self.directory = CaseKey(_bytes(about["lookup"]))

    @classmethod
    def read(cls, file: Path) -> Keyring:
        """The keys in `file`. Raises `KeyFileError`, also when others than its owner may read it."""
        try:
            if file.stat().st_mode & 0o077:
                raise KeyFileError
            return cls(json.loads(file.read_bytes()))
        except (OSError, ValueError):
            raise KeyFileError from None

    @property
    def masters(self) -> frozenset[str]:
        """The names of the master keys."""
        return frozenset(self._masters)

    def new_case_key(self, case: str) -> tuple[CaseKey, str, bytes]:
        """A fresh key for `case`; the name of the master that wraps it; the wrapped key."""
        key = secrets.token_bytes(32)
        return CaseKey(key), self.current, self._wrap(key, case)

    def case_key(self, case: str, master: str, wrapped: bytes) -> CaseKey:
        """The key of `case`, unwrapped."""
        return CaseKey(self._unwrap(case, master, wrapped))

    def rewrap(self, case: str, master: str, wrapped: bytes) -> bytes:
        """The same case key under the current master."""
        return self._wrap(self._unwrap(case, master, wrapped), case)

    def lookup(self, kind: str, value: str) -> str:
        """A keyed hash to find `value` by."""
        return hmac.new(self._lookup, f"{kind}\0{value}".encode(), sha256).hexdigest()

    def mac(self, digest: str) -> str:
        """What only the holder of this file can say of a log entry."""
        return hmac.new(self._audit, digest.encode(), sha256).hexdigest()

    def sign(self, message: bytes) -> str:
        """The Ed25519 signature, in base64."""
        return b64encode(self._signing.sign(message)).decode()

    @property
    def public(self) -> str:
        """The public key of the signatures, in base64: to be kept with the checkpoints."""
        return b64encode(self._signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    def _wrap(self, key: bytes, case: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._masters[self.current].encrypt(nonce, key, case.encode())

    def _unwrap(self, case: str, master: str, wrapped: bytes) -> bytes:
        return self._masters[master].decrypt(wrapped[:_NONCE], wrapped[_NONCE:], case.encode())


def is_signed(public: str, message: bytes, signature: str) -> bool:
    """Whether the holder of `public` signed `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(public)).verify(b64decode(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def write_new(file: Path) -> None:
    """Make a file of fresh keys that only its owner can read. Raises `FileExistsError`."""
    name = secrets.token_hex(4)
    about = {"current": name, "masters": {name: _fresh()}, "lookup": _fresh(), "audit": _fresh(), "signing": _fresh()}
    _write(file, about)


def add_master(file: Path) -> None:
    """Put a fresh master key into `file` and make it the current one; the old ones still open what they wrapped."""
    about = json.loads(file.read_bytes())
    about["current"] = secrets.token_hex(4)
    about["masters"][about["current"]] = _fresh()
    beside = file.with_suffix(".new")
    # What a rotation that was cut off left behind was never used.
    beside.unlink(missing_ok=True)
    _write(beside, about)
    beside.replace(file)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        # Before a case's key is wrapped by it, the new master outlives a power cut.
        os.fsync(folder)
    finally:
        os.close(folder)


def _write(file: Path, about: Mapping[str, object]) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(about, out, indent=2)
        out.flush()
        os.fsync(out.fileno())


def _fresh() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def _bytes(value: object) -> bytes:
    raw = b64decode(str(value), validate=True)
    if len(raw) != 32:
        raise ValueError("a key has 32 bytes")
    return raw


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"tavshedstjek hr " + purpose).derive(key)
