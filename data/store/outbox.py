"""The outbox: what makes a message arrive once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, exists, func, insert, or_, select, tuple_, update

from data.domain.messages import (
    Chat,
    Choice,
    Delivery,
    Lane,
    Letter,
    OutgoingMessage,
)
from data.domain.retry import BACKOFF
from data.store.letters import letter_of, letters
from data.store.mail import set_dialog
from data.store.models import OutboxMentionRow, OutboxRow
from data.store.sql import Repository, in_state, insert_once, one_insert_once

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

    has_mail = False
    """Whether this unit of work queued a message."""

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
    ) -> bool:
        """Queue a message; False if one with this key was queued before.

        `chat` None means that the person has no channel: the row records that they were not told.
        `mentions` are the ids of the occurrences it speaks of.
        """
        row = await self._conn.execute(
            one_insert_once(self._conn.dialect.name, OutboxRow),
            {
                "key": key,
                "ward_id": ward_id,
                "person_id": person_id,
                "channel": chat.channel if chat else "",
                "account": chat.account if chat else "",
                "chat": chat.chat if chat else "",
                "kind": kind,
                "lane": lane.value,
                "text": message.text,
                "choices": [asdict(c) for c in message.choices],
                "files": [asdict(f) for f in message.files],
                "must_arrive": must_arrive,
                "created_at": now,
                "due_at": due_at or now,
                "expires_at": expires_at,
                "state": (Delivery.READY if chat else Delivery.UNLINKED).value,
                "attempts": 0,
            },
        )
        outbox_id = row.scalar_one_or_none()
        if outbox_id is None:
            return False
        self.has_mail = True
        if chat and message.choices:
            # Where there are no buttons, "1" answers the latest menu shown.
            await set_dialog(
                self._conn,
                chat,
                menu=[c.value for c in message.choices],
                menu_until=(due_at or now) + MENU_STANDS,
            )
        mentioned = [{"outbox_id": outbox_id, "occurrence_id": o} for o in dict.fromkeys(mentions)]
        if mentioned:
            await self._conn.execute(insert(OutboxMentionRow), mentioned)
        return True

    async def claim(
        self,
        now: datetime,
        *,
        limit: int = 20,
        lease: timedelta = timedelta(seconds=60),
        accounts: Collection[tuple[str, str]] | None = None,
        safe: Collection[tuple[str, str]] = (),
    ) -> tuple[Letter, ...]:
        """Take due messages for sending: answers first, then the oldest.

        They are `sending` once this transaction commits, which must be before any network call.
        What has expired is marked so. `accounts` are the (channel, account) pairs that the caller
        sends for, all when None; `safe` are those where sending twice shows a message once.
        """
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.expires_at <= now)
            .values(state=Delivery.EXPIRED.value)
        )
        await self._settle_overrun(now, safe)
        due = select(OutboxRow.id).where(
            in_state(OutboxRow.state, Delivery.READY), OutboxRow.due_at <= now
        )
        if accounts is not None:
            due = due.where(_ACCOUNT.in_(accounts))
        due = due.order_by(OutboxRow.lane, OutboxRow.due_at, OutboxRow.id)
        taken = due.limit(limit).with_for_update(skip_locked=True)
        ids = list((await self._conn.execute(taken)).scalars())
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
        await self._conn.execute(again.where(_ACCOUNT.in_(safe)).values(**ready))
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

    async def hold(self, channel: str, account: str, until: datetime) -> None:
        """Let everything that waits for an account wait until then: the account is out of order."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.due_at < until)
            .where(OutboxRow.channel == channel, OutboxRow.account == account)
            .values(due_at=until)
        )

    async def split(self, letter: Letter, texts: Sequence[str]) -> None:
        """Make one message being sent into several, the choices and files under the last.

        The first keeps its row and what it mentions; the others follow with keys of their own.
        All come before whatever was queued after the whole.
        """
        first, *others = texts
        row = (
            await self._conn.execute(select(OutboxRow.__table__).where(OutboxRow.id == letter.id))
        ).one()
        columns = {k: v for k, v in row._mapping.items() if k != "id"}
        due_at = letter.due_at - timedelta(microseconds=1)
        rest = {
            **columns,
            "state": Delivery.READY.value,
            "attempts": 0,
            "lease_until": None,
            "due_at": due_at,
        }
        last = {"choices": columns["choices"], "files": columns["files"]}
        for number, text in enumerate(others, start=2):
            shown = last if number == len(texts) else {"choices": [], "files": []}
            part = {**rest, **shown, "key": f"{letter.key}/{number}", "text": text}
            await self._conn.execute(insert_once(self._conn, OutboxRow, part))
        await self._finish(
            letter.id,
            state=Delivery.READY.value,
            text=first,
            choices=[],
            files=[],
            due_at=due_at,
            attempts=OutboxRow.attempts - 1,
        )

    async def in_states(
        self, states: Iterable[Delivery], *, ward_id: int | None = None, limit: int = 100
    ) -> tuple[Letter, ...]:
        """Return messages in these states, the latest first."""
        query = letters().where(OutboxRow.state.in_([s.value for s in states]))
        if ward_id is not None:
            query = query.where(OutboxRow.ward_id == ward_id)
        rows = await self._conn.execute(query.order_by(OutboxRow.id.desc()).limit(limit))
        return tuple(letter_of(r) for r in rows)

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

    async def withdraw(self, occurrence_ids: Iterable[int]) -> None:
        """Expire waiting reminders that speak of nothing but these occurrences."""
        ids = list(occurrence_ids)
        speaks_of_others = exists().where(
            OutboxMentionRow.outbox_id == OutboxRow.id, OutboxMentionRow.occurrence_id.not_in(ids)
        )
        speaks_of_these = select(OutboxMentionRow.outbox_id).where(
            OutboxMentionRow.occurrence_id.in_(ids)
        )
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.id.in_(speaks_of_these))
            .where(~speaks_of_others)
            .values(state=Delivery.EXPIRED.value, error="what it spoke of has changed")
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

    async def _finish(self, outbox_id: int, **values: Any) -> None:
        # Only while it is being sent: whoever comes after the lease finds it settled by another.
        await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.id == outbox_id, in_state(OutboxRow.state, Delivery.SENDING))
            .values(lease_until=None, **values)
        )


_ACCOUNT = tuple_(OutboxRow.channel, OutboxRow.account)
