"""Plan documents that wait are read beside the work, never inside a transaction.

Killed at any step, the document still waits; tried three times without an end, it is set aside and
its sender is told.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from data.domain.access import Denial, Wish, may
from data.domain.drafts import PlanDraft
from data.domain.localtime import local_date
from data.domain.messages import Lane, OutgoingMessage
from data.domain.people import Ward
from data.domain.tasks import PlanState
from data.errors import IntakeError, SendError, SendFailure
from data.store.plans import UnreadPlan
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import plans as words
from data.texts.people import denied
from data.texts.plan_choices import draft_choices
from jobs.intake.apart import read_plan_apart
from jobs.intake.received import keep_reading
from jobs.ports import Tally, World

MAX_TRIES = 3
_WILL_PASS = (SendFailure.THROTTLED, SendFailure.UNREACHABLE, SendFailure.UNCERTAIN)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Refused:
    """The document is no plan that can be read; the sentence says what to send instead."""

    sentence: str


async def read_plans(world: World, now: datetime) -> Tally:
    """Read what waits into drafts and tell who sent it; counts what was read and refused."""
    tally = {"read": 0, "refused": 0}
    async with world.store.read() as unit:
        waiting = [
            (ward, unread)
            for ward in await unit.wards.all()
            for unread in await unit.ward(ward.id).plans.unread()
        ]
    for ward, unread in waiting:
        try:
            outcome = await _read_one(world, ward, unread, now)
        except Exception:  # one document must not stop the others
            _log.exception("plan %s of ward %s could not be read", unread.id, ward.id)
            continue
        if outcome:
            tally[outcome] += 1
    return tally


async def _read_one(world: World, ward: Ward, unread: UnreadPlan, now: datetime) -> str | None:
    try:
        sha256 = unread.source_sha256 or await _fetch(world, unread)
    except SendError as error:
        if error.failure in _WILL_PASS:
            return None
        return await _finish(world, ward, unread, None, _Refused(words.not_fetched()), now)
    tries = int(unread.note.get("tries", 0)) + 1
    async with world.store.write() as unit:
        # Committed before reading: a document that kills the process is not tried for ever.
        if not await unit.ward(ward.id).plans.note_unread(
            unread.id, {**unread.note, "tries": tries}
        ):
            return None
    if tries > MAX_TRIES:
        found: PlanDraft | _Refused = _Refused(words.cannot_read_now())
    else:
        found = await _read(world, sha256, unread.source_name)
    return await _finish(world, ward, unread, sha256, found, now)


async def _finish(
    world: World,
    ward: Ward,
    unread: UnreadPlan,
    sha256: str | None,
    found: PlanDraft | _Refused,
    now: datetime,
) -> str | None:
    async with world.store.write() as unit:
        if unread.id not in {u.id for u in await unit.ward(ward.id).plans.unread()}:
            return None  # another process was faster
        if isinstance(found, PlanDraft) and found.tasks:
            return await _keep(unit, ward, unread, found, sha256, now)
        sentence = found.sentence if isinstance(found, _Refused) else " ".join(found.doubts)
        return await _drop(unit, ward, unread, sentence, now)


async def _fetch(world: World, unread: UnreadPlan) -> str:
    """Return the digest of a document after fetching it from its channel. Raises SendError."""
    source = unread.note
    fetcher = world.fetchers.get((str(source.get("channel")), str(source.get("account"))))
    if fetcher is None:
        raise SendError(SendFailure.UNREACHABLE, "no fetcher for this channel")
    return (await world.files.put(fetcher.fetch(str(source["ref"])))).sha256


async def _read(world: World, sha256: str, name: str) -> PlanDraft | _Refused:
    try:
        return await read_plan_apart(world.files.path(sha256), name)
    except IntakeError as refused:
        return _Refused(refused.sentence)
    except Exception:  # a reader's bug is ours to look at, and the sender is not left waiting
        _log.exception("the reader failed on the document %s", sha256)
        return _Refused(words.cannot_read_now())


async def _keep(
    unit: UnitOfWork,
    ward: Ward,
    unread: UnreadPlan,
    draft: PlanDraft,
    sha256: str | None,
    now: datetime,
) -> str:
    sender = await unit.ward(ward.id).people.get(int(unread.note["sent_by"]))
    denial = may(sender, Wish.IMPORT_PLAN) if sender else Denial.INACTIVE
    if denial is not None:  # the sender lost the right meanwhile
        return await _drop(unit, ward, unread, denied(denial), now)
    received = await keep_reading(
        unit,
        ward,
        draft,
        now,
        f"person:{unread.note['sent_by']}",
        source_sha256=sha256,
        reading_id=unread.id,
    )
    text = words.read(
        received.review, replaced_draft=received.replaced_draft, today=local_date(now)
    )
    choices = draft_choices(unread.id, received.review, await unit.ward(ward.id).plans.all())
    message = OutgoingMessage(text, choices)
    await _answer(unit, ward, unread, message, now)
    return "read"


async def _drop(
    unit: UnitOfWork, ward: Ward, unread: UnreadPlan, sentence: str, now: datetime
) -> str:
    work = unit.ward(ward.id)
    await work.plans.set_state(unread.id, PlanState.DROPPED)
    text = words.could_not_read(unread.source_name, sentence)
    await _answer(unit, ward, unread, OutgoingMessage(text), now)
    work.log.append(
        "plan.unreadable",
        actor=f"person:{unread.note['sent_by']}",
        subject=f"plan:{unread.id}",
        now=now,
    )
    return "refused"


async def _answer(
    unit: UnitOfWork, ward: Ward, unread: UnreadPlan, message: OutgoingMessage, now: datetime
) -> None:
    sender = await unit.ward(ward.id).people.get(int(unread.note["sent_by"]))
    key = f"plan-read:{unread.id}"
    people = [sender] if sender else []
    await tell(unit, ward, people, key, message, kind="plan-read", now=now, lane=Lane.ANSWER)
