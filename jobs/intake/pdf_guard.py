"""PDF streams unpack without a limit in every reader, so they are measured before one opens them.

A page of text is some hundred kilobytes of drawing orders; pictures are left out, because they are
never unpacked here. Limits after OWASP ASVS 5.0, 5.2.3.
"""

import re
import zlib

from data.errors import IntakeError
from data.texts import intake as words

MAX_DRAWN = 60 * 1024 * 1024  # bytes of all streams but pictures, unpacked
_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(rb"/(?:FlateDecode|Fl)\s*/(?:FlateDecode|Fl)\b")
_DICTIONARY = 2_000  # bytes before a stream that can hold its dictionary
_STEP = 1024 * 1024


def check_streams(content: bytes) -> None:
    """Raise IntakeError when the document would unpack to more than any plan needs."""
    if _TWICE.search(content):
        raise IntakeError(words.bomb())
    drawn = 0
    for mark in _STREAM.finditer(content):
        head = content[max(0, mark.start() - _DICTIONARY) : mark.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if (b"FlateDecode" not in head and b"/Fl" not in head) or b"/Image" in head:
            continue
        drawn += _unpacked(content, mark.end(), MAX_DRAWN - drawn)
        if drawn > MAX_DRAWN:
            raise IntakeError(words.bomb())


def _unpacked(content: bytes, start: int, most: int) -> int:
    """Return how much the stream unpacks to, or a little more than `most` if it is more."""
    unpacker = zlib.decompressobj()
    total = 0
    packed = content[start : start + _STEP]
    try:
        while packed and total <= most and not unpacker.eof:
            total += len(unpacker.decompress(packed, _STEP))
            packed = unpacker.unconsumed_tail
            if not packed:
                start += _STEP
                packed = content[start : start + _STEP]
    except zlib.error:
        return total  # broken; the reader will say so
    return total
