"""The audit log: a chain of canonical JSON (RFC 8785), written in the transaction of what it tells of, and its signed checkpoints.

In: codes and references; never content, never a name. Out: entries that follow one another without a gap. Each holds the digest of the one
before (SHA-256), and a code that only the holder of the keys can make.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.hr.keys import Keyring
from api.hr.tables import Checkpoint, Entry, Head

START = "0" * 64


def append(session: Session, keyring: Keyring, about: Mapping[str, Any], case_ref: str | None) -> int:
    """Write one entry at the end of the chain and return its number. Other writers wait until this transaction ends."""
    head = session.scalars(select(Head).where(Head.id == 1).with_for_update()).one()
    seq = head.seq + 1
    body = rfc8785.dumps({**about, "case": case_ref, "seq": seq, "v": 1}).decode()
    digest = digest_of(head.digest, body)
    session.add(
        Entry(seq=seq, body=body, previous=head.digest, digest=digest, mac=keyring.mac(digest), case_ref=case_ref)
    )
    head.seq, head.digest = seq, digest
    session.flush()
    return seq


def by_operator(
    session: Session,
    keyring: Keyring,
    action: str,
    at: str,
    items: Iterable[str] = (),
    case_ref: str | None = None,
    **detail: int,
) -> None:
    """Log what was done on the command line, where nobody has a token."""
    about = {"at": at, "actor": "operator", "roles": [], "action": action, "outcome": "done", "items": [*items]}
    append(session, keyring, {**about, "detail": detail, "request": "command"}, case_ref)


def digest_of(previous: str, body: str) -> str:
    """The digest of an entry after the one with digest `previous`."""
    return sha256(f"{previous}\n{body}".encode()).hexdigest()


def checkpoint(session: Session, keyring: Keyring, at: str) -> Checkpoint:
    """Sign where the chain is now. The same place is signed once."""
    head = session.scalars(select(Head).where(Head.id == 1).with_for_update()).one()
    made = session.get(Checkpoint, head.seq)
    if made is None:
        signature = keyring.sign(message(head.seq, head.digest, at))
        made = Checkpoint(seq=head.seq, digest=head.digest, at=at, public=keyring.public, signature=signature)
        session.add(made)
        session.flush()
    return made


def message(seq: int, digest: str, at: str) -> bytes:
    """What a checkpoint signs."""
    return rfc8785.dumps({"at": at, "digest": digest, "seq": seq})


def as_dict(made: Checkpoint) -> dict[str, Any]:
    """A checkpoint as it is kept elsewhere."""
    return {
        "seq": made.seq,
        "digest": made.digest,
        "at": made.at,
        "public": made.public,
        "signature": made.signature,
    }
