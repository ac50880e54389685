"""Parts of a task that stand in its title cell under labels: "Chủ trì: …; Thời gian: …"."""

import re
from dataclasses import dataclass

from jobs.intake.bullets import as_line
from jobs.intake.columns import Meaning
from jobs.intake.letters import fold

_LABEL = re.compile(
    r"[\s(;,.–-]{0,6}\b((?:cơ quan |đơn vị )?(?:chủ trì|phối hợp)(?: thực hiện)?|(?:cơ quan|đơn vị|người) "
    r"thực hiện|thời gian(?: thực hiện| hoàn thành)?|thời hạn(?: hoàn thành)?|sản phẩm|kết quả)\s*:\s*",
    re.IGNORECASE,
)


_IN_BRACKETS = re.compile(
    r"\s*\(\s*([^()]{2,120}?)\s+chủ trì(?:,?\s*phối hợp\s+(?:với\s+|cùng\s+)?([^()]{2,200}))?\s*\)[.;]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The title without its labelled parts, and those parts ("" when absent)."""

    title: str
    lead: str = ""
    coordinate: str = ""
    time: str = ""
    product: str = ""


def take_labels(texts: dict[Meaning, str]) -> Labelled:
    """Return the parts of the title cell, for what has no cell of its own in the row."""
    title = (
        texts.get(Meaning.TITLE) or texts.get(Meaning.COMPONENT) or texts.get(Meaning.SECTION, "")
    )
    marks = list(_LABEL.finditer(title))
    if texts.get(Meaning.LEAD) or texts.get(Meaning.BOTH):
        return Labelled(as_line(title))
    bracket = _IN_BRACKETS.search(title)
    if bracket and not marks:
        return Labelled(as_line(title[: bracket.start()]), bracket[1], bracket[2] or "")
    if not marks:
        return Labelled(as_line(title))
    parts: dict[str, str] = {}
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        text = title[mark.end() : following.start() if following else len(title)]
        parts.setdefault(_role(mark[1]), text.strip(" \n;.,()"))
    return Labelled(as_line(title[: marks[0].start()]).rstrip(" (;,."), **parts)


def _role(label: str) -> str:
    folded = fold(label)
    if "phoi hop" in folded:
        return "coordinate"
    if folded.startswith(("thoi gian", "thoi han")):
        return "time"
    return "product" if folded in ("san pham", "ket qua") else "lead"
