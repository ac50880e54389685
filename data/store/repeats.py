"""Which files of a report were shown before, for another piece of work or another period.

A question to who reviews, never a reason to refuse: one meeting may well serve two tasks.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from data.domain.evidence import Kind
from data.domain.messages import OutgoingFile
from data.domain.people import Ward
from data.domain.prints import PicturePrint, near
from data.domain.reports import Evidence, EvidenceState, each_once
from data.domain.reviews import Case
from data.domain.tasks import Occurrence, Task
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts.repeats import more_repeats, other_name, own_name, shown_before, shown_for
from data.texts.review_cards import fresh_files, pictures

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
    occurrence: Occurrence
    """For which it was shown before."""
    task: Task


async def find_repeats(unit: UnitOfWork, ward: Ward, case: Case) -> tuple[Repeat, ...]:
    """Return what a case shows again, file by file: the same bytes first, then the most alike.

    Of what is new to who reviews. Only in the ward. What was shown for the same piece of work and
    period is no repeat: a report that was returned is supplemented. Whoever asks must be one who
    may see the case.
    """
    work, found = unit.ward(ward.id), list[Repeat]()
    new = case.fresh or case.versions[-1:]
    files = each_once(e for v in new for e in v.evidence if _counts(e))
    alike = await _alike(work, files)
    shown = await _shown_before(work, case.item.occurrence.id, files, alike)
    for own in files:
        repeats = [
            Repeat(
                own,
                other,
                alike[own.id][other.sha256],
                own.sha256 == other.sha256,
                occurrence,
                task,
            )
            for other, occurrence, task in shown
            if other.id < own.id and other.sha256 in alike[own.id]
        ]
        found += sorted(repeats, key=lambda r: (not r.is_exact, r.distance, -r.other.id))
    return tuple(found)


def notes_on(repeats: Sequence[Repeat], case: Case, today: date, most: int = 2) -> list[str]:
    """Return what a reviewer reads of these: the first ones in words, the rest counted."""
    lines = [
        shown_before(
            called=_called(repeat.own, case),
            is_picture=repeat.own.mime.startswith("image/"),
            is_exact=repeat.is_exact,
            code=repeat.task.code,
            label=repeat.occurrence.label,
            sent_at=repeat.other.received_at,
            person=case.names.get(repeat.other.person_id),
            today=today,
        )
        for repeat in repeats[:most]
    ]
    rest = len({r.own.id for r in repeats} - {r.own.id for r in repeats[:most]})
    return [*lines, *([more_repeats(rest)] if rest else [])]


def _called(own: Evidence, case: Case) -> str | None:
    """Return what a file is called among several: a picture by its number, as it is shown."""
    numbers = {e.id: place for place, e in enumerate(pictures(case), start=1)}
    return own_name(numbers.get(own.id), own.name) if len(fresh_files(case)) > 1 else None


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
        OutgoingFile(e.sha256, other_name(code, e.name), e.mime, shown_for(code))
        for code, e in earlier_pictures(repeats)
        if e.sha256
    )


def _counts(file: Evidence) -> bool:
    # A place is a few words that we wrote ourselves: two visits to it write the same.
    return file.state is EvidenceState.STORED and file.mime != Kind.PLACE.value


async def _alike(work: WardWork, files: Sequence[Evidence]) -> dict[int, dict[str, int]]:
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


async def _shown_before(
    work: WardWork,
    occurrence_id: int,
    files: Sequence[Evidence],
    alike: Mapping[int, Mapping[str, int]],
) -> list[tuple[Evidence, Occurrence, Task]]:
    """Return the earlier files with these digests, with the other work for which they were shown."""
    if not files:
        return []
    digests = {sha256 for own in files for sha256 in alike[own.id]}
    others = await work.evidence.shown_before(digests, max(own.id for own in files))
    reports = await work.reports.standing(e.report_id for e in others if e.report_id)
    showed = {r.id: r.occurrence_id for r in reports if r.occurrence_id != occurrence_id}
    works = {o.id: o for o in await work.occurrences.some(set(showed.values()))}
    tasks = await work.tasks.some({o.task_id for o in works.values()})
    found = [(e, works.get(showed.get(e.report_id or 0, 0))) for e in others]
    return [(e, o, tasks[o.task_id]) for e, o in found if o is not None and o.task_id in tasks]
