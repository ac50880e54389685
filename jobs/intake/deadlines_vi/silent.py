"""Cells that say nothing of a time: empty, "nt", a status, a duration with no start."""

import re
from collections.abc import Callable

from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.numbers import NUMBER

_AS_ABOVE = (
    r"[-/\"' ]*(?:n\.?t\.?|nhu (?:tren|neu tren|muc tren|trên)|tuong tu(?: nhu tren)?)[-/\"' ]*"
)
_DITTO = r"(?:[/\"'`´″\\|]|'')+(?:[-/\"' ]*)"
_NOTHING = r"(?:[\W_]*|x+|k|ko|khong|co|chua(?: co| ro| xac dinh)?|na|n/a|none|null|k[./]?c)"
_STATUS = (
    r"(?:da |dang |chua |co ban |duoc )*(?:hoan thanh|thuc hien|trien khai|xong|ban hanh|dat|tiep tuc"
    r"|tiep tuc thuc hien|hoan tat|cham|dung han|qua han|tre han|tiep tuc trien khai|bao dam|dam bao"
    r"|to chuc|xay dung)(?: tot| xong| day du| dung han| tien do)*(?: ?[:(]? ?\d{1,3}(?:[.,]\d+)? ?%\)?)?"
    r"|\d{1,3}(?:[.,]\d+)? ?%(?: .*)?"
)
_DURATION = rf"(?:trong |trong vong |khoang |thoi gian |thoi han )*{NUMBER} (?:ngay lam viec|ngay|thang|tuan|nam|quy|gio|buoi)"
_PERIODIC = r"(?:thuong xuyen,? (?:va )?)?(?:theo )?(?:dinh ky|thuong ky)(?: bao cao| theo quy dinh)?|bao cao dinh ky"

_TABLE: tuple[tuple[str, Callable[[str], str]], ...] = (
    (_AS_ABOVE, texts.as_above),
    (_DITTO, texts.as_above),
    (_NOTHING, texts.says_nothing),
    (_DURATION, texts.no_start),
    (r"24 ?/ ?(?:7|24)(?: ?(?:h|gio))?", texts.maybe_all_day),
    (_STATUS, texts.is_status),
    (_PERIODIC, texts.no_period),
    (r"kip thoi|som|ngay|lien he|khi kip thoi|som nhat|trong thoi gian som nhat", texts.no_date),
)


def why_silent(shown: str, folded: str) -> str | None:
    """Return the Vietnamese reason when the words can be no time, or None when they may be one."""
    if not folded:
        return texts.empty()
    for pattern, reason in _TABLE:
        if re.fullmatch(pattern, folded):
            return reason(shown)
    return None
