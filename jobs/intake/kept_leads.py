"""Who leads a task of an amended plan, where the office had given it to others than the plan says."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.domain.names import fold_name
from data.domain.plan_review import ReviewTask
from data.texts.intake import lead_differs


@dataclass(frozen=True, slots=True)
class FormerLead:
    """Who leads a task in force, and who was to lead it by the words of its plan."""

    now: tuple[str, ...]
    said: tuple[str, ...] | None
    """None: the words of that plan are not kept."""


def with_lead_of_office(
    task: ReviewTask, former: FormerLead, meant: Mapping[str, str]
) -> ReviewTask:
    """Return the task led by whom the office gave it to, as long as the plan's words are the same.

    Where the words changed they hold, and a doubt asks for a look. `meant`: other spellings of
    the agencies in use.
    """

    def plain(names: tuple[str, ...]) -> frozenset[str]:
        return frozenset(fold_name(meant.get(name, name)) for name in names)

    said = task.said_lead
    # A task that had no lead was only lent to the lead office.
    if not former.said or plain(former.now) in (plain(former.said), plain(said)):
        return task
    if plain(said) == plain(former.said):
        draft = task.draft.model_copy(update={"lead": former.now})
        return task.with_(draft=draft, plan_lead=said)
    doubts = dict.fromkeys((*task.draft.doubts, lead_differs(former.now, said)))
    return task.with_(
        draft=task.draft.model_copy(update={"doubts": tuple(doubts)}), is_checked=False
    )


def as_the_plan_says(task: ReviewTask) -> ReviewTask:
    """Return a task that goes on from none with the lead that its own words give."""
    if task.keeps_task_id is None or task.plan_lead is None:
        return task
    draft = task.draft.model_copy(update={"lead": task.plan_lead})
    return task.with_(draft=draft, plan_lead=None)
