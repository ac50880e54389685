"""What people read when they ask for their work: the list, one task, the coming dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from data.domain.lights import Light, light_of
from data.domain.localtime import local_date
from data.domain.people import Person
from data.domain.tasks import DONE, OccurrenceState, Task, WorkItem
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.due import due_words, left_of, left_or_date
from data.texts.lights import SIGNS, WORDS
from data.texts.people import called, hour_and_day
from data.texts.reminders import Day, coordinated_line, item_name, shortened
from data.texts.task_reports import ReportLine, latest_lines

MOST_LINES = 20
"""Tasks of one list: what a phone shows in two screens."""
_MOST_HELPED = 8
_LEAST_HELPED = 3
"""Lines about what others lead: fewer under a long list of one's own."""
_ORDER = (Light.LATE, Light.SOON, Light.ON_TIME)


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody's open work, what they help with, and how much was reported lately."""

    items: Sequence[WorkItem]
    helped: Sequence[WorkItem]
    done: int
    is_leader: bool
    """Whether to speak as to a group leader."""


def task_list(person: Person, listed: Listed, day: Day) -> str:
    """The person's open work, grouped by light, what they help with, and how to answer."""
    items, helped, done = listed.items, listed.helped, listed.done
    if not items:
        return "\n".join([nothing_open(person, done), *_helped(helped, day, _MOST_HELPED)])
    lines = [f"Việc của {called(person)}: {len(items)} việc đang mở"]
    shown = items[:MOST_LINES]
    by_light: dict[Light, list[WorkItem]] = {light: [] for light in _ORDER}
    for item in shown:
        by_light[_light(item, day)].append(item)
    for light, alike in by_light.items():
        if alike:
            lines.append(f"{SIGNS[light]} {sentence_case(WORDS[light])}")
            lines += [_line(item, day) for item in alike]
    if len(items) > len(shown):
        lines.append(f"và {len(items) - len(shown)} việc khác, hạn muộn hơn")
    if done:
        lines.append(f"{SIGNS[Light.DONE]} {done} việc đã báo cáo xong trong 30 ngày qua")
    lines += _helped(helped, day, max(_LEAST_HELPED, _MOST_HELPED - len(items)))
    lines.append(_how_to_answer(person, items, is_leader=listed.is_leader))
    return "\n".join(lines)


def _how_to_answer(person: Person, items: Sequence[WorkItem], *, is_leader: bool) -> str:
    if not is_leader:
        return f"Trả lời tại đây, ví dụ: #{items[0].task.code} đã làm xong (kèm ảnh)"
    you = person.address.value
    if len(items) == 1:
        return f"Làm xong {you} gửi ảnh vào đây, hoặc trả lời:"
    return f"Việc nào xong, {you} chọn việc đó rồi gửi ảnh:"


def _helped(items: Sequence[WorkItem], day: Day, most: int) -> list[str]:
    if not items:
        return []
    lines = [f"Phối hợp: {len(items)} việc (cơ quan chủ trì báo cáo)"]
    lines += [coordinated_line(item, day) for item in items[:most]]
    if len(items) > most:
        lines.append(f"và {len(items) - most} việc phối hợp khác")
    return lines


def nothing_open(person: Person, done: int) -> str:
    """No open work."""
    text = f"{sentence_case(called(person))} hiện không có việc nào đang mở."
    return (
        f"{text}\n{SIGNS[Light.DONE]} {done} việc đã báo cáo xong trong 30 ngày qua"
        if done
        else text
    )


def _light(item: WorkItem, day: Day) -> Light:
    return light_of(item.occurrence, today=day.today, ladder=day.ladder, calendar=day.calendar)


def _line(item: WorkItem, day: Day) -> str:
    left = left_or_date(item.occurrence, today=day.today, calendar=day.calendar)
    said = f" (đã báo: {shortened(item.occurrence.progress)})" if item.occurrence.progress else ""
    return f"{item_name(item)}: {left}{said}"


@dataclass(frozen=True, slots=True)
class Details:
    """One piece of work with everything that is asked about it."""

    item: WorkItem
    coordinating: tuple[str, ...]
    reports: tuple[ReportLine, ...]
    """The latest first."""
    story: list[str]
    """Verdicts and due dates that were asked about."""
    files: list[str]
    """What is said of the evidence."""


def task_details(details: Details, day: Day) -> str:
    """One task: the plan's words, who, until when, and what was said so far."""
    item, task, occurrence = details.item, details.item.task, details.item.occurrence
    lines = [item_name(item), standing(item, day)]
    if task.title != task.short_title:
        lines.append(f"Nội dung: {shortened(task.title, 300)}")
    lines.append(f"Chủ trì: {item.agency_name}")
    if details.coordinating:
        lines.append(f"Phối hợp: {', '.join(details.coordinating)}")
    if task.product:
        lines.append(f"Sản phẩm: {shortened(task.product, 200)}")
    lines.append(f"Thời gian theo kế hoạch: “{shortened(task.time_text, 200)}”")
    lines += latest_lines(details.reports, day.today)
    lines += details.story
    if occurrence.obstacle:
        lines.append(f"Vướng: {shortened(occurrence.obstacle, 200)}")
    return "\n".join([*lines, *details.files])


