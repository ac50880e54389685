"""What is said in a messenger to somebody who comes in with an invitation."""

from data.domain.people import Person
from data.texts.common import sentence_case
from data.texts.people import called
from data.texts.telegram import share_phone


def hello(person: Person, ward_name: str, how: str) -> str:
    """Who invites whom to what, and the proof that is asked for."""
    you = person.address.value
    return f"Chào {called(person)}. {ward_name} mời {you} nhận nhắc việc và gửi báo cáo tại đây.\n{how}"


def how_to_prove(person: Person, *, can_show_phone: bool) -> str:
    """Which keys to press."""
    you = person.address.value
    if not can_show_phone:
        return f'Để chắc chắn đúng người, {you} bấm "{ask_office()}".'
    return (
        f'Để chắc chắn đúng người, {you} bấm "{share_phone()}" ở cuối màn hình.\n'
        f'Số đó không có trong danh sách thì bấm "{ask_office()}".'
    )


def how_to_type(person: Person, *, can_show_phone: bool) -> str:
    """What to type, where no key shares a number."""
    you = person.address.value
    if not can_show_phone:
        return f"Để chắc chắn đúng người, {you} trả lời 1."
    return (
        f"Để chắc chắn đúng người, {you} gõ số điện thoại của mình, ví dụ: 0912 345 678.\n"
        "Số đó không có trong danh sách thì trả lời 1."
    )


def phone_unreadable(person: Person) -> str:
    """Digits that are no telephone number."""
    return (
        "Số này thừa hoặc thiếu chữ số. "
        f"{sentence_case(person.address.value)} gõ lại cả số, ví dụ: 0912 345 678."
    )


def stranger_types() -> str:
    """To a chat that belongs to nobody, where invitations are typed: no data."""
    return "Đây là kênh nội bộ. Nếu đồng chí được mời, gõ mã 8 số trên giấy mời, ví dụ: 1234 5678"


def code_wrong(tries_left: int) -> str:
    """Eight digits that open nothing."""
    if not tries_left:
        return (
            "Mã này không đúng hoặc đã hết hạn. Đồng chí chờ 1 giờ rồi thử lại, "
            "hoặc nhờ cơ quan đầu mối gửi thư mời mới."
        )
    return (
        f"Mã này không đúng hoặc đã hết hạn, còn {tries_left} lần thử. "
        "Đồng chí xem lại 8 số trên giấy mời."
    )


def code_too_short_or_long() -> str:
    """Digits, but not eight."""
    return "Mã trên giấy mời có đúng 8 số. Đồng chí gõ đủ, ví dụ: 1234 5678"


def account_full(person: Person, ward_name: str) -> str:
    """The platform lets the account reach nobody more."""
    you = person.address.value
    return (
        f"Chào {called(person)}. Kênh này của {ward_name} đã đủ số người nên chưa nhận thêm được. "
        f"{sentence_case(you)} báo cơ quan đầu mối để vào bằng đường khác."
    )


def ask_office() -> str:
    """The key that asks the lead office, also when it is typed."""
    return "Nhờ cơ quan đầu mối xác nhận"


def press_instead(person: Person) -> str:
    """A typed number proves nothing: anybody can type it."""
    you = person.address.value
    return (
        f'Số gõ vào chưa xác nhận được là của {you}. {sentence_case(you)} bấm "{share_phone()}" '
        f'ở cuối màn hình, hoặc "{ask_office()}".'
    )


def contact_of_another(person: Person) -> str:
    """A card out of the telephone book."""
    you = person.address.value
    return (
        f'Đây là số của người khác. {sentence_case(you)} bấm "{share_phone()}" '
        f"để chia sẻ số của chính mình."
    )


def phone_wrong(person: Person, tries_left: int) -> str:
    """The account's own number is not the one in the staff list."""
    return (
        f"Số điện thoại này chưa khớp với danh sách, còn {tries_left} lần thử. "
        f'{sentence_case(person.address.value)} nên chọn "{ask_office()}".'
    )


def asked_office(person: Person, number: str) -> str:
    """The lead office has still to answer."""
    you = person.address.value
    return (
        f"Đã báo cơ quan đầu mối. Khi được gọi hỏi, {you} đọc số {number}.\n"
        f"Được xác nhận là vào ngay tại đây, {you} không cần làm gì thêm."
    )


def turned_away() -> str:
    """To the chat that waited: the lead office did not let it in."""
    return (
        "Cơ quan đầu mối chưa xác nhận được nên thư mời này không dùng được nữa. "
        "Đồng chí gọi cho cơ quan đầu mối để nhận thư mời mới."
    )


def no_invitation_here() -> str:
    """Somebody shares a number, but no invitation stands open in the chat."""
    return (
        "Chưa có thư mời nào đang mở ở đây nên chưa dùng được số điện thoại. "
        "Đồng chí mở lại đường dẫn hoặc quét lại mã QR trên giấy mời."
    )


def already_in(person: Person, ward_name: str) -> str:
    """The invitation was used by this very chat."""
    you = sentence_case(person.address.value)
    return f'{you} đã vào kênh nhắc việc của {ward_name} rồi. Gõ "việc" để xem việc của mình.'


def confirmed(person: Person, *, by_office: bool) -> str:
    """The proof was taken; the letters of the keyboard come back."""
    if by_office:
        return f"Cơ quan đầu mối đã xác nhận {called(person)}."
    return f"Đã xác nhận số điện thoại của {called(person)}."
