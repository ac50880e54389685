"""Typed fixes of a draft: "#18 30/6", "#18 chủ trì Trạm Y tế", "#18 bỏ", "#18 tên …"."""

import re

from data.domain.names import fold_name
from data.domain.plan_review import Review
from data.domain.tasks import AssignmentKind
from data.errors import RefusedError
from data.texts import plans as words
from jobs.actions.edit_draft import (
    Editing,
    set_agencies,
    set_dropped,
    set_short_title,
    set_time,
)

_CODE = re.compile(r"\s*(?:#|việc\s+|so\s+)?\s*(\d{1,5})(?![\d/.])\s*[:,.–-]?\s+(.+)", re.I | re.S)
_PARTS = (
    ("chu tri", AssignmentKind.LEAD, words.lead_word),
    ("phoi hop", AssignmentKind.COORDINATE, words.coordinate_word),
    ("giam sat", AssignmentKind.SUPERVISE, words.supervise_word),
)
_OUT = frozenset({"bo", "bo viec nay", "xoa"})
_BACK = frozenset({"giu", "giu lai", "lay lai"})
_CALLED = re.compile(r"\s*(?:tên|goi la|gọi là)\s*:?\s+(.+)", re.I | re.S)


async def apply_fix(
    edit: Editing, review: Review, text: str, asked: int | None
) -> tuple[Review, str] | None:
    """Apply a typed fix and say what was taken; None when the text speaks of no task of the draft.

    Without a number it is about the task that was just asked. Raises RefusedError when it cannot
    be understood.
    """
    numbered = _CODE.match(text)
    code, said = (int(numbered[1]), numbered[2].strip()) if numbered else (asked, text.strip())
    if code is None or all(t.code != code for t in review.everything):
        return None
    folded = fold_name(said)
    if folded in _OUT:
        return await set_dropped(edit, code, True), words.task_dropped(code)
    if folded in _BACK:
        return await set_dropped(edit, code, False), words.task_restored(code)
    if called := _CALLED.match(said):
        changed = await set_short_title(edit, code, called[1])
        task = changed.task(code)
        return changed, words.task_renamed(code, task.short_title if task else called[1])
    if part := _part(said):
        return await _assign(edit, code, *part)
    try:
        changed, rule = await set_time(edit, code, said)
    except RefusedError:
        known = review.task(code)
        if numbered and known and known.keeps_task_id is not None:
            return None  # a report about the task that is in force under this number
        raise
    return changed, words.task_retimed(code, rule)


def assignment_in(text: str) -> tuple[int, AssignmentKind, str, str] | None:
    """Return number, part, its Vietnamese name and agencies of "#18 chủ trì Trạm Y tế"."""
    numbered = _CODE.match(text)
    part = _part(numbered[2].strip()) if numbered and text.lstrip().startswith("#") else None
    return (int(numbered[1]), *part) if numbered and part else None


def _part(said: str) -> tuple[AssignmentKind, str, str] | None:
    folded = fold_name(said)
    for begin, kind, word in _PARTS:
        if folded.startswith(begin):
            return kind, word(), _after(said, begin)
    return None


async def _assign(
    edit: Editing, code: int, kind: AssignmentKind, part: str, names: str
) -> tuple[Review, str]:
    changed = await set_agencies(edit, code, kind, names)
    task = changed.task(code)
    taken: tuple[str, ...] = getattr(task.draft, kind.value) if task else ()
    return changed, words.task_reassigned(code, part, taken)


def _after(said: str, begin: str) -> str:
    """Return what stands behind the first words, which folding changes in letters, not in number."""
    return " ".join(said.split()[len(begin.split()) :]).lstrip(": ")
