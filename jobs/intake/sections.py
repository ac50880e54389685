"""Headings over tasks: section columns carried down, section rows kept as a stack."""

from jobs.intake.bullets import as_line
from jobs.intake.columns import Meaning
from jobs.intake.letters import is_capitals, starts_lower
from jobs.intake.numbers import split_leading
from jobs.intake.rows import TaskRow
from jobs.intake.sorting import heading_number, heading_text

_RANK_OF_CAPITALS = 1
_RANK_DOTTED = 3
_RANK_UNNUMBERED = 6
_LONGEST_NAME = 120  # characters


class Sections:
    """Where in the plan the next task stands."""

    def __init__(self) -> None:
        self.section: str | None = None
        self.component: str | None = None
        self._stack: list[tuple[int, str]] = []
        self._tails: dict[str, str] = {}

    def heading(self, row: TaskRow) -> None:
        """Take in a section row: it closes the headings of its own level and below."""
        words = heading_text(row) or ""
        number = heading_number(row)
        rest = split_leading(words)[1] if number and number == split_leading(words)[0] else words
        if number is not None:
            rank = number.rank
        else:
            rank = _RANK_OF_CAPITALS if is_capitals(words) else _RANK_UNNUMBERED
        self._stack = [one for one in self._stack if one[0] < rank]
        self._stack.append((rank, _name(as_line(rest))))
        self._show()

    def _show(self) -> None:
        self.section = self._stack[0][1] if self._stack else None
        self.component = self._stack[-1][1] if len(self._stack) > 1 else None

    def numbered(self, row: TaskRow) -> None:
        """Leave the heading 1.2 when a task numbered 1.3 stands beside it, not under it."""
        number = row.number
        if number is None or number.rank < _RANK_DOTTED or not self._stack:
            return
        kept = [
            one
            for one in self._stack
            if not _RANK_DOTTED <= one[0] < _RANK_UNNUMBERED or one[0] < number.rank
        ]
        if kept != self._stack:
            self._stack = kept
            self._show()

    def lengthen(self, meaning: Meaning, whole: str, tail: str) -> None:
        """Take in the rest of a name that broke over a page, and know the rest by itself."""
        setattr(self, meaning.value, whole)
        self._tails[as_line(tail)] = whole

    def columns(self, row: TaskRow) -> bool:
        """Take in the section columns of a task row; return whether the section changed."""
        section, component = row.text(Meaning.SECTION), row.text(Meaning.COMPONENT)
        changed = False
        if section and not (row.page_start and self.section and starts_lower(section)):
            line = self._whole(section)
            changed = line != self.section
            if changed:
                self.section, self.component = line, None
        if component:
            self.component = self._whole(component)
        return changed

    def _whole(self, text: str) -> str:
        line = as_line(text)
        return self._tails.get(line, line)


def _name(text: str) -> str:
    """Return the name of a heading that goes on to explain itself after a colon."""
    name, colon, _ = text.partition(":")
    return name.strip() if colon and len(text) > _LONGEST_NAME >= len(name) else text
