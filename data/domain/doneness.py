"""How far the words alone say the work is, clause by clause."""

import re

from data.domain.deeds import is_hindrance, says_did
from data.domain.figures import A_DATE
from data.domain.reports import Doneness
from data.domain.wording import phrase

_DONE_WORD = phrase("xong", "hoàn thành", "hoàn tất", "xog", "done", "hoàn thiện", "kết thúc")
_SOME_OF_IT = phrase(
    *("phần", "khâu", "bước", "giai đoạn", "dự thảo", "chuẩn bị", "công tác chuẩn bị", "một phần"),
    *("nửa", "một nửa", "đợt", "cơ bản"),
)
_ABOUT = phrase("được", "khoảng", "gần", "hơn", "tới", "đến", "là", "rồi", "cơ bản", "mức", "tỷ lệ")
_SHOWN = rf"\d+\s+{phrase('ảnh', 'hình', 'hình ảnh', 'tấm', 'bức', 'tệp', 'file', 'video', 'clip')}"
"""What comes along with the words, and is no part of the work."""
_DONE = re.compile(rf"{_DONE_WORD}(?!(?:\s*(?:{_ABOUT}|:))*\s*(?:(?!{_SHOWN})\d|{_SOME_OF_IT}))")
_DONE_OF_PART = re.compile(rf"{_DONE_WORD}(?:\s*(?:{_ABOUT}))*\s*{_SOME_OF_IT}")
_NOT_ABOUT_WORK = re.compile(
    phrase(
        *(
            "biết",
            "nhận",
            "hiểu",
            "nghe",
            "nhớ",
            "đọc",
            "thấy",
            "trễ",
            "muộn",
            "quá hạn",
            "hết hạn",
        ),
        *("lâu", "xem", "gần đến hạn", "nói", "quên", "tới hạn", "đến hạn"),
    )
    + rf"|{A_DATE}\s*{phrase('rồi')}"
)
# "Vâng", "ok" say that the message was read, not that the work is done.
_DONE_ALONE = re.compile(
    rf"(?:{phrase('dạ', 'vâng')}\s+)*"
    + phrase("rồi", "đã làm", "đã thực hiện", "đã xử lý")
    + rf"(?:\s+{phrase('rồi', 'ạ', 'nhé', 'ok')})*"
)
_NOT = re.compile(
    # "chưa hiểu" speaks of the message, not of the work.
    phrase("chưa")
    + rf"(?!\s+{phrase('hiểu', 'biết', 'rõ', 'nghe', 'đọc', 'xem', 'nhớ')})"
    + "|"
    + phrase("không", "ko", "chẳng")
    + r"\s+"
    + phrase(
        *("làm", "xong", "kịp", "thực hiện", "triển khai", "hoàn thành", "họp", "tổ chức", "thể"),
        *("được", "đạt"),
    )
)
_ASKS = re.compile(
    rf"{_DONE_WORD}\s+{phrase('chưa')}(?:\s+{phrase('nhỉ', 'vậy', 'thế', 'ạ', 'hả', 'ta')})*\s*$"
)
_ONLY_A_PHOTO = re.compile(
    rf"{phrase('chưa')}[^,;]*{phrase('ảnh', 'hình', 'chụp', 'hình ảnh', 'scan')}"
    rf"|{phrase('ảnh', 'hình', 'hình ảnh')}[^,;]*{phrase('chưa')}"
)
_LATER = re.compile(
    phrase(
        *(
            "sẽ",
            "dự kiến",
            "phấn đấu",
            "cố gắng",
            "mai",
            "ngày mai",
            "tuần sau",
            "tháng sau",
            "hẹn",
        ),
        *(
            "nếu",
            "để",
            "cần",
            "phải",
            "muốn",
            "bao giờ",
            "khi nào",
            "nữa",
            "chuẩn bị",
            "chắc",
            "hứa",
        ),
        *("xin", "đề nghị", "quyết tâm", "mốt", "tới", "sau khi", "khi"),
    )
)
_BY_A_DAY = re.compile(
    rf"{_DONE_WORD}\s+{phrase('trước')}\s+(?:{phrase('ngày', 'hạn')}\s+)?[{A_DATE}\d]"
)
_HAVING_DONE = re.compile(rf"{phrase('đã')}\s+(?:\w+\s+){{0,3}}{_DONE_WORD}$")
_NEARLY = re.compile(
    rf"{phrase('gần', 'sắp', 'cơ bản', 'gần như', 'hầu như', 'tạm', 'suýt', 'hầu hết')}\s+"
    rf"(?:{phrase('đã', 'được')}\s+)?{_DONE_WORD}"
)
_PARTLY = re.compile(
    phrase(
        *("đang", "một phần", "dở", "dở dang", "bước đầu", "đã bắt đầu", "mới bắt đầu", "còn lại"),
        *(
            "còn thiếu",
            "đã được một phần",
            "chỉ mới",
            "mới chỉ",
            "làm được một phần",
            "phần còn lại",
        ),
    )
    + "|"
    + phrase("còn")
    + r"\s+\d"
)
_JUST_BEGUN = re.compile(phrase("mới", "tiếp tục"))
_DID = re.compile(phrase("đã", "xong", "rồi"))
_SPLIT = re.compile(
    r"[;\n!?]|[.,](?!\d)|" + phrase("nhưng", "tuy nhiên", "song", "riêng", "nhưng mà", "mà còn")
)


