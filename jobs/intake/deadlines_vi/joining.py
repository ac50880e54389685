"""Several rules of one cell put together: flattened, the same event said twice made one."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from data.domain.rules import (
    AroundEvent,
    Continuous,
    DeadlineRule,
    Every,
    Phase,
    Several,
    SimpleRule,
    Window,
)
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.normalise import Words, fold
from jobs.intake.deadlines_vi.points import UnreadableError

_YEAR = re.compile(r"(?:19|20)\d{2}|[/.-]\d{2}$")


def joined(
    pieces: Sequence[tuple[Words, DeadlineRule]],
    is_choice: bool = False,
    plan_year: int | None = None,
) -> DeadlineRule:
    """Return one rule for the pieces of a cell.

    Raises UnreadableError when the pieces lean on each other in a way the words leave open.
    """
    _refuse_shared_words(pieces)
    parts = _merged(part for _, rule in pieces for part in _flat(rule))
    if is_choice and sum(isinstance(part, Window) for part in parts) > 1:
        raise UnreadableError(texts.either_or())
    parts = _started(parts, plan_year)
    return parts[0] if len(parts) == 1 else Several(parts=tuple(parts))


def _started(parts: list[SimpleRule], plan_year: int | None) -> list[SimpleRule]:
    """Give "từ năm 2025, hằng năm" its beginning instead of a second, open-ended time."""
    if len(parts) != 2:
        return parts
    opened = next((part for part in parts if isinstance(part, Window) and part.end is None), None)
    other = next((part for part in parts if part is not opened), None)
    if opened is None or opened.label or opened.start is None:
        return parts
    if isinstance(other, Every) and other.from_ is None:
        return [other.model_copy(update={"from_": opened.start})]
    if isinstance(other, Continuous):
        if plan_year is None or opened.start > date(plan_year, 1, 1):
            raise UnreadableError(texts.starts_later())
        return [other]
    return parts


def _flat(rule: DeadlineRule) -> tuple[SimpleRule, ...]:
    if not isinstance(rule, Several):
        return (rule,)
    if rule.label is None:
        return rule.parts
    return tuple(
        part if part.label else part.model_copy(update={"label": rule.label}) for part in rule.parts
    )


def _refuse_shared_words(pieces: Sequence[tuple[Words, DeadlineRule]]) -> None:
    """Refuse "tháng 6 … tháng 12/2025" in a plan of 2026: whose year is the first one's?"""
    for index, (words, rule) in enumerate(pieces):
        if not isinstance(rule, Window) or _YEAR.search(words.folded):
            continue
        for other in (part for _, following in pieces[index + 1 :] for part in _flat(following)):
            if isinstance(other, Every) and (other.months or other.month_day or other.quarter):
                raise UnreadableError(texts.year_unclear())
            if isinstance(other, Window) and _ends_before(other, rule):
                raise UnreadableError(texts.year_unclear())


def _ends_before(other: Window, rule: Window) -> bool:
    return other.end is not None and rule.end is not None and other.end.year < rule.end.year


def _merged(rules: Iterable[SimpleRule]) -> list[SimpleRule]:
    parts: list[SimpleRule] = []
    for rule in rules:
        if rule in parts:
            continue
        at = next((i for i, part in enumerate(parts) if _is_same_event(part, rule)), None)
        if at is None:
            parts.append(rule)
        else:
            parts[at] = _both_phases(parts[at], rule)
    return parts


def _is_same_event(first: SimpleRule, second: SimpleRule) -> bool:
    """Say whether two rules differ only in their phases: trước bầu cử, sau bầu cử."""
    if not isinstance(first, AroundEvent) or not isinstance(second, AroundEvent):
        return False
    plain = {"phases": (Phase.WHEN,), "event": ""}
    return fold(first.event) == fold(second.event) and first.model_copy(
        update=plain
    ) == second.model_copy(update=plain)


def _both_phases(first: SimpleRule, second: SimpleRule) -> SimpleRule:
    assert isinstance(first, AroundEvent)
    assert isinstance(second, AroundEvent)
    said = {*first.phases, *second.phases}
    return first.model_copy(update={"phases": tuple(phase for phase in Phase if phase in said)})
