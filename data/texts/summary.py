"""The weekly summary, as the lead office and the leadership read it."""

from collections.abc import Sequence
from datetime import date, datetime

from data.domain.lights import Light
from data.domain.localtime import local, local_date
from data.domain.summary import AgencyCounts, LateItem, ObstacleItem, Week, WeeklySummary
from data.domain.titles import short_title
from data.texts.dates import day_month, spoken_date
from data.texts.due import EXCUSED
from data.texts.lights import SIGNS, WORDS

LATE_SHOWN = 3
OBSTACLES_SHOWN = 2
NAMES_SHOWN = 2
LONGEST_OBSTACLE = 90
LONGEST_PLAN = 40
_ALWAYS_SAID = (Light.DONE, Light.LATE)


def kept_back_until_now(days: Sequence[date], *, today: date) -> str:
    """Stands under a summary that waited for messages; `days` of it and of those it came after."""
    newest, *older = (spoken_date(day, today=today) for day in days)
    said = f"Bản này giữ lại từ {newest} để dành lượt gửi."
    return f"{said} Bản {', '.join(older)} không gửi riêng." if older else said


def summary_message(summary: WeeklySummary, *, is_sent_late: bool = False, seal: str = "") -> str:
    """Return the message: at most 14 lines, the rest is in the lists and the chart.

    `seal` is how the event log's last seal begins: readers keep it where nobody takes it back.
    """
    today = local_date(summary.at)
    lines = [
        f"Tổng hợp {week_words(summary.week, today=today)} · {plan_words(summary.plans)}",
        *([_sent_late(summary)] if is_sent_late else []),
        *_light_lines(summary),
        *_changes(summary),
        *_late_lines(summary.late),
        *_obstacle_lines(summary.obstacles),
    ]
    if summary.to_review:
        lines.append(_to_review(summary.to_review, summary.oldest_review_days))
    if summary.unlinked:
        lines.append(_unlinked(summary.unlinked))
    if seal:
        lines.append(f"Dấu niêm phong nhật ký tuần này: {seal}")
    return "\n".join(lines)


def week_words(week: Week, *, today: date) -> str:
    """Return "tuần 15–19/6", "tuần 29/6–3/7"; with the years when they are not today's."""
    last = day_month(week.last, today=today)
    if week.first == week.last:
        return f"tuần {last}"
    is_same_month = (week.first.year, week.first.month) == (week.last.year, week.last.month)
    first = str(week.first.day) if is_same_month else day_month(week.first, today=today)
    return f"tuần {first}–{last}"


def plan_call(number: str | None, title: str | None, year: int | None) -> str | None:
    """Return how a plan is called behind "Kế hoạch": its number, else its title or its year."""
    if number:
        return number
    if title:
        return f"“{short_title(title, LONGEST_PLAN)}”"
    return f"năm {year}" if year else None


def plan_words(plans: Sequence[str | None]) -> str:
    """Return "Kế hoạch 1780/KH-UBND"; two are named, more are counted."""
    if not plans:
        return "chưa có kế hoạch"
    if len(plans) > 2 or not all(plans):
        return "Kế hoạch đang theo dõi" if len(plans) == 1 else f"{len(plans)} kế hoạch"
    return "Kế hoạch " + " và ".join(p for p in plans if p)


def _light_lines(summary: WeeklySummary) -> tuple[str, ...]:
    """Return the six counts in two lines: how the dated work stands, and what waits for a date.

    A count of nothing is left out, except what is done and what is late.
    """
    groups = (
        (Light.DONE, Light.ON_TIME, Light.SOON, Light.LATE),
        (Light.WAITING, Light.UNDATED),
    )
    lines = (
        " · ".join(_light(summary, x) for x in group if _is_said(summary, x)) for group in groups
    )
    return tuple(line for line in lines if line)


def _is_said(summary: WeeklySummary, light: Light) -> bool:
    return light in _ALWAYS_SAID or summary.total.of(light) > 0


def _light(summary: WeeklySummary, light: Light) -> str:
    words = f"{SIGNS[light]} {summary.total.of(light)} {WORDS[light]}"
    more = []
    if light is Light.DONE and summary.done_this_week:
        more.append(f"+{summary.done_this_week}")
    if light is Light.DONE and summary.done_late:
        more.append(f"{summary.done_late} xong muộn")
    excused = {Light.DONE: summary.done_late_excused, Light.LATE: summary.late_excused}.get(light)
    if excused:
        more.append(f"{excused} {EXCUSED}")
    return f"{words} ({', '.join(more)})" if more else words


def _changes(summary: WeeklySummary) -> list[str]:
    parts = (
        (summary.opened_this_week, "mới đến kỳ"),
        (summary.late_since_this_week, "mới quá hạn"),
    )
    said = [f"{number} việc {words}" for number, words in parts if number]
    return [f"Trong tuần: {', '.join(said)}"] if said else []


