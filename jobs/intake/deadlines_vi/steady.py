"""Thường xuyên, liên tục; trong năm học; suốt năm."""

from data.domain.rules import Continuous, DeadlineRule
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.points import UnreadableError
from jobs.intake.deadlines_vi.windows import Reading

_STEADY = (
    r"(?:thuong ?xuyen|lien ?tuc|xuyen suot|lau dai|quanh nam|thuong nhat"
    r"|kip thoi(?=,? (?:va )?(?:thuong|lien)))"
)
_MANNER = r"(?:lien ?tuc|thuong ?xuyen|lau dai|kip thoi|dong bo|day du|xuyen suot|nghiem tuc)"
_ACT = (
    r"(?:(?:cong viec|nhiem vu|viec|duoc|thuc hien|trien khai|tien hanh|duy tri|to chuc|cap nhat"
    r"|theo doi|kiem tra|mang tinh|va|:),? ?)*"
)
_SCHOOL = r"(?:(?:trong|ca|suot|cac)(?: ca)? )*nam hoc"
_YEAR = r"(?:(?:trong|ca|suot|cua)(?: ca)? )*nam"
_WHOLE_YEAR = r"(?:(?:trong|trong suot|suot|ca) )?(?:ca|suot) nam"


def continuous(cursor: Cursor, reading: Reading) -> DeadlineRule | None:
    """Read work that goes on all the time, to the end of the text."""
    # "trong năm, thường xuyên" says it after the stretch: it is said all the same.
    is_said = "thuong" in cursor.text or "lien tuc" in cursor.text
    cursor.take(_ACT)
    is_first = bool(cursor.take(_STEADY))
    if is_first:
        _take_manner(cursor)
    rule = _within(cursor, reading, is_first, is_said or is_first)
    _take_manner(cursor)
    cursor.take(r"(?:thuc hien|cap nhat|theo doi|kiem tra|duy tri|trien khai)")
    return rule if cursor.is_done() else None


def _take_manner(cursor: Cursor) -> None:
    while True:
        start = cursor.at
        cursor.take_sign("[,&] ?")
        cursor.take("va")
        if not cursor.take(_MANNER):
            cursor.at = start
            return


def _within(cursor: Cursor, reading: Reading, is_first: bool, is_said: bool) -> Continuous | None:
    start = cursor.at
    cursor.take_sign("[,(]")
    if cursor.take(_SCHOOL):
        return None if cursor.take(r"\d{4}") else Continuous(within="school_year")
    if cursor.take(_YEAR if is_said else _WHOLE_YEAR):
        year = cursor.take(r"(?P<y>\d{4})")
        if year and reading.year is not None and int(year["y"]) != reading.year:
            raise UnreadableError(texts.other_year(int(year["y"]), reading.year))
        cursor.take(r"(?:nay|ke hoach)")
        cursor.take_sign(r"\)")
        return Continuous(within="plan_year")
    cursor.at = start
    if is_first:
        is_whole = "quanh nam" in cursor.text or "suot nam" in cursor.text
        return Continuous(within="plan_year" if is_whole else None)
    return None
