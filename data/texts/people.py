"""What people read about staff lists, invitations and who takes over from whom."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data.domain.access import Denial
from data.domain.people import Person
from data.domain.short_codes import short_code, spaced
from data.domain.ways_in import Arrival, WaysIn, ZaloDoor
from data.texts.channels import channel_name
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.setup import FIRST_ADMIN

_LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
_DENIALS = {
    Denial.INACTIVE: "Tài khoản của đồng chí đã ngừng. Đồng chí liên hệ cơ quan đầu mối giúp.",
    Denial.LEAD_OFFICE_ONLY: "Việc này do cơ quan đầu mối làm. Đồng chí nhắn cơ quan đầu mối giúp.",
    Denial.ADMIN_ONLY: "Việc này chỉ người quản trị được làm. Đồng chí nhờ người quản trị giúp.",
    Denial.NOT_YOUR_WORK: "Việc này không thuộc cơ quan của đồng chí.",
    Denial.READ_ONLY: "Đồng chí được xem, không báo cáo thay.",
    Denial.LEADERSHIP_TOO: "Việc này do cơ quan đầu mối hoặc lãnh đạo làm. Đồng chí nhắn cơ quan đầu mối giúp.",
    Denial.OWN_REPORT: "Báo cáo này có phần của chính đồng chí nên cần người khác duyệt.",
    Denial.OWN_WORK: "Việc này của chính đồng chí hoặc cơ quan đồng chí nên cần người khác quyết định.",
}


def denied(denial: Denial) -> str:
    """Why somebody may not do what they asked."""
    return _DENIALS[denial]


def called(person: Person) -> str:
    """How a person is called inside a sentence: "đồng chí Hạnh", "bác Tư".

    The administrator who has not said their name yet has none to be called by.
    """
    if person.name == FIRST_ADMIN:
        return person.address.value
    return f"{person.address.value} {person.given_name}"


def reported_by(name: str, recorder: str | None) -> str:
    """Whose report it is, and who wrote it down for them: "Trần Thị Mai báo thay Nguyễn Văn Tư"."""
    return f"{recorder} báo thay {name}" if recorder else name


def hour_and_day(instant: datetime, today: date) -> str:
    """Return "15:00 thứ Sáu 19/6"."""
    local = instant.astimezone(_LOCAL)
    return f"{local:%H:%M} {spoken_date(local.date(), today=today)}"


def named_few(names: Sequence[str], most: int = 3) -> str:
    """Return the first names and how many more there are."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} và {len(names) - most} người khác"


def place_on(channel: str) -> str:
    """What somebody is signed in with: "thiết bị", "tài khoản Telegram"."""
    return "thiết bị" if channel == "web" else f"tài khoản {channel_name(channel)}"


# Invitations and coming in.

_ASK_NEW = "Đồng chí nhờ cơ quan đầu mối gửi thư mời mới."


def invitation_wrong() -> str:
    """The code is no invitation, or its time is over, or it was voided."""
    return f"Thư mời không đúng hoặc đã hết hạn. {_ASK_NEW}"


def invitation_used() -> str:
    """The code was used before."""
    return (
        "Thư mời này đã được dùng. Nếu không phải đồng chí dùng, "
        "báo ngay cơ quan đầu mối để cấp thư mời mới."
    )


def invitation_elsewhere() -> str:
    """The invitation of a ward that this bot does not serve: which one is not told."""
    return (
        "Thư mời này dùng ở kênh khác. Đồng chí mở đúng đường dẫn trong thư mời, "
        "hoặc hỏi cơ quan đầu mối giúp."
    )


def invitation_void() -> str:
    """Five wrong numbers."""
    return f"Số điện thoại sai nhiều lần, thư mời đã bị khóa. {_ASK_NEW}"


def phone_wrong(tries_left: int) -> str:
    """The number is not the one in the staff list."""
    return (
        f"Số điện thoại chưa khớp với danh sách cán bộ, còn {tries_left} lần thử. "
        "Đồng chí cũng có thể nhờ cơ quan đầu mối xác nhận."
    )


def waiting_for_another() -> str:
    """The lead office confirmed another device than this one."""
    return (
        "Thư mời này đang được xác nhận cho một thiết bị khác. Đồng chí hỏi cơ quan đầu mối giúp."
    )


def please_admit(person: Person, agencies: Sequence[str], number: str) -> str:
    """To the lead office: somebody with this person's invitation asks to be let in."""
    return (
        f"{person.name}{_of(agencies)} đang chờ vào kênh nhắc việc.\n"
        f"Đồng chí gọi cho người đó, hỏi số đang hiện trên màn hình: đúng là {number} thì chọn Cho vào."
    )


def _of(agencies: Sequence[str]) -> str:
    return f" ({', '.join(agencies)})" if agencies else ""


def admit_label() -> str:
    """Button: let in."""
    return "Cho vào"


def refuse_label() -> str:
    """Button: do not let in."""
    return "Không phải"


def admitted(person: Person, channel: str) -> str:
    """To the lead office, after [Cho vào]."""
    if channel == "web":
        return f"Đã xác nhận {person.name}. Người đó vào được ngay trên thiết bị đang chờ."
    return f"Đã xác nhận {person.name}. Người đó đã vào kênh nhắc việc qua {channel_name(channel)}."


