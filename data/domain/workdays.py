"""Working days: Monday to Friday less public holidays, plus the days that the ward swapped.

Source of the holidays: package `holidays`, country VN (it has 24/11 from 2026, NQ 80-NQ/TW). It
lacks the swapped days that the government announces each year: those stand in the ward's override
file, one date a line.
"""

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from data.errors import RefusedError

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_WORKED = {"nghỉ": False, "làm": True}


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    import holidays  # loaded with the first date that is asked for, not with the program

    return frozenset(holidays.country_holidays("VN", years=year))


class WorkCalendar:
    """Says which days are worked. Cheap to ask: holidays are worked out once a year.

    `overrides` maps a date to whether it is worked, whatever its weekday.
    """

    def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
        self._overrides = MappingProxyType(dict(overrides or {}))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WorkCalendar) and self._overrides == other._overrides

    def __hash__(self) -> int:
        return hash(frozenset(self._overrides.items()))

    def is_working_day(self, day: date) -> bool:
        """Say whether `day` is worked."""
        said = self._overrides.get(day)
        if said is not None:
            return said
        return day.weekday() < _SATURDAY and day not in _public_holidays(day.year)

    def fall_back(self, day: date) -> date:
        """Return `day` when it is worked, else the last working day before it."""
        while not self.is_working_day(day):
            day -= _ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """Return `day` when it is worked, else the first working day after it."""
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day

    def working_day_within(self, start: date, end: date) -> date | None:
        """Return the last working day from `start` to `end`, or None when none is worked."""
        while end >= start:
            if self.is_working_day(end):
                return end
            end -= _ONE_DAY
        return None

    def add_working_days(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (before it when negative; 0: `day`)."""
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def working_days_between(self, today: date, due: date) -> int:
        """Return the working days after `today` up to and with `due`; negative when overdue."""
        if due < today:
            return -self.working_days_between(due, today)
        days = (today + _ONE_DAY * number for number in range(1, (due - today).days + 1))
        return sum(self.is_working_day(day) for day in days)


@lru_cache(maxsize=256)
def calendar_of(overrides: str) -> WorkCalendar:
    """Return the calendar with a ward's override text, read once. Raises RefusedError."""
    return WorkCalendar(parse_overrides(overrides))


def parse_overrides(text: str) -> dict[date, bool]:
    """Read an override file: "2026-01-02 nghỉ", "2026-01-10 làm", "# ghi chú".

    Raises RefusedError naming the line that cannot be read or contradicts an earlier one.
    """
    overrides: dict[date, bool] = {}
    composed = unicodedata.normalize("NFC", text.lstrip("\ufeff"))
    for number, line in enumerate(composed.splitlines(), start=1):
        said = line.split("#", 1)[0].split()
        if not said:
            continue
        day, is_worked = _override(said, number)
        if overrides.setdefault(day, is_worked) is not is_worked:
            raise RefusedError(
                f"Lịch làm việc, dòng {number}: ngày {day:%d/%m/%Y} vừa ghi nghỉ vừa ghi làm. "
                "Đồng chí giữ lại một dòng."
            )
    return overrides


def _override(said: list[str], number: int) -> tuple[date, bool]:
    try:
        day_text, word = said
        return date.fromisoformat(day_text), _WORKED[word.lower()]
    except (ValueError, KeyError):
        raise RefusedError(
            f"Lịch làm việc, dòng {number} chưa đọc được: “{' '.join(said)}”. "
            "Mỗi dòng ghi một ngày, ví dụ: 2026-01-02 nghỉ, hoặc 2026-01-10 làm."
        ) from None
