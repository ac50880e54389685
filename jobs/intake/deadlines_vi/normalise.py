"""A cell's raw text → clean words, and the same words folded for recognition.

Real cells bring markup, either Unicode form, lost or misplaced diacritics, odd spaces and dashes.
`Words` keeps the words as shown and folded side by side, letter for letter, so that what a
recogniser finds in the folded form can be quoted in the plan's own words.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

_ITEM_TAG = re.compile(r"</?(?:li|ul|ol|p|div|tr|td)\b[^>]*>|<br\b[^>]*>", re.IGNORECASE)
_OTHER_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_LIST_ITEM = re.compile(r"<li\b", re.IGNORECASE)
_BULLET = re.compile(r"(?:^|\n)\s*(?:[-+•·▪●*–—]|\(?[a-zA-Z0-9]\)|[a-zA-Z0-9]\.(?=\s+\D))\s*")
_TOUCHING = re.compile(
    r"(?<=\d)(?=(?:l[aầấ]n|th[aá]ng|n[aăã]m|qu[yýíiỳ]|ng[aà]y|cu[oộ]c|bu[oổ]i|tu[aầ]n)\b)"
    r"|(?<=ng[aà]y)(?=\d)|(?<=n[aă]m)(?=\d{4})",
    re.IGNORECASE,
)
"""A number run into its word: "2lần", "ngày15"."""
_EDGES = " \t\n.,;:…"
_LETTERS = str.maketrans(
    {"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "–": "-", "—": "-", "−": "-", "‑": "-", "‐": "-"}
)


@dataclass(frozen=True, slots=True)
class Words:
    """The same words twice: `shown` as the plan wrote them, `folded` without case or marks."""

    shown: str
    folded: str

    def part(self, start: int, end: int | None = None) -> "Words":
        """Return the words from `start` to `end`, without the punctuation at the edges."""
        end = len(self.folded) if end is None else end
        while start < end and self.folded[start] in _EDGES:
            start += 1
        while end > start and self.folded[end - 1] in _EDGES:
            end -= 1
        return Words(self.shown[start:end], self.folded[start:end])

    def __bool__(self) -> bool:
        return bool(self.folded)


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics, one letter for one letter."""
    return "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter.translate(_LETTERS))[0].lower()
    return base if len(base) == 1 else letter


def to_words(text: str) -> Words:
    """Return `text` with single spaces, as shown and folded."""
    shown = " ".join(text.split()).strip(_EDGES)
    return Words(shown, fold(shown))


def clean(raw: str) -> str:
    """Return the text of a cell: markup out (items on their own lines), Unicode composed."""
    marked = _LIST_ITEM.sub("\n- <li", raw)
    plain = html.unescape(_OTHER_TAG.sub("", _ITEM_TAG.sub("\n", marked))).replace("**", "")
    # A list item that already wrote its own dash would have two.
    plain = re.sub(r"(\n- )\s*[-–—+•]\s*", r"\1", plain)
    composed = unicodedata.normalize("NFKC", plain)
    kept = "".join(letter for letter in composed if _is_kept(letter)).strip()
    return _TOUCHING.sub(" ", kept)


def _is_kept(letter: str) -> bool:
    category = unicodedata.category(letter)
    # Format characters (zero-width, direction marks) and marks that compose with nothing are noise.
    return category not in {"Cf", "Mn", "Cs", "Co"} and (category != "Cc" or letter in "\t\n\r")


def hard_pieces(text: str) -> list[str]:
    """Split a clean cell where its author surely began a new item: bullets and semicolons."""
    pieces = [piece for chunk in _BULLET.split(text) for piece in _at_semicolons(chunk)]
    items = [_BULLET.sub("", piece.strip(), count=1) for piece in pieces]
    return [kept for item in items if (kept := item.strip(_EDGES))]


def _at_semicolons(text: str) -> list[str]:
    depth, pieces = 0, [""]
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    return pieces
