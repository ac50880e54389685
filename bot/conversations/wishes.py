"""A wish for more time inside a report's words: it is asked about right after, and answered here."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.conversations.base import Reply, Turn
from bot.conversations.work import item_of
from data.domain.access import may_report, may_settle
from data.domain.due_words import TypedExtension, new_date
from data.domain.localtime import local_date
from data.domain.messages import Choice, OutgoingMessage
from data.domain.reports import Report, ReportState
from data.domain.requests import RequestKind
from data.domain.tasks import WorkItem
from data.domain.wishes import read_wish
from data.errors import RefusedError
from data.texts import requests as words
from data.texts import wishes as wish_words
from data.texts.report_refusals import no_such_work
from data.texts.reports import uncopied


@dataclass(frozen=True, slots=True)
class Wish:
    """What a report asks for besides what it tells."""

    item: WorkItem
    said: TypedExtension
    """Without a date where none was said, or one that is no later."""
    gives: bool
    """The reporter may give more time themselves."""


async def with_question(turn: Turn, reply: Reply, reports: Iterable[Report], said: str) -> Reply:
    """Return the reply, and the question whether more time is asked for if what was `said` does.

    Of several reports the first that wishes for it; the others come when that one is answered.
    """
    if read_wish(said, turn.today) is None:
        return reply
    return replace(reply, messages=(*reply.messages, *await _question(turn, reports)))


async def wish_of(turn: Turn, report_id: int) -> Wish:
    """Return what the person's own report wishes for as it reads now. Raises RefusedError."""
    report = await turn.work.reports.get(report_id)
    if report is None or report.person_id != turn.person.id:
        raise RefusedError(no_such_work())
    item = await item_of(turn, report.occurrence_id)
    if item is None:
        raise RefusedError(no_such_work())
    return _wish(turn, item, report) or Wish(item, _NOTHING, _gives(turn, item))


async def next_question(turn: Turn, report_id: int) -> tuple[OutgoingMessage, ...]:
    """Return the question about the next report of the same message, if there is one to ask."""
    report = await turn.work.reports.get(report_id)
    if report is None or report.person_id != turn.person.id:
        return ()
    together = await turn.work.reports.given_at(turn.person.id, report.created_at)
    return await _question(turn, [r for r in together if r.id > report_id])


async def _question(turn: Turn, reports: Iterable[Report]) -> tuple[OutgoingMessage, ...]:
    for report in sorted(reports, key=lambda r: r.id):
        item = await item_of(turn, report.occurrence_id)
        wish = _wish(turn, item, report) if item and report.state is ReportState.STORED else None
        if wish is not None and await _may_be_asked(turn, wish):
            until = new_date(wish.said, wish.item.occurrence.due_on, turn.today, turn.calendar)
            text = wish_words.ask_wish(
                turn.person, wish.item, until, wish.said.reason, turn.today, gives=wish.gives
            )
            yes = words.extend_label(wish.item) if wish.gives else words.ask_extension_label()
            choices = (
                Choice(yes, f"requests:wish:{report.id}"),
                Choice(wish_words.no_label(), f"requests:nowish:{report.id}"),
            )
            return (OutgoingMessage(text, choices),)
    return ()


async def _may_be_asked(turn: Turn, wish: Wish) -> bool:
    """Return whether the work is still owed, theirs to ask for, and nobody has asked already."""
    occurrence = wish.item.occurrence
    is_theirs = wish.gives or may_report(turn.person, occurrence.agency_id) is None
    if not occurrence.is_owed or not is_theirs:
        return False
    asked = await turn.work.requests.of_occurrences([occurrence.id])
    return not any(r.is_open and r.kind is RequestKind.EXTENSION for r in asked)


def _wish(turn: Turn, item: WorkItem, report: Report) -> Wish | None:
    if uncopied(report.text) != report.text:
        return None  # the last period's words
    said = read_wish(report.text, local_date(report.created_at))
    if said is None:
        return None
    due_on = item.occurrence.due_on
    until = new_date(said, due_on, turn.today, turn.calendar)
    if until is not None and until <= max(due_on, turn.today):
        said = replace(said, until=None)
    return Wish(item, said, _gives(turn, item))


def _gives(turn: Turn, item: WorkItem) -> bool:
    return may_settle(turn.person, item.occurrence.agency_id) is None


_NOTHING = TypedExtension(None, None, None, "")
