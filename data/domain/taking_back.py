"""Words that take back: a report ("hoàn tác #16", "hủy báo cáo 16"), what was asked. Pure."""

import re

from data.domain.picks import as_said

_LONGEST = 60
_WORDS = re.compile(
    r"/?(?:hoan tac|thu hoi|(?:huy|bo|rut) (?:lai )?bao cao)"
    r"(?:\s+(?:bao cao|viec|so|cua|vua roi|vua gui))*\s*(?:#?\s*(?P<code>\d{1,5}))?"
)

_WITHDRAWS = re.compile(
    r"/?(?:thu hoi|huy|bo|rut) (?:lai )?(?:(?:de nghi|xin|don) )?(?:de nghi|gia han|giai trinh)"
    r"(?:\s+(?:viec|so|cua|vua roi|vua gui))*\s*(?:#?\s*(?P<code>\d{1,5}))?"
)


def read_taking_back(text: str) -> tuple[int, ...] | None:
    """Return the task whose report is to be taken back, none for the latest; None: not said."""
    return _code_in(text, _WORDS)


def read_withdrawing(text: str) -> tuple[int, ...] | None:
    """Return the task about which nothing is asked any more: "rút đề nghị #16"; None: not said."""
    return _code_in(text, _WITHDRAWS)


def _code_in(text: str, words: re.Pattern[str]) -> tuple[int, ...] | None:
    found = words.fullmatch(as_said(text)) if len(text) <= _LONGEST else None
    if found is None:
        return None
    return (int(found["code"]),) if found["code"] else ()
