"""The notice about personal data: why, what, how long, who sees, whom to ask.

Sources: Luật 91/2025/QH15 and NĐ 356/2025/NĐ-CP. A state body that works under the law needs no
consent (Luật 91/2025/QH15, Điều 19 khoản 1 điểm c), but it has to say what it does: so nobody is
asked to agree, everybody is told, and that they were told is kept with the version's hash. State
secrets: Luật 117/2025/QH15, Điều 5 khoản 2.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.domain.notices import Given, Held, version_of
from data.domain.people import Person, Ward
from data.texts.common import sentence_case
from data.texts.people import hour_and_day


def in_short(ward_name: str, you: str) -> str:
    """Two lines for whoever comes in; `you` is how they are addressed."""
    return (
        f"{ward_name} giữ thông tin gửi vào đây chỉ để nhắc việc, theo dõi tiến độ và làm minh chứng; "
        "cơ quan đầu mối, lãnh đạo và đoàn kiểm tra xem được.\n"
        f"CẤM: {you} không gửi tài liệu mật vào đây, kể cả ảnh chụp. "
        "Thông báo đầy đủ: gõ /quyenriengtu"
    )


def in_full(ward_name: str, contact: str, own_line: str) -> str:
    """The whole notice of a ward."""
    whom = contact or "cơ quan đầu mối của phường"
    lines = [
        f"Thông báo về dữ liệu cá nhân, {ward_name}",
        f"Ai xử lý: {ward_name}. Hỏi, yêu cầu xem, sửa: {whom}.",
        "Để làm gì: giao việc, nhắc việc, theo dõi tiến độ, giữ minh chứng cho kiểm tra.",
        "Giữ những gì: họ tên, số điện thoại, cơ quan, vai trò, kênh chat đã kết nối; tin nhắn, báo "
        "cáo, ảnh và tệp đã gửi (ảnh có thể mang giờ chụp, nơi chụp); nhật ký ai làm gì, lúc nào. "
        "Vị trí chỉ có khi người dùng tự gửi.",
        "Ai xem: cơ quan liên quan đến việc, cơ quan đầu mối, lãnh đạo UBND, đoàn kiểm tra. Tin đi "
        "qua Telegram, Zalo thì các hãng đó cũng chuyển và giữ tin theo quy định của họ.",
        "Giữ bao lâu: theo thời hạn lưu trữ hồ sơ của phường; phần mềm không tự xóa báo cáo và "
        "minh chứng.",
        "Căn cứ: công việc của cơ quan nhà nước theo pháp luật (Luật 91/2025/QH15, Điều 19 khoản 1 "
        "điểm c), nên phường thông báo chứ không hỏi ý kiến đồng ý.",
        "Quyền của người dùng: biết, xem, yêu cầu sửa, khiếu nại; yêu cầu xóa trong phạm vi luật "
        "cho phép (NĐ 356/2025/NĐ-CP).",
        "CẤM gửi tài liệu mật vào đây, kể cả ảnh chụp (Luật 117/2025/QH15, Điều 5). Không cần gửi "
        "ảnh căn cước, ảnh mặt người dân.",
    ]
    return "\n".join([*lines, *([own_line] if own_line else [])])


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of a ward as it reads now."""

    text: str
    version: str
    """The SHA-256 of `text`."""


def notice_of(ward: Ward) -> Notice:
    """Return the notice of a ward."""
    text = in_full(ward.name, ward.settings.data_contact, ward.settings.notice_line)
    return Notice(text, version_of(text))


def to_earlier(person: Person, ward_name: str) -> str:
    """Once, to those who came in before there was a notice."""
    you = person.address.value
    return f"Thông báo một lần về dữ liệu cá nhân, {you} không phải trả lời.\n{in_short(ward_name, you)}"


def held(person: Person, counts: Held, given: Sequence[Given], today: date) -> str:
    """What is kept about who asks, in counts, and when they were given the notice."""
    phone = "số điện thoại, " if person.phone else ""
    lines = [
        f"Đang giữ về {person.address.value}: họ tên, {phone}{len(person.memberships)} cơ quan, "
        f"{counts.chats} kênh chat, {counts.reports} báo cáo, {counts.files} ảnh và tệp, "
        f"{counts.messages} tin đã gửi tới, {counts.browsers} trình duyệt đang vào, "
        f"{counts.calendars} đường dẫn lịch."
    ]
    if given:
        lines.append(f"Đã nhận thông báo này lúc {hour_and_day(given[0].given_at, today)}.")
    if given and (read := given[-1].read_at):
        lines.append(f"Đã xác nhận đã đọc lúc {hour_and_day(read, today)}.")
    return "\n".join(lines)


def wrong_data(contact: str) -> str:
    """How to have something put right."""
    return f"Thông tin nào sai thì báo {contact or 'cơ quan đầu mối'} để sửa."


def set_a_contact() -> str:
    """To the office, while the ward has named nobody."""
    return (
        "Phường chưa ghi người liên hệ. Đồng chí ghi một dòng, ví dụ: "
        "liên hệ dữ liệu Trần Thị Mai, 0912 345 678"
    )


def read_label() -> str:
    """Button: nobody has to press it."""
    return "Tôi đã đọc"


def noted(person: Person) -> str:
    """[Tôi đã đọc]."""
    return f"Đã ghi {person.address.value} đã đọc thông báo. {sentence_case(person.address.value)} xem lại bất cứ lúc nào: /quyenriengtu"


def open_in_full() -> str:
    """On the page of an invitation: opens the whole notice."""
    return "Thông báo đầy đủ về dữ liệu cá nhân"
