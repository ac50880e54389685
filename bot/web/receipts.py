"""Upload receipts: a browser may attach only files that it uploaded itself.

A receipt names the stored file and whose it is, signed; a bare digest from a browser would let
anybody attach, and then read, whatever file they know the digest of.
"""

import base64
import json
from dataclasses import asdict, dataclass

from bot.web.secret import is_signed, sign


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person uploaded."""

    sha256: str
    name: str
    size: int
    """Bytes."""
    mime: str


def receipt_for(secret: bytes, person_id: int, upload: Upload) -> str:
    """Return what the browser keeps to attach the file to a message."""
    value = base64.urlsafe_b64encode(json.dumps(asdict(upload)).encode()).decode()
    return f"{value}.{sign(secret, f'upload:{person_id}', value)}"


def upload_of(secret: bytes, person_id: int, receipt: str) -> Upload | None:
    """Return the file of a receipt; None when it is not one of this person's."""
    value, _, signature = receipt.rpartition(".")
    if not value or not is_signed(secret, f"upload:{person_id}", value, signature):
        return None
    return Upload(**json.loads(base64.urlsafe_b64decode(value)))
