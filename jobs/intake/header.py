"""The letterhead: number, date, issuer, title and year, wherever the format puts them."""

import re
from collections.abc import Sequence
from datetime import date

from data.domain.drafts import PlanHeader
from jobs.intake.letters import fold, is_capitals

_NUMBER = re.compile(r"\b[Ss]ố\s*:?\s*(\d{1,6}\s*/\s*[A-ZĐ][A-ZĐ0-9-]*(?:\s*-\s*[A-ZĐ0-9]+)*)")
_ATTACHED = re.compile(
    r"^\W{0,3}(?:ban hành )?kèm theo\s+(?:kế hoạch|quyết định)\s+số", re.IGNORECASE
)
_WORDED = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_SLASHED = re.compile(r"ngày\s+(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})", re.IGNORECASE)
_PLACED = re.compile(r"^.{0,40}?,\s*ngày\b.{0,20}\btháng\b.{0,12}\bnăm\s+(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm\s+(20\d{2})\b", re.IGNORECASE)
_ISSUER = re.compile(
    r"của\s+((?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:phường|xã|thành phố|thị trấn|thị xã|đặc khu|"
    r"quận|huyện|tỉnh)\s+[^\W\d_][^,.;)\n]{0,40})",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"\b((?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân)\s+(?:phường|xã|thành phố|thị trấn|thị xã|đặc khu)\s+"
    r"[^,.;()\n]{2,40}?)\s+(?:ban hành|xây dựng)\b"
)
_OFFICE = re.compile(r"^(?:ỦY|UỶ) BAN NHÂN DÂN\b\s*(.*)$")
_LEVEL = re.compile(r"^(?:PHƯỜNG|XÃ|THÀNH PHỐ|THỊ TRẤN|THỊ XÃ|ĐẶC KHU|QUẬN|HUYỆN)\s+\S")
_MOTTO = re.compile(r"\s*CỘNG H[OÒ][AÀ].*$|\s*Độc lập.*$", re.IGNORECASE)
_HEAD = re.compile(r"^(?:ke hoach|phu luc(?: (?:so )?[ivx\d]+)?)[:.]?$")
_TITLE_ENDS = re.compile(
    r"^(?:can cu|thuc hien|nham|nhiem vu cu the tai|de |\(|i\.|1\.|ngay|so:|tren co so|kinh gui|tiep tuc|uy ban|ubnd)"
)
_YEAR_LAST = re.compile(r"\b20\d{2}$")
_TOP = 40  # paragraphs; the letterhead stands in the first ones


def read_header(paragraphs: Sequence[str]) -> PlanHeader:
    """Return what the paragraphs say about the plan itself; None for what they leave open."""
    lines = [line.strip() for text in paragraphs for line in text.split("\n") if line.strip()]
    top = lines[:_TOP]
    attached = next((line for line in lines if _ATTACHED.search(line)), "")
    title = _title(top) or _title(lines)
    issued = _issued_on(top, attached)
    return PlanHeader(
        number=_number(top, attached),
        issued_on=issued,
        issuer=_issuer(top, attached, lines),
        title=title,
        year=_year(title, issued, lines),
    )


def _number(top: Sequence[str], attached: str) -> str | None:
    for line in (*(line for line in top if re.match(r"^[Ss]ố\b", line)), attached):
        found = _NUMBER.search(line)
        if found:
            return re.sub(r"\s+", "", found[1])
    return None


def _issued_on(top: Sequence[str], attached: str) -> date | None:
    placed = [line for line in top if _PLACED.search(_MOTTO.sub("", line)) or _dated(line)]
    for line in (*placed, attached):
        found = _WORDED.search(line) or _SLASHED.search(line)
        if found:
            try:
                return date(int(found[3]), int(found[2]), int(found[1]))
            except ValueError:
                return None
    return None


def _dated(line: str) -> bool:
    """Whether the line only places and dates the document: "Số: 1/KH Ninh Hòa, ngày …"."""
    found = _WORDED.search(line)
    return found is not None and len(line) < 90 and found.end() >= len(line) - 2


def _issuer(top: Sequence[str], attached: str, lines: Sequence[str]) -> str | None:
    found = _ISSUER.search(attached)
    if found:
        return _tidy(found[1])
    for at, line in enumerate(top):
        office = _OFFICE.match(_MOTTO.sub("", line.replace("\t", " ")))
        if office is None:
            continue
        place = office[1] or (_MOTTO.sub("", top[at + 1]) if at + 1 < len(top) else "")
        if _LEVEL.match(place):
            level = re.match(r"PHƯỜNG|XÃ|THÀNH PHỐ|THỊ TRẤN|THỊ XÃ|ĐẶC KHU|QUẬN|HUYỆN", place)
            assert level is not None
            rest = place[level.end() :].strip().title() if is_capitals(place) else place
            return f"UBND {level[0].lower()} {rest.strip()}"
    return next((_tidy(own[1]) for line in lines if (own := _WRITER.search(line))), None)


def _tidy(name: str) -> str:
    return re.sub(r"^(?:ủy|uỷ) ban nhân dân", "UBND", " ".join(name.split()), flags=re.IGNORECASE)


def _title(lines: Sequence[str]) -> str | None:
    for at, line in enumerate(lines):
        if not _HEAD.match(fold(line)):
            continue
        kept: list[str] = []
        for following in lines[at + 1 : at + 6]:
            if _TITLE_ENDS.match(fold(following)):
                break
            kept.append(following)
            if following.endswith((".", ":")) or _YEAR_LAST.search(following):
                break
        if kept:
            return " ".join(kept)
    return None


def _year(title: str | None, issued: date | None, lines: Sequence[str]) -> int | None:
    found = _YEAR.search(title or "")
    if found:
        return int(found[1])
    if issued is not None:
        return issued.year
    for line in lines[:_TOP]:
        placed = _PLACED.search(line) or _YEAR.search(line)
        if placed:
            return int(placed[1])
    return None
