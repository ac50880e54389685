"""The figures in a report: percent, "1/2 buổi", sessions and people; dates are none of them."""

import re
from dataclasses import dataclass

from data.domain.wording import composed, phrase, plain

A_DATE = "◦"
"""Stands for each character of a date, hour or length of time, so that words keep their places."""

_DAY_WORD = phrase(
    *("ngày", "hôm", "sáng", "chiều", "tối", "trưa", "từ", "hạn", "vào", "thứ hai", "thứ ba"),
    *(
        "thứ tư",
        "thứ năm",
        "thứ sáu",
        "thứ bảy",
        "chủ nhật",
        "trước",
        "lúc",
        "tháng",
        "quý",
        "tuần",
    ),
)
_PLACE_WORD = phrase(
    *("số", "số nhà", "nhà", "hẻm", "ngõ", "kiệt", "ngách", "đường", "thửa", "lô", "tờ"),
    *("nghị quyết", "nghị định", "quyết định", "kế hoạch", "công văn", "thông tư", "chỉ thị"),
    *("nq", "nđ", "qđ", "kh", "cv", "tt", "ct", "luật", "trực"),
)
_PHONE = re.compile(r"(?<!\d)(?:\+84|0)\d{2,3}(?:[ .-]?\d{2,4}){2,3}(?!\d)|\d{6,}")
_CLOCK = re.compile(
    r"(?<!\d)\d{1,2}\s*(?:" + phrase("giờ") + r"|(?:h|g)(?![^\W\d]))\s*\d{0,2}|(?<!\d)\d{1,2}:\d{2}"
)
_LENGTH = re.compile(r"(?<![\d/.,])\d{1,3}\s+" + phrase("ngày", "tuần", "tháng", "năm", "phút"))
_PAIR = r"(?<![\d/.,-])(?P<k>\d{1,5})\s*[/]\s*(?P<n>\d{1,5})(?![\d]|/\w)"
_FULL_DATE = re.compile(r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?!\d)")
_NAMED_PAIR = re.compile(
    rf"(?:{_DAY_WORD}|{_PLACE_WORD})[\s:]*(?P<pair>\d{{1,5}}\s*[/-]\s*\d{{1,5}})"
)
_OCCASION = ("buổi", "cuộc", "lần", "đợt", "hội nghị", "lớp", "phiên", "kỳ")
_UNIT = phrase(
    *_OCCASION,
    *("hộ", "tổ", "khu", "đơn vị", "trường", "điểm", "hồ sơ", "đơn", "bài", "tin", "văn bản"),
    *("nội dung", "chỉ tiêu", "tiêu chí", "thôn", "km", "phần", "việc", "nhiệm vụ", "công trình"),
    *("tuyến", "bảng", "bản", "biển", "nhà", "gia đình", "khu phố", "tổ dân phố", "cơ sở", "số"),
    *("địa điểm", "đối tượng", "mục", "gói", "phường", "chi hội", "trường hợp", "cơ quan", "câu"),
)
_SAYS_PROGRESS = phrase(
    *("đã", "được", "xong", "đạt", "hoàn thành", "tiến độ", "mới", "mới được", "làm được"),
    *("lần", "buổi", "đợt", "cuộc"),
)
_FRACTION = re.compile(
    rf"(?:(?P<told>{_SAYS_PROGRESS})[\s:]*)?{_PAIR}(?:\s*(?P<unit>{_UNIT}))?"
    rf"|(?<![\d/])(?P<k2>\d{{1,4}})\s+{phrase('trên', 'trong số', 'trong tổng số', 'trong')}\s+"
    rf"(?P<n2>\d{{1,4}})\s+{_UNIT}"
)
_PERCENT = re.compile(
    rf"(?P<told>{phrase('đạt', 'xong', 'hoàn thành', 'tiến độ', 'được', 'khoảng', 'là')}[\s:]*)?"
    rf"(?<![\d.,])(?P<n>\d{{1,3}})(?:[.,]\d+)?\s*(?:%|{phrase('phần trăm')})"
)
_CHANGE = re.compile(phrase("tăng", "giảm", "hơn", "vượt", "thêm") + r"\s*$")
_HALF = re.compile(phrase("một nửa", "được nửa", "phân nửa", "nửa chừng", "50 50"))
_PEOPLE = re.compile(
    r"(?<![\d/.,])(?P<n>\d{1,3}(?:\.\d{3})+|\d{1,6})(?:\s*/\s*\d{1,6})?\s*"
    # "12 lượt phát thanh" counts no people; "12 lượt người" and "12 lượt công dân" do.
    + rf"(?:{phrase('lượt')}\s+)?"
    + phrase(
        *("người", "đại biểu", "cử tri", "bà con", "hội viên", "công dân"),
        *("học sinh", "cán bộ", "người dân", "đảng viên", "thành viên", "đoàn viên", "phụ huynh"),
    )
)
_MARKED = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9}
_IN_WORDS = _MARKED | {plain(word): number for word, number in _MARKED.items()}
_LACKING = phrase("còn", "thiếu", "mỗi", "ít nhất", "tối thiểu", "chưa", "còn lại", "sẽ")
_COUNT = re.compile(
    rf"(?P<lacking>{_LACKING}[^,;.\n]*?)?"
    rf"(?<![\d/.,])(?P<n>\d{{1,3}}|{phrase(*_MARKED)})"
    rf"\s+{phrase(*_OCCASION)}"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted; None where nothing was said."""

    percent: int | None = None
    count: int | None = None
    of: int | None = None
    people: int | None = None


def read_figures(words: str) -> tuple[Figures, str]:
    """Return the figures in small-letter words, and the words with dates and people blanked."""
    for pattern in (_PHONE, _FULL_DATE, _CLOCK):
        words = pattern.sub(lambda found: A_DATE * len(found[0]), words)
    people, words = _take_people(words)
    words = _NAMED_PAIR.sub(_blank_pair, words)
    words = _LENGTH.sub(lambda found: A_DATE * len(found[0]), words)
    count, of = _fraction(words)
    words = re.sub(_PAIR, _blank_date, words)
    percent = _percent(words)
    return Figures(percent, count if of else _count(words), of, people), words


def unit_of(words: str, count: int, of: int | None) -> str:
    """Return " buổi" when the words say "1/2 buổi" or, without a whole, "1 buổi"; else nothing."""
    whole = rf"\s*/\s*{of}" if of is not None else ""
    pair = rf"(?<![\d/.,])0*{count}{whole}(?P<unit>\s+{_UNIT})"
    found = re.search(pair, composed(words), re.IGNORECASE)
    return f" {found['unit'].strip().lower()}" if found else ""


def _take_people(words: str) -> tuple[int | None, str]:
    found = _PEOPLE.search(words)
    if found is None:
        return None, words
    blanked = _PEOPLE.sub(lambda match: " " * len(match[0]), words)
    return int(found["n"].replace(".", "")), blanked


def _blank_pair(found: re.Match[str]) -> str:
    return found[0].replace(found["pair"], A_DATE * len(found["pair"]))


def _blank_date(found: re.Match[str]) -> str:
    """Blank "15/6": a day and a month that cannot be a part of a whole."""
    is_date = int(found["k"]) > int(found["n"])
    return A_DATE * len(found[0]) if is_date else found[0]


def _fraction(words: str) -> tuple[int | None, int | None]:
    alone = re.fullmatch(rf"\W*{_PAIR}\W*", words)
    for found in _FRACTION.finditer(words):
        k, n = int(found["k"] or found["k2"]), int(found["n"] or found["n2"])
        is_told = bool(found["told"] or found["unit"] or found["k2"] or alone)
        is_round_the_clock = (k, n) == (24, 24)
        is_meant = is_told or (n > 12 and not is_round_the_clock)
        if n > 0 and k <= n and not _is_a_year(n) and is_meant:
            return k, n
    return None, None


def _is_a_year(n: int) -> bool:
    return 1900 <= n <= 2100


def _percent(words: str) -> int | None:
    found = [m for m in _PERCENT.finditer(words) if not _CHANGE.search(words, 0, m.start())]
    if found:
        best = next((m for m in found if m["told"]), found[0])
        return min(100, int(best["n"]))
    return 50 if _HALF.search(words) else None


def _count(words: str) -> int | None:
    for found in _COUNT.finditer(words):
        if not found["lacking"]:
            said = found["n"]
            return int(said) if said.isdigit() else _IN_WORDS[said]
    return None
