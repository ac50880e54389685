"""What a ward has set for itself, how to change it in one line, and what moved with a change."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, time

from data.domain.people import Ladder, WardSettings
from data.domain.rules import Period
from data.domain.settings_rules import (
    LAST_CUT_OFF,
    LATEST_LEADERSHIP,
    LEAST_YEARS,
    MOST_DAYS_BEFORE,
    MOST_DAYS_BETWEEN,
    MOST_RUNGS,
    MOST_YEARS,
    Problem,
    changed_values,
    latest_head,
)
from data.domain.tasks import Plan, Task
from data.domain.workdays import parse_overrides
from data.texts.channels import channel_name
from data.texts.common import sentence_case
from data.texts.dates import day_month, weekday_name, whole_number
from data.texts.plans import plan_name

_EVERY = {
    Period.MONTH: "mỗi tháng",
    Period.QUARTER: "mỗi quý",
    Period.HALF_YEAR: "mỗi 6 tháng",
    Period.YEAR: "mỗi năm",
}
_LINES = {
    "remind_at": "hours",
    "quiet_from": "hours",
    "quiet_until": "hours",
    "again_at": "again",
    "at_opening": "rungs",
    "before": "rungs",
    "on_the_day": "rungs",
    "overdue_first": "rungs",
    "overdue_every": "rungs",
    "head_after": "higher",
    "leadership_after": "higher",
    "escalate_at": "higher",
    "summary_weekday": "summary",
    "summary_at": "summary",
    "own_weeks": "summary",
    "cutoff_day": "reporting",
    "reporting_period": "reporting",
    "channel_order": "channels",
    "keep_years": "keeping",
    "calendar_overrides": "days",
    "data_contact": "contact",
    "notice_line": "notice",
}
_SHOWN = ("hours", "rungs", "higher", "summary", "reporting", "channels", "keeping", "days")
_TYPED = {"contact": "data_contact", "notice": "notice_line"}
"""What a ward writes in its own words: shown where it did."""
_FEW = 4


def overview(ward_name: str, settings: WardSettings, own: Sequence[Task], today: date) -> str:
    """Return everything that is set, and examples of how to change it; `own` have their period."""
    shown = _lines(settings, today)
    lines = [f"{ward_name} đang đặt như sau:"]
    lines += [shown[name] for name in _SHOWN]
    lines += [shown[name] for name in ("contact", "notice") if getattr(settings, _TYPED[name])]
    if own:
        few = ", ".join(f"#{t.code} {every(t.reporting_period)}" for t in own[:_FEW])
        more = f" và {len(own) - _FEW} việc khác" if len(own) > _FEW else ""
        lines.append(f"Có kỳ báo cáo riêng: {few}{more}")
    return "\n".join([*lines, _EXAMPLES])


_EXAMPLES = (
    "Muốn đổi, đồng chí nhắn một dòng, ví dụ: giờ nhắc 7:15 · nhắc trước 5, 2, 1 ngày · "
    "báo lãnh đạo sau 7 ngày · tổng hợp thứ Sáu 15:30 · chốt báo cáo ngày 20\n"
    "hoặc: báo cáo mỗi tháng · kế hoạch 25 báo cáo mỗi quý · #12 báo cáo mỗi tháng · "
    "nghỉ 2/1 · làm bù 10/1 · bỏ 2/1 · thứ tự kênh: Zalo, Telegram, trang web · "
    "không gửi tuần cho từng người · tên phường: Phường Hòa Bình"
)


def _lines(settings: WardSettings, today: date) -> dict[str, str]:
    ladder = settings.ladder
    return {
        "hours": f"Giờ nhắc: {clock(settings.remind_at)} ngày làm việc; không nhắn từ "
        f"{clock(settings.quiet_from)} đến {clock(settings.quiet_until)}",
        "again": f"Nhắc lại trong ngày: {clock(settings.again_at)}",
        "rungs": f"Nhắc việc: {_rungs(ladder)}",
        "higher": f"Quá hạn {ladder.head_after} ngày báo trưởng đơn vị, "
        f"{ladder.leadership_after} ngày báo lãnh đạo ({clock(settings.escalate_at)})",
        "summary": f"Tổng hợp tuần: {clock(settings.summary_at)} "
        f"{weekday_name(settings.summary_weekday)}; "
        f"{'gửi' if settings.own_weeks else 'không gửi'} tuần cho từng người",
        "reporting": f"Việc thường xuyên báo cáo {every(settings.reporting_period)}, "
        f"chốt ngày {settings.cutoff_day}",
        "channels": f"Thứ tự kênh: {_channels(settings.channel_order)}",
        "contact": f"Liên hệ dữ liệu cá nhân: {settings.data_contact or 'cơ quan đầu mối'}",
        "notice": f"Dòng riêng trong thông báo dữ liệu: {settings.notice_line or 'không có'}",
        "keeping": f"Giữ minh chứng {settings.keep_years} năm; hết hạn thì báo, không tự xóa",
        "days": f"Ngày nghỉ, làm bù riêng: {_swapped(settings.calendar_overrides, today)}",
    }


def _rungs(ladder: Ladder) -> str:
    parts = ["khi mở việc"] if ladder.at_opening else []
    if ladder.before:
        parts.append(f"trước hạn {', '.join(map(str, ladder.before))} ngày làm việc")
    if ladder.on_the_day:
        parts.append("đúng ngày hạn")
    parts.append(f"quá hạn {ladder.overdue_first} ngày rồi cứ {ladder.overdue_every} ngày một lần")
    return "; ".join(parts)


def _channels(order: Sequence[str]) -> str:
    """Return "Telegram, Zalo, trang nhắn tin của phường": two of Zalo told apart only when apart."""
    near = abs(order.index("zalo_bot") - order.index("zalo_oa")) == 1
    names = [channel_name(c) if near else _CHANNEL_NAMES.get(c, channel_name(c)) for c in order]
    return ", ".join(dict.fromkeys(names))


_CHANNEL_NAMES = {"zalo_bot": "Zalo bot", "zalo_oa": "Zalo OA"}


def _swapped(calendar: str, today: date) -> str:
    days = sorted(parse_overrides(calendar).items())
    coming = [(day, is_worked) for day, is_worked in days if day >= today]
    if not coming:
        return "chưa có ngày nào sắp tới"
    shown = [_day(day, is_worked) for day, is_worked in coming[:_FEW]]
    more = f" và {len(coming) - _FEW} ngày khác" if len(coming) > _FEW else ""
    return ", ".join(shown) + more


def clock(at: time) -> str:
    """Return "7:30"."""
    return f"{at.hour}:{at.minute:02d}"


def every(period: Period | None) -> str:
    """Return "mỗi quý"; None is the ward's own period."""
    return _EVERY[period] if period is not None else "như cả phường"


