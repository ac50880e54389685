"""What the command line says when a command cannot be done as it was typed."""

from collections.abc import Sequence


def missing(what: str) -> str:
    """Something that the command needs was left out."""
    return f"Thiếu {what}."


def no_such_option(name: str) -> str:
    """The command has no such option."""
    return f"Lệnh này không có tùy chọn {name}."


def no_such_command(name: str) -> str:
    """There is no command of that name."""
    return f'Không có lệnh "{name}".'


def too_much() -> str:
    """More was typed than the command takes."""
    return "Lệnh có phần thừa. Tên có dấu cách thì đặt trong ngoặc kép."


def wrong(what: str, how: str) -> str:
    """One thing that was typed is none of what is expected; `how` says what is."""
    return f"{what} chưa đúng: {how}."


def a_number() -> str:
    """What an option expects."""
    return "ghi một số nguyên"


def a_number_between(least: float | None, most: float | None) -> str:
    """What an option expects."""
    return f"ghi một số từ {least} đến {most}"


def a_day() -> str:
    """What an option expects."""
    return "ghi ngày theo năm-tháng-ngày, như 2026-06-30"


def a_file() -> str:
    """What an argument expects."""
    return "không tìm thấy tệp này, hoặc đó là thư mục"


def one_of(names: Sequence[str]) -> str:
    """What an argument expects."""
    return f"chọn một trong: {', '.join(names)}"


def something_else() -> str:
    """What was typed cannot be read."""
    return "xem lại cách ghi"


def not_understood() -> str:
    """The line as a whole is wrong."""
    return "Lệnh chưa đúng."


def how_to_see_usage(command: str) -> str:
    """Below each of these."""
    return f"Cách dùng: {command} --help"


def stopped() -> str:
    """Ctrl+C."""
    return "Đã dừng."


def file_out_of_reach(name: str) -> str:
    """A file that the command reads or writes cannot be opened."""
    return (
        f'Không đọc hoặc ghi được "{name}". Kiểm tra thư mục có tồn tại, quyền ghi và chỗ trống '
        "trên đĩa."
    )


def store_down(*, is_full: bool) -> str:
    """The database takes nothing."""
    if is_full:
        return "Đĩa đã đầy, chưa ghi được gì. Dọn chỗ trống rồi chạy lại."
    return "Không mở được cơ sở dữ liệu. Kiểm tra NHACVIEC_DATA_DIR, NHACVIEC_DATABASE_URL rồi chạy lại."


def setting_is_wrong(names: Sequence[str]) -> str:
    """Settings that cannot be read, by the names of their variables."""
    return f"Thiết lập chưa đúng: {', '.join(names)}. Xem .env.example rồi chạy lại."
