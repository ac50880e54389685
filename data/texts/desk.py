"""What people read around every page of the desk: its frame, its navigation, its refusals."""

from datetime import date

from data.texts.dates import day_month, whole_number

DESK = "Bàn làm việc"


def overview() -> str:
    """Navigation: the numbers."""
    return "Tổng quan"


def navigation() -> str:
    """The name of the navigation, for those who hear the page."""
    return "Các trang của bàn làm việc"


def menu() -> str:
    """Opens the navigation on a phone."""
    return "Mục"


def skip() -> str:
    """The first link, for those who go by the keyboard."""
    return "Đến nội dung chính"


def chat() -> str:
    """The way back to the chat."""
    return "Khung chat"


def read_only() -> str:
    """Beside the name of a visitor who may look and change nothing."""
    return "chỉ xem"


def own_work() -> str:
    """Beside the name of a visitor who sees the work of their own agencies."""
    return "việc của cơ quan mình"


def not_signed_in() -> str:
    """Somebody opens the desk on a machine that nobody is signed in on."""
    return (
        "Máy này chưa đăng nhập. Đồng chí mở khung chat Nhắc Việc, gõ “bàn làm việc” "
        "rồi bấm đường dẫn nhận được."
    )


def not_here() -> str:
    """There is no such thing in this ward, or none that the visitor may see."""
    return "Không có mục này, hoặc mục này không thuộc phần việc của đồng chí."


def home() -> str:
    """The way back from a page that could not be shown."""
    return "Về bàn làm việc"


# Days are typed as people write them: the browser's own field shows 10/2 as 02/10 to half of them.


def day_example() -> str:
    """In an empty field for a day."""
    return "ví dụ: 16/8/2026"


def typed_day(day: date) -> str:
    """A day as its field shows it."""
    return day_month(day)


def not_a_day(said: str) -> str:
    """What was typed is no day of the calendar."""
    return f"Chưa hiểu ngày “{said}”. Đồng chí ghi ngày, tháng, năm, {day_example()}."


# Long lists.


def pages() -> str:
    """The name of the links between pages, for those who hear the page."""
    return "Các trang của danh sách"


def rows(first: int, last: int, total: int) -> str:
    """Which rows are shown."""
    if not total:
        return "Không có dòng nào"
    return f"{whole_number(first)}–{whole_number(last)} trong {whole_number(total)}"


def earlier() -> str:
    """The page before."""
    return "Trang trước"


def later() -> str:
    """The page after."""
    return "Trang sau"
