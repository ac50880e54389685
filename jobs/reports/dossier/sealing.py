"""Checkpoints of the event log: "so far, and ending in this", signed, itself an entry of the log.

Source: C2SP tlog-checkpoint: origin, size and head; a log signs nothing that contradicts what it
signed before. A chain alone does not stop whoever owns the machine from writing all of it anew; a
head that others have read does.
"""

from dataclasses import dataclass
from datetime import datetime

from data.errors import RefusedError
from data.files.sealing_key import SealingKey
from data.store.unit_of_work import UnitOfWork
from data.texts import dossier as words
from jobs.reports.dossier.kiem_tra import SEALED
from jobs.reports.dossier.seals import BAG, LOG, armour, signed_part

SHOWN = 16
"""Digits of a head that are published: 64 bits, enough to hold any other log apart."""


@dataclass(frozen=True, slots=True)
class Seal:
    """When the log was sealed last, and what was the end of it."""

    at: datetime
    size: int
    head: str

    @property
    def mark(self) -> str:
        """What is published of it: whoever has read it can tell this log from any other."""
        return self.head[:SHOWN]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log said when it was sealed."""

    origin: str
    size: int
    head: str
    signature: bytes
    """As `ssh-keygen -Y sign` writes it."""

    @property
    def text(self) -> bytes:
        """What was signed."""
        return f"{self.origin}\n{self.size}\n{self.head}\n".encode()


def sign_as(key: SealingKey, message: bytes, namespace: str) -> bytes:
    """Return the signature file of a message."""
    return armour(key.public, key.sign(signed_part(message, namespace)), namespace)


def sign_bag(key: SealingKey, manifest: bytes) -> bytes:
    """Return the signature file of a dossier's list of lists."""
    return sign_as(key, manifest, BAG)


async def last_seal(unit: UnitOfWork, ward_id: int) -> Seal | None:
    """Return how a ward's log was sealed last; None when it never was."""
    entry = await unit.ward(ward_id).log.last(SEALED)
    if entry is None or entry.content is None:
        return None
    return Seal(entry.at, entry.content["size"], entry.content["head"])


async def seal_log(unit: UnitOfWork, ward_id: int, key: SealingKey, now: datetime) -> Checkpoint:
    """Seal a ward's log as it is and note that in it.

    Until the transaction ends nobody else adds to the log. Raises RefusedError when the log does
    not go on from the last time it was sealed.
    """
    log = unit.ward(ward_id).log
    await log.hold()
    last = await last_seal(unit, ward_id)
    since = (last.size, last.head) if last else (0, "")
    if (broken := await log.first_break(after=since)) is not None:
        raise RefusedError(words.log_is_broken(broken))
    size, head = await log.end()
    bare = Checkpoint(f"nhacviec/phuong-{ward_id}", size, head, b"")
    sealed = Checkpoint(bare.origin, size, head, sign_as(key, bare.text, LOG))
    log.append(
        SEALED,
        actor="clock",
        subject=f"ward:{ward_id}",
        now=now,
        origin=sealed.origin,
        size=size,
        head=head,
        signature=sealed.signature.decode(),
    )
    return sealed
