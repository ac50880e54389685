"""The one shape that every reader gives: paragraphs and tables in the order of the document."""

from dataclasses import dataclass
from enum import Enum


class Merge(Enum):
    """How a cell is covered by another. `ABOVE` carries the covering cell's text."""

    NO = "no"
    ABOVE = "above"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """Clean text: paragraphs end in a newline, list items begin with "- "."""

    text: str = ""
    merge: Merge = Merge.NO
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 in its table, as a person would count it."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One ruled block of the document, one sheet, or one page's part of a table."""

    number: int
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """Return the number of columns of the widest row."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its blocks in order, and doubts about the whole."""

    blocks: tuple[str | Table, ...]
    doubts: tuple[str, ...] = ()
