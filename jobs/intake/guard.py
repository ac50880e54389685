"""What a file really is, found from its first bytes before anything opens it.

Limits after OWASP ASVS 5.0 (5.2.1-5.2.6, 1.5.1): type by content and by name, size, and for
packages the unpacked sum, ratio, number of entries, links, macros and document type definitions.
"""

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from data.errors import IntakeError, Place
from data.files.packages import is_odd
from data.texts import intake as words

MEGABYTE = 1024 * 1024
MAX_FILE = 25  # MB
MAX_UNPACKED = 100 * MEGABYTE
MAX_XML_PART = 24 * MEGABYTE  # a tree of it takes some ten times that in memory

_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_FORBIDDEN = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


class Format(StrEnum):
    """What can be read; the value is how a person calls it."""

    TEXT = "tệp chữ"
    DOCX = "văn bản Word"
    XLSX = "bảng tính Excel"
    PDF = "PDF"


_EXTENSIONS = {
    ".txt": Format.TEXT,
    ".tsv": Format.TEXT,
    ".md": Format.TEXT,
    ".docx": Format.DOCX,
    ".xlsx": Format.XLSX,
    ".pdf": Format.PDF,
}


def recognise(content: bytes, filename: str) -> Format:
    """Return the format by content. Raises IntakeError when it is none, or the name disagrees."""
    place = Place(file=filename)
    if len(content) > MAX_FILE * MEGABYTE:
        raise IntakeError(words.too_big(MAX_FILE), place)
    if not content.strip():
        raise IntakeError(words.empty_file(), place)
    found = _by_magic(content, place)
    extension = PurePath(filename).suffix.lower()
    if extension and _EXTENSIONS.get(extension) is not found:
        if extension in _EXTENSIONS or found is not Format.TEXT:
            raise IntakeError(words.wrong_extension(extension, found.value), place)
        raise IntakeError(words.unknown_kind(), place)
    return found


def _by_magic(content: bytes, place: Place) -> Format:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if content[:1024].find(b"%PDF-") >= 0:
        return Format.PDF
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise IntakeError(words.locked_file() if locked else words.old_office(), place)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(content, place)
    if head.startswith(b"{\\rtf"):
        raise IntakeError(words.rich_text(), place)
    if head.startswith((b"<!doctype html", b"<html", b"mime-version:")) or b"<html" in head:
        raise IntakeError(words.web_page(), place)
    if content.startswith(_PICTURES) or content[4:8] == b"ftyp" or content[8:12] == b"WEBP":
        raise IntakeError(words.picture(), place)
    if content.startswith(_ARCHIVES):
        raise IntakeError(words.archive(), place)
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not utf16:
        raise IntakeError(words.unknown_kind(), place)
    return Format.TEXT


def _package(content: bytes, place: Place) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _check_entries(entries, place)
            found = _office_kind({entry.filename for entry in entries}, package, place)
            _check_xml(package, entries, place)
            return found
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise IntakeError(words.broken_file(), place) from error
    except RuntimeError as error:  # zipfile's way to say "password required"
        raise IntakeError(words.locked_file(), place) from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "_lzma"):
            raise IntakeError(words.broken_file(), place) from error
        raise


def _check_entries(entries: list[zipfile.ZipInfo], place: Place) -> None:
    heavy = any(_is_xml(e.filename) and e.file_size > MAX_XML_PART for e in entries)
    if heavy or is_odd(entries, MAX_UNPACKED):
        raise IntakeError(words.bomb(), place)


def _office_kind(names: set[str], package: zipfile.ZipFile, place: Place) -> Format:
    lower = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise IntakeError(words.with_macros(), place)
    if "mimetype" in names and b"opendocument" in package.read("mimetype")[:200]:
        raise IntakeError(words.open_document(), place)
    if "[content_types].xml" not in lower:
        raise IntakeError(words.archive(), place)
    if any(name.startswith("word/") for name in lower):
        return Format.DOCX
    if any(name.startswith("xl/") for name in lower):
        return Format.XLSX
    raise IntakeError(words.unknown_kind(), place)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels", ".vml"))


def _check_xml(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], place: Place) -> None:
    for entry in entries:
        if not _is_xml(entry.filename):
            continue
        part = package.read(entry)
        said = _ENCODING.search(part[:300])
        odd = said is not None and said[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii")
        if odd or any(mark in part for mark in _FORBIDDEN):
            raise IntakeError(words.bomb(), place)
