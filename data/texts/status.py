"""What the page says that shows how the machine stands."""

from collections.abc import Sequence
from datetime import datetime

from data.domain.trouble import (
    BACKUP_LATE_AFTER,
    AccountStatus,
    MissingFile,
    Rundown,
    Undelivered,
)
from data.texts.quota import held, what_follows
from data.texts.quota import line as quota_line
from data.texts.trouble import counted, fate_of, kind_of, moment, reason_of, receiver_of, why_not

__all__ = ["why_not"]
EVERY = 30
"""Seconds after which the page is loaded anew."""
_WORKING, _LOOK, _BROKEN = "🟢", "🟡", "🔴"


def title() -> str:
    """The title of the page."""
    return "Tình trạng hệ thống"


def looked_at(ward_name: str, now: datetime) -> str:
    """Under the title."""
    return f"{ward_name} · cập nhật lúc {moment(now, now)}, tự làm mới sau mỗi {EVERY} giây"


def verdict(rundown: Rundown, last_backup: datetime | None, *, copies_itself: bool) -> str:
    """The whole in one line, with its light."""
    is_bad = rundown.broken or rundown.is_clock_late or rundown.dead or rundown.lost_files
    if is_bad:
        return f"{_BROKEN} Có sự cố cần xử lý"
    is_old = copies_itself and is_backup_late(last_backup, rundown.looked_at)
    if is_old or not rundown.is_all_well:
        return f"{_LOOK} Đang chạy, có điều cần xem"
    return f"{_WORKING} Mọi thứ đang chạy tốt"


# Channels.


def channels() -> str:
    """Heading."""
    return "Kênh nhắn tin"


def account_state(account: AccountStatus, now: datetime) -> str:
    """Its light with its word, and since when."""
    if account.is_working:
        return f"{_WORKING} đang hoạt động"
    since = f" từ {moment(account.since, now)}" if account.since else ""
    return f"{_BROKEN} đang ngắt{since}"


def account_used(account: AccountStatus, rundown: Rundown) -> str:
    """What it has used of its month; nothing where messages are not counted."""
    usage = rundown.usage_of(account)
    return " ".join((f"{quota_line(usage)}.", what_follows(usage))).strip() if usage else ""


def account_note(note: str) -> str:
    """What should be known of an account though it works, such as that messages cost money."""
    return f"🟡 {note}"


def account_waits(account: AccountStatus, rundown: Rundown) -> str:
    """What waits on an account that nothing gets through, and when it is tried again."""
    waiting = rundown.queue.by_account.get((account.channel, account.account), 0)
    kept = f"{counted(waiting, 'tin')} đang chờ, sẽ tự gửi khi kênh chạy lại."
    if not waiting:
        kept = "Chưa có tin nào phải chờ. Tin mới sẽ được giữ lại và tự gửi khi kênh chạy lại."
    if account.next_try_at is None:
        return kept
    return f"{kept} Lần thử tới: {moment(account.next_try_at, rundown.looked_at)}."


# What waits.


def queue() -> str:
    """Heading."""
    return "Tin gửi đi"


def queue_lines(rundown: Rundown) -> Sequence[tuple[str, str]]:
    """Names and figures of the queue."""
    waiting = counted(rundown.queue.waiting, "tin") if rundown.queue.waiting else "không có"
    if rundown.queue.oldest:
        waiting += f", lâu nhất từ {moment(rundown.queue.oldest, rundown.looked_at)}"
    light = f"{_LOOK} " if rundown.is_queue_late else ""
    lines = [
        ("Đang chờ gửi", light + waiting),
        ("Đã gửi hôm nay", counted(rundown.queue.sent_today, "tin")),
    ]
    if rundown.held:
        lines.append(("Giữ lại", held(rundown.held)))
    return lines


def uncertain(count: int) -> str:
    """Heading."""
    return f"{_LOOK} Tin chưa chắc đã đến ({count})"


def uncertain_means() -> str:
    """What it means and what to do."""
    return (
        "Kết nối đứt đúng lúc đang gửi, nên không biết tin đã đến hay chưa. "
        "Gửi lại thì tin ghi rõ là gửi lại; đã hỏi người nhận rồi thì bỏ qua."
    )


def dead(count: int) -> str:
    """Heading."""
    return f"{_BROKEN} Tin không gửi được ({count})"