def changed(before: WardSettings, after: WardSettings, moved: str, today: date) -> str:
    """What is set now where something changed, and what moved with it."""
    new, names = _lines(after, today), changed_values(before, after)
    if not names:
        return "Đang đặt đúng như vậy rồi, không có gì thay đổi."
    said = [f"{new[name]}." for name in dict.fromkeys(_LINES[n] for n in names) if name != "days"]
    if "calendar_overrides" in names:
        said.append(_days_changed(before.calendar_overrides, after.calendar_overrides))
    return "\n".join([f"Đã đổi. {' '.join(said)}", moved])


def _days_changed(before: str, after: str) -> str:
    old, new = parse_overrides(before), parse_overrides(after)
    said = [_day(d, new[d]) for d in new if old.get(d) is not new[d]]
    said += [f"bỏ ngày riêng {day_month(d)}" for d in old if d not in new]
    more = f" và {len(said) - _FEW} ngày khác" if len(said) > _FEW else ""
    listed = ", ".join(said[:_FEW]) + more
    return f"{sentence_case(listed)}." if said else "Các ngày nghỉ, làm bù vẫn như cũ."


def _day(day: date, is_worked: bool) -> str:
    return f"{'làm bù' if is_worked else 'nghỉ'} {day_month(day)}"


def period_set(
    tasks: Sequence[Task], before: Sequence[Period | None], plan: Plan | None, moved: str
) -> str:
    """One task, or all continuous work of a plan, has another reporting period."""
    name = f"{_plan(plan)}: {len(tasks)} việc thường xuyên" if plan else f"#{tasks[0].code}"
    after = [t.reporting_period for t in tasks]
    if after == list(before):
        return f"{name} đang báo cáo {_shared(after)} rồi, không có gì thay đổi."
    now = f"{'' if plan else ':'} báo cáo {_shared(after)}"
    return f"Đã đổi {name}{now} (trước đây {_shared(before)}).\n{moved}"


def _shared(periods: Sequence[Period | None]) -> str:
    """Return "mỗi tháng", or "mỗi tháng 5 việc, như cả phường 2 việc", the most first."""
    found = Counter(periods).most_common()
    if len(found) == 1:
        return every(periods[0])
    return ", ".join(f"{every(period)} {count} việc" for period, count in found)


def _plan(plan: Plan) -> str:
    return plan_name(plan.number, plan.issued_on, plan.title)


