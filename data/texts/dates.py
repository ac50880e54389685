"""Dates, days left and numbers as people say them."""

from datetime import date

from data.domain.workdays import WorkCalendar

_FAR = 20
"""Working days: four weeks."""
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def weekday_name(weekday: int) -> str:
    """Return the name of weekday 1 (Monday) – 7 (Sunday)."""
    return _WEEKDAYS[weekday - 1]


def day_month(day: date, *, today: date | None = None) -> str:
    """Return "19/6"; with the year when `today` is in another one, or is not given."""
    short = f"{day.day}/{day.month}"
    return short if today is not None and day.year == today.year else f"{short}/{day.year}"


def full_date(day: date) -> str:
    """Return "05/01/2027", as documents write it."""
    return f"{day:%d/%m/%Y}"


def spoken_date(day: date, *, today: date) -> str:
    """Return "thứ Sáu 19/6", with the year only when it is another one."""
    return f"{_WEEKDAYS[day.weekday()]} {day_month(day, today=today)}"


def days_left(due_on: date, *, today: date, calendar: WorkCalendar) -> str:
    """Return how a due date stands to today: "còn 3 ngày làm việc", "hạn mai", "quá hạn 2 ngày".

    Days left count the working days after today up to the due date; days overdue are calendar days.
    """
    distance = (due_on - today).days
    if distance < 0:
        return f"quá hạn {-distance} ngày"
    if distance == 0:
        return "hạn hôm nay"
    if distance == 1:
        return "hạn mai"
    left = calendar.working_days_between(today, due_on)
    return f"còn {left} ngày làm việc" if left else f"còn {distance} ngày"


def days_left_or_date(due_on: date, *, today: date, calendar: WorkCalendar) -> str:
    """Return `days_left`, or the date where a count of days tells nobody anything: "hạn 31/12"."""
    if calendar.working_days_between(today, due_on) > _FAR:
        return f"hạn {spoken_date(due_on, today=today)}"
    return days_left(due_on, today=today, calendar=calendar)


def days_left_with_date(due_on: date, *, today: date, calendar: WorkCalendar) -> str:
    """Return `days_left` with the date where the words alone do not show it: "hạn mai, thứ Ba 16/6"."""
    words = days_left(due_on, today=today, calendar=calendar)
    return words if due_on <= today else f"{words}, {spoken_date(due_on, today=today)}"


def whole_number(value: int) -> str:
    """Return a number with dots between thousands: "1.250"."""
    return f"{value:,}".replace(",", ".")


def decimal(value: float, digits: int = 1) -> str:
    """Return a number with a decimal comma, without idle zeros: "98,5", "96"."""
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")
