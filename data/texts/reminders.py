"""What people read in the morning: one message with everything that is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from data.domain.lights import Light, light_of
from data.domain.lost_messages import Lost
from data.domain.people import Ladder, Outage, Person
from data.domain.quotas import QuotaPace
from data.domain.tasks import Occurrence, WorkItem
from data.domain.titles import short_title
from data.domain.workdays import WorkCalendar
from data.texts.codes import codes_of
from data.texts.common import sentence_case
from data.texts.dates import (
    spoken_date,
)
from data.texts.due import left_of, left_or_date, left_with_date
from data.texts.lights import SIGNS
from data.texts.outages import after_an_outage
from data.texts.people import called, named_few

MAX_LINES = 6
_TITLE = 40
"""Characters of a title in a message with many lines: longer ones wrap to three on a phone."""
_COORDINATED = 3
_EMPTY = 2


@dataclass(frozen=True, slots=True)
class Day:
    """What the words need to know of the ward: its day, its ladder and its calendar."""

    today: date
    ladder: Ladder
    calendar: WorkCalendar
    paces: Mapping[int, QuotaPace] = field(default_factory=dict)
    """How the quotas stand that occurrences belong to, by occurrence."""


@dataclass(frozen=True, slots=True)
class Unreached:
    """Somebody, or an agency with nobody, whom a reminder did not reach."""

    name: str
    codes: tuple[int, ...]
    has_nobody: bool = False
    told_in_group: bool = False
    """All of it was said in the agency's group: nobody was told in person."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A person's own work in one message."""

    shown: tuple[WorkItem, ...]
    rest: int = 0
    is_at_least: bool = False
    lone: frozenset[int] = frozenset()
    """Occurrences that are the only open one of their task: their period need not be named."""


@dataclass(frozen=True, slots=True)
class Extra:
    """What a digest carries besides the person's own work."""

    coordinating: tuple[WorkItem, ...] = ()
    outage: Outage | None = None
    late: tuple[WorkItem, ...] = ()
    """What the outage made late."""
    unreached: tuple[Unreached, ...] = ()
    """For the lead office only."""
    to_review: tuple[int, int] = (0, 0)
    """How many reports wait too long for review, and the days of the oldest; for the lead office."""
    lost: Lost | None = None
    """What the person sent during the outage that may not have arrived."""

    @property
    def lines(self) -> int:
        """How many lines it takes."""
        late = bool(self.outage and self.late)
        outage = late + bool(self.outage and (self.late or self.lost))
        return outage + bool(self.coordinating) + bool(self.unreached) + bool(self.to_review[0])


def item_name(item: WorkItem) -> str:
    """Return "#20 Đối thoại với Nhân dân (lần 1/2)"."""
    return f"#{item.task.code} {item.task.short_title}{occurrence_label(item.occurrence)}"


def short_name(item: WorkItem) -> str:
    """Return "#20 (lần 1/2)", "#15 (tháng 1/2026)": the number and the period alone."""
    label = item.occurrence.label
    return f"#{item.task.code} ({label})" if label else f"#{item.task.code}"


def occurrence_label(occurrence: Occurrence) -> str:
    """Return " (lần 1/2)", ", trước bầu cử", or nothing when there is only one."""
    label = occurrence.label
    if not label:
        return ""
    return f" ({label})" if label.startswith("lần") else f", {label}"


# The digest of an officer.


def room_for_work(extra: Extra) -> int:
    """Return how many lines are left for a person's own work under the heading."""
    return MAX_LINES - 1 - extra.lines - _has_example(extra)


def _has_example(extra: Extra) -> bool:
    # With much to say, the example gives way: the buttons show how to answer too.
    return extra.lines < 2


def officer_digest(person: Person, digest: Digest, extra: Extra, day: Day) -> str:
    """An officer's message: everything that is due, most urgent first."""
    lines = [f"Việc của {called(person)}, {spoken_date(day.today, today=day.today)}"]
    lines += _outage_lines(extra, called(person), day.today)
    lines += [_work_line(item, digest, day) for item in digest.shown]
    if digest.rest:
        lines = _with_rest(lines, digest, has_own_line=room_for_work(extra) > 1)
    lines += _coordination_line(extra) + _to_review_line(extra)
    if digest.shown and _has_example(extra):
        code = digest.shown[0].task.code
        lines.append(f"Trả lời tại đây, ví dụ: #{code} đã làm xong (kèm ảnh)")
    return "\n".join(lines + _unreached_line(extra))


def brief_name(item: WorkItem, digest: Digest) -> str:
    """Return the name as a line of a phone has room for: a turn stays, an only period does not."""
    return (
        f"#{item.task.code} {short_title(item.task.short_title, _TITLE)}{period_of(item, digest)}"
    )


