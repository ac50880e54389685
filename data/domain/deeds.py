"""Words of doing and words of trouble: "dán rồi" is work done, "hỏng rồi" is something in the way.

A list, not a grammar: whoever says it in another way is asked, and nothing is stored as done.
"""

import re

from data.domain.wording import composed, lowered, phrase

_DEED = phrase(
    *("làm", "họp", "gửi", "niêm yết", "đăng", "kiểm tra", "dán", "nộp", "tổ chức", "phát", "treo"),
    *("tuyên truyền", "ban hành", "ký", "thực hiện", "triển khai", "công khai", "rà soát", "lắp"),
    *("khảo sát", "giám sát", "tập huấn", "vận động", "phổ biến", "lập", "cập nhật", "đối thoại"),
    *("giải quyết", "xử lý", "trình", "chuyển", "báo cáo", "thông báo", "bố trí", "bàn giao"),
    *("sửa", "sửa chữa", "dọn", "dọn vệ sinh", "tổng hợp", "bầu", "trả", "chụp", "tiếp dân"),
)
_ALREADY = phrase("rồi", "rùi") + rf"(?:\s+{phrase('ạ', 'nhé', 'nha', 'đó')})*\s*$"
_WHO = phrase(
    *("dạ", "vâng", "tôi", "tui", "em", "anh", "chị", "bác", "ông", "bà", "cô", "chú", "cháu"),
    *(
        "đồng chí",
        "chúng tôi",
        "bên tôi",
        "tổ",
        "tổ tôi",
        "tổ dân phố",
        "thôn",
        "mọi người",
        "cũng",
    ),
)
_DID = re.compile(rf"{phrase('đã')}\s+{_DEED}.*{_ALREADY}")
_DEED_FIRST = re.compile(rf"(?:(?:{_WHO}|\d+)\s+)*{_DEED}.*{_ALREADY}")
_DEED_LAST = re.compile(rf"{_DEED}\s+(?:{phrase('hết', 'cả', 'đủ', 'đầy đủ')}\s+)*{_ALREADY}")
_HINDRANCE = re.compile(
    # Words that are others without their marks ("bão" is "báo", "bận" is "ban") stand in pairs.
    phrase(
        *("hỏng", "hư", "hư hỏng", "mất điện", "mất nước", "mất rồi", "ốm", "bệnh", "nằm viện"),
        *("mưa", "mưa bão", "bão lụt", "ngập", "cúp điện", "đang bận", "bận quá", "bận việc"),
        *("rách", "gãy", "bị", "kẹt", "đi vắng", "thiếu", "từ chối", "phản đối", "hoãn", "hủy"),
        *("hết giấy", "hết tiền", "hết kinh phí", "hết mực"),
    )
)


_NOD = re.compile(
    rf"(?:{phrase('dạ', 'vâng', 'ok', 'oke', 'ừ', 'ờ', 'uh', 'ạ', 'được', 'biết', 'nhé', 'rõ')}[\s.,!]*)+"
)


def is_nod(words: str) -> bool:
    """Return whether words only say that a message was read: "dạ vâng", "ok"."""
    return _NOD.fullmatch(lowered(composed(words)).strip()) is not None


_END = re.compile(
    rf"(?:{phrase('dạ', 'vâng', 'vậy', 'đã', 'gửi', 'chụp')}\s+)*"
    rf"{phrase('xong', 'hết', 'đủ', 'xong hết', 'vậy là đủ', 'vậy là xong')}"
    rf"(?:\s+{phrase('rồi', 'rùi', 'ảnh', 'hình', 'ạ', 'nhé', 'nha', 'đó')})*"
)


def ends_sending(words: str) -> bool:
    """Return whether words may say that all was sent: "xong", "hết rồi", "gửi đủ ảnh rồi"."""
    return _END.fullmatch(lowered(composed(words)).strip(" \n\t.,!")) is not None


def says_did(part: str) -> bool:
    """Return whether small-letter words say that something was done and is over.

    The deed must be spoken of itself: at the beginning, after "đã", or right before "rồi".
    """
    if is_hindrance(part):
        return False
    return bool(_DID.search(part) or _DEED_FIRST.match(part) or _DEED_LAST.search(part))


def is_hindrance(part: str) -> bool:
    """Return whether small-letter words speak of trouble: "đang ốm", "mất điện rồi"."""
    return _HINDRANCE.search(part) is not None
