"""What the dialog itself says, whatever the conversation."""

from collections.abc import Sequence

from data.domain.people import Person
from data.texts.dates import whole_number


def sentence_case(words: str) -> str:
    """Return words with a capital first letter."""
    return words[:1].upper() + words[1:]


def stranger() -> str:
    """To a chat that belongs to nobody: no data."""
    return (
        "Đây là kênh nội bộ. Nếu đồng chí được mời, hãy mở đúng đường dẫn "
        "hoặc quét mã QR trên giấy mời."
    )


def trouble() -> str:
    """A message could not be handled through a fault of ours; it is kept."""
    return (
        "Tin nhắn vừa rồi tôi chưa xử lý được và đã giữ lại để kiểm tra. "
        "Đồng chí thử gửi lại sau ít phút, hoặc báo cơ quan đầu mối."
    )


def choice_closed(person: Person) -> str:
    """An old choice that nothing answers to any more."""
    return f'Việc này đã đóng, lựa chọn không còn dùng được. {_you(person)} gõ "việc" để xem việc đang mở.'


def which_number(person: Person, number: int) -> str:
    """A typed number is that of a choice and that of a task."""
    return f"Số {number} {person.address.value} muốn nói là:"


def which_ward(person: Person, codes: Sequence[int]) -> str:
    """A number is that of open work in several wards; the wards follow as choices."""
    named = " ".join(f"#{code}" for code in codes)
    return f"{named} này của phường nào, thưa {person.address.value}?"


def too_long(person: Person, length: int, longest: int) -> str:
    """A message of more characters than one report may have."""
    return (
        f"Tin nhắn dài {whole_number(length)} ký tự, tôi chỉ nhận tối đa {whole_number(longest)} "
        f"nên chưa ghi vào việc nào. {_you(person)} chia thành vài tin ngắn, "
        "hoặc gửi thành tệp Word giúp."
    )


def welcome_thanks(person: Person) -> str:
    """Somebody said thanks."""
    return f'Cảm ơn {person.address.value}. Khi cần, {person.address.value} gõ "việc" để xem việc đang mở.'


def not_understood(person: Person, code: int | None) -> str:
    """Nothing fits; the example uses a task of the person."""
    if code is None:
        return (
            f"Tôi chưa hiểu ý {person.address.value}. Hiện không có việc nào đang chờ báo cáo. "
            'Gõ "giúp" để xem cách dùng.'
        )
    return (
        f"Tôi chưa hiểu ý {person.address.value}. Báo cáo thì ghi số việc trước, "
        f'ví dụ: #{code} đã kiểm tra, 2 ảnh. Gõ "việc" để xem danh sách.'
    )


def not_understood_leader(person: Person, title: str | None) -> str:
    """The same for a group leader: nothing to learn."""
    you = person.address.value
    if title is None:
        return f"Tôi chưa hiểu ý {you}. Hiện phường chưa có việc nào cần {you} làm."
    return (
        f"Tôi chưa hiểu ý {you}. Việc đang chờ: {title}.\n"
        f"Làm xong {you} gửi ảnh vào đây, hoặc trả lời: xong."
    )


def stopped(person: Person, *, had_something: bool) -> str:
    """`/huy`: what was waiting for an answer waits no more."""
    if not had_something:
        return "Không có việc nào đang dở để dừng. Những gì đã lưu không thay đổi."
    return f'Đã dừng. Những gì đã lưu không thay đổi. {_you(person)} gõ "việc" để xem việc đang mở.'


def _you(person: Person) -> str:
    return sentence_case(person.address.value)
