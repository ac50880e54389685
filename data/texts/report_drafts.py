"""Asking for the draft of a periodic report: which period, about which plan, and what comes with it."""

from collections.abc import Sequence
from datetime import date

from data.domain.periodic import Fate, PeriodicReport
from data.domain.report_periods import ReportPeriod
from data.domain.tasks import Plan
from data.texts.common import sentence_case
from data.texts.dates import full_date
from data.texts.periodic import period_called, plan_called
from data.texts.reminders import shortened


def not_begun(period: ReportPeriod, starts_on: date) -> str:
    """Nothing can be said of a period to come."""
    return (
        f"Kỳ {period_called(period)} bắt đầu từ {full_date(starts_on)} nên chưa có số liệu. "
        "Đồng chí chọn kỳ khác, ví dụ: báo cáo quý I."
    )


def caption(report: PeriodicReport) -> str:
    """What is said with the document in a chat."""
    late = sum(x.fate is Fate.LATE for x in report.lines)
    running = "" if report.is_closed else " Kỳ chưa kết thúc, số liệu còn thay đổi."
    return (
        f"Dự thảo báo cáo {period_called(report.period)}: {report.tasks} nhiệm vụ, "
        f"{late} lượt quá hạn.{running}\n"
        "Số, chức vụ, chữ ký và phần đề xuất để trống; đồng chí sửa bằng Word trước khi trình."
    )


def which_period() -> str:
    """Asked for a report without saying of what."""
    return "Đồng chí cần dự thảo báo cáo kỳ nào? Có thể gõ, ví dụ: báo cáo 9 tháng năm 2026."


def period_label(period: ReportPeriod) -> str:
    """Button: a period."""
    return sentence_case(period_called(period))


def about_which_plan(period: ReportPeriod) -> str:
    """Several plans are active."""
    return f"Báo cáo {period_called(period)} về kế hoạch nào, thưa đồng chí?"


def plan_label(plan: Plan) -> str:
    """Button: one plan."""
    return shortened(plan.number or plan.title or f"Kế hoạch năm {plan.year or ''}", 40)


def all_plans_label() -> str:
    """Button: all plans in one report."""
    return "Tất cả kế hoạch"


def which_plan(active: Sequence[Plan]) -> str:
    """A plan was named that is not one of the active ones, or may be several."""
    if not active:
        return "Chưa có kế hoạch nào được xác nhận nên chưa có báo cáo."
    listed = "; ".join(plan_called(p) for p in active)
    return f"Chưa rõ kế hoạch nào. Đang theo dõi: {listed}. Ghi số của kế hoạch, ví dụ: 1780."


def not_a_period(text: str) -> str:
    """What was written names no period."""
    return (
        f'Chưa hiểu kỳ "{shortened(text, 40)}". '
        'Ghi như: "quý II/2026", "6 tháng đầu năm 2026", "9 tháng", "năm 2026". '
        'Kế hoạch chốt số liệu ngày khác thì ghi thêm: "quý II chốt ngày 20".'
    )