def which_plan(plans: Sequence[Plan], period: Period | None) -> str:
    """Several plans can be meant by what was written; `period` is what it asked for."""
    listed = "\n".join(f"- {_plan(p)}" for p in plans)
    return (
        f"Kế hoạch nào, thưa đồng chí?\n{listed}\n"
        f"Đồng chí ghi đủ tên, ví dụ: {_plan(plans[0])} báo cáo {every(period)}."
    )


def no_such_plan(active: Sequence[Plan], period: Period | None) -> str:
    """No active plan is called so; `active` are those that there are, `period` was asked for."""
    if not active:
        return "Chưa có kế hoạch nào đang theo dõi. Đồng chí gửi tệp kế hoạch vào đây trước."
    listed = "\n".join(f"- {_plan(p)}" for p in active)
    return (
        f"Không thấy kế hoạch đó. Đang theo dõi:\n{listed}\n"
        f"Đồng chí ghi lại tên, ví dụ: {_plan(active[0])} báo cáo {every(period)}."
    )


def nothing_continuous(plan: Plan) -> str:
    """Every task of the plan has dates of its own."""
    return (
        f"{_plan(plan)} không có việc thường xuyên: việc nào cũng có hạn riêng trong kế hoạch "
        "nên không theo kỳ báo cáo."
    )


def what_moved(counts: dict[str, int], reminders: int) -> str:
    """Return "12 hạn dời theo, 30 lời nhắc chưa gửi dời theo": what a change brought with it."""
    said = (
        (counts["moved"], "hạn dời theo"),
        (counts["made"], "kỳ báo cáo mới"),
        (counts["cancelled"], "kỳ không còn phải làm"),
        (reminders, "lời nhắc chưa gửi dời theo"),
    )
    parts = [f"{whole_number(count)} {name}" for count, name in said if count]
    if not parts:
        return "Các hạn đang có không thay đổi."
    return f"{', '.join(parts)}. Việc đã báo cáo giữ nguyên."


def undo_label() -> str:
    """Button: as it was before."""
    return "Hoàn tác"


def undone(text: str) -> str:
    """[Hoàn tác] was done; `text` says what is set now."""
    return f"Đã hoàn tác. {text.removeprefix('Đã đổi. ').removeprefix('Đã đổi ')}"


def cannot_undo() -> str:
    """The button is old, or somebody changed it since."""
    return 'Thay đổi đó không hoàn tác được nữa. Gõ "thiết lập" để xem hiện đang đặt thế nào.'


def not_understood() -> str:
    """The line sets nothing."""
    return (
        "Tôi chưa hiểu đồng chí muốn đổi gì. Ghi một dòng, ví dụ: giờ nhắc 7:15, "
        "nhắc trước 5, 2, 1 ngày, chốt báo cáo ngày 20, nghỉ 2/1."
    )


def no_such_task(code: int | None) -> str:
    """There is no task with this number, or it was removed."""
    name = f"việc #{code}" if code is not None else "việc này"
    return f'Không thấy {name} trong kế hoạch. Gõ "việc" để xem danh sách.'


def not_continuous(code: int) -> str:
    """The task's dates come from the plan and not from reporting periods."""
    return (
        f"#{code} có hạn riêng trong kế hoạch nên không theo kỳ báo cáo. "
        f"Chỉ việc thường xuyên mới đặt được kỳ báo cáo riêng."
    )


def calendar_replaced(days: int, moved: str) -> str:
    """The override file took the place of the one before."""
    return f"Đã thay lịch nghỉ, làm bù: {days} ngày. {sentence_case(moved)}"


def calendar_missing(name: str) -> str:
    """There is no such file."""
    return f'Không thấy tệp "{name}". Kiểm tra lại đường dẫn giúp.'


def calendar_not_text() -> str:
    """The file is no text."""
    return (
        "Tệp lịch chưa đọc được: cần tệp văn bản (.txt, UTF-8), mỗi dòng một ngày, "
        "ví dụ: 2026-01-02 nghỉ."
    )


