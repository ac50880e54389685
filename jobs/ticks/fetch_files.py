"""Brings the files that people sent from their platforms, and looks at pictures once stored."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial

from data.domain.evidence import Objection, clean_name, is_looked_at, largest
from data.domain.messages import Chat, Lane, OutgoingMessage
from data.domain.reports import Evidence, EvidenceState
from data.domain.retry import BACKOFF, PATIENCE, spread
from data.domain.secrecy import Marking, marking_on_page
from data.domain.ways_in import WaysIn
from data.errors import RefusedError, SendError, SendFailure
from data.files.evidence_store import NoRoomError
from data.files.inspect import accept
from data.files.previews import PhotoFacts, Previews
from data.store.evidence import ToFetch
from data.store.setting_aside import set_aside
from data.store.unit_of_work import UnitOfWork
from data.texts.erasures import came_again
from data.texts.files import fetched, file_lost, file_refused, too_big_here
from data.texts.progress import evidence_words
from jobs.intake.apart import first_page_apart
from jobs.ports import FileFetcher, Tally, World
from jobs.ticks.each_ward import WardDay, each_ward

LONGEST_FETCH = 300.0
"""Seconds for one file."""
_AT_ONCE = 4
"""Files fetched side by side."""
NOT_NOW = timedelta(minutes=5)
"""When the disk is full or the account is not here, the file waits so long, without counting."""
_GONE = {SendFailure.REFUSED, SendFailure.RECIPIENT_GONE}
ACTOR = "tick:fetch_files"

_log = logging.getLogger(__name__)


async def fetch_files(world: World, now: datetime) -> Tally:
    """Fetch what is due. Returns how many files were stored, looked at, put off, refused, lost."""
    return await each_ward(world, now, partial(_of_ward, world, Previews(world.files)))


async def _of_ward(world: World, previews: Previews, day: WardDay) -> Tally:
    tally: Counter[str] = Counter()
    room = asyncio.Semaphore(_AT_ONCE)

    async def settle(file: ToFetch) -> None:
        async with room:
            tally[await _settle(world, previews, day, file)] += 1

    while True:
        async with world.store.read() as unit:
            waiting = await unit.ward(day.ward.id).evidence.pending(day.now)
        if not waiting:
            return dict(tally)
        # The light ones first: photos do not wait for places that videos hold.
        in_order = sorted(waiting, key=lambda file: file.evidence.size)
        faults = await asyncio.gather(*map(settle, in_order), return_exceptions=True)
        if fault := next((f for f in faults if f is not None), None):
            raise fault  # the store's own: everything else is settled file by file


async def _settle(world: World, previews: Previews, day: WardDay, file: ToFetch) -> str:
    if file.evidence.sha256 is not None:
        await _look_at(world, previews, day, file.evidence, file.evidence.sha256)
        return "looked_at"
    fetcher = _fetcher_for(world, file)
    if fetcher is None:
        return await _put_off(world, day, file)
    try:
        return await _store(world, previews, day, file, fetcher)
    except NoRoomError:
        return await _put_off(world, day, file)
    except RefusedError as refused:
        return await _give_up(world, day, file, refused.sentence, "refused")
    except SendError as error:
        return await _failed(world, day, file, error)
    except Exception as error:
        # One file's fault must not keep the others waiting.
        _log.exception("fetching evidence %s failed", file.evidence.id)
        return await _failed(world, day, file, SendError(SendFailure.UNCERTAIN, repr(error)))


async def _look_at(
    world: World, previews: Previews, day: WardDay, file: Evidence, sha256: str
) -> None:
    if file.mime.startswith("image/"):
        facts, level = await previews.read(sha256), None
    else:
        facts, level = PhotoFacts({}, None), await _stamp_on(world, sha256, file.name, file.mime)
    async with world.store.write() as unit:
        work = unit.ward(day.ward.id)
        await work.evidence.mark_looked_at(file.id, facts.exif, facts.taken_at)
        if file.mime.startswith("image/"):
            await work.prints.keep(sha256, facts.look)
        if level:
            await set_aside(unit, day.ward, file.id, level, day.now, ACTOR)


async def _stamp_on(world: World, sha256: str, name: str, mime: str) -> Marking | None:
    """Return the marking on the first page of a document; None on anything else."""
    if mime.startswith("image/") or not is_looked_at(mime):
        return None
    return marking_on_page(await first_page_apart(world.files.path(sha256), name))


def _fetcher_for(world: World, file: ToFetch) -> FileFetcher | None:
    if file.account:
        return world.fetchers.get((file.channel, file.account))
    of_channel = [f for (channel, _), f in world.fetchers.items() if channel == file.channel]
    return of_channel[0] if len(of_channel) == 1 else None


async def _store(
    world: World, previews: Previews, day: WardDay, file: ToFetch, fetcher: FileFetcher
) -> str:
    name = file.evidence.name
    async with asyncio.timeout(LONGEST_FETCH):
        stored = await world.files.put(_bounded(fetcher.fetch(file.ref), name))
    await _refuse_destroyed(world, day, name, stored.sha256)
    kind = await accept(name, stored, world.files.path(stored.sha256))
    facts = await previews.read(stored.sha256) if kind.is_image else PhotoFacts({}, None)
    level = await _stamp_on(world, stored.sha256, name, kind.value)
    async with world.store.write() as unit:
        work = unit.ward(day.ward.id)
        settled = await work.evidence.mark_stored(
            file.evidence.id,
            stored.sha256,
            stored.size,
            mime=kind.value,
            exif=facts.exif or None,
            taken_at=facts.taken_at,
        )
        if settled:
            if kind.is_image:
                await work.prints.keep(stored.sha256, facts.look)
            (kept,) = await work.evidence.some([file.evidence.id])
            await work.evidence.leave_if_twice(kept.id)
            work.log.append(
                "evidence.stored",
                actor=ACTOR,
                subject=f"evidence:{file.evidence.id}",
                now=day.now,
                sha256=stored.sha256,
                size=stored.size,
            )
            await _tell_when_all_are_here(unit, day, file, kept.report_id)
            if level:
                await set_aside(unit, day.ward, kept.id, level, day.now, ACTOR)
    return "stored"


async def _refuse_destroyed(world: World, day: WardDay, name: str, sha256: str) -> None:
    async with world.store.write() as unit:
        decision = await unit.ward(day.ward.id).erasures.came_again(sha256)
    if decision is not None:
        raise RefusedError(came_again(clean_name(name), decision))


async def _tell_when_all_are_here(
    unit: UnitOfWork, day: WardDay, file: ToFetch, report_id: int | None
) -> None:
    """Say that a report's files are here, once the last one is that was said to be on its way."""
    work = unit.ward(day.ward.id)
    report = await work.reports.get(report_id) if report_id else None
    if report is None:
        return
    shown = await work.evidence.of_reports([report.id])
    if any(e.state is EvidenceState.PENDING for e in shown):
        return
    here = [e for e in shown if e.state is EvidenceState.STORED]
    occurrence = await work.occurrences.get(report.occurrence_id)
    task = await work.tasks.get(occurrence.task_id) if occurrence else None
    if task is not None:
        text = fetched(task.code, evidence_words(here))
        await _tell(unit, day, file, f"fetched:{report.id}:{file.evidence.id}", text)


