"""Answers to a reminder other than a report: later, and why."""

from collections.abc import Sequence
from datetime import date

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.showing import live_of, story_of
from bot.conversations.work import current, item_of, items_of, open_items
from data.domain.access import may_see
from data.domain.messages import Choice, OutgoingMessage
from data.domain.questions import asked_code, asks_why
from data.domain.reminders import by_urgency
from data.domain.tasks import AssignmentKind, Plan
from data.errors import RefusedError
from data.texts import tasks as words
from data.texts.report_refusals import no_such_code, no_such_work, nothing_owed
from data.texts.task_reports import nothing_told, why_of, why_several
from jobs.actions.snooze import snooze
from jobs.actions.submit_report import coordinating_agencies

_MOST = 4
"""Tasks explained in one message."""


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Put off, or quote the plan."""
    if verb == "why" and not arguments:
        return await _why_last(turn)
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


async def start(turn: Turn) -> Reply | None:
    """ "Vì sao tôi nhận tin này?", "vì sao #7"."""
    text = turn.message.text
    if turn.message.files or not asks_why(text):
        return None
    code = asked_code(text)
    return await _why_last(turn) if code is None else await _why_code(turn, code)


async def _why_code(turn: Turn, code: int) -> Reply:
    task = await turn.work.tasks.by_code(code)
    if task is None or task.is_removed:
        raise RefusedError(no_such_code(code))
    live = live_of(await turn.work.occurrences.of_task(task.id))
    mine = [o for o in live if o.agency_id in turn.person.agency_ids] or live
    if not mine:
        raise RefusedError(nothing_owed(code))
    return await _why(turn, current(mine, turn.today).id)


async def _why_last(turn: Turn) -> Reply:
    """The tasks of the last message that reminded, else the open ones, most urgent first."""
    ids = await turn.unit.outbox.last_mentioned(turn.person.id, turn.chat)
    items = await items_of(turn, by_urgency(await turn.work.occurrences.some(ids)))
    items = items or await open_items(turn)
    if not items:
        return Reply((OutgoingMessage(nothing_told()),))
    if len(items) == 1:
        return await _why(turn, items[0].occurrence.id)
    shown = items[:_MOST]
    plans = {p.id: p for p in await turn.work.plans.all()}
    names = [_plan_name(plans.get(i.task.plan_id)) for i in shown]
    text = why_several(shown, names, len(items) - len(shown))
    choices = tuple(Choice(why_of(i.task), f"remind:why:{i.occurrence.id}") for i in shown)
    return Reply((OutgoingMessage(text, choices),))


def _plan_name(plan: Plan | None) -> str:
    if plan is None:
        return words.plan_called(None, None, None)
    return words.plan_called(plan.number, plan.issued_on, plan.title)


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
        _plan_name(plan),
        words.led_by() if leads else words.owed_by(),
        await story_of(turn, item),
        today=turn.today,
    )
    choice = Choice(words.report_label(item), f"report:open:{occurrence_id}")
    may_answer = item.occurrence.is_owed and agency_id in turn.person.agency_ids
    return Reply((OutgoingMessage(text, (choice,) if may_answer else ()),))


CONVERSATION = Conversation(name="remind", tap=tap, start=start, only_shows=True)