def clauses(words: str) -> tuple[str, ...]:
    """Return the clauses of small-letter words."""
    return tuple(part.strip() for part in _SPLIT.split(words) if part.strip())


def doneness_of(parts: tuple[str, ...]) -> Doneness:
    """Return what the clauses say together: done in one and not in another is partly."""
    said = {_of_clause(part) for part in parts}
    if Doneness.PARTLY in said or {Doneness.DONE, Doneness.NOT_YET} <= said:
        return Doneness.PARTLY
    if Doneness.NOT_YET in said:
        others_did = any(_DID.search(p) for p in parts if _of_clause(p) is Doneness.UNSAID)
        return Doneness.PARTLY if others_did else Doneness.NOT_YET
    if Doneness.DONE in said:
        return Doneness.DONE
    return Doneness.PARTLY if any(_JUST_BEGUN.search(p) for p in parts) else Doneness.UNSAID


def _of_clause(part: str) -> Doneness:
    if _ASKS.search(part) or _ONLY_A_PHOTO.search(part):
        return Doneness.DONE if _says_done_before_not(part) else Doneness.UNSAID
    done = _DONE.search(part)
    if _NEARLY.search(part) or _DONE_OF_PART.search(part):
        return Doneness.NOT_YET if _NOT.search(part) else Doneness.PARTLY
    if refused := _NOT.search(part):
        is_both = done is not None and done.start() < refused.start()
        return Doneness.PARTLY if is_both or _PARTLY.search(part) else Doneness.NOT_YET
    if _is_promise(part, done):
        return Doneness.PARTLY if _PARTLY.search(part) else Doneness.NOT_YET
    if _PARTLY.search(part) and not is_hindrance(part):
        return Doneness.PARTLY
    is_done = done or _DONE_ALONE.fullmatch(part) or _is_already(part)
    return Doneness.DONE if is_done else Doneness.UNSAID


def _says_done_before_not(part: str) -> bool:
    """Return whether "xong rồi chưa chụp ảnh" says done; "xong chưa" only asks."""
    done, refused = _DONE.search(part), _NOT.search(part)
    return bool(done and refused and done.end() < refused.start() and not _ASKS.search(part))


def _is_promise(part: str, done: re.Match[str] | None) -> bool:
    if _BY_A_DAY.search(part):
        return True
    if done is None or _HAVING_DONE.search(part, 0, done.end()):
        return False
    return _LATER.search(part, 0, done.start()) is not None


def _is_already(part: str) -> bool:
    """Return whether a doing is said to be over: "dán rồi", but not "hỏng rồi"."""
    return says_did(part) and not _NOT_ABOUT_WORK.search(part)
