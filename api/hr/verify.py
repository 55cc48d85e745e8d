"""`tavshedstjek audit verify`: reads the whole chain and says what does not fit, and where.

In: the database, the keys, checkpoints kept elsewhere. Out: findings, none when the log is as it was written. Reads only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.hr.audit import START, as_dict, digest_of, message
from api.hr.keys import Keyring, is_signed
from api.hr.tables import Checkpoint, Entry, Head


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` as in `[verify]` of `data/messages/hr.toml`; `seq` the first entry it concerns."""

    kind: str
    seq: int


def verify(session: Session, keyring: Keyring, kept: Iterable[Mapping[str, Any]] = ()) -> list[Finding]:
    """What is wrong with the log, in a `Store.snapshot`: the chain grows while it is read.

    `kept` are checkpoints from elsewhere: only they can show that the end, or all of it, was replaced.
    """
    checkpoints = [*map(as_dict, session.scalars(select(Checkpoint))), *kept]
    # The digests that are looked at again, and that of the last line so far, under 0.
    digests = {int(each["seq"]): "" for each in checkpoints} | {0: START}
    findings = list(_chain(session, keyring, digests))
    last = session.scalar(select(func.max(Entry.seq))) or 0
    head = session.get(Head, 1)
    if head is None or head.seq > last:
        findings.append(Finding("truncated", last + 1))
    elif head.seq < last or head.digest != digests[0]:
        findings.append(Finding("head", last))
    findings += _checkpoints(checkpoints, keyring, digests, last)
    return list(dict.fromkeys(findings))


def _chain(session: Session, keyring: Keyring, digests: dict[int, str]) -> Iterator[Finding]:
    expected, previous = 1, START
    # Whether the last entry was already told of as wrong: then the next one's broken link is the same fault.
    told = False
    for entry in session.scalars(select(Entry).order_by(Entry.seq).execution_options(yield_per=1000)):
        digests[0] = entry.digest
        if entry.seq in digests:
            digests[entry.seq] = entry.digest
        if entry.seq > expected:
            yield Finding("removed", expected)
            told = True
        body = _canonical(entry.body)
        own = digest_of(entry.previous, entry.body)
        if body is None or own != entry.digest or keyring.mac(entry.digest) != entry.mac:
            yield Finding("changed", entry.seq)
            told = True
        elif body.get("seq") != entry.seq:
            yield Finding("moved", entry.seq)
            told = True
        elif body.get("case") != entry.case_ref:
            yield Finding("changed", entry.seq)
            told = True
        else:
            if entry.previous != previous and not told:
                yield Finding("unlinked", entry.seq)
            told = False
        expected, previous = entry.seq + 1, entry.digest


def _canonical(body: str) -> dict[str, Any] | None:
    try:
        read = json.loads(body)
        return read if isinstance(read, dict) and rfc8785.dumps(read).decode() == body else None
    except (ValueError, rfc8785.CanonicalizationError):
        return None


def _checkpoints(
    checkpoints: Iterable[Mapping[str, Any]], keyring: Keyring, digests: Mapping[int, str], last: int
) -> Iterator[Finding]:
    for each in sorted(checkpoints, key=lambda c: int(c["seq"])):
        seq, digest = int(each["seq"]), str(each["digest"])
        if not is_signed(keyring.public, message(seq, digest, str(each["at"])), str(each["signature"])):
            yield Finding("signature", seq)
        elif seq > last:
            yield Finding("truncated", last + 1)
        elif seq and digests.get(seq) != digest:
            yield Finding("rewritten", seq)
