"""A wish for more time among the words of a report: "vướng mặt bằng, xin gia hạn đến 10/2". Pure.

It is read to be asked about, never to be acted upon: what is missed is lost in silence, what is
taken for a wish and is none costs one "Không".
"""

import re
from dataclasses import replace
from datetime import date

from data.domain.due_words import WHY, TypedExtension, read_date_and_reason, reason_of
from data.domain.wording import lowered, phrase, tight

_LONGEST = 4_000
_NEAR, _FAR = 80, 300
"""Characters in which somebody asks, before the words for more time, and in which they go on."""
_MORE_TIME = re.compile(
    phrase(
        *("gia hạn", "lùi hạn", "lùi thời hạn", "dời hạn", "dời thời hạn", "giãn hạn"),
        *("kéo dài thời hạn", "kéo dài thời gian", "thêm thời gian", "thêm thời hạn"),
    )
    + rf"|(?={phrase('thêm')}\s\d{{1,3}}\s{phrase('ngày')})"
)
_NOT = phrase("không", "ko", "k", "chưa", "chẳng", "khỏi", "thôi") + r"|(?<!\w)đã(?!\w)"
_BEFORE_ASKING = phrase(
    *("có", "cần", "phải", "muốn", "định", "hề", "từng", "được", "nhu cầu", "ý định")
)
_ASKS = re.compile(
    rf"(?:(?P<not>{_NOT})\s(?:{_BEFORE_ASKING}\s){{0,3}})?"
    rf"(?:{phrase('xin', 'đề nghị', 'đề xuất', 'kiến nghị', 'mong', 'nhờ')}(?:\s[^\W\d]+){{0,6}}"
    rf"|{phrase('cho em', 'cho tôi', 'cho tui', 'cho tổ', 'cho cháu', 'cho đơn vị', 'cần', 'phải')})"
    r"\s?$"
)
_OTHER_THINGS = re.compile(
    rf"(?:\s{phrase('cho', 'các', 'những', 'cấp', 'lại', 'loại', 'số', 'dân')}){{0,3}}\s"
    + phrase(
        *("giấy", "thẻ", "hợp đồng", "bảo hiểm", "BHYT", "bhyt", "tạm trú", "visa", "chứng chỉ"),
        *("thuế", "nợ", "vay", "khoản vay", "đăng ký", "đăng kiểm", "sổ", "hộ chiếu"),
    )
)
"""What has a date of its own, and is no work of ours."""
_BREAK = re.compile(r"[,;:!?()\n]|\.(?!\d)")
_END = re.compile(r"[;!?\n]|\.(?!\d)")
_EDGE = " ,.;:!?()\n–-"
_LINK = re.compile(
    rf"(?:[\s,:–-]|{phrase('nên', 'cho nên', 'vì vậy', 'vì thế', 'do vậy', 'do đó', 'thì', 'nay')}"
    rf"|{phrase('em', 'tôi', 'tổ', 'đơn vị', 'chúng tôi', 'dạ', 'kính', 'rất', 'đồng chí', 'cho')})+$"
)


def read_wish(text: str, today: date) -> TypedExtension | None:
    """Return the first wish for more time in the words of a report; None when there is none.

    Its reason is what stands beside it. Its date counts only within it: "họp ngày 10/2" is none.
    """
    typed = tight(text[:_LONGEST])
    small = lowered(typed)
    for found in _MORE_TIME.finditer(small):
        near = max(0, found.start() - _NEAR)
        clause = near + _last_part(_BREAK, small[near : found.start()])
        asks = _ASKS.search(small[clause : found.start()])
        if asks and not asks["not"] and not _OTHER_THINGS.match(small, found.end()):
            after = typed[found.end() : found.end() + _FAR]
            return _wish(typed[: clause + asks.start()], after, today)
    return None


def _wish(before: str, after: str, today: date) -> TypedExtension:
    head, tail = _cut(_BREAK, after)
    why = WHY.search(lowered(head))
    said = read_date_and_reason(head[: why.start()] if why else head, today)
    if why and (said.until or said.days):
        return replace(said, reason=reason_of(head[why.start() :]))
    if why:
        return read_date_and_reason(head, today)
    going_on, _ = _cut(_END, tail.lstrip(_EDGE))
    if not WHY.match(lowered(going_on)):
        sentence = before[-_FAR:].rstrip(_EDGE)
        sentence = sentence[_last_part(_END, sentence) :]
        going_on = _LINK.sub("", sentence) or going_on
    return replace(said, reason=reason_of(going_on))


def _cut(mark: re.Pattern[str], words: str) -> tuple[str, str]:
    """Return what stands before the first mark, and the rest."""
    found = mark.search(words)
    return (words[: found.start()], words[found.start() :]) if found else (words, "")


def _last_part(mark: re.Pattern[str], words: str) -> int:
    """Return where the part after the last mark begins."""
    return max((found.end() for found in mark.finditer(words)), default=0)
