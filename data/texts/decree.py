"""What every document of an office says, whatever it is about (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

import re
from datetime import date

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DRAFT = "DỰ THẢO"
RECEIVERS = "Nơi nhận:"
APPENDIX = "Phụ lục"
SUPERIOR_LEFT_EMPTY = "UBND tỉnh ……………"
POSITION_LEFT_EMPTY = "…………………………"
NAME_LEFT_EMPTY = "…………………………"
AUTHORITY = "TM. Ủy ban nhân dân"
_COMMITTEE = re.compile(r"^(?:ubnd|u[ỷy] ban nhân dân|ủy ban nhân dân)\s+", re.IGNORECASE)
_KIND_OF_PLACE = re.compile(r"^(?:phường|xã|đặc khu|thị trấn|thành phố)\s+(?=\D)", re.IGNORECASE)


def dots(number: int) -> str:
    """Return a dotted place to write on, which may break between any two dots."""
    return "\N{ZERO WIDTH SPACE}".join("…" * number)


def place(ward_name: str) -> str:
    """Return "Phường Hòa Bình", whether or not the committee was named with it."""
    name = _COMMITTEE.sub("", " ".join(ward_name.split()))
    return name[:1].upper() + name[1:]


def issuer(ward_name: str) -> tuple[str, str]:
    """Return the two lines of the office that issues."""
    return "Ủy ban nhân dân", place(ward_name)


def issuer_in_text(ward_name: str) -> str:
    """Return "Ủy ban nhân dân phường Hòa Bình"."""
    name = place(ward_name)
    return f"Ủy ban nhân dân {name[:1].lower() + name[1:]}"


def office_in_text(name: str) -> str:
    """Return "Ủy ban nhân dân phường Hòa Bình" for a committee that is written short."""
    return issuer_in_text(name) if _COMMITTEE.match(name) else name


def number_left_empty(symbol: str) -> str:
    """Return "Số: …/BC-UBND": the clerk gives the number."""
    return f"Số: ……/{symbol}"


def place_and_date(ward_name: str, day: date) -> str:
    """Return "Hòa Bình, ngày 05 tháng 01 năm 2027".

    A ward that is called by a number keeps its whole name.
    """
    return f"{_KIND_OF_PLACE.sub('', place(ward_name))}, {date_in_words(day)}"


def date_in_words(day: date) -> str:
    """Return "ngày 05 tháng 01 năm 2027": days below 10 and the months 1 and 2 have a zero."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def comes_with(kind: str, symbol: str, ward_name: str) -> str:
    """Return what an appendix says under its title: which document it comes with."""
    return (
        f"(Kèm theo {kind} số ……/{symbol} ngày …… tháng …… năm …… của {issuer_in_text(ward_name)})"
    )


def filed(unit: str = "……") -> tuple[str, ...]:
    """Return the receivers of a draft: who gets it is left to the office, that it is filed is not."""
    return ("- …………………;", "- …………………;", f"- Lưu: VT, {unit}.")
