"""What a group in a messenger reads about the work of its agency.

Everybody in the group reads it: no person is named, nothing is quoted that a person wrote, and no
other agency's work is shown.
"""

from collections.abc import Sequence

from data.domain.lost_messages import Lost
from data.domain.tasks import WorkItem
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.outages import lost_in_a_group
from data.texts.reminders import (
    MAX_LINES,
    Day,
    Digest,
    brief_name,
    by_when,
    group_name,
    period_of,
    standing_line,
)

MOST_LINES = 10
"""Tasks of a list that was asked for."""


def room_in_a_group(lost: Lost | None) -> int:
    """Return how many lines are left for the work between the heading and how to answer."""
    return MAX_LINES - 2 - (lost is not None)


def for_an_office(agency: str, digest: Digest, lost: Lost | None, day: Day) -> str:
    """To the group of an office: what is due, most urgent first, and how to answer."""
    when = spoken_date(day.today, today=day.today)
    lines = [f"Phường nhắc việc của {agency}, {when}", *_lost_line(lost, day)]
    lines += [standing_line(item, digest, day) for item in digest.shown]
    lines += _rest(digest)
    code = digest.shown[0].task.code
    lines.append(f"Trả lời (reply) tin này kèm ảnh, ví dụ: #{code} đã làm xong")
    return "\n".join(lines)


def for_a_neighbourhood(agency: str, digest: Digest, lost: Lost | None, day: Day) -> str:
    """To the group of a neighbourhood: as to its leader, short."""
    name = group_name(agency)
    if len(digest.shown) == 1 and not digest.rest:
        (item,) = digest.shown
        title = f"#{item.task.code} {item.task.short_title}{period_of(item, digest)}"
        work = [f"{title}, {by_when(item, day)}."]
        heading, answer = (
            f"Phường nhắc việc của {name}:",
            "Làm xong, trả lời (reply) tin này kèm ảnh.",
        )
    else:
        work = [f"{brief_name(i, digest)}, {by_when(i, day)}" for i in digest.shown]
        work += _rest(digest)
        heading = f"Phường nhắc {len(digest.shown) + digest.rest} việc của {name}:"
        code = digest.shown[0].task.code
        answer = f"Trả lời (reply) tin này kèm ảnh, ví dụ: #{code} xong"
    return "\n".join([heading, *_lost_line(lost, day), *work, answer])


def open_work(agency: str, items: Sequence[WorkItem], day: Day) -> str:
    """`/viec` in a group: what its agency has open."""
    if not items:
        return f"{sentence_case(agency)} hiện không có việc nào đang mở."
    listed = Digest(tuple(items))
    lines = [f"{sentence_case(agency)}: {len(items)} việc đang mở"]
    lines += [standing_line(item, listed, day) for item in items[:MOST_LINES]]
    if len(items) > MOST_LINES:
        lines.append(f"và {len(items) - MOST_LINES} việc khác, hạn muộn hơn")
    lines.append(f"Trả lời (reply) tin này kèm ảnh, ví dụ: #{items[0].task.code} đã làm xong")
    return "\n".join(lines)


def _rest(digest: Digest) -> list[str]:
    if not digest.rest:
        return []
    more = f"{'hơn ' if digest.is_at_least else ''}{digest.rest}"
    return [f"và {more} việc khác, gõ /viec để xem"]


def _lost_line(lost: Lost | None, day: Day) -> list[str]:
    return [lost_in_a_group(lost, day.today)] if lost else []
