"""When work bound to an event is due, once the event is declared.

Defaults where the plan says no number of days:

- before: the last working day at least two days ahead (an election on Sunday 16/8: Friday 14/8);
- during: the event's last working day, or the next one after an event at the weekend;
- after: five working days after its end (16/8: Friday 21/8); at once: one working day;
- when: five working days after its start; at once: one working day.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from data.domain.owing import Owed
from data.domain.periods import Span
from data.domain.rules import AroundEvent, Phase
from data.domain.tasks import Event
from data.domain.workdays import WorkCalendar

DAYS_BEFORE = 2
WORKING_DAYS_AFTER = 5
WORKING_DAYS_AT_ONCE = 1
OPENS_BEFORE = timedelta(days=30)
"""Work before an event is opened a month ahead, not as soon as the event is known."""

_ROOM = timedelta(days=31)
"""How far holidays may push a day after an event; longer than any of them."""
_ONE_DAY = timedelta(days=1)
_WORDS = {Phase.BEFORE: "trước", Phase.DURING: "trong", Phase.AFTER: "sau", Phase.WHEN: "khi"}


def owed_around(rule: AroundEvent, event: Event, calendar: WorkCalendar) -> Iterator[Owed]:
    """Yield one thing owed for each phase of the rule; nothing for an event that is cancelled."""
    if event.is_cancelled:
        return
    for phase in rule.phases:
        opens_on, due_on, room = _bounds(rule, phase, event, calendar)
        yield Owed(
            key=f"e{event.id}:{phase}",
            label=f"{_WORDS[phase]} {event.name}",
            opens_on=opens_on,
            due_on=due_on,
            room=room,
            may_slip=phase in {Phase.BEFORE, Phase.DURING},
            event_id=event.id,
        )


def _bounds(
    rule: AroundEvent, phase: Phase, event: Event, calendar: WorkCalendar
) -> tuple[date, date, Span]:
    """Return when it opens, the day due and the room for it."""
    start, end = event.starts_on, event.ends_on
    match phase:
        case Phase.BEFORE:
            due = min(_ahead(rule, start, calendar), start - _ONE_DAY)
            return start - OPENS_BEFORE, due, Span(date.min, start - _ONE_DAY)
        case Phase.DURING:
            worked = calendar.working_day_within(start, end)
            return start, end, Span(start, end if worked else calendar.next_working_day(end))
        case Phase.AFTER:
            due = _later(rule, end, calendar)
            return end + _ONE_DAY, due, Span(end + _ONE_DAY, due + _ROOM)
        case Phase.WHEN:
            due = _later(rule, start, calendar)
            return start, due, Span(start, due + _ROOM)


def _ahead(rule: AroundEvent, start: date, calendar: WorkCalendar) -> date:
    if rule.offset_working_days is not None:
        return calendar.add_working_days(start, -rule.offset_working_days)
    days = DAYS_BEFORE if rule.offset_days is None else rule.offset_days
    return start - timedelta(days)


def _later(rule: AroundEvent, day: date, calendar: WorkCalendar) -> date:
    if rule.offset_days is not None:
        return day + timedelta(rule.offset_days)
    if rule.offset_working_days is not None:
        return calendar.add_working_days(day, rule.offset_working_days)
    count = WORKING_DAYS_AT_ONCE if rule.immediate else WORKING_DAYS_AFTER
    return calendar.add_working_days(day, count)
