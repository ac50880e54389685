"""What a column holds, read from its heading by meaning, not by position or one spelling."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from jobs.intake.letters import fold
from jobs.intake.numbers import read_number
from jobs.intake.tables import Merge, Row


class Meaning(StrEnum):
    """What the cells of a column are."""

    NUMBER = "number"
    SECTION = "section"
    COMPONENT = "component"
    TITLE = "title"
    METHODS = "methods"
    LEAD = "lead"
    COORDINATE = "coordinate"
    BOTH = "both"
    """Lead and coordinator in one cell, "Chủ trì: … Phối hợp: …"."""
    SUPERVISE = "supervise"
    TIME = "time"
    PRODUCT = "product"
    STATUS = "status"
    NOTE = "note"
    TARGET = "target"
    OTHER = "other"


_BODY = (
    r"(?:co quan|don vi|nguoi|ca nhan|bo phan|can bo|cong chuc|lanh dao|phong|ban nganh|to chuc)"
)
_TITLE_WORDS = r"nhiem vu|cong viec|viec can|dau viec"
# In this order: the first that fits says the meaning; the weight ranks columns of one meaning.
_HEADINGS: tuple[tuple[Meaning, int, re.Pattern[str]], ...] = tuple(
    (meaning, weight, re.compile(pattern))
    for meaning, weight, pattern in (
        (Meaning.NUMBER, 3, r"^(?:stt|tt|so tt|s ?t ?t|so thu tu|thu tu|so)\.?$"),
        (Meaning.NOTE, 3, r"ghi chu|luu y"),
        (Meaning.OTHER, 3, r"kinh phi|du toan|nguon luc|can cu|ma so|muc do uu tien"),
        (Meaning.OTHER, 3, r"bat dau"),
        (Meaning.STATUS, 3, r"tinh trang|trang thai|ket qua thuc hien den|da thuc hien|ty le"),
        (Meaning.STATUS, 3, r"(?:tien do|ket qua) (?:den|tinh den|hien tai|thuc te|dat)"),
        (Meaning.TIME, 3, r"thoi (?:gian|han|diem)|thoi cham nhat|han (?:hoan|cuoi|xu|thuc|bao)"),
        (Meaning.TIME, 3, r"^han$|ngay (?:hoan thanh|den han)|lo trinh|^(?:moc|ky han)|khi nao"),
        (Meaning.TIME, 2, r"(?:hoan thanh|xong) (?:truoc|chậm nhất)|^hoan thanh$"),
        (Meaning.TIME, 1, r"tien do"),
        (Meaning.BOTH, 3, r"chu tri.*phoi hop|phoi hop.*chu tri|thuc hien.*phoi hop"),
        (Meaning.COORDINATE, 3, r"phoi hop"),
        (Meaning.LEAD, 3, r"chu tri|dau moi|tham muu"),
        (Meaning.SUPERVISE, 2, rf"{_BODY}.*(?:giam sat|theo doi|huong dan|don doc|chi dao)"),
        (Meaning.SUPERVISE, 2, r"^(?:giam sat|theo doi|huong dan|don doc|lanh dao)\b"),
        (Meaning.LEAD, 2, rf"{_BODY}.*(?:thuc hien|phu trach|trach nhiem|xu ly|duoc giao)"),
        (Meaning.LEAD, 2, r"trach nhiem|phan cong|phu trach|^ai lam|noi thuc hien"),
        (Meaning.LEAD, 1, rf"^{_BODY}(?:,? ?/?{_BODY})*$"),
        (
            Meaning.TARGET,
            3,
            r"don vi tinh|\bdvt\b|^chi tieu(?: nam| ke hoach|$)|ke hoach nam|gia tri",
        ),
        (Meaning.PRODUCT, 3, r"san pham|dau ra|minh chung|tai lieu kiem chung|ket qua"),
        (
            Meaning.SECTION,
            3,
            rf"^(?:nhom|linh vuc|chuyen de|truc|muc\b).*|(?:nhom|linh vuc) (?:{_TITLE_WORDS})",
        ),
        (Meaning.COMPONENT, 3, r"thanh phan"),
        (
            Meaning.TITLE,
            4,
            rf"noi dung.*(?:{_TITLE_WORDS})|(?:{_TITLE_WORDS}).*(?:cu the|noi dung)",
        ),
        (Meaning.TITLE, 4, rf"{_TITLE_WORDS}"),
        (Meaning.METHODS, 3, r"cach thuc|bien phap|phuong phap|hinh thuc|cach lam"),
        (Meaning.TARGET, 3, r"chi tieu"),
        (Meaning.TITLE, 3, r"noi dung.*(?:thuc hien|trien khai|cong tac|hoat dong)|hoat dong"),
        (Meaning.TITLE, 2, r"giai phap"),
        (Meaning.SECTION, 2, r"chi so|tieu chi"),
        (Meaning.TITLE, 1, r"^(?:ten )?(?:noi dung|viec|cong tac)\b"),
        (Meaning.SECTION, 1, r"noi dung"),
    )
)
LONGEST_HEADING = 110
_KNOWN_SHARE = 0.6  # of the cells; data rows name offices and tasks too, but not in every cell
_HEADS = (Meaning.SECTION, Meaning.COMPONENT)
_DOERS = (Meaning.LEAD, Meaning.BOTH, Meaning.TIME, Meaning.COORDINATE)


@lru_cache(maxsize=4096)
def meaning_of(heading: str) -> tuple[Meaning, int] | None:
    """Return what a heading says and how surely (1 to 4), or None when it says nothing known."""
    if not heading or len(heading) > LONGEST_HEADING:
        return None
    folded = fold(re.sub(r"<[^<>]{0,40}>|\*+", "", heading))
    folded = re.sub(r"\s*\([\d)]*\)$", "", folded).strip(" .:*")
    for meaning, weight, pattern in _HEADINGS:
        if pattern.search(folded):
            return meaning, weight
    return None


@dataclass(frozen=True, slots=True)
class Columns:
    """Each column's meaning, None where unnamed. `headings` are the folded words."""

    meanings: tuple[Meaning | None, ...]
    headings: tuple[str, ...]

    def at(self, meaning: Meaning) -> tuple[int, ...]:
        """Return the places of the columns with this meaning."""
        return tuple(place for place, own in enumerate(self.meanings) if own is meaning)

    def has(self, *meanings: Meaning) -> bool:
        """Return whether any column has one of these meanings."""
        return any(own in meanings for own in self.meanings)