def turned_away(person: Person) -> str:
    """To the lead office, after [Không phải]."""
    return f"Đã khóa thư mời của {person.name}. Khi cần, đồng chí tạo thư mời mới bằng /moi."


def nobody_waits() -> str:
    """The request was answered, replaced or is too old."""
    return "Yêu cầu này đã được xử lý hoặc đã hết hạn."


def no_office_to_ask(*, can_show_phone: bool) -> str:
    """No lead office person can be reached."""
    rest = (
        "Đồng chí xác nhận bằng số điện thoại giúp."
        if can_show_phone
        else "Đồng chí gọi điện cho cơ quan đầu mối giúp."
    )
    return f"Chưa có ai của cơ quan đầu mối trên kênh này để xác nhận. {rest}"


def welcome(person: Person, ward_name: str, channel: str, arrival: Arrival) -> str:
    """The first message in a chat."""
    you, place = person.address.value, place_on(channel)
    if arrival is Arrival.MOVED:
        lost = "đã thoát" if channel == "web" else "không nhận tin nữa"
        return (
            f"{ward_name} đã nối lại với {called(person)} trên {place} này; {place} cũ {lost}.\n"
            f"Nếu không phải {you} làm, báo ngay cơ quan đầu mối."
        )
    if arrival is Arrival.SAME:
        return (
            f"{ward_name} đã nối lại với {called(person)} trên {place} này, mọi việc như cũ.\n"
            'Gõ "việc" để xem việc của mình.'
        )
    return (
        f"Chào {called(person)}. {ward_name} sẽ nhắc việc và nhận báo cáo tại đây.\n"
        'Gõ "việc" để xem việc của mình, "giúp" để xem cách dùng.'
    )


def moved_away(ward_name: str, channel: str) -> str:
    """To the chat that was a person's before."""
    return (
        f"Kênh nhắc việc của {ward_name} đã chuyển sang {place_on(channel)} khác, "
        "nơi này không nhận tin nữa. "
        "Nếu không phải đồng chí chuyển, báo ngay cơ quan đầu mối."
    )


def somebody_came_in(
    person: Person, agencies: Sequence[str], channel: str, arrival: Arrival
) -> str:
    """To the lead office."""
    who, place = f"{person.name}{_of(agencies)}", place_on(channel)
    if arrival is Arrival.MOVED:
        lost = "đã thoát" if channel == "web" else "không nhận tin nữa"
        return f"{who} đã vào kênh nhắc việc bằng {place} khác; {place} cũ {lost}."
    if arrival is Arrival.SAME:
        return f"{who} đã vào kênh nhắc việc lại, vẫn bằng {place} cũ."
    through = "" if channel == "web" else f" qua {channel_name(channel)}"
    return f"{who} đã vào kênh nhắc việc{through}."


def account_taken_over(before: Person, now_of: Person, channel: str) -> str:
    """To the lead office: the account was somebody else's until now."""
    return (
        f"{sentence_case(place_on(channel))} mà {now_of.name} vừa dùng trước đây của {before.name}; "
        f"{before.name} không nhận tin ở đó nữa. Nếu không đúng, đồng chí gọi hỏi lại "
        "và tạo thư mời mới bằng /moi."
    )


def account_lost(now_of: Person, ward_name: str, channel: str) -> str:
    """To who was reached at an account that is another's now, where they are reached still."""
    return (
        f"{sentence_case(place_on(channel))} của đồng chí nay nhận tin của {ward_name} "
        f"cho {now_of.name}. Nếu không đúng, báo ngay cơ quan đầu mối."
    )


def invitation_locked(person: Person) -> str:
    """To the lead office: too many wrong numbers."""
    return (
        f"Thư mời của {person.name} bị khóa vì số điện thoại sai nhiều lần. "
        "Đồng chí hỏi lại người đó; tạo thư mời mới bằng /moi."
    )


def person_unknown() -> str:
    """The person is not of this ward, or not active."""
    return "Không thấy người này trong danh sách. Gõ /moi để xem danh sách."


def has_left(person: Person) -> str:
    """Work was handed over before, or the person left otherwise."""
    return (
        f"{person.name} không còn trong danh sách đang làm việc nên không có gì thay đổi. "
        "Gõ /moi để xem danh sách."
    )


def by_zalo(door: ZaloDoor, code: str) -> str:
    """What to type, and where: a link stands last, for phones take what follows it along."""
    typed = f"nhắn mã {spaced(short_code(code))} cho {door.name or 'Bot nhắc việc của phường'}"
    return f"{typed}, {door.link}" if door.link else typed


def invitation_made(
    person: Person, ways: WaysIn, code: str, expires_at: datetime, today: date
) -> str:
    """To the lead office: links to hand on, every door of the ward."""
    head = f"Thư mời của {person.name}, dùng một lần, đến {hour_and_day(expires_at, today)}:"
    tail = "Chỉ gửi riêng cho người này. Thư mời trước đó (nếu có) không dùng được nữa."
    return "\n".join((head, *links(ways, code), tail))


