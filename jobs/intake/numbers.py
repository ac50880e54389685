"""The number cell: "1.1", "IV", "(a)", "B." and what level of heading it names."""

import re
from dataclasses import dataclass
from itertools import pairwise

from jobs.intake.letters import is_capitals

_NUMBER = re.compile(r"^\(?\s*((?:\d{1,3}(?:\.\d{1,3}){0,4})|[IVXL]{1,6}|[A-ZĐ]|[a-zđ])\s*[.)]*$")
_LEADING = re.compile(
    r"^(?:((?:\d{1,3}(?:\.\d{1,3}){0,4})|[IVX]{1,5}|[A-ZĐ])[.)]\s*|((?:\d{1,3}(?:\.\d{1,3}){1,4})|"
    r"[IVX]{1,5}|[A-ZĐ])\s+)(?=[^\W\d_])"
)
_ROMAN = re.compile(r"^(?:X{0,3})(?:IX|IV|V?I{0,3})$")


@dataclass(frozen=True, slots=True)
class Number:
    """A row's number. `rank` 0 is the highest heading: A, then I, then 1, 1.1, 1.1.1, a."""

    text: str
    rank: int

    @property
    def is_heading(self) -> bool:
        """Return whether rows with such a number head others by custom (A, IV)."""
        return self.rank <= 1

    def heads(self, other: "Number") -> bool:
        """Return whether `other` is numbered under this one: 2 heads 2.1."""
        return other.text.startswith(self.text + ".")


def read_number(cell: str) -> Number | None:
    """Return the number in the cell, or None when the cell is no number."""
    found = _NUMBER.match(cell.strip())
    return _ranked(found[1]) if found else None


def split_leading(text: str) -> tuple[Number | None, str]:
    """Split "VII CẢI CÁCH …" into its number and its words."""
    found = _LEADING.match(text)
    if found is None:
        return None, text
    rest = text[found.end() :].strip()
    bare = found[2]
    if bare and not bare[0].isdigit() and not is_capitals(rest):
        return None, text  # "Y tế phường" begins with no number
    return _ranked(found[1] or bare), rest


def _ranked(text: str) -> Number:
    if text[0].isdigit():
        text = ".".join(str(int(part)) for part in text.split(".")) if "." in text else text
        return Number(text.lstrip("0") or "0", 2 + text.count("."))
    if _ROMAN.match(text):
        return Number(text, 1)
    return Number(text, 0 if text.isupper() else 7)


def are_column_numbers(cells: list[str]) -> bool:
    """Whether a row only numbers its columns: (1) (2) (3), 1 2 3, A B 1 2."""
    kept = [cell.strip(" ()[]") for cell in cells if cell.strip()]
    digits = [int(cell) for cell in kept if cell.isdigit() and len(cell) <= 2]
    letters = [cell for cell in kept if len(cell) == 1 and cell.isalpha()]
    if len(kept) < 3 or len(digits) + len(letters) != len(kept) or len(digits) < 2:
        return False
    return all(after - before == 1 for before, after in pairwise(digits))