async def _tell(unit: UnitOfWork, day: WardDay, file: ToFetch, key: str, text: str) -> None:
    """Tell the sender, by the channel that the file came by if they still have it."""
    person_id = file.evidence.person_id
    links = (await unit.links.of([person_id])).get(person_id, ())
    same = [x for x in links if (x.channel, x.account) == (file.channel, file.account)]
    link = next(iter((*same, *links)), None)
    await unit.outbox.add(
        key,
        Chat(link.channel, link.account, link.chat) if link else None,
        OutgoingMessage(text),
        kind="evidence",
        lane=Lane.ANSWER,
        now=day.now,
        ward_id=day.ward.id,
        person_id=person_id,
        must_arrive=True,
    )


async def _bounded(chunks: AsyncIterator[bytes], name: str) -> AsyncIterator[bytes]:
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > largest(name):
            raise RefusedError(file_refused(clean_name(name), Objection.TOO_BIG))
        yield chunk


async def _put_off(world: World, day: WardDay, file: ToFetch) -> str:
    async with world.store.write() as unit:
        evidence = unit.ward(day.ward.id).evidence
        await evidence.postpone(file.evidence.id, day.now + NOT_NOW)
    return "put_off"


async def _failed(world: World, day: WardDay, file: ToFetch, error: SendError) -> str:
    if error.failure is SendFailure.MISCONFIGURED:
        return await _put_off(world, day, file)
    away = error.failure in {SendFailure.UNREACHABLE, SendFailure.THROTTLED}
    backoff = PATIENCE if away else BACKOFF
    wait = backoff.after(file.attempts + 1, spread(file.evidence.id))
    if error.failure is SendFailure.TOO_LONG:
        return await _give_up(world, day, file, _too_big(world, file), "refused")
    if wait is None or error.failure in _GONE:
        return await _give_up(world, day, file, file_lost(clean_name(file.evidence.name)), "lost")
    wait = max(wait, timedelta(seconds=error.retry_after or 0))
    async with world.store.write() as unit:
        await unit.ward(day.ward.id).evidence.mark_failed(file.evidence.id, day.now + wait)
    return "put_off"


def _too_big(world: World, file: ToFetch) -> str:
    ways = WaysIn(world.public_url)
    web = ways.public_url if ways.has_public_web else None
    name, size = clean_name(file.evidence.name), file.evidence.size or None
    return too_big_here(name, size, None, web)


async def _give_up(world: World, day: WardDay, file: ToFetch, sentence: str, outcome: str) -> str:
    """Settle a file that will not be stored, and tell the person who sent it."""
    async with world.store.write() as unit:
        work = unit.ward(day.ward.id)
        if await work.evidence.mark_failed(file.evidence.id, None):
            await _tell(unit, day, file, f"evidence:{file.evidence.id}:{outcome}", sentence)
            subject = f"evidence:{file.evidence.id}"
            work.log.append(f"evidence.{outcome}", actor=ACTOR, subject=subject, now=day.now)
    return outcome
