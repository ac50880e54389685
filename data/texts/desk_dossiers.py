"""The page of dossiers at the desk, and what an inspector's link shows."""

from datetime import datetime

from data.domain.dossier_orders import DossierOrder, InspectorLink, OrderState
from data.texts.dates import full_date, whole_number
from data.texts.dossier import moment

# Refusals.


def for_whom_is_missing() -> str:
    """A link is for somebody."""
    return "Đồng chí ghi đường dẫn này dành cho ai, ví dụ: Đoàn kiểm tra Sở Nội vụ."


def wrong_days(most: int) -> str:
    """A link does not last so long."""
    return f"Đường dẫn có hiệu lực từ 1 đến {most} ngày."


def not_ready() -> str:
    """There is no file to show."""
    return "Hồ sơ này chưa xuất xong hoặc đã hết hạn lưu. Đồng chí xuất lại giúp."


def somebody_elses() -> str:
    """Only who ordered it downloads it."""
    return "Chỉ người xuất hồ sơ được tải. Đồng chí tự xuất một bản, việc đó được ghi vào nhật ký."


def link_is_over() -> str:
    """An inspector's link that ended, was ended, or never was."""
    return (
        "Đường dẫn này không còn hiệu lực. "
        "Đoàn liên hệ cơ quan đầu mối của phường để nhận đường dẫn mới."
    )


def bug() -> str:
    """A fault of ours."""
    return "Có lỗi khi xuất, hồ sơ chưa có. Đồng chí thử lại; vẫn lỗi thì báo người quản trị."


def unreadable_days() -> str:
    """The form's dates cannot be read."""
    return "Đồng chí chọn kế hoạch, ngày đầu và ngày cuối."


# The page.


def entry() -> str:
    """In the navigation, and the page's heading."""
    return "Hồ sơ kiểm tra"


def what_it_is() -> str:
    """Under the heading."""
    return (
        "Hồ sơ gồm báo cáo, minh chứng gốc, ý kiến duyệt và nhật ký của một kế hoạch, niêm phong bằng chữ ký. "
        "Đoàn kiểm tra tự kiểm tra được trên máy của họ. Mỗi lần xuất, xem, tải đều ghi vào nhật ký."
    )


def new() -> str:
    """Heading of the form."""
    return "Xuất hồ sơ mới"


def plan() -> str:
    """Field."""
    return "Kế hoạch"


def first() -> str:
    """Field."""
    return "Từ ngày"


def last() -> str:
    """Field."""
    return "Đến hết ngày"


def make() -> str:
    """Button."""
    return "Xuất hồ sơ"


def ordered() -> str:
    """It is on its way."""
    return "Đã nhận. Hồ sơ đang được xuất, trang này tự cập nhật; đồng chí có thể rời trang."


def list_heading() -> str:
    """Heading of the list."""
    return "Hồ sơ đã xuất"


def none_yet() -> str:
    """Nothing was ordered."""
    return "Chưa có hồ sơ nào."


def order_line(order: DossierOrder, plan_name: str) -> str:
    """Which one."""
    return f"{plan_name}, {full_date(order.span.start)} – {full_date(order.span.end)}"


def order_state(order: DossierOrder, name: str) -> str:
    """Who ordered it and how it stands."""
    asked = f"{name}, {moment(order.asked_at)}"
    match order.state:
        case OrderState.ASKED:
            return f"{asked}: đang chờ xuất"
        case OrderState.MAKING if order.total:
            done, total = whole_number(order.copied), whole_number(order.total)
            return f"{asked}: đang xuất, {done}/{total} tệp"
        case OrderState.MAKING:
            return f"{asked}: đang xuất"
        case OrderState.FAILED:
            return f"{asked}: chưa xuất được. {order.fault}"
        case OrderState.GONE:
            return f"{asked}: đã hết hạn lưu trên máy chủ"
        case OrderState.READY:
            until = f", lưu đến {moment(order.expires_at)}" if order.expires_at else ""
            stamp = f". {order.fault}" if order.fault else ""
            return f"{asked}: xong, {_size(order)}{until}{stamp}"


def _size(order: DossierOrder) -> str:
    """What is kept of its size is rounded up."""
    return f"không quá {whole_number(order.megabytes)} MB"


def download() -> str:
    """Button."""
    return "Tải hồ sơ"


def minutes() -> str:
    """Button."""
    return "Biên bản niêm phong"


def only_asker() -> str:
    """Instead of the button, for others."""
    return "Chỉ người xuất được tải."


def for_inspector() -> str:
    """Heading of the small form."""
    return "Mở cho đoàn kiểm tra xem"


def for_whom() -> str:
    """Field."""
    return "Dành cho"


def for_whom_example() -> str:
    """In the empty field."""
    return "Đoàn kiểm tra Sở Nội vụ"


def days() -> str:
    """Field."""
    return "Số ngày"


def make_link() -> str:
    """Button."""
    return "Tạo đường dẫn"


def link_made(address: str) -> str:
    """The link, shown this once."""
    return (
        f"Đường dẫn (chỉ hiện lần này, đồng chí chép và gửi cho đoàn): {address}\n"
        "Ai có đường dẫn đều xem và tải được hồ sơ này cho đến khi hết hạn hoặc thu hồi."
    )


def link_line(link: InspectorLink, now: datetime) -> str:
    """For whom, until when, how often it was opened."""
    if link.revoked_at is not None:
        state = f"đã thu hồi {moment(link.revoked_at)}"
    elif not link.is_live(now):
        state = f"hết hạn {moment(link.expires_at)}"
    else:
        state = f"hiệu lực đến {moment(link.expires_at)}"
    seen = (
        f"đã mở {link.opened} lần, gần nhất {moment(link.opened_at)}"
        if link.opened_at
        else "chưa mở"
    )
    return f"{link.for_whom}: {state}, {seen}"


def revoke() -> str:
    """Button."""
    return "Thu hồi"


def revoked() -> str:
    """It leads nowhere any more."""
    return "Đã thu hồi đường dẫn. Bản đã tải về trước đó thì không thu hồi được."


# What an inspector sees.


def heading(ward: str) -> str:
    """Over the page."""
    return f"Hồ sơ kiểm tra của {ward}"


def shown_for(link: InspectorLink) -> str:
    """For whom, and until when."""
    return f"Dành cho: {link.for_whom}. Xem được đến {moment(link.expires_at)}. Mỗi lần mở đều được ghi lại."


def browse() -> str:
    """Button."""
    return "Xem hồ sơ ngay trên trang này"


def take(order: DossierOrder) -> str:
    """Button."""
    return f"Tải hồ sơ ({_size(order)})"


def how_to_check(digest: str) -> str:
    """What to do with the file."""
    return (
        "Tải về rồi kiểm tra trên máy của đoàn: giải nén, chạy python kiem_tra.py, xem thêm "
        f"HUONG-DAN-KIEM-TRA.txt trong hồ sơ. Mã hồ sơ để đối chiếu với biên bản: {digest}"
    )
