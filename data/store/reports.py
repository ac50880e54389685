"""Reports and the evidence that goes with them."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, update

from data.domain.reports import (
    Doneness,
    Evidence,
    EvidenceState,
    Progress,
    Report,
    ReportState,
)
from data.store.models import EvidenceRow, ReportRow
from data.store.sql import WardRepository

_REPORT = (
    ReportRow.id,
    ReportRow.occurrence_id,
    ReportRow.person_id,
    ReportRow.text,
    ReportRow.progress,
    ReportRow.state,
    ReportRow.created_at,
)
_EVIDENCE = (
    EvidenceRow.id,
    EvidenceRow.person_id,
    EvidenceRow.report_id,
    EvidenceRow.name,
    EvidenceRow.mime,
    EvidenceRow.size,
    EvidenceRow.sha256,
    EvidenceRow.state,
    EvidenceRow.is_compressed,
    EvidenceRow.taken_at,
    EvidenceRow.sent_at,
    EvidenceRow.received_at,
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
    ) -> int:
        """Store a report; `before` is the occurrence as it stood, for undoing."""
        row = await self._conn.execute(
            insert(ReportRow)
            .values(
                ward_id=self._ward_id,
                occurrence_id=occurrence_id,
                person_id=person_id,
                text=text,
                progress=asdict(progress),
                state=ReportState.STORED.value,
                before=before,
                created_at=now,
            )
            .returning(ReportRow.id)
        )
        return row.scalar_one()

    async def get(self, report_id: int) -> Report | None:
        """Return one report."""
        found = await self._read(ReportRow.id == report_id)
        return found[0] if found else None

    async def of_occurrence(self, occurrence_id: int) -> tuple[Report, ...]:
        """Return the reports on an occurrence that were not taken back, the latest first."""
        return await self._read(
            ReportRow.occurrence_id == occurrence_id, ReportRow.state == ReportState.STORED
        )

    async def latest_of(self, person_id: int) -> Report | None:
        """Return a person's latest report that was not taken back."""
        found = await self._read(
            ReportRow.person_id == person_id, ReportRow.state == ReportState.STORED, limit=1
        )
        return found[0] if found else None

    async def between(self, start: datetime, end: datetime) -> tuple[Report, ...]:
        """Return the reports stored from `start` to before `end`, the latest first."""
        return await self._read(
            ReportRow.created_at >= start,
            ReportRow.created_at < end,
            ReportRow.state == ReportState.STORED,
        )

    async def amend(self, report_id: int, text: str, progress: Progress) -> None:
        """Replace what a report says."""
        await self._conn.execute(
            update(ReportRow)
            .where(ReportRow.ward_id == self._ward_id, ReportRow.id == report_id)
            .values(text=text, progress=asdict(progress))
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
        return tuple(
            Report(
                **{
                    **r._mapping,
                    "progress": _progress(r.progress),
                    "state": ReportState(r.state),
                }
            )
            for r in rows
        )


def _progress(values: dict[str, Any]) -> Progress:
    return Progress(**{**values, "doneness": Doneness(values["doneness"])})


class EvidenceFiles(WardRepository):
    """What was shown in one ward: rows about files whose bytes are in the evidence store."""

    async def add(
        self,
        person_id: int,
        *,
        channel: str,
        ref: str,
        name: str,
        mime: str,
        size: int,
        sha256: str | None,
        is_compressed: bool,
        exif: dict[str, Any] | None,
        taken_at: datetime | None,
        sent_at: datetime,
        received_at: datetime,
        report_id: int | None = None,
    ) -> int:
        """Record a file. Without `sha256` it is pending: `fetch_files` will bring the bytes."""
        state = EvidenceState.STORED if sha256 else EvidenceState.PENDING
        row = await self._conn.execute(
            insert(EvidenceRow)
            .values(
                ward_id=self._ward_id,
                person_id=person_id,
                report_id=report_id,
                channel=channel,
                ref=ref,
                name=name,
                mime=mime,
                size=size,
                sha256=sha256,
                state=state.value,
                is_compressed=is_compressed,
                exif=exif,
                taken_at=taken_at,
                sent_at=sent_at,
                received_at=received_at,
                next_fetch_at=None if sha256 else received_at,
            )
            .returning(EvidenceRow.id)
        )
        return row.scalar_one()

    async def attach(self, evidence_ids: Iterable[int], report_id: int) -> None:
        """Put files under a report."""
        await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id)
            .where(EvidenceRow.id.in_(list(evidence_ids)))
            .values(report_id=report_id)
        )

    async def detach(self, report_id: int) -> tuple[int, ...]:
        """Take the files of a report out from under it, and return their ids."""
        rows = await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.report_id == report_id)
            .values(report_id=None)
            .returning(EvidenceRow.id)
        )
        return tuple(rows.scalars())

    async def some(self, evidence_ids: Iterable[int]) -> tuple[Evidence, ...]:
        """Return these files in the order in which they came."""
        return await self._read(EvidenceRow.id.in_(list(evidence_ids)))

    async def of_reports(self, report_ids: Iterable[int]) -> tuple[Evidence, ...]:
        """Return the files under these reports in the order in which they came."""
        return await self._read(EvidenceRow.report_id.in_(list(report_ids)))

    async def with_digest(self, sha256: str) -> tuple[Evidence, ...]:
        """Return every record of the file with these very bytes."""
        return await self._read(EvidenceRow.sha256 == sha256)

    async def count_by_occurrence(self, occurrence_ids: Iterable[int]) -> dict[int, int]:
        """Return how many files each occurrence has under reports that stand."""
        rows = await self._conn.execute(
            select(ReportRow.occurrence_id, func.count())
            .join(EvidenceRow, EvidenceRow.report_id == ReportRow.id)
            .where(ReportRow.ward_id == self._ward_id, ReportRow.state == ReportState.STORED)
            .where(ReportRow.occurrence_id.in_(list(occurrence_ids)))
            .group_by(ReportRow.occurrence_id)
        )
        return {r[0]: r[1] for r in rows}

    async def pending(
        self, now: datetime, limit: int = 50
    ) -> tuple[tuple[Evidence, str, str], ...]:
        """Return files to fetch by now, each with its channel and the channel's reference."""
        rows = await self._conn.execute(
            select(*_EVIDENCE, EvidenceRow.channel, EvidenceRow.ref)
            .where(EvidenceRow.ward_id == self._ward_id)
            .where(EvidenceRow.state == EvidenceState.PENDING, EvidenceRow.next_fetch_at <= now)
            .order_by(EvidenceRow.next_fetch_at)
            .limit(limit)
        )
        return tuple((_evidence(r), r.channel, r.ref) for r in rows)

    async def mark_stored(
        self, evidence_id: int, sha256: str, size: int, *, mime: str | None = None
    ) -> None:
        """Record that the bytes are on disk, fsynced."""
        values: dict[str, Any] = {
            "sha256": sha256,
            "size": size,
            "state": EvidenceState.STORED.value,
            "next_fetch_at": None,
        }
        if mime is not None:
            values["mime"] = mime
        await self._set(evidence_id, **values)

    async def mark_failed(self, evidence_id: int, next_fetch_at: datetime | None) -> None:
        """Count a failed fetch; None gives the file up."""
        state = EvidenceState.PENDING if next_fetch_at else EvidenceState.FAILED
        await self._set(
            evidence_id,
            state=state.value,
            next_fetch_at=next_fetch_at,
            attempts=EvidenceRow.attempts + 1,
        )

    async def _set(self, evidence_id: int, **values: Any) -> None:
        await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.id == evidence_id)
            .values(**values)
        )

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[Evidence, ...]:
        rows = await self._conn.execute(
            select(*_EVIDENCE)
            .where(EvidenceRow.ward_id == self._ward_id, *conditions)
            .order_by(EvidenceRow.id)
        )
        return tuple(_evidence(r) for r in rows)


def _evidence(row: Any) -> Evidence:
    values = {c.key: row._mapping[c.key] for c in _EVIDENCE}
    return Evidence(**{**values, "state": EvidenceState(values["state"])})
