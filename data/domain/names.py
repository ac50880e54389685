"""Names that people type or send: cleaned before they are kept."""

import re
import unicodedata

LONGEST_PERSON = 80
LONGEST_AGENCY = 200
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>")
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
"""Control, format (right-to-left, zero-width), private and unassigned characters."""


def clean_name(text: str, longest: int = LONGEST_PERSON) -> str:
    """Return one line of NFC text without markup, control and right-to-left characters."""
    spaced = "".join(" " if char in "\t\r\n\x0b\x0c" else char for char in text)
    seen = "".join(char for char in spaced if unicodedata.category(char) not in _UNSEEN)
    plain = _TAG.sub("", unicodedata.normalize("NFC", seen)).replace("<", "").replace(">", "")
    return " ".join(plain.split())[:longest].strip(" .,;-–")


def is_a_name(text: str) -> bool:
    """Return whether a cleaned text can be the name of a person: letters, spaces, few signs."""
    return bool(text) and all(char.isalpha() or char in " .'’-" for char in text)


def fold_name(text: str) -> str:
    """Return a name for comparing: small letters without diacritics, dashes as "-"."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub("[‐‑‒–—−]", "-", plain).split())
