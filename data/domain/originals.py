"""Whether pictures for a task have to come as files, in one line: "#7 cần ảnh gốc". Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from data.domain.reports import Evidence
from data.domain.tasks import Task
from data.domain.wording import typed_line

_LONGEST = 120
_CODES = r"(?:viec )?#\s*\d{1,5}(?:(?:\s*[,;&+]\s*|\s+va\s+|\s+)#\s*\d{1,5})*"
_LINE = re.compile(
    rf"(?P<codes>{_CODES})\s*[:,.-]?\s+(?P<no>khong |bo |thoi )?(?:can |phai co |phai la )?"
    r"(?:gui )?anh goc"
)


@dataclass(frozen=True, slots=True)
class OriginalsWish:
    """Which tasks are meant, and whether their pictures have to be originals."""

    codes: tuple[int, ...]
    wanted: bool


def read_originals(text: str) -> OriginalsWish | None:
    """Read "#7 #9 cần ảnh gốc", "#7 không cần ảnh gốc". A line counts only as a whole."""
    line = typed_line(text, _LONGEST)
    if line is None or (found := _LINE.fullmatch(line)) is None:
        return None
    codes = tuple(dict.fromkeys(int(digits) for digits in re.findall(r"\d+", found["codes"])))
    return OriginalsWish(codes, wanted=found["no"] is None)


def lacks_originals(task: Task, evidence: Iterable[Evidence]) -> bool:
    """Return whether a task asks for originals and a picture came re-encoded without its own."""
    if not task.wants_originals:
        return False
    pictures = [e for e in evidence if e.mime.startswith("image/")]
    compressed = sum(e.is_compressed for e in pictures)
    return compressed > len(pictures) - compressed
