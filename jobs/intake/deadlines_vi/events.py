"""Work bound to an event: trước, trong và sau kỳ bầu cử; khi có yêu cầu; 5 ngày kể từ khi …"""

import re
from dataclasses import dataclass

from data.domain.rules import AroundEvent, Phase
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.normalise import Words
from jobs.intake.deadlines_vi.numbers import NUMBER, to_number
from jobs.intake.deadlines_vi.windows import NEUTRAL

_PHASES = {"truoc": Phase.BEFORE, "trong": Phase.DURING, "sau": Phase.AFTER}
_PHASE_LIST = (
    r"(?P<list>(?:truoc|trong|sau)(?:(?: ?, ?| va | ?, va | ?- ?|/)(?:truoc|trong|sau))*)"
    r"(?: (?:suot )?(?:thoi gian|qua trinh|khi|dip|ngay|luc)(?! \d))?"
)
_WHEN = r"(?P<now>ngay )?(?:(?:moi )?khi|luc|neu|truong hop|trong truong hop|khi va chi khi)"
_AFTER_NOW = r"ngay (?:sau|tu)(?: (?:khi|ngay))?"
_EACH = r"(?P<each>(?:moi|tung|cac)(?= ))"
_LENGTH = rf"(?P<n>{NUMBER}) (?P<unit>ngay lam viec|ngay|tuan|gio|h)"
_LIMIT = (
    r"(?:trong vong|trong thoi han|trong thoi gian|trong khoang|trong|cham nhat|muon nhat|khong qua"
    r"|khong cham qua|toi da|thoi han|sau|la)"
)
_WITHIN = rf"{_LIMIT}(?: {_LIMIT})*"
_SINCE = r",? ?(?:ke )?(?:tu|sau)(?: (?:ngay|khi|thoi diem|luc|ngay khi))?"
_AHEAD = (
    rf"(?:(?:cham nhat|it nhat|toi thieu|truoc) )*{_LENGTH}(?: (?:truoc|so voi))?(?: (?:khi|ngay))?"
)
_BEHIND = re.compile(
    rf"[ ,]+(?:(?:trong vong|trong|cham nhat(?: la)?|it nhat|toi thieu|khong qua|sau) )?{_LENGTH}$"
)
_AT_ANY_TIME = re.compile(
    r"nao(?: (?:cung|ma|thi) .*| (?:ranh|thich|muon|tien|thuan tien|xong|kip)(?: .*)?)?$"
)
"""What follows "khi" and "lúc" when any time will do: no event that somebody could declare."""
TIME_START = re.compile(
    r"(?:lam viec\b|hanh chinh\b)|(?:ngay |cac |dau |cuoi |giua |het |ca )*(?:\d|(?:thang|qu[yi]) (?:\d|[ivl]+\b|hang|moi|dau|cuoi|nay|sau)"
    r"|nam(?: \d| nay| hoc(?! moi)| sau|$)|thang$|qu[yi]$|nay\b|tuan\b|hang |moi (?:nam|thang|qu[yi]|tuan)"
    r"|(?:cham nhat|khong qua|muon nhat|tre nhat|toi da|it nhat|toi thieu|dinh ky|thuong xuyen)\b"
    r"|thu (?:hai|ba|tu|nam|sau|bay|[2-7])\b|mua |he\b|vong |khoang |han\b|gio )"
)


@dataclass(frozen=True, slots=True)
class Found:
    """An event rule and the words of its event, which may hide a second time."""

    rule: AroundEvent
    event: Words


def around_event(words: Words) -> Found | None:
    """Read work bound to an event; the event is all that follows, in the plan's words."""
    for shape in (
        _bare,
        _counted_after,
        _counted_before,
        _counted_behind,
        _at_once,
        _phased,
        _when,
        _during,
    ):
        for neutral in (False, True):
            cursor = Cursor(words.folded)
            if neutral and not cursor.take(NEUTRAL):
                continue
            found = shape(cursor, words)
            if found is not None:
                return found
    return None


def _event(cursor: Cursor, words: Words, **fields: object) -> Found | None:
    each = cursor.take(_EACH)
    start = cursor.at
    event = words.part(start)
    said = event.folded.strip()
    if len(said) < 3 or TIME_START.match(said) or _AT_ANY_TIME.match(said):
        return None
    if each:
        fields["each"] = True
    rule = AroundEvent.model_validate({"event": event.shown.strip(), **fields})
    return Found(rule, event)


