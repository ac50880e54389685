"""The document's own count of its tasks, held against what was read."""

import re
from collections.abc import Sequence

from data.texts import intake as words
from jobs.intake.letters import fold
from jobs.intake.rows import TaskTable
from jobs.intake.sorting import Kind, heading_text

_DECLARED = re.compile(
    r"\b(?:tong (?:cong|so)|cong)\b[\s:(]*(?:co\s*)?(\d{1,4})\s*(?:nhiem vu|viec|dau viec|cong viec|"
    r"noi dung|muc|giai phap)"
)


def check_total(
    tables: Sequence[TaskTable], kinds: Sequence[Sequence[Kind]], paragraphs: Sequence[str]
) -> str | None:
    """Return a doubt when the declared count is not the count of tasks, explained if it can be.

    Offices count what stands in the first number column. There a number may be given to a group
    heading while its tasks below have none: then numbered tasks plus numbered groups make the
    declared count, and the groups hold the surplus (Ba Ngòi 2025: 32 + 7 = 39, of 59 tasks).
    """
    declared = _declared(tables, paragraphs)
    found = sum(kind is Kind.TASK for one in kinds for kind in one)
    if declared is None or declared == found:
        return None
    tasks = _counted(tables, kinds, Kind.TASK)
    groups = _counted(tables, kinds, Kind.SECTION)
    if groups and tasks + groups == declared:
        return words.total_counts_groups(declared, found, tasks, groups)
    return words.total_differs(declared, found)


def _counted(tables: Sequence[TaskTable], kinds: Sequence[Sequence[Kind]], wanted: Kind) -> int:
    return sum(
        kind is wanted and row.counted is not None and row.counted.text.isdigit()
        for table, sorted_rows in zip(tables, kinds, strict=True)
        for row, kind in zip(table.rows, sorted_rows, strict=True)
    )


def _declared(tables: Sequence[TaskTable], paragraphs: Sequence[str]) -> int | None:
    rows = (heading_text(row) or " ".join(row.stray) for table in tables for row in table.rows)
    for text in (*paragraphs[::-1], *rows):
        found = _DECLARED.search(fold(text)) if len(text) < 200 else None
        if found:
            return int(found[1])
    return None
