"""A calendar as phones take it: iCalendar (RFC 5545), one all-day event for each due date.

Events and not to-dos: what a phone subscribes to shows its events, and leaves to-dos out. No
alarm: reminding is ours. `DTSTAMP` is when the event last changed, so that the same calendar is
the same bytes.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

from data.domain.tasks import OccurrenceState

_REFRESH = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Entry:
    """One due date as calendars show it."""

    uid: str
    due_on: date
    title: str
    text: str
    state: OccurrenceState
    sequence: int
    changed_at: datetime


def write_calendar(name: str, entries: tuple[Entry, ...]) -> bytes:
    """Return the calendar's bytes: UTF-8, lines folded at 75 octets."""
    calendar = Calendar()
    calendar.add("prodid", "-//Nhac Viec//Han//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.replace(microsecond=0))
    event.add("last-modified", entry.changed_at.replace(microsecond=0))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.text)
    event.add("transp", "TRANSPARENT")
    event.add(
        "status",
        "CANCELLED" if entry.state is OccurrenceState.CANCELLED else "CONFIRMED",
    )
    return event
