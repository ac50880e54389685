"""Short titles: what a task is called in a message."""

import re

LONGEST = 60
_BULLET = re.compile(r"^\s*[-–+•*]\s*")
_CLAUSE_END = re.compile(r"[;:.](?=\s|$)")
_LEAST = 15  # characters; a shorter first clause says too little to stand alone


# A cut is not made behind these: "Tuyên truyền về vai trò và…" leaves the reader hanging.
_LEADS_ON = re.compile(
    r"(?:\s+(?:và|hoặc|của|các|những|cho|về|tại|với|theo|trong|trên|để|từ|đến|do|bằng|là))+$",
    re.IGNORECASE,
)


# "Định kỳ trước ngày 15 hằng tháng báo cáo …": when comes first, what is owed far behind.
_WHEN_FIRST = re.compile(
    r"^(?:định kỳ|trước ngày|chậm nhất|hằng|hàng|ngày|vào ngày|mỗi|cuối|đầu)\b.*?"
    r"\b((?:gửi |tổng hợp,? )?báo cáo\b.*)",
    re.IGNORECASE | re.DOTALL,
)


def duty_title(text: str) -> str:
    """Return what a reporting duty is called: what is owed, without the time that stands first."""
    plain = " ".join(text.split())
    named = _WHEN_FIRST.match(plain)
    return short_title(named[1] if named else plain)


def short_title(title: str, longest: int = LONGEST) -> str:
    """Return at most `longest` characters: the title's first clause if that fits, else whole words.

    Only the document's own words are used; "…" marks a cut.
    """
    text = _BULLET.sub("", " ".join(title.split()))
    for end in _CLAUSE_END.finditer(text):
        if _LEAST <= end.start() <= longest:
            return text[: end.start()].rstrip()
    if len(text) <= longest:
        return text.rstrip(" ;,.:")
    cut = text[:longest]
    if " " in cut:
        cut = _LEADS_ON.sub("", cut[: cut.rindex(" ")])
    return cut[: longest - 1].rstrip(" ,;:.-–") + "…"
