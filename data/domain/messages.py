"""What is said, on any channel: choices are values, files are references."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file somebody sent. Stored already when `sha256` is known, else to be fetched by `ref`."""

    name: str
    ref: str
    """The channel's own reference (a Telegram file_id; on the web chat the SHA-256)."""
    size: int | None = None
    """Bytes."""
    mime: str | None = None
    sha256: str | None = None
    is_compressed: bool = False
    """The platform re-encoded it (sent "as photo")."""
    limit: int | None = None
    """Bytes that the platform lets us fetch; None: as many as there are."""


@dataclass(frozen=True, slots=True)
class Chat:
    """Where a message comes from or goes to."""

    channel: str
    account: str
    """Which bot or office account of ours."""
    chat: str

    @property
    def address(self) -> str:
        """Return it as one word, "channel/account/chat"."""
        return f"{self.channel}/{self.account}/{self.chat}"


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone number that somebody shared through their messenger."""

    phone: str
    is_own: bool
    """The platform vouches that it is the sender's own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody says that they are."""

    latitude: float
    longitude: float
    accuracy: float | None = None
    """Radius in metres."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """One thing a person did: typed, tapped or sent files."""

    chat: Chat
    external_id: str
    """Unique per account: the same update twice is one message."""
    text: str
    choice: str | None
    """The value of the tapped choice."""
    files: tuple[FileRef, ...]
    sent_at: datetime
    received_at: datetime
    album: str | None = None
    reply_to: str | None = None
    """The platform's id of our message that this one quotes."""
    sender_name: str | None = None
    message_id: str | None = None
    """The platform's id of the message: an edit keeps it."""
    is_edit: bool = False
    """The person changed a message that they sent before."""
    tapped: str | None = None
    """The platform's id of our message whose choice was tapped."""
    quote: str = ""
    """The part of our message that this one quotes."""
    contact: Contact | None = None
    place: Place | None = None
    group: Chat | None = None
    """The group in which it was said; `chat` is then the speaker's own, where the answer goes."""
    group_title: str = ""


class ChatEvent(StrEnum):
    """What can happen to a chat."""

    BLOCKED = "blocked"  # the person takes no more messages from us
    UNBLOCKED = "unblocked"
    JOINED = "joined"  # we were put into a group
    LEFT = "left"  # we were taken out of a group
    MOVED = "moved"  # a group has another address from now on


@dataclass(frozen=True, slots=True)
class ChatNotice:
    """Something that happened to a chat itself: nobody waits for an answer."""

    chat: Chat
    what: ChatEvent
    by: Chat | None = None
    """The own chat of who did it."""
    title: str = ""
    """The group's name."""
    moved_to: str = ""
    """The group's new address."""


Incoming = IncomingMessage | ChatNotice


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to answer: a button where there are buttons, a numbered line where there are none."""

    label: str
    value: str
    """Short ASCII, at most 64 bytes: acts on what it said then, whenever it is tapped."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform can show."""

    longest_text: int
    """Characters in one message."""
    has_buttons: bool
    has_edits: bool
    largest_file: int
    """Bytes of a file that we can receive."""
    longest_caption: int | None = None
    """Characters of the text under a file; None: text and files are one message, however long."""
    album_quiet: float = 1.5
    """Seconds without another picture after which pictures sent as one count as whole."""
    takes_documents: bool = True
    """Other files than pictures can be received, places too."""
    types_codes: bool = False
    """No link leads into a chat and no key shares one's number: people type a short code, then it."""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A stored file to show: a chart, a QR sheet, a spreadsheet."""

    sha256: str
    name: str
    mime: str
    caption: str = ""
    """What stands under it where it is a message of its own, beside others: "Ảnh 2"."""


class Keyboard(StrEnum):
    """What stands in place of the letters while the person answers."""

    NONE = ""
    ASK_CONTACT = "ask_contact"  # a key that shares one's own phone number, and a key per choice
    REMOVE = "remove"  # the letters come back


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """What a person will read, rendered."""

    text: str
    choices: tuple[Choice, ...] = ()
    files: tuple[OutgoingFile, ...] = ()
    card: str = ""
    """What it shows ("report:57"): where a platform can edit, its next state takes its place."""
    keyboard: Keyboard = Keyboard.NONE
    reacts_to: str = ""
    """The platform's id of their message to which `text`, one emoji, is a reaction."""


class Lane(StrEnum):
    """An answer to a person never waits behind a round of reminders."""

    ANSWER = "answer"
    BULK = "bulk"


class Delivery(StrEnum):
    """The true state of an outgoing message."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    DEAD = "dead"
    EXPIRED = "expired"
    UNLINKED = "unlinked"  # the person has no channel yet
    REROUTED = "rerouted"  # could not go by this chat: the same was queued for another
    HELD = "held"  # kept back to save messages: what it says comes with a later one


@dataclass(frozen=True, slots=True)
class Letter:
    """An outbox row: a rendered message on its way."""

    id: int
    key: str
    ward_id: int | None
    person_id: int | None
    chat: Chat
    kind: str
    lane: Lane
    message: OutgoingMessage
    must_arrive: bool
    due_at: datetime
    expires_at: datetime | None
    state: Delivery
    attempts: int
    external_id: str | None
    error: str | None
    is_resend: bool = False
    """It may have arrived before: the person is told that it comes again."""
    edits: str | None = None
    """The platform's id of our message whose place this one takes."""
    instead_of: int | None = None
    """The first of the messages that say this, when it could not go by that one's chat."""

    @property
    def shows_once(self) -> bool:
        """Whether sending it twice shows it once: an edit, a reaction."""
        return self.edits is not None or bool(self.message.reacts_to)
