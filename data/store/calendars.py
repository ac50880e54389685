"""Calendar feeds: who may ask for which, and what they showed last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, insert, or_, select, update

from data.domain.tasks import Occurrence, OccurrenceState
from data.store.models import CalendarFeedRow, CalendarMarkRow, OccurrenceRow, PersonRow
from data.store.occurrences import occurrence_of
from data.store.sql import Repository, WardRepository, insert_once

_OCCURRENCE = tuple(c for c in OccurrenceRow.__table__.c if c.name != "ward_id")
_AT_ONCE = 500
"""Rows an INSERT."""
MOST_SHOWN = 2_000
"""Occurrences of one calendar: telephones grow slow beyond that."""


@dataclass(frozen=True, slots=True)
class Feed:
    """An address that was given out and stands."""

    id: int
    ward_id: int
    person_id: int
    agency_id: int | None
    """None: the work of the person's own agencies."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Mark:
    """What calendars last showed of an occurrence."""

    digest: str
    sequence: int
    """How often what is shown changed."""
    changed_at: datetime


_FEED = (
    CalendarFeedRow.id,
    CalendarFeedRow.ward_id,
    CalendarFeedRow.person_id,
    CalendarFeedRow.agency_id,
    CalendarFeedRow.created_at,
)


class CalendarFeeds(Repository):
    """The addresses of every ward: whoever asks shows nothing but a token."""

    async def behind(self, token_hash: str) -> Feed | None:
        """Return the feed that stands under this hash; none of somebody who is not active."""
        rows = await self._conn.execute(
            select(*_FEED)
            .join(PersonRow, PersonRow.id == CalendarFeedRow.person_id)
            .where(CalendarFeedRow.token_hash == token_hash, PersonRow.is_active)
            .where(CalendarFeedRow.revoked_at.is_(None))
        )
        row = rows.one_or_none()
        return Feed(**row._mapping) if row else None


class Calendars(WardRepository):
    """The calendars of one ward."""

    async def open_feed(
        self, person_id: int, agency_id: int | None, token_hash: str, now: datetime
    ) -> None:
        """Give an address out; an earlier one of the same person for the same work ends."""
        await self._require_own(PersonRow, [person_id])
        await self.end_feed(person_id, agency_id, now)
        await self._conn.execute(
            insert(CalendarFeedRow).values(
                ward_id=self._ward_id,
                person_id=person_id,
                agency_id=agency_id,
                token_hash=token_hash,
                created_at=now,
            )
        )

    async def end_feed(self, person_id: int, agency_id: int | None, now: datetime) -> int:
        """End a person's address for this work; return how many stood."""
        return await self._end(
            person_id, now, CalendarFeedRow.agency_id.is_not_distinct_from(agency_id)
        )

    async def end_all(self, person_id: int, now: datetime) -> int:
        """End every address of a person; return how many stood."""
        return await self._end(person_id, now)

    async def _end(self, person_id: int, now: datetime, *which: ColumnElement[bool]) -> int:
        done = await self._conn.execute(
            update(CalendarFeedRow)
            .where(CalendarFeedRow.ward_id == self._ward_id, CalendarFeedRow.revoked_at.is_(None))
            .where(CalendarFeedRow.person_id == person_id, *which)
            .values(revoked_at=now)
        )
        return done.rowcount

    async def feeds_of(self, person_id: int) -> tuple[Feed, ...]:
        """Return a person's addresses that stand, oldest first."""
        rows = await self._conn.execute(
            select(*_FEED)
            .where(CalendarFeedRow.ward_id == self._ward_id)
            .where(CalendarFeedRow.person_id == person_id, CalendarFeedRow.revoked_at.is_(None))
            .order_by(CalendarFeedRow.id)
        )
        return tuple(Feed(**r._mapping) for r in rows)

    async def shown(
        self, agency_ids: Iterable[int], first: date, last: date
    ) -> tuple[Occurrence, ...]:
        """Return what these agencies owe or did, due from `first` to `last`, by due date.

        Cancelled work only where a calendar showed it before: else nobody has to hear of it.
        """
        rows = await self._conn.execute(
            select(*_OCCURRENCE)
            .outerjoin(CalendarMarkRow, CalendarMarkRow.occurrence_id == OccurrenceRow.id)
            .where(OccurrenceRow.ward_id == self._ward_id)
            .where(OccurrenceRow.agency_id.in_(list(agency_ids)))
            .where(OccurrenceRow.due_on >= first, OccurrenceRow.due_on <= last)
            .where(
                or_(
                    OccurrenceRow.state != OccurrenceState.CANCELLED,
                    CalendarMarkRow.occurrence_id.is_not(None),
                )
            )
            .order_by(OccurrenceRow.due_on, OccurrenceRow.id)
            .limit(MOST_SHOWN)
        )
        return tuple(occurrence_of(r) for r in rows)

    async def marks(self, occurrence_ids: Iterable[int]) -> dict[int, Mark]:
        """Return by occurrence what calendars showed of it."""
        rows = await self._conn.execute(
            select(
                CalendarMarkRow.occurrence_id,
                CalendarMarkRow.digest,
                CalendarMarkRow.sequence,
                CalendarMarkRow.changed_at,
            )
            .where(CalendarMarkRow.ward_id == self._ward_id)
            .where(CalendarMarkRow.occurrence_id.in_(list(occurrence_ids)))
        )
        return {r.occurrence_id: Mark(r.digest, r.sequence, r.changed_at) for r in rows}

    async def mark(self, digests: Mapping[int, str], now: datetime) -> dict[int, Mark]:
        """Note what is shown from now on, and return the marks of all these."""
        before = await self.marks(digests)
        await self._require_own(OccurrenceRow, digests)
        new = [
            {
                "occurrence_id": i,
                "ward_id": self._ward_id,
                "digest": digest,
                "sequence": 0,
                "changed_at": now,
            }
            for i, digest in digests.items()
            if i not in before
        ]
        for start in range(0, len(new), _AT_ONCE):
            some = new[start : start + _AT_ONCE]
            await self._conn.execute(insert_once(self._conn, CalendarMarkRow, some))
        for i, mark in before.items():
            if mark.digest != digests[i]:
                await self._conn.execute(
                    update(CalendarMarkRow)
                    .where(CalendarMarkRow.ward_id == self._ward_id)
                    .where(CalendarMarkRow.occurrence_id == i)
                    .values(digest=digests[i], sequence=mark.sequence + 1, changed_at=now)
                )
        return await self.marks(digests)
