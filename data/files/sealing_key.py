"""The key with which this installation seals: Ed25519, made at its first use, owner's eyes only.

Kept in OpenSSH's own format, so that an office can also use it with `ssh-keygen`.
"""

import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loading it takes longer than most processes want to wait: few ever seal
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class SealingKey:
    """The key kept at a path. Losing it harms nothing that was sealed; who has it can seal."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _private(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if not self._path.exists():
            self._make()
        key = serialization.load_ssh_private_key(self._path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{self._path} does not hold an Ed25519 key")
        return key

    @cached_property
    def public(self) -> bytes:
        """The public half, 32 bytes. Makes the key when there is none."""
        return self._private.public_key().public_bytes_raw()

    @property
    def is_made(self) -> bool:
        """Whether something was sealed before."""
        return self._path.exists()

    def sign(self, message: bytes) -> bytes:
        """Return the signature over a message, 64 bytes."""
        return self._private.sign(message)

    def _make(self) -> None:
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        text = Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            serialization.NoEncryption(),
        )
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temp = self._path.with_name(f"{self._path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            # Of two processes that make one at once, the first one's counts for both.
            os.link(temp, self._path)
        except FileExistsError:
            pass
        finally:
            temp.unlink()
