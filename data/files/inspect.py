"""Looks into a stored file before it counts as evidence: never unpacks it, never runs it."""

import asyncio
import zipfile
from pathlib import Path

from data.domain.evidence import Kind, Objection, clean_name, judge
from data.errors import RefusedError
from data.files.evidence_store import StoredFile
from data.files.packages import is_odd
from data.texts.files import file_refused

LARGEST_DIRECTORY = 2 * 1024 * 1024
"""Bytes of a package's list of parts; real ones have a few kilobytes."""
LARGEST_UNPACKED = 500 * 1024 * 1024
LARGEST_PART_LIST = 1024 * 1024
_END = b"PK\x05\x06"


async def accept(name: str, stored: StoredFile, path: Path) -> Kind:
    """Return what a stored file is. Raises RefusedError, with the reason, when it is not taken."""
    verdict = judge(name, stored.head, stored.size)
    if isinstance(verdict, Kind) and verdict.is_package:
        verdict = await asyncio.to_thread(look_into_package, path, verdict)
    if isinstance(verdict, Objection):
        raise RefusedError(file_refused(clean_name(name), verdict))
    return verdict


def look_into_package(path: Path, said: Kind) -> Kind | Objection:
    """Return `said` if the package is that kind of document without macros, else the objection."""
    try:
        if not _directory_is_sane(path):
            return Objection.DAMAGED
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            names = {p.filename for p in parts}
            if "[Content_Types].xml" not in names:
                return Objection.ARCHIVE
            if any(p.flag_bits & 1 for p in parts):
                return Objection.OLD_OR_LOCKED_OFFICE
            if is_odd(parts, LARGEST_UNPACKED):
                return Objection.UNUSUAL
            with package.open("[Content_Types].xml") as part:
                types = part.read(LARGEST_PART_LIST).lower()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return Objection.DAMAGED
    if b"macroenabled" in types or any(n.lower().endswith("vbaproject.bin") for n in names):
        return Objection.MACROS
    main = "word/document.xml" if said is Kind.DOCX else "xl/workbook.xml"
    return said if main in names else Objection.NOT_WHAT_IT_SAYS


def _directory_is_sane(path: Path) -> bool:
    # A list of parts of many megabytes would cost seconds and memory merely to be read.
    with path.open("rb") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - 65_557))
        tail = file.read()
    end = tail.rfind(_END)
    return end >= 0 and int.from_bytes(tail[end + 12 : end + 16], "little") <= LARGEST_DIRECTORY
