"""What the head of an agency and the leadership read about overdue work."""

from collections.abc import Sequence

from data.domain.lights import Light
from data.domain.people import Person
from data.domain.tasks import WorkItem
from data.texts.due import left_of
from data.texts.lights import SIGNS
from data.texts.people import called
from data.texts.reminders import MAX_LINES, Day, item_name, shortened


def escalation(person: Person, items: Sequence[tuple[WorkItem, int]], day: Day) -> str:
    """To the head or the leadership: what is overdue, with how often it was spoken of."""
    if len(items) == 1:
        item, told = items[0]
        return f"Báo cáo {called(person)}: {_overdue(item, told, day)}."
    fits = len(items) if len(items) < MAX_LINES else MAX_LINES - 2
    lines = [f"Báo cáo {called(person)}: {len(items)} việc quá hạn."]
    lines += [f"{SIGNS[Light.LATE]} {_overdue(item, told, day)}" for item, told in items[:fits]]
    if fits < len(items):
        lines.append(f'và {len(items) - fits} việc khác, gõ "quá hạn" để xem')
    return "\n".join(lines)


def _overdue(item: WorkItem, told: int, day: Day) -> str:
    occurrence = item.occurrence
    left = left_of(occurrence, today=day.today, calendar=day.calendar)
    reminded = f"đã nhắc {told} lần" if told else "chưa nhắc được qua chat"
    said = (
        f"mới báo: {shortened(occurrence.progress)}" if occurrence.progress else "chưa có phản hồi"
    )
    obstacle = f", vướng: {shortened(occurrence.obstacle)}" if occurrence.obstacle else ""
    return f"{item_name(item)} của {item.agency_name} {left}, {reminded}, {said}{obstacle}"
