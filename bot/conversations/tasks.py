"""My work: the list by light, one task, the dates to come."""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.work import (
    coordinated_items,
    day_of,
    is_leader,
    item_of,
    items_of,
    open_items,
)
from data.domain.access import Wish, may, may_see
from data.domain.messages import Choice, OutgoingMessage
from data.domain.tasks import DONE, AssignmentKind, WorkItem
from data.domain.wording import plain
from data.errors import RefusedError
from data.texts import tasks as words
from data.texts.reminders import done_label, help_label, not_yet_label, pick_label
from data.texts.report_refusals import no_such_work
from jobs.actions.submit_report import coordinating_agencies

_AHEAD = timedelta(days=30)
_LATELY = timedelta(days=30)
_BUTTONS = 3
_CALENDAR = frozenset({"lich", "lich cua toi", "/lich"})
_OVERDUE = frozenset({"qua han", "/quahan", "viec qua han"})


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Show the list, one task, the calendar, or what is overdue."""
    if verb == "show" and len(arguments) == 1 and arguments[0].isdecimal():
        return await _show(turn, int(arguments[0]))
    shown = {"list": _list, "calendar": _calendar, "overdue": _overdue}.get(verb)
    return await shown(turn) if shown and not arguments else None


async def open_(turn: Turn) -> Reply | None:
    """`/viec`, `/lich`, "quá hạn"."""
    typed = plain(turn.message.text).strip(" .!?")
    if typed.split(" ")[0] in _CALENDAR or typed in _CALENDAR:
        return await _calendar(turn)
    return await _overdue(turn) if typed in _OVERDUE else await _list(turn)


async def _list(turn: Turn) -> Reply:
    items = await open_items(turn)
    done = 0
    if turn.person.agency_ids:
        between = await turn.work.occurrences.all_between(turn.today - _LATELY, turn.today + _AHEAD)
        done = sum(
            o.state in DONE
            and o.agency_id in turn.person.agency_ids
            and o.reported_at is not None
            and turn.now - o.reported_at <= _LATELY
            for o in between
        )
    helped = await coordinated_items(turn)
    listed = words.Listed(items, helped, done, is_leader(turn.person))
    text = words.task_list(turn.person, listed, day_of(turn))
    return Reply((OutgoingMessage(text, _answers(turn, items)),))


def _answers(turn: Turn, items: Sequence[WorkItem]) -> tuple[Choice, ...]:
    """Return how to go on from the list; for a group leader as under the reminder: "1" is done."""
    if not is_leader(turn.person):
        listed = items[:_BUTTONS]
        return tuple(
            Choice(words.report_label(i), f"report:open:{i.occurrence.id}") for i in listed
        )
    if len(items) != 1:
        return tuple(Choice(pick_label(i), f"report:open:{i.occurrence.id}") for i in items)
    only = items[0].occurrence.id
    return (
        Choice(done_label(), f"report:done:{only}"),
        Choice(not_yet_label(), f"report:notyet:{only}"),
        Choice(help_label(), f"report:help:{only}"),
    )


async def _calendar(turn: Turn) -> Reply:
    until = turn.today + _AHEAD
    owed = [
        o
        for o in await turn.work.occurrences.all_between(turn.today, until)
        if o.is_owed and o.agency_id in turn.person.agency_ids
    ]
    items = await items_of(turn, owed)
    text = words.coming(turn.person, items, day_of(turn), until=until)
    return Reply((OutgoingMessage(text),))


async def _overdue(turn: Turn) -> Reply:
    """What is overdue: everybody's for those who see all work, else one's own."""
    if may(turn.person, Wish.SEE_ALL) is None:
        late = await turn.work.occurrences.overdue(turn.today)
        items = await items_of(turn, late)
    else:
        items = tuple(i for i in await open_items(turn) if i.occurrence.is_overdue(turn.today))
    return Reply((OutgoingMessage(words.overdue_list(items, day_of(turn))),))


async def _show(turn: Turn, occurrence_id: int) -> Reply:
    item = await item_of(turn, occurrence_id)
    if item is None:
        raise RefusedError(no_such_work())
    coordinating = await coordinating_agencies(turn.unit, turn.ward, item.task)
    supervising = item.task.agencies(AssignmentKind.SUPERVISE)
    concerned = {item.occurrence.agency_id, *coordinating, *supervising}
    if may_see(turn.person, concerned) is not None:
        raise RefusedError(words.not_yours(item.task))
    text = words.task_details(await _details(turn, item), day_of(turn))
    choices = [Choice(words.why_label(), f"remind:why:{occurrence_id}")]
    if item.occurrence.is_owed and item.occurrence.agency_id in turn.person.agency_ids:
        choices.insert(0, Choice(words.report_label(item), f"report:open:{occurrence_id}"))
    return Reply((OutgoingMessage(text, tuple(choices)),))


async def _details(turn: Turn, item: WorkItem) -> words.Details:
    named = set(item.task.agencies(AssignmentKind.COORDINATE))
    names = tuple(a.name for a in await turn.work.agencies.all() if a.id in named)
    reports = await turn.work.reports.of_occurrence(item.occurrence.id)
    by = await turn.work.people.get(reports[0].person_id) if reports else None
    files = await turn.work.evidence.count_by_occurrence([item.occurrence.id])
    return words.Details(
        item,
        names,
        by.name if by else None,
        reports[0].created_at if reports else None,
        files.get(item.occurrence.id, 0),
    )


CONVERSATION = Conversation(
    name="tasks",
    tap=tap,
    commands=(
        *("/viec", "việc", "việc của tôi", "danh sách", "việc tôi", "xem việc"),
        *("/lich", "lịch", "lịch của tôi", "/quahan", "quá hạn", "việc quá hạn"),
    ),
    open=open_,
    only_shows=True,
)
