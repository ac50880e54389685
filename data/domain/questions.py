"""Questions that people type about what they were sent."""

import re

from data.domain.wording import plain

_LONGEST = 80
_WHY = re.compile(
    r"(?:vi|tai) sao(?:\s*$|.*\b(?:nhan|nhac|tin nay|viec nay|viec \d+)\b|.*#\s*\d|\s+\d+$)",
    re.DOTALL,
)
_WHO = re.compile(
    r"(?:ai (?:chua|con|cham|tre|da)|(?:con )?bao nhieu"
    r"|(?:viec|co quan|don vi|phong|to|nguoi) nao|den dau|toi dau)\b"
)
_APART = re.compile(r"[.,;\n]")
_CODE = re.compile(r"(?:#\s*|\bviec\s+|sao\s+)(\d{1,4})\b")


def asks_why(text: str) -> bool:
    """Return whether somebody asks why they are told of work: "vì sao tôi nhận tin này", "vì sao #7"."""
    asked = plain(text).strip(" .!?")
    return len(asked) <= _LONGEST and _WHY.match(asked) is not None


def asks_how_far(text: str) -> bool:
    """Return whether a line asks how work stands: "ai chưa báo cáo", "đã làm chưa?".

    One line without parts: "đã họp, 50 người, được chưa?" tells something, too.
    """
    asked = plain(text).strip()
    if not asked or len(asked) > _LONGEST or _APART.search(asked.rstrip(".,; ")):
        return False
    return asked.endswith("?") or _WHO.match(asked) is not None


def asked_code(text: str) -> int | None:
    """Return the number of the task that a question names."""
    found = _CODE.search(plain(text))
    return int(found[1]) if found else None
