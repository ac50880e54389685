"""Markings of state secrets in what people send: MẬT, TỐI MẬT, TUYỆT MẬT, as they are stamped. Pure.

Source: Luật 117/2025/QH15 (bảo vệ bí mật nhà nước, in force 1/3/2026), Điều 5: nothing secret is
drafted, kept or sent on a machine of a network. Kiểm tra lại. A marking is a word where a stamp
stands; "bảo mật", "bí mật nhà nước", "mật độ dân số" and "mật ong" are words like others.
"""

import re
from enum import StrEnum
from pathlib import PurePosixPath

from data.domain.wording import composed


class Marking(StrEnum):
    """The three levels, as stamped."""

    UTMOST = "TUYỆT MẬT"
    TOP = "TỐI MẬT"
    LOWEST = "MẬT"


_LEVEL = r"(?P<level>tuyệt\s+mật|tối\s+mật|mật)"
_NOT_AFTER = (
    r"(?!\s*(?:độ|ong|khẩu|mã|thiết|mía|vụ|danh|gấu|thư|lệnh|nghị|ngữ|đàm|hoa|tông|thám|rỉ|ngọt|"
    r"và|hoặc|của nhà nước|nhà nước)\b)"
)
_PAPER = (
    r"(?:tài\s+liệu|văn\s+bản|công\s+văn|hồ\s+sơ|kế\s+hoạch|báo\s+cáo|quyết\s+định|tờ\s+trình|"
    r"thông\s+báo|biên\s+bản|dấu|bản)"
)
_ON_PAPER = re.compile(rf"\b{_PAPER}\s+{_LEVEL}\b{_NOT_AFTER}")
_SAID_DEGREE = re.compile(rf"\bđộ\s+mật\s*[:\-–]\s*{_LEVEL}\b{_NOT_AFTER}")
_IN_BRACKETS = re.compile(rf"[(\[{{<«]\s*{_LEVEL}\s*[)\]}}>»]")
_ALONE = re.compile(rf"[\W_]*{_LEVEL}[\W_]*")
_STAMPED = re.compile(r"\b(?P<level>TUYỆT\s+MẬT|TỐI\s+MẬT)\b")
_TALKED_ABOUT = re.compile(
    r"\b(?:không|cấm|đừng|tránh|chưa|quán triệt|tuyên truyền|tập huấn|phổ biến|bảo vệ|quản lý|"
    r"kiểm tra|hướng dẫn|quy định|rà soát|danh mục|niêm yết|học tập|giải mật)\b"
)
"""Work about secrets speaks of them too: it is not itself secret."""

_NAME_LEVEL = re.compile(rf"(?:^|\s){_LEVEL}(?=\s|$){_NOT_AFTER}")
_PLAIN_NAME = re.compile(r"(?:^|\s)(?:(?P<utmost>tuyet\s+mat)|(?P<top>TOI\s+MAT))(?=\s|$)")
_ENCLOSED = re.compile(r"(?:^|[_\-.(\[])\s*MẬT\s*(?:[_\-.)\]]|$)|^MẬT\b|[0-9]\S*\s+MẬT$")
_TOP_LINES = 40
"""Of a page: a stamp stands at its head, above the letterhead or beside it."""


def marking_in_name(name: str) -> Marking | None:
    """Return the marking that a file's name bears."""
    stem = PurePosixPath(composed(name)).stem
    words = " ".join(re.split(r"[\W_]+", stem)).strip()
    small = words.lower()
    if found := _ON_PAPER.search(small) or _IN_BRACKETS.search(stem.lower()):
        return _level(found["level"])
    if found := _NAME_LEVEL.search(small):
        level = _level(found["level"])
        if level is not Marking.LOWEST or _is_stamp(stem, words, found):
            return level
    plain = _PLAIN_NAME.search(words) or _PLAIN_NAME.search(small)
    if plain is None:
        return None
    return Marking.TOP if plain["top"] else Marking.UTMOST


def _is_stamp(stem: str, words: str, found: re.Match[str]) -> bool:
    """Return whether a lone "mật" in a name is written as a stamp is: large, and set apart."""
    written = words[found.start("level") : found.end("level")]
    if written != "MẬT" or re.search(
        r"(?:bảo|bí|cơ|lấy|vắt|nuôi|túi|dịch)$", _before(words, found)
    ):
        return False
    return any(c.islower() for c in stem) or _ENCLOSED.search(stem) is not None


def _before(words: str, found: re.Match[str]) -> str:
    return words[: found.start("level")].strip().lower()


def marking_in_words(text: str) -> Marking | None:
    """Return the marking that the words beside a file give it: a line of its own, or "(MẬT)"."""
    for line in composed(text).splitlines():
        small = line.lower()
        if found := _ALONE.fullmatch(small):
            return _level(found["level"])
        if found := _IN_BRACKETS.search(small) or _SAID_DEGREE.search(small):
            return _level(found["level"])
        if _TALKED_ABOUT.search(small):
            continue
        if found := _ON_PAPER.search(small) or _STAMPED.search(line):
            return _level(found["level"].lower())
    return None


def marking_on_page(text: str) -> Marking | None:
    """Return the marking stamped at the head of a document's first page."""
    for line in composed(text).splitlines()[:_TOP_LINES]:
        found = _ALONE.fullmatch(line.strip().lower())
        if found and line.strip().isupper():
            return _level(found["level"])
        if said := _SAID_DEGREE.search(line.lower()):
            return _level(said["level"])
    return None


def _level(words: str) -> Marking:
    return Marking(" ".join(words.split()).upper())