def refused(problem: Problem, settings: WardSettings) -> str:
    """Why something cannot be set so, and what can; `settings` are those that stand around it."""
    ladder = settings.ladder
    loud = f"từ {clock(settings.quiet_until)} đến trước {clock(settings.quiet_from)}"
    match problem:
        case Problem.REMIND_AT:
            return (
                f"Giờ nhắc đặt được từ {clock(settings.quiet_until)} đến trước "
                f"{clock(settings.escalate_at)}, là giờ báo việc quá hạn lên trên. "
                "Ví dụ: giờ nhắc 7:15."
            )
        case Problem.AGAIN_AT:
            return f"Giờ nhắc lại đặt được {loud}: ban đêm không nhắn ai."
        case Problem.ESCALATE_AT:
            return (
                f"Giờ báo việc quá hạn đặt được sau giờ nhắc {clock(settings.remind_at)} và "
                f"trước {clock(settings.quiet_from)}."
            )
        case Problem.SUMMARY_AT:
            return f"Giờ tổng hợp đặt được {loud}. Ví dụ: tổng hợp thứ Sáu 15:30."
        case Problem.HEAD_AFTER:
            return (
                f"Báo trưởng đơn vị sau từ 1 đến {latest_head(settings)} ngày quá hạn, "
                f"trước khi báo lãnh đạo ({ladder.leadership_after} ngày). "
                "Ví dụ: báo trưởng đơn vị sau 1 ngày."
            )
        case Problem.LEADERSHIP_AFTER:
            return (
                f"Báo lãnh đạo sau từ {ladder.head_after + 1} đến {LATEST_LEADERSHIP} ngày quá hạn, "
                f"sau khi đã báo trưởng đơn vị ({ladder.head_after} ngày). "
                f"Ví dụ: báo lãnh đạo sau {ladder.head_after + 3} ngày."
            )
        case _:
            return _REFUSALS[problem]


_REFUSALS = {
    Problem.SUMMARY_DAY: (
        "Tổng hợp gửi vào ngày làm việc, từ thứ Hai đến thứ Sáu. Ví dụ: tổng hợp thứ Sáu 15:30."
    ),
    Problem.BEFORE: (
        f"Nhắc trước từ 1 đến {MOST_DAYS_BEFORE} ngày làm việc, nhiều nhất {MOST_RUNGS} lần. "
        "Ví dụ: nhắc trước 5, 2, 1 ngày."
    ),
    Problem.OVERDUE_FIRST: (
        f"Việc quá hạn nhắc sau từ 1 đến {MOST_DAYS_BETWEEN} ngày. Ví dụ: quá hạn nhắc sau 1 ngày."
    ),
    Problem.OVERDUE_EVERY: (
        f"Việc quá hạn nhắc lại mỗi 1 đến {MOST_DAYS_BETWEEN} ngày. "
        "Ví dụ: quá hạn nhắc lại mỗi 2 ngày."
    ),
    Problem.CUT_OFF: (
        f"Ngày chốt báo cáo từ 1 đến {LAST_CUT_OFF}, tháng nào cũng có. "
        "Ví dụ: chốt báo cáo ngày 20."
    ),
    Problem.KEEP_YEARS: (
        f"Minh chứng giữ được từ {LEAST_YEARS} đến {MOST_YEARS} năm. Ví dụ: giữ minh chứng 10 năm."
    ),
    Problem.REPORTING_PERIOD: (
        "Việc thường xuyên báo cáo mỗi tháng, mỗi quý, mỗi 6 tháng hoặc mỗi năm. "
        "Ví dụ: báo cáo mỗi tháng."
    ),
    Problem.CALENDAR_TOO_LONG: (
        "Lịch nghỉ, làm bù dài quá 20.000 ký tự. Đồng chí bỏ bớt các năm cũ rồi gửi lại."
    ),
    Problem.CHANNELS: (
        "Thứ tự kênh ghi mỗi kênh một lần. Ví dụ: thứ tự kênh: Zalo, Telegram, trang web."
    ),
    Problem.NO_SUCH_CHANNEL: (
        "Các kênh nhắn tin có: Telegram, Zalo, trang web. Ví dụ: thứ tự kênh: Zalo, Telegram, trang web."
    ),
    Problem.NO_SUCH_TIME: "Giờ ghi từ 0:00 đến 23:59, ví dụ: 7:15.",
    Problem.NO_SUCH_DAY: (
        "Ngày này không có trong lịch. Đồng chí ghi lại ngày, tháng, ví dụ: nghỉ 2/1 hoặc nghỉ từ 2/1 đến 4/1."
    ),
    Problem.DAY_TOO_FAR: (
        "Ngày nghỉ, làm bù ghi được từ một năm trước đến ba năm tới. Ví dụ: nghỉ 2/1."
    ),
    Problem.TOO_MANY_DAYS: (
        "Mỗi lần ghi nhiều nhất 31 ngày liền nhau. Đồng chí chia thành vài dòng giúp."
    ),
    Problem.NOT_SWAPPED: (
        "Ngày này chưa ghi nghỉ hay làm bù riêng nên không có gì để bỏ. "
        'Gõ "thiết lập" để xem các ngày đã ghi.'
    ),
}
