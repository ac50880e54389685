"""Words that take a report back: "hoàn tác", "hoan tac #16", "hủy báo cáo 16". Pure."""

import re

from data.domain.picks import as_said

_LONGEST = 60
_WORDS = re.compile(
    r"/?(?:hoan tac|thu hoi|(?:huy|bo|rut) (?:lai )?bao cao)"
    r"(?:\s+(?:bao cao|viec|so|cua|vua roi|vua gui))*\s*(?:#?\s*(?P<code>\d{1,5}))?"
)


def read_taking_back(text: str) -> tuple[int, ...] | None:
    """Return the task whose report is to be taken back, none for the latest; None: not said."""
    found = _WORDS.fullmatch(as_said(text)) if len(text) <= _LONGEST else None
    if found is None:
        return None
    return (int(found["code"]),) if found["code"] else ()
