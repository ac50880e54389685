"""A file of criteria: an XLSX or CSV in, a catalogue out, or every place that is wrong with it."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import PurePath

from data.domain.criteria import LONGEST_TITLE, LONGEST_WORDS, CatalogueDraft, CriterionDraft
from data.domain.names import clean_name, fold_name
from data.errors import IntakeError, Place
from data.texts import criteria_files as words
from jobs.intake.staff import Line, tables

MOST_ROWS = 1_000
_HEADING_WITHIN = 20
_HIGHEST = Decimal(1000)
_CODE = re.compile(r"[A-Za-z0-9]{1,6}(?:\.[A-Za-z0-9]{1,6}){0,5}")
_COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("code", re.compile(r"^(?:ma|stt|so tt|tt)(?: so| tieu chi)?$")),
    ("title", re.compile(r"^(?:ten|noi dung)?(?: cac)? ?(?:tieu chi|linh vuc).*|^tieu chi")),
    ("points", re.compile(r"^(?:diem|thang diem)(?: toi da| chuan)?$")),
    ("asks", re.compile(r"^(?:minh chung|tai lieu kiem chung).*(?<!dang co)$")),
    ("score", re.compile(r"^(?:diem )?tu (?:cham|danh gia)(?: diem)?$")),
    ("explanation", re.compile(r"^giai trinh")),
)
_ABOUT = {fold_name(n): n for n in (words.NAME, words.VERSION, words.YEAR, words.SOURCE)}
_Cell = tuple[int, int | None, str]


def read_criteria(content: bytes, filename: str, year: int | None = None) -> CatalogueDraft:
    """Return the catalogue in a file. `year` holds where the file names none.

    Raises IntakeError: with the first places that are wrong, by row and column, or when the file is
    no catalogue at all.
    """
    found = _table(content, filename)
    if found is None:
        raise IntakeError(words.no_heading(), Place(file=filename))
    sheet, lines, start, columns = found
    wrong: list[_Cell] = []
    about = _about(lines[: start - 1])
    named = clean_name(about.get(words.NAME, (0, ""))[1], 80)
    if not named:
        wrong.append((1, None, words.no_name()))
    said = about.get(words.YEAR, (1, ""))
    of_year = _year(said[1]) if said[1] else year
    if of_year is None:
        wrong.append((said[0], None, words.bad_year(said[1])))
    rows = _rows(lines[start:], columns, wrong)
    if len(rows) > MOST_ROWS:
        raise IntakeError(words.too_long(MOST_ROWS), Place(file=filename))
    if not rows and not wrong:
        raise IntakeError(words.empty(), Place(file=filename))
    if wrong or of_year is None:
        listed = [words.at(*one) for one in sorted(wrong, key=lambda one: one[0])]
        place = Place(file=filename, table=sheet, row=min(w[0] for w in wrong))
        raise IntakeError(words.wrong(filename, sheet, listed), place)
    return CatalogueDraft(
        named,
        clean_name(about.get(words.VERSION, (0, ""))[1], 120),
        of_year,
        clean_name(about.get(words.SOURCE, (0, ""))[1], LONGEST_TITLE),
        tuple(rows),
        scored=not {"score", "explanation"}.isdisjoint(columns),
    )


def looks_like_criteria(content: bytes, filename: str) -> bool:
    """Return whether a file is a table of criteria: it has their headings."""
    try:
        found = _table(content, filename)
    except IntakeError:
        return False
    if found is None:
        return False
    _sheet, lines, start, columns = found
    return "points" in columns or words.NAME in _about(lines[: start - 1])


def _table(content: bytes, filename: str) -> tuple[int, Sequence[Line], int, dict[str, int]] | None:
    """Return the number of the first sheet with the headings, its lines, where they end, columns."""
    if PurePath(filename).suffix.lower() not in {".xlsx", ".csv"}:
        raise IntakeError(words.not_a_workbook(), Place(file=filename))
    for sheet, lines in enumerate(tables(content, filename, []), 1):
        for at, (_number, cells) in enumerate(lines[:_HEADING_WITHIN]):
            columns = _meanings(cells)
            if {"code", "title"} <= columns.keys():
                return sheet, lines, at + 1, columns
    return None


def _meanings(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        folded = fold_name(clean_name(cell))
        meaning = next((name for name, said in _COLUMNS if said.search(folded)), None)
        if meaning:
            columns.setdefault(meaning, index)
    return columns


def _about(lines: Sequence[Line]) -> dict[str, tuple[int, str]]:
    """Return what stands over the table: each name with its line and the cell beside it."""
    found: dict[str, tuple[int, str]] = {}
    for number, cells in lines:
        name = _ABOUT.get(fold_name(clean_name(cells[0]))) if cells else None
        if name:
            value = next((c.strip() for c in cells[1:] if c.strip()), "")
            found.setdefault(name, (number, value))
    return found


def _year(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return number if 2000 <= number <= 2100 else None


def _rows(
    lines: Sequence[Line], columns: dict[str, int], wrong: list[_Cell]
) -> list[CriterionDraft]:
    rows: list[CriterionDraft] = []
    seen: dict[str, int] = {}
    for number, cells in lines:
        row = _Row(number, cells, columns, wrong)
        draft = row.read()
        if draft is None:
            continue
        if draft.code in seen:
            row.say("code", words.twice(draft.code, seen[draft.code]))
            continue
        seen[draft.code] = number
        rows.append(draft)
    return rows


class _Row:
    """One line of the table, and where it says what is wrong with it."""

    def __init__(
        self, number: int, cells: Sequence[str], columns: dict[str, int], wrong: list[_Cell]
    ) -> None:
        self._number, self._cells, self._columns, self._wrong = number, cells, columns, wrong

    def read(self) -> CriterionDraft | None:
        """Return the criterion; None for a blank line and for one that cannot be taken."""
        code = clean_name(self._cell("code"), 40).rstrip(".")
        title = clean_name(self._cell("title"), LONGEST_TITLE)
        if not code and not title:
            return None  # a blank line, or one of totals
        if not code:
            self.say("code", words.no_code())
        elif not _CODE.fullmatch(code):
            self.say("code", words.bad_code(code))
        elif not title:
            self.say("title", words.no_title(code))
        if not code:
            return None
        points, score = self._points("points"), self._points("score")
        return CriterionDraft(
            self._number,
            code,
            title,
            points,
            clean_name(self._cell("asks"), LONGEST_WORDS),
            score,
            clean_name(self._cell("explanation"), LONGEST_WORDS),
        )

    def say(self, meaning: str, sentence: str) -> None:
        """Note what is wrong with a cell."""
        self._wrong.append((self._number, self._columns.get(meaning), sentence))

    def _cell(self, meaning: str) -> str:
        at = self._columns.get(meaning)
        return self._cells[at].strip() if at is not None and at < len(self._cells) else ""

    def _points(self, meaning: str) -> Decimal | None:
        text = self._cell(meaning)
        if not text:
            return None
        points = read_points(text)
        if points is None:
            self.say(meaning, words.bad_points(" ".join(text[:40].split())))
        return points


def read_points(text: str) -> Decimal | None:
    """Return "2,5" as a number of points; None for anything but 0 to 1000 in hundredths."""
    said = text.strip().replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]{1,2})?", said, re.ASCII):
        return None
    try:
        points = Decimal(said)
    except InvalidOperation:
        return None
    return points if points <= _HIGHEST else None
