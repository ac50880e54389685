"""What each row of a task table is: a task, the rest of one, a section, a total, a note."""

import re
from collections.abc import Sequence
from enum import Enum

from jobs.intake.bullets import has_mark
from jobs.intake.columns import Meaning
from jobs.intake.letters import fold, is_capitals, starts_lower
from jobs.intake.numbers import Number, read_number, split_leading
from jobs.intake.rows import TaskRow, TaskTable

_TOTAL = re.compile(r"^(?:tong (?:cong|so)|cong|tong)\b(?=\s*[:(]?\s*(?:co\s*)?\d|\s*$|\s*:)")
_NOTE = re.compile(
    r"^(?:ghi chu|noi nhan|luu y|nguoi lap|chu tich|kt\.|tm\.|pho chu tich|luu:|\(?ky ten|"
    r"thu truong don vi$|ghi chu:)"
)
_HEADS = (Meaning.SECTION, Meaning.COMPONENT)
_DOING = (Meaning.LEAD, Meaning.BOTH, Meaning.COORDINATE, Meaning.SUPERVISE, Meaning.TIME)
_WORDS_LEFT_OPEN = re.compile(
    r"(?:[,/(\-–]|\b(?:va|cua|voi|cho|theo|tai|trong|ve|cac|den|bang|la|do|hoac|tu|phong|co|so|"
    r"thuc|thuong|quy|hang|ngay|truoc|thang|nam|sau|moi|dau|cuoi|khi|it|toi))$"
)


class Kind(Enum):
    """What a row is."""

    TASK = "task"
    JOIN = "join"
    SECTION = "section"
    TOTAL = "total"
    NOTE = "note"
    EMPTY = "empty"


def sort_rows(table: TaskTable) -> list[Kind]:
    """Return the kind of each row, in order."""
    rows = table.rows
    kinds: list[Kind] = []
    lost_merges = any(
        not row.page_start and row.own(Meaning.TITLE) and _bare(row) and not _heads_rows(rows, at)
        for at, row in enumerate(rows)
    )
    task: TaskRow | None = None
    for at, row in enumerate(rows):
        kind = _kind(table, at, task, lost_merges)
        if kind is Kind.TASK:
            task = row
        elif kind in (Kind.SECTION, Kind.TOTAL):
            task = None
        kinds.append(kind)
    return kinds


def _kind(table: TaskTable, at: int, task: TaskRow | None, lost_merges: bool) -> Kind:
    row = table.rows[at]
    words = heading_text(row)
    if words is not None:
        folded = fold(words)
        if _TOTAL.match(folded):
            return Kind.TOTAL
        if _NOTE.match(folded) and row.number is None:
            return Kind.NOTE
    if task is not None and _is_join(table, row, task, lost_merges):
        return Kind.JOIN
    if words is not None and _is_section(table, at, words, task):
        return Kind.SECTION
    if not any(row.text(own) for own in (Meaning.TITLE, *_HEADS)):
        return _untitled(row, task)
    return Kind.TASK


def _untitled(row: TaskRow, task: TaskRow | None) -> Kind:
    """A row that names nothing to do belongs to the task above, or is empty."""
    said = any(row.own(own) for own in row.texts if own is not Meaning.NUMBER)
    if said and row.number is not None and row.doubts:
        return Kind.TASK  # its words are a formula that was never calculated
    if not said or task is None:
        return Kind.EMPTY
    return Kind.EMPTY if row.number is not None and not said else Kind.JOIN


def heading_text(row: TaskRow) -> str | None:
    """Return the words of a row that holds nothing but a number and one text, else None."""
    kept = [text for text in row.stray if read_number(text) is None]
    return kept[0] if len(kept) == 1 else None


def heading_number(row: TaskRow) -> Number | None:
    """Return the number of a heading row, also when it stands in front of its words."""
    numbers = [found for text in row.stray if (found := read_number(text))]
    if numbers:
        return numbers[-1]
    words = heading_text(row)
    return split_leading(words)[0] if words else None


