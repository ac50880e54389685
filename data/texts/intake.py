"""What people read when a plan document is taken in: refusals, doubts, reasons."""

from collections.abc import Sequence

from data.domain.drafts import SkipReason

_SEND_WORD = "Đồng chí gửi giúp bản Word (.docx), Excel (.xlsx) hoặc PDF xuất từ Word."

# Refusals: what is wrong, and what to send instead.


def too_big(megabytes: int) -> str:
    """The file is larger than is taken."""
    return (
        f"Tệp quá lớn: chỉ nhận tối đa {megabytes} MB. "
        "Đồng chí bỏ bớt ảnh hoặc chỉ gửi phần kế hoạch và phụ lục giúp."
    )


def empty_file() -> str:
    """The file has no bytes."""
    return f"Tệp không có nội dung. {_SEND_WORD}"


def scanned_pdf() -> str:
    """A PDF of pictures."""
    return f"Tệp PDF này là bản chụp (scan), không có chữ để đọc. {_SEND_WORD}"


def old_office() -> str:
    """A .doc or .xls of before 2007."""
    return (
        "Tệp này ở dạng Word, Excel cũ (.doc, .xls). "
        "Đồng chí mở tệp, chọn Lưu thành (Save As) dạng .docx hoặc .xlsx rồi gửi lại giúp."
    )


def locked_file() -> str:
    """Encrypted Office or PDF."""
    return "Tệp đang đặt mật khẩu nên chưa đọc được. Đồng chí bỏ mật khẩu, lưu lại rồi gửi giúp."


def broken_file() -> str:
    """Cannot be opened as what it claims to be."""
    return (
        "Tệp bị hỏng, không mở được. Đồng chí mở thử trên máy, lưu lại thành tệp mới rồi gửi giúp."
    )


def bomb() -> str:
    """Unpacks to far more than it should, or holds what an office document never holds."""
    return (
        "Tệp này giải nén ra lớn hoặc khác thường nên không được mở. "
        "Đồng chí mở trên máy, lưu lại thành tệp mới rồi gửi giúp."
    )


def with_macros() -> str:
    """A docm or xlsm by content."""
    return "Tệp có macro nên không nhận. Đồng chí lưu lại dạng .docx hoặc .xlsx rồi gửi giúp."


def web_page() -> str:
    """HTML under another name."""
    return f"Tệp này là trang web, không phải văn bản Word. {_SEND_WORD}"


def rich_text() -> str:
    """RTF under any name."""
    return "Tệp này ở dạng RTF. Đồng chí mở bằng Word, chọn Lưu thành dạng .docx rồi gửi lại giúp."


def open_document() -> str:
    """LibreOffice's own format."""
    return "Tệp này ở dạng LibreOffice. Đồng chí lưu lại dạng .docx hoặc .xlsx rồi gửi giúp."


def picture() -> str:
    """A photo of a plan."""
    return f"Tệp này là ảnh chụp, chưa đọc được thành kế hoạch. {_SEND_WORD}"


def archive() -> str:
    """A zip of files."""
    return f"Tệp nén chưa nhận được. Đồng chí giải nén rồi gửi từng tệp. {_SEND_WORD}"


def unknown_kind() -> str:
    """None of the four formats."""
    return f"Chưa đọc được loại tệp này. {_SEND_WORD}"


def wrong_extension(extension: str, kind: str) -> str:
    """The name says one thing, the content another."""
    return (
        f'Tệp có đuôi "{extension}" nhưng bên trong là {kind}. '
        "Đồng chí kiểm tra lại, lưu đúng loại tệp rồi gửi giúp."
    )


def not_utf8() -> str:
    """A text file in an old Vietnamese encoding."""
    return "Tệp chữ này dùng bảng mã cũ. Đồng chí lưu lại dạng Unicode (UTF-8) rồi gửi giúp."


def too_many_pages(most: int) -> str:
    """A PDF longer than any plan."""
    return f"Tệp PDF dài hơn {most} trang. Đồng chí chỉ gửi phần kế hoạch và phụ lục giúp."


def too_many_rows(most: int) -> str:
    """More rows than any plan."""
    shown = f"{most:,}".replace(",", ".")
    return f"Tệp có hơn {shown} dòng bảng. Đồng chí chỉ gửi phần bảng nhiệm vụ giúp."


def too_wide_sheet() -> str:
    """A sheet with cells or merges far outside any plan."""
    return (
        "Bảng tính có vùng ô lớn khác thường. "
        "Đồng chí chép riêng bảng nhiệm vụ sang tệp Excel mới rồi gửi giúp."
    )


# Doubts about the document as a whole.


def appendix_missing() -> str:
    """No task table although the body points to one."""
    return (
        "Văn bản chỉ có phần lời, thiếu phụ lục bảng nhiệm vụ nên chưa có việc nào. "
        "Đồng chí gửi thêm phụ lục hoặc bản đầy đủ giúp."
    )


def no_task_table() -> str:
    """No task table, and no appendix is spoken of."""
    return (
        "Không thấy bảng nhiệm vụ nào (cần có cột nhiệm vụ và cột cơ quan hoặc thời gian). "
        "Đồng chí kiểm tra lại tệp hoặc gửi phụ lục giúp."
    )


