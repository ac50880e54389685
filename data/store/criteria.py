"""Criteria of a ward, the tasks tied to them, and what there is to show for each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import case, delete, func, insert, select, update

from data.domain.criteria import (
    Catalogue,
    CatalogueDraft,
    CatalogueStanding,
    Counts,
    Criterion,
    CriterionDraft,
    Proof,
    standings,
)
from data.domain.reports import EvidenceState, ReportState
from data.domain.tasks import DONE, OccurrenceState
from data.store.models import (
    CatalogueRow,
    CriterionRow,
    CriterionTaskRow,
    EvidenceRow,
    OccurrenceRow,
    ReportRow,
    TaskRow,
)
from data.store.sql import WardRepository, insert_once

_CATALOGUE = (
    CatalogueRow.id,
    CatalogueRow.name,
    CatalogueRow.version,
    CatalogueRow.year,
    CatalogueRow.source,
    CatalogueRow.is_active,
)
_CRITERION = (
    *(CriterionRow.id, CriterionRow.catalogue_id, CriterionRow.code, CriterionRow.title),
    *(CriterionRow.points, CriterionRow.asks, CriterionRow.position, CriterionRow.is_gone),
    *(CriterionRow.score, CriterionRow.explanation),
)


class Criteria(WardRepository):
    """The criteria of one ward."""

    async def catalogues(self) -> tuple[Catalogue, ...]:
        """Return every catalogue, the latest year first."""
        rows = await self._conn.execute(
            select(*_CATALOGUE)
            .where(CatalogueRow.ward_id == self._ward_id)
            .order_by(CatalogueRow.year.desc(), CatalogueRow.name, CatalogueRow.id)
        )
        return tuple(Catalogue(**r._mapping) for r in rows)

    async def all(self, catalogue_id: int | None = None) -> tuple[Criterion, ...]:
        """Return the criteria, also those that are gone, in their order."""
        query = select(*_CRITERION).where(CriterionRow.ward_id == self._ward_id)
        if catalogue_id is not None:
            query = query.where(CriterionRow.catalogue_id == catalogue_id)
        rows = await self._conn.execute(
            query.order_by(CriterionRow.catalogue_id, CriterionRow.position, CriterionRow.id)
        )
        return tuple(_criterion(r) for r in rows)

    async def add(self, draft: CatalogueDraft, now: datetime) -> int:
        """Add an empty catalogue; its criteria are written by `write`."""
        row = await self._conn.execute(
            insert(CatalogueRow)
            .values(
                ward_id=self._ward_id,
                name=draft.name,
                year=draft.year,
                version=draft.version,
                source=draft.source,
                is_active=True,
                changed_at=now,
            )
            .returning(CatalogueRow.id)
        )
        return row.scalar_one()

    async def describe(self, catalogue_id: int, draft: CatalogueDraft, now: datetime) -> None:
        """Write a catalogue's version and source anew."""
        await self._conn.execute(
            update(CatalogueRow)
            .where(CatalogueRow.ward_id == self._ward_id, CatalogueRow.id == catalogue_id)
            .values(version=draft.version, source=draft.source, changed_at=now)
        )

    async def set_active(self, catalogue_id: int, is_active: bool) -> bool:
        """Say whether a catalogue is looked at; False when it was so before."""
        done = await self._conn.execute(
            update(CatalogueRow)
            .where(CatalogueRow.ward_id == self._ward_id, CatalogueRow.id == catalogue_id)
            .where(CatalogueRow.is_active != is_active)
            .values(is_active=is_active)
        )
        return done.rowcount == 1

    async def write(self, catalogue_id: int, drafts: Sequence[CriterionDraft]) -> None:
        """Make the catalogue's criteria these, by code; others are gone, with what they had."""
        await self._require_own(CatalogueRow, [catalogue_id])
        known = {c.code: c.id for c in await self.all(catalogue_id)}
        for position, draft in enumerate(drafts):
            values: dict[str, Any] = {
                "title": draft.title,
                "points": _stored(draft.points),
                "asks": draft.asks,
                "position": position,
                "is_gone": False,
            }
            if draft.score is not None:
                values["score"] = _stored(draft.score)
            if draft.explanation:
                values["explanation"] = draft.explanation
            if draft.code in known:
                await self._conn.execute(
                    update(CriterionRow)
                    .where(CriterionRow.ward_id == self._ward_id)
                    .where(CriterionRow.id == known[draft.code])
                    .values(**values)
                )
            else:
                own = {"ward_id": self._ward_id, "catalogue_id": catalogue_id, "code": draft.code}
                await self._conn.execute(insert(CriterionRow).values(**own, **values))
        await self._conn.execute(
            update(CriterionRow)
            .where(CriterionRow.ward_id == self._ward_id)
            .where(CriterionRow.catalogue_id == catalogue_id)
            .where(CriterionRow.code.not_in([d.code for d in drafts]))
            .values(is_gone=True)
        )

    async def set_score(self, criterion_id: int, score: Decimal | None, explanation: str) -> None:
        """Write the office's own score and explanation."""
        await self._conn.execute(
            update(CriterionRow)
            .where(CriterionRow.ward_id == self._ward_id, CriterionRow.id == criterion_id)
            .values(score=_stored(score), explanation=explanation)
        )

    async def tie(
        self, pairs: Iterable[tuple[int, int]], now: datetime
    ) -> tuple[tuple[int, int], ...]:
        """Tie tasks to criteria, as (criterion, task); return the pairs that are new."""
        wanted = list(dict.fromkeys(pairs))
        await self._require_own(CriterionRow, [c for c, _ in wanted])
        await self._require_own(TaskRow, [t for _, t in wanted])
        new = []
        for criterion_id, task_id in wanted:
            values = {"criterion_id": criterion_id, "task_id": task_id, "tied_at": now}
            done = await self._conn.execute(
                insert_once(self._conn, CriterionTaskRow, values).returning(
                    CriterionTaskRow.task_id
                )
            )
            if done.scalar_one_or_none() is not None:
                new.append((criterion_id, task_id))
        return tuple(new)

    async def untie(self, pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        """Untie tasks from criteria; return the pairs that were tied."""
        wanted = list(dict.fromkeys(pairs))
        await self._require_own(CriterionRow, [c for c, _ in wanted])
        gone = []
        for criterion_id, task_id in wanted:
            done = await self._conn.execute(
                delete(CriterionTaskRow)
                .where(CriterionTaskRow.criterion_id == criterion_id)
                .where(CriterionTaskRow.task_id == task_id)
            )
            if done.rowcount:
                gone.append((criterion_id, task_id))
        return tuple(gone)

    async def ties(self, task_id: int | None = None) -> tuple[tuple[int, int], ...]:
        """Return the pairs (criterion, task) that are tied, of all tasks or of one."""
        query = (
            select(CriterionTaskRow.criterion_id, CriterionTaskRow.task_id)
            .join(CriterionRow, CriterionRow.id == CriterionTaskRow.criterion_id)
            .join(TaskRow, TaskRow.id == CriterionTaskRow.task_id)
            .where(CriterionRow.ward_id == self._ward_id)
            .order_by(CriterionRow.position, TaskRow.code)
        )
        if task_id is not None:
            query = query.where(CriterionTaskRow.task_id == task_id)
        return tuple((r.criterion_id, r.task_id) for r in await self._conn.execute(query))

    async def of_task(self, task_id: int) -> tuple[tuple[Criterion, Catalogue], ...]:
        """Return what a task shows, of the catalogues that are looked at."""
        tied = {criterion_id for criterion_id, _ in await self.ties(task_id)}
        if not tied:
            return ()
        active = {c.id: c for c in await self.catalogues() if c.is_active}
        return tuple(
            (c, active[c.catalogue_id])
            for c in await self.all()
            if c.id in tied and c.catalogue_id in active and not c.is_gone
        )

    async def standing(
        self, *, catalogue_id: int | None = None, only_active: bool = True
    ) -> tuple[CatalogueStanding, ...]:
        """Return how the catalogues stand, each with the work of its own year."""
        ties = await self.ties()
        criteria: dict[int, list[Criterion]] = defaultdict(list)
        for criterion in await self.all(catalogue_id):
            criteria[criterion.catalogue_id].append(criterion)
        tasks = sorted({task for _criterion_id, task in ties})
        counts: dict[int, dict[int, Counts]] = {}
        found = []
        for catalogue in await self.catalogues():
            if catalogue_id not in (None, catalogue.id) or (
                only_active and not catalogue.is_active
            ):
                continue
            if catalogue.year not in counts:
                counts[catalogue.year] = await self._counts(tasks, catalogue.year)
            own = criteria[catalogue.id]
            found.append(standings(catalogue, own, ties, counts[catalogue.year]))
        return tuple(found)

    async def _counts(self, task_ids: Sequence[int], year: int) -> dict[int, Counts]:
        """Return how these tasks stand in a year; those that were removed are left out."""
        standing = await self._conn.execute(
            select(TaskRow.id)
            .where(TaskRow.ward_id == self._ward_id, TaskRow.id.in_(list(task_ids)))
            .where(~TaskRow.is_removed)
        )
        found = dict.fromkeys(standing.scalars(), Counts())
        is_done = OccurrenceRow.state.in_([s.value for s in DONE])
        work = await self._conn.execute(
            select(
                OccurrenceRow.task_id,
                func.count().label("owed"),
                func.sum(case((is_done, 1), else_=0)).label("done"),
            )
            .where(*_due_in(self._ward_id, found, year))
            .group_by(OccurrenceRow.task_id)
        )
        for r in work:
            found[r.task_id] += Counts(owed=r.owed, done=r.done)
        is_accepted = OccurrenceRow.state == OccurrenceState.ACCEPTED.value
        shown = await self._conn.execute(
            select(
                OccurrenceRow.task_id,
                func.count(EvidenceRow.sha256.distinct()).label("files"),
                func.count(case((is_accepted, EvidenceRow.sha256)).distinct()).label("accepted"),
            )
            .join(ReportRow, ReportRow.occurrence_id == OccurrenceRow.id)
            .join(EvidenceRow, EvidenceRow.report_id == ReportRow.id)
            .where(*_due_in(self._ward_id, found, year), *_IS_SHOWN)
            .group_by(OccurrenceRow.task_id)
        )
        for r in shown:
            found[r.task_id] += Counts(files=r.files, accepted=r.accepted)
        return found

    async def proofs(self, task_ids: Iterable[int], year: int) -> tuple[Proof, ...]:
        """Return the files that show what was done for these tasks in a year, oldest first."""
        rows = await self._conn.execute(
            select(
                OccurrenceRow.task_id,
                OccurrenceRow.label,
                OccurrenceRow.state,
                EvidenceRow.name,
                EvidenceRow.sha256,
                EvidenceRow.received_at,
            )
            .join(ReportRow, ReportRow.occurrence_id == OccurrenceRow.id)
            .join(EvidenceRow, EvidenceRow.report_id == ReportRow.id)
            .where(*_due_in(self._ward_id, task_ids, year), *_IS_SHOWN)
            .order_by(EvidenceRow.received_at, EvidenceRow.id)
        )
        found: dict[tuple[int, str], Proof] = {}
        for r in rows:
            is_accepted = r.state == OccurrenceState.ACCEPTED.value
            proof = Proof(r.task_id, r.label, r.name, r.sha256, r.received_at, is_accepted)
            found.setdefault((r.task_id, r.sha256), proof)
        return tuple(found.values())


_IS_SHOWN = (
    ReportRow.state == ReportState.STORED.value,
    EvidenceRow.state == EvidenceState.STORED.value,
)


def _due_in(ward_id: int, task_ids: Iterable[int], year: int) -> tuple[Any, ...]:
    return (
        OccurrenceRow.ward_id == ward_id,
        OccurrenceRow.task_id.in_(list(task_ids)),
        OccurrenceRow.due_on >= date(year, 1, 1),
        OccurrenceRow.due_on <= date(year, 12, 31),
        OccurrenceRow.state != OccurrenceState.CANCELLED.value,
    )


def _stored(points: Decimal | None) -> int | None:
    return None if points is None else int(points * 100)


def _read(points: int | None) -> Decimal | None:
    return None if points is None else Decimal(points) / 100


def _criterion(row: Any) -> Criterion:
    values = {c.key: row._mapping[c.key] for c in _CRITERION}
    return Criterion(
        **{**values, "points": _read(values["points"]), "score": _read(values["score"])}
    )
