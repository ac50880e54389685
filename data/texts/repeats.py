"""What a reviewer reads when a report shows something that was shown before: a question."""

from datetime import date, datetime

from data.domain.localtime import local_date
from data.texts.dates import day_month


def shown_before(
    *,
    called: str | None = None,
    is_picture: bool,
    is_exact: bool,
    code: int,
    label: str,
    sent_at: datetime,
    person: str | None,
    today: date,
) -> str:
    """One file repeats one that was shown for `code`; `label` is that work's period, "quý I".

    `called` is what the file is called where several are shown.
    """
    what = called or ("Ảnh này" if is_picture else "Tệp này")
    how = "trùng với" if is_exact else "giống"
    thing = "ảnh" if is_picture else "tệp"
    period = f", {label}" if label else ""
    by = f", {person}" if person else ""
    day = day_month(local_date(sent_at), today=today)
    return (
        f"{what} {how} {thing} đã nộp cho #{code}{period} (ngày {day}{by}). "
        f"Đồng chí xem có đúng là {thing} của lần này không?"
    )


def own_name(number: int | None, name: str) -> str:
    """What a file is called among several: a picture by its number, another by its name."""
    return f"Tệp “{name}”" if number is None else f"Ảnh {number}"


def more_repeats(files: int) -> str:
    """Further files of the report repeat others that are not shown one by one."""
    return f"Còn {files} tệp khác cũng giống tệp đã nộp trước đây."


def other_name(code: int, name: str) -> str:
    """Names the earlier picture where it is shown beside the one at hand."""
    return f"{shown_for(code)} - {name}"


def shown_for(code: int) -> str:
    """Stands under the earlier picture where names are not shown."""
    return f"Đã nộp cho #{code}"
