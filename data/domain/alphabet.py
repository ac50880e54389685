"""The order in which Vietnamese names are listed, whatever the database sorts by."""

import re
import unicodedata
from functools import lru_cache

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Source: the order of the Vietnamese alphabet; f, j, w, z where Latin has them."""
_TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng: in this order after no tone."""
_PIECES = re.compile(r"(\d+)")

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], str]


@lru_cache(maxsize=4096)
def alphabetical(name: str) -> Key:
    """Return the key that sorts names: đ after d, tones only between equals, 2 before 10."""
    parted = unicodedata.normalize("NFD", name.lower())
    bare = "".join(c for c in parted if c not in _TONES)
    pieces = _PIECES.split(unicodedata.normalize("NFC", bare))
    key: list[tuple[int, int]] = []
    for piece in pieces:
        if piece.isdecimal():
            key.append((1, int(piece[:18])))
        else:
            key += [_rank(letter) for letter in piece]
    return tuple(key), _tones(parted), name


def _tones(parted: str) -> tuple[int, ...]:
    """Return the tone of each letter, 0 for none."""
    tones: list[int] = []
    for char in parted:
        if char in _TONES and tones:
            tones[-1] = _TONES.index(char) + 1
        elif not unicodedata.combining(char):
            tones.append(0)
    return tuple(tones)


def _rank(letter: str) -> tuple[int, int]:
    place = _LETTERS.find(letter)
    return (0, ord(letter)) if place < 0 else (2, place)