def period_of(item: WorkItem, digest: Digest) -> str:
    """Return which period of its task it is, as far as that has to be said."""
    is_needed = item.occurrence.id not in digest.lone or item.occurrence.label.startswith("lần")
    return occurrence_label(item.occurrence) if is_needed else ""


def _work_line(item: WorkItem, digest: Digest, day: Day) -> str:
    occurrence = item.occurrence
    said = f" (đã báo: {shortened(occurrence.progress)})" if occurrence.progress else ""
    return f"{standing_line(item, digest, day)}{said}"


def standing_line(item: WorkItem, digest: Digest, day: Day) -> str:
    """Return "🟡 #7 Giám sát công trình: hạn mai, thứ Ba 16/6": nothing that a person wrote."""
    occurrence = item.occurrence
    light = light_of(occurrence, today=day.today, ladder=day.ladder, calendar=day.calendar)
    left = left_or_date(occurrence, today=day.today, calendar=day.calendar)
    if light is Light.SOON:
        left = left_with_date(occurrence, today=day.today, calendar=day.calendar)
    pace = day.paces.get(occurrence.id)
    slow = f", đang chậm: mới {pace.done}/{pace.count} lần" if pace and pace.is_behind else ""
    return f"{SIGNS[light]} {brief_name(item, digest)}: {left}{slow}"


def shortened(words: str, most: int = 40) -> str:
    """Return words on one line, cut between two of them when long."""
    flat = " ".join(words.split())
    if len(flat) <= most:
        return flat
    cut = flat[:most].rpartition(" ")[0] or flat[: most - 1]
    return f"{cut.rstrip(' ,;:')}…"


def _with_rest(lines: list[str], digest: Digest, *, has_own_line: bool) -> list[str]:
    words = rest_words(digest.rest, is_at_least=digest.is_at_least)
    if has_own_line:
        return [*lines, words]
    return [*lines[:-1], f"{lines[-1]}; {words}"]


def rest_words(rest: int, *, is_at_least: bool = False) -> str:
    """How many more there are, and how to see them."""
    return f'và {"hơn " if is_at_least else ""}{rest} việc khác, gõ "việc" để xem'


def _outage_lines(extra: Extra, name: str, today: date) -> list[str]:
    if extra.outage is None:
        return []
    late = [item.task.code for item in extra.late]
    return after_an_outage(extra.outage, extra.lost, late, name, today)


def _coordination_line(extra: Extra) -> list[str]:
    """Numbers only: the list tells the rest."""
    codes = sorted(item.task.code for item in extra.coordinating)
    return [f"Phối hợp: {codes_of(codes, _COORDINATED)}"] if codes else []


def _to_review_line(extra: Extra) -> list[str]:
    count, days = extra.to_review
    return [f'Chờ duyệt: {count} báo cáo, cũ nhất {days} ngày, gõ "duyệt" để xem'] if count else []


def coordination_notice(person: Person, extra: Extra, day: Day) -> str:
    """To somebody who only helps with work that begins: what, who leads it, until when."""
    count = len(extra.coordinating)
    when = spoken_date(day.today, today=day.today)
    lines = [f"Việc {called(person)} phối hợp, {when} (cơ quan chủ trì báo cáo):"]
    lines += [coordinated_line(item, day) for item in extra.coordinating[:_COORDINATED]]
    if count > _COORDINATED:
        lines.append(rest_words(count - _COORDINATED))
    return "\n".join(lines)


def several(agencies: Sequence[str]) -> str:
    """Return the first agency, and how many more there are."""
    more = len(agencies) - 1
    return f"{agencies[0]} và {more} đơn vị khác" if more > 0 else "".join(agencies)


def coordinated_line(item: WorkItem, day: Day) -> str:
    """Return "#7 Giám sát công trình: Phòng Kinh tế chủ trì, hạn thứ Sáu 19/6"."""
    due = spoken_date(item.occurrence.due_on, today=day.today)
    title = short_title(item.task.short_title, _TITLE)
    return f"#{item.task.code} {title}: {item.agency_name} chủ trì, hạn {due}"


def _unreached_line(extra: Extra) -> list[str]:
    if not extra.unreached:
        return []
    people = [u for u in extra.unreached if not u.has_nobody]
    empty = [_unreached(u) for u in extra.unreached if u.has_nobody]
    parts = []
    if missing := [_unreached(u) for u in people if not u.told_in_group]:
        parts.append(f"Chưa liên lạc được qua chat: {named_few(missing)} (tạo thư mời: /moi)")
    if heard := [f"{u.name} ({codes_of(u.codes, 3)})" for u in people if u.told_in_group]:
        parts.append(f"Mới nhắc trong nhóm chat, chưa nhắc riêng được: {named_few(heard)} (/moi)")
    if empty:
        more = f" và {len(empty) - _EMPTY} đơn vị khác" if len(empty) > _EMPTY else ""
        units = f"Đơn vị chưa có người nhận việc: {'; '.join(empty[:_EMPTY])}{more}"
        parts.append(f"{units} (bổ sung vào danh sách cán bộ)")
    return [". ".join(parts) + "."]


