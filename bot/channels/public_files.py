"""Files that are fetched by an address alone: signed, and good for some days.

Zalo fetches a picture several times and again later, on the phones of whoever looks at it
(openclaw #141415): so an address lasts, however often it is asked for. A file that Zalo takes from
nobody, such as a spreadsheet, goes as a link that its reader opens. Who holds an address sees the
one file that we chose to send, and nothing else.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from data.domain.messages import OutgoingFile
from data.domain.wording import plain

PICTURES, FILES = "/anh/", "/tai/"
PICTURE_LASTS = timedelta(days=14)
FILE_LASTS = timedelta(days=7)
KINDS = {"image/jpeg": "jpg", "image/png": "png"}
"""What may be sent as a picture, and how its address ends."""
_LONGEST_NAME = 40
_SIGNED = r"(?P<sha256>[0-9a-f]{64})-(?P<until>[0-9a-f]{1,10})-(?P<seal>[0-9a-f]{32})"
_PICTURE = re.compile(rf"{_SIGNED}\.(?:jpg|png)")
_FILE = re.compile(rf"{_SIGNED}/(?P<name>[a-z0-9_-]{{1,{_LONGEST_NAME}}}(?:\.[a-z0-9]{{1,5}})?)")


@dataclass(frozen=True, slots=True)
class PublicFiles:
    """Makes the addresses."""

    base_url: str
    secret: bytes = field(repr=False)

    def picture(self, sha256: str, mime: str, now: datetime) -> str:
        """Return where a platform can fetch a stored picture from now on."""
        until = _until(now, PICTURE_LASTS)
        seal = _seal(self.secret, "picture", sha256, until)
        return f"{self.base_url}{PICTURES}{sha256}-{until}-{seal}.{KINDS[mime]}"

    def link(self, file: OutgoingFile, now: datetime) -> str:
        """Return where a person finds a stored file from now on, to be saved under a plain name."""
        until, name = _until(now, FILE_LASTS), plain_name(file.name)
        seal = _seal(self.secret, "file", file.sha256, until, name)
        return f"{self.base_url}{FILES}{file.sha256}-{until}-{seal}/{name}"


def picture_at(token: str, secret: bytes, now: datetime) -> str | None:
    """Return the SHA-256 of the picture that an address leads to; None when it leads nowhere."""
    found = _PICTURE.fullmatch(token)
    return found["sha256"] if found and _is_good(found, secret, now, "picture") else None


def file_at(token: str, secret: bytes, now: datetime) -> tuple[str, str] | None:
    """Return the SHA-256 and the name of the file that an address leads to; None: nowhere."""
    found = _FILE.fullmatch(token)
    if found is None or not _is_good(found, secret, now, "file", found["name"]):
        return None
    return found["sha256"], found["name"]


def plain_name(name: str) -> str:
    """Return a name for an address: "Tổng hợp tuần 23.xlsx" is "tong-hop-tuan-23.xlsx"."""
    path = PurePosixPath(plain(name))
    stem = re.sub(r"[^a-z0-9_]+", "-", path.stem).strip("-")[:_LONGEST_NAME].strip("-")
    end = path.suffix if re.fullmatch(r"\.[a-z0-9]{1,5}", path.suffix) else ""
    return (stem or "tep") + end


def _until(now: datetime, lasts: timedelta) -> str:
    return f"{int((now + lasts).timestamp()):x}"


def _is_good(found: re.Match[str], secret: bytes, now: datetime, what: str, *more: str) -> bool:
    right = _seal(secret, what, found["sha256"], found["until"], *more)
    is_sealed = hmac.compare_digest(found["seal"], right)
    return is_sealed and now < datetime.fromtimestamp(int(found["until"], 16), UTC)


def _seal(secret: bytes, what: str, *said: str) -> str:
    whole = "\0".join((f"public {what}", *said)).encode()
    return hmac.new(secret, whole, hashlib.sha256).hexdigest()[:32]
