"""Chats of a messenger that come in: what the engine does around `enrolling.receive`, and no more."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from bot.conversations import enrolling
from bot.conversations.base import Visit
from data.domain.messages import (
    Chat,
    Contact,
    Delivery,
    IncomingMessage,
    Keyboard,
    Lane,
    OutgoingMessage,
)
from data.store.mail import DialogState
from data.store.unit_of_work import Store
from jobs.actions.enrol import admit, turn_away
from jobs.actions.hand_over import hand_over
from jobs.actions.invite import invite
from tests.cast import MONDAY, Cast

BOT = ("telegram", "bot")
NOT_FOR_US = None


@dataclass
class Scene:
    """One bot, the ward's people, and whoever writes to it."""

    store: Store
    cast: Cast
    now: datetime = MONDAY
    wards: frozenset[int] | None = None
    _keys: "count[int]" = field(default_factory=count)

    def later(self, **parts: float) -> None:
        self.now += timedelta(**parts)

    def actor(self, name: str = "Mai") -> str:
        return f"person:{self.cast.people[name].id}"

    async def code(self, name: str = "Hạnh", *, by: str = "", needs_proof: bool = True) -> str:
        """Make an invitation."""
        who = self.cast.people[name].id
        async with self.store.write() as unit:
            made = await invite(
                unit, self.cast.ward, who, self.now, by or self.actor(), needs_proof
            )
        return made.code

    async def linked(self, name: str) -> set[tuple[str, str]]:
        """Return where somebody is reached: (channel, chat)."""
        who = self.cast.people[name].id
        async with self.store.read() as unit:
            return {(x.channel, x.chat) for x in (await unit.links.of([who])).get(who, ())}

    async def office_taps(self, label: str) -> None:
        """Mai of the lead office takes a choice of the last request to let somebody in."""
        async with self.store.read() as unit:
            letters = await unit.outbox.in_states([Delivery.READY])
        asked = next(x for x in letters if x.kind == "admit")
        value = next(c.value for c in asked.message.choices if c.label == label)
        number = value.split(":")[3]
        act = admit if label == "Cho vào" else turn_away
        async with self.store.write() as unit:
            invitation_id = int(value.split(":")[2])
            await act(unit, self.cast.ward, invitation_id, number, self.now, self.actor())

    async def hands_over(self, giver: str, taker: str) -> None:
        async with self.store.write() as unit:
            ids = (self.cast.people[giver].id, self.cast.people[taker].id)
            await hand_over(unit, self.cast.ward, *ids, self.now, self.actor())

    async def told(self, kind: str, name: str = "Mai") -> list[str]:
        """Return what somebody was told, oldest first."""
        who = self.cast.people[name].id
        async with self.store.read() as unit:
            letters = await unit.outbox.in_states(Delivery, limit=1000)
        return [x.message.text for x in reversed(letters) if x.kind == kind and x.person_id == who]

    async def logged(self) -> list[tuple[str, dict[str, object]]]:
        async with self.store.read() as unit:
            return [(e.kind, e.content) for e in await unit.ward(self.cast.ward.id).log.read()]


@dataclass
class Phone:
    """One account of the messenger."""

    scene: Scene
    number: str = "42"
    seen: int = 0
    types_codes: bool = False
    most_people: int | None = None

    @property
    def chat(self) -> Chat:
        return Chat(*BOT, self.number)

    async def says(
        self,
        text: str = "",
        *,
        contact: Contact | None = None,
        choice: str | None = None,
        group: Chat | None = None,
    ) -> tuple[OutgoingMessage, ...] | None:
        """Return what is said in this chat then; None when the message is not for coming in."""
        scene, now = self.scene, self.scene.now
        await self.hears()
        key = f"u{next(scene._keys)}"
        message = IncomingMessage(
            self.chat, key, text, choice, (), now, now, contact=contact, group=group
        )
        async with scene.store.write() as unit:
            state = await unit.dialogs.get(self.chat, now)
            data = state.data if state.conversation == enrolling.NAME else {}
            visit = Visit(
                unit,
                self.chat,
                message,
                data,
                now,
                scene.wards,
                most_people=self.most_people,
                types_codes=self.types_codes,
            )
            reply = await enrolling.receive(visit)
            if reply is None:
                return NOT_FOR_US
            if reply.keep is not None:
                kept = DialogState(enrolling.NAME, reply.keep, now + reply.keep_for)
                await unit.dialogs.save(self.chat, kept)
            elif state.conversation == enrolling.NAME:
                await unit.dialogs.save(self.chat, DialogState(None, {}, None))
            for number, said in enumerate(reply.messages):
                await unit.outbox.add(
                    f"{key}:{number}", self.chat, said, kind="reply", lane=Lane.ANSWER, now=now
                )
        return await self.hears()

    async def hears(self) -> tuple[OutgoingMessage, ...]:
        """Return what was said in this chat since it was looked at last, in order."""
        async with self.scene.store.read() as unit:
            letters = await unit.outbox.in_states(Delivery, limit=1000)
        new = [x for x in reversed(letters) if x.chat == self.chat and x.id > self.seen]
        self.seen = new[-1].id if new else self.seen
        return tuple(x.message for x in new)

    async def opens(self, code: str) -> tuple[OutgoingMessage, ...]:
        """Press the link of an invitation."""
        return await self.says(f"/start {code}") or ()

    async def shares(self, phone: str, *, is_own: bool = True) -> tuple[OutgoingMessage, ...]:
        """Press the key that shares a number."""
        return await self.says(contact=Contact(phone, is_own)) or ()

    async def knows(self) -> str:
        """Return what is kept of this chat, as text."""
        async with self.scene.store.read() as unit:
            return repr(await unit.dialogs.get(self.chat, self.scene.now))


def texts(said: tuple[OutgoingMessage, ...] | None) -> str:
    """Return a transcript: words, [choices] and <keyboards>."""
    assert said is not None
    return "\n---\n".join(_shown(m) for m in said)


def _shown(message: OutgoingMessage) -> str:
    buttons = " ".join(f"[{c.label}]" for c in message.choices)
    keys = f"<{message.keyboard}>" if message.keyboard is not Keyboard.NONE else ""
    return "\n".join(x for x in (message.text, f"{buttons} {keys}".strip()) if x)
