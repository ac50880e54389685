"""Who was given which version of the notice about personal data, and what is held about a person."""

from datetime import datetime

from sqlalchemy import func, select, update

from data.domain.notices import Given, Held
from data.store.models import (
    CalendarFeedRow,
    EvidenceRow,
    LinkRow,
    NoticeRow,
    OutboxRow,
    PersonRow,
    ReportRow,
    WebSessionRow,
)
from data.store.sql import WardRepository, insert_once

_GIVEN = (NoticeRow.version, NoticeRow.given_at, NoticeRow.read_at)


class Notices(WardRepository):
    """The notices of one ward."""

    async def give(self, person_id: int, version: str, now: datetime) -> bool:
        """Note that somebody was given a version; False when it was given before."""
        await self._require_own(PersonRow, [person_id])
        done = await self._conn.execute(
            insert_once(
                self._conn,
                NoticeRow,
                {
                    "ward_id": self._ward_id,
                    "person_id": person_id,
                    "version": version,
                    "given_at": now,
                },
            ).returning(NoticeRow.id)
        )
        return done.scalar_one_or_none() is not None

    async def read(self, person_id: int, version: str, now: datetime) -> bool:
        """Note that somebody says they have read it; False when they said so before."""
        done = await self._conn.execute(
            update(NoticeRow)
            .where(NoticeRow.ward_id == self._ward_id, NoticeRow.person_id == person_id)
            .where(NoticeRow.version == version, NoticeRow.read_at.is_(None))
            .values(read_at=now)
        )
        return done.rowcount == 1

    async def of(self, person_id: int) -> tuple[Given, ...]:
        """Return what somebody was given, the latest last."""
        rows = await self._conn.execute(
            select(*_GIVEN)
            .where(NoticeRow.ward_id == self._ward_id, NoticeRow.person_id == person_id)
            .order_by(NoticeRow.given_at, NoticeRow.id)
        )
        return tuple(Given(**r._mapping) for r in rows)

    async def without(self, limit: int) -> tuple[int, ...]:
        """Return active people who are reached by a chat and were never given any version."""
        rows = await self._conn.execute(
            select(PersonRow.id)
            .where(PersonRow.ward_id == self._ward_id, PersonRow.is_active)
            .where(
                select(LinkRow.id)
                .where(LinkRow.person_id == PersonRow.id, LinkRow.revoked_at.is_(None))
                .exists()
            )
            .where(~select(NoticeRow.id).where(NoticeRow.person_id == PersonRow.id).exists())
            .order_by(PersonRow.id)
            .limit(limit)
        )
        return tuple(rows.scalars())

    async def held(self, person_id: int) -> Held:
        """Count what is kept about somebody."""
        counts = []
        for row in (LinkRow, ReportRow, EvidenceRow, OutboxRow, WebSessionRow, CalendarFeedRow):
            query = (
                select(func.count())
                .select_from(row)
                .where(row.ward_id == self._ward_id, row.person_id == person_id)
            )
            if row in {LinkRow, WebSessionRow, CalendarFeedRow}:
                query = query.where(row.revoked_at.is_(None))
            counts.append((await self._conn.execute(query)).scalar_one())
        return Held(*counts)
