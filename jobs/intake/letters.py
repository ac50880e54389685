"""Cleaning text, and folding it so that spellings of one word compare equal."""

import re
import unicodedata
from functools import lru_cache

# Control, bidirectional and zero-width characters carry no words and can hide or reorder them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_DASHES = re.compile("[‐‑‒–—−]")
_CAPS = 0.9  # share of capitals in a heading; "và" slips in lower case


def clean(text: str) -> str:
    """Return NFC text without unseen characters, single spaces, no blank lines, trimmed."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SPACES.sub(" ", _UNSEEN.sub("", text))
    return "\n".join(line for part in text.split("\n") if (line := part.strip()))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Return lower-case text without diacritics, dashes as "-", single spaces, one line."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(_DASHES.sub("-", plain).split())


def starts_lower(text: str) -> bool:
    """Whether the first letter is a small one: the sign of a sentence going on."""
    for char in text:
        if char.isalpha():
            return char.islower()
        if char.isdigit() or char in "-–+•*":
            return False
    return False


def is_capitals(text: str) -> bool:
    """Whether the text is written in capitals, as headings of a table are."""
    letters = [char for char in text if char.isalpha()]
    if len(letters) < 6:
        return False
    return sum(char.isupper() for char in letters) >= _CAPS * len(letters)
