"""A plan draft while people look it over: every change is a new value, nothing is in force yet."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from data.domain.drafts import DutyDraft, PlanHeader, SkippedRow, TaskDraft
from data.domain.rules import DeadlineRule, External, Unknown
from data.domain.tasks import AssignmentKind


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def with_(self, **changes: object) -> Self:
        """Return a copy with these fields changed."""
        return self.model_copy(update=changes)


class Change(StrEnum):
    """What an amended plan does to a task."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


class Reviewed(_Value):
    """What a task and a reporting duty have in common."""

    code: int
    """The number it will have: #12."""
    short_title: str
    is_dropped: bool = False
    keeps_task_id: int | None = None
    """The task of the amended plan that it goes on from."""


class ReviewTask(Reviewed):
    """One task under review."""

    draft: TaskDraft
    is_checked: bool = False
    """A person looked at its doubts."""
    change: Change = Change.ADDED
    plan_lead: tuple[str, ...] | None = None
    """Who leads by the plan's own words, where a person gave the task to others."""

    @property
    def said_lead(self) -> tuple[str, ...]:
        """Who leads by the plan's own words."""
        return self.draft.lead if self.plan_lead is None else self.plan_lead

    @property
    def lead(self) -> tuple[str, ...]:
        """Who leads, as named in the draft."""
        return self.draft.lead

    @property
    def needs_time(self) -> bool:
        """Whether nobody can say from the words when it is due."""
        return isinstance(self.draft.rule, Unknown)

    @property
    def needs_look(self) -> bool:
        """Whether a person should look at it before confirming."""
        open_ = self.needs_time or not self.draft.lead or bool(self.draft.doubts)
        return open_ and not self.is_checked and not self.is_dropped


class ReviewDuty(Reviewed):
    """A reporting duty from the plan's body."""

    draft: DutyDraft


class SameName(_Value):
    """Spellings that may be one agency; `meant` is the one to keep once a person said so."""

    names: tuple[str, ...] = Field(min_length=2)
    reason: str
    is_one: bool | None = None
    """None: nobody has said."""
    meant: str


class Removed(_Value):
    """A task of the amended plan that the new one no longer has."""

    task_id: int
    code: int
    short_title: str


