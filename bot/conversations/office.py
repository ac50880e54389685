"""What the lead office's conversations share."""

import asyncio
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from bot.conversations.base import Reply, Turn
from data.domain.access import Wish, may
from data.domain.messages import Choice, FileRef, OutgoingMessage
from data.errors import RefusedError
from data.texts.people import denied
from jobs.intake.staff import looks_like_staff

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


async def is_staff_list(turn: Turn, file: FileRef) -> bool:
    """Return whether a file that is here already is a staff list."""
    content = stored_bytes(turn, file)
    # Beside the loop: a workbook takes a while to open.
    return content is not None and await asyncio.to_thread(looks_like_staff, content, file.name)


def stored_bytes(turn: Turn, file: FileRef) -> bytes | None:
    """Return the bytes of a file that is here already; None when it has to be fetched first."""
    return turn.file_path(file.sha256).read_bytes() if file.sha256 else None


def _extension(file: FileRef) -> str:
    return PurePath(file.name).suffix.lower()
