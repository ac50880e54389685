"""Which tasks a typed report names: "#12 …", "12 xong", "/xong 12", "#3 #5 #9 xong"."""

import re

from data.domain.wording import composed, lowered, phrase

_AND = r"\s*(?:[,;&+]|" + phrase("và") + r")?\s*"
_HASHED = r"#\s*\d{1,15}(?!\d)"
"""Also numbers that no task can have: whoever writes one hears so, and no other task is taken."""
_HASHED_RUN = f"{_HASHED}(?:{_AND}{_HASHED})*"
_BARE = r"(?<![\d#/.])\d{1,3}(?![\d/%]|[.,]\d)"
_BARE_RUN = f"{_BARE}(?:{_AND}{_BARE})*"
_STATUS = phrase(
    *(
        "xong",
        "hoàn thành",
        "hoàn tất",
        "làm xong",
        "làm rồi",
        "rồi",
        "ok",
        "chưa",
        "đã",
        "đang",
        "mới",
        "gần",
    ),
    *("sắp", "đạt", "được", "vướng", "khó khăn", "gặp khó khăn", "không", "như kỳ trước", "cơ bản"),
)
_CALLED = r"(?:/?(?:" + phrase("báo cáo", "baocao", "bc", "việc", "nhiệm vụ", "số") + r")[\s:]*)+"
_POLITE = r"(?:\s*" + phrase("rồi", "ạ", "nhé", "nha", "đó", "đấy") + ")*"
_ENDS = (
    rf"(?={_POLITE}\s*(?:$|[,;:.!\n]|" + phrase("và", "kèm", "kèm theo", "có ảnh", "gửi ảnh") + "))"
)
_HELLO = (
    r"(?:"
    + phrase("dạ", "vâng", "thưa", "đồng chí", "em", "tôi", "tui", "cháu", "xin", "báo")
    + r"[\s,]*)*"
)

_LEADING = (
    re.compile(rf"\s*(?:{_CALLED})?(?P<codes>{_HASHED_RUN})"),
    re.compile(rf"\s*{_HELLO}{_CALLED}(?P<codes>{_BARE_RUN})\)?(?=\s|$|[:,.;])"),
    re.compile(rf"\s*{_HELLO}\(?(?P<codes>{_BARE_RUN})\s*[:.,)–-]{{0,2}}\s*(?={_STATUS})"),
    re.compile(rf"\s*(?P<codes>{_BARE})\s*:(?=\s+\S)"),
)
_AFTER_STATUS = re.compile(
    rf"\s*{_HELLO}/?(?P<status>(?:" + phrase("đã", "báo cáo", "làm") + r"\s+)*"
    rf"{phrase('xong', 'hoàn thành', 'chưa xong', 'chưa làm', 'chưa')}(?:\s+{phrase('rồi')})?)"
    rf"\s+(?:{phrase('việc', 'nhiệm vụ', 'số')}\s+)*"
    rf"(?P<codes>{_HASHED_RUN}|{_BARE}{_ENDS}(?:{_AND}{_BARE}{_ENDS})*"
    rf"|{_BARE}(?:\s+{_BARE})*{_POLITE}\W*$)"
)
_ANYWHERE = re.compile(_HASHED)
_NEXT_PART = re.compile(rf"[,;.\n]\s*(?:{phrase('còn', 'và')}\s*)?(?={_HASHED_RUN}\s*[:–-]?\s*\w)")
_EDGE = " \t\n:,;.–-"


_SHORT = rf"(?:{phrase('đã', 'làm')}\s+)*" + phrase("xong", "chưa xong", "chưa làm", "chưa")
_PAIR = rf"\(?{_BARE_RUN}\s*[:.,)–-]{{0,2}}\s*{_SHORT}{_POLITE}"
_NOTHING_BUT_PAIRS = re.compile(
    rf"\s*{_HELLO}(?:{_PAIR}(?:\s*[,;.\n]\s*|\s+)(?:{phrase('còn', 'và')}\s+)?)+{_PAIR}\W*"
)
_ONE_PAIR = re.compile(_PAIR)
_STUCK = re.compile(r"(?<![^\W_])(?:(\d{1,3})(?=(?:xong|chưa|chua)\b)|(xong)(?=\d{1,3}\b))", re.I)


def split_by_task(text: str) -> tuple[str, ...]:
    """Return "#3 xong, #5 chưa" as its parts, each with its own task; else the text alone.

    Without "#" only a text that says nothing else is parted: "3 xong 5 chưa".
    """
    text = _unstuck(composed(text))
    if _NOTHING_BUT_PAIRS.fullmatch(lowered(text)):
        return tuple(text[slice(*pair.span())] for pair in _ONE_PAIR.finditer(lowered(text)))
    if not _LEADING[0].match(lowered(text)):
        return (text,)
    parts = [part.strip(_EDGE) for part in _NEXT_PART.split(text)]
    return tuple(part for part in parts if part) or (text,)


def read_codes(text: str) -> tuple[tuple[int, ...], str]:
    """Return the task numbers that a text names, each once, and the text without them.

    A number without "#" counts only where nothing else can be meant: before a word of progress,
    or alone after one. "85 người dự" and "xong 50%" name no task.
    """
    text = _unstuck(composed(text))
    small = lowered(text)
    for pattern in _LEADING:
        if found := pattern.match(small):
            return _numbers(found["codes"]), text[found.end() :].strip(_EDGE)
    if found := _AFTER_STATUS.match(small):
        rest = text[slice(*found.span("status"))] + text[found.end("codes") :]
        return _numbers(found["codes"]), rest.strip(_EDGE)
    codes = _numbers(" ".join(_ANYWHERE.findall(small)))
    return codes, re.sub(r"  +", " ", _ANYWHERE.sub("", text)).strip(_EDGE)


def _unstuck(text: str) -> str:
    """Return "12 xong" for "12xong"."""
    return _STUCK.sub(lambda found: f"{found[0]} ", text)


def _numbers(codes: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(digits) for digits in re.findall(r"\d+", codes)))
