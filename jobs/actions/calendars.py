"""Calendar feeds: an address is given out, ends, and shows the due dates of its owner."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.domain.access import may_follow
from data.domain.localtime import local_date
from data.domain.people import Person, Ward
from data.domain.tasks import Occurrence, Task
from data.domain.tokens import hash_of
from data.errors import RefusedError
from data.store.calendars import Feed, Mark
from data.store.unit_of_work import UnitOfWork
from data.texts import calendars as words
from data.texts.plans import plan_name

_BEHIND = timedelta(days=92)
_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a calendar is to show now."""

    ward: Ward
    name: str
    entries: tuple[tuple[Occurrence, str, str], ...]
    """Each occurrence with the title and text of its event."""
    marks: dict[int, Mark]
    """What calendars showed of them before."""

    @property
    def digests(self) -> dict[int, str]:
        """What names the content of each event."""
        return {
            o.id: hashlib.sha256(f"{o.due_on}\0{o.state}\0{title}\0{text}".encode()).hexdigest()
            for o, title, text in self.entries
        }

    @property
    def is_known(self) -> bool:
        """Whether calendars showed just this before: nothing has to be noted."""
        known = {number: mark.digest for number, mark in self.marks.items()}
        return known == self.digests


async def open_feed(
    unit: UnitOfWork, ward: Ward, person: Person, agency_id: int | None, now: datetime
) -> str:
    """Give out an address for a person's own work, or an agency's; return its token (256 bits).

    An earlier one of the same person for the same work ends. Raises RefusedError.
    """
    _require(person, agency_id)
    token = secrets.token_urlsafe(32)
    work = unit.ward(ward.id)
    await work.calendars.open_feed(person.id, agency_id, hash_of(token), now)
    work.log.append(
        "calendar.opened",
        actor=f"person:{person.id}",
        subject=f"person:{person.id}",
        now=now,
        agency=agency_id,
    )
    return token


async def end_feeds(unit: UnitOfWork, ward: Ward, person_id: int, now: datetime, actor: str) -> int:
    """End every address of a person; return how many there were."""
    work = unit.ward(ward.id)
    count = await work.calendars.end_all(person_id, now)
    if count:
        work.log.append(
            "calendar.ended", actor=actor, subject=f"person:{person_id}", now=now, count=count
        )
    return count


async def shown_behind(unit: UnitOfWork, token: str, now: datetime) -> Shown | None:
    """Return what the calendar with this token shows; None when it opens nothing (any more)."""
    feed: Feed | None = await unit.calendar_feeds.behind(hash_of(token))
    if feed is None:
        return None
    person = await unit.ward(feed.ward_id).people.get(feed.person_id)
    # Asked each time: who is no head any more follows the agency no more.
    if person is None or (feed.agency_id and may_follow(person, feed.agency_id)):
        return None
    return await shown(unit, await unit.wards.get(feed.ward_id), person, feed.agency_id, now)


async def shown(
    unit: UnitOfWork, ward: Ward, person: Person, agency_id: int | None, now: datetime
) -> Shown:
    """Return what a calendar shows: three months back, a year ahead. Raises RefusedError."""
    _require(person, agency_id)
    work, today = unit.ward(ward.id), local_date(now)
    agencies = {a.id: a for a in await work.agencies.all()}
    wanted = person.agency_ids
    whose = words.whose_own(person)
    if agency_id is not None:
        wanted = frozenset({agency_id, *agencies[agency_id].members})
        whose = agencies[agency_id].name
    found = await work.calendars.shown(wanted, today - _BEHIND, today + _AHEAD)
    tasks = await work.tasks.some(o.task_id for o in found)
    plans = {p.id: plan_name(p.number, p.issued_on, p.title) for p in await work.plans.all()}

    def entry(occurrence: Occurrence, task: Task) -> tuple[Occurrence, str, str]:
        agency = agencies[occurrence.agency_id].name
        text = words.event_text(task, occurrence, agency, plans[task.plan_id])
        return occurrence, words.event_title(task, occurrence), text

    entries = tuple(entry(o, tasks[o.task_id]) for o in found)
    marks = await work.calendars.marks([o.id for o in found])
    return Shown(ward, words.calendar_name(ward.name, whose), entries, marks)


async def marked(unit: UnitOfWork, shown: Shown, now: datetime) -> Shown:
    """Note what calendars show from now on, so that each change has its number."""
    marks = await unit.ward(shown.ward.id).calendars.mark(shown.digests, now)
    return Shown(shown.ward, shown.name, shown.entries, marks)


def calendar_bytes(shown: Shown) -> bytes:
    """Return the calendar as a file. What it shows must have been marked.

    Takes a while for many due dates: call it in a thread.
    """
    from jobs.reports.calendar import Entry, write_calendar  # icalendar is seldom needed

    return write_calendar(
        shown.name,
        tuple(
            Entry(
                uid=f"han-{shown.ward.id}-{o.id}@nhacviec",
                due_on=o.due_on,
                title=title,
                text=text,
                state=o.state,
                sequence=shown.marks[o.id].sequence,
                changed_at=shown.marks[o.id].changed_at,
            )
            for o, title, text in shown.entries
        ),
    )


def _require(person: Person, agency_id: int | None) -> None:
    if agency_id is not None and may_follow(person, agency_id):
        raise RefusedError(words.agency_is_for_heads())
