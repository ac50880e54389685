"""What people read about the way from the chat to the desk."""

from datetime import datetime

from data.domain.people import Person
from data.texts.people import called
from data.texts.web import clock_time


def way_in(link: str, until: datetime, *, has_public_web: bool) -> str:
    """The link in the chat; it stands on a line of its own."""
    here = "" if has_public_web else "\nĐường dẫn mở được trên chính máy đang chạy Nhắc Việc."
    return (
        f"Bàn làm việc mở tại đường dẫn sau, dùng một lần, đến {clock_time(until)}:\n"
        f"{link}\n"
        f"Đường dẫn chỉ dành cho đồng chí, không chuyển cho người khác.{here}"
    )


def where_dossiers_are() -> str:
    """Before the link, for who asks for a dossier."""
    return "Hồ sơ kiểm tra được xuất trên bàn làm việc, mục “Hồ sơ kiểm tra”."


def link_over() -> str:
    """The link was used, is too old, or a newer one took its place."""
    return (
        "Đường dẫn này đã dùng hoặc đã hết hạn. "
        "Đồng chí gõ “bàn làm việc” trong khung chat để nhận đường dẫn mới."
    )


def for_whom(person: Person) -> str:
    """Before coming in: as whom one will be signed in."""
    return f"Đường dẫn này dành cho {called(person)}. Máy này sẽ mở với tên {person.name}."


def not_you(person: Person) -> str:
    """What to do for somebody else."""
    return (
        f"Nếu không phải {called(person)}, đồng chí đóng trang này và gõ “bàn làm việc” "
        "trong khung chat của mình."
    )


def enter() -> str:
    """The button."""
    return "Mở bàn làm việc"
