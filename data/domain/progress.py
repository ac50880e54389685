"""What a report's words say: how far the work is, how many took part, what is in the way.

Read, shown back and corrected by one tap: where the words do not say, nothing is guessed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from data.domain.doneness import clauses, doneness_of
from data.domain.figures import Figures, read_figures
from data.domain.obstacles import take_obstacle
from data.domain.reports import Doneness, Progress
from data.domain.task_codes import read_codes, split_by_task
from data.domain.wording import composed, phrase, tight

_AS_BEFORE = re.compile(phrase("như kỳ trước", "như lần trước", "giống kỳ trước"), re.IGNORECASE)
_QUOTA = re.compile(r"lần (\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed report: the tasks it names, what it says, and its words without the numbers."""

    codes: tuple[int, ...]
    progress: Progress
    rest: str

    @property
    def code(self) -> int | None:
        """The first task that the report names."""
        return self.codes[0] if self.codes else None


def read_report(text: str) -> Reading:
    """Read one report: "#12 đã họp 1/2 buổi, 85 người dự", "12 xong", "chưa", "65%"."""
    codes, rest = read_codes(text)
    return Reading(codes, read_progress(rest), rest)


def read_reports(text: str, own: Collection[int] = ()) -> tuple[Reading, ...]:
    """Read a text that may report on several tasks apart: "#3 xong, #5 chưa làm".

    With the numbers of the writer's `own` tasks "3 xong, 5 chưa họp được" is read so, too.
    """
    return tuple(read_report(part) for part in split_by_task(text, own))


def read_progress(words: str) -> Progress:
    """Read words that name no task. Everything unsaid stays None."""
    obstacle, left = take_obstacle(tight(words))
    figures, left = read_figures(left)
    doneness = _with_figures(doneness_of(clauses(left)), figures)
    return Progress(
        doneness=doneness,
        percent=figures.percent,
        count=figures.count,
        of=figures.of,
        people=figures.people,
        obstacle=obstacle,
    )


def _with_figures(said: Doneness, figures: Figures) -> Doneness:
    """Return what words and figures say together; the more careful of the two wins."""
    if figures.of is not None:
        return _against(said, figures.count or 0, figures.of)
    if figures.percent == 100:
        return Doneness.DONE if said is Doneness.UNSAID else said
    if figures.percent == 0:
        return Doneness.NOT_YET
    if figures.percent is not None or figures.count is not None:
        return said if said is Doneness.DONE else Doneness.PARTLY
    return said


def _against(said: Doneness, count: int, of: int) -> Doneness:
    if count == 0:
        return Doneness.NOT_YET
    if count < of:
        return Doneness.PARTLY
    return Doneness.DONE if said is Doneness.UNSAID else said


def is_as_before(words: str) -> bool:
    """Return whether the words ask to repeat the last period's report."""
    return _AS_BEFORE.search(composed(words)) is not None


def quota_of(label: str) -> tuple[int, int]:
    """Return (1, 2) for an occurrence labelled "lần 1/2", and (1, 1) for one that stands alone."""
    found = _QUOTA.search(label)
    return (int(found[1]), int(found[2])) if found else (1, 1)


def is_complete(progress: Progress, quota_index: int = 1, quota_total: int = 1) -> bool:
    """Return whether a report completes the occurrence number `quota_index` of `quota_total`.

    Of a quota, "k/N" says that the first k are done; a bare "1 buổi" is the occasion itself.
    """
    if quota_total > 1 and progress.doneness is not Doneness.NOT_YET and progress.count:
        if progress.of == quota_total:
            return progress.count >= quota_index
        if progress.of is None:
            return True
    return progress.doneness is Doneness.DONE