class Review(_Value):
    """Everything about a draft that people see and change."""

    head: PlanHeader
    tasks: tuple[ReviewTask, ...] = ()
    duties: tuple[ReviewDuty, ...] = ()
    same_names: tuple[SameName, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()
    doubts: tuple[str, ...] = ()
    amends_id: int | None = None
    """The active plan that this one takes the place of."""
    removed: tuple[Removed, ...] = ()

    @property
    def standing(self) -> tuple[ReviewTask, ...]:
        """The tasks that were not dropped."""
        return tuple(t for t in self.tasks if not t.is_dropped)

    @property
    def everything(self) -> tuple[Reviewed, ...]:
        """Tasks and duties, dropped ones too."""
        return (*self.tasks, *self.duties)

    @property
    def names(self) -> tuple[str, ...]:
        """Every agency named, in order of appearance, each once."""
        found: dict[str, None] = {}
        for task in self.standing:
            found |= dict.fromkeys(_named(task))
        return tuple(found)

    @property
    def leads(self) -> tuple[str, ...]:
        """The agencies that lead a task, spellings that are one counted once."""
        meant = self.meanings
        return tuple(dict.fromkeys(meant.get(n, n) for t in self.standing for n in t.draft.lead))

    @property
    def meanings(self) -> dict[str, str]:
        """Each spelling that a person said is another's, with that other."""
        return {
            name: same.meant
            for same in self.same_names
            if same.is_one
            for name in same.names
            if name != same.meant
        }

    def task(self, code: int) -> ReviewTask | None:
        """Return the task with this number."""
        return next((t for t in self.tasks if t.code == code), None)


class Question(_Value):
    """Something that a person should decide before confirming."""

    task: int | None = None
    """Number of a task to look at."""
    same: int | None = None
    """Index of names that may be one."""
    inherited: tuple[int, ...] = ()
    """Numbers of tasks whose only doubt is what they took from the row above."""


def _named(task: ReviewTask) -> tuple[str, ...]:
    """Return every agency that has a part in a task, as written."""
    return (*task.draft.lead, *task.draft.coordinate, *task.draft.supervise)


def review_to_json(review: Review) -> dict[str, object]:
    """Return the review as JSON-ready values."""
    return review.model_dump(mode="json")


def review_from_json(value: object) -> Review:
    """Read what `review_to_json` wrote. Raises pydantic's ValidationError on anything else."""
    return Review.model_validate(value)


def questions(review: Review) -> tuple[Question, ...]:
    """Return what is left to decide: tasks first, then names; taken-over cells asked together."""
    looks = [t for t in review.tasks if t.needs_look]
    inherited = [t.code for t in looks if t.draft.time_inherited and not t.needs_time and t.lead]
    together = len(inherited) > 1
    single = [t.code for t in looks if not (together and t.code in inherited)]
    asked = [Question(task=code) for code in single]
    if together:
        asked.append(Question(inherited=tuple(inherited)))
    asked += [Question(same=i) for i, s in enumerate(review.same_names) if s.is_one is None]
    return tuple(asked)


def change_task(
    review: Review, code: int, change: Callable[[ReviewTask], ReviewTask]
) -> Review | None:
    """Return the review with one task changed; None when no task has this number."""
    if review.task(code) is None:
        return None
    return review.with_(tasks=tuple(change(t) if t.code == code else t for t in review.tasks))


def retitled(task: ReviewTask, title: str, short_title: str) -> ReviewTask:
    """Give a task other words, and the short ones that follow from them."""
    return task.with_(draft=task.draft.model_copy(update={"title": title}), short_title=short_title)


def reassigned(task: ReviewTask, kind: AssignmentKind, names: Iterable[str]) -> ReviewTask:
    """Give a part of a task to these agencies."""
    draft = task.draft.model_copy(update={kind.value: tuple(dict.fromkeys(names))})
    said = {"plan_lead": task.said_lead} if kind is AssignmentKind.LEAD else {}
    return task.with_(draft=draft, is_checked=True, **said)


def retimed(task: ReviewTask, rule: DeadlineRule) -> ReviewTask:
    """Give a task a rule. The plan's own words stay as they are."""
    draft = task.draft.model_copy(update={"rule": rule, "time_inherited": False})
    return task.with_(draft=draft, is_checked=True)


def checked(review: Review, codes: Collection[int]) -> Review:
    """Note that a person looked at these tasks."""
    seen = (t.with_(is_checked=True) if t.code in codes else t for t in review.tasks)
    return review.with_(tasks=tuple(seen))


def settled_same(review: Review, index: int, is_one: bool, meant: str | None) -> Review | None:
    """Say whether names are one agency, and by which it is called; None when there is no such."""
    if not 0 <= index < len(review.same_names):
        return None
    same = review.same_names[index]
    kept = meant if meant in same.names else same.meant
    said = same.with_(is_one=is_one, meant=kept)
    names = (said if i == index else s for i, s in enumerate(review.same_names))
    return review.with_(same_names=tuple(names))


def usual_name(review: Review, names: Sequence[str]) -> str:
    """Return the spelling that most tasks use; of equals the first, capitals before small letters."""
    uses = Counter(name for task in review.standing for name in _named(task))
    return max(names, key=lambda name: (uses[name], name[:1].isupper()))


def unsettled_names(review: Review) -> tuple[SameName, ...]:
    """Return the names of which nobody has said yet whether they are one agency."""
    return tuple(same for same in review.same_names if same.is_one is None)


def joined_names(review: Review) -> Review:
    """Take every group of names that nobody has decided on for one agency."""
    joined = (s.with_(is_one=True) if s.is_one is None else s for s in review.same_names)
    return review.with_(same_names=tuple(joined))


def dropped_duty(review: Review, code: int, is_dropped: bool) -> Review:
    """Drop or restore a reporting duty."""
    duties = (d.with_(is_dropped=is_dropped) if d.code == code else d for d in review.duties)
    return review.with_(duties=tuple(duties))


def needs_date(rule: DeadlineRule) -> bool:
    """Return whether a task with this rule waits in the list "cần ấn định thời hạn"."""
    return isinstance(rule, Unknown | External)
