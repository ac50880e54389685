"""What was shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from data.domain.evidence import is_looked_at
from data.domain.reports import Evidence, EvidenceState, ReportState
from data.store.models import EvidenceRow, ReportRow
from data.store.sql import WardRepository, in_pieces, in_state

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
# What tells one file from another: its bytes, or its own row while these are still to be fetched.
_BYTES, _ROW = EvidenceRow.sha256, cast(EvidenceRow.id, String)


@dataclass(frozen=True, slots=True)
class ToFetch:
    """A file whose bytes are still with its platform, or a stored picture not looked at yet."""

    evidence: Evidence
    channel: str
    account: str
    """Empty when the channel has only one."""
    ref: str
    """The platform's own reference."""
    attempts: int


@dataclass(frozen=True, slots=True)
class Shelf:
    """Files in one figure."""

    files: int
    size: int
    """Bytes."""
    oldest: datetime


class EvidenceFiles(WardRepository):
    """What was shown in one ward: rows about files whose bytes are in the evidence store."""

    has_pending = False
    """Whether this unit of work recorded a file that is still to be fetched."""

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
        account: str = "",
    ) -> int:
        """Record a file. Without `sha256` it is pending: `fetch_files` will bring the bytes.

        A stored picture whose EXIF is not read yet is looked at by the same tick, a document's
        first page too.
        """
        self.has_pending = self.has_pending or sha256 is None
        is_to_look_at = sha256 is None or (exif is None and is_looked_at(mime))
        state = EvidenceState.STORED if sha256 else EvidenceState.PENDING
        row = await self._conn.execute(
            insert(EvidenceRow)
            .values(
                ward_id=self._ward_id,
                person_id=person_id,
                report_id=report_id,
                channel=channel,
                account=account,
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
                next_fetch_at=received_at if is_to_look_at else None,
            )
            .returning(EvidenceRow.id)
        )
        return row.scalar_one()

    async def attach(self, evidence_ids: Iterable[int], report_id: int) -> None:
        """Put files under a report."""
        await self._require_own(ReportRow, [report_id])
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

    async def detach_some(self, report_id: int, first: int, last: int) -> tuple[int, ...]:
        """Take the files with ids from `first` to `last` out from under a report."""
        rows = await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.report_id == report_id)
            .where(EvidenceRow.id >= first, EvidenceRow.id <= last)
            .values(report_id=None)
            .returning(EvidenceRow.id)
        )
        return tuple(sorted(rows.scalars()))

    async def some(self, evidence_ids: Iterable[int]) -> tuple[Evidence, ...]:
        """Return these files in the order in which they came."""
        return await self._read(EvidenceRow.id.in_(list(evidence_ids)))

    async def of_reports(self, report_ids: Iterable[int]) -> tuple[Evidence, ...]:
        """Return the files under these reports in the order in which they came."""
        found: list[Evidence] = []
        for some in in_pieces(report_ids):
            found += await self._read(EvidenceRow.report_id.in_(some))
        return tuple(sorted(found, key=lambda file: file.id))

    async def counts(
        self, start: datetime | None = None, end: datetime | None = None
    ) -> dict[int, int]:
        """Return how many different files the reports show, by occurrence.

        Only those of reports stored from `start` to before `end`, as far as these are given; a
        report that was taken back shows nothing, and the same bytes twice are one file. Neither
        does a file that is lost, held back or destroyed.
        """
        query = (
            select(ReportRow.occurrence_id, func.count(func.coalesce(_BYTES, _ROW).distinct()))
            .join(ReportRow, ReportRow.id == EvidenceRow.report_id)
            .where(EvidenceRow.ward_id == self._ward_id)
            .where(in_state(EvidenceRow.state, EvidenceState.PENDING, EvidenceState.STORED))
            .where(in_state(ReportRow.state, ReportState.STORED))
            .group_by(ReportRow.occurrence_id)
        )
        if start is not None:
            query = query.where(ReportRow.created_at >= start)
        if end is not None:
            query = query.where(ReportRow.created_at < end)
        return {r[0]: r[1] for r in await self._conn.execute(query)}

    async def with_digest(self, sha256: str) -> tuple[Evidence, ...]:
        """Return every record of the file with these very bytes."""
        return await self._read(EvidenceRow.sha256 == sha256)

    async def older_than(self, moment: datetime) -> Shelf | None:
        """Return what is here and came before then, in one figure; None when nothing did."""
        rows = await self._conn.execute(
            select(
                func.count().label("files"),
                func.sum(EvidenceRow.size).label("size"),
                func.min(EvidenceRow.received_at).label("oldest"),
            )
            .where(EvidenceRow.ward_id == self._ward_id)
            .where(EvidenceRow.state == EvidenceState.STORED.value)
            .where(EvidenceRow.received_at < moment)
        )
        row = rows.one()
        return Shelf(row.files, int(row.size), row.oldest) if row.files else None

    async def latest(self, limit: int) -> tuple[Evidence, ...]:
        """Return the files that are here and came last, the latest first."""
        rows = await self._conn.execute(
            select(*_EVIDENCE)
            .where(EvidenceRow.ward_id == self._ward_id)
            .where(EvidenceRow.state == EvidenceState.STORED.value)
            .order_by(EvidenceRow.id.desc())
            .limit(limit)
        )
        return tuple(_evidence(r) for r in rows)

    async def shown_before(self, digests: Iterable[str], evidence_id: int) -> tuple[Evidence, ...]:
        """Return files with these bytes that came before that one, under a report each."""
        return await self._read(
            EvidenceRow.sha256.in_(list(digests)),
            EvidenceRow.id < evidence_id,
            EvidenceRow.report_id.is_not(None),
            EvidenceRow.state == EvidenceState.STORED.value,
        )

    async def sent_before(
        self, person_id: int, channel: str, refs: Iterable[str]
    ) -> dict[str, Evidence]:
        """Return by reference what a person sent by a channel before: each file's latest record.

        The same file may come under another reference; what is before ":" in it stays the same.
        """
        wanted = {_lasting(ref): ref for ref in refs}
        if not wanted:
            return {}
        rows = await self._conn.execute(
            select(*_EVIDENCE, EvidenceRow.ref)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.person_id == person_id)
            .where(EvidenceRow.channel == channel)
            .where(EvidenceRow.state != EvidenceState.FAILED.value)
            .where(or_(*(EvidenceRow.ref.startswith(one, autoescape=True) for one in wanted)))
            .order_by(EvidenceRow.id)
        )
        return {wanted[one]: _evidence(r) for r in rows if (one := _lasting(r.ref)) in wanted}

    async def pending(self, now: datetime, limit: int = 50) -> tuple[ToFetch, ...]:
        """Return files to fetch or look at by now, those that have waited longest first."""
        rows = await self._conn.execute(
            select(
                *_EVIDENCE,
                EvidenceRow.channel,
                EvidenceRow.account,
                EvidenceRow.ref,
                EvidenceRow.attempts,
            )
            .where(EvidenceRow.ward_id == self._ward_id)
            .where(EvidenceRow.next_fetch_at <= now)
            .order_by(EvidenceRow.next_fetch_at)
            .limit(limit)
        )
        return tuple(ToFetch(_evidence(r), r.channel, r.account, r.ref, r.attempts) for r in rows)

    async def mark_stored(
        self,
        evidence_id: int,
        sha256: str,
        size: int,
        *,
        mime: str | None = None,
        exif: dict[str, Any] | None = None,
        taken_at: datetime | None = None,
    ) -> bool:
        """Record that the bytes are on disk, fsynced. False when that was known before."""
        values: dict[str, Any] = {
            "sha256": sha256,
            "size": size,
            "exif": exif,
            "taken_at": taken_at,
            "state": EvidenceState.STORED.value,
            "next_fetch_at": None,
        }
        if mime is not None:
            values["mime"] = mime
        return await self._settle(evidence_id, **values)

    async def leave_if_twice(self, evidence_id: int) -> None:
        """Take a file out from under its report when the same bytes are there already."""
        other = aliased(EvidenceRow)
        await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.id == evidence_id)
            .where(
                exists()
                .where(other.ward_id == self._ward_id, other.id != evidence_id)
                .where(other.report_id == EvidenceRow.report_id)
                .where(other.sha256 == EvidenceRow.sha256)
            )
            .values(report_id=None)
        )

    async def mark_failed(self, evidence_id: int, next_fetch_at: datetime | None) -> bool:
        """Count a failed fetch; None gives the file up. False when it was settled before."""
        state = EvidenceState.PENDING if next_fetch_at else EvidenceState.FAILED
        return await self._settle(
            evidence_id,
            state=state.value,
            next_fetch_at=next_fetch_at,
            attempts=EvidenceRow.attempts + 1,
        )

    async def postpone(self, evidence_id: int, next_fetch_at: datetime) -> None:
        """Try later, without counting: it was not the file's fault."""
        await self._settle(evidence_id, next_fetch_at=next_fetch_at)

    async def mark_looked_at(
        self, evidence_id: int, exif: dict[str, Any], taken_at: datetime | None
    ) -> None:
        """Record what a stored picture says of itself."""
        await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.id == evidence_id)
            .values(exif=exif, taken_at=taken_at, next_fetch_at=None)
        )

    async def move(self, sha256: str, of: EvidenceState, to: EvidenceState) -> int:
        """Put every record of these bytes that is in one state into another; returns how many."""
        done = await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.sha256 == sha256)
            .where(EvidenceRow.state == of.value)
            .values(state=to.value)
        )
        return done.rowcount

    async def _settle(self, evidence_id: int, **values: Any) -> bool:
        done = await self._conn.execute(
            update(EvidenceRow)
            .where(EvidenceRow.ward_id == self._ward_id, EvidenceRow.id == evidence_id)
            .where(in_state(EvidenceRow.state, EvidenceState.PENDING))
            .values(**values)
        )
        return done.rowcount == 1

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[Evidence, ...]:
        rows = await self._conn.execute(
            select(*_EVIDENCE)
            .where(EvidenceRow.ward_id == self._ward_id, *conditions)
            .order_by(EvidenceRow.id)
        )
        return tuple(_evidence(r) for r in rows)


def _lasting(ref: str) -> str:
    """Return the part of a platform's reference that the same file always has."""
    return ref.partition(":")[0]


def _evidence(row: Any) -> Evidence:
    values = {c.key: row._mapping[c.key] for c in _EVIDENCE}
    return Evidence(**{**values, "state": EvidenceState(values["state"])})
