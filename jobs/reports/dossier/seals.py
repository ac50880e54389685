"""The exact bytes of a dossier's wrapping: its zip, its signatures, the JSON that digests are of.

The writer makes them, the verifier holds what it finds against them. Only the standard library of
Python 3.8: this text stands inside the verifier that travels with each dossier.
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

BAG, LOG = "nhacviec-ho-so", "nhacviec-nhat-ky"
"""Namespaces of the two kinds of signatures: one never stands for the other."""
_WIDE = 0xFFFFFFFF
_PACKED = " (nếu chỉ bị nén lại: giải nén rồi kiểm tra thư mục)"


# The zip: every byte follows from names, sizes and checksums, so that any other byte is found.


def zip_local(name: bytes, stamp: int, crc: int, size: int) -> bytes:
    """Return what stands before a stored file; `stamp` is the archive's DOS date << 16 | time."""
    sizes = (crc, size, size, len(name), 0)
    return struct.pack("<4s3H4L2H", b"PK\3\4", 20, 0, 0, stamp, *sizes) + name


def zip_central(name: bytes, stamp: int, crc: int, size: int, offset: int) -> bytes:
    """Return a file's entry in the directory at the end."""
    extra = struct.pack("<2HQ", 1, 8, offset) if offset >= _WIDE else b""
    head = (
        b"PK\1\2",
        0x314 + 25 * bool(extra),
        20 + 25 * bool(extra),
        0,
        0,
        stamp,
        crc,
        size,
        size,
    )
    rest = (len(name), len(extra), 0, 0, 0, 0o100644 << 16, min(offset, _WIDE))
    return struct.pack("<4s4H4L5H2L", *head, *rest) + name + extra


def zip_end(count: int, size: int, offset: int) -> bytes:
    """Return the end of an archive: how many files, and where their directory is."""
    wide = b""
    if count >= 0xFFFF or size >= _WIDE or offset >= _WIDE:
        record = (b"PK\6\6", 44, 0x32D, 45, 0, 0, count, count, size, offset)
        wide = struct.pack("<4sQ2H2L4Q", *record)
        wide += struct.pack("<4sLQL", b"PK\6\7", 0, offset + size, 1)
    few = min(count, 0xFFFF)
    end = (b"PK\5\6", 0, 0, few, few, min(size, _WIDE), min(offset, _WIDE), 0)
    return wide + struct.pack("<4s4H2LH", *end)


def zip_faults(path: Path, infos: Sequence[zipfile.ZipInfo]) -> Iterator[str]:
    """Yield where an archive first is not byte for byte as it was written."""
    position, central = 0, b""
    with path.open("rb") as file:
        stamp = struct.unpack("<L", file.read(14)[10:])[0]
        for info in infos:
            name = info.orig_filename.encode("utf-8")
            head = zip_local(name, stamp, info.CRC, info.file_size)
            file.seek(position)
            if info.header_offset != position or file.read(len(head)) != head:
                yield f"tệp .zip không còn đúng từng byte như khi xuất, từ {info.filename}{_PACKED}"
                return
            central += zip_central(name, stamp, info.CRC, info.file_size, position)
            position += len(head) + info.file_size
        file.seek(position)
        rest = central + zip_end(len(infos), len(central), position)
        if file.read(len(rest) + 1) != rest:
            yield f"phần cuối tệp .zip không còn đúng từng byte như khi xuất{_PACKED}"


# Signatures: Ed25519 (RFC 8032, section 6) in the envelope of OpenSSH (PROTOCOL.sshsig).

_P, _Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P


def _plus(a: Sequence[int], b: Sequence[int]) -> Sequence[int]:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % _P, (a[1] + a[0]) * (b[1] + b[0]) % _P
    g, h = 2 * a[3] * b[3] * _D % _P, 2 * a[2] * b[2] % _P
    w, x, y, z = f - e, h - g, h + g, f + e
    return (w * x % _P, y * z % _P, x * y % _P, w * z % _P)


def _times(factor: int, point: Sequence[int]) -> Sequence[int]:
    result: Sequence[int] = (0, 1, 1, 0)
    while factor:
        result = _plus(result, point) if factor & 1 else result
        point, factor = _plus(point, point), factor >> 1
    return result


def _point(encoded: bytes) -> Sequence[int]:
    """Return the point of 32 bytes. Raises ValueError when they are none."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * pow(2, (_P - 1) // 4, _P) % _P
    if y >= _P or (x * x - square) % _P or (x == 0 and sign):
        raise ValueError("không phải một điểm của đường cong")
    x = x if x & 1 == sign else _P - x
    return (x, y, 1, x * y % _P)


_BASE = _point((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Return whether a signature of 64 bytes over a message is that of a key of 32 bytes."""
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little")
    left, right = _times(s, _BASE), _plus(r, _times(h % _Q, a))
    return s < _Q and not any((left[i] * right[2] - right[i] * left[2]) % _P for i in (0, 1))


def _packed(*parts: bytes) -> bytes:
    return b"".join(struct.pack(">L", len(part)) + part for part in parts)


def ssh_key(key: bytes) -> bytes:
    """Return a public key of 32 bytes as OpenSSH packs it."""
    return _packed(b"ssh-ed25519", key)


def fingerprint(key: bytes) -> str:
    """Return "SHA256:…", as `ssh-keygen -l` shows a public key."""
    digest = hashlib.sha256(ssh_key(key)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def signed_part(message: bytes, namespace: str) -> bytes:
    """Return what is really signed: the message's digest, tied to a namespace."""
    digest = hashlib.sha512(message).digest()
    return b"SSHSIG" + _packed(namespace.encode(), b"", b"sha512", digest)


def armour(key: bytes, signature: bytes, namespace: str) -> bytes:
    """Return the signature file as `ssh-keygen -Y sign` writes it."""
    sealed = _packed(b"ssh-ed25519", signature)
    parts = _packed(ssh_key(key), namespace.encode(), b"", b"sha512", sealed)
    text = base64.b64encode(b"SSHSIG\0\0\0\1" + parts).decode()
    lines = [text[i : i + 70] for i in range(0, len(text), 70)]
    frame = ("-----BEGIN SSH SIGNATURE-----", *lines, "-----END SSH SIGNATURE-----", "")
    return "\n".join(frame).encode()


def is_signed(message: bytes, file: bytes, key: bytes, namespace: str) -> bool:
    """Return whether a signature file is exactly the key's over the message."""
    signature = base64.b64decode(b"".join(file.splitlines()[1:-1]))[-64:]
    # Written anew it must be the same file: nothing loose is left for anybody to change.
    is_exact = armour(key, signature, namespace) == file
    return is_exact and ed25519_holds(key, signed_part(message, namespace), signature)


def canonical(value: Any) -> bytes:
    """Return the bytes of a JSON value that the event log's digests are taken of."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
