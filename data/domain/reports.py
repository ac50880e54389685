"""What was said and what was shown."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Doneness(StrEnum):
    """How far the words say the work is."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not_yet"
    UNSAID = "unsaid"  # a note without a statement of progress


@dataclass(frozen=True, slots=True)
class Progress:
    """What was read from a report's words."""

    doneness: Doneness
    percent: int | None = None
    count: int | None = None
    """The 1 of "1/2 buổi"."""
    of: int | None = None
    """The 2 of "1/2 buổi"."""
    people: int | None = None
    """The 85 of "85 người dự"."""
    obstacle: str | None = None
    """The words after "vướng"."""


class ReportState(StrEnum):
    """A report can be taken back for ten minutes; it is then kept as undone."""

    STORED = "stored"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Report:
    """Said by a person about an occurrence."""

    id: int
    occurrence_id: int
    person_id: int
    text: str
    progress: Progress
    state: ReportState
    created_at: datetime
    recorded_by: int | None = None
    """Who of the lead office wrote it down for the person."""


def digest_of_words(text: str) -> str:
    """Return the SHA-256 by which the event log vouches for a report's words without holding them.

    Of the words as a database keeps them: without NUL and halves of characters.
    """
    return hashlib.sha256(text.replace("\0", "").encode("utf-8", "replace")).hexdigest()


class EvidenceState(StrEnum):
    """`STORED` only after the bytes are fsynced."""

    PENDING = "pending"
    STORED = "stored"
    FAILED = "failed"
    SET_ASIDE = "set_aside"
    """Its first page bears the stamp of a secret: shown to nobody until somebody has looked."""
    DESTROYED = "destroyed"
    """By decision: the row tells that there was a file, its digest, size and times; no bytes."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file shown as evidence: the original bytes, named by their SHA-256."""

    id: int
    person_id: int
    report_id: int | None
    """None while it waits for its report ("Ảnh này cho việc nào?")."""
    name: str
    mime: str
    size: int
    """Bytes."""
    sha256: str | None
    state: EvidenceState
    is_compressed: bool
    taken_at: datetime | None
    """From EXIF: said by the camera, never required."""
    sent_at: datetime
    received_at: datetime


def each_once(files: Iterable[Evidence], beside: Iterable[Evidence] = ()) -> tuple[Evidence, ...]:
    """Return the files whose bytes are not among those `beside` nor among the ones before them.

    A report shows a picture once. Files that are still to be fetched are compared when they are here.
    """
    seen = {other.sha256 for other in beside}
    found = []
    for file in files:
        if file.sha256 is None or file.sha256 not in seen:
            found.append(file)
        seen.add(file.sha256)
    return tuple(found)
