"""A bag in a zip, written in one pass: every file is hashed while it is copied.

Source: BagIt, RFC 8493. Files are stored, not deflated: photos do not get smaller, and any part of
the archive can then be read where it lies. Memory holds one line a file, never a file.
"""

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from data.domain.localtime import local
from jobs.reports.dossier.kiem_tra import DECLARATION, MANIFEST, SIGNATURE, TAGS
from jobs.reports.dossier.seals import zip_central, zip_end, zip_local

_CHUNK = 1 << 20
_LARGEST = 0xFFFFFFFF
"""Bytes of one file: no file that is taken comes near."""


def pieces_of(path: Path) -> Iterator[bytes]:
    """Yield a file piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            yield piece


class Archive:
    """A zip that is being written to an empty file which can be read back and sought in."""

    def __init__(self, file: BinaryIO, base: str, made_at: datetime) -> None:
        """`base` is the one folder that everything lies in."""
        self._file, self._base = file, base
        at = local(made_at)
        day = (at.year - 1980) << 9 | at.month << 5 | at.day
        self._stamp = day << 16 | at.hour << 11 | at.minute << 5 | at.second // 2
        self._central: list[tuple[bytes, int, int, int]] = []
        self.payload: dict[str, str] = {}
        """SHA-256 by name, of what lies under data/."""
        self.tags: dict[str, str] = {}
        """SHA-256 by name, of what lies beside data/."""
        self.octets = 0
        """Bytes under data/."""

    def add(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write a file and return its SHA-256. Raises ValueError for a name that is not plain."""
        is_payload = name.startswith("data/")
        listed = self.payload if is_payload else self.tags
        if name in listed or not name.isascii() or not name.isprintable() or " " in name:
            raise ValueError(f"no name for a file of a dossier: {name!r}")
        digest, size = self._write(name, pieces)
        listed[name] = digest
        self.octets += size * is_payload
        return digest

    def add_payload_manifest(self) -> bytes:
        """Write the list of what lies under data/, now whole, and return it."""
        manifest = _manifest(self.payload)
        self.add(MANIFEST, (manifest,))
        return manifest

    def add_declaration(self) -> None:
        """Write what says that this is a bag."""
        self.add("bagit.txt", (DECLARATION,))

    def close(self, sign: Callable[[bytes], bytes]) -> str:
        """Write the list of lists and its signature, end the archive; returns the list's SHA-256."""
        manifest = _manifest(self.tags)
        digest, _ = self._write(TAGS, (manifest,))
        self._write(SIGNATURE, (sign(manifest),))
        start = self._file.tell()
        for name, crc, size, offset in self._central:
            self._file.write(zip_central(name, self._stamp, crc, size, offset))
        self._file.write(zip_end(len(self._central), self._file.tell() - start, start))
        return digest

    def _write(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        packed = f"{self._base}/{name}".encode("ascii")
        start = self._file.tell()
        self._file.write(zip_local(packed, self._stamp, 0, 0))
        digest, crc, size = hashlib.sha256(), 0, 0
        for piece in pieces:
            digest.update(piece)
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            self._file.write(piece)
        if size > _LARGEST:
            raise ValueError(f"{name} is too large for a dossier")
        self._file.seek(start)
        self._file.write(zip_local(packed, self._stamp, crc, size))
        self._file.seek(0, 2)
        self._central.append((packed, crc, size, start))
        return digest.hexdigest(), size


def _manifest(digests: dict[str, str]) -> bytes:
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode("ascii")