def standing(item: WorkItem, day: Day) -> str:
    """How a piece of work stands: its light in words, and its date."""
    occurrence = item.occurrence
    due = due_words(occurrence, today=day.today)
    if occurrence.state is OccurrenceState.CANCELLED:
        return f"Đã hủy, không cần báo cáo (hạn trước đây {due})"
    light = _light(item, day)
    if occurrence.state in DONE:
        state = "đã duyệt" if occurrence.state is OccurrenceState.ACCEPTED else "đã báo cáo"
        return f"{SIGNS[light]} {sentence_case(WORDS[light])}, {state} (hạn {due})"
    left = left_of(occurrence, today=day.today, calendar=day.calendar)
    if occurrence.state is OccurrenceState.RETURNED:
        return f"{SIGNS[light]} Được trả lại, chờ bổ sung: {left} (hạn {due})"
    if light is Light.LATE:
        return f"{SIGNS[light]} {sentence_case(left)} (hạn {due})"
    return f"{SIGNS[light]} {sentence_case(WORDS[light])}: {left} (hạn {due})"


def coming(person: Person, items: Iterable[WorkItem], day: Day, *, until: date) -> str:
    """`/lich`: due dates from today on, by day."""
    listed = list(items)
    last = spoken_date(until, today=day.today)
    if not listed:
        return f"Từ nay đến {last}, {called(person)} không có việc nào đến hạn."
    lines = [f"Hạn của {called(person)} đến {last}"]
    for due, of_day in groupby(listed[:MOST_LINES], key=lambda i: i.occurrence.due_on):
        lines.append(sentence_case(spoken_date(due, today=day.today)))
        lines += [f"{SIGNS[_light(i, day)]} {item_name(i)}" for i in of_day]
    if len(listed) > MOST_LINES:
        lines.append(f"và {len(listed) - MOST_LINES} việc khác, hạn muộn hơn")
    return "\n".join(lines)


def overdue_list(items: Sequence[WorkItem], day: Day) -> str:
    """For those who see all work: what is overdue, the longest first."""
    if not items:
        return f"{SIGNS[Light.DONE]} Không có việc nào quá hạn."
    lines = [f"{SIGNS[Light.LATE]} {len(items)} việc quá hạn, lâu nhất trước"]
    for item in items[:MOST_LINES]:
        left = left_of(item.occurrence, today=day.today, calendar=day.calendar)
        lines.append(f"{item_name(item)}, {item.agency_name}: {left}")
    if len(items) > MOST_LINES:
        lines.append(f"và {len(items) - MOST_LINES} việc khác")
    return "\n".join(lines)


def overdue_by_agency(items: Sequence[WorkItem], day: Day) -> str:
    """For those who see all work: what is overdue under who owes it, the longest first."""
    if not items:
        return overdue_list(items, day)
    by_agency: dict[str, list[WorkItem]] = {}
    for item in items[:MOST_LINES]:
        by_agency.setdefault(item.agency_name, []).append(item)
    lines = [f"{SIGNS[Light.LATE]} {len(items)} việc quá hạn, lâu nhất trước"]
    for agency, listed in by_agency.items():
        lines.append(f"{agency}:")
        for item in listed:
            left = left_of(item.occurrence, today=day.today, calendar=day.calendar)
            lines.append(f"{item_name(item)}: {left}")
    if len(items) > MOST_LINES:
        lines.append(f"và {len(items) - MOST_LINES} việc khác, trễ ít ngày hơn")
    return "\n".join(lines)


def see_overdue() -> str:
    """Somebody without work of their own looks for everybody's."""
    return (
        'Gõ "quá hạn" để xem việc đang trễ của các cơ quan, "báo cáo mới" để xem báo cáo vừa gửi.'
    )


def why(item: WorkItem, plan: str, part: str, story: Sequence[str] = (), *, today: date) -> str:
    """Why somebody is told of this: the plan's own words."""
    task = item.task
    number = f", mục {task.no}" if task.no else ""
    lines = [
        f"{item_name(item)}, hạn {due_words(item.occurrence, today=today)}",
        f"Theo {plan}{number}:\n“{shortened(task.plan_words, 500)}”",
        f"{part}: {item.agency_name}",
    ]
    if not task.is_duty:
        lines.append(f"Thời gian: “{shortened(task.time_text, 200)}”")
    return "\n".join([*lines, *story])


def plan_called(number: str | None, issued_on: date | None, title: str | None) -> str:
    """How a plan is called: "Kế hoạch 1780/KH-UBND ngày 24/4/2026"."""
    name = f"Kế hoạch {number}" if number else (title or "kế hoạch của phường")
    return f"{name} ngày {issued_on.day}/{issued_on.month}/{issued_on.year}" if issued_on else name


def led_by() -> str:
    """The agency's part: it leads."""
    return "Chủ trì"


def owed_by() -> str:
    """The agency's part: it does its share of what a group owes."""
    return "Đơn vị thực hiện"


def put_off(until: datetime, count: int, *, today: date) -> str:
    """The work of a message comes again later."""
    if not count:
        return 'Các việc trong tin đó đã xong hoặc đã có lịch nhắc. Gõ "việc" để xem.'
    day = local_date(until)
    when = hour_and_day(until, today)
    when = when.split(" ")[0] + " hôm nay" if day == today else when
    return f"Sẽ nhắc lại {count} việc lúc {when}."


def put_off_too_late() -> str:
    """The message was another day's."""
    return 'Tin nhắn đó của ngày trước, đã có lần nhắc sau. Gõ "việc" để xem việc đang mở.'


def not_yours(task: Task) -> str:
    """The person has no part in this work."""
    return f"#{task.code} không thuộc cơ quan của đồng chí nên không xem được."


def list_label() -> str:
    """Button: my work."""
    return "Việc của tôi"


def report_label(item: WorkItem) -> str:
    """Button: report on this."""
    return f"Báo cáo #{item.task.code}"


def why_label() -> str:
    """Button: the plan's own words."""
    return "Vì sao tôi nhận tin này?"
