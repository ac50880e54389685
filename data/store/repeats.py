"""Which files of a report were shown before, for another piece of work or another period.

A question to who reviews, never a reason to refuse: one meeting may well serve two tasks.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.domain.evidence import Kind
from data.domain.messages import OutgoingFile
from data.domain.people import Person, Ward
from data.domain.prints import PicturePrint, near
from data.domain.reports import Evidence, EvidenceState, Report, ReportState
from data.domain.tasks import Occurrence, Task
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts.repeats import more_repeats, other_name, shown_before

_MOST_ALIKE = 50
"""Pictures that look like one: beyond that it is a template or a stamp, and the first will do."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A file of a report, and the earlier one that it repeats."""

    own: Evidence
    other: Evidence
    distance: int
    """Of 256; 0 for the very same bytes."""
    is_exact: bool
    """The very same bytes; else a picture that looks the same."""
    report: Report
    """The report that showed it before."""
    occurrence: Occurrence
    task: Task
    person: Person | None
    """Who sent it then; None when nobody knows them any more."""


async def find_repeats(unit: UnitOfWork, ward: Ward, report_id: int) -> tuple[Repeat, ...]:
    """Return what a report shows again, file by file: the same bytes first, then the most alike.

    Only in the ward. What was shown for the same piece of work and period is no repeat: a report
    that was returned is supplemented. Whoever asks must be one who may see the report.
    """
    work = unit.ward(ward.id)
    report = await work.reports.get(report_id)
    if report is None:
        return ()
    files = [e for e in await work.evidence.of_reports([report_id]) if _counts(e)]
    alike = await _alike(work, files)
    found: list[Repeat] = []
    for own in files:
        distances = alike[own.id]
        earlier = [
            repeat
            for other in await work.evidence.shown_before(distances, own.id)
            if (repeat := await _repeat(work, report, own, other, distances)) is not None
        ]
        found += sorted(earlier, key=lambda r: (not r.is_exact, r.distance, -r.other.id))
    return tuple(found)


def notes_on(repeats: Sequence[Repeat], today: date, most: int = 2) -> list[str]:
    """Return what a reviewer reads of these: the first ones in words, the rest counted."""
    lines = [
        shown_before(
            is_picture=repeat.own.mime.startswith("image/"),
            is_exact=repeat.is_exact,
            code=repeat.task.code,
            label=repeat.occurrence.label,
            sent_at=repeat.other.received_at,
            person=repeat.person.name if repeat.person else None,
            today=today,
        )
        for repeat in repeats[:most]
    ]
    rest = len({r.own.id for r in repeats} - {r.own.id for r in repeats[:most]})
    return [*lines, *([more_repeats(rest)] if rest else [])]


def earlier_pictures(repeats: Sequence[Repeat], most: int = 2) -> tuple[tuple[int, Evidence], ...]:
    """Return the pictures to compare with, each once with the number of its task.

    The very same bytes are not shown twice: there would be nothing to compare.
    """
    found = {
        r.other.sha256: (r.task.code, r.other)
        for r in reversed(repeats[:most])
        if not r.is_exact and r.other.mime.startswith("image/")
    }
    return tuple(reversed(found.values()))


def shown_beside(repeats: Sequence[Repeat]) -> tuple[OutgoingFile, ...]:
    """Return these pictures as a message shows them, called by their task."""
    return tuple(
        OutgoingFile(e.sha256, other_name(code, e.name), e.mime)
        for code, e in earlier_pictures(repeats)
        if e.sha256
    )


def _counts(file: Evidence) -> bool:
    # A place is a few words that we wrote ourselves: two visits to it write the same.
    return file.state is EvidenceState.STORED and file.mime != Kind.PLACE.value


async def _alike(work: WardWork, files: list[Evidence]) -> dict[int, dict[str, int]]:
    """Return by file the digests that it repeats, with how much they differ."""
    prints = await work.prints.of(e.sha256 for e in files if e.sha256)
    clear = {name: look for name, look in prints.items() if look.is_clear}
    found: Mapping[str, dict[str, int]] = {}
    if clear:
        others = await work.prints.clear_ones()
        # Beside the loop: many pictures against very many take a while.
        found = await asyncio.to_thread(_near_each, clear, others)
    return {e.id: {**found.get(e.sha256, {}), e.sha256: 0} for e in files if e.sha256}


def _near_each(
    clear: Mapping[str, PicturePrint], others: Sequence[tuple[str, bytes]]
) -> dict[str, dict[str, int]]:
    found = near(clear, others)
    return {
        name: dict(sorted(alike.items(), key=lambda pair: pair[1])[:_MOST_ALIKE])
        for name, alike in found.items()
    }


async def _repeat(
    work: WardWork, report: Report, own: Evidence, other: Evidence, distances: Mapping[str, int]
) -> Repeat | None:
    shown_in = await work.reports.get(other.report_id) if other.report_id else None
    if shown_in is None or shown_in.state is ReportState.UNDONE:
        return None
    if shown_in.occurrence_id == report.occurrence_id or other.sha256 is None:
        return None
    occurrence = await work.occurrences.get(shown_in.occurrence_id)
    task = await work.tasks.get(occurrence.task_id) if occurrence else None
    if occurrence is None or task is None:
        return None
    return Repeat(
        own=own,
        other=other,
        distance=distances[other.sha256],
        is_exact=own.sha256 == other.sha256,
        report=shown_in,
        occurrence=occurrence,
        task=task,
        person=await work.people.get(other.person_id),
    )
