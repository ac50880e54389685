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


_DUTY = "Báo cáo định kỳ: "
_SENT_TO = re.compile(
    r"\b(?:gửi(?:\s+về)?|về|báo cáo)\s+((?:UBND|HĐND|Ủy ban|Uỷ ban|Hội đồng|Sở|Bộ|Phòng|Văn phòng|"
    r"Trung tâm|Ban|Công an|Đảng ủy|Đảng uỷ)\b[^,;.()]*?)"
    r"(?=\s+(?:để|về|qua|thông qua|trước|chậm nhất|hằng|hàng|theo|kết quả|tình hình|định kỳ|vào)\b"
    r"|\s*[,;.(]|\s*$)",
    re.IGNORECASE,
)
_WHAT = re.compile(r"\bbáo cáo\s+(?:định kỳ\s+)?(?:về\s+)?([^;.(]+)", re.IGNORECASE)


def receiver_of(text: str) -> str | None:
    """Return to whom a reporting duty's sentence sends the reports first; None when it does not say."""
    found = _SENT_TO.search(" ".join(text.split()))
    return found[1].strip() if found else None


def duty_title(text: str) -> str:
    """Return what a reporting duty is called: to whom the report goes, else what it is about."""
    plain = " ".join(text.split())
    if receiver := receiver_of(plain):
        return _DUTY + short_title(f"gửi {receiver}", LONGEST - len(_DUTY))
    about = _WHAT.search(plain)
    return _DUTY + short_title(about[1] if about else plain, LONGEST - len(_DUTY))


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
