"""The stage of these tests: Telegram groups, people who write in them, and notices about them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.conversations import ALL
from bot.conversations.base import Reply, Turn
from bot.conversations.groups import CONVERSATION, in_group
from bot.dialog.making import Making
from bot.dialog.routing import Router
from data.domain.localtime import local_date
from data.domain.messages import (
    Chat,
    ChatEvent,
    ChatNotice,
    Choice,
    IncomingMessage,
    Letter,
    OutgoingMessage,
)
from data.domain.people import AgencyChat, Person
from data.domain.rules import Granularity, Window
from data.domain.tasks import Task
from data.domain.ways_in import WaysIn
from data.domain.workdays import WorkCalendar
from data.files.evidence_store import EvidenceStore
from data.store.mail import DialogState
from data.store.unit_of_work import Store
from jobs.actions.chat_notices import note
from jobs.ports import World
from tests.cast import MONDAY, Cast, add_task
from tests.reminders.stage import letters, plan

BOT = "nhacviec_bot"
ROUTER = Router((*(c for c in ALL if c.name != CONVERSATION.name), CONVERSATION))


def group(number: int) -> Chat:
    """Return a group chat on Telegram."""
    return Chat("telegram", BOT, f"-{100_000_000_0000 + number}")


@dataclass
class Stage:
    """A ward whose people are on Telegram."""

    world: World
    cast: Cast
    now: datetime = MONDAY
    sent: int = 0

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.world.store

    def chat(self, who: str) -> Chat:
        """Return the own chat of a person of the cast."""
        return Chat("telegram", BOT, str(self.cast.people[who].id))

    async def happens(
        self,
        what: ChatEvent,
        chat: Chat,
        *,
        by: str | Chat | None = None,
        title: str = "",
        moved_to: str = "",
        wards: frozenset[int] | None = None,
    ) -> None:
        """Let something happen to a chat."""
        who = self.chat(by) if isinstance(by, str) else by
        async with self.store.write() as unit:
            await note(unit, ChatNotice(chat, what, who, title, moved_to), self.now, wards)

    async def says(self, who: str, text: str, where: Chat, about: tuple[int, ...] = ()) -> Reply:
        """Write in a group, as an ordinary turn in the speaker's own chat. May raise RefusedError."""
        async with self.store.write() as unit:
            turn = await self._turn(unit, who, text, None, where, about)
            if reply := await in_group(turn):
                return reply
            answer = await ROUTER.route(turn, DialogState(None, {}, None))
            assert answer is not None
            return answer.reply

    async def taps(self, who: str, choice: Choice | str) -> Reply:
        """Tap a choice in one's own chat. May raise RefusedError."""
        value = choice if isinstance(choice, str) else choice.value
        async with self.store.write() as unit:
            turn = await self._turn(unit, who, "", value, None, ())
            answer = await ROUTER.route(turn, DialogState(None, {}, None))
            assert answer is not None
            return answer.reply

    async def types(self, who: str, text: str) -> Reply:
        """Type something in one's own chat. May raise RefusedError."""
        async with self.store.write() as unit:
            turn = await self._turn(unit, who, text, None, None, ())
            answer = await ROUTER.route(turn, DialogState(None, {}, None))
            assert answer is not None
            return answer.reply

    async def _turn(
        self,
        unit: Any,
        who: str,
        text: str,
        choice: str | None,
        where: Chat | None,
        about: tuple[int, ...],
    ) -> Turn:
        self.sent += 1
        message = IncomingMessage(
            self.chat(who), f"m{self.sent}", text, choice, (), self.now, self.now, group=where
        )
        known = await unit.links.behind(self.chat(who))
        assert known is not None
        ward, person, _ = known
        return Turn(
            unit=unit,
            ward=ward,
            person=person,
            chat=self.chat(who),
            message=message,
            data={},
            now=self.now,
            today=local_date(self.now),
            calendar=WorkCalendar(),
            file_path=self.world.files.path,
            make=Making().take,
            keep_file=_keep_nothing,
            public_url="https://nhacviec.test",
            ways_in=WaysIn("https://nhacviec.test", BOT),
            about=about,
        )

    async def tie(self, where: Chat, agency: str, title: str = "") -> AgencyChat:
        """Tie a group to an agency, without a word."""
        async with self.store.write() as unit:
            return await unit.agency_chats.add(
                self.cast.ward.id, self.cast.agencies[agency], where, title or agency, self.now
            )

    async def tied_to(self, where: Chat) -> str | None:
        """Return the name of the agency whose group it is."""
        async with self.store.read() as unit:
            found = await unit.agency_chats.at(where)
        names = {agency_id: name for name, agency_id in self.cast.agencies.items()}
        return names[found.agency_id] if found else None

    async def posted(self, where: Chat) -> list[str]:
        """Return what was queued for a group, the oldest first."""
        return [x.message.text for x in await letters(self.store) if x.chat == where]

    async def told(self, who: str, *kinds: str) -> list[str]:
        """Return what a person was told, the oldest first."""
        return [x.message.text for x in await self.letters_to(who, *kinds)]

    async def letters_to(self, who: str, *kinds: str) -> list[Letter]:
        """Return what was queued for a person, the oldest first."""
        number = self.cast.people[who].id
        return [x for x in await letters(self.store, *kinds) if x.person_id == number]

    async def logged(self) -> list[str]:
        """Return the kinds of what was logged, but for what planning wrote."""
        async with self.store.read() as unit:
            entries = await unit.ward(self.cast.ward.id).log.read()
        return [e.kind for e in entries if e.kind.split(".")[0] in ("group", "chat", "link")]

    async def owes(self, code: int, agency: str, due_on: date, title: str) -> Task:
        """Give an agency a task due on a day."""
        rule = Window(end=due_on, granularity=Granularity.DAY)
        async with self.store.write() as unit:
            task = await add_task(unit, self.cast, rule, code=code, title=title, lead=agency)
        await plan(self.store, self.cast, [task], MONDAY)
        return task

    async def occurrence_of(self, task: Task) -> int:
        """Return the one occurrence of a task."""
        async with self.store.read() as unit:
            (one,) = await unit.ward(self.cast.ward.id).occurrences.of_task(task.id)
        return one.id

    async def changes(self, who: str, **fields: Any) -> Person:
        """Change a person of the cast."""
        changed = replace(self.cast.people[who], **fields)
        async with self.store.write() as unit:
            await unit.ward(self.cast.ward.id).people.save(changed)
        return changed


async def _keep_nothing(content: bytes) -> str:
    raise AssertionError(f"nothing is made here: {len(content)} bytes")


def said(reply: Reply) -> str:
    """Return everything that a reply says."""
    return "\n".join(m.text for m in reply.messages)


def choices_of(message: OutgoingMessage | Reply) -> dict[str, str]:
    """Return the choices of a message or reply, value by label."""
    messages = message.messages if isinstance(message, Reply) else (message,)
    return {c.label: c.value for m in messages for c in m.choices}


@pytest.fixture
async def stage(store: Store, files: EvidenceStore, cast: Cast) -> Stage:
    """A ward whose people are on Telegram, on a Monday morning before the reminders."""
    async with store.write() as unit:
        for person in cast.people.values():
            await unit.links.revoke(person.id, MONDAY)
            await unit.links.add(
                cast.ward.id, person.id, Chat("telegram", BOT, str(person.id)), MONDAY
            )
    return Stage(World(store, files), cast)
