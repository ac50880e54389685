"""How the reminders stand that speak of a piece of work, of a task, or to a person."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from data.domain.messages import Chat, Delivery
from data.domain.told import REMINDING, Told
from data.store.models import OccurrenceRow, OutboxMentionRow, OutboxRow
from data.store.sql import WardRepository

_MOST = 50
"""Reminders returned at once, unless asked for fewer or more."""


class Reminders(WardRepository):
    """What one ward's people and groups were reminded of, the latest first.

    Each way that one reminder took is a row of its own; `Told.instead_of` ties them together.
    """

    async def of_occurrence(self, occurrence_id: int, *, most: int = _MOST) -> tuple[Told, ...]:
        """Return the reminders that speak of one occurrence."""
        return await self._speaking_of(OutboxMentionRow.occurrence_id == occurrence_id, most)

    async def of_task(self, task_id: int, *, most: int = _MOST) -> tuple[Told, ...]:
        """Return the reminders that speak of any occurrence of a task."""
        own = select(OccurrenceRow.id).where(
            OccurrenceRow.ward_id == self._ward_id, OccurrenceRow.task_id == task_id
        )
        return await self._speaking_of(OutboxMentionRow.occurrence_id.in_(own), most)

    async def of_person(self, person_id: int, *, most: int = _MOST) -> tuple[Told, ...]:
        """Return the reminders to one person."""
        found = await self._conn.execute(
            self._letters().where(OutboxRow.person_id == person_id).limit(most)
        )
        return await self._with_mentions(found.all())

    async def told_since(
        self, kind: str, since: datetime, occurrence_ids: Collection[int]
    ) -> frozenset[tuple[int, int]]:
        """Return which (person, occurrence) a message of this kind was queued for from then on."""
        rows = await self._conn.execute(
            select(OutboxRow.person_id, OutboxMentionRow.occurrence_id)
            .join(OutboxMentionRow, OutboxMentionRow.outbox_id == OutboxRow.id)
            .where(OutboxMentionRow.occurrence_id.in_(list(occurrence_ids)))
            .where(OutboxRow.ward_id == self._ward_id, OutboxRow.person_id.is_not(None))
            .where(OutboxRow.kind == kind, OutboxRow.created_at >= since)
        )
        return frozenset((r[0] or 0, r[1]) for r in rows)

    async def _speaking_of(self, about: Any, most: int) -> tuple[Told, ...]:
        speaking = select(OutboxMentionRow.outbox_id).where(about)
        found = await self._conn.execute(
            # A sum, or PostgreSQL and SQLite may read all that the ward was ever sent.
            self._letters(OutboxRow.ward_id + 0).where(OutboxRow.id.in_(speaking)).limit(most)
        )
        return await self._with_mentions(found.all(), about)

    def _letters(self, ward: Any = OutboxRow.ward_id) -> Select[*tuple[Any, ...]]:
        return (
            select(
                OutboxRow.id,
                OutboxRow.person_id,
                OutboxRow.channel,
                OutboxRow.account,
                OutboxRow.chat,
                OutboxRow.kind,
                OutboxRow.state,
                OutboxRow.external_id,
                OutboxRow.error,
                OutboxRow.created_at,
                OutboxRow.due_at,
                OutboxRow.sent_at,
                OutboxRow.instead_of,
                OutboxRow.is_resend,
            )
            .where(ward == self._ward_id, OutboxRow.kind.in_(REMINDING))
            .order_by(OutboxRow.id.desc())
        )

    async def _with_mentions(self, rows: Collection[Row[Any]], *about: Any) -> tuple[Told, ...]:
        if not rows:
            return ()
        mentioned: dict[int, list[int]] = defaultdict(list)
        mentions = (
            select(OutboxMentionRow.outbox_id, OutboxMentionRow.occurrence_id)
            .where(OutboxMentionRow.outbox_id.in_([r.id for r in rows]), *about)
            .order_by(OutboxMentionRow.occurrence_id)
        )
        for letter_id, occurrence_id in await self._conn.execute(mentions):
            mentioned[letter_id].append(occurrence_id)
        return tuple(_told(r, tuple(mentioned[r.id])) for r in rows)


def _told(row: Row[Any], occurrence_ids: tuple[int, ...]) -> Told:
    return Told(
        letter_id=row.id,
        person_id=row.person_id,
        chat=Chat(row.channel, row.account, row.chat) if row.channel else None,
        kind=row.kind,
        occurrence_ids=occurrence_ids,
        state=Delivery(row.state),
        external_id=row.external_id,
        error=row.error,
        queued_at=row.created_at,
        due_at=row.due_at,
        sent_at=row.sent_at,
        instead_of=row.instead_of,
        is_resend=row.is_resend,
    )
