"""My work: the list by light, one task, the dates to come."""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.showing import show, show_recent
from bot.conversations.work import (
    coordinated_items,
    day_of,
    is_leader,
    items_of,
    open_items,
)
from data.domain.access import Wish, may
from data.domain.messages import Choice, OutgoingMessage
from data.domain.tasks import DONE, WorkItem
from data.domain.wording import plain
from data.texts import tasks as words
from data.texts.calendars import offer_label
from data.texts.reminders import done_label, help_label, not_yet_label, pick_label
from data.texts.task_reports import show_labels

_AHEAD = timedelta(days=30)
_LATELY = timedelta(days=30)
_BUTTONS = 3
_CALENDAR = frozenset({"lich", "lich cua toi", "/lich"})
_LATE = (
    *("/quahan", "quá hạn", "việc quá hạn", "trễ hạn", "việc trễ hạn", "việc trễ", "chậm hạn"),
    *("việc chậm", "ai trễ", "ai trễ hạn", "ai chậm", "ai chưa báo cáo", "cơ quan nào chậm"),
)
_OVERDUE = frozenset(plain(words) for words in _LATE)
_RECENT = frozenset({"bao cao moi", "/baocaomoi"})


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Show the list, one task, the calendar, or what is overdue."""
    if verb == "show" and len(arguments) == 1 and arguments[0].isdecimal():
        return await show(turn, int(arguments[0]))
    shown = _SHOWN.get(verb)
    return await shown(turn) if shown and not arguments else None


async def open_(turn: Turn) -> Reply | None:
    """`/viec`, `/lich`, "quá hạn", "báo cáo mới"."""
    typed = plain(turn.message.text).strip(" .!?")
    if typed in _RECENT:
        return await show_recent(turn)
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
    if not items and may(turn.person, Wish.SEE_ALL) is None:
        text = f"{text}\n{words.see_overdue()}"
    return Reply((OutgoingMessage(text, _answers(turn, items)),))


def _answers(turn: Turn, items: Sequence[WorkItem]) -> tuple[Choice, ...]:
    """Return how to go on from the list; for a group leader as under the reminder: "1" is done."""
    if not is_leader(turn.person):
        listed = items[:_BUTTONS]
        picks = [Choice(words.report_label(i), f"report:open:{i.occurrence.id}") for i in listed]
        return (*picks, Choice(words.why_label(), "remind:why")) if picks else ()
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
    choices = (Choice(offer_label(), "calendar:get:0"),) if turn.person.agency_ids else ()
    return Reply((OutgoingMessage(text, choices),))


async def _overdue(turn: Turn) -> Reply:
    """What is overdue: everybody's for those who see all work, else one's own."""
    sees_all = may(turn.person, Wish.SEE_ALL) is None
    if sees_all:
        late = await turn.work.occurrences.overdue(turn.today)
        items = await items_of(turn, late)
    else:
        items = tuple(i for i in await open_items(turn) if i.occurrence.is_overdue(turn.today))
    listed = words.overdue_by_agency if sees_all else words.overdue_list
    choices = tuple(
        Choice(label, f"tasks:show:{item.occurrence.id}")
        for label, item in zip(show_labels(items[:_BUTTONS]), items[:_BUTTONS], strict=True)
    )
    return Reply((OutgoingMessage(listed(items, day_of(turn)), choices),))


_SHOWN = {"list": _list, "calendar": _calendar, "overdue": _overdue, "recent": show_recent}
CONVERSATION = Conversation(
    name="tasks",
    tap=tap,
    commands=(
        *("/viec", "việc", "việc của tôi", "danh sách", "việc tôi", "xem việc"),
        *("/lich", "lịch", "lịch của tôi"),
        *_LATE,
        *("/baocaomoi", "báo cáo mới"),
    ),
    open=open_,
    only_shows=True,
)
