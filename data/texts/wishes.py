"""A wish for more time inside a report's words: the question about it, and what "Không" means."""

from datetime import date

from data.domain.people import Person
from data.domain.tasks import WorkItem
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.reminders import short_name
from data.texts.requests import said_shortly


def ask_wish(
    person: Person, item: WorkItem, until: date | None, reason: str, today: date, *, gives: bool
) -> str:
    """A report wishes for more time: is it asked for? `gives`: its reader may give it themselves."""
    what = f"{'' if gives else 'xin '}gia hạn {short_name(item)}"
    if until is not None:
        what = f"{what} đến {spoken_date(until, today=today)}"
    why = f" (lý do: {said_shortly(reason)})" if reason else ""
    return f"{sentence_case(person.address.value)} có {what}{why} không?"


def no_label() -> str:
    """Button: it is not asked for."""
    return "Không"


def no_wish(item: WorkItem, today: date) -> str:
    """It was not asked for: the date stands, and how it can be asked for."""
    due = spoken_date(item.occurrence.due_on, today=today)
    code = item.task.code
    return (
        f"Hạn {short_name(item)} vẫn là {due}. "
        f"Khi cần thì ghi, ví dụ: gia hạn #{code} đến 30/6 vì mưa bão."
    )
