"""The outbox: what is to be said, once, and what was said."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from data.domain.messages import (
    Chat,
    Choice,
    Delivery,
    Lane,
    Letter,
    OutgoingMessage,
)
from data.domain.told import WITHDRAWN
from data.store.letters import columns_of, letter_of, letters
from data.store.mail import set_dialog
from data.store.models import OutboxMentionRow, OutboxRow
from data.store.sql import Repository, in_state, one_insert_once

Mail = tuple[tuple[str, str], Lane]
"""A lane of an account, which is (channel, account)."""
MENU_STANDS = timedelta(days=3)
"""How long a typed "1" still means the first choice last shown."""

_LAST_CHOICES = (
    select(OutboxRow.choices)
    .where(OutboxRow.ward_id == bindparam("ward_id"))
    .where(OutboxRow.person_id == bindparam("person_id"))
    .where(OutboxRow.channel == bindparam("channel"))
    .where(OutboxRow.account == bindparam("account"))
    .where(OutboxRow.chat == bindparam("chat"))
    .order_by(OutboxRow.id.desc())
    .limit(5)
)


class Outbox(Repository):
    """Rendered messages on their way. The key makes sending twice impossible."""

    def __init__(self, conn: AsyncConnection) -> None:
        super().__init__(conn)
        self.mail: set[Mail] = set()
        """Where this unit of work queued something."""

    async def add(
        self,
        key: str,
        chat: Chat | None,
        message: OutgoingMessage,
        *,
        kind: str,
        lane: Lane,
        now: datetime,
        ward_id: int | None = None,
        person_id: int | None = None,
        must_arrive: bool = False,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        mentions: Iterable[int] = (),
        edits_id: int | None = None,
        instead_of: int | None = None,
        is_resend: bool = False,
        hold: str = "",
    ) -> bool:
        """Queue a message; False if one with this key was queued before.

        `chat` None means that the person has no channel: the row records that they were not told.
        `mentions` are the ids of the occurrences it speaks of. With `edits_id` it takes the place
        of that message of the same chat, once that one is sent. `instead_of` is the row of what
        could not go by its own chat. `hold` says why it is kept back: it is written down, not sent.
        """
        values = {
            "key": key,
            "ward_id": ward_id,
            "person_id": person_id,
            "kind": kind,
            "lane": lane.value,
            "must_arrive": must_arrive,
            "created_at": now,
            "due_at": due_at or now,
            "expires_at": expires_at,
            "state": _first_state(chat, hold).value,
            "error": hold or None,
            "edits_id": edits_id,
            "instead_of": instead_of,
            "is_resend": is_resend,
            "attempts": 0,
        }
        row = await self._conn.execute(
            one_insert_once(self._conn.dialect.name, OutboxRow),
            {**_addressed(chat), **columns_of(message), **values},
        )
        outbox_id = row.scalar_one_or_none()
        if outbox_id is None:
            return False
        if chat and not hold:
            self.mail.add(((chat.channel, chat.account), lane))
            await self._show_menu(chat, message, (due_at or now) + MENU_STANDS)
        mentioned = [{"outbox_id": outbox_id, "occurrence_id": o} for o in dict.fromkeys(mentions)]
        if mentioned:
            await self._conn.execute(insert(OutboxMentionRow), mentioned)
        return True

    async def _show_menu(self, chat: Chat, message: OutgoingMessage, until: datetime) -> None:
        """Where there are no buttons, "1" answers the latest menu shown."""
        if message.choices:
            menu = [c.value for c in message.choices]
            await set_dialog(self._conn, chat, menu=menu, menu_until=until)

    async def in_states(
        self, states: Iterable[Delivery], *, ward_id: int | None = None, limit: int = 100
    ) -> tuple[Letter, ...]:
        """Return messages in these states, the latest first."""
        query = letters().where(OutboxRow.state.in_([s.value for s in states]))
        if ward_id is not None:
            query = query.where(OutboxRow.ward_id == ward_id)
        rows = await self._conn.execute(query.order_by(OutboxRow.id.desc()).limit(limit))
        return tuple(letter_of(r) for r in rows)

    async def shown_as(self, chat: Chat, external_id: str) -> Letter | None:
        """Return our message that the platform knows by this id, in a chat."""
        rows = await self._conn.execute(
            letters()
            .where(OutboxRow.channel == chat.channel, OutboxRow.account == chat.account)
            .where(OutboxRow.chat == chat.chat, OutboxRow.external_id == external_id)
            .order_by(OutboxRow.id.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return letter_of(row) if row else None

    async def card(self, chat: Chat, person_id: int, card: str) -> int | None:
        """Return the row of the message that shows a card in a person's chat: the latest one."""
        rows = await self._conn.execute(
            select(OutboxRow.id, OutboxRow.edits_id)
            .where(OutboxRow.person_id == person_id, OutboxRow.card == card)
            .where(OutboxRow.channel == chat.channel, OutboxRow.account == chat.account)
            .where(OutboxRow.chat == chat.chat)
            .order_by(OutboxRow.id.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return (row.edits_id or row.id) if row else None

    async def mentions_of(self, outbox_id: int) -> tuple[int, ...]:
        """Return the occurrences that one message speaks of."""
        rows = await self._conn.execute(
            select(OutboxMentionRow.occurrence_id)
            .where(OutboxMentionRow.outbox_id == outbox_id)
            .order_by(OutboxMentionRow.occurrence_id)
        )
        return tuple(rows.scalars())

    async def find(self, key: str) -> Letter | None:
        """Return the message with this key."""
        row = (await self._conn.execute(letters().where(OutboxRow.key == key))).one_or_none()
        return letter_of(row) if row else None

    async def last_choices(self, ward_id: int, person_id: int, chat: Chat) -> tuple[Choice, ...]:
        """Return the choices last shown to a person in a chat, so that their words can be typed."""
        rows = await self._conn.execute(
            _LAST_CHOICES, {"ward_id": ward_id, "person_id": person_id, **asdict(chat)}
        )
        shown = next((choices for choices in rows.scalars() if choices), [])
        return tuple(Choice(**c) for c in shown)

    async def last_mentioned(self, person_id: int, chat: Chat) -> tuple[int, ...]:
        """Return the occurrences that the last message to a person which speaks of any speaks of."""
        last = (
            select(func.max(OutboxRow.id))
            .join(OutboxMentionRow, OutboxMentionRow.outbox_id == OutboxRow.id)
            .where(OutboxRow.person_id == person_id, OutboxRow.chat == chat.chat)
            .where(OutboxRow.channel == chat.channel, OutboxRow.account == chat.account)
        )
        mentioned = select(OutboxMentionRow.occurrence_id)
        rows = await self._conn.execute(
            mentioned.where(OutboxMentionRow.outbox_id == last.scalar_subquery())
        )
        return tuple(rows.scalars())

    async def withdraw(self, occurrence_ids: Iterable[int], *, kinds: Iterable[str] = ()) -> None:
        """Expire what waits and speaks of nothing but these occurrences; only of these `kinds`."""
        ids, wanted = list(occurrence_ids), list(kinds)
        speaks_of_others = exists().where(
            OutboxMentionRow.outbox_id == OutboxRow.id, OutboxMentionRow.occurrence_id.not_in(ids)
        )
        speaks_of_these = select(OutboxMentionRow.outbox_id).where(
            OutboxMentionRow.occurrence_id.in_(ids)
        )
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.id.in_(speaks_of_these))
            .where(~speaks_of_others, *([OutboxRow.kind.in_(wanted)] if wanted else []))
            .values(state=Delivery.EXPIRED.value, error=WITHDRAWN)
        )

    async def unsend(self, keys: Iterable[str]) -> None:
        """Expire those of these messages that wait."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.key.in_(list(keys)))
            .values(state=Delivery.EXPIRED.value, error=WITHDRAWN)
        )

    async def mentioned_in(self, keys: Iterable[str]) -> tuple[int, ...]:
        """Return the occurrences that the messages with these keys speak of."""
        rows = await self._conn.execute(
            select(OutboxMentionRow.occurrence_id)
            .join(OutboxRow, OutboxRow.id == OutboxMentionRow.outbox_id)
            .where(OutboxRow.key.in_(list(keys)))
            .distinct()
        )
        return tuple(sorted(rows.scalars()))

    async def last_queued(self, ward_id: int, kind: str) -> datetime | None:
        """Return when the last message of a kind was queued in a ward."""
        row = await self._conn.execute(
            select(OutboxRow.created_at)
            .where(
                OutboxRow.ward_id == ward_id, OutboxRow.kind == literal(kind, literal_execute=True)
            )
            .order_by(OutboxRow.id.desc())
            .limit(1)
        )
        return row.scalar_one_or_none()

    async def times_told(self, occurrence_ids: Iterable[int], *, kind: str) -> dict[int, int]:
        """Return on how many occasions each occurrence was spoken of in sent messages of a kind.

        Several people told in one round are one occasion.
        """
        rows = await self._conn.execute(
            select(OutboxMentionRow.occurrence_id, func.count(OutboxRow.created_at.distinct()))
            .join(OutboxRow, OutboxRow.id == OutboxMentionRow.outbox_id)
            .where(OutboxMentionRow.occurrence_id.in_(list(occurrence_ids)))
            .where(OutboxRow.kind == kind)
            .where(or_(OutboxRow.state == Delivery.SENT, OutboxRow.state == Delivery.UNCERTAIN))
            .group_by(OutboxMentionRow.occurrence_id)
        )
        return {r[0]: r[1] for r in rows}

    async def taken(self, keys: Iterable[str]) -> frozenset[str]:
        """Return which of these keys were queued before."""
        rows = await self._conn.execute(select(OutboxRow.key).where(OutboxRow.key.in_(list(keys))))
        return frozenset(rows.scalars())


def _first_state(chat: Chat | None, hold: str) -> Delivery:
    if chat is None:
        return Delivery.UNLINKED
    return Delivery.HELD if hold else Delivery.READY


def _addressed(chat: Chat | None) -> dict[str, Any]:
    return asdict(chat) if chat else {"channel": "", "account": "", "chat": ""}
