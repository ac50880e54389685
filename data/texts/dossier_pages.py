"""Headings, links and columns of a dossier's own pages and of its list of evidence."""

from data.domain.dossier import DossierContent
from data.texts.dossier import called, period


def columns() -> tuple[str, ...]:
    """The headings of the list of evidence."""
    return (
        "STT",
        "Nội dung thành phần",
        "Việc",
        "Nhiệm vụ",
        "Cơ quan",
        "Kỳ",
        "Hạn",
        "Tình trạng",
        "Người báo cáo",
        "Lúc báo cáo",
        "Lời báo cáo",
        "Tên tệp gốc",
        "Thư mục trong hồ sơ",
        "Tên tệp trong hồ sơ",
        "Dung lượng (byte)",
        "Gửi lúc",
        "Nhận lúc",
        "SHA-256",
        "Ghi chú",
    )


def sheet_name() -> str:
    """The sheet."""
    return "Bảng kê"


def sheet_title(content: DossierContent) -> str:
    """Over every printed page of it."""
    return f"Bảng kê tài liệu kiểm chứng: {called(content.plan)}, {period(content.span)}"


def page_of() -> str:
    """Under every printed page of it, in the spreadsheet's own signs."""
    return "Trang &P/&N"


def no_report() -> str:
    """Nothing was said about something owed."""
    return "Chưa có báo cáo."


def contents() -> str:
    """Heading over the components."""
    return "Nội dung hồ sơ"


def back() -> str:
    """Link from a task to the first page."""
    return "← Về trang đầu hồ sơ"


def plan_document() -> str:
    """Link to the plan as issued."""
    return "Văn bản kế hoạch"


def report_document() -> str:
    """Link to the periodic report as it stood."""
    return "Dự thảo báo cáo định kỳ (Word)"


def evidence_list() -> str:
    """Link to the spreadsheet."""
    return "Bảng kê minh chứng (Excel)"


def how_to_check() -> str:
    """Link to the guide."""
    return "Cách kiểm tra hồ sơ"


def plan_says() -> str:
    """Heading over the task's own words."""
    return "Kế hoạch ghi"


def due_as_written() -> str:
    """Heading over the time in the plan's words."""
    return "Thời gian"


def led_by() -> str:
    """Heading over who leads."""
    return "Chủ trì"


def product() -> str:
    """Heading over what has to come out."""
    return "Kết quả, sản phẩm"
