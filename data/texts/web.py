"""What people read on the web pages: labels, hints and refusals."""

from datetime import datetime

from data.domain.localtime import local, local_date
from data.texts.dates import spoken_date, whole_number


def product() -> str:
    """How the product calls itself."""
    return "Nhắc Việc"


def who(ward_name: str, person_name: str) -> str:
    """The line under the product's name: where one is, and as whom."""
    return f"{ward_name} · {person_name}"


def signed_out() -> str:
    """The session ended while the page was open."""
    return (
        "Phiên làm việc trên máy này đã kết thúc. "
        "Đồng chí xin cơ quan đầu mối thư mời mới để vào lại; các tin đã gửi vẫn được giữ."
    )


def no_chat_here() -> str:
    """Somebody at the desk, who came from a messenger, asks for the web chat."""
    return "Máy này chỉ mở bàn làm việc. Đồng chí nhắn tin và gửi tệp trong ứng dụng đang nhận nhắc việc."


def clock_time(moment: datetime) -> str:
    """Return the local time "07:30"."""
    return f"{local(moment):%H:%M}"


def day(moment: datetime, *, now: datetime) -> str:
    """Return the local day of a moment, "thứ Hai 15/6"."""
    return spoken_date(local_date(moment), today=local_date(now))


# The chat page.


def chat_labels() -> dict[str, str]:
    """Every label that the chat page's script shows, by name; {n} and {name} are filled in there."""
    return {
        "sending": "Đang gửi…",
        "queued": "Chưa gửi, sẽ tự gửi khi có mạng",
        "queued_photos": "Chưa gửi. Ảnh đang chờ trên trang này, đồng chí đừng đóng trang.",
        "lost_photos": "Trang đã đóng trước khi gửi xong tệp. Đồng chí chọn lại tệp rồi gửi giúp.",
        "failed": "Chưa gửi được",
        "retry": "Gửi lại",
        "drop": "Bỏ",
        "remove": "Bỏ tệp {name}",
        "retry_file": "Tải lại tệp {name}",
        "uploaded": "Đã tải xong {name}",
        "upload_failed": "Tệp {name} chưa tải lên được. Bấm vào tệp để tải lại.",
        "file_failed": "Tệp chưa tải lên được.",
        "take_out": "Bấm ✕ ở tệp đó để bỏ rồi gửi tin.",
        "too_many": "Mỗi tin gửi tối đa {n} tệp. Phần còn lại đồng chí gửi ở tin sau giúp.",
        "too_big": 'Tệp "{name}" lớn quá {n} MB nên chưa nhận được.',
        "too_long": "Tin dài {n} ký tự, mỗi tin tối đa {max} ký tự. Đồng chí chia thành {parts} tin giúp.",
        "offline": "Mất kết nối – sẽ tự gửi lại",
        "working": "Đang xử lý…",
        "older": "Xem tin cũ hơn",
        "you": "Đồng chí",
        "bot": "Nhắc Việc",
        "new_below": "Có tin mới ↓",
        "photo": "Ảnh {name}",
        "open_desk": "Mở bàn làm việc",
        "open_file": "Tải tệp {name} về máy",
        "signed_out": signed_out(),
        "no_answer": "Chưa kết nối được máy chủ. Tin vẫn được giữ và sẽ tự gửi lại.",
    }


def empty_chat() -> str:
    """The transcript before the first line."""
    return "Chưa có tin nào. Đồng chí gõ “việc” để xem việc của mình, hoặc “giúp” để xem cách dùng."


def needs_script() -> str:
    """Where the browser runs no scripts: nothing can be sent from here."""
    return (
        "Trình duyệt này đang tắt JavaScript nên chưa nhắn tin được. "
        "Đồng chí bật JavaScript hoặc mở trang bằng trình duyệt khác."
    )


def transcript() -> str:
    """The name of the log, for those who hear the page."""
    return "Các tin nhắn"


def composer_label() -> str:
    """The name of the text area."""
    return "Nội dung tin"


def send() -> str:
    """The name of the send button."""
    return "Gửi"


def attach() -> str:
    """The name of the attach button."""
    return "Đính kèm ảnh, tệp"


def attached() -> str:
    """The name of the row of chosen files."""
    return "Tệp sẽ gửi"


def menu() -> str:
    """The name of the menu."""
    return "Mở trình đơn"


def sign_out() -> str:
    """In the menu."""
    return "Thoát khỏi máy này"


def desk() -> str:
    """In the menu: the way to the pages of the desk."""
    return "Bàn làm việc"


def plan_page() -> str:
    """In the menu of the lead office, and the title of the page."""
    return "Xem và sửa kế hoạch"


def cards_page() -> str:
    """In the menu of the lead office, and the title of the page."""
    return "In thư mời có mã QR"


def back_to_chat() -> str:
    """The way from any page to the chat."""
    return "Về trang trò chuyện"


def composer_hint() -> str:
    """In the empty text area."""
    return "Nhắn tin, ví dụ: #12 đã xong"


# Refusals.


def no_such_page() -> str:
    """404."""
    return "Không có trang này. Đồng chí kiểm tra lại đường dẫn, hoặc quay về trang trò chuyện."


