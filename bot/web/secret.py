"""The key that signs upload receipts and form tokens."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path


def load_secret(path: Path) -> bytes:
    """Return the 32 bytes kept at `path`; made at the first start, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_bytes()
        if len(kept) != 32:
            raise ValueError(f"{path} does not hold a key of 32 bytes; remove it") from None
        return kept
    made = secrets.token_bytes(32)
    with os.fdopen(descriptor, "wb") as file:
        file.write(made)
        file.flush()
        os.fsync(file.fileno())
    return made


def sign(secret: bytes, purpose: str, value: str) -> str:
    """Return 32 hexadecimal digits that nobody without the key can make for this purpose."""
    return hmac.new(secret, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()[:32]


def is_signed(secret: bytes, purpose: str, value: str, signature: str) -> bool:
    """Return whether `sign` made this signature; takes the same time either way."""
    return hmac.compare_digest(sign(secret, purpose, value).encode(), signature.encode())
