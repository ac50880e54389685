"""What people read on the page of several wards, and when it is granted."""

from collections.abc import Sequence

from data.domain.people import Person, Ward


def heading(count: int) -> str:
    """The page's first line."""
    return f"Tình hình {count} phường"


def only_numbers() -> str:
    """Below the heading: what is shown and what is not."""
    return (
        "Chỉ có số liệu theo cơ quan và nội dung thành phần, chỉ xem. "
        "Tên người, báo cáo và ảnh của phường khác không hiện ở đây."
    )


def ward() -> str:
    """Column: which ward."""
    return "Phường"


def by_agency() -> str:
    """Opens the numbers of one ward by agency."""
    return "Theo cơ quan, đơn vị"


def by_component() -> str:
    """Above the numbers by component."""
    return "Theo nội dung thành phần"


def component() -> str:
    """Column: which component of the index."""
    return "Nội dung thành phần"


def link() -> str:
    """The way to the page, on the overview."""
    return "Tình hình các phường được giao theo dõi"


def console_only() -> str:
    """Somebody wants to grant it from elsewhere."""
    return "Việc giao theo dõi nhiều phường chỉ làm được trên máy chủ."


def no_such_ward() -> str:
    """A ward that is not on this machine, or none was named."""
    return (
        'Không thấy phường này trên máy. Chạy "nhacviec observe" không kèm --over để xem danh sách.'
    )


def granted(person: Person, wards: Sequence[Ward], *, take_back: bool) -> str:
    """To the console."""
    names = ", ".join(w.name for w in wards)
    verb = "không còn xem" if take_back else "được xem (chỉ số liệu)"
    return f"{person.name} {verb}: {names}."


def wards_there(wards: Sequence[Ward]) -> str:
    """To the console: which wards there are."""
    return "\n".join(f"{w.id}  {w.name}" for w in wards)