def _bare(row: TaskRow) -> bool:
    """Whether nobody and no time is named, not even by a cell merged from above."""
    return not any(row.text(own) for own in (*_DOING, Meaning.PRODUCT))


def _is_join(table: TaskTable, row: TaskRow, task: TaskRow, lost_merges: bool) -> bool:
    if row.number is not None or row.spans_row:
        return False
    words = heading_text(row)
    leading = split_leading(words)[0] if words else None
    if words and (is_capitals(words) or (leading is not None and leading.is_heading)):
        return False
    title = row.own(Meaning.TITLE)
    fresh_head = any(row.own(own) and not starts_lower(row.own(own)) for own in _HEADS)
    if Meaning.TITLE in row.merged and _has_own_part(row):
        return False
    if not title:
        return not fresh_head or (row.page_start and _all_go_on(row, task))
    if fresh_head:
        return False
    if row.page_start and starts_lower(title):
        return True
    if _all_go_on(row, task):
        return row.page_start or starts_lower(title) or _bare(row)
    named = bool(row.own(Meaning.TIME) or row.own(Meaning.LEAD) or row.own(Meaning.BOTH))
    if not row.page_start or named:
        return False
    return table.is_numbered or not lost_merges


def _has_own_part(row: TaskRow) -> bool:
    """Whether a row under a merged title names its own doer and its own time."""
    doer = row.own(Meaning.LEAD) or row.own(Meaning.BOTH)
    return bool(doer) and bool(row.own(Meaning.TIME)) and not starts_lower(doer)


def _all_go_on(row: TaskRow, task: TaskRow) -> bool:
    """Whether every cell reads as the rest of the cell above it."""
    return all(
        goes_on(task.text(own), row.own(own))
        for own in row.texts
        if own not in row.merged and own is not Meaning.NUMBER
    )


def goes_on(before: str, text: str) -> bool:
    """Whether `text` reads as the rest of `before`: a small letter, an open list, an open end."""
    if starts_lower(text):
        return True
    ended = before.rstrip()
    if has_mark(text):
        return ended.endswith((";", ",", ":")) or (has_mark(before) and ended.endswith("."))
    return bool(ended) and left_open(ended)


def left_open(text: str) -> bool:
    """Whether the text stops in the middle: at a comma, a dash, or a word that wants another."""
    return _WORDS_LEFT_OPEN.search(fold(text[-40:])) is not None


def _heads_rows(rows: Sequence[TaskRow], at: int) -> bool:
    """Whether the rows after this one stand under it."""
    number = heading_number(rows[at])
    below = rows[at + 1] if at + 1 < len(rows) else None
    if below is None:
        return False
    if number is None:
        return False
    if below.number is not None:
        return number.heads(below.number) or (number.rank >= 2 and below.number.rank == 7)
    return (
        not _bare(below)
        and bool(below.own(Meaning.TITLE))
        and not starts_lower(below.own(Meaning.TITLE))
    )


def _is_section(table: TaskTable, at: int, words: str, task: TaskRow | None) -> bool:
    row = table.rows[at]
    number = heading_number(row)
    if any(row.text(own) for own in _DOING if own in row.merged):
        return False
    if row.doubts:
        return False
    if (number is not None and number.is_heading) or row.spans_row or is_capitals(words):
        return True
    if row.own(Meaning.TITLE) != words:
        return True
    if _heads_rows(table.rows, at):
        return True
    if number is not None or table.meanings & set(_HEADS):
        return False
    if at + 1 == len(table.rows) or row.page_start:
        return False
    if table.is_numbered:
        return True  # without a number there, words alone can only head what follows
    below = table.rows[at + 1]
    lists = has_mark(below.own(Meaning.TITLE)) and not has_mark(words)
    return not _bare(below) and (task is None or lists)
