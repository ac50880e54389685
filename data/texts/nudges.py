"""What people read when the lead office chases: the one who is chased, and the one who chases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.domain.people import Person
from data.domain.tasks import WorkItem
from data.texts.channels import channel_name
from data.texts.codes import codes_of
from data.texts.common import sentence_case
from data.texts.people import called, hour_and_day, named_few
from data.texts.reminders import MAX_LINES, Day, Digest, occurrence_label, standing_line


@dataclass(frozen=True, slots=True)
class Sender:
    """Who chases."""

    name: str
    """Empty for the command line."""
    office: str
    """The agency in whose name: the lead office, or the leadership."""


def nudge(person: Person, items: Sequence[WorkItem], sender: Sender, day: Day) -> str:
    """To one person: everything of theirs that is chased, the longest overdue first."""
    by = f"{sender.office} ({sender.name})" if sender.name else sender.office
    count = f" {len(items)} việc" if len(items) > 1 else ""
    lines = [f"{by} đôn đốc {called(person)}{count}:"]
    fits = len(items) if len(items) <= MAX_LINES - 2 else MAX_LINES - 3
    digest = Digest(tuple(items))
    lines += [standing_line(item, digest, day) for item in items[:fits]]
    if fits < len(items):
        lines.append(f'và {len(items) - fits} việc khác, gõ "việc" để xem')
    code = items[0].task.code
    you = sentence_case(person.address.value)
    lines.append(
        f"{you} báo giúp tiến độ, ví dụ: #{code} đã làm xong (kèm ảnh), #{code} vướng mặt bằng"
    )
    return "\n".join(lines)


# `/dondoc`.

_PEOPLE = 8
_AGENCIES = 3


def one_line(person: Person, items: Sequence[WorkItem], *, is_reached: bool) -> str:
    """One person of the preview: with what, and whether a message reaches them."""
    shown = codes_of([i.task.code for i in items])
    missed = "" if is_reached else ", không nhận được tin, cần gọi điện"
    return f"- {person.name}: {len(items)} việc ({shown}){missed}"


def about(code: int) -> str:
    """Button: chase one task."""
    return f"Đôn đốc #{code}"


def nobody_line(agencies: Sequence[str]) -> str:
    """Work of agencies in which there is nobody to be told."""
    shown = ", ".join(agencies[:_AGENCIES])
    if len(agencies) > _AGENCIES:
        shown += f" và {len(agencies) - _AGENCIES} cơ quan khác"
    return f"Chưa có ai để nhắn ở {shown}: đồng chí bổ sung người vào danh sách giúp."


def preview(
    lines: Sequence[str], goes_at: datetime, now: datetime, today: date, *, is_every_late: bool
) -> str:
    """Who would get what; nothing was sent yet."""
    who = f"{len(lines)} người đang có việc quá hạn" if is_every_late else f"{len(lines)} người"
    shown = [f"Đôn đốc {who}:", *lines[:_PEOPLE]]
    if len(lines) > _PEOPLE:
        shown.append(f'và {len(lines) - _PEOPLE} người khác; gõ "bàn làm việc" để xem hết')
    return "\n".join([*shown, goes_when(goes_at, now, today)])


def chase() -> str:
    """Button under the weekly summary and under what went higher: everybody late."""
    return "Đôn đốc…"


def not_now() -> str:
    """Button: send nothing."""
    return "Thôi"


def stopped() -> str:
    """[Thôi]."""
    return 'Chưa gửi tin nào. Khi cần, gõ "đôn đốc".'


# The page.

SHOWN = 8
"""Pieces of work shown for each person."""


def more(count: int) -> str:
    """How many more there are."""
    return f"và {count} việc khác"


def name(item: WorkItem) -> str:
    """A piece of work with its period."""
    return f"{item.task.short_title}{occurrence_label(item.occurrence)}"


def codes(items: Sequence[WorkItem]) -> str:
    """The numbers of somebody's work."""
    return codes_of([i.task.code for i in items])


def entry() -> str:
    """Navigation, and the title of the page."""
    return "Đôn đốc"


def heading(people: int) -> str:
    """The page's first line."""
    return f"Đôn đốc: {people} người sẽ nhận tin" if people else "Đôn đốc"


def goes_when(goes_at: datetime, now: datetime, today: date) -> str:
    """When the messages go."""
    if goes_at <= now:
        return "Tin gửi ngay. Mỗi người nhận một tin, gộp mọi việc của người đó."
    return (
        f"Đang ngoài giờ nhắn tin, nên tin gửi lúc {hour_and_day(goes_at, today)}. "
        "Mỗi người nhận một tin, gộp mọi việc của người đó."
    )


def by_channel(channel: str) -> str:
    """Beside a person: by which way the message goes."""
    return f"qua {channel_name(channel)}"


def call(person: Person, *, has_link: bool) -> str:
    """Beside a person whom no message reaches now."""
    why = "kênh đang không nhận được tin" if has_link else "chưa vào kênh nhắc việc"
    return f"{why}, đồng chí gọi giúp" if person.phone else f"{why}, chưa có số điện thoại"


def unreached_heading(count: int) -> str:
    """Above those whom no message reaches."""
    return f"Tin không tới được {count} người, cần gọi điện"


def nobody_heading() -> str:
    """Above work of agencies without anybody."""
    return "Cơ quan chưa có ai để nhắn"


def told_today(items: Sequence[WorkItem]) -> str:
    """Work that was chased today already."""
    codes = codes_of([i.task.code for i in items])
    return f"Hôm nay đã đôn đốc: {codes}. Mỗi việc chỉ đôn đốc một lần một ngày."


def every_late() -> str:
    """The first choice: everybody who is late."""
    return "Tất cả cơ quan, đơn vị"


def choose_agency() -> str:
    """The label of the choice of whom."""
    return "Việc quá hạn của"


def show() -> str:
    """The button beside the choice."""
    return "Xem trước"


def send(count: int) -> str:
    """The button that sends."""
    return f"Gửi {count} tin đôn đốc" if count else "Ghi nhận chưa báo được"


def preview_of(person: Person) -> str:
    """Opens the words that a person gets."""
    return f"Nội dung gửi {called(person)}"


def nothing_to_chase(unmanned: Sequence[str], *, told_today: bool) -> str:
    """Nothing is left to chase, or there is nobody to chase."""
    if unmanned:
        return nobody_line(unmanned)
    if told_today:
        return "Các việc này hôm nay đã đôn đốc rồi, không gửi thêm."
    return "Không có việc nào cần đôn đốc: việc đã có báo cáo, chưa đến kỳ hoặc chưa có hạn."


def none_late() -> str:
    """The page: nobody is late, or nobody of the agency that was chosen."""
    return (
        "Không có việc nào quá hạn. Muốn đôn đốc việc chưa quá hạn, "
        "đồng chí chọn việc trong danh sách việc."
    )


def choose_first() -> str:
    """[Đôn đốc các việc đã chọn…] with no box ticked."""
    return "Chưa chọn việc nào. Đồng chí đánh dấu việc cần đôn đốc rồi bấm lại."


def done(reached: Sequence[str], unreached: Sequence[str], *, at: datetime | None) -> str:
    """What became of it, for the one who pressed; `at`: it goes later."""
    lines = []
    if reached:
        when = f"Sẽ gửi lúc {hour_and_day(at, at.date())}" if at else "Đã đưa vào hàng gửi"
        lines.append(f"{when}: {len(reached)} tin đôn đốc, tới {named_few(reached)}.")
    if unreached:
        lines.append(f"Chưa báo được {named_few(unreached)}: đồng chí gọi điện giúp.")
    return "\n".join(lines)
