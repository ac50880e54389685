"""Eight digits in place of a link: read off a card by eye, typed by a thumb.

They are made of the long code, so that every page that has that one can show them.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from data.domain.wording import plain

LENGTH = 8
_LONGEST = 60
_WORD = r"(?:vao|ma|so|moi|thu|la|cua|toi|tui|em|nhap|code|xin|cho|day)"
_NAMING = re.compile(r"(?:vao|ma|nhap|code|moi)(?![^\W\d_])")
_TYPED = re.compile(
    rf"(?P<words>(?:{_WORD}(?![^\W\d_])[\s:.,=-]*)*)(?P<digits>\d(?:[\s.,/_-]*\d){{0,13}})"
)


@dataclass(frozen=True, slots=True)
class TypedCode:
    """Digits that somebody typed, perhaps as the code of an invitation."""

    digits: str
    is_named: bool
    """Words say that it is one: "vào 1234 5678"."""

    @property
    def is_whole(self) -> bool:
        """Whether it has as many digits as a code has."""
        return len(self.digits) == LENGTH


def short_code(code: str) -> str:
    """Return the eight digits that go with an invitation's long code."""
    number = int.from_bytes(hashlib.sha256(f"short:{code}".encode()).digest()[:16], "big")
    return f"{number % 10**LENGTH:0{LENGTH}d}"


def spaced(digits: str) -> str:
    """Return a code as it is shown: "1234 5678"."""
    return f"{digits[:4]} {digits[4:]}"


def read_code(text: str) -> TypedCode | None:
    """Read "1234 5678", "vào 12345678", "Mã: 1234-5678"; None for what is more than that."""
    shown = plain(unicodedata.normalize("NFKC", text[: _LONGEST * 2])).strip(" \n\t.!?,:;\"'()[]<>")
    found = _TYPED.fullmatch(shown) if len(shown) <= _LONGEST else None
    if found is None:
        return None
    digits = re.sub(r"\D", "", found["digits"])
    return TypedCode(
        "".join(str(int(d)) for d in digits), _NAMING.search(found["words"]) is not None
    )
