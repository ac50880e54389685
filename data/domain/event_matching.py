"""Which waiting tasks an event is for: the words of its name against the words of the plan. Pure."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from data.domain.names import fold_name
from data.domain.rules import AroundEvent, DeadlineRule, parts_of
from data.domain.tasks import Task

_SMALL = (
    "ky dot buoi cuoc lan nam moi cac va cua tai cho den voi theo khi co duoc la ve o trong sau "
    "truoc ngay thang tren dia ban phuong xa nha nuoc thuc hien trien khai chuc sinh phat"
)
"""Words that are in the name of any event, folded: "kỳ", "đợt", "nhà nước thực hiện"."""
_PLACES = ("to dan pho", "khu dan cu", "khu pho", "to truong", "su kien")
"""Phrases that say where or for whom, and tell no event from another."""
_ENOUGH = 0.5
"""Share of the shorter wording's telling words that must be in the other."""


def waiting_rules(rule: DeadlineRule) -> tuple[AroundEvent, ...]:
    """Return the parts of a rule that wait for an event."""
    return tuple(part for part in parts_of(rule) if isinstance(part, AroundEvent))


def matching_tasks(name: str, tasks: Iterable[Task]) -> tuple[Task, ...]:
    """Return the tasks whose rule waits for an event of such a name, the likeliest first.

    A proposal for a person to confirm: words are compared without diacritics and without the
    small ones that say nothing ("kỳ", "đợt", "của"). One word in common is none, because most
    Vietnamese words are written as two: "bầu cử" and "cử tri".
    """
    said = telling_words(name)
    scored = [
        (max(_likeness(said, part) for part in parts), task)
        for task in tasks
        if not task.is_removed and (parts := waiting_rules(task.rule))
    ]
    likely = [(score, task) for score, task in scored if score >= _ENOUGH]
    return tuple(task for _, task in sorted(likely, key=lambda s: (-s[0], s[1].code)))


def _likeness(said: Sequence[str], rule: AroundEvent) -> float:
    planned = telling_words(rule.event)
    shorter, longer = sorted((said, planned), key=len)
    if not shorter:
        return 0.0
    # "bầu tổ trưởng" has one telling word left, which is how "bầu cử tổ trưởng" begins.
    are_one = len(shorter) == 1 and shorter[0] == longer[0]
    if not are_one and set(pairwise(said)).isdisjoint(pairwise(planned)):
        return 0.0
    return len({*said} & {*planned}) / min(len({*said}), len({*planned}))


def telling_words(text: str) -> tuple[str, ...]:
    """Return the words that tell events apart, in order, folded to plain lower-case letters."""
    words = "".join(c if c.isalnum() else " " for c in fold_name(text)).split()
    kept = f" {' '.join(words)} "
    for place in _PLACES:
        kept = kept.replace(f" {place} ", " ")
    small = {*_SMALL.split()}
    telling = tuple(w for w in kept.split() if w not in small and not w.isdigit())
    return telling or tuple(words)
