"""A deadline rule in Vietnamese words, as a person of the office would say it."""

from collections.abc import Sequence
from datetime import date, timedelta

from data.domain.rules import (
    AroundEvent,
    AtLeast,
    Continuous,
    DeadlineRule,
    Every,
    External,
    Granularity,
    Period,
    Phase,
    Several,
    SimpleRule,
    Unknown,
    Window,
)
from data.texts.common import sentence_case
from data.texts.dates import weekday_name

_PERIODS = {
    Period.DAY: "ngày",
    Period.WEEK: "tuần",
    Period.MONTH: "tháng",
    Period.QUARTER: "quý",
    Period.HALF_YEAR: "6 tháng",
    Period.YEAR: "năm",
}
_PHASES = {Phase.BEFORE: "trước", Phase.DURING: "trong", Phase.AFTER: "sau", Phase.WHEN: "khi"}
_QUARTERS = ("I", "II", "III", "IV")
_ONE_DAY = timedelta(days=1)


def describe_rule(rule: DeadlineRule) -> str:
    """Return the rule in words: "Mỗi năm ít nhất 2 lần", "Ngày 15 hằng quý", "Chưa rõ thời hạn: …"."""
    if isinstance(rule, Several):
        words = "; ".join(sentence_case(_labelled(_words(part), part.label)) for part in rule.parts)
    else:
        words = _words(rule)
    return sentence_case(_labelled(words, rule.label))


def _labelled(words: str, label: str | None) -> str:
    return f"{words} ({label})" if label else words


def _words(rule: SimpleRule) -> str:
    match rule:
        case Continuous():
            return _continuous(rule)
        case Every():
            return _every(rule)
        case AtLeast():
            return f"mỗi {_PERIODS[rule.period]} ít nhất {rule.count} lần"
        case Window():
            return _window(rule)
        case AroundEvent():
            return _event(rule)
        case External():
            return _external(rule)
        case Unknown():
            return f"chưa rõ thời hạn: {rule.reason}"


def _continuous(rule: Continuous) -> str:
    within = {"school_year": " trong năm học", "plan_year": " trong năm kế hoạch", None: ""}
    return "thường xuyên" + within[rule.within]


def _every(rule: Every) -> str:
    cadence = _place(rule) + " " + _cadence(rule)
    return " ".join((cadence.strip() + _bounds(rule.from_, rule.until)).split())


def _cadence(rule: Every) -> str:
    name = _PERIODS[rule.period]
    if rule.interval > 1:
        times = "một lần" if rule.count == 1 else f"{rule.count} lần"
        return f"{rule.interval} {name} {times}"
    if rule.count > 1:
        return f"mỗi {name} {rule.count} lần"
    return f"{name} một lần" if rule.period is Period.HALF_YEAR else f"hằng {name}"


def _place(rule: Every) -> str:
    if rule.weekday:
        return weekday_name(rule.weekday)
    if rule.month_day:
        month, day = rule.month_day.split("-")
        return f"chậm nhất ngày {int(day)}/{int(month)}"
    if rule.quarter:
        return f"quý {_QUARTERS[rule.quarter - 1]}"
    day = _day(rule)
    if rule.months:
        return f"{day} {_listed([f'tháng {month}' for month in rule.months])}"
    return f"{day} tháng cuối" if rule.last_month else day


def _day(rule: Every) -> str:
    if rule.before_day:
        return f"trước ngày {rule.before_day}"
    return f"ngày {rule.day}" if rule.day else ""


def _bounds(start: date | None, end: date | None) -> str:
    words = f", từ {_date(start)}" if start else ""
    return words + (f"{' ' if start else ', '}đến {_date(end)}" if end else "")


def _window(rule: Window) -> str:
    if rule.start is None and rule.end is None:
        return "chưa có mốc thời gian"
    if rule.end is None:
        return f"từ {_date(rule.start)} trở đi, mỗi năm một lần"
    if rule.start is None:
        return f"chậm nhất {_date(rule.end)}"
    return _named_stretch(rule.start, rule.end, rule.granularity) or (
        f"từ {_date(rule.start)} đến {_date(rule.end)}"
    )


def _named_stretch(start: date, end: date, granularity: Granularity) -> str | None:
    """Return the stretch's own name when it has one: "quý IV/2024"."""
    days = (end + _ONE_DAY - start).days
    if days == 1:
        return f"ngày {_date(start)}"
    year, month = start.year, start.month
    names = {
        Granularity.MONTH: (f"tháng {month}/{year}", 31),
        Granularity.QUARTER: (f"quý {_QUARTERS[(month - 1) // 3]}/{year}", 92),
        Granularity.HALF_YEAR: (f"6 tháng {'đầu' if month == 1 else 'cuối'} năm {year}", 184),
        Granularity.YEAR: (f"năm {year}", 366),
        Granularity.SCHOOL_YEAR: (f"năm học {year}-{year + 1}", 366),
        Granularity.DAY: ("", 0),
    }
    name, longest = names[granularity]
    return name if days <= longest else None


def _event(rule: AroundEvent) -> str:
    phases = _listed([_PHASES[phase] for phase in rule.phases])
    each = "mỗi " if rule.each else ""
    moment = f"{phases} {each}{rule.event}"
    if rule.offset_working_days is not None:
        return f"{rule.offset_working_days} ngày làm việc {moment}"
    if rule.offset_days is not None:
        return f"{rule.offset_days} ngày {moment}"
    return f"ngay {moment}" if rule.immediate else moment


def _external(rule: External) -> str:
    plain = "quy định" if rule.basis == "rule" else "kế hoạch khác"
    return f"theo {rule.reference or plain}, cần ấn định thời hạn"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} và {words[-1]}"


def _date(day: date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""
