"""What people read when a file bears the marking of a state secret."""

from data.domain.people import Person
from data.domain.secrecy import Marking
from data.texts.erasures import EXAMPLE

_LAW = "Luật Bảo vệ bí mật nhà nước 117/2025/QH15, Điều 5"


def not_taken(name: str, level: Marking, *, by_its_words: bool) -> str:
    """To who sent it: not kept, what to do now, and what if it is a mistake."""
    where = "lời kèm" if by_its_words else "tên tệp"
    change = "sửa lời kèm" if by_its_words else "đổi tên tệp"
    return (
        f'Tệp "{name}" không được nhận vì {where} có dấu "{level.value}". '
        f"CẤM gửi tài liệu mật qua kênh này ({_LAW}).\n"
        "Đồng chí thu hồi tin vừa gửi và gọi điện báo ngay cơ quan đầu mối. "
        f"Nếu không phải tài liệu mật, đồng chí {change} rồi gửi lại."
    )


def office_told(sender: Person, level: Marking, files: int) -> str:
    """To the lead office and the administrators; the file's name is not repeated."""
    return (
        f'{sender.name} vừa gửi {files} tệp mang dấu "{level.value}". Tệp không được nhận và không '
        "lưu làm minh chứng; người gửi đã được nhắc thu hồi tin.\n"
        "Đồng chí gọi điện cho người gửi, xác minh và xử lý theo quy định bảo vệ bí mật nhà nước."
    )


def set_aside(sender: Person, level: Marking, code: int | None) -> str:
    """To the same: a document's first page bears a stamp, found after it was stored."""
    work = f" trong báo cáo #{code}" if code else ""
    return (
        f'Trang đầu một tệp {sender.name} gửi{work} có dấu "{level.value}". '
        "Tệp đang tạm giữ riêng, không ai xem được.\n"
        "Đồng chí gọi điện xác minh. Nếu là tài liệu mật thì hủy theo quyết định "
        f"(ví dụ: {EXAMPLE}); nếu không phải thì nhận lại."
    )


def sender_set_aside(name: str, level: Marking) -> str:
    """To who sent it."""
    return (
        f'Tệp "{name}" đang tạm giữ riêng vì trang đầu có dấu "{level.value}". '
        f"CẤM gửi tài liệu mật qua kênh này ({_LAW}). "
        "Đồng chí thu hồi tin vừa gửi và gọi điện báo ngay cơ quan đầu mối."
    )


def destroy_label() -> str:
    """Button: go on to its destruction."""
    return "Hủy theo quyết định"


def take_back_label() -> str:
    """Button: it is no secret after all."""
    return "Không phải tài liệu mật, nhận lại"


def taken_back() -> str:
    """It is evidence like others again."""
    return "Đã nhận lại: tệp là minh chứng như trước."
