"""A task that has its date gets another: offered for "#13 30/9", asked for by `/han #13`."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.conversations.base import Reply, Turn
from bot.conversations.office import say
from bot.conversations.report.storing import store
from bot.conversations.report.waiting import Taken
from data.domain.messages import Choice
from data.domain.planning import Standing, standing
from data.domain.progress import read_progress
from data.domain.reports import Doneness, Progress
from data.domain.rules import DeadlineRule, rule_from_json, rule_to_json
from data.domain.settings_words import read_setting
from data.domain.tasks import OccurrenceState, Task
from data.errors import RefusedError
from data.texts import date_talk as words
from data.texts.set_deadline import no_such_task
from jobs.actions.set_deadline import DeadlineSet, deadline_in, set_deadline, take_deadline_back

_NUMBERED = re.compile(
    r"\s*/?(?:han|hạn)\s+#?\s*(\d{1,5})(?![\d/.])\s*[:,.–-]?\s*(.*)", re.S | re.I
)
_KEEP_FOR = timedelta(hours=1)
_MOST = 4
"""Agencies that are offered for a report: more of them are not told apart by buttons."""


def numbered(text: str) -> tuple[int, str] | None:
    """Return the task number and the new deadline, if any, of "/han #13 30/9"."""
    found = _NUMBERED.fullmatch(text)
    return (int(found[1]), found[2].strip()) if found else None


async def of_number(turn: Turn, code: int, said: str) -> Reply:
    """`/han #13` shows its deadline and waits for another; `/han #13 30/9` sets it."""
    task = await turn.work.tasks.by_code(code)
    if task is None or task.is_removed:
        raise RefusedError(no_such_task())
    if said:
        return await change(turn, task.id, said)
    reply = say(words.how_it_stands(task, await _first(turn, task), turn.today))
    return replace(reply, keep={"changing": task.id}, keep_for=_KEEP_FOR)


async def offer(turn: Turn, code: int, said: str) -> Reply | None:
    """Ask whether a deadline after the number of a dated task changes it; None for other words.

    Those who owe the task report on it, whatever they write.
    """
    if read_setting(turn.message.text, turn.ward.settings, turn.today) is not None:
        return None  # "#12 báo cáo mỗi tháng" is how often is reported
    task = await turn.work.tasks.by_code(code)
    if task is None or task.is_removed or read_progress(said) != Progress(Doneness.UNSAID):
        return None
    owed = {
        o.agency_id: o
        for o in reversed(await turn.work.occurrences.of_task(task.id))
        if o.is_owed and o.state is not OccurrenceState.CANCELLED
    }
    if not turn.person.agency_ids.isdisjoint(owed):
        return None
    try:
        rule = await deadline_in(turn.unit, turn.ward, task, said, turn.now)
    except RefusedError:
        return None  # words of a report
    if standing(rule) is not Standing.DATED:
        return None
    names = {a.id: a.name for a in await turn.work.agencies.all()}
    choices = [Choice(words.change_label(), f"dates:change:{task.id}")]
    if len(owed) <= _MOST:
        choices += [
            Choice(words.report_label(names[o.agency_id]), f"dates:report:{o.id}")
            for o in owed.values()
        ]
    reply = say(words.offer(task, rule), choices)
    return replace(reply, keep={"offered": task.id, "said": said}, keep_for=_KEEP_FOR)


async def accept(turn: Turn, task_id: int) -> Reply:
    """[Đổi hạn]."""
    if turn.data.get("offered") != task_id:
        raise RefusedError(words.send_again())
    return await change(turn, task_id, str(turn.data["said"]))


async def report_instead(turn: Turn, occurrence_id: int) -> Reply:
    """[Ghi là báo cáo thay …]."""
    occurrence = await turn.work.occurrences.get(occurrence_id)
    if occurrence is None or occurrence.task_id != turn.data.get("offered"):
        raise RefusedError(words.send_again())
    said = str(turn.data["said"])
    reply = await store(turn, occurrence_id, said, read_progress(said), Taken())
    return replace(reply, keep=None)


async def change(turn: Turn, task_id: int, said: str) -> Reply:
    """Set the deadline, say what moved, and offer the way back."""
    done = await set_deadline(turn.unit, turn.ward, task_id, said, now=turn.now, actor=turn.actor)
    first = await _first(turn, done.task)
    text = words.changed(done.task, done.before, done.changes, first, turn.today)
    choice = Choice(words.undo_label(), f"dates:undo:{task_id}")
    return replace(say(text, [choice]), keep=_kept(done), keep_for=_KEEP_FOR)


async def undo(turn: Turn, task_id: int) -> Reply:
    """[Hoàn tác]: the rule before, while nobody changed it since."""
    if turn.data.get("undo") != task_id:
        raise RefusedError(words.send_again())
    done = await take_deadline_back(
        turn.unit,
        turn.ward,
        task_id,
        now_is=_rule(turn, "rule"),
        was=_rule(turn, "before"),
        now=turn.now,
        actor=turn.actor,
    )
    return say(words.taken_back(done.task, await _first(turn, done.task), turn.today))


def _kept(done: DeadlineSet) -> dict[str, object]:
    rules = {"rule": rule_to_json(done.rule), "before": rule_to_json(done.before)}
    return {"undo": done.task.id, **rules}


def _rule(turn: Turn, name: str) -> DeadlineRule:
    return rule_from_json(turn.data[name])


async def _first(turn: Turn, task: Task) -> date | None:
    owed = [o.due_on for o in await turn.work.occurrences.of_task(task.id) if o.is_owed]
    return min(owed, default=None)
