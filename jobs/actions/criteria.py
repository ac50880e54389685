"""Criteria are brought in, tied to tasks and scored: by the lead office, each change in the log."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from data.domain.access import Wish
from data.domain.criteria import (
    LONGEST_WORDS,
    Catalogue,
    CatalogueDraft,
    Changes,
    Criterion,
    compare,
)
from data.domain.criterion_matching import propose
from data.domain.names import fold_name
from data.domain.people import Ward
from data.domain.tasks import Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import criteria as words
from data.texts.settings import no_such_task
from jobs.actions.allow import require

Pair = tuple[int, int]
"""A criterion's id and a task's."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """What importing a file will do."""

    catalogue: Catalogue | None
    """The one that it amends; None: it is new."""
    changes: Changes


@dataclass(frozen=True, slots=True)
class Tied:
    """Pairs that changed, with what they are made of."""

    pairs: tuple[Pair, ...]
    task: Task
    criteria: tuple[Criterion, ...]


async def weigh_criteria(
    unit: UnitOfWork, ward: Ward, draft: CatalogueDraft, actor: str
) -> Weighed:
    """Return what importing will change, without changing it. Raises RefusedError."""
    await require(unit, ward, actor, Wish.KEEP_CRITERIA)
    criteria = unit.ward(ward.id).criteria
    name = fold_name(draft.name)
    there = next(
        (
            c
            for c in await criteria.catalogues()
            if c.year == draft.year and fold_name(c.name) == name
        ),
        None,
    )
    known = await criteria.all(there.id) if there else ()
    return Weighed(there, compare(known, draft))


async def import_criteria(
    unit: UnitOfWork, ward: Ward, draft: CatalogueDraft, now: datetime, actor: str
) -> Weighed:
    """Bring a catalogue in, or amend the one of its name and year; run twice it changes nothing.

    What was tied stays tied by code, also where a criterion is gone. Raises RefusedError.
    """
    weighed = await weigh_criteria(unit, ward, draft, actor)
    work = unit.ward(ward.id)
    there = weighed.catalogue
    number = there.id if there else await work.criteria.add(draft, now)
    if there:
        await work.criteria.describe(number, draft, now)
    changes = weighed.changes
    if changes.is_empty:
        return weighed
    await work.criteria.write(number, draft.criteria)
    work.log.append(
        "criteria.imported",
        actor=actor,
        subject=f"catalogue:{number}",
        now=now,
        name=draft.name,
        year=draft.year,
        version=draft.version,
        added=[d.code for d in changes.added],
        changed=[c.code for c, _ in changes.changed],
        gone=[c.code for c in changes.gone],
        back=[d.code for d in changes.back],
        scores={
            d.code: [_plain(c.score if c else None), _plain(d.score)] for c, d in changes.scores
        },
    )
    return weighed


async def proposals(unit: UnitOfWork, ward: Ward, actor: str) -> tuple[Pair, ...]:
    """Return what the plan's own headings suggest and nobody has tied. Raises RefusedError."""
    await require(unit, ward, actor, Wish.KEEP_CRITERIA)
    work = unit.ward(ward.id)
    active = {c.id for c in await work.criteria.catalogues() if c.is_active}
    criteria = [c for c in await work.criteria.all() if c.catalogue_id in active]
    tied = set(await work.criteria.ties())
    catalogue = {c.id: c.catalogue_id for c in criteria}
    # Who tied a task within a catalogue knew better: nothing more is proposed for it there.
    settled = {(catalogue.get(c), t) for c, t in tied}
    found = propose(await work.tasks.all(), criteria)
    return tuple((c, t) for c, t in found if (catalogue[c], t) not in settled)


async def tie(
    unit: UnitOfWork, ward: Ward, pairs: Iterable[Pair], now: datetime, actor: str
) -> tuple[Pair, ...]:
    """Tie tasks to criteria; return the pairs that are new. Raises RefusedError."""
    await require(unit, ward, actor, Wish.KEEP_CRITERIA)
    work = unit.ward(ward.id)
    done = await work.criteria.tie(await _own(unit, ward, pairs), now)
    await _log(unit, ward, "criterion.tied", done, now, actor)
    return done


async def untie(
    unit: UnitOfWork, ward: Ward, pairs: Iterable[Pair], now: datetime, actor: str
) -> tuple[Pair, ...]:
    """Untie tasks from criteria; return the pairs that were tied. Raises RefusedError."""
    await require(unit, ward, actor, Wish.KEEP_CRITERIA)
    work = unit.ward(ward.id)
    done = await work.criteria.untie(await _own(unit, ward, pairs))
    await _log(unit, ward, "criterion.untied", done, now, actor)
    return done


