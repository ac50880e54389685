"""The work of the person who talks: read for lists, menus and examples."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.conversations.base import Turn
from data.domain.access import may_report
from data.domain.people import Person, Role
from data.domain.tasks import AssignmentKind, Occurrence, Task, WorkItem
from data.errors import RefusedError
from data.texts.reminders import Day, several
from data.texts.report_refusals import no_such_work
from jobs.actions.allow import refuse
from jobs.actions.submit_report import coordinating_agencies


def is_leader(person: Person) -> bool:
    """Return whether somebody is spoken to as a group leader: short, with nothing to learn."""
    return person.is_any_of(Role.GROUP_LEADER) and not person.is_any_of(
        Role.OFFICER, Role.LEAD_OFFICE, Role.ADMIN
    )


def day_of(turn: Turn) -> Day:
    """Return what the words need to know of the day."""
    return Day(turn.today, turn.ward.settings.ladder, turn.calendar)


async def items_of(turn: Turn, occurrences: Iterable[Occurrence]) -> tuple[WorkItem, ...]:
    """Return occurrences with their tasks and agency names, in their order."""
    listed = list(occurrences)
    if not listed:
        return ()
    tasks = await turn.work.tasks.some(o.task_id for o in listed)
    names = {a.id: a.name for a in await turn.work.agencies.all()}
    return tuple(
        WorkItem(o, tasks[o.task_id], names[o.agency_id]) for o in listed if o.task_id in tasks
    )


async def open_items(turn: Turn) -> tuple[WorkItem, ...]:
    """Return what the person's agencies owe and is open, the longest overdue first."""
    if not turn.person.agency_ids:
        return ()
    owed = await turn.work.occurrences.owed_by(turn.person.agency_ids, opened_by=turn.today)
    return await items_of(turn, owed)


async def coordinated_items(turn: Turn) -> tuple[WorkItem, ...]:
    """Return what others lead and the person's agencies help with, as far as it is open.

    Of a task that many owe, each period once, under the name of who leads in the plan.
    """
    agencies = {a.id: a for a in await turn.work.agencies.all()}
    own = {a.id for a in agencies.values() if not turn.person.agency_ids.isdisjoint(a.members)}
    own |= turn.person.agency_ids
    tasks = await turn.work.tasks.some(await turn.work.agencies.task_ids(own))
    helped = [
        t for t in tasks.values() if not own.isdisjoint(t.agencies(AssignmentKind.COORDINATE))
    ]
    there = await turn.work.occurrences.of_tasks([t.id for t in helped])
    owed = {(o.task_id, o.period_key) for o in there if o.agency_id in turn.person.agency_ids}
    found: dict[tuple[int, str], WorkItem] = {}
    for occurrence in there:
        place = (occurrence.task_id, occurrence.period_key)
        if occurrence.is_owed and occurrence.opens_on <= turn.today and place not in owed:
            task = tasks[occurrence.task_id]
            leads = several([agencies[a].name for a in task.agencies(AssignmentKind.LEAD)])
            found.setdefault(place, WorkItem(occurrence, task, leads))
    return tuple(found.values())


async def item_of(turn: Turn, occurrence_id: int) -> WorkItem | None:
    """Return one occurrence of the ward with its task and agency name."""
    occurrence = await turn.work.occurrences.get(occurrence_id)
    found = await items_of(turn, [occurrence] if occurrence else [])
    return found[0] if found else None


async def own_item(turn: Turn, occurrence_id: int) -> WorkItem:
    """Return work that the person may report on. Raises RefusedError: nothing else is shown."""
    item = await item_of(turn, occurrence_id)
    if item is None:
        raise RefusedError(no_such_work())
    await require_part(turn, item.task, item.occurrence.agency_id)
    return item


async def require_part(turn: Turn, task: Task, owed_by: int) -> None:
    """Raise RefusedError unless the person may report on a task of the agency `owed_by`."""
    if owed_by in turn.person.agency_ids:
        return
    coordinating = await coordinating_agencies(turn.unit, turn.ward, task)
    if denial := may_report(turn.person, owed_by, coordinating):
        refuse(denial, turn.actor, f"report on task {task.code}")


def current(occurrences: Sequence[Occurrence], today: date) -> Occurrence:
    """Return the one of an agency's occurrences of a task that a report today is about.

    The first that is open and owed; else the latest reported one, which a report adds to; else
    the next to open, which may be reported early.
    """
    ordered = sorted(occurrences, key=lambda o: (o.due_on, o.id))
    opened = [o for o in ordered if o.is_owed and o.opens_on <= today]
    if opened:
        return opened[0]
    reported = [o for o in ordered if not o.is_owed]
    return reported[-1] if reported else ordered[0]