def _late_lines(late: Sequence[LateItem]) -> list[str]:
    shown = [_late(x) for x in late[:LATE_SHOWN]]
    if len(shown) < 2:
        return [f"Quá hạn lâu nhất: {x}" for x in shown]
    rest = f" ({len(shown)} trong {len(late)} việc)" if len(late) > len(shown) else ""
    return [f"Quá hạn lâu nhất{rest}:", *shown]


def _late(item: LateItem) -> str:
    excused = f", {EXCUSED}" if item.is_excused else ""
    label = f" ({item.label})" if item.label else ""
    return f"#{item.code}{label} {item.agency_name}, {item.days} ngày{excused}"


def _obstacle_lines(obstacles: Sequence[ObstacleItem]) -> list[str]:
    lines = [
        f"Vướng: #{x.code} {x.agency_name}, {shortened(x.words, LONGEST_OBSTACLE)}"
        for x in obstacles[:OBSTACLES_SHOWN]
    ]
    if len(obstacles) > OBSTACLES_SHOWN:
        lines[-1] += f" (và {len(obstacles) - OBSTACLES_SHOWN} vướng mắc khác)"
    return lines


def shortened(words: str, limit: int) -> str:
    """Return the words on one line, cut at a word so that at most `limit` characters remain."""
    line = " ".join(words.split())
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,.;:") + "…"


def _to_review(number: int, oldest: int) -> str:
    waited = f"cũ nhất {oldest} ngày" if oldest else "đều gửi hôm nay"
    return f"Chờ duyệt: {number} báo cáo, {waited}"


def _unlinked(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMES_SHOWN])
    more = len(names) - NAMES_SHOWN
    rest = f" và {more} người khác" if more > 0 else ""
    return f"Chưa nhận được tin qua chat: {shown}{rest}"


def _sent_late(summary: WeeklySummary) -> str:
    return f"Gửi muộn; {numbers_as_of(summary)}"


def numbers_as_of(summary: WeeklySummary) -> str:
    """Return when the numbers were taken: "số liệu lúc 16:00 thứ Sáu 19/6"."""
    return numbers_as_of_instant(summary.at)


def numbers_as_of_instant(instant: datetime) -> str:
    """Return "số liệu lúc 16:00 thứ Sáu 19/6"."""
    at = local(instant)
    return f"số liệu lúc {at:%H:%M} {spoken_date(at.date(), today=at.date())}"


def chart_title(summary: WeeklySummary) -> str:
    """Return "Tuần 15–19/6 · Kế hoạch 1780/KH-UBND", a plan's number to stay with its word."""
    week = week_words(summary.week, today=local_date(summary.at))
    plans = plan_words(summary.plans).replace(
        "Kế hoạch ", "Kế\N{NO-BREAK SPACE}hoạch\N{NO-BREAK SPACE}"
    )
    return f"{week[:1].upper()}{week[1:]} · {plans}"


def chart_subtitle(summary: WeeklySummary) -> str:
    """Return "Phường Hòa Bình · số liệu lúc 16:00 thứ Sáu 19/6"."""
    return f"{summary.ward_name} · {numbers_as_of(summary)}"


def chart_total(summary: WeeklySummary) -> str:
    """Return the line that says what all bars add up to."""
    counts = summary.total
    return f"Tổng cộng {counts.total} việc, đã xong {counts.done}, còn {counts.still_open}"


def row_name(row: AgencyCounts) -> str:
    """Return the name of a row of the chart."""
    if row.stands_for > 1:
        return f"{row.stands_for} đơn vị còn lại, cộng chung"
    return row.name or nobody()


def nobody() -> str:
    """Stands for who leads a task that nobody leads yet."""
    return "Chưa có cơ quan chủ trì"


def row_total(row: AgencyCounts) -> str:
    """Return "14 việc"."""
    return f"{row.counts.total} việc"


def row_late(row: AgencyCounts) -> str:
    """Return "2 quá hạn"; nothing when nothing is late."""
    return f"{row.counts.late} {WORDS[Light.LATE]}" if row.counts.late else ""


def nothing_to_count() -> str:
    """Return what the chart says when no work has been opened yet."""
    return "Chưa có việc nào đến kỳ."


def chart_file_name(week: Week) -> str:
    """Return the chart's file name, in letters that every system takes."""
    return f"tong-hop-tuan-{week.first:%d-%m}-den-{week.last:%d-%m-%Y}.png"


def see_late(number: int) -> str:
    """Return the label of the choice that lists what is overdue."""
    return f"Xem {number} việc quá hạn"


def set_dates(number: int) -> str:
    """Return the label of the choice that asks for the missing dates, one by one."""
    return f"Ấn định {number} thời hạn"


def no_active_plan() -> str:
    """Say why there is no summary."""
    return "Chưa có kế hoạch nào được xác nhận nên chưa có tổng hợp. Đồng chí gửi kế hoạch vào khung chat để bắt đầu."
