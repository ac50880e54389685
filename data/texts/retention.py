"""What the lead office reads once a year about evidence that has been kept long enough."""

from datetime import date

from data.domain.evidence import MEGABYTE
from data.texts.dates import whole_number


def kept_long_enough(ward: str, files: int, size: int, oldest: date, years: int) -> str:
    """How much has passed its time; `size` in bytes. Nothing is deleted because of it."""
    megabytes = whole_number(max(1, size // MEGABYTE))
    return (
        f"{ward} có {whole_number(files)} tệp minh chứng đã giữ quá {years} năm "
        f"({megabytes} MB, cũ nhất từ tháng {oldest.month}/{oldest.year}).\n"
        "Hệ thống không tự xóa tệp nào. Đồng chí đối chiếu thời hạn bảo quản, giao nộp lưu trữ hoặc "
        "trình quyết định tiêu hủy (Luật Lưu trữ 33/2024/QH15; thời hạn: TT 10/2022/TT-BNV, "
        "đồng chí kiểm tra văn bản còn hiệu lực).\n"
        "Muốn giữ lâu hơn, ví dụ: giữ minh chứng 20 năm."
    )
