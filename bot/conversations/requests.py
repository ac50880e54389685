"""Due dates in talk: "gia hạn #12 đến 30/6 vì mưa bão", "giải trình #12 …", and the answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from bot.conversations.requests_answers import ANSWER_WITHIN, answer, ask_why_not, later, walk
from bot.conversations.requests_back import (
    take_back_latest,
    undo,
    undo_choice,
    withdraw,
    withdraw_choice,
    withdraw_named,
)
from bot.conversations.wishes import next_question, wish_of
from bot.conversations.work import current, item_of, items_of, open_items
from data.domain.access import may_settle
from data.domain.due_words import (
    TypedExtension,
    new_date,
    read_date_and_reason,
    read_explanation,
    read_extension,
)
from data.domain.messages import Choice, OutgoingMessage
from data.domain.requests import Decision, explains
from data.domain.review_words import read_verdict
from data.domain.reviews import Case
from data.domain.taking_back import read_taking_back, read_withdrawing
from data.domain.tasks import Occurrence, OccurrenceState, WorkItem
from data.errors import RefusedError
from data.store.cases import cases_of
from data.texts import requests as words
from data.texts.reminders import pick_label
from data.texts.report_refusals import no_such_code, no_such_work, nothing_owed
from data.texts.task_reports import show_of_label
from data.texts.wishes import no_wish
from jobs.actions.requests import ask_extension, contest
from jobs.actions.settle_request import extend_deadline

_MOST = 8


async def start(turn: Turn) -> Reply | None:
    """A line that asks for more time, or says why work is late."""
    text = turn.message.text
    if turn.message.files or not text:
        return None
    if read_taking_back(text) == ():
        return await take_back_latest(turn)
    if (codes := read_withdrawing(text)) is not None:
        return await withdraw_named(turn, codes)
    if said := read_extension(text, turn.today):
        return await _extension(turn, said)
    explained = read_explanation(text)
    if explained is None or explained[0] is None:
        return None
    items = await _to_explain(turn, explained[0])
    if len(items) > 1:
        return _which(items, "explain", {"reason": explained[1]})
    return await _explain(turn, items[0], explained[1])


async def resume(turn: Turn) -> Reply | None:
    """The date, the reason, or why not: what was asked for."""
    text, data = turn.message.text, turn.data
    if turn.message.files or not text or text.startswith("#"):
        return None
    if read_extension(text, turn.today) or read_explanation(text):
        return None
    if read_verdict(text, turn.today) or _takes_back(text):
        return None
    match data.get("step"):
        case "extend":
            return await _more_of_extension(turn, int(data["occ"]), text)
        case "explain":
            return await _explain(turn, await _item(turn, int(data["occ"])), text)
        case "refuse":
            return await answer(turn, int(data["request"]), Decision.REFUSED, text)
    return None


def _takes_back(text: str) -> bool:
    return read_taking_back(text) is not None or read_withdrawing(text) is not None


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """[Gia hạn], [Giải trình], [Đồng ý], [Không đồng ý], [Để sau], [Hoàn tác], [Rút đề nghị]."""
    if verb == "list" and not arguments:
        return await walk(turn)
    if len(arguments) != 1 or not arguments[0].isdecimal():
        return None
    number = int(arguments[0])
    match verb:
        case "extend":
            return await _tapped_extension(turn, number)
        case "explain":
            return await _explain(turn, await _item(turn, number), str(turn.data.get("reason", "")))
        case "wish":
            return await _wished(turn, number)
        case "nowish":
            return await _no_wish(turn, number)
        case "grant":
            return await answer(turn, number, Decision.GRANTED, "")
        case "refuse":
            return await ask_why_not(turn, number)
        case "later":
            return await later(turn, number)
        case "withdraw":
            return await withdraw(turn, number)
        case "undo":
            return await undo(turn, number)
    return None


async def open_(turn: Turn) -> Reply | None:
    """`/denghi`: what was asked and waits for the person's answer, one after another."""
    return await walk(turn)


async def _extension(turn: Turn, said: TypedExtension) -> Reply:
    if said.code is None:
        return await _extension_of_open(turn, said)
    items = await _meant(turn, said.code)
    if len(items) > 1:
        return _which(items, "extend", _said(said))
    return await _extend(turn, items[0], said)


async def _extension_of_open(turn: Turn, said: TypedExtension) -> Reply:
    """No number was said, as by group leaders who are shown none: the only open work, or which?"""
    items = await open_items(turn)
    if not items:
        raise RefusedError(words.say_the_number())
    if len(items) == 1:
        return await _extend(turn, items[0], said)
    choices = [Choice(pick_label(i), f"requests:extend:{i.occurrence.id}") for i in items[:_MOST]]
    return say(words.which_task(turn.person), choices, {"step": "which", **_said(said)})


async def _tapped_extension(turn: Turn, occurrence_id: int) -> Reply:
    item, data = await _item(turn, occurrence_id), turn.data
    until = date.fromisoformat(data["until"]) if data.get("until") else None
    said = TypedExtension(
        None, until, data.get("days"), str(data.get("reason", "")), bool(data.get("worked"))
    )
    return await _extend(turn, item, said)


async def _more_of_extension(turn: Turn, occurrence_id: int, text: str) -> Reply:
    """What was missing of an extension: the date, the reason, or both."""
    item, said = await _item(turn, occurrence_id), read_date_and_reason(text, turn.today)
    if turn.data.get("until") and said.until is None:
        said = TypedExtension(None, date.fromisoformat(turn.data["until"]), None, said.reason)
    elif said.until is not None and not said.reason:
        said = TypedExtension(None, said.until, None, str(turn.data.get("reason", "")))
    return await _extend(turn, item, said)


