"""What was asked about due dates, and how it was settled."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update

from data.domain.requests import Decision, Request, RequestKind
from data.store.models import OccurrenceRow, PersonRow, RequestRow
from data.store.sql import WardRepository, insert_once

_REQUEST = tuple(c for c in RequestRow.__table__.c if c.name not in ("ward_id", "chat", "before"))
_OPEN = and_(RequestRow.decision.is_(None), RequestRow.undone_at.is_(None))


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A question to be kept."""

    occurrence_id: int
    kind: RequestKind
    person_id: int
    reason: str
    due_on: date
    wished_on: date | None = None
    chat: str | None = None
    """The asker's own chat, "channel/account/chat"."""


class Requests(WardRepository):
    """What was asked in one ward."""

    async def add(self, new: NewRequest, now: datetime) -> int | None:
        """Keep a question and return its id; None when one of its kind waits already."""
        await self._require_own(OccurrenceRow, [new.occurrence_id])
        await self._require_own(PersonRow, [new.person_id])
        values = {**asdict(new), "kind": new.kind.value, "ward_id": self._ward_id, "at": now}
        row = await self._conn.execute(
            insert_once(self._conn, RequestRow, {**values, "decided_words": ""}).returning(
                RequestRow.id
            )
        )
        return row.scalar_one_or_none()

    async def get(self, request_id: int) -> Request | None:
        """Return one question."""
        found = await self._read(RequestRow.id == request_id)
        return found[0] if found else None

    async def of_occurrences(self, occurrence_ids: Iterable[int]) -> tuple[Request, ...]:
        """Return everything that was asked about these, in its order."""
        return await self._read(RequestRow.occurrence_id.in_(list(occurrence_ids)))

    async def open(self) -> tuple[Request, ...]:
        """Return what nobody has settled, what has waited longest first."""
        return await self._read(_OPEN)

    async def fresh_of(self, person_id: int, since: datetime) -> tuple[Request, ...]:
        """Return what somebody asked since then and nobody answered, and what they answered."""
        asked = and_(RequestRow.person_id == person_id, _OPEN, RequestRow.at >= since)
        settled = and_(RequestRow.decided_by == person_id, RequestRow.decided_at >= since)
        return await self._read(or_(asked, settled), RequestRow.undone_at.is_(None))

    async def confirmed_lateness(self) -> frozenset[tuple[int, date]]:
        """Return the occurrences and due dates for which being late had a confirmed reason."""
        rows = await self._conn.execute(
            select(RequestRow.occurrence_id, RequestRow.due_on)
            .where(RequestRow.ward_id == self._ward_id)
            .where(RequestRow.kind == RequestKind.LATENESS.value)
            .where(RequestRow.decision == Decision.GRANTED.value, RequestRow.undone_at.is_(None))
        )
        return frozenset((r.occurrence_id, r.due_on) for r in rows)

    async def chat_of(self, request_id: int) -> str | None:
        """Return the chat in which its person asked, "channel/account/chat"."""
        row = await self._conn.execute(
            select(RequestRow.chat).where(
                RequestRow.ward_id == self._ward_id, RequestRow.id == request_id
            )
        )
        return row.scalar_one_or_none()

    async def settle(
        self,
        request_id: int,
        decision: Decision,
        by: int,
        words: str,
        now: datetime,
        *,
        granted_on: date | None = None,
        before: dict[str, Any] | None = None,
    ) -> bool:
        """Keep the answer; False when somebody settled it already, or it was withdrawn.

        `before` is what it changes of the occurrence, as it stands.
        """
        done = await self._conn.execute(
            update(RequestRow)
            .where(RequestRow.ward_id == self._ward_id, RequestRow.id == request_id)
            .where(_OPEN)
            .values(
                decision=decision.value,
                decided_by=by,
                decided_words=words,
                granted_on=granted_on,
                decided_at=now,
                before=before,
            )
        )
        return done.rowcount == 1

    async def before(self, request_id: int) -> dict[str, Any]:
        """Return what an answer changed of the occurrence, as it stood."""
        row = await self._conn.execute(
            select(RequestRow.before).where(
                RequestRow.ward_id == self._ward_id, RequestRow.id == request_id
            )
        )
        return row.scalar_one_or_none() or {}

    async def take_back(self, request_id: int, decision: Decision | None, now: datetime) -> bool:
        """Mark a question as withdrawn, or this answer as taken back; False when it moved on."""
        stands = RequestRow.undone_at.is_(None)
        done = await self._conn.execute(
            update(RequestRow)
            .where(RequestRow.ward_id == self._ward_id, RequestRow.id == request_id, stands)
            .where(RequestRow.decision.is_not_distinct_from(decision and decision.value))
            .values(undone_at=now)
        )
        return done.rowcount == 1

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[Request, ...]:
        rows = await self._conn.execute(
            select(*_REQUEST)
            .where(RequestRow.ward_id == self._ward_id, *conditions)
            .order_by(RequestRow.id)
        )
        return tuple(_request(r) for r in rows)


def _request(row: Any) -> Request:
    decision = Decision(row.decision) if row.decision else None
    return Request(**{**row._mapping, "kind": RequestKind(row.kind), "decision": decision})
