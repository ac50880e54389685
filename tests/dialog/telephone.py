"""A messenger in somebody's hand: messages have ids and can be changed, quoted and tapped."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.conversations import ALL
from bot.dialog import Dialog
from data.domain.line import Line
from data.domain.messages import (
    Chat,
    Choice,
    Delivery,
    FileRef,
    IncomingMessage,
    Lane,
    Letter,
    Limits,
    OutgoingMessage,
    Place,
)
from data.errors import SendError, SendFailure

if TYPE_CHECKING:
    from tests.dialog.conftest import Stage

ACCOUNT = ("messenger", "one")
CHATS = {"Hạnh": Chat(*ACCOUNT, "42"), "Tư": Chat(*ACCOUNT, "55"), "Mai": Chat(*ACCOUNT, "61")}
GROUP = Chat(*ACCOUNT, "-7")
LIMITS = Limits(4000, has_buttons=True, has_edits=True, largest_file=20 * 2**20)
ALBUM_QUIET = timedelta(seconds=LIMITS.album_quiet)


def file(unique: str, name: str = "", **how: Any) -> dict[str, Any]:
    """Return a file as the messenger tells of it: the same one may come under another reference."""
    ref = f"{unique}:{how.pop('id', 'first')}"
    return {"name": name or f"{unique}.jpg", "ref": ref, "size": 999, "mime": "image/jpeg", **how}


@dataclass
class Messenger:
    """The channel: its updates are dicts of our own fields."""

    name: str = "messenger"
    account: str = "one"
    resends_safely: bool = False
    takes_invitations: bool = False
    quota: None = None
    wards: frozenset[int] | None = None
    line: Line = field(default_factory=Line)
    limits: Limits = LIMITS

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> IncomingMessage:
        place, group = raw.get("place"), raw.get("group")
        return IncomingMessage(
            chat,
            external_id,
            raw["text"],
            raw.get("choice"),
            tuple(FileRef(**values) for values in raw.get("files", ())),
            received_at,
            received_at,
            **{k: v for k, v in raw.items() if k in _PLAIN},
            place=Place(*place) if place else None,
            group=GROUP if group else None,
        )

    async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002
        return str(letter.id)


_PLAIN = frozenset({"album", "reply_to", "message_id", "is_edit", "tapped", "quote"})


class Gone:
    """Files come later: the messenger cannot be reached for them now."""

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        raise SendError(SendFailure.UNREACHABLE, ref)
        yield b""


@dataclass
class Bubble:
    """A message of ours on the screen."""

    id: str
    text: str
    choices: tuple[Choice, ...]
    edits: str | None
    """The bubble whose place it took."""

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(c.label for c in self.choices)


def _bubble(letter: Letter) -> Bubble:
    return Bubble(
        letter.external_id or "", letter.message.text, letter.message.choices, letter.edits
    )


@dataclass
class Telephone:
    """Several people on the messenger."""

    stage: "Stage"
    dialog: Dialog
    sent: int = 0
    seen: int = 0
    settled: list[Bubble] = field(default_factory=list)
    """Questions that read now that they are over: no answers, they changed where they stood."""

    async def says(self, who: str, text: str = "", *files: dict[str, Any], **how: Any) -> str:
        """Send a message and return its id."""
        self.sent += 1
        message_id = how.pop("message_id", f"m{self.sent}")
        raw = {"text": text, "files": list(files), "message_id": message_id, **how}
        await self._takes(who, raw)
        return str(message_id)

    async def changes(
        self, who: str, message_id: str, text: str = "", *files: dict[str, Any], **how: Any
    ) -> list[Bubble]:
        """Change a message sent before, and return what is said to it."""
        await self.says(who, text, *files, message_id=message_id, is_edit=True, **how)
        return await self.screen()

    async def taps(self, who: str, bubble: Bubble, label: str) -> list[Bubble]:
        """Tap a choice of a message of ours."""
        value = next(c.value for c in bubble.choices if c.label == label)
        await self._takes(who, {"text": "", "choice": value, "tapped": bubble.id})
        return await self.screen()

    async def _takes(self, who: str, raw: dict[str, Any]) -> None:
        self.sent += 1
        await self.dialog.receive(CHATS[who], f"u{self.sent}", raw)
        await self.dialog.drain()

    async def screen(self) -> list[Bubble]:
        """Return what came since this was asked last; all of it is shown from now on."""
        async with self.stage.store.write() as unit:
            for lane in Lane:
                for letter in await unit.deliveries.claim(ACCOUNT, lane, self.stage.now, limit=100):
                    shown = letter.edits or str(letter.id)
                    await unit.deliveries.mark_sent(letter.id, shown, self.stage.now)
            letters = await unit.outbox.in_states(Delivery)
        new = sorted((x for x in letters if x.id > self.seen), key=lambda x: x.id)
        self.seen = max((x.id for x in letters), default=0)
        ours = [x for x in new if x.chat.channel == "messenger"]
        self.settled += [_bubble(x) for x in ours if x.key.startswith("settled:")]
        return [_bubble(x) for x in ours if not x.key.startswith("settled:")]

    async def asks(self, who: str, text: str = "", *files: dict[str, Any], **how: Any) -> Bubble:
        """Send a message and return the one answer to it."""
        await self.says(who, text, *files, **how)
        (bubble,) = await self.screen()
        return bubble

    async def reminds(
        self, who: str, text: str, choices: Sequence[Choice] = (), *codes: int
    ) -> Bubble:
        """Show a reminder that speaks of these tasks."""
        self.sent += 1
        async with self.stage.store.write() as unit:
            await unit.outbox.add(
                f"digest:{self.sent}",
                CHATS[who],
                OutgoingMessage(text, tuple(choices)),
                kind="digest",
                lane=Lane.BULK,
                now=self.stage.now,
                ward_id=self.stage.cast.ward.id,
                person_id=self.stage.cast.people[who].id,
                mentions=[(await self.stage.owed(code)).id for code in codes],
            )
        return (await self.screen())[-1]

    async def said_of(self, code: int) -> list[str]:
        """Return the words of the reports on a task that stand, the first first."""
        occurrence = await self.stage.owed(code)
        async with self.stage.store.read() as unit:
            work = unit.ward(self.stage.cast.ward.id)
            found = await work.reports.of_occurrence(occurrence.id)
        return [r.text for r in reversed(found)]

    async def logged(self) -> list[str]:
        """Return the kinds of the log's entries."""
        async with self.stage.store.read() as unit:
            return [e.kind for e in await unit.ward(self.stage.cast.ward.id).log.read()]


async def in_hand(stage: "Stage", limits: Limits = LIMITS) -> Telephone:
    """Let Hạnh, Tư and Mai write from a messenger whose files come later."""
    async with stage.store.write() as unit:
        for name, chat in CHATS.items():
            await unit.links.add(stage.cast.ward.id, stage.cast.people[name].id, chat, stage.now)
    dialog = Dialog(
        stage.store,
        {ACCOUNT: Messenger(limits=limits)},
        ALL,
        lambda: stage.now,
        stage.files,
        "https://nhacviec.test",
        fetchers={ACCOUNT: Gone()},
    )
    return Telephone(stage, dialog)