def dead_means() -> str:
    """What it means and what to do."""
    return (
        "Những tin này chưa đến. Khi kênh đã thông thì gửi lại được; "
        "không thì đồng chí báo cho người nhận bằng cách khác, rồi chọn Bỏ qua."
    )


def letter(one: Undelivered, name: str | None) -> str:
    """To whom it was, and what it was about: never its words."""
    return f"{receiver_of(one, name)} · {kind_of(one)}"


def letter_fate(one: Undelivered, now: datetime) -> str:
    """When it was queued and what became of it."""
    return f"{moment(one.queued_at, now)}: {fate_of(one)}, {reason_of(one)}"


def send_again() -> str:
    """Button."""
    return "Gửi lại"


def let_rest() -> str:
    """Button."""
    return "Bỏ qua"


# People.


def people(count: int) -> str:
    """Heading."""
    return f"{_LOOK} Người chưa liên lạc được ({count})"


def people_mean() -> str:
    """What it means and what to do."""
    return "Tin nhắc không tới những người này. Đồng chí gọi điện, mời lại hoặc giao việc cho người khác."


def no_phone() -> str:
    """Somebody without a number in the staff list."""
    return "chưa có số điện thoại"


def groups(count: int) -> str:
    """Heading."""
    return f"{_LOOK} Nhóm chat không nhận tin ({count})"


def groups_mean() -> str:
    """What it means and what to do."""
    return "Bot đã bị đưa ra khỏi những nhóm này. Đồng chí nhờ trưởng nhóm thêm lại bot."


# Files.


def files(rundown: Rundown) -> str:
    """Heading. A file that came just now is on its way, and nothing is wrong."""
    light = f"{_BROKEN} " if rundown.lost_files else f"{_LOOK} " if rundown.are_files_late else ""
    return f"{light}Tệp chưa về đến hệ thống ({len(rundown.files)})"


def files_mean() -> str:
    """What it means and what to do."""
    return (
        "Tệp đang chờ sẽ được tải tiếp. Tệp không tải được thì người gửi đã được báo; "
        "đồng chí nhắc người gửi gửi lại giúp."
    )


def file(one: MissingFile, name: str | None) -> str:
    """Who sent what: never its name or its content."""
    kind = "ảnh" if one.mime.startswith("image/") else "tệp"
    return f"{name or 'Một người đã rời danh sách'} · {kind}"


def file_fate(one: MissingFile, now: datetime) -> str:
    """When it came and how it stands."""
    return (
        f"{moment(one.received_at, now)}: {'không tải được' if one.is_lost else 'đang chờ tải về'}"
    )


# The machine.


def machine() -> str:
    """Heading."""
    return "Máy chủ"


def clock_line(rundown: Rundown) -> tuple[str, str]:
    """When the reminders last looked whether something is due."""
    if rundown.last_tick is None:
        return "Lịch nhắc", "chưa chạy lần nào"
    at = moment(rundown.last_tick, rundown.looked_at)
    if rundown.is_clock_late:
        return (
            "Lịch nhắc",
            f"{_BROKEN} đang dừng, lần cuối {at}. Người quản trị khởi động lại giúp.",
        )
    return "Lịch nhắc", f"{_WORKING} chạy lần cuối {at}"


def is_backup_late(last: datetime | None, now: datetime) -> bool:
    """Whether the copy of the day has been missing for too long."""
    return last is None or now - last > BACKUP_LATE_AFTER


def backup_line(last: datetime | None, now: datetime, *, copies_itself: bool) -> tuple[str, str]:
    """When the database was last copied."""
    if not copies_itself:
        return "Sao lưu", "PostgreSQL: người quản trị máy chủ sao lưu bằng pg_dump"
    if last is None:
        return "Sao lưu", f"{_LOOK} chưa có bản sao nào, bản đầu tiên lúc 01:30"
    light = _LOOK if is_backup_late(last, now) else _WORKING
    return "Sao lưu", f"{light} bản gần nhất {moment(last, now)}"


def set_aside_line(count: int) -> tuple[str, str]:
    """Updates that could not be handled: only how many."""
    if not count:
        return "Tin đến chưa xử lý được", "không có"
    held = f"{_LOOK} {counted(count, 'tin')} trong 30 ngày qua, đã giữ lại. Người quản trị xem nhật ký máy."
    return "Tin đến chưa xử lý được", held


def nothing_yet() -> str:
    """No channel told how it stands."""
    return "Chưa có thông tin về kênh nào."
