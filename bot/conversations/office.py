"""What the lead office's conversations share."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from bot.conversations.base import Reply, Turn
from data.domain.access import Wish, may
from data.domain.criteria import CatalogueDraft
from data.domain.messages import Choice, FileRef, OutgoingMessage
from data.domain.staff import StaffList
from data.errors import RefusedError
from data.texts.people import denied
from jobs.intake.apart import find_list_apart

_DOCUMENTS = frozenset(
    {".docx", ".doc", ".xlsx", ".xls", ".pdf", ".txt", ".tsv", ".md", ".rtf", ".odt"}
)
_NEVER_EVIDENCE = _DOCUMENTS - {".docx", ".xlsx", ".pdf"}
LARGEST_LIST = 1024 * 1024
"""Bytes: ten times a list of 2,000 people. Larger tables are evidence."""
_LISTS = frozenset({".csv", ".xlsx", ".xls"})


def say(text: str, choices: Iterable[Choice] = (), keep: dict[str, Any] | None = None) -> Reply:
    """Return a reply of one message."""
    return Reply((OutgoingMessage(text, tuple(choices)),), keep)


def is_office(turn: Turn) -> bool:
    """Return whether the person works for the lead office or administers."""
    return may(turn.person, Wish.IMPORT_PLAN) is None


def only_for_office(turn: Turn) -> None:
    """Raise RefusedError for anybody else, for commands that show the office's lists."""
    if denial := may(turn.person, Wish.IMPORT_PLAN):
        raise RefusedError(denied(denial))


def document_in(turn: Turn) -> FileRef | None:
    """Return the first file that a plan could be in."""
    return next((f for f in turn.message.files if _extension(f) in _DOCUMENTS), None)


def is_no_evidence(file: FileRef) -> bool:
    """Return whether the file is of a kind that is taken as a document, never as evidence."""
    return _extension(file) in _NEVER_EVIDENCE


def list_in(turn: Turn) -> FileRef | None:
    """Return the first file that a staff list could be in."""
    return next(
        (
            f
            for f in turn.message.files
            if _extension(f) in _LISTS and (f.size or 0) <= LARGEST_LIST
        ),
        None,
    )


async def staff_in(turn: Turn, file: FileRef) -> StaffList | None:
    """Return the staff list in a file; None when it is no list, or has to be fetched first.

    Raises IntakeError when it is a list that cannot be taken.
    """
    found = await _list_in(turn, file)
    return found if isinstance(found, StaffList) else None


async def criteria_in(turn: Turn, file: FileRef) -> CatalogueDraft | None:
    """Return the criteria in a file; as `staff_in` does for staff."""
    found = await _list_in(turn, file)
    return found if isinstance(found, CatalogueDraft) else None


async def _list_in(turn: Turn, file: FileRef) -> StaffList | CatalogueDraft | None:
    if file.sha256 is None:
        return None
    # Several conversations ask about the same message: it is opened for the first.
    asked = (turn.ward.id, file.sha256, file.name)
    if asked not in _READ:
        found = await find_list_apart(turn.file_path(file.sha256), file.name)
        _READ.clear()
        _READ[asked] = found
    return _READ[asked]


_READ: dict[tuple[int, str, str], StaffList | CatalogueDraft | None] = {}


def _extension(file: FileRef) -> str:
    return PurePath(file.name).suffix.lower()
