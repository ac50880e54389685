"""A person changes a message that they sent before: the report that came in it is amended."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.conversations.base import Reply, Turn
from bot.conversations.report.amending import amend_all, read_message
from bot.conversations.report.correcting import ask_progress
from bot.conversations.report.periods import ask_copy
from bot.conversations.report.storing import JOINS_WITHIN
from bot.conversations.report.typed import reports
from bot.conversations.report.waiting import Taken, address_of
from bot.conversations.report.wording import is_same
from data.domain.messages import OutgoingMessage
from data.domain.progress import is_as_before, read_reports
from data.domain.reports import Evidence, Report, ReportState
from data.texts import report_edits as words

EDITS_WITHIN = timedelta(hours=48)
"""So long a platform lets people change what they sent."""
_QUIET = Reply(())
_NUMBER = re.compile(r"\d{1,2}\s*[.)]?")


async def edited(turn: Turn) -> Reply | None:
    """Take a changed message; None where it is to be read as if it were sent now."""
    message = turn.message
    if message.place is not None:
        return _waiting_on(turn, _QUIET)  # a live place goes on; what was kept of it stands
    held = await _held(turn)
    found = await _reports_of(turn, held)
    if not any(r.state is ReportState.STORED for r in found):
        return await _anew(turn, found, held)
    standing = [r for r in found if r.state is ReportState.STORED]
    said = await read_message(turn, standing)
    if turn.now - standing[0].created_at > EDITS_WITHIN:
        return _say(turn, words.too_old(turn.person, said.codes))
    if len(standing) == 1 and _NUMBER.fullmatch(message.text):
        return await ask_progress(turn, standing[0].id)
    if len(standing) == 1 and is_as_before(message.text):
        return await ask_copy(turn, standing[0].occurrence_id, Taken())
    return _waiting_on(turn, await amend_all(turn, said) or _QUIET)


def _waiting_on(turn: Turn, reply: Reply) -> Reply:
    """Return the reply; what was awaited before the message was changed goes on being awaited."""
    if reply.keep is not None or not turn.data:
        return reply
    keep_for = JOINS_WITHIN if "wordless" in turn.data else reply.keep_for
    return replace(reply, keep=turn.data, keep_for=keep_for)


def _say(turn: Turn, sentence: str) -> Reply:
    return _waiting_on(turn, Reply((OutgoingMessage(sentence),)))


async def _held(turn: Turn) -> dict[str, Evidence]:
    """Return by reference the files that the message held before it was changed."""
    refs = [f.ref for f in turn.message.files]
    channel = turn.message.chat.channel
    return await turn.work.evidence.sent_before(turn.person.id, channel, refs)


async def _reports_of(turn: Turn, held: dict[str, Evidence]) -> Sequence[Report]:
    """Return the reports of a message: whose words came in it, else that shows its files alone."""
    address = address_of(turn.message)
    found = await turn.work.reports.said_in(turn.person.id, address) if address else ()
    if found:
        return found
    under = dict.fromkeys(e.report_id for e in held.values() if e.report_id is not None)
    shown = [await turn.work.reports.get(report_id) for report_id in under]
    return [r for r in shown if r is not None and not r.text]


async def _anew(turn: Turn, undone: Sequence[Report], held: dict[str, Evidence]) -> Reply | None:
    """No report of the message stands: read it as if it were sent now, unless it says nothing new."""
    message, text = turn.message, turn.message.text
    readings = read_reports(text)
    if any(is_same(r.text, reading.rest) for r in undone for reading in readings):
        return _waiting_on(turn, _QUIET)
    if _NUMBER.fullmatch(text):
        return _say(turn, words.number_is_chosen(turn.person))
    is_news = any(r.codes or reports(r) for r in readings)
    is_filed = message.files and all(
        f.ref in held and held[f.ref].report_id is not None for f in message.files
    )
    return _waiting_on(turn, _QUIET) if is_filed and not is_news else None
