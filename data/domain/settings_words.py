"""What a ward wants changed, in one line as people type it: "giờ nhắc 7:15", "nghỉ 2/1/2027". Pure.

With or without diacritics. A line counts only as a whole: the words of a report set nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from data.domain.names import clean_name
from data.domain.overrides import OFF, WORKED, with_days
from data.domain.people import WardSettings
from data.domain.plan_names import CALLED
from data.domain.reach import with_the_rest
from data.domain.rules import Period
from data.domain.settings_rules import Problem, problem_with
from data.domain.wording import composed, lowered, phrase, typed_line
from data.domain.workdays import parse_overrides

_LONGEST = 120
_LONG_PAST = timedelta(days=90)
"""A day without a year that is further back than this means the next year's."""
_FURTHEST_BACK, _FURTHEST_AHEAD = timedelta(days=366), timedelta(days=3 * 366)
_MOST_DAYS = 31
_WARD_NAME = re.compile(
    rf"\s*(?:{phrase('đổi', 'sửa')}\s+)?{phrase('tên phường', 'tên xã', 'tên đặc khu')}"
    rf"\s*(?:[:=]|{phrase('thành')})\s*(?P<name>\S.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TaskPeriod:
    """How often one task of continuous work is reported; None: as the ward says."""

    code: int
    period: Period | None


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """How often all continuous work of a plan is reported; None: as the ward says."""

    called: str
    """How the plan was named, in plain letters; "" when it was not."""
    period: Period | None


Said = WardSettings | TaskPeriod | PlanPeriod | Problem
_Read = Callable[[re.Match[str], WardSettings, date], Said]

_CLOCK = (
    r"(?P<hour>[0-9]{1,2}) ?(?::|\.|h|gio|g)(?: ?(?P<minute>[0-9]{2}))?(?: ?phut)?"
    r"(?: (?P<half>sang|chieu))?"
)
_N = r"(?P<n>[0-9]{1,3})"
_DAYS = r" ngay(?: lam viec)?(?: qua han)?"
_LIST = r"(?P<list>[0-9]{1,3}(?:(?: ?[,;] ?| va |, va | )[0-9]{1,3}){0,9})"
_CHANNELS = {
    **dict.fromkeys(("telegram", "tele"), ("telegram",)),
    "zalo": ("zalo_bot", "zalo_oa"),
    **dict.fromkeys(("zalo bot", "bot zalo"), ("zalo_bot",)),
    **dict.fromkeys(("zalo oa", "oa zalo", "oa"), ("zalo_oa",)),
    **dict.fromkeys(("web", "trang web", "trang nhan tin", "trang nhan tin cua phuong"), ("web",)),
}
_WEEKDAYS = {
    **{name: number for number, name in enumerate(("hai", "ba", "tu", "nam", "sau", "bay"), 1)},
    **{str(number + 1): number for number in range(1, 7)},
}
_WEEKDAY = r"(?:thu (?P<weekday>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat))"
_PERIODS = {
    "ngay": Period.DAY,
    "tuan": Period.WEEK,
    "thang": Period.MONTH,
    "quy": Period.QUARTER,
    "6 thang": Period.HALF_YEAR,
    "sau thang": Period.HALF_YEAR,
    "nua nam": Period.HALF_YEAR,
    "nam": Period.YEAR,
}
_EVERY = (
    r"(?:viec thuong xuyen )?bao cao (?:moi|hang|theo) "
    r"(?P<period>6 thang|sau thang|nua nam|ngay|tuan|thang|quy|nam)(?: (?:mot|1) lan)?"
)
_CODE = r"(?:viec )?# ?(?P<code>[0-9]{1,5}) ?[:,.-]? ?"
_PLAN = rf"(?:ke hoach|kh)(?: (?P<called>{CALLED}))? ?[:,.-]? ?"
_LIKE_THE_WARD = r"bao cao (?:nhu|theo) (?:ca )?(?:phuong|xa|chung)"
_ON = (
    r"(?:(?:tu |vao )?(?:ngay )?(?:(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat),? )?(?:ngay )?)"
)


def _date_named(name: str) -> str:
    return (
        rf"(?:(?P<{name}d>[0-9]{{1,2}}) ?(?:[/.-]| thang ) ?(?P<{name}m>[0-9]{{1,2}})"
        rf"(?: ?(?:[/.-]| nam ) ?(?P<{name}y>[0-9]{{4}}))?"
        rf"|(?P<{name}iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}))"
    )


_STRETCH = rf"{_ON}{_date_named('a')}(?: ?(?:den|toi|–|—|-) ?(?:het )?{_ON}{_date_named('b')})?"


def read_ward_name(text: str) -> str | None:
    """Return what a line says the ward is called: "tên phường: Phường Hòa Bình"; None: nothing."""
    said = composed(text)
    found = _WARD_NAME.fullmatch(lowered(said)) if len(said) <= _LONGEST * 2 else None
    return said[found.start("name") :].strip() if found else None


def read_setting(text: str, settings: WardSettings, today: date) -> Said | None:
    """Return the settings as the line would have them, the period of a task or plan, or a problem.

    None when the line sets nothing. A day without a year is the coming one.
    """
    line = typed_line(text, _LONGEST)
    if line is None:
        return None
    if found := _TYPED.fullmatch(line):
        return _in_own_words(text, found, settings)
    for pattern, read in _LINES:
        if found := pattern.fullmatch(line):
            said = read(found, settings, today)
            if isinstance(said, WardSettings):
                return problem_with(settings, said) or said
            return said
    return None


_TYPED = re.compile(
    r"(?P<drop>bo |xoa )?(?:(?P<contact>lien he du lieu)|(?P<notice>ghi chu du lieu))"
    r"(?:(?P<value>:? .+))?"
)
_WORDS_BEFORE = 4
"""Both begin with so many words."""


def _in_own_words(text: str, found: re.Match[str], settings: WardSettings) -> Said | None:
    """Return the settings with what a ward writes itself, its letters as they were typed."""
    if bool(found["drop"]) == bool(found["value"]):
        return None
    typed = " ".join(composed(text).split()[_WORDS_BEFORE:]).removeprefix(":")
    value = "" if found["drop"] else clean_name(typed, _LONGEST)
    return settings.model_copy(
        update={"data_contact" if found["contact"] else "notice_line": value}
    )


def _time(found: re.Match[str]) -> time | None:
    hour = int(found["hour"])
    if found["half"] == "chieu" and hour < 12:
        hour += 12
    minute = int(found["minute"] or 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _remind_at(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    at = _time(found)
    return settings.model_copy(update={"remind_at": at}) if at else Problem.NO_SUCH_TIME


def _summary(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    said = found.groupdict()
    update: dict[str, object] = {}
    if said.get("hour"):
        if (at := _time(found)) is None:
            return Problem.NO_SUCH_TIME
        update["summary_at"] = at
    if said.get("sunday"):
        return Problem.SUMMARY_DAY
    if said.get("weekday"):
        update["summary_weekday"] = _WEEKDAYS[said["weekday"]]
    return settings.model_copy(update=update)


def _own_weeks(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    return settings.model_copy(update={"own_weeks": found["no"] is None})


def _cut_off(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    return settings.model_copy(update={"cutoff_day": int(found["n"])})


def _keep_years(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    return settings.model_copy(update={"keep_years": int(found["n"])})


def _before(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    numbers = {int(digits) for digits in re.findall(r"[0-9]+", found["list"])}
    return _rung(settings, before=tuple(sorted(numbers, reverse=True)))


def _rung(settings: WardSettings, **update: object) -> WardSettings:
    ladder = settings.ladder.model_copy(update=update)
    return settings.model_copy(update={"ladder": ladder})


def _days_of(name: str) -> _Read:
    return lambda found, settings, _today: _rung(settings, **{name: int(found["n"])})


def _switch(name: str) -> _Read:
    return lambda found, settings, _today: _rung(settings, **{name: found["no"] is None})


def _period(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    return settings.model_copy(update={"reporting_period": _PERIODS[found["period"]]})


def _channels(found: re.Match[str], settings: WardSettings, _today: date) -> Said:
    """Return the order with what was not named at its end; "zalo" is both of Zalo's channels."""
    words = [w for w in re.split(r" ?(?:[,;>]|->| roi | den | va ) ?", found["channels"]) if w]
    named = [_CHANNELS.get(word) for word in words]
    if None in named:
        return Problem.NO_SUCH_CHANNEL
    order = with_the_rest(channel for some in named for channel in some or ())
    return settings.model_copy(update={"channel_order": order})


def _task_period(found: re.Match[str], _settings: WardSettings, _today: date) -> Said:
    period = found.groupdict().get("period")
    return TaskPeriod(int(found["code"]), _PERIODS[period] if period else None)


def _plan_period(found: re.Match[str], _settings: WardSettings, _today: date) -> Said:
    period = found.groupdict().get("period")
    return PlanPeriod(found["called"] or "", _PERIODS[period] if period else None)


def _swap(word: str | None) -> _Read:
    def read(found: re.Match[str], settings: WardSettings, today: date) -> Said:
        days = _stretch(found, today)
        if isinstance(days, Problem):
            return days
        text = settings.calendar_overrides
        if word is None and not parse_overrides(text).keys() & set(days):
            return Problem.NOT_SWAPPED
        return settings.model_copy(update={"calendar_overrides": with_days(text, days, word)})

    return read


def _stretch(found: re.Match[str], today: date) -> list[date] | Problem:
    last_said = found["bd"] or found["biso"]
    year = found["by"] if last_said else None
    first = _day(found, "a", today, year)
    last = _day(found, "b", today, None) if last_said else first
    if first and last and last < first and year and not found["ay"]:
        first = _day(found, "a", today, str(int(year) - 1))  # over the turn of the year
    if first is None or last is None or last < first:
        return Problem.NO_SUCH_DAY
    if first < today - _FURTHEST_BACK or last > today + _FURTHEST_AHEAD:
        return Problem.DAY_TOO_FAR
    count = (last - first).days + 1
    if count > _MOST_DAYS:
        return Problem.TOO_MANY_DAYS
    return [first + timedelta(days=number) for number in range(count)]


def _day(found: re.Match[str], name: str, today: date, year: str | None) -> date | None:
    try:
        if iso := found[f"{name}iso"]:
            return date.fromisoformat(iso)
        said = found[f"{name}y"] or year
        day, month = int(found[f"{name}d"]), int(found[f"{name}m"])
        if said:
            return date(int(said), month, day)
        this_year = date(today.year, month, day)
        is_past = this_year < today - _LONG_PAST
        return this_year.replace(year=today.year + 1) if is_past else this_year
    except ValueError:
        return None


def _line(pattern: str, read: _Read) -> tuple[re.Pattern[str], _Read]:
    return re.compile(pattern), read


_LINES = (
    _line(
        # "nhắc 12" alone might mean the task.
        r"(?:gio nhac(?: viec)?|nhac(?: viec)?(?= .*luc))(?: (?:hang|moi) (?:ngay|sang))?"
        rf"(?: la| luc| vao luc| vao|:)? ?{_CLOCK}",
        _remind_at,
    ),
    _line(rf"nhac truoc(?: han)?:? {_LIST}(?: ngay)?(?: lam viec)?", _before),
    _line(r"khong nhac truoc(?: han)?", lambda _f, settings, _t: _rung(settings, before=())),
    _line(r"(?P<no>khong )?nhac (?:khi|luc) (?:mo viec|bat dau|giao viec)", _switch("at_opening")),
    _line(r"(?P<no>khong )?nhac (?:dung|vao) (?:ngay )?(?:den )?han", _switch("on_the_day")),
    _line(
        rf"qua han(?: thi)? nhac(?: lai)? (?:moi|cu|cach) {_N}{_DAYS}(?: (?:mot|1) lan)?",
        _days_of("overdue_every"),
    ),
    _line(rf"qua han(?: thi)? nhac(?: lai)? sau {_N}{_DAYS}", _days_of("overdue_first")),
    _line(
        r"bao(?: cho)? (?:(?:thu )?truong (?:don vi|co quan|phong)|thu truong|nguoi dung dau) "
        rf"sau {_N}{_DAYS}",
        _days_of("head_after"),
    ),
    _line(
        rf"bao(?: cho)? lanh dao(?: ubnd)?(?: phuong| xa)? sau {_N}{_DAYS}",
        _days_of("leadership_after"),
    ),
    _line(rf"tong hop(?: tuan)?(?: vao|:)? {_WEEKDAY}(?:,? (?:luc )?{_CLOCK})?", _summary),
    _line(
        rf"tong hop(?: tuan)?(?: vao|:)?(?: luc)? {_CLOCK}(?:,? {_WEEKDAY}(?: hang tuan)?)?",
        _summary,
    ),
    _line(
        r"(?P<no>khong )?gui (?:tong hop )?tuan (?:rieng )?(?:cho|cua) (?:tung|moi) nguoi",
        _own_weeks,
    ),
    _line(rf"chot(?: ky)?(?: bao cao| so lieu)?(?: vao)?(?: ngay)? {_N}(?: hang thang)?", _cut_off),
    _line(rf"giu (?:minh chung|tep|tep minh chung)(?: trong)? {_N} nam", _keep_years),
    _line(_EVERY, _period),
    _line(_CODE + _EVERY, _task_period),
    _line(_CODE + _LIKE_THE_WARD, _task_period),
    _line(_PLAN + _EVERY, _plan_period),
    _line(_PLAN + _LIKE_THE_WARD, _plan_period),
    _line(r"thu tu(?: cac)? kenh(?: nhan tin| nhan| gui)?(?: la|:)? ?(?P<channels>.+)", _channels),
    _line(rf"(?:cho )?nghi(?: le| bu)?,? {_STRETCH}", _swap(OFF)),
    _line(rf"(?:lam bu|di lam(?: bu)?|lam viec|lam),? {_STRETCH}", _swap(WORKED)),
    _line(rf"bo(?: nghi| lam bu)?,? {_STRETCH}", _swap(None)),
)
