"""Pictures that a platform fetches from us by a public address: signed, and good for some days.

Zalo fetches a picture several times and again later, on the phones of whoever looks at it
(openclaw #141415): so an address lasts, however often it is asked for. Who holds it sees the one
picture that we chose to send, and nothing else.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

PATH = "/anh/"
LASTS = timedelta(days=14)
KINDS = {"image/jpeg": "jpg", "image/png": "png"}
"""What may be sent so, and how its address ends."""
_TOKEN = re.compile(
    r"(?P<sha256>[0-9a-f]{64})-(?P<until>[0-9a-f]{1,10})-(?P<seal>[0-9a-f]{32})\.(?:jpg|png)"
)


@dataclass(frozen=True, slots=True)
class PublicPictures:
    """Makes the addresses of pictures."""

    base_url: str
    secret: bytes = field(repr=False)

    def address(self, sha256: str, mime: str, now: datetime) -> str:
        """Return where a stored picture can be fetched from now on."""
        until = f"{int((now + LASTS).timestamp()):x}"
        seal = _seal(self.secret, sha256, until)
        return f"{self.base_url}{PATH}{sha256}-{until}-{seal}.{KINDS[mime]}"


def picture_at(token: str, secret: bytes, now: datetime) -> str | None:
    """Return the SHA-256 of the picture that an address leads to; None when it leads nowhere."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    sha256, until, seal = found["sha256"], found["until"], found["seal"]
    if not hmac.compare_digest(seal, _seal(secret, sha256, until)):
        return None
    return sha256 if now < datetime.fromtimestamp(int(until, 16), UTC) else None


def _seal(secret: bytes, sha256: str, until: str) -> str:
    said = f"public picture\0{sha256}\0{until}".encode()
    return hmac.new(secret, said, hashlib.sha256).hexdigest()[:32]
