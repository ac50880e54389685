"""What the tests of settings share: work that hangs on them, and a look at what was changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from data.domain.people import Ward, WardSettings
from data.domain.rules import Continuous, Every, Granularity, Period, Window
from data.domain.tasks import Occurrence, OccurrenceState, Task
from data.store.log import Entry
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast, add_task
from tests.reminders.stage import plan

STEADY = Continuous()
MONTHLY = Every(period=Period.MONTH, day=25)
BY_3_7 = Window(start=date(2026, 6, 1), end=date(2026, 7, 3), granularity=Granularity.DAY)


async def at_work(store: Store, cast: Cast) -> tuple[Task, Task, Task]:
    """Steady work (#1), a monthly task (#2) and one due on Friday 3/7 (#3), planned on 15/6."""
    async with store.write() as unit:
        tasks = (
            await add_task(unit, cast, STEADY, code=1, title="Công khai thủ tục"),
            await add_task(unit, cast, MONTHLY, code=2, title="Họp tổ công tác"),
            await add_task(unit, cast, BY_3_7, code=3, title="Sửa loa truyền thanh"),
        )
    await plan(store, cast, tasks, MONDAY)
    return tasks


async def present(store: Store, cast: Cast) -> Ward:
    """Return the ward as it is set now."""
    async with store.read() as unit:
        return await unit.wards.get(cast.ward.id)


async def log_of(store: Store, cast: Cast, kind: str) -> list[Entry]:
    """Return the log's entries of a kind."""
    async with store.read() as unit:
        return [e for e in await unit.ward(cast.ward.id).log.read() if e.kind == kind]


def still_owed(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """Return what is still owed."""
    return [o for o in occurrences if o.is_owed]


async def mark(store: Store, cast: Cast, occurrence: Occurrence, **values: Any) -> None:
    """Write some columns of an occurrence, as reporting or reminding would."""
    async with store.write() as unit:
        await unit.ward(cast.ward.id).occurrences.change(occurrence.id, **values)


async def mark_reported(store: Store, cast: Cast, occurrence: Occurrence) -> None:
    """Report an occurrence as complete."""
    done = {"state": OccurrenceState.REPORTED, "next_remind_at": None, "next_escalate_at": None}
    await mark(store, cast, occurrence, **done)


def set_to(**values: Any) -> WardSettings:
    """Return the default settings with some changed; rungs by their own names."""
    settings = WardSettings()
    rungs = {
        name: values.pop(name)
        for name in list(values)
        if name in type(settings.ladder).model_fields
    }
    ladder = settings.ladder.model_copy(update=rungs)
    return settings.model_copy(update={**values, "ladder": ladder})
