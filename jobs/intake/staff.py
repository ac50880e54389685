"""Staff lists: the bytes of a CSV or XLSX file in, people and doubts out. Nothing is executed."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

from data.domain.names import LONGEST_AGENCY, clean_name, fold_name, is_a_name
from data.domain.people import Address, Role
from data.domain.phones import read_phone
from data.domain.staff import StaffDoubt, StaffList, StaffRow
from data.errors import IntakeError, Place
from data.texts import staff as words
from jobs.intake.guard import Format, recognise
from jobs.intake.tables import Table

MOST_ROWS = 2_000
_HEADING_WITHIN = 15  # rows: letterhead above the list
Line = tuple[int, tuple[str, ...]]

_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("surname", re.compile(r"^ho(?: va)?(?: ten)? ?(?:dem|lot)$|^ho$")),
    ("name", re.compile(r"^(?:ho(?: va|,)? ten|ten(?: can bo| nguoi.*)?|can bo)\b")),
    ("phone", re.compile(r"^(?:so )?(?:dien thoai|di dong|dt|sdt)\b|^so dt|zalo")),
    (
        "head",
        re.compile(r"^(?:la )?(?:truong|thu truong|phu trach|dung dau)(?: don vi| co quan)?$"),
    ),
    ("role", re.compile(r"^vai tro")),
    ("position", re.compile(r"^chuc (?:vu|danh)")),
    ("address", re.compile(r"^(?:xung ho|cach goi|danh xung|goi la)")),
    ("agency", re.compile(r"^(?:ten )?(?:co quan|don vi|phong|to dan pho|bo phan|noi cong tac)")),
)
_ROLES: tuple[tuple[re.Pattern[str], frozenset[Role]], ...] = (
    (re.compile(r"^quan tri|^admin"), frozenset({Role.ADMIN})),
    (re.compile(r"dau moi"), frozenset({Role.LEAD_OFFICE})),
    (
        re.compile(r"^to truong|^to pho|^truong (?:thon|khu|ban)|to dan pho"),
        frozenset({Role.GROUP_LEADER}),
    ),
    (re.compile(r"^lanh dao|^(?:pho )?chu tich"), frozenset({Role.LEADERSHIP})),
    (re.compile(r"kiem tra|giam sat"), frozenset({Role.INSPECTOR})),
    (
        re.compile(r"^(?:can bo|cong chuc|vien chuc|chuyen vien|nhan vien)"),
        frozenset({Role.OFFICER}),
    ),
)
_LEADS_THE_WARD = re.compile(r"^(?:pho )?chu tich(?:$| (?:ubnd|uy ban nhan dan|phuong|xa)\b)")
_LEADS_A_GROUP = re.compile(r"^(?:to truong (?:to dan pho|tdp)|to truong$|truong (?:thon|khu pho))")
_HEADS = re.compile(
    r"^(?:truong|chanh|giam doc|hieu truong|thu truong|to truong|tram truong|chu tich|chi huy truong)"
)
_YES = frozenset({"x", "co", "1", "true", "yes", "v", "✓", "✔", "truong"})
_ADDRESSES = {fold_name(a.value): a for a in Address}


def read_staff(content: bytes, filename: str) -> StaffList:
    """Return the people of a staff list with what to check about each row.

    CSV (UTF-8, UTF-16 or windows-1258; comma, semicolon or tab) or XLSX. Raises IntakeError when
    the file is neither or has no column of names.
    """
    doubts: list[StaffDoubt] = []
    lines, start, columns = _list(content, filename, doubts)
    if len(lines) - start > MOST_ROWS:
        raise IntakeError(words.too_long(MOST_ROWS), Place(file=filename))
    rows = [row for line in lines[start:] if (row := _row(line, columns, doubts))]
    if not rows:
        raise IntakeError(words.empty_list(), Place(file=filename))
    return StaffList(
        tuple(_without_doubles(rows, doubts)), tuple(sorted(doubts, key=lambda d: d.line))
    )


def looks_like_staff(content: bytes, filename: str) -> bool:
    """Return whether a file is a staff list: it has names together with telephones or roles."""
    try:
        _all, _start, columns = _list(content, filename, [])
    except IntakeError:
        return False
    return not {"phone", "role", "head"}.isdisjoint(columns)


def _list(
    content: bytes, filename: str, doubts: list[StaffDoubt]
) -> tuple[Sequence[Line], int, dict[str, int]]:
    """Return the lines of the first table with a heading, where its people begin, its columns."""
    for lines in tables(content, filename, doubts):
        if found := _heading(lines):
            return lines, *found
    raise IntakeError(words.no_name_column(), Place(file=filename))


def tables(content: bytes, filename: str, doubts: list[StaffDoubt]) -> Iterator[Sequence[Line]]:
    """Yield the lines of each table of an XLSX or CSV file. Raises IntakeError for other files."""
    is_csv = PurePath(filename).suffix.lower() == ".csv"
    # The guard takes text under the name of a text file; a CSV is one.
    kind = recognise(content, "staff.txt" if is_csv else filename)
    if kind is Format.XLSX:
        from jobs.intake.readers.xlsx import read_xlsx  # openpyxl is heavy

        for table in read_xlsx(content).blocks:
            if isinstance(table, Table):
                yield [(row.number, tuple(c.text for c in row.cells)) for row in table.rows]
    elif kind is Format.TEXT:
        yield list(_csv_lines(_decoded(content, doubts), filename))
    else:
        raise IntakeError(words.not_a_list(), Place(file=filename))


def _decoded(content: bytes, doubts: list[StaffDoubt]) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        doubts.append(StaffDoubt(0, words.old_encoding()))
        return content.decode("cp1258", errors="replace")


def _csv_lines(text: str, filename: str) -> Iterator[Line]:
    head = text[:4000]
    delimiter = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield reader.line_num, tuple(cells)
    except csv.Error as error:
        raise IntakeError(words.not_a_list(), Place(file=filename)) from error


def _heading(lines: Sequence[Line]) -> tuple[int, dict[str, int]] | None:
    """Return where the people begin, and which column means what; None without a heading."""
    for at, (_number, cells) in enumerate(lines[:_HEADING_WITHIN]):
        columns: dict[str, int] = {}
        for index, cell in enumerate(cells):
            meaning = _meaning(fold_name(clean_name(cell)))
            if meaning and meaning not in columns:
                columns[meaning] = index
        if "name" in columns and len(columns) > 1:
            return at + 1, columns
    return None


def _meaning(heading: str) -> str | None:
    return next((name for name, words_ in _COLUMNS if words_.search(heading)), None)


def _row(line: Line, columns: dict[str, int], doubts: list[StaffDoubt]) -> StaffRow | None:
    number, cells = line

    def cell(meaning: str) -> str:
        at = columns.get(meaning)
        return cells[at].strip() if at is not None and at < len(cells) else ""

    def doubt(sentence: str) -> None:
        doubts.append(StaffDoubt(number, sentence))

    if not any(text.strip() for text in cells):
        return None
    name = clean_name(f"{cell('surname')} {cell('name')}")
    if name == words.EXAMPLES[0][0]:
        return None  # the template's example, left in
    if not name:
        doubt(words.name_missing())
        return None
    if not is_a_name(name):
        doubt(words.name_odd(name))
    phone = read_phone(cell("phone"))
    if phone is None:
        doubt(
            words.phone_odd(clean_name(cell("phone")))
            if cell("phone")
            else words.phone_missing(name)
        )
    agencies = _agencies(cell("agency"))
    if not agencies:
        doubt(words.agency_missing(name))
    position = clean_name(cell("position"))
    return StaffRow(
        line=number,
        name=name,
        phone=phone,
        agencies=agencies,
        position=position,
        roles=_roles(cell("role"), position, doubt),
        address=_address(cell("address"), doubt),
        is_head=fold_name(cell("head")) in _YES
        or ("head" not in columns and _HEADS.search(fold_name(position)) is not None),
    )


def _agencies(text: str) -> tuple[str, ...]:
    names = (clean_name(part, LONGEST_AGENCY) for part in re.split(r"[;|\n]", text))
    return tuple(dict.fromkeys(name for name in names if name))


def _roles(text: str, position: str, doubt: Callable[[str], None]) -> frozenset[Role]:
    """Return the roles that the list gives; from the position only what is beyond doubt."""
    roles: frozenset[Role] = frozenset()
    for part in re.split(r"[;,|\n]", text):
        said = fold_name(clean_name(part))
        if not said:
            continue
        found = next((roles_ for words_, roles_ in _ROLES if words_.search(said)), None)
        if found is None:
            doubt(words.role_unknown(clean_name(part)))
        roles |= found or frozenset({Role.OFFICER})
    if roles or not position:
        return roles
    folded = fold_name(position)
    if _LEADS_THE_WARD.search(folded):
        return frozenset({Role.LEADERSHIP})
    return frozenset({Role.GROUP_LEADER}) if _LEADS_A_GROUP.search(folded) else frozenset()


def _address(text: str, doubt: Callable[[str], None]) -> Address | None:
    said = fold_name(clean_name(text))
    if said and said not in _ADDRESSES:
        doubt(words.address_unknown(clean_name(text)))
    return _ADDRESSES.get(said)


def _without_doubles(rows: Sequence[StaffRow], doubts: list[StaffDoubt]) -> Iterator[StaffRow]:
    """Leave out a person who stands there twice; say when two people share a number."""
    people: dict[tuple[str, str | None, tuple[str, ...]], int] = {}
    phones: dict[str, int] = {}
    for row in rows:
        key = (fold_name(row.name), row.phone, tuple(fold_name(a) for a in row.agencies))
        if key in people:
            doubts.append(StaffDoubt(row.line, words.same_person_twice(people[key])))
            continue
        people[key] = row.line
        if row.phone and row.phone in phones:
            doubts.append(StaffDoubt(row.line, words.phone_twice(phones[row.phone])))
        if row.phone:
            phones.setdefault(row.phone, row.line)
        yield row