async def tie_by_words(
    unit: UnitOfWork,
    ward: Ward,
    code: int,
    named: Sequence[str],
    now: datetime,
    actor: str,
    *,
    undo: bool = False,
) -> Tied:
    """Tie the task with a number to the criteria that are named ("2.1", "papi 2.1"), or untie it.

    Raises RefusedError when a name means none, or several.
    """
    await require(unit, ward, actor, Wish.KEEP_CRITERIA)
    work = unit.ward(ward.id)
    task = await work.tasks.by_code(code)
    if task is None or task.is_removed:
        raise RefusedError(no_such_task(code))
    catalogues = {c.id: c for c in await work.criteria.catalogues() if c.is_active}
    criteria = [
        c for c in await work.criteria.all() if c.catalogue_id in catalogues and not c.is_gone
    ]
    meant = [_meant(name, criteria, catalogues) for name in named]
    pairs = [(c.id, task.id) for c in meant]
    act = untie if undo else tie
    done = await act(unit, ward, pairs, now, actor)
    changed = {criterion_id for criterion_id, _ in done}
    return Tied(done, task, tuple(c for c in meant if c.id in changed))


async def set_score(
    unit: UnitOfWork,
    ward: Ward,
    criterion_id: int,
    score: Decimal | None,
    explanation: str,
    now: datetime,
    actor: str,
) -> Criterion:
    """Write the office's own score and explanation of a criterion. Raises RefusedError.

    A score above the most, or without anything to show, is taken: the table marks it.
    """
    await require(unit, ward, actor, Wish.KEEP_CRITERIA)
    work = unit.ward(ward.id)
    there = next((c for c in await work.criteria.all() if c.id == criterion_id), None)
    if there is None:
        raise RefusedError(words.no_such_criterion())
    said = explanation.strip()[:LONGEST_WORDS]
    if (there.score, there.explanation) != (score, said):
        await work.criteria.set_score(criterion_id, score, said)
        work.log.append(
            "criterion.scored",
            actor=actor,
            subject=f"criterion:{criterion_id}",
            now=now,
            score=[_plain(there.score), _plain(score)],
            explanation=[there.explanation, said],
        )
    return there


async def set_active(
    unit: UnitOfWork, ward: Ward, catalogue_id: int, is_active: bool, now: datetime, actor: str
) -> Catalogue:
    """Say whether a catalogue is looked at: an old year's rests. Raises RefusedError."""
    await require(unit, ward, actor, Wish.KEEP_CRITERIA)
    work = unit.ward(ward.id)
    there = next((c for c in await work.criteria.catalogues() if c.id == catalogue_id), None)
    if there is None:
        raise RefusedError(words.no_such_criterion())
    if await work.criteria.set_active(catalogue_id, is_active):
        work.log.append(
            "criteria.active_set",
            actor=actor,
            subject=f"catalogue:{catalogue_id}",
            now=now,
            active=is_active,
        )
    return there


def _meant(name: str, criteria: Sequence[Criterion], catalogues: dict[int, Catalogue]) -> Criterion:
    """Return the criterion with a code, of the catalogue whose name stands before it if one does."""
    *before, code = fold_name(name).split() or [""]
    found = [c for c in criteria if fold_name(c.code) == code]
    if before:
        of = " ".join(before)
        found = [c for c in found if of in fold_name(catalogues[c.catalogue_id].called)]
    if not found:
        raise RefusedError(words.which_code(name))
    if len(found) > 1:
        raise RefusedError(
            words.several_codes(code, [catalogues[c.catalogue_id].name for c in found])
        )
    return found[0]


async def _own(unit: UnitOfWork, ward: Ward, pairs: Iterable[Pair]) -> list[Pair]:
    """Return the pairs when all of them are this ward's. Raises RefusedError: a page may be old."""
    wanted = list(pairs)
    work = unit.ward(ward.id)
    criteria = {c.id for c in await work.criteria.all()}
    tasks = await work.tasks.some(t for _, t in wanted)
    if any(c not in criteria or t not in tasks for c, t in wanted):
        raise RefusedError(words.no_such_criterion())
    return wanted


async def _log(
    unit: UnitOfWork, ward: Ward, kind: str, pairs: Iterable[Pair], now: datetime, actor: str
) -> None:
    by_task: dict[int, list[int]] = defaultdict(list)
    for criterion_id, task_id in pairs:
        by_task[task_id].append(criterion_id)
    for task_id, criteria in by_task.items():
        unit.ward(ward.id).log.append(
            kind, actor=actor, subject=f"task:{task_id}", now=now, criteria=criteria
        )


def _plain(points: Decimal | None) -> str | None:
    return None if points is None else str(points)