def invitation_line(person: Person, ways: WaysIn, code: str) -> str:
    """On the command line: one line where there is one way in."""
    doors = links(ways, code)
    return (
        f"{person.name}: {doors[0]}"
        if doors == (ways.web_link(code),)
        else "\n  ".join((f"{person.name}:", *doors))
    )


def no_bot_name(platform: str) -> str:
    """On the command line: the bot could not be asked for its name."""
    return (
        f"Chưa hỏi được tên bot {platform} nên thư mời thiếu tên bot đó. "
        'Chạy "nhacviec check" để biết vì sao.'
    )


def links(ways: WaysIn, code: str) -> tuple[str, ...]:
    """Return a line for each way in, the messenger first; the link alone where there is one way."""
    telegram, web = ways.telegram_link(code), ways.web_link(code)
    if telegram is None and ways.zalo is None:
        return (web,)
    doors = [f"bằng Telegram: {telegram}"] if telegram else []
    if ways.zalo is not None:
        doors.append(f"bằng Zalo: {by_zalo(ways.zalo, code)}")
    if ways.shows_web:
        doors.append(f"bằng trình duyệt: {web}")
    first, *others = doors
    return (f"Mở {first}" if telegram else sentence_case(first), *(f"Hoặc {x}" for x in others))


def unlinked_people(
    shown: Sequence[Person], missing: int, linked: int, lapsed: Collection[int] = ()
) -> str:
    """Who has not come in yet, or is signed in nowhere any more (`lapsed`, ids); some are shown."""
    if not missing and not lapsed:
        return f"Cả {linked} người trong danh sách đã vào kênh nhắc việc."
    head = f"{missing} người chưa vào kênh nhắc việc, {linked} người đã vào"
    if lapsed:
        head += f", trong đó {len(lapsed)} người không còn máy nào đăng nhập"
    lines = [f"{head}:"]
    lines += [f"- {p.name}{' (cần mời lại)' if p.id in lapsed else ''}" for p in shown]
    if missing + len(lapsed) > len(shown):
        lines.append("…")
    return "\n".join(lines)


def print_cards_hint(link: str) -> str:
    """Where the sheet of QR cards is printed."""
    return f"In thẻ mời có mã QR cho mọi người: {link}"


def invite_label(person: Person) -> str:
    """Button: make an invitation."""
    return f"Tạo thư mời: {person.name}"


def invite_again_label(person: Person) -> str:
    """Button: an invitation for somebody who was here and is signed in nowhere any more."""
    return f"Mời lại: {person.name}"


def more_label() -> str:
    """Button: the next people of the list."""
    return "Xem tiếp"


# Handing over.


def hand_over_to_self() -> str:
    """From and to are one person."""
    return "Người giao và người nhận phải khác nhau."


def work_received(giver: Person, agencies: Sequence[str]) -> str:
    """To who takes over."""
    return (
        f"Từ nay đồng chí nhận phần việc của {giver.name}: {', '.join(agencies) or 'chưa có cơ quan'}.\n"
        'Báo cáo và minh chứng đã gửi vẫn giữ nguyên. Gõ "việc" để xem.'
    )


def work_given(taker: Person, ward_name: str, *, stays: bool) -> str:
    """To who hands over."""
    rest = "" if stays else f" Kênh nhắc việc của {ward_name} không gửi tin cho đồng chí nữa."
    return f"Phần việc của đồng chí đã giao cho {taker.name}.{rest}"


def would_hand_over(
    giver: Person, taker: Person, agencies: Sequence[str], *, giver_stays: bool
) -> str:
    """A look at it before it is done."""
    what = f"Việc của {giver.name} chuyển cho {taker.name}: {', '.join(agencies) or 'không có cơ quan nào'}."
    return what if giver_stays else f"{what} {giver.name} không nhận tin nữa."


def handed_over(giver: Person, taker: Person, agencies: Sequence[str]) -> str:
    """To the lead office."""
    return f"Đã giao việc của {giver.name} cho {taker.name}: {', '.join(agencies) or 'không có cơ quan nào'}."


def hand_over_usage() -> str:
    """How the command is typed."""
    return "Đồng chí ghi người giao và người nhận, ví dụ: /bangiao Lê Văn Hạnh cho Võ Thị Lan"


def which_person(name: str, found: int) -> str:
    """A name means nobody, or several."""
    if found == 0:
        return f'Không thấy ai tên "{name}" trong danh sách.'
    return f'Có {found} người tên "{name}". Đồng chí ghi rõ số điện thoại thay cho tên.'


def confirm_hand_over(giver: Person, taker: Person, agencies: Sequence[str]) -> str:
    """Before it is done."""
    return (
        f"Giao mọi việc của {giver.name} ({', '.join(agencies) or 'chưa có cơ quan'}) cho {taker.name}?\n"
        f"{giver.name} sẽ không nhận tin nữa; báo cáo đã gửi vẫn giữ nguyên."
    )


def left_as_it_was() -> str:
    """The hand-over was not done."""
    return "Đã dừng, không thay đổi gì."
