"""What is in the way, in the reporter's words: "vướng kinh phí", "khó khăn: …"."""

import re

from data.domain.wording import lowered, phrase

LONGEST = 300
"""Characters kept of an obstacle: it is quoted in lists."""

_THING = phrase("vướng mắc", "vướng", "khó khăn", "trở ngại")
_NONE = re.compile(
    rf"{phrase('không', 'ko', 'chưa', 'chẳng', 'hết', 'hết bị')}\s+"
    rf"(?:{phrase('có', 'còn', 'gặp', 'bị', 'thấy', 'phát sinh', 'gì', 'bất kỳ', 'bất cứ')}\s+)*"
    rf"{_THING}(?:\s+{phrase('gì', 'nào', 'cả', 'hết', 'nữa', 'lắm')})*"
)
_CLEARED = re.compile(
    rf"(?:(?P<not>{phrase('chưa', 'không', 'chưa thể', 'không thể')})\s+)?"
    rf"{phrase('tháo gỡ', 'gỡ', 'giải quyết', 'khắc phục', 'vượt qua')}\s+"
    rf"(?:{phrase('xong', 'được', 'hết', 'các', 'những', 'mọi', 'chỗ')}\s+)*{_THING}"
)
_SHORT_OF = phrase(
    *("thiếu kinh phí", "thiếu tiền", "thiếu nhân lực", "thiếu người", "chưa có kinh phí"),
    *("không có kinh phí", "chưa bố trí được kinh phí", "chưa được cấp kinh phí"),
)
_BEFORE_HARD = phrase(
    *("gặp", "có", "còn", "vì", "do", "bị", "nhiều", "một số", "đang", "vẫn", "nhưng", "những"),
    "các",
)
_NOT_A_NAME = r"(?<![mM²2] )(?<!mét )(?<!met )(?<!hình )(?<!hinh )"
_MARKS = re.compile(
    rf"(?P<stuck>{_NOT_A_NAME}{phrase('vướng mắc', 'vướng')})"
    rf"|(?:(?:^|[,;.:\n])\s*|{_BEFORE_HARD}\s+)(?P<hard>{phrase('khó khăn', 'trở ngại')})"
    rf"|(?P<short>{_SHORT_OF})"
)
_END = re.compile(
    r"[;!\n]|\.(?!\d)|,\s*(?=" + phrase("đã", "xong", "mới", "đang", "còn", "dự kiến", "đạt") + ")"
)
_LEAD_IN = re.compile(rf"^[\s:,–-]*(?:{phrase('là', 'về', 'ở', 'ở chỗ', 'trong')}\s+)?")


def take_obstacle(words: str) -> tuple[str | None, str]:
    """Return the obstacle in its own words, or None, and the words with it blanked out.

    "Không vướng gì" and "đã tháo gỡ vướng mắc" are none; "hộ khó khăn" are people, not a trouble.
    """
    small = _blank(_NONE, lowered(words))
    cleared = _CLEARED.search(small)
    if cleared and not cleared["not"]:
        small = _blank(_CLEARED, small)
    found = next((m for m in _MARKS.finditer(small) if not _is_name(words, m)), None)
    if found is None:
        return None, small
    start, end = _span(small, found)
    quoted = _LEAD_IN.sub("", words[start:end]).strip(" ,:–-")
    whole = (quoted or _clause_around(words, found.start())).strip()
    blank_from = min(start, found.start())
    blanked = small[:blank_from] + " " * (end - blank_from) + small[end:]
    return whole[:LONGEST] or None, blanked


def _span(small: str, found: re.Match[str]) -> tuple[int, int]:
    start = found.start("short") if found["short"] else found.end()
    end = _END.search(small, found.end())
    return start, end.start() if end else len(small)


def _is_name(words: str, found: re.Match[str]) -> bool:
    """Return whether a plain "Vuong" inside a sentence is somebody's name."""
    said = words[found.start() : found.end()]
    return found.start() > 0 and said.startswith("Vuong")


def _clause_around(words: str, position: int) -> str:
    before = max(words.rfind(mark, 0, position) for mark in ".;,\n")
    ends = [at for mark in ".;,\n" if (at := words.find(mark, position)) >= 0]
    return words[before + 1 : min(ends, default=len(words))]


def _blank(pattern: re.Pattern[str], small: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), small)
