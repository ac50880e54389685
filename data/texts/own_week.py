"""The week of one person: theirs, and of the agency that they head."""

from collections.abc import Callable, Sequence
from datetime import date

from data.domain.lights import Light
from data.domain.own_week import OwnWeek
from data.domain.summary import Counts
from data.domain.tasks import WorkItem
from data.texts.dates import spoken_date
from data.texts.due import EXCUSED
from data.texts.lights import SIGNS, WORDS
from data.texts.people import called
from data.texts.reminders import short_name
from data.texts.summary import nothing_to_count, week_words

_SHOWN = 3
_COUNTED = (Light.DONE, Light.ON_TIME, Light.SOON, Light.LATE)


def own_week(own: OwnWeek) -> str:
    """The message: at most six lines under the heading, the rest is in the list."""
    heading = f"{week_words(own.week, today=own.today).capitalize()} của {_whose(own)}"
    return "\n".join([heading, *(_lines(own) or [nothing_to_count()])])


def _whose(own: OwnWeek) -> str:
    return " và ".join((called(own.person), *own.headed[:1]))


def _lines(own: OwnWeek) -> list[str]:
    lines = [counts(own.counts, len(own.done))] if own.counts.total else []
    if own.done:
        lines.append(f"Xong trong tuần: {_codes(own.done)}")
    if own.late:
        late = _few(own.late, lambda i: _days_late(i, own.today))
        lines.append(f"{SIGNS[Light.LATE]} Quá hạn: {late}")
    if own.returned:
        lines.append(f"Được trả lại, chờ bổ sung: {_codes(own.returned)}")
    if own.coming:
        coming = _few(own.coming, lambda i: spoken_date(i.occurrence.due_on, today=own.today))
        lines.append(f"Sắp tới: {coming}")
    if own.to_review and own.headed:
        lines.append(f"Chờ duyệt: {own.to_review} báo cáo")
    return lines


def _days_late(item: WorkItem, today: date) -> str:
    excused = f" ({EXCUSED})" if item.occurrence.is_excused else ""
    return f"{(today - item.occurrence.due_on).days} ngày{excused}"


def counts(found: Counts, done_this_week: int) -> str:
    """Return "✅ 3 xong (+2) · 🟢 4 đúng hạn · 🔴 1 quá hạn"; what is none of is left out."""
    said = []
    for light in _COUNTED:
        if number := found.of(light):
            gained = done_this_week if light is Light.DONE else 0
            words = f"{SIGNS[light]} {number} {WORDS[light]}"
            said.append(f"{words} (+{gained})" if gained else words)
    return " · ".join(said)


def beside_the_ward(own: OwnWeek) -> str:
    """One line under the summary of the ward, for who reads that: their own agency."""
    whose = own.headed[0] if own.headed else f"Việc của {called(own.person)}"
    return f"{whose}: {counts(own.counts, len(own.done))}"


def _codes(items: Sequence[WorkItem]) -> str:
    shown = ", ".join(short_name(i) for i in items[: 2 * _SHOWN])
    rest = len(items) - 2 * _SHOWN
    return f"{shown} và {rest} việc khác" if rest > 0 else shown


def _few(items: Sequence[WorkItem], what: Callable[[WorkItem], str]) -> str:
    shown = ", ".join(f"{short_name(i)} {what(i)}" for i in items[:_SHOWN])
    rest = len(items) - _SHOWN
    return f"{shown} và {rest} việc khác" if rest > 0 else shown
