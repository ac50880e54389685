"""The short names of periods that stand beside a task: "quý II/2026", "lần 1/2", "tuần từ 15/6"."""

from data.domain.periods import Span
from data.domain.rules import Period

_ROMAN = ("I", "II", "III", "IV")


def period_name(period: Period, span: Span, interval: int = 1) -> str:
    """Return the name of a period by its last day: a reporting quarter is named as it closes."""
    day = span.end
    if period in {Period.DAY, Period.WEEK}:
        start = f"{span.start.day}/{span.start.month}"
        return start if period is Period.DAY and interval == 1 else f"tuần từ {start}"
    if interval > 1:
        return f"kỳ đến {day.month}/{day.year}"
    names = {
        Period.MONTH: f"tháng {day.month}/{day.year}",
        Period.QUARTER: f"quý {_ROMAN[(day.month - 1) // 3]}/{day.year}",
        Period.HALF_YEAR: f"6 tháng {'đầu' if day.month <= 6 else 'cuối'} năm {day.year}",
        Period.YEAR: f"năm {day.year}",
    }
    return names[period]


def turn_name(number: int, count: int) -> str:
    """Return "lần 1/2"."""
    return f"lần {number}/{count}"
