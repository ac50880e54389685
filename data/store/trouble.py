"""What went wrong in one ward, read from rows that are few: each query has its own partial index."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, select, update

from data.domain.localtime import instant_of, local_date
from data.domain.messages import Chat, Delivery, Lane
from data.domain.reports import EvidenceState
from data.domain.trouble import FORGOTTEN_AFTER, MissingFile, Queue, Undelivered
from data.store.models import (
    EvidenceRow,
    InboxRow,
    OccurrenceRow,
    OutboxMentionRow,
    OutboxRow,
    TaskRow,
)
from data.store.sql import WardRepository, in_state

_MOST = 200
"""Rows of one list; nobody reads more."""
_ON_THE_LIST = (
    in_state(OutboxRow.state, Delivery.UNCERTAIN, Delivery.DEAD),
    OutboxRow.settled_at.is_(None),
    # A sign of thanks that a group takes none of is nobody's trouble: the answer came privately.
    OutboxRow.reacts_to == "",
)


class Troubles(WardRepository):
    """Messages, files and updates that somebody has to look at."""

    async def queue(self, now: datetime) -> Queue:
        """Return what should have gone out by now and has not, and how many went out today."""
        found = [
            *await self._waiting(Delivery.READY, now),
            *await self._waiting(Delivery.SENDING, now),
        ]
        by_account: Counter[tuple[str, str]] = Counter()
        for row in found:
            by_account[row.channel, row.account] += row.waiting
        return Queue(
            waiting=by_account.total(),
            oldest=min((row.oldest for row in found), default=None),
            by_account=by_account,
            sent_today=await self._sent_since(instant_of(local_date(now), time())),
        )

    async def _waiting(self, state: Delivery, now: datetime) -> list[Row[Any]]:
        # What was put back is due later, yet has waited since it was queued.
        since = case((OutboxRow.error.is_(None), OutboxRow.due_at), else_=OutboxRow.created_at)
        rows = await self._conn.execute(
            select(
                OutboxRow.channel,
                OutboxRow.account,
                func.count().label("waiting"),
                func.min(since).label("oldest"),
            )
            .where(in_state(OutboxRow.state, state))
            .where((OutboxRow.due_at <= now) | OutboxRow.error.is_not(None))
            # A sum, or SQLite reads all that the ward was ever sent instead of what waits.
            .where(OutboxRow.ward_id + 0 == self._ward_id)
            .group_by(OutboxRow.channel, OutboxRow.account)
        )
        return list(rows)

    async def _sent_since(self, start: datetime) -> int:
        rows = await self._conn.execute(
            select(func.count())
            .select_from(OutboxRow)
            .where(OutboxRow.ward_id == self._ward_id, OutboxRow.sent_at >= start)
        )
        return rows.scalar_one()

    async def undelivered(self, now: datetime) -> tuple[Undelivered, ...]:
        """Return what is uncertain, and what died of late, the latest first; not what was let rest."""
        is_recent = OutboxRow.created_at >= now - FORGOTTEN_AFTER
        is_uncertain = OutboxRow.state == Delivery.UNCERTAIN.value
        return await self._undelivered(is_uncertain | is_recent)

    async def get(self, letter_id: int) -> Undelivered | None:
        """Return one message of that list."""
        found = await self._undelivered(OutboxRow.id == letter_id)
        return found[0] if found else None

    async def _undelivered(self, condition: ColumnElement[bool]) -> tuple[Undelivered, ...]:
        rows = await self._conn.execute(
            select(
                OutboxRow.id,
                OutboxRow.kind,
                OutboxRow.person_id,
                OutboxRow.channel,
                OutboxRow.account,
                OutboxRow.chat,
                OutboxRow.created_at,
                OutboxRow.expires_at,
                OutboxRow.state,
                OutboxRow.error,
                OutboxRow.must_arrive,
                OutboxRow.lane,
            )
            .where(OutboxRow.ward_id == self._ward_id, *_ON_THE_LIST, condition)
            .order_by(OutboxRow.id.desc())
            .limit(_MOST)
        )
        return tuple(_undelivered(r) for r in rows)

    async def queue_again(self, letter_id: int, chat: Chat, now: datetime) -> bool:
        """Queue a message of the list once more, to this chat; False when it is listed no more.

        One that may have arrived is marked so. In another chat there is nothing for it to edit.
        """
        is_elsewhere = (
            (OutboxRow.channel != chat.channel)
            | (OutboxRow.account != chat.account)
            | (OutboxRow.chat != chat.chat)
        )
        may_have_come = OutboxRow.state == Delivery.UNCERTAIN.value
        return await self._leave_list(
            letter_id,
            state=Delivery.READY.value,
            is_resend=case((may_have_come, True), else_=OutboxRow.is_resend),
            edits_id=case((is_elsewhere, None), else_=OutboxRow.edits_id),
            channel=chat.channel,
            account=chat.account,
            chat=chat.chat,
            attempts=0,
            due_at=now,
            error=None,
        )

    async def let_rest(self, letter_id: int, now: datetime) -> bool:
        """Take a message off the list; False when it was off. What became of it stays as it was."""
        return await self._leave_list(letter_id, settled_at=now)

    async def _leave_list(self, letter_id: int, **values: Any) -> bool:
        done = await self._conn.execute(
            update(OutboxRow)
            .where(OutboxRow.id == letter_id, OutboxRow.ward_id == self._ward_id, *_ON_THE_LIST)
            .values(**values)
        )
        return done.rowcount == 1

    async def codes_in(self, letter_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Return the numbers of the tasks that these messages speak of, by message."""
        rows = await self._conn.execute(
            select(OutboxMentionRow.outbox_id, TaskRow.code)
            .join(OccurrenceRow, OccurrenceRow.id == OutboxMentionRow.occurrence_id)
            .join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
            .where(OccurrenceRow.ward_id == self._ward_id)
            .where(OutboxMentionRow.outbox_id.in_(list(letter_ids)))
            .order_by(TaskRow.code)
        )
        found: dict[int, dict[int, None]] = defaultdict(dict)
        for letter_id, code in rows:
            found[letter_id][code] = None
        return {letter_id: tuple(codes) for letter_id, codes in found.items()}

    async def missing_files(self, now: datetime) -> tuple[MissingFile, ...]:
        """Return files not fetched yet and those given up of late, the latest first."""
        rows = await self._conn.execute(
            select(
                EvidenceRow.person_id,
                EvidenceRow.mime,
                EvidenceRow.received_at,
                EvidenceRow.state,
            )
            .where(EvidenceRow.ward_id == self._ward_id)
            .where(in_state(EvidenceRow.state, EvidenceState.PENDING, EvidenceState.FAILED))
            .where(EvidenceRow.received_at >= now - FORGOTTEN_AFTER)
            .order_by(EvidenceRow.received_at.desc())
            .limit(_MOST)
        )
        return tuple(
            MissingFile(r.person_id, r.mime, r.received_at, r.state == EvidenceState.FAILED.value)
            for r in rows
        )

    async def set_aside(self, now: datetime) -> int:
        """Return how many updates could not be handled of late, in every ward."""
        rows = await self._conn.execute(
            select(func.count())
            .select_from(InboxRow)
            .where(in_state(InboxRow.state, "bad"), InboxRow.received_at >= now - FORGOTTEN_AFTER)
        )
        return rows.scalar_one()


def _undelivered(row: Any) -> Undelivered:
    return Undelivered(
        id=row.id,
        kind=row.kind,
        person_id=row.person_id,
        chat=Chat(row.channel, row.account, row.chat),
        queued_at=row.created_at,
        expires_at=row.expires_at,
        state=Delivery(row.state),
        error=row.error or "",
        must_arrive=row.must_arrive,
        lane=Lane(row.lane),
    )
