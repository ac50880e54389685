"""What may be shown as evidence: decided by the name and the first bytes together.

Source of the list: OWASP ASVS 5.0, 5.2.1-5.2.2: an allow-list by content and by name; what a
browser or an office program could run is refused.
"""

import unicodedata
from enum import StrEnum
from pathlib import PurePosixPath

MEGABYTE = 1024 * 1024
LARGEST_FILE = 25 * MEGABYTE
LARGEST_VIDEO = 200 * MEGABYTE
LONGEST_NAME = 120


class Kind(StrEnum):
    """What is taken; the value is the MIME type it is kept and served with."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    HEIC = "image/heic"
    WEBP = "image/webp"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    MP4 = "video/mp4"
    OGG = "audio/ogg"
    MP3 = "audio/mpeg"
    M4A = "audio/mp4"
    AAC = "audio/aac"
    """A voice message of Zalo."""
    PLACE = "application/geo+json"
    """Made by us of a place that was sent; never taken as an upload."""

    @property
    def is_image(self) -> bool:
        """Whether it can be shown small."""
        return self.value.startswith("image/")

    @property
    def is_package(self) -> bool:
        """Whether it is a zip package, whose content has to be looked at as well."""
        return self in {Kind.DOCX, Kind.XLSX}


def is_looked_at(mime: str) -> bool:
    """Return whether a file that is here is looked into: pictures, and documents' first pages."""
    return mime.startswith("image/") or mime in {Kind.PDF.value, Kind.DOCX.value}


class Objection(StrEnum):
    """Why a file is not taken; `data.texts.files` says it in Vietnamese."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    ARCHIVE = "archive"
    PROGRAM = "program"
    WEB_PAGE = "web_page"
    MACROS = "macros"
    OLD_OR_LOCKED_OFFICE = "old_or_locked_office"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    DAMAGED = "damaged"
    UNUSUAL = "unusual"
    """A package that no office program writes: a bomb, a link, a part outside."""
    OTHER = "other"


_BY_EXTENSION = {
    "jpg": Kind.JPEG,
    "jpeg": Kind.JPEG,
    "jfif": Kind.JPEG,
    "png": Kind.PNG,
    "heic": Kind.HEIC,
    "heif": Kind.HEIC,
    "webp": Kind.WEBP,
    "pdf": Kind.PDF,
    "docx": Kind.DOCX,
    "xlsx": Kind.XLSX,
    "mp4": Kind.MP4,
    "m4v": Kind.MP4,
    "ogg": Kind.OGG,
    "oga": Kind.OGG,
    "opus": Kind.OGG,
    "mp3": Kind.MP3,
    "m4a": Kind.M4A,
    "aac": Kind.AAC,
}
_REFUSED_EXTENSIONS = {
    Objection.ARCHIVE: "zip rar 7z gz tgz tar bz2 xz cab iso",
    Objection.PROGRAM: "exe msi bat cmd com scr ps1 vbs js jar apk sh py dll lnk hta",
    Objection.WEB_PAGE: "html htm xhtml svg svgz xml mhtml shtml",
    Objection.MACROS: "docm dotm xlsm xltm xlsb pptm",
    Objection.OLD_OR_LOCKED_OFFICE: "doc xls",
}
_OBJECTION_TO = {e: o for o, names in _REFUSED_EXTENSIONS.items() for e in names.split()}
_REFUSED_BEGINNINGS = (
    (b"MZ", Objection.PROGRAM),
    (b"\x7fELF", Objection.PROGRAM),
    (b"#!", Objection.PROGRAM),
    (b"\xca\xfe\xba\xbe", Objection.PROGRAM),
    (b"Rar!", Objection.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Objection.ARCHIVE),
    (b"\x1f\x8b", Objection.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Objection.OLD_OR_LOCKED_OFFICE),
)
_WEB = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"<body", b"<head")
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_MP4_BRANDS = (b"iso", b"mp4", b"avc1", b"M4V", b"MSNV", b"3gp", b"dash")
_AUDIO_BRANDS = {b"M4A ", b"M4B "}
_OGG_SOUND = (b"OpusHead", b"\x01vorbis", b"Speex   ", b"\x7fFLAC")
_MP4_BOX = frozenset({Kind.MP4, Kind.M4A})


_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))}


def clean_name(name: str) -> str:
    """Return a file name without folders, control, right-to-left and reserved characters.

    At most 120 characters, the extension kept; "tep" when nothing is left. What Windows keeps for
    its devices ("CON.jpg" cannot be saved there) gets a word before it.
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    kept = "".join(
        c
        for c in unicodedata.normalize("NFC", last)
        if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*'
    )
    kept = " ".join(kept.split()).strip(" .")
    if kept.partition(".")[0].strip().upper() in _DEVICES:
        kept = f"tep {kept}"
    stem, dot, extension = kept.rpartition(".")
    if not dot or not stem or len(extension) > 8:
        return kept[:LONGEST_NAME].strip() or "tep"
    return stem[: LONGEST_NAME - len(extension) - 1].rstrip(" .") + "." + extension


