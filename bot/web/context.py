"""What the pages are given: parts of the product, secrets and limits."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import urlsplit

from bot.channels.web_chat.channel import WebChannel
from data.clock import Clock
from data.domain.trouble import AccountStatus
from data.domain.ways_in import WaysIn
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store

Hook = Callable[[Mapping[str, str], bytes], Awaitable[int]]
"""Takes a platform's call, its headers and body, in and returns the HTTP status to answer with."""
ClockMove = Literal["next", "friday", "day"]
"""To the next reminder, to Friday 16:00, by one day."""


@dataclass(frozen=True, slots=True)
class CastMember:
    """Somebody whom a visitor of the demonstration may be."""

    person_id: int
    label: str
    """The name and the form of address, in Vietnamese."""
    note: str
    """What they do, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class DemoControls:
    """What a demonstration adds: sign-in without an invitation and a clock that can be moved."""

    cast: Callable[[], Awaitable[Sequence[CastMember]]]
    move_to: Callable[[ClockMove], Awaitable[datetime]]
    """Moves the clock, lets the work due by then be done, and returns the new instant."""


class Connecting(Protocol):
    """An account of a platform that an administrator connects on a page of ours."""

    @property
    def number(self) -> str:
        """The account's id at its platform."""
        ...

    @property
    def wards(self) -> frozenset[int] | None:
        """Ids of the wards that it serves; None: all."""
        ...

    def permission_url(self, back: str, verifier: str, state: str) -> str:
        """Return the platform's page on which the administrator agrees."""
        ...

    async def connect(self, code: str, verifier: str) -> bool:
        """Take the code that the administrator came back with; False when it is worth nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Rate:
    """A token bucket: so many at once, then so many a minute."""

    burst: int
    per_minute: float


@dataclass(frozen=True, slots=True)
class WebLimits:
    """How much one visitor may ask of us."""

    messages: Rate = Rate(burst=30, per_minute=40)
    uploads: Rate = Rate(burst=80, per_minute=80)
    invitations: Rate = Rate(burst=60, per_minute=120)
    """By network address: pages and tries of codes and phone numbers."""
    calendars: Rate = Rate(burst=60, per_minute=120)
    """By network address: calendar programs that ask, and tries of tokens."""
    inspections: Rate = Rate(burst=300, per_minute=1200)
    """By network address: a page of a dossier may show a hundred photos."""
    edits: Rate = Rate(burst=60, per_minute=120)
    streams: int = 8
    """Open streams of one chat."""
    text: int = 4000
    """Characters of one message."""
    files: int = 20
    """Files of one message."""


@dataclass(frozen=True, slots=True)
class WebContext:
    """Everything the pages may reach."""

    store: Store
    files: EvidenceStore
    clock: Clock
    channel: WebChannel
    secret: bytes = field(repr=False)
    """Signs upload receipts and form tokens; 32 random bytes that outlive a restart."""
    wake: Callable[[int], None]
    """Told the inbox id of each new message, after its commit: the dialog engine answers."""
    public_url: str = ""
    """How people reach the pages, without a trailing slash."""
    ways_in: Callable[[int], WaysIn] | None = None
    """Where people of a ward come in with an invitation; None: by the web pages alone."""
    status: Callable[[], Sequence[AccountStatus]] = tuple
    """How the deployment's accounts on the platforms are doing."""
    hooks: Mapping[str, Hook] = field(default_factory=dict)
    """By path, "/telegram/123456789": what takes a platform's calls there."""
    verifier: tuple[str, bytes] | None = None
    """Name and content of the file that proves our domain to Zalo."""
    zalo_oa: Connecting | None = None
    """The Zalo Official Account, to be connected; None: there is none."""
    demo: DemoControls | None = None
    dossiers: Path | None = None
    """Where dossiers that were ordered at the desk are kept; None: none are made."""
    limits: WebLimits = WebLimits()
    heartbeat: float = 15.0
    """Seconds between signs of life on a stream; also how late another process's news may be."""

    @property
    def has_tls(self) -> bool:
        """Whether browsers come over https, so that cookies may be `Secure`."""
        return urlsplit(self.public_url).scheme == "https"
