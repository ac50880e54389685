"""A file that should never have been sent is destroyed: by decision, and by two people.

The row first, the bytes after: from the commit on nobody is shown the file, and the tick
`finish_erasures` removes the bytes, again if the power went in between.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.domain.access import Wish
from data.domain.erasures import Decision, Erasure, ErasureState, may_agree
from data.domain.messages import Choice, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.reports import Evidence, EvidenceState
from data.errors import RefusedError
from data.store.log import Entry
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts import erasures as words
from jobs.actions.allow import require

KIND = "erasure"
DESTROYABLE = (EvidenceState.STORED, EvidenceState.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A destruction that waits for its second person."""

    erasure_id: int
    told: tuple[Person, ...]
    is_new: bool


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A file that is shown to nobody any more."""

    decision: Decision
    records: tuple[int, ...]
    """Ids of the evidence that had these bytes."""


async def ask_erasure(
    unit: UnitOfWork, ward: Ward, evidence_id: int, decision: Decision, now: datetime, actor: str
) -> Asked:
    """Ask for a file's destruction; whoever may be the second person is told. Raises RefusedError.

    Asked twice it stays one request. All records with the same bytes go together, or none.
    """
    work = unit.ward(ward.id)
    asker = await require(unit, ward, actor, Wish.DESTROY)
    file, sha256 = await _file(work, evidence_id)
    if await work.plans.came_from(sha256):
        raise RefusedError(words.is_a_plan())
    seconds = may_agree(await work.people.all(), asker.id if asker else 0)
    if not seconds or asker is None:
        raise RefusedError(words.nobody_else())
    standing = await work.erasures.of(sha256)
    if standing is not None:
        others = may_agree(await work.people.all(), standing.asked_by)
        return Asked(standing.id, others, is_new=False)
    places = await work.evidence.with_digest(sha256)
    erasure_id = await work.erasures.ask(sha256, decision, asker.id, now)
    work.log.append(
        "erasure.asked",
        actor=actor,
        subject=f"erasure:{erasure_id}",
        now=now,
        sha256=sha256,
        evidence=[e.id for e in places],
        decision=decision.number,
        decided_on=decision.on.isoformat(),
    )
    text = words.please_agree(asker, file, decision, len(places))
    message = OutgoingMessage(text, _choices(erasure_id))
    await tell(unit, ward, seconds, f"{KIND}:{erasure_id}", message, kind=KIND, now=now)
    return Asked(erasure_id, seconds, is_new=True)


def _choices(erasure_id: int) -> tuple[Choice, ...]:
    return (
        Choice(words.agree_label(), f"erase:agree:{erasure_id}"),
        Choice(words.refuse_label(), f"erase:refuse:{erasure_id}"),
    )


async def agree_to_erasure(
    unit: UnitOfWork, ward: Ward, erasure_id: int, now: datetime, actor: str
) -> Destroyed:
    """Be the second person: from this commit on the file is destroyed. Raises RefusedError."""
    work = unit.ward(ward.id)
    erasure, second = await _second(unit, ward, erasure_id, actor)
    moved = await work.erasures.settle(
        erasure.id,
        ErasureState.CONFIRMED,
        ErasureState.ASKED,
        confirmed_by=second.id,
        confirmed_at=now,
    )
    if not moved:
        raise RefusedError(words.settled_already(erasure))
    files = await work.evidence.with_digest(erasure.sha256)
    records = await work.erasures.blot_out(erasure.sha256, words.destroyed_name(erasure.decision))
    await work.prints.forget(erasure.sha256)
    erased = await work.log.erase(_Telling(erasure.sha256, files))
    work.log.append(
        "evidence.destroyed",
        actor=actor,
        subject=f"erasure:{erasure.id}",
        now=now,
        sha256=erasure.sha256,
        size=files[0].size if files else 0,
        evidence=list(records),
        decision=erasure.decision.number,
        decided_on=erasure.decision.on.isoformat(),
        asked_by=erasure.asked_by,
        contents_erased=list(erased),
    )
    await _tell_asker(unit, ward, erasure, words.was_destroyed(erasure.decision), now)
    return Destroyed(erasure.decision, records)


async def refuse_erasure(
    unit: UnitOfWork, ward: Ward, erasure_id: int, now: datetime, actor: str
) -> None:
    """Do not agree: nothing changes, and who asked is told. Raises RefusedError."""
    work = unit.ward(ward.id)
    erasure, second = await _second(unit, ward, erasure_id, actor, or_oneself=True)
    if not await work.erasures.settle(erasure.id, ErasureState.DROPPED, ErasureState.ASKED):
        raise RefusedError(words.settled_already(erasure))
    work.log.append("erasure.dropped", actor=actor, subject=f"erasure:{erasure.id}", now=now)
    if second.id != erasure.asked_by:
        await _tell_asker(unit, ward, erasure, words.refused(erasure.decision, second), now)


async def _file(work: WardWork, evidence_id: int) -> tuple[Evidence, str]:
    found = await work.evidence.some([evidence_id])
    if not found or found[0].state not in DESTROYABLE or found[0].sha256 is None:
        raise RefusedError(words.not_there())
    return found[0], found[0].sha256


async def _second(
    unit: UnitOfWork, ward: Ward, erasure_id: int, actor: str, *, or_oneself: bool = False
) -> tuple[Erasure, Person]:
    person = await require(unit, ward, actor, Wish.DESTROY)
    erasure = await unit.ward(ward.id).erasures.get(erasure_id)
    if erasure is None or person is None:
        raise RefusedError(words.settled_already(erasure))
    if person.id == erasure.asked_by and not or_oneself:
        raise RefusedError(words.not_oneself())
    return erasure, person


async def _tell_asker(
    unit: UnitOfWork, ward: Ward, erasure: Erasure, text: str, now: datetime
) -> None:
    asker = await unit.ward(ward.id).people.get(erasure.asked_by)
    key = f"{KIND}-settled:{erasure.id}"
    people = [asker] if asker else []
    await tell(unit, ward, people, key, OutgoingMessage(text), kind=KIND, now=now)


class _Telling:
    """Tells which entries of the log hold a name that the file had."""

    def __init__(self, sha256: str, files: Sequence[Evidence]) -> None:
        self._about = {json.dumps(sha256), *(json.dumps(f"evidence:{f.id}") for f in files)}
        self._names = {json.dumps(f.name, ensure_ascii=False) for f in files}

    def __call__(self, entry: Entry) -> bool:
        said = json.dumps(entry.content, ensure_ascii=False)
        is_about = any(mark in said or mark == json.dumps(entry.subject) for mark in self._about)
        return is_about and any(name in said for name in self._names)
