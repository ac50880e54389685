"""Verdicts as people type them: "duyệt 12", "trả 12 ảnh mờ ảnh 2", "trả lại #12 chưa ký". Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from data.domain.due_words import reason_of, take_day
from data.domain.reviews import Fault, Verdict
from data.domain.wording import composed, lowered, phrase

_LONGEST = 600
_CALLED = rf"(?:{phrase('báo cáo', 'việc', 'số')}\s*)*"
_AND = r"\s*(?:[,;&+]|" + phrase("và") + r")?\s*"
_CODE = r"#?\s*\d{1,5}(?![\d/%])"
_ACCEPT = re.compile(
    rf"\s*/?{phrase('duyệt')}\s*{_CALLED}(?P<codes>(?>{_CODE}(?:{_AND}{_CODE})*))"
    rf"\s*(?:{phrase('ạ', 'nhé', 'nha', 'đi', 'rồi')}\s*)*[.!]*\s*"
)
_RETURN = re.compile(
    rf"\s*/?{phrase('trả lại', 'tra lại', 'trả')}\s*{_CALLED}(?P<code>{_CODE})"
    r"\s*[:,.–-]*\s*(?P<rest>.*)",
    re.DOTALL,
)
_FAULTS = (
    (
        Fault.NO_PHOTO,
        phrase("thiếu ảnh", "chưa có ảnh", "không có ảnh", "thiếu hình", "thiếu hình ảnh"),
    ),
    (
        Fault.BLURRED,
        phrase("ảnh mờ", "ảnh bị mờ", "bị mờ", "mờ", "ảnh không rõ", "không rõ ảnh", "hình mờ"),
    ),
    (Fault.WRONG, phrase("sai nội dung", "không đúng nội dung", "sai")),
    (Fault.NO_FIGURES, phrase("thiếu số liệu", "chưa có số liệu", "không có số liệu")),
    (Fault.OTHER, phrase("lý do khác", "khác")),
)
_PICTURE = re.compile(
    rf"{phrase('ảnh', 'hình')}\s*(?:{phrase('số', 'thứ')}\s*)?(\d{{1,2}})(?![\d/])"
)
_BEFORE = phrase("trước", "trước ngày")
_UNTIL = phrase("chậm nhất", "hạn", "hạn bổ sung", "đến", "đến ngày", "trước hết")
_EDGE = " \t\n,.:;–-"


@dataclass(frozen=True, slots=True)
class TypedVerdict:
    """What somebody wants to decide."""

    verdict: Verdict
    codes: tuple[int, ...]
    """Numbers of tasks; one of them when it is a return."""
    why: "TypedReason"


@dataclass(frozen=True, slots=True)
class TypedReason:
    """Why a report is returned, as typed."""

    faults: tuple[Fault, ...] = ()
    words: str = ""
    """What was said besides, as it was written."""
    picture: int | None = None
    """The 2 of "ảnh 2": counted from 1, as the pictures were shown."""
    by: date | None = None
    """Until when the supplement is expected."""


def read_verdict(text: str, today: date) -> TypedVerdict | None:
    """Read "duyệt 12", "duyệt #12, #13", "trả 12 ảnh mờ"; None: no verdict was typed."""
    if len(text) > _LONGEST:
        return None
    typed = composed(text)
    low = lowered(typed)
    if found := _ACCEPT.fullmatch(low):
        codes = tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", found["codes"])))
        return TypedVerdict(Verdict.ACCEPTED, codes, TypedReason())
    if found := _RETURN.fullmatch(low):
        code = int(re.sub(r"\D", "", found["code"]))
        rest = typed[found.start("rest") :]
        return TypedVerdict(Verdict.RETURNED, (code,), read_reason(rest, today))
    return None


def read_reason(text: str, today: date) -> TypedReason:
    """Read "ảnh mờ, chưa thấy biên bản", "thiếu ảnh và thiếu số liệu", "khác: chưa ký"."""
    typed = composed(text)[:_LONGEST]
    left, by = take_day(typed, _BEFORE, today)
    if by is not None:
        by -= timedelta(days=1)  # as in a plan: "trước 20/6" is the 19th at the latest
    else:
        left, by = take_day(typed, _UNTIL, today)
    said = left
    picture = None
    if found := _PICTURE.search(lowered(left)):
        picture = int(found[1])
        left = f"{left[: found.start()]} {left[found.end() :]}"
    faults, left = _take_faults(left)
    if left.strip(_EDGE) and not faults:
        # Words of their own are kept whole: the picture is a part of the sentence.
        faults, left = (Fault.OTHER,), said
    return TypedReason(faults, reason_of(left), picture, by)


def _take_faults(text: str) -> tuple[tuple[Fault, ...], str]:
    """Return the faults that words begin with, one after another, and the words after them."""
    found: dict[Fault, None] = {}
    left = text
    while True:
        left = left.lstrip(_EDGE)
        for fault, words in _FAULTS:
            if match := re.match(
                rf"(?:{phrase('và', 'vì', 'do')}\s+)*{words}(?=\s*(?:$|[,;:.–-]|{phrase('và')}))",
                lowered(left),
            ):
                found[fault] = None
                left = left[match.end() :]
                break
        else:
            return tuple(found), left
