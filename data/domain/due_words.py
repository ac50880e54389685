"""Due dates in what people type: "gia hạn #12 đến 30/6 vì mưa bão", "giải trình 12 mất điện". Pure."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.domain.event_words import read_event
from data.domain.wording import composed, lowered, phrase
from data.domain.workdays import WorkCalendar

_LONGEST = 700
_DAY = r"\d{1,2}(?:\s*[/.-]\s*|\s+tháng\s+|\s+thang\s+)\d{1,2}(?:(?:\s*[/.-]\s*|\s+năm\s+)\d{4})?(?!\d)"
_CODE = r"(?:#\s*\d{1,5}|\d{1,5})(?![\d/.%-])"
_CALLED = rf"(?:{phrase('việc', 'số', 'nhiệm vụ', 'cho', 'hạn')}\s*)*"
_POLITE = rf"(?:{phrase('xin', 'đề nghị', 'cho', 'tôi', 'em', 'dạ', 'đồng chí', 'được', 'phép', 'thưa')}\s*)*"
_EXTEND = re.compile(
    rf"\s*/?{_POLITE}{phrase('gia hạn', 'giahan', 'lùi hạn')}\s*{_CALLED}(?P<code>{_CODE})?(?P<rest>.*)",
    re.DOTALL,
)
_CODE_FIRST = re.compile(
    rf"\s*(?P<code>#\s*\d{{1,5}}(?!\d))\s*[:,]?\s*{_POLITE}{phrase('gia hạn', 'lùi hạn')}(?P<rest>.*)",
    re.DOTALL,
)
_EXPLAIN = re.compile(
    rf"\s*/?{_POLITE}{phrase('giải trình', 'giaitrinh')}\s*{_CALLED}(?P<code>{_CODE})?(?P<rest>.*)",
    re.DOTALL,
)
_UNTIL = phrase(
    "đến", "tới", "đến hết", "tới hết", "sang", "đến ngày", "tới ngày", "đến hết ngày", "sang ngày"
)
_MORE_DAYS = re.compile(
    rf"{phrase('thêm')}\s*(?P<days>\d{{1,3}})\s*{phrase('ngày')}(?P<worked>\s+{phrase('làm việc')})?"
)
WHY = re.compile(rf"{phrase('vì', 'do', 'bởi', 'lý do', 'lí do')}\s*:?\s*")
_STRETCH = re.compile(
    rf"{phrase('từ', 'từ ngày')}\s*\d{{1,2}}.{{0,12}}?{_UNTIL}\s*{_DAY}", re.DOTALL
)
"""When something was in the way: "mưa bão từ 10 đến 14/6"."""
_FROM = re.compile(rf"{phrase('từ', 'từ ngày')}\s*(?:{_DAY}|\d{{1,2}})\s*(?={_UNTIL})")
"""The date in effect, said beside the one asked for: "từ 12/6 đến 30/6"."""
_EDGE = " \t\n,.:;–-"


@dataclass(frozen=True, slots=True)
class TypedExtension:
    """More time, as somebody asks for it."""

    code: int | None
    until: date | None
    days: int | None
    """The 5 of "thêm 5 ngày": days after the date in effect, or after today."""
    reason: str
    are_worked: bool = False
    """They are "ngày làm việc", else days of the calendar."""


def read_extension(text: str, today: date) -> TypedExtension | None:
    """Read a line that asks for more time; None when it does not."""
    found = _match(text, _EXTEND, _CODE_FIRST)
    if found is None:
        return None
    code, rest = found
    return _extension(code, rest, today)


def read_date_and_reason(text: str, today: date) -> TypedExtension:
    """Read the answer to "đến ngày nào, vì sao": "đến 30/6 vì mưa bão", "30/6 mưa bão"."""
    return _extension(None, composed(text)[:_LONGEST], today)


def read_explanation(text: str) -> tuple[int | None, str] | None:
    """Read "giải trình 12 mưa bão, mất điện": the task, and why; None when it does not explain."""
    found = _match(text, _EXPLAIN)
    if found is None:
        return None
    code, rest = found
    return code, reason_of(rest)


def take_day(text: str, before: str, today: date) -> tuple[str, date | None]:
    """Return words without "trước 20/6", and that day; `before` are the words that lead to it."""
    found = re.search(rf"{before}\s*(?:{phrase('ngày')}\s*)?(?P<day>{_DAY})", lowered(text))
    if found is None:
        return text, None
    day = _day(text[slice(*found.span("day"))], today)
    return (f"{text[: found.start()]} {text[found.end() :]}", day) if day else (text, None)


def _match(text: str, *patterns: re.Pattern[str]) -> tuple[int | None, str] | None:
    typed = composed(text)
    if len(typed) > _LONGEST:
        return None
    for pattern in patterns:
        if found := pattern.fullmatch(lowered(typed)):
            digits = re.sub(r"\D", "", found["code"] or "")
            return (int(digits) if digits else None), typed[found.start("rest") :]
    return None


def _extension(code: int | None, rest: str, today: date) -> TypedExtension:
    """Read until when, and why; a date inside the reason counts where none stands before it."""
    why = WHY.search(lowered(rest))
    asked, reason = (rest[: why.start()], rest[why.start() :]) if why else (rest, "")
    said = _until(asked, today)
    if said.until is None and said.days is None and not _STRETCH.search(lowered(reason)):
        said, reason = _until(rest, today), ""
    return replace(said, code=code, reason=reason_of(f"{said.reason} {reason}"))


def _until(words: str, today: date) -> TypedExtension:
    """Read a date, or a number of days, and leave the other words as the reason."""
    if stretch := _STRETCH.search(lowered(words)):
        outside = _until(f"{words[: stretch.start()]} {words[stretch.end() :]}", today)
        if outside.until or outside.days:
            return replace(outside, reason=f"{outside.reason} {words[slice(*stretch.span())]}")
    if old := _FROM.search(lowered(words)):
        words = f"{words[: old.start()]}{words[old.end() :]}"
    left, until = take_day(words, _UNTIL, today)
    if until is None and (found := re.search(_DAY, lowered(words))):
        until = _day(words[slice(*found.span())], today)
        left = f"{words[: found.start()]} {words[found.end() :]}" if until else words
    more = _MORE_DAYS.search(lowered(left)) if until is None else None
    if more is None:
        return TypedExtension(None, until, None, left)
    left = f"{left[: more.start()]} {left[more.end() :]}"
    return TypedExtension(None, None, int(more["days"]), left, bool(more["worked"]))


def reason_of(words: str) -> str:
    """Return why, as it was written, without the "vì" before it."""
    left = words.strip(_EDGE)
    if found := WHY.match(lowered(left)):
        left = left[found.end() :]
    return " ".join(left.split()).strip(_EDGE)


def new_date(
    said: TypedExtension, due_on: date, today: date, calendar: WorkCalendar
) -> date | None:
    """Return the date that was asked for; None when none was said."""
    if said.until is not None or said.days is None:
        return said.until
    start = max(due_on, today)
    if said.are_worked:
        return calendar.add_working_days(start, said.days)
    return start + timedelta(days=said.days)


def _day(words: str, today: date) -> date | None:
    return read_event(words, today).starts_on
