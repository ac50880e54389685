"""Stored pictures as JPEGs small enough for a platform; the original stays what it is."""

import asyncio
import secrets
import tempfile
from pathlib import Path

from data.files.apart import run_apart
from data.files.evidence_store import EvidenceStore

_REMEMBERED = 8
"""A chart goes to many people, one after another."""


class Shrinking:
    """Makes them one after another: a round of charts must not take the whole machine."""

    def __init__(self, files: EvidenceStore, most: int) -> None:
        """`most` bytes is what the platform takes."""
        self._files = files
        self._most = most
        self._turn = asyncio.Semaphore(1)
        self._made: dict[str, bytes] = {}

    async def jpeg(self, sha256: str) -> bytes | None:
        """Return a stored picture as a JPEG of at most so many bytes; None if there can be none."""
        async with self._turn:
            if sha256 not in self._made:
                jpeg = await self._make(sha256)
                if jpeg is None:
                    return None
                while len(self._made) >= _REMEMBERED:
                    self._made.pop(next(iter(self._made)))
                self._made[sha256] = jpeg
            return self._made[sha256]

    async def _make(self, sha256: str) -> bytes | None:
        with tempfile.TemporaryDirectory(prefix="nhacviec-") as folder:
            target = Path(folder) / f"{secrets.token_hex(8)}.jpg"
            source = self._files.path(sha256)
            _, is_whole = await run_apart("data.files.shrink", source, target, self._most)
            return target.read_bytes() if is_whole and target.exists() else None
