"""What the work needs from outside."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from data.domain.line import Line
from data.domain.messages import Letter, Limits
from data.domain.quota import Quota
from data.files.evidence_store import EvidenceStore
from data.files.sealing_key import SealingKey
from data.store.unit_of_work import Store

Tally = dict[str, int]
"""What a tick did: counts by what was done. Run again at once, every count is zero."""


class Sender(Protocol):
    """One account of one channel, as the outbox sees it."""

    limits: Limits
    resends_safely: bool
    """Whether sending the same letter twice shows it once."""
    line: Line
    """How fast the account may send, and whether it can at all now."""
    quota: Quota | None
    """What the platform grants it in a month; None: as much as it likes."""

    async def send(self, letter: Letter, now: datetime) -> str:
        """Send and return the platform's id of the message. Raises SendError."""
        ...


class FileFetcher(Protocol):
    """One account of one channel, as a source of files that people sent."""

    def fetch(self, ref: str) -> AsyncIterator[bytes]:
        """Yield the bytes of a file. Raises SendError."""
        ...


class Stamper(Protocol):
    """An authority that vouches for the time at which something was there (RFC 3161)."""

    def stamp(self, digest: bytes) -> bytes:
        """Return its answer about a SHA-256, as DER. Blocks; raises StampError."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """Everything a tick may reach."""

    store: Store
    files: EvidenceStore
    senders: Mapping[tuple[str, str], Sender] = field(default_factory=dict)
    """By (channel, account)."""
    fetchers: Mapping[tuple[str, str], FileFetcher] = field(default_factory=dict)
    public_url: str = ""
    """Where people reach the web pages, without a trailing slash."""
    key: SealingKey | None = None
    """What the event log and dossiers are sealed with; None: nothing is."""
    stamper: Stamper | None = None
    """Stamps dossiers; None: none is stamped."""
    dossiers: Path | None = None
    """Where dossiers that were ordered at the desk are kept for a while; None: none are made."""


class Tick(Protocol):
    """Something the clock asks for. Reads only what is due; run twice it does nothing twice."""

    async def __call__(self, world: World, now: datetime) -> Tally: ...
