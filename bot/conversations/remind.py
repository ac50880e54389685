"""Answers to a reminder other than a report: later, and why."""

from collections.abc import Sequence
from datetime import date

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.work import item_of
from data.domain.access import may_see
from data.domain.messages import Choice, OutgoingMessage
from data.domain.tasks import AssignmentKind
from data.errors import RefusedError
from data.texts import tasks as words
from data.texts.report_refusals import no_such_work
from jobs.actions.snooze import snooze
from jobs.actions.submit_report import coordinating_agencies


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Put off, or quote the plan."""
    if len(arguments) != 1:
        return None
    if verb == "later":
        return await _later(turn, arguments[0])
    if verb == "why" and arguments[0].isdecimal():
        return await _why(turn, int(arguments[0]))
    return None


async def _later(turn: Turn, spoken_on: str) -> Reply | None:
    try:
        day = date.fromisoformat(spoken_on)
    except ValueError:
        return None
    if day != turn.today:
        return Reply((OutgoingMessage(words.put_off_too_late()),))
    until, count = await snooze(turn.unit, turn.ward, turn.person, day, turn.now, turn.actor)
    return Reply((OutgoingMessage(words.put_off(until, count, today=turn.today)),))


async def _why(turn: Turn, occurrence_id: int) -> Reply:
    item = await item_of(turn, occurrence_id)
    if item is None:
        raise RefusedError(no_such_work())
    task, agency_id = item.task, item.occurrence.agency_id
    coordinating = await coordinating_agencies(turn.unit, turn.ward, task)
    supervising = task.agencies(AssignmentKind.SUPERVISE)
    if may_see(turn.person, {agency_id, *coordinating, *supervising}) is not None:
        raise RefusedError(words.not_yours(task))
    plan = next((p for p in await turn.work.plans.all() if p.id == task.plan_id), None)
    leads = agency_id in task.agencies(AssignmentKind.LEAD)
    text = words.why(
        item,
        words.plan_called(plan.number, plan.issued_on, plan.title)
        if plan
        else words.plan_called(None, None, None),
        words.led_by() if leads else words.owed_by(),
        today=turn.today,
    )
    choice = Choice(words.report_label(item), f"report:open:{occurrence_id}")
    may_answer = item.occurrence.is_owed and agency_id in turn.person.agency_ids
    return Reply((OutgoingMessage(text, (choice,) if may_answer else ()),))


CONVERSATION = Conversation(name="remind", tap=tap, only_shows=True)
