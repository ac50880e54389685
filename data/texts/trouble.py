"""What the lead office reads in chat about what went wrong, and the words shared with the page."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from data.domain.fallback import TOO_LATE
from data.domain.localtime import local, local_date
from data.domain.messages import Delivery
from data.domain.people import AgencyChat
from data.domain.told import Told
from data.domain.trouble import AccountStatus, NoReach, OutOfReach, Rundown, Undelivered
from data.domain.window import NO_MONEY, OUTSIDE_WINDOW, WOULD_COST
from data.errors import SendFailure
from data.texts.codes import codes_of
from data.texts.common import sentence_case
from data.texts.dates import spoken_date, whole_number
from data.texts.people import hour_and_day, named_few
from data.texts.quota import held, what_follows
from data.texts.quota import line as quota_line

_KINDS = {
    "digest": "tin nhắc việc",
    "escalation": "tin báo việc quá hạn",
    "nudge": "tin đôn đốc",
    "recorded": "tin báo đã ghi giúp báo cáo",
    "question": "tin hỏi thời hạn, sự kiện",
    "summary": "tổng hợp tuần",
    "own_week": "tin tuần của từng người",
    "reply": "tin trả lời",
    "evidence": "tin báo tệp chưa nhận được",
    "admit": "đề nghị cho vào kênh",
    "locked": "tin báo thư mời bị khóa",
    "linked": "tin báo có người vào kênh",
    "moved": "tin báo đổi thiết bị",
    "welcome": "tin chào",
    "help": "đề nghị giúp đỡ",
    "review": "báo cáo chờ duyệt",
    "verdict": "kết quả duyệt báo cáo",
    "request": "đề nghị gia hạn, giải trình",
    "handed-over": "tin bàn giao việc",
    "plan-read": "kết quả đọc kế hoạch",
    "event-known": "tin báo sự kiện",
    "group": "tin về nhóm chat",
    "group_digest": "tin nhắc trong nhóm chat",
    "group_list": "danh sách việc trong nhóm chat",
    "group_news": "tin báo nhóm chat thay đổi",
    "unreachable": "tin báo có người không liên lạc được",
    "untold": "tin báo có người cần gọi",
    "quota": "tin báo sắp hết lượt gửi",
    "erasure": "tin đề nghị hủy tệp",
    "marked": "tin báo có tệp mang dấu mật",
    "retention": "tin báo minh chứng hết hạn giữ",
}
_REASONS = {
    SendFailure.RECIPIENT_GONE: "người nhận đã chặn hoặc xóa kênh nhắc việc",
    SendFailure.UNREACHABLE: "thử nhiều lần không kết nối được",
    SendFailure.REFUSED: "nền tảng nhắn tin không nhận tin này",
    SendFailure.TOO_LONG: "tin quá dài",
    SendFailure.MOVED: "nhóm đã chuyển sang địa chỉ khác",
    SendFailure.UNCERTAIN: "đứt kết nối khi đang gửi",
    SendFailure.THROTTLED: "kênh đã hết lượt gửi trong tháng",
}
_DETAILS = {
    OUTSIDE_WINDOW: "người nhận quá 7 ngày chưa nhắn cho Zalo OA, Zalo không cho gửi",
    WOULD_COST: "gửi lúc này mất tiền mà phường chưa cho phép",
    NO_MONEY: "tài khoản Zalo của phường hết tiền hoặc hết lượt",
}
_WHY_NOT = {
    NoReach.REFUSES: "đã chặn hoặc xóa kênh nhắc việc",
    NoReach.SIGNED_OUT: "không còn máy nào đăng nhập",
    NoReach.NEVER_CAME: "chưa vào kênh nhắc việc",
    NoReach.NOT_TOLD: "có tin chưa tới được qua kênh nào",
}
_MOST_ACCOUNTS = 2
_MOST_CODES = 6


def moment(at: datetime, now: datetime) -> str:
    """Return "08:30" of the same day, "08:30 thứ Sáu 12/6" of another."""
    day, today = local_date(at), local_date(now)
    clock = f"{local(at):%H:%M}"
    return clock if day == today else f"{clock} {spoken_date(day, today=today)}"


def counted(number: int, what: str) -> str:
    """Return "2 tin": the count before what is counted."""
    return f"{whole_number(number)} {what}"


def kind_of(letter: Undelivered) -> str:
    """What a message was about, without its words."""
    return _KINDS.get(letter.kind, "tin khác")


def reason_of(letter: Undelivered | Told) -> str:
    """Why a message is uncertain or dead."""
    error = letter.error or ""
    if error == TOO_LATE:
        return "đến hết giờ nhắn vẫn chưa có kênh nào thông"
    if letter.failure is None:
        return "hệ thống dừng khi đang gửi"
    told = next((words for detail, words in _DETAILS.items() if detail in error), None)
    return told or _REASONS.get(letter.failure, "nền tảng nhắn tin không nhận")


def fate_of(letter: Undelivered) -> str:
    """What became of a message."""
    return "chưa chắc đã đến" if letter.state is Delivery.UNCERTAIN else "không gửi được"


def receiver_of(letter: Undelivered, name: str | None) -> str:
    """To whom a message was; some are to a group."""
    return name or ("một nhóm chat" if letter.person_id is None else "một người đã rời danh sách")


def why_not(one: OutOfReach) -> str:
    """Why nothing reaches somebody, and what they could not be told."""
    why = _WHY_NOT[one.why]
    if not one.untold:
        return why
    kinds = ", ".join(dict.fromkeys(kind_of(letter) for letter in one.untold))
    codes = f" ({codes_of(one.codes, _MOST_CODES)})" if one.codes else ""
    return f"{why}; chưa báo được: {kinds}{codes}"


# `/suco`.


def all_well(rundown: Rundown) -> str:
    """There is nothing to see to, though perhaps something to know."""
    now = rundown.looked_at
    when = hour_and_day(rundown.last_tick or now, local_date(now))
    well = f"Mọi thứ đang chạy tốt, không có tin nào bị kẹt (kiểm tra lúc {when})."
    return "\n".join([well, *_notes(rundown)])


def overview(rundown: Rundown, link: str | None) -> str:
    """What there is to see to, in at most twelve lines."""
    now = rundown.looked_at
    lines = [f"Cần xem lúc {hour_and_day(now, local_date(now))}:"]
    lines += [account_line(a, rundown) for a in rundown.broken[:_MOST_ACCOUNTS]]
    if len(rundown.broken) > _MOST_ACCOUNTS:
        lines[-1] += f" Còn {len(rundown.broken) - _MOST_ACCOUNTS} kênh khác cũng đang ngắt."
    lines += (
        *_notes(rundown),
        *_clock_line(rundown),
        *_quota_lines(rundown),
        *_queue_line(rundown),
        *_letters_line(rundown),
        *_people_line(rundown.out_of_reach),
        *_groups_line(rundown.groups_out_of_reach),
        *_files_line(rundown),
        *_set_aside_line(rundown.set_aside),
    )
    if link:
        lines.append(f"Xem đầy đủ: {link}")
    return "\n".join(lines)


def account_line(account: AccountStatus, rundown: Rundown) -> str:
    """One account that nothing gets through: since when, why, what waits, when it tries again."""
    now = rundown.looked_at
    since = f" từ {moment(account.since, now)}" if account.since else ""
    waiting = rundown.queue.by_account.get((account.channel, account.account), 0)
    kept = f", giữ {counted(waiting, 'tin')} chờ gửi" if waiting else ""
    again = f" Thử lại lúc {moment(account.next_try_at, now)}." if account.next_try_at else ""
    why = " ".join(account.sentence.split())
    return f"🔴 {account.label}: đang ngắt{since}{kept}. {why}{again}".rstrip()


def _notes(rundown: Rundown) -> Iterable[str]:
    for account in rundown.accounts:
        yield from (f"🟡 {account.label}: {note}" for note in account.notes)


def _clock_line(rundown: Rundown) -> Iterable[str]:
    if rundown.is_clock_late and rundown.last_tick:
        since = moment(rundown.last_tick, rundown.looked_at)
        yield f"🔴 Lịch nhắc đang dừng từ {since}. Đồng chí nhờ người quản trị xem máy chủ."


def _quota_lines(rundown: Rundown) -> Iterable[str]:
    for usage in rundown.low:
        more = what_follows(usage)
        yield f"{quota_line(usage)}. {more}"
    if rundown.held and rundown.low:
        yield f"🟡 {held(rundown.held)}"


def _queue_line(rundown: Rundown) -> Iterable[str]:
    if rundown.is_queue_late and rundown.queue.oldest:
        since = moment(rundown.queue.oldest, rundown.looked_at)
        yield f"🟡 Chờ gửi: {counted(rundown.queue.waiting, 'tin')}, lâu nhất từ {since}"


def _letters_line(rundown: Rundown) -> Iterable[str]:
    parts = []
    if rundown.uncertain:
        parts.append(counted(len(rundown.uncertain), "tin chưa chắc đã đến"))
    if rundown.dead:
        parts.append(counted(len(rundown.dead), "tin không gửi được"))
    if parts:
        yield f"{'🔴' if rundown.dead else '🟡'} {', '.join(parts)}"


def _people_line(people: Sequence[OutOfReach]) -> Iterable[str]:
    if people:
        names = named_few([one.person.name for one in people])
        yield f"🟡 {counted(len(people), 'người chưa liên lạc được')}: {names}"


def _groups_line(groups: Sequence[AgencyChat]) -> Iterable[str]:
    if groups:
        titles = ", ".join(g.title for g in groups[:3])
        yield f"🟡 {counted(len(groups), 'nhóm chat không nhận tin')}: {titles}"


def _files_line(rundown: Rundown) -> Iterable[str]:
    parts = []
    if rundown.lost_files:
        parts.append(counted(len(rundown.lost_files), "tệp không tải về được"))
    if rundown.are_files_late:
        parts.append(counted(len(rundown.waiting_files), "tệp chờ tải về quá lâu"))
    if parts:
        yield f"{'🔴' if rundown.lost_files else '🟡'} {', '.join(parts)}"


def _set_aside_line(count: int) -> Iterable[str]:
    if count:
        yield f"🟡 {counted(count, 'tin đến chưa xử lý được')}, đã giữ lại cho người quản trị"


def people_label() -> str:
    """Button: whom to call."""
    return "Xem người chưa liên lạc được"


def letters_label() -> str:
    """Button: the messages that did not surely arrive."""
    return "Xem tin chưa tới"


def invite_label() -> str:
    """Button: to the list where invitations are made."""
    return "Tạo thư mời"


def overview_label() -> str:
    """Button: back to the whole."""
    return "Xem lại sự cố"


def again_label(number: int) -> str:
    """Button: send the message with this number in the list again."""
    return f"Gửi lại {number}"


def rest_label(number: int) -> str:
    """Button: let the message with this number in the list rest."""
    return f"Bỏ qua {number}"


def people(shown: Sequence[OutOfReach], total: int) -> str:
    """Whom to call: name, agency, phone, why."""
    if not total:
        return "Ai trong danh sách cũng liên lạc được."
    lines = [f"{counted(total, 'người chưa liên lạc được')}, đồng chí gọi điện giúp:"]
    lines += [_person(one) for one in shown]
    return "\n".join(lines)


def _person(one: OutOfReach) -> str:
    agencies = f" ({', '.join(one.agencies)})" if one.agencies else ""
    phone = one.person.phone or "chưa có số điện thoại"
    return f"- {one.person.name}{agencies}, {phone}: {why_not(one)}"


def letters(rundown: Rundown, shown: Sequence[Undelivered]) -> str:
    """The messages that did not surely arrive, numbered for their buttons."""
    total = len(rundown.undelivered)
    if not total:
        return "Không còn tin nào cần xem: tin nào cũng đã tới."
    lines = [f"{counted(total, 'tin chưa tới hoặc chưa chắc đã tới')}:"]
    for number, letter in enumerate(shown, start=1):
        who = receiver_of(letter, rundown.names.get(letter.person_id or 0))
        at = moment(letter.queued_at, rundown.looked_at)
        told = f"{sentence_case(kind_of(letter))} cho {who}, {at}"
        lines.append(f"{number}. {told}: {fate_of(letter)}, {reason_of(letter)}")
    lines.append("Gửi lại thì tin ghi rõ là gửi lại; đã hỏi người nhận rồi thì bỏ qua.")
    return "\n".join(lines)


def sent_again(letter: Undelivered, name: str | None) -> str:
    """After [Gửi lại]."""
    marked = ", có ghi rõ là gửi lại" if letter.state is Delivery.UNCERTAIN else ""
    return f"Đang gửi lại {kind_of(letter)} cho {receiver_of(letter, name)}{marked}."


def let_rest(letter: Undelivered, name: str | None) -> str:
    """After [Bỏ qua]."""
    told = f"{kind_of(letter)} cho {receiver_of(letter, name)}"
    return f"Đã bỏ qua {told}. Nhật ký vẫn ghi tin này {fate_of(letter)}."


def settled_already() -> str:
    """A second tap, or another of the office was faster."""
    return "Tin này đã được xử lý rồi. Gõ /suco để xem những gì còn lại."


def no_use_to_send() -> str:
    """The day that a reminder spoke of is over, or the platform will never take it."""
    return (
        "Tin này đã qua lúc hoặc không gửi được nữa. Đồng chí gọi cho người nhận, rồi chọn Bỏ qua."
    )


def nowhere_to_send() -> str:
    """The person has no chat that takes messages."""
    return "Người nhận chưa có kênh nào nhận tin nên chưa gửi lại được. Đồng chí gọi điện giúp."
