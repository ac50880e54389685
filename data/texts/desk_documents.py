"""The page of the desk from which documents are taken."""

from data.domain.report_periods import ReportPeriod
from data.domain.tasks import Plan
from data.texts.common import sentence_case
from data.texts.dates import full_date
from data.texts.periodic import period_called, plan_called


def entry() -> str:
    """The navigation's entry, and the page's heading."""
    return "Báo cáo"


def week() -> str:
    """Heading of the weekly workbook."""
    return "Bảng tổng hợp tuần (Excel)"


def about_week() -> str:
    """What the workbook holds."""
    return (
        "Mỗi việc một dòng, việc quá hạn đứng đầu; số liệu đến lúc tải. "
        "Mở bằng Excel hoặc LibreOffice, in ngang khổ A4."
    )


def take_week() -> str:
    """Link: the workbook."""
    return "Tải bảng Excel"


def period() -> str:
    """Heading of the periodic report."""
    return "Dự thảo báo cáo định kỳ (Word)"


def about_period() -> str:
    """What the document holds, and what is left to the office."""
    return (
        "Trình bày theo Nghị định 30/2020/NĐ-CP, có phụ lục từng nhiệm vụ. Số, chức vụ, chữ ký, "
        "nơi nhận và phần đề xuất để trống; văn thư kiểm tra lại trước khi trình ký."
    )


def which_period() -> str:
    """Label of the list of periods."""
    return "Kỳ báo cáo"


def period_option(one: ReportPeriod, cut_off: int) -> str:
    """One period with its days."""
    span = one.span(cut_off)
    called = period_called(one)
    return f"{sentence_case(called)} ({full_date(span.start)}–{full_date(span.end)})"


def other_period() -> str:
    """Label of the field for a period that is not in the list."""
    return "Hoặc kỳ khác, ví dụ: quý I/2026, quý I chốt ngày 20"


def which_plan() -> str:
    """Label of the list of plans."""
    return "Kế hoạch"


def all_plans() -> str:
    """Option: all plans in one report."""
    return "Tất cả kế hoạch đang theo dõi"


def plan_option(plan: Plan) -> str:
    """One plan."""
    return plan_called(plan)


def take_period() -> str:
    """Button: the document."""
    return "Tải dự thảo Word"
