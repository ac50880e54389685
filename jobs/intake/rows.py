"""Tables to task rows: headings found, pages put together, every row accounted for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from data.domain.drafts import SkippedRow, SkipReason, SourcePlace
from jobs.intake.alignment import align
from jobs.intake.columns import Columns, Meaning, heading_row, is_sub_heading
from jobs.intake.letters import fold
from jobs.intake.numbers import Number, are_column_numbers, read_number
from jobs.intake.shapes import looks_like_time
from jobs.intake.tables import Merge, Row, Table


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One data row by meaning. `merged` holds the meanings that a cell above covers."""

    place: SourcePlace
    texts: dict[Meaning, str]
    merged: frozenset[Meaning]
    page_start: bool
    spans_row: bool
    """The row is one cell across the table."""
    counted: Number | None
    """The number in the first number column, which the document's own count follows."""
    number: Number | None
    stray: tuple[str, ...]
    """Every text of the row, in order, for rows whose cells have slid."""
    doubts: tuple[str, ...]

    def text(self, meaning: Meaning) -> str:
        """Return the text of a meaning, "" when the row has none."""
        return self.texts.get(meaning, "")

    def own(self, meaning: Meaning) -> str:
        """Return the text that stands in this row itself, not in a cell merged from above."""
        return "" if meaning in self.merged else self.texts.get(meaning, "")


@dataclass(slots=True)
class TaskTable:
    """Rows of one task table, over all pages that it runs."""

    headings: tuple[str, ...]
    rows: list[TaskRow] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    meanings: set[Meaning] = field(default_factory=set)

    @property
    def is_numbered(self) -> bool:
        """Return whether the table numbers its tasks."""
        return Meaning.NUMBER in self.meanings


@dataclass(frozen=True, slots=True)
class Found:
    """The task tables of a document, and the text blocks that are not of them."""

    tables: tuple[TaskTable, ...]
    paragraphs: tuple[str, ...]


def find_task_tables(blocks: Sequence[str | Table]) -> Found:
    """Take the task tables out of the document; other tables become paragraphs."""
    finder = _Finder()
    for block in blocks:
        if isinstance(block, Table):
            finder.table(block)
        else:
            finder.paragraph(block)
    return Found(tuple(finder.tables), tuple(finder.paragraphs))


