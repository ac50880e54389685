"""The outbox's way out: taken, sent, put back, never twice as if nothing had happened."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, select, tuple_, update
from sqlalchemy.orm import aliased

from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingMessage
from data.domain.retry import BACKOFF
from data.store.letters import letter_of, letters
from data.store.models import OutboxRow
from data.store.sql import Repository, in_state, insert_once

_ON_ITS_WAY = (Delivery.READY, Delivery.SENDING)
_LOOKED_AT = 8
"""Rows looked at for each one taken, when no two may go to one chat."""


class Deliveries(Repository):
    """Messages being sent."""

    async def settle(self, now: datetime, safe: Collection[tuple[str, str]] = ()) -> None:
        """Mark what has expired, and decide about what was being sent when its process died.

        `safe` are the (channel, account) pairs where sending twice shows a message once. An edit
        of a message that never came to be sent is sent as a message of its own.
        """
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.expires_at <= now)
            .values(state=Delivery.EXPIRED.value)
        )
        await self._settle_overrun(now, safe)
        edited = aliased(OutboxRow)
        never_shown = exists().where(
            edited.id == OutboxRow.edits_id,
            edited.state.not_in([s.value for s in (*_ON_ITS_WAY, Delivery.SENT)]),
        )
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY))
            .where(OutboxRow.edits_id.is_not(None), never_shown)
            .values(edits_id=None)
        )

    async def claim(
        self,
        now: datetime,
        *,
        limit: int = 20,
        lease: timedelta = timedelta(seconds=60),
        account: tuple[str, str] | None = None,
        lane: Lane | None = None,
        busy: Collection[str] = (),
        one_a_chat: bool = False,
    ) -> tuple[Letter, ...]:
        """Take due messages for sending: answers first, then the oldest.

        They are `sending` once this transaction commits, which must be before any network call.
        `account` and `lane` narrow what is taken; nothing goes to the chats that are `busy`, and
        with `one_a_chat` at most one message to each chat.
        """
        edited = aliased(OutboxRow)
        is_awaited = exists().where(
            edited.id == OutboxRow.edits_id, edited.state != Delivery.SENT.value
        )
        due = select(OutboxRow.id, OutboxRow.channel, OutboxRow.account, OutboxRow.chat).where(
            in_state(OutboxRow.state, Delivery.READY), OutboxRow.due_at <= now, ~is_awaited
        )
        if account is not None:
            due = due.where(OutboxRow.channel == account[0], OutboxRow.account == account[1])
        if lane is not None:
            due = due.where(OutboxRow.lane == lane.value)
        if busy:
            due = due.where(OutboxRow.chat.not_in(busy))
        due = due.order_by(OutboxRow.lane, OutboxRow.due_at, OutboxRow.id)
        room = limit * _LOOKED_AT if one_a_chat else limit
        found = await self._conn.execute(due.limit(room).with_for_update(skip_locked=True))
        waiting = [(r.id, Chat(r.channel, r.account, r.chat)) for r in found]
        if one_a_chat:
            waiting = _first_of_each(waiting)
        ids = [outbox_id for outbox_id, _ in waiting[:limit]]
        if not ids:
            return ()
        await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(ids))
            .values(
                state=Delivery.SENDING.value,
                lease_until=now + lease,
                attempts=OutboxRow.attempts + 1,
            )
        )
        rows = await self._conn.execute(
            letters()
            .where(OutboxRow.id.in_(ids))
            .order_by(OutboxRow.lane, OutboxRow.due_at, OutboxRow.id)
        )
        return tuple(letter_of(r) for r in rows)

    async def _settle_overrun(self, now: datetime, safe: Collection[tuple[str, str]]) -> None:
        # A message whose lease ran out was being sent when its process died: it may have arrived.
        overrun = update(OutboxRow).where(
            in_state(OutboxRow.state, Delivery.SENDING), OutboxRow.lease_until <= now
        )
        again = overrun.where(OutboxRow.attempts < BACKOFF.tries)
        error = "the process ended while sending"
        ready = {"state": Delivery.READY.value, "lease_until": None, "error": error}
        shows_once = OutboxRow.edits_id.is_not(None) | (OutboxRow.reacts_to != "")
        await self._conn.execute(again.where(_ACCOUNT.in_(safe) | shows_once).values(**ready))
        await self._conn.execute(
            again.where(OutboxRow.must_arrive, ~OutboxRow.is_resend).values(**ready, is_resend=True)
        )
        await self._conn.execute(
            overrun.values(state=Delivery.UNCERTAIN.value, lease_until=None, error=error)
        )

    async def mark_sent(self, outbox_id: int, external_id: str, now: datetime) -> None:
        """Record the platform's id of the message: only now is it sent."""
        await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id)
            .values(
                state=Delivery.SENT.value,
                external_id=external_id,
                sent_at=now,
                lease_until=None,
                error=None,
            )
        )

    async def mark(self, outbox_id: int, state: Delivery, error: str) -> None:
        """Record that a message being sent is uncertain or dead, and why."""
        await self._finish(outbox_id, state=state.value, error=error[:500])

    async def put_back(
        self,
        outbox_id: int,
        due_at: datetime,
        error: str,
        *,
        counts: bool = True,
        is_resend: bool = False,
    ) -> None:
        """Queue a message being sent again.

        It was provably not sent, or `is_resend` says that it may arrive twice. Without `counts`
        the attempt does not wear the message out: it was not the message's fault.
        """
        values: dict[str, Any] = {} if counts else {"attempts": OutboxRow.attempts - 1}
        if is_resend:
            values["is_resend"] = True
        await self._finish(
            outbox_id, state=Delivery.READY.value, due_at=due_at, error=error[:500], **values
        )

    async def hold(self, chat: Chat, lane: Lane, until: datetime) -> None:
        """Let what waits in a lane for a chat wait until then: nothing overtakes what was put back."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.due_at < until)
            .where(OutboxRow.lane == lane.value, *_in_chat(chat))
            .values(due_at=until)
        )

    async def follow(self, chat: Chat, moved_to: str) -> None:
        """Send what waits for a group to its new address."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), *_in_chat(chat))
            .values(chat=moved_to)
        )

    async def split(self, letter: Letter, parts: Sequence[OutgoingMessage]) -> None:
        """Make one message being sent into several.

        The first keeps its row and what it mentions; the others follow with keys of their own.
        All come before whatever was queued after the whole.
        """
        row = (
            await self._conn.execute(select(OutboxRow.__table__).where(OutboxRow.id == letter.id))
        ).one()
        columns = {k: v for k, v in row._mapping.items() if k != "id"}
        due_at = letter.due_at - timedelta(microseconds=1)
        fresh = {"state": Delivery.READY.value, "attempts": 0, "lease_until": None}
        first, *others = parts
        for number, message in enumerate(others, start=2):
            own = {"key": f"{letter.key}/{number}", "due_at": due_at, "edits_id": None}
            part = {**columns, **fresh, **own, **_shown(message)}
            await self._conn.execute(insert_once(self._conn, OutboxRow, part))
        await self._finish(
            letter.id,
            state=Delivery.READY.value,
            due_at=due_at,
            attempts=OutboxRow.attempts - 1,
            **_shown(first),
        )

    async def _finish(self, outbox_id: int, **values: Any) -> None:
        # Only while it is being sent: whoever comes after the lease finds it settled by another.
        await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id, in_state(OutboxRow.state, Delivery.SENDING))
            .values(lease_until=None, **values)
        )


_ACCOUNT = tuple_(OutboxRow.channel, OutboxRow.account)


def _first_of_each(waiting: Sequence[tuple[int, Chat]]) -> list[tuple[int, Chat]]:
    first: dict[Chat, int] = {}
    for outbox_id, chat in waiting:
        first.setdefault(chat, outbox_id)
    return [(outbox_id, chat) for chat, outbox_id in first.items()]


def _in_chat(chat: Chat) -> tuple[ColumnElement[bool], ...]:
    return (
        OutboxRow.channel == chat.channel,
        OutboxRow.account == chat.account,
        OutboxRow.chat == chat.chat,
    )


def _shown(message: OutgoingMessage) -> dict[str, Any]:
    return {
        "text": message.text,
        "choices": [asdict(c) for c in message.choices],
        "files": [asdict(f) for f in message.files],
        "card": message.card,
        "keyboard": message.keyboard.value,
    }
