"""What stands in a file of criteria, and what is wrong with one that cannot be taken."""

from collections.abc import Sequence

SHEET = "Bộ tiêu chí"
HINTS_SHEET = "Hướng dẫn"
NAME, VERSION, YEAR, SOURCE = "Tên bộ tiêu chí", "Phiên bản", "Năm", "Nguồn"
HEADINGS = ("Mã", "Tên tiêu chí", "Điểm tối đa", "Minh chứng cần có")
SCORE_HEADINGS = ("Tự chấm", "Giải trình")
TABLE_HEADINGS = (*HEADINGS, "Minh chứng đang có", *SCORE_HEADINGS, "Cần xem")
EXAMPLES = (
    ("1", "Tên lĩnh vực", "", ""),
    ("1.1", "Tên tiêu chí", 2, "Văn bản, ảnh cần có"),
)
HINTS = (
    "Bốn dòng đầu: tên bộ tiêu chí, phiên bản, năm, nguồn (số quyết định ban hành).",
    "Mỗi tiêu chí một dòng. Mã có dấu chấm là tiêu chí con: 1.2 thuộc 1.",
    "Điểm tối đa để trống nếu bộ tiêu chí không cho điểm, ví dụ PAPI là điều tra người dân.",
    "Tự chấm, Giải trình: điền khi chấm; để trống thì giữ điểm đã có.",
    "Gửi lại cùng tên và năm là sửa bộ đang có: mã còn thì việc đã gắn vẫn còn.",
    "Mã không còn trong tệp mới vẫn được giữ làm lịch sử, không xóa.",
)


def template_name() -> str:
    """The template's file name."""
    return "bo-tieu-chi-mau.xlsx"


def example_name(year: int) -> tuple[tuple[str, str | int], ...]:
    """The rows over the table, as the template has them."""
    return ((NAME, "PAR INDEX cấp xã"), (VERSION, "lần 1"), (YEAR, year), (SOURCE, "QĐ số …"))


def at(line: int, column: int | None, sentence: str) -> str:
    """Say where in the sheet something is wrong: "dòng 7, cột C: …"."""
    place = f", cột {_letter(column)}" if column is not None else ""
    return f"- dòng {line}{place}: {sentence}"


def _letter(column: int) -> str:
    return chr(ord("A") + column) if column < 26 else str(column + 1)


def wrong(file: str, sheet: int, sentences: Sequence[str], most: int = 5) -> str:
    """Everything that keeps a file from being taken, as far as a message holds."""
    more = [f"… và {len(sentences) - most} chỗ nữa"] if len(sentences) > most else []
    return "\n".join(
        [
            f'Tệp "{file}", trang tính {sheet}, có {len(sentences)} chỗ cần sửa, chưa nhập gì:',
            *sentences[:most],
            *more,
        ]
    )


def not_a_workbook() -> str:
    """Neither XLSX nor CSV."""
    return "Bộ tiêu chí cần là tệp Excel (.xlsx). Gõ /tieuchi, chọn Tệp mẫu để lấy mẫu."


def no_heading() -> str:
    """No row with the headings."""
    return (
        'Không thấy dòng tiêu đề có cột "Mã" và "Tên tiêu chí". '
        "Gõ /tieuchi, chọn Tệp mẫu để lấy mẫu."
    )


def no_name() -> str:
    """The rows over the table name no catalogue."""
    return f'thiếu "{NAME}" ở phía trên bảng, ví dụ: {NAME} | PAR INDEX cấp xã'


def bad_year(text: str) -> str:
    """The year is none."""
    said = f'năm "{text}" chưa đúng' if text else f'thiếu "{YEAR}" ở phía trên bảng'
    return f"{said}, ví dụ: {YEAR} | 2026"


def no_code() -> str:
    """A row with a title and no code."""
    return "thiếu mã tiêu chí"


def bad_code(code: str) -> str:
    """A code that cannot be typed later."""
    return f'mã "{code}" chưa đúng: chỉ chữ, số và dấu chấm, ví dụ 2.1'


def twice(code: str, line: int) -> str:
    """The code stands above."""
    return f"mã {code} trùng với dòng {line}"


def no_title(code: str) -> str:
    """A code without a title."""
    return f"tiêu chí {code} thiếu tên"


def bad_points(text: str) -> str:
    """No number of points."""
    return f'điểm "{text}" chưa đúng: số từ 0 đến 1000, nhiều nhất hai chữ số lẻ, ví dụ 2,5'


def empty() -> str:
    """A heading and nothing under it."""
    return "Bảng chưa có tiêu chí nào."


def too_long(most: int) -> str:
    """More rows than any catalogue has."""
    return f"Bảng dài hơn {most} tiêu chí. Đồng chí chia thành nhiều bộ giúp."
