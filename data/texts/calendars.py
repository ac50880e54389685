"""Calendar feeds: what people read in chat about them, and what stands in the calendar itself."""

from collections.abc import Sequence
from datetime import date, datetime

from data.domain.people import Person
from data.domain.tasks import DONE, Occurrence, Task
from data.texts.common import sentence_case
from data.texts.people import hour_and_day
from data.texts.reminders import occurrence_label

FILE_NAME = "nhac-viec.ics"


def calendar_name(ward_name: str, whose: str) -> str:
    """What the calendar is called in the phone."""
    return f"Nhắc Việc – {whose}, {ward_name}"


def whose_own(person: Person) -> str:
    """Whose calendar a person's own is."""
    return f"việc của {person.name}"


def event_title(task: Task, occurrence: Occurrence) -> str:
    """One line of the calendar."""
    name = f"#{task.code} {task.short_title}{occurrence_label(occurrence)}"
    if occurrence.state in DONE:
        return f"✅ xong · {name}"
    # Some calendars show what is cancelled like anything else.
    return f"{'Hạn' if occurrence.is_owed else 'Đã hủy'} · {name}"


def event_text(task: Task, occurrence: Occurrence, agency_name: str, plan: str) -> str:
    """What opens behind that line: whose work it is, by which plan, and how to report what is owed."""
    about = f"{task.title}\n{agency_name}\n{plan}"
    if not occurrence.is_owed:
        return about
    return f"{about}\nBáo cáo trong kênh nhắc việc, ví dụ: #{task.code} đã xong (kèm ảnh)"


def offer_label() -> str:
    """Button under the dates to come."""
    return "Đưa vào lịch điện thoại"


def link_made(person: Person, whose: str, link: str) -> str:
    """The address, shown this once."""
    you = person.address.value
    return (
        f"Đường dẫn lịch ({whose}), chỉ dùng riêng, {you} đừng chuyển cho ai:\n"
        f"{link}\n"
        f"iPhone: mở {_webcal(link)} rồi chọn Đăng ký.\n"
        "Android: trên máy tính vào Google Lịch, chọn Thêm lịch khác, Từ URL, dán đường dẫn https.\n"
        "Lịch tự cập nhật sau vài giờ, không đổ chuông: nhắc việc vẫn ở tin nhắn.\n"
        'Đường dẫn này không xem lại được. Muốn ngừng thì gõ "hủy lịch".'
    )


def _webcal(link: str) -> str:
    return "webcal://" + link.partition("://")[2]


def no_address(whose: str) -> str:
    """No phone reaches our pages: only the file can be given."""
    return (
        "Phường chưa đặt địa chỉ để điện thoại tự cập nhật lịch.\n"
        f"Đây là tệp lịch ({whose}) theo các hạn hôm nay: mở trên điện thoại để thêm vào lịch. "
        "Hạn đổi sau này thì tệp không tự đổi."
    )


def has_one(person: Person, since: datetime, today: date) -> str:
    """There is an address already; only its hash is kept, so that it cannot be shown again."""
    return (
        f"{sentence_case(person.address.value)} đã lấy đường dẫn lịch lúc {hour_and_day(since, today)}. "
        "Đường dẫn cũ không xem lại được.\nTạo mới thì đường dẫn cũ ngừng ngay."
    )


def renew_label() -> str:
    """Button: a new address instead of the old one."""
    return "Tạo đường dẫn mới"


def end_label() -> str:
    """Button: end every address."""
    return "Hủy lịch"


def file_label() -> str:
    """Button: the calendar as a file."""
    return "Tệp lịch"


def file_sent(whose: str) -> str:
    """With the file."""
    return f"Tệp lịch ({whose}) theo các hạn hôm nay. Hạn đổi sau này thì tệp không tự đổi."


def ended(count: int) -> str:
    """Every address ended."""
    if not count:
        return "Không có đường dẫn lịch nào đang dùng."
    return (
        f"Đã ngừng {count} đường dẫn lịch; điện thoại không lấy được hạn nữa. "
        "Đồng chí xóa lịch Nhắc Việc trong máy."
    )


def no_agency(person: Person) -> str:
    """Nobody gives this person work."""
    return (
        f"{sentence_case(person.address.value)} chưa thuộc cơ quan nào nên lịch chưa có hạn. "
        "Lịch của một cơ quan thì gõ, ví dụ: lịch Trạm Y tế"
    )


def agency_is_for_heads() -> str:
    """Somebody who is neither its head nor sees all work."""
    return "Lịch của một cơ quan dành cho người đứng đầu cơ quan đó và cơ quan đầu mối."


def which_agency(names: Sequence[str]) -> str:
    """Several agencies are called so."""
    return "Có nhiều cơ quan trùng tên như vậy: " + "; ".join(names[:6])


def not_in_a_group(person: Person) -> str:
    """Asked where others read along."""
    return f"Đường dẫn lịch là của riêng {person.address.value}: nhắn riêng cho tôi để lấy."