def _bare(cursor: Cursor, words: Words) -> Found | None:
    """Đột xuất · khi cần thiết: the words themselves are all there is."""
    if not cursor.take(r"(?:kiem tra |hoac )?(?:dot xuat|bat thuong)"):
        return None
    if cursor.is_done() or cursor.take("theo"):
        rule = AroundEvent(event=words.shown, phases=(Phase.WHEN,))
        return Found(rule, words.part(cursor.at))
    cursor.take_sign(",")
    return _when(cursor, words)


def _counted_after(cursor: Cursor, words: Words) -> Found | None:
    """Trong vòng 03 ngày kể từ ngày … · chậm nhất 5 ngày làm việc sau khi … · sau 3 ngày kể từ …"""
    cursor.take(_WITHIN)
    length = cursor.take(_LENGTH)
    if not length or not cursor.take(_SINCE):
        return None
    offset = _offset(length)
    return _event(cursor, words, phases=(Phase.AFTER,), **offset) if offset else None


def _counted_before(cursor: Cursor, words: Words) -> Found | None:
    """Chậm nhất 05 ngày làm việc trước ngày khai mạc · trước 15 ngày so với kỳ họp."""
    if ahead := cursor.take(_AHEAD):
        said_before = "truoc" in ahead[0] or "so voi" in ahead[0]
        offset = _offset(ahead)
        if offset and said_before:
            return _event(cursor, words, phases=(Phase.BEFORE,), **offset)
    return None


def _counted_behind(cursor: Cursor, words: Words) -> Found | None:
    """Trước kỳ họp 15 ngày · sau bầu cử, chậm nhất 10 ngày · khi có yêu cầu, trong 3 ngày."""
    said = cursor.take(r"(?P<phase>truoc|sau)(?: (?:khi|ngay))?|(?P<when>khi)")
    behind = _BEHIND.search(words.folded)
    offset = _offset(behind) if behind else {}
    if not said or not behind or not offset:
        return None
    phase = _PHASES[said["phase"]] if said["phase"] else Phase.WHEN
    return _event(cursor, words.part(0, behind.start()), phases=(phase,), **offset)


def _offset(match: re.Match[str]) -> dict[str, object]:
    number = to_number(match["n"])
    match match["unit"]:
        case "ngay lam viec":
            return {"offset_working_days": number}
        case "ngay":
            return {"offset_days": number}
        case "tuan":
            return {"offset_days": number * 7}
        case _:
            # Hours that are no whole days would be rounded: not understood.
            return {"offset_days": number // 24} if number % 24 == 0 else {}


def _at_once(cursor: Cursor, words: Words) -> Found | None:
    """Ngay sau khi kế hoạch được ban hành · ngay sau kỳ họp."""
    if not cursor.take(_AFTER_NOW):
        return None
    return _event(cursor, words, phases=(Phase.AFTER,), immediate=True)


def _phased(cursor: Cursor, words: Words) -> Found | None:
    match = cursor.take(_PHASE_LIST)
    if not match:
        return None
    said = re.findall(r"truoc|trong|sau", match["list"])
    phases = tuple(phase for name, phase in _PHASES.items() if name in said)
    return _event(cursor, words, phases=phases)


def _when(cursor: Cursor, words: Words) -> Found | None:
    match = cursor.take(_WHEN)
    if not match:
        return None
    fields: dict[str, object] = {"phases": (Phase.WHEN,)}
    if match["now"]:
        fields["immediate"] = True
    if "moi khi" in match[0]:
        fields["each"] = True
    return _event(cursor, words, **fields)


def _during(cursor: Cursor, words: Words) -> Found | None:
    """Dịp Tết Nguyên đán · tại các kỳ họp HĐND."""
    match = cursor.take(
        r"(?:vao|nhan|tai)(?: (?:vao|nhan))?(?P<each> (?:cac|moi))?(?= (?:dip|ky|dot|buoi|cuoc|hoi nghi|phien|le|tet) )"
    )
    if match is None and not words.folded.startswith("dip "):
        return None
    fields: dict[str, object] = {"each": True} if match and match["each"] else {}
    return _event(cursor, words, phases=(Phase.DURING,), **fields)