def heading_row(row: Row) -> tuple[str, ...] | None:
    """Return the row's cells if it reads as the heading of a task table, else None."""
    cells = tuple("" if cell.merge is Merge.LEFT else cell.text for cell in row.cells)
    kept = [cell for cell in cells if cell]
    if len(kept) < 2 or any(len(cell) > LONGEST_HEADING for cell in kept):
        return None
    known = [one for cell in kept if (one := meaning_of(cell))]
    if len(known) < _KNOWN_SHARE * len(kept) or any(read_number(cell) for cell in kept):
        return None
    found = {meaning for meaning, _ in known}
    doers = found & set(_DOERS)
    bare = Meaning.SECTION in found and Meaning.TIME in found and len(doers) >= 2
    if Meaning.TITLE not in found and (not bare or Meaning.TARGET in found):
        return None
    if Meaning.TARGET in found and not doers:
        return None
    enough = len(found) >= 3 if doers else Meaning.NUMBER in found and len(kept) == 2
    return cells if enough or (doers and len(kept) == 2) else None


def is_sub_heading(row: Row) -> bool:
    """Whether a row under a heading only divides it: "Chủ trì | Phối hợp"."""
    own = [cell.text for cell in row.cells if cell.text and cell.merge is Merge.NO]
    known = [found[0] for text in own if len(text) <= 40 and (found := meaning_of(text))]
    return len(own) >= 2 and len(known) == len(own) and any(one in _DOERS for one in known)


def resolve(headings: tuple[str, ...]) -> Columns:
    """Give every column one meaning: the surest title wins, what stands left of it heads it."""
    known = [meaning_of(heading) for heading in headings]
    meanings: list[Meaning | None] = [found[0] if found else None for found in known]
    meanings = [
        Meaning.OTHER if own is None and heading else own
        for own, heading in zip(meanings, headings, strict=True)
    ]
    title = _title_place(known)
    for place, own in enumerate(meanings):
        if own is Meaning.TITLE and place != title:
            meanings[place] = Meaning.SECTION if place < title else Meaning.METHODS
        elif own in _HEADS and place == title:
            meanings[place] = Meaning.TITLE
        elif own in _HEADS and place > title:
            meanings[place] = Meaning.OTHER
    _only_surest_time(meanings, known)
    _order_heads(meanings)
    return Columns(tuple(meanings), tuple(fold(heading) for heading in headings))


def _title_place(known: list[tuple[Meaning, int] | None]) -> int:
    titles = [
        (found[1], place)
        for place, found in enumerate(known)
        if found is not None and found[0] is Meaning.TITLE
    ]
    if titles:
        return max(titles)[1]
    heads = [place for place, found in enumerate(known) if found and found[0] in _HEADS]
    return heads[-1] if heads else 0


def _only_surest_time(
    meanings: list[Meaning | None], known: list[tuple[Meaning, int] | None]
) -> None:
    """ "Tiến độ" beside "Thời hạn" is a status; alone it is the deadline."""
    weights = {
        place: found[1] for place, found in enumerate(known) if found and found[0] is Meaning.TIME
    }
    best = max(weights.values(), default=0)
    for place, weight in weights.items():
        if weight < best:
            meanings[place] = Meaning.STATUS


def _order_heads(meanings: list[Meaning | None]) -> None:
    places = [place for place, own in enumerate(meanings) if own in _HEADS]
    if len(places) == 1:
        meanings[places[0]] = Meaning.COMPONENT
        return
    for order, place in enumerate(places):
        meanings[place] = Meaning.SECTION if order == 0 else Meaning.COMPONENT