def pages_without_text(pages: str) -> str:
    """Some pages are pictures."""
    return f"Trang {pages} không có chữ (có thể là ảnh chụp), phần đó chưa đọc được."


def hidden_sheets(names: str) -> str:
    """Hidden sheets are not read."""
    return f"Trang tính đang ẩn không được đọc: {names}."


def total_counts_groups(declared: int, found: int, numbered: int, groups: int) -> str:
    """The document counts numbered rows, some of which are groups of several tasks."""
    return (
        f"Văn bản ghi tổng cộng {declared}, đọc được {found} việc giao được: văn bản đếm theo cột "
        f"số thứ tự gồm {numbered} việc và {groups} nhóm, mỗi nhóm có nhiều việc nhỏ."
    )


def total_differs(declared: int, found: int) -> str:
    """The document's own count is another, and no reason is found."""
    return f"Văn bản ghi tổng cộng {declared} nhưng đọc được {found} việc, cần rà lại."


# Doubts about one task.


def rule_unclear(reason: str) -> str:
    """The time cell gives no rule."""
    return f"Chưa rõ thời hạn: {reason}"


def time_missing() -> str:
    """No time, here or above."""
    return "Không ghi thời hạn, cần ấn định."


def time_taken_from_above(time_text: str) -> str:
    """A blank time cell took the one above."""
    return f'Ô thời hạn để trống hoặc ghi “nt”, tạm lấy theo hàng trên: "{time_text}".'


def lead_taken_from_above(names: str) -> str:
    """A blank lead cell took the one above."""
    return f"Ô cơ quan chủ trì để trống hoặc ghi “nt”, tạm lấy theo hàng trên: {names}."


def coordinate_taken_from_above(names: str) -> str:
    """A blank coordinate cell took the one above."""
    return f"Ô cơ quan phối hợp để trống hoặc ghi “nt”, tạm lấy theo hàng trên: {names}."


def name_with_role(name: str, role: str) -> str:
    """An agency's cell goes on with what the agency does."""
    return f'Ô cơ quan ghi "{name} {role}": lấy "{name}" làm tên, phần sau là việc của cơ quan đó.'


def lead_missing() -> str:
    """No lead agency, here or above."""
    return "Không ghi cơ quan chủ trì."


def joined_over_page(table: int, row: int) -> str:
    """Two rows were read as one task."""
    return f"Ghép với phần tiếp theo ở bảng {table}, hàng {row}, cần xem có đúng một việc."


def cells_slid(time_text: str) -> str:
    """The time stood in another column."""
    return f'Các ô có vẻ bị lệch: "{time_text}" nằm ở cột khác, tạm hiểu là thời hạn.'


def title_unread() -> str:
    """In place of a title that is a formula without a value."""
    return "(chưa đọc được tên việc)"


def formula_without_value() -> str:
    """A spreadsheet formula was never calculated."""
    return "Có ô là công thức chưa có kết quả; mở bằng Excel, lưu lại hoặc gõ nội dung vào ô đó."


def same_number_twice(number: str) -> str:
    """Two tasks carry one number."""
    return f"Số thứ tự {number} xuất hiện nhiều lần."


def title_from_above() -> str:
    """The title cell is merged over several rows."""
    return "Nội dung nhiệm vụ lấy từ ô gộp với hàng trên."


def note_of_plan(note: str) -> str:
    """What the note column says."""
    return f"Ghi chú của văn bản: {note}"


# Duties in the body.


def report_without_date() -> str:
    """The body says that reports are due, not when."""
    return 'Chỉ ghi "định kỳ", không ghi ngày báo cáo.'


# Why two names may be one agency.


def same_but_dash() -> str:
    """Dashes, spaces."""
    return "chỉ khác dấu gạch hoặc khoảng trắng"


def same_but_case() -> str:
    """Capitals."""
    return "chỉ khác chữ hoa, chữ thường"


def same_but_spelling() -> str:
    """hoá/hóa, &/và."""
    return "chỉ khác cách viết dấu hoặc chữ “và”"


def same_but_short() -> str:
    """An abbreviation and its words."""
    return "viết tắt và viết đủ"


def same_but_place() -> str:
    """One says "phường" at the end."""
    return "chỉ khác chữ “phường” hoặc “xã” ở cuối"


_SKIPPED = {
    SkipReason.HEADER: "dòng tiêu đề cột",
    SkipReason.REPEATED_HEADER: "tiêu đề lặp lại ở trang sau",
    SkipReason.COLUMN_NUMBERS: "dòng đánh số cột",
    SkipReason.SECTION: "tên mục, nhóm việc",
    SkipReason.TOTAL: "dòng tổng cộng",
    SkipReason.NOTE: "ghi chú, nơi nhận, chữ ký",
    SkipReason.BLANK: "dòng trống",
    SkipReason.NO_CONTENT: "có số thứ tự nhưng không có nội dung",
}


def skip_reason(why: SkipReason) -> str:
    """Why a row is not a task, in the words of the office."""
    return _SKIPPED[why]


def lead_differs(given: Sequence[str], said: Sequence[str]) -> str:
    """An amended plan names another lead for a task that the office had given to others."""
    names = "; ".join(said) or "chưa có cơ quan nào"
    return (
        f"Phường đã giao việc này cho {'; '.join(given)}; kế hoạch mới ghi chủ trì là {names}. "
        "Xác nhận thì theo kế hoạch mới."
    )
