"""What a browser may send: evidence, and from the lead office also plain text and tables."""

from pathlib import PurePosixPath

from data.domain.evidence import Objection, judge
from data.files.evidence_store import EvidenceStore, StoredFile
from data.files.inspect import accept

_OFFICE_TEXT = {".txt": "text/plain", ".csv": "text/csv"}
"""Plans and staff lists also come so; they are read, never kept as evidence."""


async def kind_of(name: str, stored: StoredFile, files: EvidenceStore, *, is_office: bool) -> str:
    """Return the MIME type of a stored upload. Raises RefusedError, with the reason."""
    text = _OFFICE_TEXT.get(PurePosixPath(name).suffix.lower())
    if is_office and text and judge(name, stored.head, stored.size) is Objection.OTHER:
        return text
    return (await accept(name, stored, files.path(stored.sha256))).value