class _Finder:
    def __init__(self) -> None:
        self.tables: list[TaskTable] = []
        self.paragraphs: list[str] = []
        self._open: TaskTable | None = None
        self._columns: Columns | None = None

    def paragraph(self, text: str) -> None:
        self.paragraphs.append(text)
        if not text.strip(" .-–").isdigit():  # a page number does not end a table
            self._open = None

    def table(self, table: Table) -> None:
        marks = list(_headings(table))
        first = marks[0][0] if marks else len(table.rows)
        if self._goes_on(table) and (not marks or _is_data(table.rows[:first])):
            assert self._columns is not None
            self._rows(table, table.rows[:first], self._columns)
        elif first:
            self._words_of(table.rows[:first])
            self._open = None
        for order, (at, height, headings) in enumerate(marks):
            end = marks[order + 1][0] if order + 1 < len(marks) else len(table.rows)
            self._part(table, at, height, headings, table.rows[at + height : end])

    def _goes_on(self, table: Table) -> bool:
        return (
            self._open is not None
            and self._columns is not None
            and table.width == len(self._columns.meanings)
        )

    def _words_of(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self.paragraphs.extend(
                cell.text for cell in row.cells if cell.text and cell.merge is Merge.NO
            )

    def _part(
        self, table: Table, at: int, height: int, headings: tuple[str, ...], rows: Sequence[Row]
    ) -> None:
        kept = tuple(sorted(fold(heading) for heading in headings if heading))
        repeated = self._open is not None and self._open.headings == kept
        if self._open is None or not repeated:
            self._open = TaskTable(kept)
            self.tables.append(self._open)
        why = SkipReason.REPEATED_HEADER if repeated else SkipReason.HEADER
        for row in table.rows[at : at + height]:
            self._open.skipped.append(
                SkippedRow(source=SourcePlace(table=table.number, row=row.number), why=why)
            )
        width = max(len(headings), *(len(row.cells) for row in rows)) if rows else len(headings)
        self._columns = align(headings, rows, width)
        self._rows(table, rows, self._columns)

    def _rows(self, table: Table, rows: Sequence[Row], columns: Columns) -> None:
        group = self._open
        assert group is not None
        group.meanings.update(own for own in columns.meanings if own is not None)
        page_start = bool(group.rows)
        for row in rows:
            place = SourcePlace(table=table.number, row=row.number)
            why = _no_data(row)
            if why is not None:
                group.skipped.append(SkippedRow(source=place, why=why))
                continue
            group.rows.append(_task_row(row, place, columns, page_start))
            page_start = False


def _is_data(rows: Sequence[Row]) -> bool:
    return all(sum(bool(cell.text) for cell in row.cells) >= 3 for row in rows)


def _same_words(headings: tuple[str, ...], before: tuple[str, ...]) -> bool:
    """Whether a row repeats the headings above it, and is no data that sounds like headings."""
    kept = {fold(heading) for heading in headings if heading}
    known = {fold(heading) for heading in before if heading}
    return len(kept & known) >= 0.6 * max(len(kept), 1)


def _headings(table: Table) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield (index, rows high, headings) of each heading in the table."""
    at = 0
    before: tuple[str, ...] | None = None
    while at < len(table.rows):
        headings = heading_row(table.rows[at])
        alone = at == 0 or sum(bool(cell.text) for cell in table.rows[at - 1].cells) <= 1
        if headings is None or not (
            before is None
            or _same_words(headings, before)
            or (alone and not any(looks_like_time(heading) for heading in headings))
        ):
            at += 1
            continue
        before = headings
        below = table.rows[at + 1] if at + 1 < len(table.rows) else None
        if below is not None and heading_row(below) is None and is_sub_heading(below):
            yield at, 2, _two_high(headings, below)
            at += 2
        else:
            yield at, 1, headings
            at += 1


def _two_high(headings: tuple[str, ...], below: Row) -> tuple[str, ...]:
    width = max(len(headings), len(below.cells))
    upper = headings + ("",) * (width - len(headings))
    lower = [cell.text if cell.merge is Merge.NO else "" for cell in below.cells]
    lower += [""] * (width - len(lower))
    return tuple(low or high for high, low in zip(upper, lower, strict=True))


def _no_data(row: Row) -> SkipReason | None:
    own = [cell.text for cell in row.cells if cell.text and cell.merge is Merge.NO]
    if not own and not any(cell.doubt for cell in row.cells):
        return SkipReason.BLANK
    return SkipReason.COLUMN_NUMBERS if are_column_numbers(own) else None


def _task_row(row: Row, place: SourcePlace, columns: Columns, page_start: bool) -> TaskRow:
    texts: dict[Meaning, str] = {}
    merged: set[Meaning] = set()
    numbers: list[str] = []
    meanings = columns.meanings + (None,) * (len(row.cells) - len(columns.meanings))
    for meaning, cell in zip(meanings, row.cells, strict=False):
        if not cell.text:
            continue
        if meaning is Meaning.NUMBER or (meaning is None and read_number(cell.text)):
            numbers.append("" if cell.merge is Merge.ABOVE else cell.text)
        own = meaning or Meaning.OTHER
        texts[own] = f"{texts[own]}\n{cell.text}" if own in texts else cell.text
        if cell.merge is Merge.ABOVE:
            merged.add(own)
    counted, number = _numbers(row, columns, numbers)
    kept = tuple(cell.text for cell in row.cells if cell.text and cell.merge is Merge.NO)
    return TaskRow(
        place=place,
        texts=texts,
        merged=frozenset(merged),
        page_start=page_start,
        spans_row=len(row.cells) > 2 and all(c.merge is Merge.LEFT for c in row.cells[1:]),
        counted=counted,
        number=number,
        stray=kept,
        doubts=tuple(dict.fromkeys(cell.doubt for cell in row.cells if cell.doubt)),
    )


def _numbers(row: Row, columns: Columns, texts: list[str]) -> tuple[Number | None, Number | None]:
    """Return the number the document counts by, and the one that places the row (1.1, IV)."""
    read = [found for text in texts if text and (found := read_number(text))]
    places = columns.at(Meaning.NUMBER)
    first = row.cells[places[0]] if places and places[0] < len(row.cells) else None
    counted = None
    if first is not None and first.merge is Merge.NO:
        counted = read_number(first.text)
    return counted, read[-1] if read else None
