"""The ways to go on with an open draft, the same wherever it is shown."""

from collections.abc import Iterable

from data.domain.messages import Choice
from data.domain.plan_review import Review
from data.domain.tasks import Plan, PlanState
from data.texts import plans as words

_OFFERED = 2
"""Active plans that a draft may be said to amend: a phone shows few buttons."""


def draft_choices(plan_id: int, review: Review, plans: Iterable[Plan]) -> tuple[Choice, ...]:
    """Return what to do next with a draft, given the ward's plans."""
    choices = [
        Choice(words.review_label(), f"plan:review:{plan_id}"),
        Choice(words.confirm_label(), f"plan:confirm:{plan_id}"),
        Choice(words.drop_label(), f"plan:drop:{plan_id}"),
    ]
    if review.amends_id is not None:
        return (*choices, Choice(words.separate_label(), f"plan:amend:{plan_id}:0"))
    active = [p for p in plans if p.state is PlanState.ACTIVE]
    offered = (
        Choice(words.amends_label(p.number), f"plan:amend:{plan_id}:{p.id}")
        for p in active[:_OFFERED]
    )
    return (*choices, *offered)
