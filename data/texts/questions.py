"""What is asked when the plan leaves something open: events that may come, dates that are missing."""

from collections.abc import Sequence
from datetime import date

from data.domain.lights import Light
from data.domain.people import Person
from data.domain.rules import AroundEvent, DeadlineRule, parts_of
from data.domain.tasks import Task
from data.texts.lights import SIGNS, WORDS
from data.texts.people import called
from data.texts.reminders import MAX_LINES, shortened

_ROMAN = ("I", "II", "III", "IV")


def is_event_coming(person: Person, tasks: Sequence[Task], quarter: int, today: date) -> str:
    """To the lead agency, once a quarter: will what these tasks wait for take place?"""
    heading = (
        f"Thưa {called(person)}, các việc sau đang chờ sự kiện. Quý {_ROMAN[quarter - 1]}"
        f"/{today.year} có diễn ra không?"
    )
    shown = tasks[: MAX_LINES - 3]
    lines = [
        f"{SIGNS[Light.WAITING]} {WORDS[Light.WAITING]}: #{t.code} {t.short_title} "
        f"({' · '.join(event_words(t.rule))})"
        for t in shown
    ]
    more = [f"và {len(tasks) - len(shown)} việc khác"] if len(tasks) > len(shown) else []
    ask = (
        "Có thì khai báo ngày, ví dụ: khai báo sự kiện bầu cử 16/8. Chưa có thì không cần trả lời."
    )
    return "\n".join([heading, *lines, *more, ask])


def event_words(rule: DeadlineRule) -> tuple[str, ...]:
    """Return the plan's words for the events that a rule waits for."""
    events = (part.event for part in parts_of(rule) if isinstance(part, AroundEvent))
    return tuple(dict.fromkeys(events))


def declare_label() -> str:
    """Button: an event is coming."""
    return "Khai báo sự kiện"


def dates_missing(person: Person, tasks: Sequence[Task]) -> str:
    """To the lead office, once a week: these tasks have no date, so nobody is reminded of them."""
    shown = tasks[: MAX_LINES - 3]
    lines = [f"{SIGNS[Light.UNDATED]} #{t.code} {_time_words(t)}: {t.short_title}" for t in shown]
    more = [f"và {len(tasks) - len(shown)} việc khác"] if len(tasks) > len(shown) else []
    first = tasks[0].code
    return "\n".join(
        [
            f"Thưa {called(person)}, {len(tasks)} việc {WORDS[Light.UNDATED]}; "
            "chưa có hạn thì chưa được nhắc.",
            *lines,
            *more,
            f"Trả lời, ví dụ: #{first} 30/6, hoặc #{first} ngày 15 hằng quý.",
        ]
    )


def _time_words(task: Task) -> str:
    words = shortened(task.time_text)
    return f'ghi "{words}"' if words else "không ghi thời hạn"


def dates_label() -> str:
    """Button: set the dates one by one."""
    return "Ấn định thời hạn"
