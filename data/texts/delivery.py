"""What is said about the sending itself."""

from collections.abc import Sequence

from data.domain.people import Person
from data.texts.channels import channel_name
from data.texts.common import sentence_case
from data.texts.people import called


def sent_again(text: str) -> str:
    """Return a message that may have arrived before, marked so."""
    return f"🔁 Gửi lại (có thể đã nhận trước đó)\n{text}".rstrip()


def person_lost(
    person: Person, agencies: Sequence[str], channel: str, *, is_reached_elsewhere: bool
) -> str:
    """To the lead office: a person's account takes no more messages."""
    place = f" ({', '.join(agencies)})" if agencies else ""
    lost = (
        f"{sentence_case(person.address.value)} {person.name}{place} không nhận được tin "
        f"qua {channel_name(channel)} (đã chặn hoặc xóa tài khoản)."
    )
    if is_reached_elsewhere:
        return f"{lost}\nTừ nay tin nhắc tới {called(person)} qua kênh khác."
    call = (
        f"Đồng chí gọi giúp số {person.phone}"
        if person.phone
        else "Danh sách cán bộ chưa có số điện thoại, đồng chí liên hệ trực tiếp giúp"
    )
    return f"{lost}\n{call}, rồi gửi thư mời mới: /moi."


def group_lost(title: str, agency: str, channel: str) -> str:
    """To the lead office: a group takes no more messages."""
    return (
        f'Nhóm chat "{title}" ({agency}) không nhận được tin qua {channel_name(channel)} '
        "(nhóm đã đóng, hoặc tôi không còn được gửi tin ở đó).\n"
        "Đồng chí thêm lại tôi vào nhóm giúp; trong lúc đó tin vẫn tới từng người."
    )
