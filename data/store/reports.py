"""What was said."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, insert, select, update

from data.domain.reports import (
    Doneness,
    Progress,
    Report,
    ReportState,
)
from data.store.models import OccurrenceRow, PersonRow, ReportRow
from data.store.sql import WardRepository, in_pieces, table_of

_REPORT = (
    ReportRow.id,
    ReportRow.occurrence_id,
    ReportRow.person_id,
    ReportRow.text,
    ReportRow.progress,
    ReportRow.state,
    ReportRow.created_at,
    ReportRow.recorded_by,
)


_ADD = insert(table_of(ReportRow)).returning(table_of(ReportRow).c.id)
_LATEST = (
    select(*_REPORT)
    .where(ReportRow.ward_id == bindparam("ward_id"))
    .where(ReportRow.person_id == bindparam("person_id"))
    .where(ReportRow.state == ReportState.STORED.value)
    .order_by(ReportRow.id.desc())
    .limit(1)
)


class Reports(WardRepository):
    """What was said in one ward."""

    async def add(
        self,
        occurrence_id: int,
        person_id: int,
        text: str,
        progress: Progress,
        *,
        before: dict[str, Any],
        now: datetime,
        said_in: str | None = None,
        chat: str | None = None,
        recorded_by: int | None = None,
    ) -> int:
        """Store a report; `before` is the occurrence as it stood, for undoing.

        `said_in` is the message that it came in, "channel/account/chat/id"; `chat` the person's
        own chat, "channel/account/chat".
        """
        await self._require_own(OccurrenceRow, [occurrence_id])
        await self._require_own(PersonRow, [person_id])
        row = await self._conn.execute(
            _ADD,
            {
                "ward_id": self._ward_id,
                "occurrence_id": occurrence_id,
                "person_id": person_id,
                "text": text,
                "progress": asdict(progress),
                "state": ReportState.STORED.value,
                "before": before,
                "created_at": now,
                "said_in": said_in,
                "chat": chat,
                "recorded_by": recorded_by,
            },
        )
        return int(row.scalar_one())

    async def get(self, report_id: int) -> Report | None:
        """Return one report."""
        found = await self._read(ReportRow.id == report_id)
        return found[0] if found else None

    async def standing(self, report_ids: Iterable[int]) -> tuple[Report, ...]:
        """Return those of these reports that were not taken back."""
        return await self._read(
            ReportRow.id.in_(list(report_ids)), ReportRow.state == ReportState.STORED
        )

    async def of_occurrence(self, occurrence_id: int) -> tuple[Report, ...]:
        """Return the reports on an occurrence that were not taken back, the latest first."""
        return await self._read(
            ReportRow.occurrence_id == occurrence_id, ReportRow.state == ReportState.STORED
        )

    async def of_occurrences(self, occurrence_ids: Iterable[int]) -> tuple[Report, ...]:
        """Return the reports on these that were not taken back, the first one first."""
        found: list[Report] = []
        for some in in_pieces(occurrence_ids):
            found += await self._read(
                ReportRow.occurrence_id.in_(some), ReportRow.state == ReportState.STORED
            )
        return tuple(sorted(found, key=lambda report: report.id))

    async def said_in(self, person_id: int, message: str) -> tuple[Report, ...]:
        """Return a person's reports whose words came in one message, also those taken back.

        `message` is "channel/account/chat/id"; in the order in which they were given.
        """
        found = await self._read(ReportRow.person_id == person_id, ReportRow.said_in == message)
        return found[::-1]

    async def given_at(self, person_id: int, moment: datetime) -> tuple[Report, ...]:
        """Return a person's reports of one moment, in their order, also those taken back."""
        found = await self._read(ReportRow.person_id == person_id, ReportRow.created_at == moment)
        return found[::-1]

    async def latest_of(self, person_id: int) -> Report | None:
        """Return a person's latest report that was not taken back."""
        rows = await self._conn.execute(_LATEST, {"ward_id": self._ward_id, "person_id": person_id})
        row = rows.one_or_none()
        return _report(row) if row else None

    async def latest(self, limit: int) -> tuple[Report, ...]:
        """Return the reports of the ward that came last, the latest first."""
        return await self._read(ReportRow.state == ReportState.STORED, limit=limit)

    async def between(self, start: datetime, end: datetime) -> tuple[Report, ...]:
        """Return the reports stored from `start` to before `end`, the latest first."""
        return await self._read(
            ReportRow.created_at >= start,
            ReportRow.created_at < end,
            ReportRow.state == ReportState.STORED,
        )

    async def amend(
        self, report_id: int, text: str, progress: Progress, *, said_in: str | None = None
    ) -> None:
        """Replace what a report says; `said_in` is the message of its words, if that is another."""
        values: dict[str, Any] = {"text": text, "progress": asdict(progress)}
        if said_in is not None:
            values["said_in"] = said_in
        await self._conn.execute(
            update(ReportRow)
            .where(ReportRow.ward_id == self._ward_id, ReportRow.id == report_id)
            .values(**values)
        )

    async def chat_of(self, report_id: int) -> str | None:
        """Return the chat in which its person gave a report, "channel/account/chat"."""
        row = await self._conn.execute(
            select(ReportRow.chat).where(
                ReportRow.ward_id == self._ward_id, ReportRow.id == report_id
            )
        )
        return row.scalar_one_or_none()

    async def before(self, report_id: int) -> dict[str, Any] | None:
        """Return the occurrence as it stood before a report; None if there is no such report."""
        row = await self._conn.execute(
            select(ReportRow.before).where(
                ReportRow.ward_id == self._ward_id, ReportRow.id == report_id
            )
        )
        return row.scalar_one_or_none()

    async def set_before(self, report_id: int, before: dict[str, Any]) -> None:
        """Say what undoing a report puts back: an earlier report was undone first."""
        await self._conn.execute(
            update(ReportRow)
            .where(ReportRow.ward_id == self._ward_id, ReportRow.id == report_id)
            .values(before=before)
        )

    async def take_back(self, report_id: int) -> dict[str, Any] | None:
        """Mark a report undone and return what stood before; None if it was undone already."""
        row = await self._conn.execute(
            update(ReportRow)
            .where(ReportRow.ward_id == self._ward_id, ReportRow.id == report_id)
            .where(ReportRow.state == ReportState.STORED)
            .values(state=ReportState.UNDONE.value)
            .returning(ReportRow.before)
        )
        return row.scalar_one_or_none()

    async def _read(
        self, *conditions: ColumnElement[bool], limit: int | None = None
    ) -> tuple[Report, ...]:
        query: Select[*tuple[Any, ...]] = (
            select(*_REPORT)
            .where(ReportRow.ward_id == self._ward_id, *conditions)
            .order_by(ReportRow.id.desc())
        )
        rows = await self._conn.execute(query.limit(limit) if limit is not None else query)
        return tuple(_report(r) for r in rows)


def _report(row: Any) -> Report:
    return Report(
        **{**row._mapping, "progress": _progress(row.progress), "state": ReportState(row.state)}
    )


def _progress(values: dict[str, Any]) -> Progress:
    return Progress(**{**values, "doneness": Doneness(values["doneness"])})