def may_not() -> str:
    """403 on a page of the lead office."""
    return "Trang này dành cho cơ quan đầu mối. Đồng chí quay về trang trò chuyện giúp."


def foreign_form() -> str:
    """The request did not come from our own page."""
    return "Yêu cầu không đến từ trang này nên chưa thực hiện. Đồng chí mở lại trang rồi thử lại."


def bug() -> str:
    """The one neutral sentence for what we did not foresee."""
    return (
        "Hệ thống gặp trục trặc nên việc vừa rồi chưa thực hiện. Đồng chí thử lại sau ít phút giúp."
    )


def no_room() -> str:
    """The disk is full: what was asked was not done, and what is there can still be read."""
    return (
        "Máy chủ hết chỗ chứa nên chưa nhận được. Đồng chí báo cơ quan đầu mối giúp, "
        "rồi thử lại sau."
    )


def too_fast(seconds: int) -> str:
    """The rate limit."""
    return f"Thao tác hơi nhanh. Đồng chí chờ {seconds} giây rồi thử lại giúp."


def too_long(length: int, limit: int) -> str:
    """A message that is longer than one may be."""
    parts = -(-length // limit)
    return (
        f"Tin dài {whole_number(length)} ký tự, mỗi tin tối đa {whole_number(limit)} ký tự. "
        f"Đồng chí chia thành {parts} tin, hoặc gửi nội dung trong một tệp Word giúp."
    )


def too_many_files(limit: int) -> str:
    """More files than one message takes."""
    return f"Mỗi tin nhận tối đa {limit} tệp. Phần còn lại đồng chí gửi ở tin sau giúp."


def body_too_big() -> str:
    """A request larger than any of ours."""
    return "Nội dung gửi lên quá lớn nên chưa nhận được. Đồng chí chia nhỏ rồi gửi lại giúp."


def empty_message() -> str:
    """Neither words nor files nor a choice."""
    return "Tin chưa có nội dung. Đồng chí gõ chữ hoặc chọn ảnh rồi gửi giúp."


def unreadable() -> str:
    """A request that our own page would not send."""
    return "Nội dung gửi lên không đọc được. Đồng chí tải lại trang rồi thử lại giúp."


def file_not_ours() -> str:
    """An upload receipt that is forged, somebody else's or too old."""
    return "Tệp đính kèm chưa có trên máy chủ. Đồng chí chọn lại tệp rồi gửi giúp."


def no_preview() -> str:
    """A file that cannot be shown small."""
    return "Tệp này không xem trước được. Đồng chí tải về để xem."


# The invitation.


def invited(ward_name: str) -> str:
    """Above the second proof."""
    return f"{ward_name} mời đồng chí dùng Nhắc Việc để nhận nhắc việc và báo cáo tiến độ."


def ask_phone() -> str:
    """The label of the phone field."""
    return "Số điện thoại của đồng chí trong danh sách cán bộ"


def why_phone() -> str:
    """Below the phone field."""
    return "Để chắc chắn thư mời đến đúng người. Không có tin nhắn nào gửi tới số này."


def ask_office() -> str:
    """The other way in."""
    return "Nhờ cơ quan đầu mối xác nhận"


def asked_office(number: str) -> str:
    """Shown while the lead office has not answered yet."""
    return (
        f"Đã gửi đề nghị tới cơ quan đầu mối. Khi được hỏi, đồng chí đọc số {number}. "
        "Được xác nhận thì trang này tự mở; đồng chí cũng có thể đóng lại "
        "rồi mở đúng đường dẫn này sau, trên chính máy này."
    )


def check_again() -> str:
    """The button that asks whether the lead office has answered."""
    return "Kiểm tra lại"


def ready() -> str:
    """An invitation that asks for no further proof."""
    return "Thư mời của đồng chí đã sẵn sàng."


def confirm() -> str:
    """The button under the phone field."""
    return "Xác nhận"


def phone_example() -> str:
    """In the empty phone field."""
    return "Ví dụ: 0912 345 678"


def or_else() -> str:
    """Between two ways in."""
    return "hoặc"


def enter() -> str:
    """The button that signs in."""
    return "Vào Nhắc Việc"


# The demonstration.


def demo_mark() -> str:
    """On every page of a demonstration."""
    return "BẢN THỬ"


def demo_cast() -> str:
    """Above the sign-in cards."""
    return "Chọn một người để xem Nhắc Việc từ chỗ của người đó. Mọi dữ liệu ở đây chỉ để thử."


def demo_now(moment: datetime) -> str:
    """The clock bar."""
    return f"Bây giờ: {day(moment, now=moment)} {clock_time(moment)}"


def demo_moves() -> tuple[tuple[str, str], ...]:
    """Where the clock can be moved: kind and label."""
    return (("next", "Đến lần nhắc tới"), ("friday", "Đến thứ Sáu 16:00"), ("day", "+1 ngày"))


def demo_others() -> str:
    """The way back to the cast."""
    return "Đổi vai"


def web_chat() -> str:
    """How the web chat is called among the channels."""
    return "Trang chat của phường"


def status_page() -> str:
    """Link to the page that shows how the machine stands."""
    return "Tình trạng hệ thống"
