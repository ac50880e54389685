"""An event as people type it: "bầu cử tổ trưởng 16/8", "xét hộ nghèo từ 14/8 đến 20/8/2026". Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from data.domain.wording import composed

_LONG_PAST = timedelta(days=90)
"""A day without a year that is further back than this means the next year's."""
_DAY = r"(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:(?:\s*[/.-]\s*|\s+năm\s+)(\d{4}))?"
_FROM_TO = re.compile(
    rf"(?:từ\s+)?(?:ngày\s+)?{_DAY}\s*(?:đến|tới|–|—|-)\s*(?:hết\s+)?(?:ngày\s+)?{_DAY}", re.I
)
_DAYS_OF_A_MONTH = re.compile(
    rf"(?:từ\s+)?(?:ngày\s+)?(\d{{1,2}})\s*(?:đến|tới|–|—|-)\s*(?:ngày\s+)?{_DAY}", re.I
)
_ONE = re.compile(rf"(?:vào\s+)?(?:ngày\s+)?{_DAY}", re.I)
_ASKING = re.compile(
    r"^/?(?:(?:tôi\s+)?(?:muốn\s+)?khai báo(?:\s+sự kiện)?|sự kiện(?:\s+mới)?|sukien)\b\s*:?\s*",
    re.I,
)
_EDGE = " \t\n,.:;–-()"


@dataclass(frozen=True, slots=True)
class EventWords:
    """What was typed; the dates are None when none was, or it is no day of the calendar."""

    name: str
    starts_on: date | None
    ends_on: date | None


def read_event(text: str, today: date) -> EventWords:
    """Return the name and the days of an event. A day without a year is the coming one."""
    plain = _ASKING.sub("", composed(text).strip())
    for pattern, read in ((_FROM_TO, _from_to), (_DAYS_OF_A_MONTH, _in_a_month), (_ONE, _one)):
        for found in reversed(list(pattern.finditer(plain))):
            if days := read(found, today):
                name = f"{plain[: found.start()]} {plain[found.end() :]}"
                return EventWords(" ".join(name.split()).strip(_EDGE), *days)
    return EventWords(" ".join(plain.split()).strip(_EDGE), None, None)


def asks_to_declare(text: str) -> bool:
    """Return whether a message begins with the words for declaring an event, and says more."""
    plain = composed(text).strip()
    found = re.match(r"^/?khai báo\b", plain, re.I)
    return found is not None and bool(_ASKING.sub("", plain))


def _from_to(found: re.Match[str], today: date) -> tuple[date, date] | None:
    day, month, year, last_day, last_month, last_year = found.groups()
    end = _date(last_day, last_month, last_year, today)
    start = _date(day, month, year or (str(end.year) if end else None), today)
    if start and end and start > end and not year:
        start = _date(day, month, str(end.year - 1), today)  # over the turn of the year
    return (start, end) if start and end else None


def _in_a_month(found: re.Match[str], today: date) -> tuple[date, date] | None:
    first, last, month, year = found.groups()
    end = _date(last, month, year, today)
    start = _date(first, month, str(end.year), today) if end else None
    return (start, end) if start and end and start <= end else None


def _one(found: re.Match[str], today: date) -> tuple[date, date] | None:
    day, month, year = found.groups()
    said = _date(day, month, year, today)
    return (said, said) if said else None


def _date(day: str, month: str, year: str | None, today: date) -> date | None:
    try:
        said = date(int(year) if year else today.year, int(month), int(day))
        if not year and said < today - _LONG_PAST:
            said = said.replace(year=said.year + 1)
    except ValueError:
        return None
    return said