def largest(name: str) -> int:
    """Return how many bytes a file of this name may have."""
    return LARGEST_VIDEO if kind_named(name) is Kind.MP4 else LARGEST_FILE


def kind_named(name: str) -> Kind | None:
    """Return what a file of this name says that it is; None for what is never taken."""
    return _BY_EXTENSION.get(_extension(name))


def judge(name: str, head: bytes, size: int) -> Kind | Objection:
    """Return what the file is, or why it is not taken. `head` is its first 4 KiB.

    Of a package (DOCX, XLSX) this sees only the wrapping: see `data.files.inspect`.
    """
    if size == 0:
        return Objection.EMPTY
    extension = _extension(name)
    found = _by_beginning(head)
    if extension in _OBJECTION_TO:
        return _OBJECTION_TO[extension]
    if isinstance(found, Objection):
        return found
    said = kind_named(name)
    if extension and said is None:
        return Objection.OTHER
    if found is None:
        return Objection.NOT_WHAT_IT_SAYS if said else Objection.OTHER
    if found.is_package:
        # The wrapping does not tell Word from Excel; without a name it is an archive like others.
        if said is None:
            return Objection.ARCHIVE
        found = said if said.is_package else found
    if said is not None and said is not found:
        if {said, found} == _MP4_BOX:
            # The same box: recorders on phones call it a video's, and people a sound one ".mp4".
            found = Kind.M4A
        elif not (said.is_image and found.is_image):
            # Phones often name one picture format with another's ending: that harms nobody.
            return Objection.NOT_WHAT_IT_SAYS
    limit = LARGEST_VIDEO if found is Kind.MP4 else LARGEST_FILE
    return Objection.TOO_BIG if size > limit else found


def _extension(name: str) -> str:
    return PurePosixPath(clean_name(name)).suffix[1:].lower()


def _by_beginning(head: bytes) -> Kind | Objection | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Kind.WEBP
    if head.startswith(b"%PDF-"):
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.DOCX
    if head[4:8] == b"ftyp":
        return _by_brand(head)
    if head.startswith(b"OggS"):
        # The first page says what the stream is: sound, not pictures that move.
        return Kind.OGG if any(sound in head[:64] for sound in _OGG_SOUND) else None
    if head.startswith(b"ID3") or _is_mp3_frame(head):
        return Kind.MP3
    if _is_aac_frame(head):
        return Kind.AAC
    for beginning, objection in _REFUSED_BEGINNINGS:
        if head.startswith(beginning):
            return objection
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return Objection.WEB_PAGE if start.startswith(_WEB) else None


def _is_mp3_frame(head: bytes) -> bool:
    # Eleven bits set, then MPEG version, layer III, and a bit rate and a sampling rate that exist.
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2 or head[1] & 0x18 == 0x08:
        return False
    return head[2] & 0xF0 not in (0x00, 0xF0) and head[2] & 0x0C != 0x0C


def _is_aac_frame(head: bytes) -> bool:
    # Twelve bits set and layer 0 (ADTS), then a sampling rate that exists.
    return len(head) > 6 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0 and head[2] & 0x3C < 0x34


def _by_brand(head: bytes) -> Kind | None:
    # The box says how long it is; its brands are four bytes each, after the version.
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[i : i + 4] for i in range(16, length, 4))]
    if brands[0] in _HEIC_BRANDS:
        return Kind.HEIC
    if brands[0] in _AUDIO_BRANDS:
        return Kind.M4A
    if any(b.startswith(_MP4_BRANDS) for b in brands) and brands[0] != b"qt  ":
        return Kind.MP4
    return None
