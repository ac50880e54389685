"""Lists inside one cell: however a format writes them, they come out the same."""

import re
from dataclasses import dataclass

from jobs.intake.letters import fold

_MARK = re.compile(r"^\s*[-–—+•*▪●]\s*(?=\S)")
_AFTER_STOP = re.compile(r"(?<=[;:.])\s+[-–+•]\s*(?=[^\W\d_])")
_BEFORE_CAPITAL = re.compile(r"\s[-–]\s?(?=[^\W\d_]|\d+ ?%)")
_TRAILING = re.compile(r"\s*[;,]$|(?<!\.)\.(?:/\.)?$")
# Office names and set phrases with a dash of their own, folded: (word before, word after).
_COMPOUNDS = frozenset(
    {
        ("hoa", "xa hoi"),
        ("hoa", "the thao"),
        ("hoa", "thong tin"),
        ("hoa", "khoa hoc"),
        ("tri", "xa hoi"),
        ("te", "xa hoi"),
        ("te", "chinh tri"),
        ("te", "ha tang"),
        ("phong", "thong ke"),
        ("chinh", "ke hoach"),
        ("chinh", "ke toan"),
        ("dong", "thuong binh"),
        ("thao", "truyen thong"),
        ("thao", "du lich"),
        ("phap", "ho tich"),
        ("chinh", "xay dung"),
        ("chinh", "nong nghiep"),
        ("nguyen", "moi truong"),
        ("dung", "do thi"),
        ("thong", "tuyen truyen"),
        ("huy", "quan su"),
        ("hoa", "gia dinh"),
        ("so", "ke hoach hoa"),
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """One paragraph of a cell. `bulleted` when it stood behind a dash or dot."""

    text: str
    bulleted: bool


def is_compound(before: str, after: str) -> bool:
    """Whether a dash between these two pieces belongs to a name, as in "Văn hóa - Xã hội"."""
    words = fold(before).split()
    head = " ".join(fold(after).split()[:3])
    return bool(words) and any(
        words[-1] == left and (head == right or head.startswith(right + " ") or head[:-1] == right)
        for left, right in _COMPOUNDS
    )


def has_mark(text: str) -> bool:
    """Whether the text begins as a list item."""
    return _MARK.match(text) is not None


def items(text: str) -> tuple[Item, ...]:
    """Split a cell into paragraphs and list items, markers taken off, words kept."""
    found: list[Item] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        first, *rest = _AFTER_STOP.split(line.strip())
        found.extend(_split_marked(first))
        for piece in rest:
            found.extend(_split_marked("- " + piece))
    return tuple(found)


def _split_marked(piece: str) -> list[Item]:
    mark = _MARK.match(piece)
    if not mark:
        return [Item(piece.strip(), False)]
    pieces: list[str] = []
    start = mark.end()
    for dash in _BEFORE_CAPITAL.finditer(piece, start):
        after = piece[dash.end() :]
        if not after[:1].islower() and not is_compound(piece[start : dash.start()], after):
            pieces.append(piece[start : dash.start()])
            start = dash.end()
    pieces.append(piece[start:])
    return [Item(text.strip(), True) for text in pieces if text.strip()]


def as_line(text: str) -> str:
    """Return the cell in one line: "- a; - b" for a list, no dash before a single item.

    Items before the last end in ";", however the format or the typist ended them, so that one
    document reads the same from each of its formats.
    """
    parts = items(text)
    if len(parts) == 1:
        return parts[0].text
    shown: list[str] = []
    for at, part in enumerate(parts):
        if at and part.bulleted and parts[at - 1].bulleted and not shown[-1].endswith(":"):
            shown[-1] = without_end(shown[-1]) + ";"
        shown.append(f"- {part.text}" if part.bulleted else part.text)
    return " ".join(shown)


def as_tuple(text: str) -> tuple[str, ...]:
    """Return the items without the marks and the punctuation that made them a list."""
    return tuple(kept for part in items(text) if (kept := without_end(part.text)))


def without_end(text: str) -> str:
    """Take off one closing ";" "," or "." but never an ellipsis."""
    return _TRAILING.sub("", text.strip()).strip()
