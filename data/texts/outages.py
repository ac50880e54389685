"""What people read after a stretch in which nothing ran."""

from collections.abc import Sequence
from datetime import date, datetime

from data.domain.localtime import local, local_date
from data.domain.lost_messages import Lost
from data.domain.people import Outage
from data.texts.channels import channel_name
from data.texts.codes import codes_of
from data.texts.dates import spoken_date


def after_an_outage(
    outage: Outage, lost: Lost | None, late: Sequence[int], name: str, today: date
) -> list[str]:
    """Return one line about the outage and what it cost, and one about the work it made late."""
    if not (late or lost):
        return []
    paused = f"Hệ thống tạm dừng từ {_stretch(outage.start, outage.end, today)}."
    cost = f"{_may_be_lost(lost, today)} {name} gửi lại giúp." if lost else _NOTHING_LOST
    lines = [f"{paused} {cost}"]
    if late:
        lines.append(
            f"Trong lúc đó {name} có {len(late)} việc đến kỳ nhắc: {codes_of(late)}. "
            "Hạn không thay đổi."
        )
    return lines


_NOTHING_LOST = "Không có báo cáo nào bị mất."


def lost_in_a_group(lost: Lost, today: date) -> str:
    """To a group, of which the outage says nothing else."""
    return (
        f"Hệ thống vừa tạm dừng; báo cáo gửi trước {_moment(lost.before, today)} "
        "có thể chưa tới, xin gửi lại giúp."
    )


def channel_was_away(label: str, gap: Outage, lost: Lost, now: datetime) -> str:
    """To the lead office: an account was out of reach for longer than its platform keeps things."""
    today = local_date(now)
    return (
        f"{label} không liên lạc được từ {_stretch(gap.start, gap.end, today)}.\n"
        f"Tin và ảnh gửi tới đó trước {_moment(lost.before, today)} có thể chưa tới, "
        "đồng chí báo mọi người gửi lại giúp.\n"
        "Tin nhắc của hệ thống vẫn giữ, nay được gửi tiếp."
    )


def _may_be_lost(lost: Lost, today: date) -> str:
    moment = _moment(lost.before, today)
    return f"Tin gửi trong lúc đó qua {channel_name(lost.channel)} trước {moment} có thể chưa tới,"


def _stretch(start: datetime, end: datetime, today: date) -> str:
    if local_date(start) == local_date(end):
        return f"{local(start):%H:%M} đến {_moment(end, today)}"
    return f"{_moment(start, today)} đến {_moment(end, today)}"


def _moment(instant: datetime, today: date) -> str:
    day = local_date(instant)
    words = "hôm nay" if day == today else spoken_date(day, today=today)
    return f"{local(instant):%H:%M} {words}"
