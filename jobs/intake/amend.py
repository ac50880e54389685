"""An amended plan held against the one in force: what is added, changed, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Protocol

from data.domain.drafts import PlanDraft, TaskDraft
from jobs.intake.letters import fold

# Measured on reworded titles of real plans: an edited task stays above 0.75, two tasks that share
# an office's set phrases stay below it; the same number lets a task be rewritten further.
_SAME_TITLE = 0.75
_SAME_NUMBER = 0.45


class KnownTask(Protocol):
    """What a stored task (or an earlier draft) must show to be compared."""

    @property
    def no(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def methods(self) -> tuple[str, ...]: ...
    @property
    def lead(self) -> tuple[str, ...]: ...
    @property
    def coordinate(self) -> tuple[str, ...]: ...
    @property
    def supervise(self) -> tuple[str, ...]: ...
    @property
    def time_text(self) -> str | None: ...
    @property
    def product(self) -> str | None: ...


_FIELDS = ("no", "title", "methods", "lead", "coordinate", "supervise", "time_text", "product")


@dataclass(frozen=True, slots=True)
class Pair:
    """A task in force (its place among the old ones) and what the new plan says of it."""

    old: int
    new: TaskDraft
    changed: tuple[str, ...] = ()
    """The fields that differ beyond spacing, dashes and capitals; empty when none does."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """The comparison. `removed` are places among the old tasks."""

    added: tuple[TaskDraft, ...]
    changed: tuple[Pair, ...]
    same: tuple[Pair, ...]
    removed: tuple[int, ...]


def compare(old: Sequence[KnownTask], new: PlanDraft) -> Amendment:
    """Return what the new plan adds, changes and drops; each old task is matched at most once.

    Equal titles match first, then equal numbers with like titles, then the likest titles.
    """
    free = dict(enumerate(old))
    matched: dict[int, int] = {}
    left = list(range(len(new.tasks)))
    for step in (_equal_titles, _equal_numbers, _like_titles):
        for place, match in step(free, [(at, new.tasks[at]) for at in left]):
            if match in free and place in left:
                matched[place] = match
                del free[match]
                left.remove(place)
    pairs = [
        Pair(matched[place], task, _differences(old[matched[place]], task))
        for place, task in enumerate(new.tasks)
        if place in matched
    ]
    return Amendment(
        added=tuple(new.tasks[place] for place in left),
        changed=tuple(pair for pair in pairs if pair.changed),
        same=tuple(pair for pair in pairs if not pair.changed),
        removed=tuple(free),
    )


_New = list[tuple[int, TaskDraft]]


def _equal_titles(free: dict[int, KnownTask], new: _New) -> list[tuple[int, int]]:
    places: dict[tuple[str, str | None], list[int]] = {}
    by_title: dict[str, list[int]] = {}
    for place, task in free.items():
        places.setdefault((fold(task.title), task.no), []).append(place)
        by_title.setdefault(fold(task.title), []).append(place)
    exact = [
        (at, place) for at, task in new for place in places.get((fold(task.title), task.no), ())
    ]
    return exact + [(at, place) for at, task in new for place in by_title.get(fold(task.title), ())]


def _equal_numbers(free: dict[int, KnownTask], new: _New) -> list[tuple[int, int]]:
    numbers: dict[str, list[int]] = {}
    for place, task in free.items():
        if task.no:
            numbers.setdefault(task.no, []).append(place)
    scored = [
        (_likeness(free[place].title, task.title, _SAME_NUMBER), at, place)
        for at, task in new
        for place in numbers.get(task.no or "", ())
    ]
    return [(at, place) for score, at, place in sorted(scored, reverse=True) if score]


def _like_titles(free: dict[int, KnownTask], new: _New) -> list[tuple[int, int]]:
    scored = [
        (score, at, place)
        for at, task in new
        for place, known in free.items()
        if (score := _likeness(known.title, task.title, _SAME_TITLE))
    ]
    return [(at, place) for _, at, place in sorted(scored, reverse=True)]


def _likeness(first: str, second: str, least: float) -> float:
    """Return how like two titles are (0 to 1), 0.0 when below `least`."""
    one, two = fold(first).split(), fold(second).split()
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    # The quick bounds spare the slow comparison for nearly every pair.
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0


def _differences(old: KnownTask, new: TaskDraft) -> tuple[str, ...]:
    return tuple(
        name for name in _FIELDS if _plain(getattr(old, name)) != _plain(getattr(new, name))
    )


def _plain(value: object) -> object:
    if isinstance(value, str):
        return fold(value)
    return tuple(fold(part) for part in value) if isinstance(value, list | tuple) else value