def _unreached(missed: Unreached) -> str:
    where = ", mới nhắc trong nhóm chat" if missed.told_in_group else ""
    return f"{missed.name} ({codes_of(missed.codes, 3)}{where})"


def office_notice(person: Person, extra: Extra, day: Day) -> str:
    """To the lead office without work of its own: who could not be reached, what waits too long."""
    when = spoken_date(day.today, today=day.today)
    what = "có việc chưa nhắc được tới người làm" if extra.unreached else "có báo cáo chờ duyệt lâu"
    heading = f"Thưa {called(person)}, {when} {what}:"
    lines = _coordination_line(extra) + _to_review_line(extra) + _unreached_line(extra)
    return "\n".join([heading, *lines])


# The digest of a group leader: short, with nothing to learn.


def leader_one(person: Person, digest: Digest, extra: Extra, day: Day) -> str:
    """One thing to do: its answers are the choices."""
    (item,) = digest.shown
    label = period_of(item, digest)
    lines = [
        f"{sentence_case(called(person))} ơi, phường nhắc việc của {group_name(item.agency_name)}:",
        *_outage_lines(extra, called(person), day.today),
        f"{item.task.short_title}{label}, {by_when(item, day)}.",
        *_leader_coordination(person, extra),
        f"Làm xong {person.address.value} gửi ảnh vào đây, hoặc trả lời:",
    ]
    return "\n".join(lines)


def leader_several(person: Person, digest: Digest, extra: Extra, day: Day) -> str:
    """Several things to do: the choices are which of them to answer."""
    count = len(digest.shown) + digest.rest
    group = group_name(digest.shown[0].agency_name)
    lines = [
        f"{sentence_case(called(person))} ơi, phường nhắc {count} việc của {group}:",
        *_outage_lines(extra, called(person), day.today),
        *(f"{brief_name(i, digest)}, {by_when(i, day)}" for i in digest.shown),
    ]
    if digest.rest:
        lines = _with_rest(lines, digest, has_own_line=room_for_work(extra) > 1)
    lines += _leader_coordination(person, extra)
    if _has_example(extra):
        lines.append(f"Việc nào xong, {person.address.value} chọn việc đó rồi gửi ảnh:")
    return "\n".join(lines)


def _leader_coordination(person: Person, extra: Extra) -> list[str]:
    count = len(extra.coordinating)
    address = sentence_case(person.address.value)
    return [f'{address} cùng phối hợp {count} việc nữa, gõ "việc" để xem.'] if count else []


def leader_coordination_notice(person: Person, extra: Extra) -> str:
    """To a group leader who only helps with work that begins."""
    return (
        f"{sentence_case(called(person))} ơi, {person.address.value} cùng phối hợp "
        f'{len(extra.coordinating)} việc của phường. Gõ "việc" để xem.'
    )


def group_name(agency_name: str) -> str:
    """Return "tổ 5" for "Tổ dân phố 5", "thôn 2" for "Thôn 2"; else the name."""
    for full, short in (("tổ dân phố", "tổ"), ("khu dân cư", "khu"), ("thôn", "thôn")):
        if agency_name.lower().startswith(full):
            return f"{short}{agency_name[len(full) :]}"
    return agency_name


def by_when(item: WorkItem, day: Day) -> str:
    """Return "chậm nhất thứ Sáu 19/6", "hạn hôm nay", "đã quá hạn 2 ngày (hạn thứ Sáu 12/6)"."""
    due = item.occurrence.due_on
    if due < day.today:
        left = left_of(item.occurrence, today=day.today, calendar=day.calendar)
        return f"đã {left} (hạn {spoken_date(due, today=day.today)})"
    if due == day.today:
        return "hạn hôm nay"
    return f"chậm nhất {spoken_date(due, today=day.today)}"


# Labels of the choices.


def report_label(item: WorkItem) -> str:
    """Button: report on this."""
    return f"Báo cáo #{item.task.code}"


def pick_label(item: WorkItem) -> str:
    """Button: this is the one, for a group leader."""
    return f"#{item.task.code} {short_title(item.task.short_title, 30)}"


def later_label(*, is_afternoon: bool) -> str:
    """Button: speak of it again later."""
    return "Nhắc lại chiều nay" if is_afternoon else "Nhắc lại sáng nay"


def details_label() -> str:
    """Button: the list, or the one task."""
    return "Chi tiết"


def why_label() -> str:
    """Button: the plan's own words."""
    return "Vì sao tôi nhận tin này?"


def done_label() -> str:
    """Button of a group leader: done."""
    return "Xong rồi"


def not_yet_label() -> str:
    """Button of a group leader: not done."""
    return "Chưa làm"


def help_label() -> str:
    """Button of a group leader: cannot do it alone."""
    return "Cần phường giúp"
