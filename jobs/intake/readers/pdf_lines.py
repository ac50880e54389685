"""A PDF knows lines, not paragraphs: put wrapped lines together again."""

import re

from jobs.intake.bullets import has_mark, is_compound
from jobs.intake.letters import clean, is_capitals, starts_lower

_MARK = re.compile(r"^[-–—+•*▪●]\s*")
_STOP = re.compile(r"[;:.!?][”\"')]?$")
_OPENING = re.compile(r"^(?:Căn cứ|Thực hiện|Nhằm|Để|Trên đây|Nơi nhận|Số:?|\(Kèm|\(Ban)\b")
_NUMBERED = re.compile(r"^(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)]\s")


def cell_text(text: str) -> str:
    """Join the wrapped lines of a cell; a dash at the start of a line may belong to a name."""
    lines = clean(text).split("\n")
    kept: list[str] = []
    bulleted = bool(lines) and has_mark(lines[0])
    for line in lines:
        if kept and not _new_item(kept[-1], line, bulleted):
            kept[-1] = _joined(kept[-1], line)
        else:
            kept.append(line)
    return "\n".join(kept)


def _joined(before: str, line: str) -> str:
    glued = before.endswith("/") or line.startswith("/")
    return before + line if glued else f"{before} {line}"


def _new_item(before: str, line: str, bulleted: bool) -> bool:
    if not has_mark(line):
        return False
    rest = _MARK.sub("", line)
    if is_compound(before, rest):
        return False
    if _STOP.search(before):
        return True
    # Items of a list need no full stop, but a dash before a small letter is rarely an item.
    return bulleted and not starts_lower(rest)


def paragraphs(lines: list[str]) -> list[str]:
    """Join the lines of running text into paragraphs; page numbers are dropped."""
    kept: list[str] = []
    for raw in lines:
        line = clean(raw)
        if not line or line.isdigit():
            continue
        if kept and _goes_on(kept[-1], line):
            kept[-1] = _joined(kept[-1], line)
        else:
            kept.append(line)
    return kept


def _goes_on(before: str, line: str) -> bool:
    if has_mark(line) or _NUMBERED.match(line) or _OPENING.match(line) or _STOP.search(before):
        return False
    if is_capitals(before) or is_capitals(line):
        return is_capitals(before) and is_capitals(line)
    return starts_lower(line) or len(before) > 60
