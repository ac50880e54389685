"""Speak of it again later: the work of one morning message, put off to the next slot."""

from datetime import date, datetime

from data.domain.ladder import Slot, snooze_until
from data.domain.people import Person, Ward
from data.domain.workdays import calendar_of
from data.store.unit_of_work import UnitOfWork

_DIGEST = "digest"
"""The kind and key prefix of the morning message: `digest:<person>:<local date>:<slot>`."""


async def snooze(
    unit: UnitOfWork, ward: Ward, person: Person, day: date, now: datetime, actor: str
) -> tuple[datetime, int]:
    """Put off what the person's messages of `day` spoke of; return until when, and how many.

    Only what their agencies still owe; what is spoken of sooner anyway is left alone.
    """
    work = unit.ward(ward.id)
    calendar = calendar_of(ward.settings.calendar_overrides)
    until = snooze_until(now, ward.settings, calendar)
    keys = [f"{_DIGEST}:{person.id}:{day.isoformat()}:{slot.value}" for slot in Slot]
    spoken_of = await work.occurrences.some(await unit.outbox.mentioned_in(keys))
    put_off = [
        o
        for o in spoken_of
        if o.is_owed
        and o.agency_id in person.agency_ids
        and (o.next_remind_at is None or o.next_remind_at > until)
    ]
    for occurrence in put_off:
        await work.occurrences.change_if_owed(occurrence.id, next_remind_at=until)
    work.log.append(
        "reminder.put_off",
        actor=actor,
        subject=f"person:{person.id}",
        now=now,
        until=until.isoformat(),
        occurrences=[o.id for o in put_off],
    )
    return until, len(put_off)
