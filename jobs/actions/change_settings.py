"""A ward sets for itself when people are spoken to, which days are worked and what is reported when."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from data.domain.access import Wish
from data.domain.localtime import local_date
from data.domain.people import Ward, WardSettings
from data.domain.retiming import Timing, retimed
from data.domain.settings_rules import Problem, changed_values, problem_with
from data.domain.settings_words import PlanPeriod, TaskPeriod, read_setting
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import settings as words
from jobs.actions.allow import require
from jobs.actions.plan_work import Replanned, replan
from jobs.actions.set_reporting_period import PeriodSet, set_plan_period, set_reporting_period

_DATES = frozenset({"calendar_overrides", "cutoff_day", "reporting_period"})
_ASKED_EACH_TIME = frozenset(
    {"summary_weekday", "summary_at", "own_weeks", "channel_order", "data_contact", "notice_line"}
)
"""Looked up when a message is made: nothing waits for them."""
_MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The ward as it is set now, and what moved with it."""

    ward: Ward
    before: WardSettings
    changes: Replanned
    retimed: int
    """Owed occurrences whose next reminder or escalation comes at another time."""


async def change_settings(
    unit: UnitOfWork, ward: Ward, settings: WardSettings, now: datetime, actor: str
) -> SettingsChanged:
    """Replace what the ward has set, and move everything owed that hangs on it.

    What was reported keeps its date; the same settings again change nothing. Raises RefusedError
    when the actor may not, a value is outside its range, or the calendar cannot be read.
    """
    await require(unit, ward, actor, Wish.CHANGE_SETTINGS)
    # As it is in this transaction: somebody else may have changed it since `ward` was read.
    ward = await unit.wards.get(ward.id)
    before = ward.settings
    if problem := problem_with(before, settings):
        raise RefusedError(words.refused(problem, settings))
    after = replace(ward, settings=settings)
    values = changed_values(before, settings)
    if not values:
        return SettingsChanged(after, before, Replanned(), 0)
    await unit.wards.save_settings(ward.id, settings)
    unit.ward(ward.id).log.append(
        "settings.changed",
        actor=actor,
        subject=f"ward:{ward.id}",
        now=now,
        changes={name: _noted(name, *pair) for name, pair in values.items()},
    )
    changes = Replanned()
    if values.keys() & _DATES:
        tasks = await unit.ward(ward.id).tasks.all()
        changes = await replan(unit, after, [t.id for t in tasks], now, actor)
    moved = await _retime(unit, after, before, now) if values.keys() - _ASKED_EACH_TIME else 0
    return SettingsChanged(after, before, changes, moved)


async def change_by_words(
    unit: UnitOfWork, ward: Ward, said: str, now: datetime, actor: str
) -> SettingsChanged | PeriodSet:
    """Do what one line asks: "giờ nhắc 7:15", "#12 báo cáo mỗi tháng", "nghỉ 2/1/2027".

    Raises RefusedError when it sets nothing, or what it says cannot be.
    """
    await require(unit, ward, actor, Wish.CHANGE_SETTINGS)
    ward = await unit.wards.get(ward.id)
    read = read_setting(said, ward.settings, local_date(now))
    match read:
        case None:
            raise RefusedError(words.not_understood())
        case Problem():
            raise RefusedError(words.refused(read, ward.settings))
        case TaskPeriod():
            task = await unit.ward(ward.id).tasks.by_code(read.code)
            if task is None:
                raise RefusedError(words.no_such_task(read.code))
            return await set_reporting_period(unit, ward, {task.id: read.period}, now, actor)
        case PlanPeriod(called, period):
            return await set_plan_period(unit, ward, called, period, now, actor)
        case WardSettings():
            return await change_settings(unit, ward, read, now, actor)


async def _retime(unit: UnitOfWork, ward: Ward, before: WardSettings, now: datetime) -> int:
    """Move what is not said yet to the new hours and rungs; return how many moved."""
    old, new = Timing.of(before), Timing.of(ward.settings)
    occurrences = unit.ward(ward.id).occurrences
    moments: dict[tuple[datetime | None, datetime | None], list[int]] = defaultdict(list)
    for owed in await occurrences.all_owed():
        moved = retimed(owed, old, new, now)
        if moved != owed:
            moments[moved.next_remind_at, moved.next_escalate_at].append(owed.id)
    for (remind_at, escalate_at), ids in moments.items():
        await occurrences.retime(ids, remind_at, escalate_at)
    return sum(len(ids) for ids in moments.values())


def _noted(name: str, old: Any, new: Any) -> list[Any]:
    """Return old and new as the log keeps them; of a calendar the lines that went and came."""
    if name != "calendar_overrides":
        return [_plain(old), _plain(new)]
    lines, now_lines = old.splitlines(), new.splitlines()
    gone = [line for line in lines if line not in now_lines]
    come = [line for line in now_lines if line not in lines]
    return [gone[:_MOST_LINES], come[:_MOST_LINES]]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, int | str | None) else str(value)
