"""A choice that was typed: by its number, "1", "1.", "số 1", "một", or by number and words. Pure.

A bare number may as well be the number of a task: whoever reads one asks then. "2 buổi" is neither.
"""

import re
import unicodedata
from dataclasses import dataclass

from data.domain.wording import composed, lowered, plain

_LONGEST = 40
_MARKED = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_PLAIN = {"mot": 1, "bon": 4}
"""Without their marks the others are other words, too: "nam", "sau", "bay"."""
_BEFORE = r"(?:(?:da|vang|uh|ok|oke|a|em|toi|tui|bac|xin|thi)[\s,]+)*"
_NAMED = r"(?P<named>(?:(?:chon|lua chon|bam|muc|cau|y|phuong an|tra loi|dap an)\s+)+)?"
_AFTER = r"(?:\s*(?:a|nhe|nha|nhen|di|giup|day|do|ban|dong chi)(?!\w))*"
_POLITELY = r"(?:\s+(?:a|nhe|nha|nhen|di|giup|day|do|ban|dong chi)(?!\w))*"
_EDGE = " \t\n.!?,:;…"
_NUMBER = re.compile(
    rf"{_BEFORE}{_NAMED}(?:so\s+)?[(\[]?(?P<digits>\d{{1,3}})[)\].,:/–-]{{0,2}}{_AFTER}"
)
_WORD = re.compile(rf"{_BEFORE}{_NAMED}(?:so\s+)?(?P<word>\w+){_AFTER}")
_BOTH = re.compile(r"[(\[]?(?P<digits>\d{1,2})[)\].,:/–-]{0,2}\s*(?P<words>[^\W\d].*)", re.S)
_COURTESY = re.compile(rf"{_BEFORE}(?P<said>.+?){_POLITELY}", re.S)


@dataclass(frozen=True, slots=True)
class Pick:
    """A typed number."""

    number: int
    is_named: bool = False
    """Words say that a choice is meant, not a task."""


def read_pick(text: str) -> Pick | None:
    """Read "1", "1.", "(1)", "1️⃣", "số 1", "chọn 2 ạ", "một"; None for everything else."""
    typed = _bare(text)
    if typed is None:
        return None
    if found := _NUMBER.fullmatch(plain(typed)):
        return Pick(int(found["digits"]), found["named"] is not None)
    found = _WORD.fullmatch(plain(typed))
    if found is None:
        return None
    marked = typed[slice(*found.span("word"))] if len(plain(typed)) == len(typed) else ""
    number = _MARKED.get(marked) or _PLAIN.get(found["word"])
    return Pick(number, is_named=True) if number else None


def read_numbered_words(text: str) -> tuple[int, str] | None:
    """Read "1. Xong rồi", a line of a menu typed or copied: its number and its words."""
    typed = _bare(text)
    found = _BOTH.fullmatch(typed) if typed else None
    return (int(found["digits"]), as_said(found["words"])) if found else None


def as_said(text: str) -> str:
    """Return words as they are compared: small, plain, without what is only polite around them."""
    said = " ".join(plain(text[: _LONGEST * 5]).split()).strip(_EDGE)
    found = _COURTESY.fullmatch(said)
    return found["said"].strip(_EDGE) if found else said


def is_line(label: str, words: str) -> bool:
    """Return whether words are a choice's own, or its first ones: "xong" for "Xong rồi"."""
    line = as_said(label)
    return bool(words) and (line == words or line.startswith(f"{words} "))


def _bare(text: str) -> str | None:
    if len(text) > _LONGEST * 2:
        return None
    shown = (
        unicodedata.normalize("NFKC", composed(text)).replace("\ufe0f", "").replace("\u20e3", "")
    )
    typed = lowered(unicodedata.normalize("NFC", shown)).strip(_EDGE)
    return typed if 0 < len(typed) <= _LONGEST else None
