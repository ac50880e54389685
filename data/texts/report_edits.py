"""What people read when they change a message that they sent before."""

from collections.abc import Sequence

from data.domain.people import Person
from data.texts.codes import codes_of
from data.texts.common import sentence_case


def not_moved(person: Person, code: int, to: Sequence[int], *, is_undoable: bool) -> str:
    """The number in the message was changed: the report stays where it is."""
    you = person.address.value
    new = f" rồi gửi tin mới cho {codes_of(to)}" if to else ""
    if is_undoable:
        how = f"Nếu nhầm việc, {you} chọn Hoàn tác #{code}{new}."
    else:
        how = f"Đã quá 10 phút nên #{code} giữ nguyên; {you} gửi tin mới cho việc đúng."
    return f"Báo cáo #{code} đã lưu vẫn ở #{code}: sửa số trong tin cũ không chuyển được. {how}"


def words_stay(person: Person, code: int) -> str:
    """The message lost its words: the report keeps them."""
    return (
        f"Báo cáo #{code} vẫn giữ lời đã ghi. Muốn bỏ, {person.address.value} chọn Hoàn tác; "
        "muốn đổi, sửa tin thành nội dung đúng."
    )


def which_number(person: Person, codes: Sequence[int]) -> str:
    """A message that made several reports, each with its own words, names no task any more."""
    return (
        f"Tin này đã thành các báo cáo {codes_of(codes)}. Để sửa, {person.address.value} "
        f"ghi số trước nội dung từng việc, ví dụ: #{codes[0]} đã xong."
    )


def too_old(person: Person, codes: Sequence[int]) -> str:
    """The report is older than two days."""
    return (
        f"Báo cáo {codes_of(codes)} đã gửi hơn 2 ngày nên sửa tin cũ không đổi được. "
        f"{sentence_case(person.address.value)} gửi báo cáo mới, ví dụ: #{codes[0]} đã xong."
    )


def number_is_chosen(person: Person) -> str:
    """A number that was a choice was changed: what it did stands."""
    you = sentence_case(person.address.value)
    return f"Số đã chọn thì sửa tin không đổi được. {you} gửi tin mới giúp."


def amended_several() -> str:
    """Above the reports of one message, after it was changed."""
    return "Đã sửa theo tin nhắn vừa sửa."
