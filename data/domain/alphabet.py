"""The order in which Vietnamese names are listed, whatever the database sorts by."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Source: the order of the Vietnamese alphabet; f, j, w, z where Latin has them."""
_TONES = frozenset("\u0300\u0309\u0303\u0301\u0323")
_PIECES = re.compile(r"(\d+)")

Key = tuple[tuple[tuple[int, int], ...], str]


@lru_cache(maxsize=4096)
def alphabetical(name: str) -> Key:
    """Return the key that sorts names: đ after d, tones only between equals, 2 before 10."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c not in _TONES)
    pieces = _PIECES.split(unicodedata.normalize("NFC", bare))
    key: list[tuple[int, int]] = []
    for piece in pieces:
        if piece.isdecimal():
            key.append((1, int(piece[:18])))
        else:
            key += [_rank(letter) for letter in piece]
    return tuple(key), name


def _rank(letter: str) -> tuple[int, int]:
    place = _LETTERS.find(letter)
    return (0, ord(letter)) if place < 0 else (2, place)