async def _extend(turn: Turn, item: WorkItem, said: TypedExtension) -> Reply:
    """Give more time, or ask for it: as the person may."""
    occurrence = item.occurrence
    until = new_date(said, occurrence.due_on, turn.today, turn.calendar)
    gives = may_settle(turn.person, occurrence.agency_id) is None
    if until is None or not said.reason:
        if until:
            text = words.ask_the_reason(item)
        elif gives:
            text = words.ask_new_date(item, turn.today)
        else:
            text = words.ask_date_and_reason(turn.person, item, turn.today)
        known = {"until": until.isoformat() if until else None, "reason": said.reason}
        return _awaits(text, {"step": "extend", "occ": occurrence.id, **known})
    if gives:
        done = await extend_deadline(
            turn.unit,
            turn.ward,
            turn.person,
            occurrence.id,
            until,
            said.reason,
            turn.now,
            turn.actor,
        )
        return say(words.settled(item, done.request, done.told, turn.today), undo_choice(done))
    asked = await ask_extension(
        turn.unit,
        turn.ward,
        turn.person,
        occurrence.id,
        until,
        said.reason,
        turn.now,
        turn.actor,
        chat=turn.chat.address,
    )
    text = words.kept(item, asked.request, asked.told, turn.today)
    return say(text, withdraw_choice(asked))


async def _wished(turn: Turn, report_id: int) -> Reply:
    """[Xin gia hạn] under a report that wishes for it; the next report of its message is asked about."""
    wish = await wish_of(turn, report_id)
    reply = await _extend(turn, wish.item, wish.said)
    if reply.keep is not None:
        return reply
    return replace(reply, messages=(*reply.messages, *await next_question(turn, report_id)))


async def _no_wish(turn: Turn, report_id: int) -> Reply:
    """[Không] under it: the date stands."""
    wish = await wish_of(turn, report_id)
    said = OutgoingMessage(no_wish(wish.item, turn.today))
    return Reply((said, *await next_question(turn, report_id)))


async def _explain(turn: Turn, item: WorkItem, reason: str) -> Reply:
    if not reason:
        keep = {"step": "explain", "occ": item.occurrence.id}
        return _awaits(words.ask_reason(turn.person, item), keep)
    asked = await contest(
        turn.unit,
        turn.ward,
        turn.person,
        item.occurrence.id,
        reason,
        turn.now,
        turn.actor,
        chat=turn.chat.address,
    )
    text = words.kept(item, asked.request, asked.told, turn.today)
    return say(text, withdraw_choice(asked))


async def _item(turn: Turn, occurrence_id: int) -> WorkItem:
    item = await item_of(turn, occurrence_id)
    if item is None:
        raise RefusedError(no_such_work())
    return item


async def _meant(turn: Turn, code: int) -> tuple[WorkItem, ...]:
    """Return the work that a number means: one's own, else each agency's; what is late or owed."""
    by_agency: dict[int, list[Occurrence]] = {}
    for occurrence in await _live(turn, code):
        by_agency.setdefault(occurrence.agency_id, []).append(occurrence)
    return await items_of(turn, [current(own, turn.today) for own in by_agency.values()])


async def _to_explain(turn: Turn, code: int) -> tuple[WorkItem, ...]:
    """Return one's own work under a number that is, or was, late or returned, the oldest first.

    What is explained already is left out. Where nothing is left: what the number means.
    """
    own = [o for o in await _live(turn, code) if o.agency_id in turn.person.agency_ids]
    cases = await cases_of(turn.unit, turn.ward, sorted(own, key=lambda o: (o.due_on, o.id)))
    found = tuple(c.item for c in cases if _is_to_explain(c, turn.today))
    return found or await _meant(turn, code)


def _is_to_explain(case: Case, today: date) -> bool:
    kind = explains(case.item.occurrence, case.unexcused(today))
    return kind is not None and kind not in {r.kind for r in case.requests if r.is_open}


async def _live(turn: Turn, code: int) -> list[Occurrence]:
    """Return what a task owes of one's own agencies, else of all. Raises RefusedError: nothing."""
    task = await turn.work.tasks.by_code(code)
    if task is None or task.is_removed:
        raise RefusedError(no_such_code(code))
    there = await turn.work.occurrences.of_task(task.id)
    live = [o for o in there if o.state is not OccurrenceState.CANCELLED]
    mine = [o for o in live if o.agency_id in turn.person.agency_ids]
    if not live:
        raise RefusedError(nothing_owed(code))
    return mine or live


def _which(items: Sequence[WorkItem], verb: str, keep: dict[str, Any]) -> Reply:
    are_periods = len({i.occurrence.agency_id for i in items}) < len(items)
    label = words.period_label if are_periods else show_of_label
    question = words.which_period if are_periods else words.which_agency
    choices = [Choice(label(i), f"requests:{verb}:{i.occurrence.id}") for i in items[:_MOST]]
    return say(question(items[0]), choices, {"step": "which", **keep})


def _said(said: TypedExtension) -> dict[str, Any]:
    until = said.until.isoformat() if said.until else None
    return {"until": until, "days": said.days, "worked": said.are_worked, "reason": said.reason}


def _awaits(text: str, keep: dict[str, Any]) -> Reply:
    return Reply((OutgoingMessage(text),), keep=keep, keep_for=ANSWER_WITHIN)


CONVERSATION = Conversation(
    name="requests",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/denghi", "đề nghị", "gia hạn, giải trình"),
    open=open_,
    interrupts=True,
)
