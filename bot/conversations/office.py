"""What the lead office's conversations share."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from bot.conversations.base import Reply, Turn
from data.domain.access import Wish, may
from data.domain.messages import Choice, FileRef, OutgoingMessage
from data.errors import RefusedError
from data.texts.people import denied

_DOCUMENTS = frozenset(
    {".docx", ".doc", ".xlsx", ".xls", ".pdf", ".txt", ".tsv", ".md", ".rtf", ".odt"}
)
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


def list_in(turn: Turn) -> FileRef | None:
    """Return the first file that a staff list could be in."""
    return next((f for f in turn.message.files if _extension(f) in _LISTS), None)


def stored_bytes(turn: Turn, file: FileRef) -> bytes | None:
    """Return the bytes of a file that is here already; None when it has to be fetched first."""
    return turn.file_path(file.sha256).read_bytes() if file.sha256 else None


def _extension(file: FileRef) -> str:
    return PurePath(file.name).suffix.lower()
