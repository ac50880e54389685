"""What a conversation is: it reads a turn, calls actions, and returns what to say.

It never asks which channel it is on, never reads the clock and never opens a connection.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

from data.domain.evidence import LARGEST_FILE
from data.domain.messages import Chat, IncomingMessage, Limits, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.trouble import AccountStatus
from data.domain.ways_in import WaysIn
from data.domain.workdays import WorkCalendar
from data.store.unit_of_work import UnitOfWork, WardWork

ANYTHING = Limits(longest_text=4000, has_buttons=True, has_edits=False, largest_file=LARGEST_FILE)


_Value = TypeVar("_Value")
_Made = TypeVar("_Made")


class Make(Protocol):
    """Return what `maker` makes of a value: a document, which takes a while to write.

    It is made outside the transaction, for which the turn is answered anew.
    """

    async def __call__(self, maker: Callable[[_Value], _Made], value: _Value) -> _Made: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of one known person, inside one transaction."""

    unit: UnitOfWork
    ward: Ward
    person: Person
    chat: Chat
    message: IncomingMessage
    data: dict[str, Any]
    """What this conversation kept from its last turn; empty when it starts."""
    now: datetime
    today: date
    """The local date of `now`."""
    calendar: WorkCalendar
    file_path: Callable[[str], Path]
    """SHA-256 → where the stored bytes are."""
    make: Make
    keep_file: Callable[[bytes], Awaitable[str]]
    """Store bytes that we made (a template, a table) and return their SHA-256, for `OutgoingFile`."""
    public_url: str
    ways_in: WaysIn
    """Where somebody of this ward can come in with an invitation."""
    about: tuple[int, ...] = ()
    """Occurrences spoken of by the message of ours that this one answers."""
    limits: Limits = ANYTHING
    """What this chat's platform can show and take; which one it is stays unasked."""
    accounts: Callable[[], Sequence[AccountStatus]] = tuple
    """How the deployment's accounts on the platforms are doing."""

    @property
    def work(self) -> WardWork:
        """The ward's repositories."""
        return self.unit.ward(self.ward.id)

    @property
    def actor(self) -> str:
        """How the event log names this person."""
        return f"person:{self.person.id}"


@dataclass(frozen=True, slots=True)
class Visit:
    """A message in a chat that belongs to nobody yet, or that shows an invitation."""

    unit: UnitOfWork
    chat: Chat
    message: IncomingMessage
    data: dict[str, Any]
    """What was kept from the last turn of coming in; empty when it starts."""
    now: datetime
    wards: frozenset[int] | None
    """Ids of the wards that may be entered here; None: all."""
    most_people: int | None = None
    """How many people the account may reach; None: as many as come."""
    types_codes: bool = False
    """A code and one's own number are typed here: no link brings the one, no key the other."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say, and what to keep for the next message of this chat."""

    messages: tuple[OutgoingMessage, ...]
    keep: dict[str, Any] | None = None
    """None ends the conversation; a value keeps it waiting for the next message."""
    keep_for: timedelta = field(default=timedelta(hours=12))
    is_taken: bool = False
    """What the person said or sent was stored: in a group it is thanked with a reaction."""
    in_place: bool = False
    """The card that shows it changes where it stands, if it can; nothing new is said."""
    settled: tuple[OutgoingMessage, ...] = ()
    """Cards that are over, as they read from now on where they stand; nothing new is said."""


Handler = Callable[[Turn], Awaitable[Reply | None]]
Tapper = Callable[[Turn, str, Sequence[str]], Awaitable[Reply | None]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """One module of talk. Choice values are "name:verb:arg…", short ASCII."""

    name: str
    tap: Tapper
    """A choice "name:verb:arg" was taken: gets the verb and the arguments."""
    start: Handler | None = None
    """A fresh message: returns None when it is not for this conversation."""
    resume: Handler | None = None
    """The next message while `keep` stands: returns None to let the others have it."""
    quoted: Handler | None = None
    """A message that quotes one of ours, before any other conversation's wait: returns None when it
    is not about what that one spoke of."""
    commands: tuple[str, ...] = ()
    """Words that open it from anywhere: "/viec", "viec"; compared without diacritics."""
    open: Handler | None = None
    """One of `commands` was typed."""
    takes_files: bool = False
    """Its choices and commands see to files that come with them; else they go on as files alone."""
    only_shows: bool = False
    """Its choices write nothing before they refuse."""
    again: Handler | None = None
    """Asks its question once more when another conversation is over: None when nothing waits."""
    interrupts: bool = False
    """Its lines come in between: what waited for an answer before is asked once more after them."""
