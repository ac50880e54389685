"""What is printed on the sheet of invitation cards, and read around it."""

from datetime import datetime

from data.domain.localtime import local
from data.texts.dates import weekday_name
from data.texts.telegram import share_phone


def title() -> str:
    """The title of the page."""
    return "In thư mời có mã QR"


def explained() -> str:
    """Above the list of people."""
    return (
        "Chọn người cần thư mời. Mỗi lần tạo là mã mới, dùng một lần trong 3 ngày; "
        "mã cũ chưa dùng của người đó hết hiệu lực."
    )


def not_linked() -> str:
    """People without a chat."""
    return "Chưa kết nối"


def linked() -> str:
    """People who are in already; a new card moves them to another phone."""
    return "Đã kết nối (chỉ chọn khi đổi máy)"


def choose_all() -> str:
    """The box that ticks everybody."""
    return "Chọn tất cả"


def make() -> str:
    """The button."""
    return "Tạo thư mời"


def nobody() -> str:
    """No box was ticked."""
    return "Đồng chí chọn ít nhất một người giúp."


def no_people() -> str:
    """The staff list is empty."""
    return "Chưa có cán bộ nào. Đồng chí gửi danh sách cán bộ vào trang trò chuyện trước."


def print_now() -> str:
    """Opens the browser's print window."""
    return "In trang này"


def only_once() -> str:
    """Above the sheet, on the screen only."""
    return "Mã chỉ hiện một lần ở đây. Đồng chí in ngay, cắt rời và trao tận tay từng người."


def only_this_machine() -> str:
    """The address in the codes leads to no other machine."""
    return (
        "Địa chỉ trong mã chỉ mở được trên chính máy này. Đồng chí nhờ quản trị đặt "
        "NHACVIEC_PUBLIC_URL là địa chỉ mà điện thoại vào được, rồi tạo lại."
    )


def how() -> str:
    """On each card, for the web."""
    return "Mở máy ảnh, quét mã, rồi nhập số điện thoại của mình."


def scan_telegram() -> str:
    """The caption of the code that opens Telegram."""
    return "Quét bằng điện thoại có Telegram"


def how_telegram() -> tuple[str, ...]:
    """On each card, for Telegram: the steps."""
    return (
        "Mở máy ảnh, quét mã.",
        "Bấm Bắt đầu (Start).",
        f"Bấm {share_phone()}.",
    )


TELEGRAM, ZALO = "Telegram", "Zalo"
_UNNAMED = "Bot nhắc việc của phường"


def scan_zalo() -> str:
    """The caption of the code that opens the chat in Zalo."""
    return "Quét bằng Zalo"


def how_zalo(name: str, *, has_qr: str) -> tuple[str, ...]:
    """On each card, for Zalo: the steps; below them stands the code in big digits."""
    find = "Mở Zalo, quét mã" if has_qr else f"Mở Zalo, tìm “{name or _UNNAMED}”"
    return (
        f"{find}, chọn Nhắn tin.",
        "Nhắn mã dưới đây.",
        "Được hỏi thì gõ số điện thoại của mình.",
    )


def or_zalo(name: str, *, has_qr: str) -> str:
    """Beside the code for Telegram: the way by Zalo; the typed code follows."""
    find = "quét mã này" if has_qr else f"tìm “{name or _UNNAMED}”"
    return f"Hoặc dùng Zalo: {find}, nhắn"


def scan_web(messenger: str = TELEGRAM) -> str:
    """The caption of the code that opens the web page, beside the one for a messenger."""
    return f"Không có {messenger} thì quét mã này, rồi nhập số điện thoại"


def open_telegram() -> str:
    """The button on the page behind an invitation."""
    return "Mở trong Telegram"


def type_in_zalo(name: str) -> str:
    """On the page behind an invitation: what to do in Zalo, with the link below."""
    return f"Dùng Zalo: mở “{name or _UNNAMED}” rồi nhắn mã"


def open_zalo() -> str:
    """The button on that page."""
    return "Mở trong Zalo"


def or_here() -> str:
    """Between that button and the form."""
    return "hoặc vào ngay trên trang này"


def or_type() -> str:
    """On each card, above the address."""
    return "Hoặc mở địa chỉ:"


def invited(ward_name: str) -> str:
    """On each card."""
    return f"{ward_name} mời dùng Nhắc Việc"


def until(moment: datetime) -> str:
    """On each card: how long the code lives."""
    at = local(moment)
    return f"Dùng một lần, đến {at:%H:%M} {weekday_name(at.isoweekday())} {at.day}/{at.month}/{at.year}"
