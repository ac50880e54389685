"""Files that join a report given before, and leave it again."""

from bot.conversations.base import Reply, Turn
from bot.conversations.report.finding import ask_which
from bot.conversations.report.storing import told
from bot.conversations.report.waiting import Taken
from data.domain.messages import Choice, OutgoingMessage
from data.domain.reporting import part_of
from data.texts import report_labels as labels
from data.texts import reports as words
from jobs.actions.add_evidence import Added, add_evidence, take_evidence_out
from jobs.actions.submit_report import Submitted


async def add_to(turn: Turn, report_id: int, taken: Taken) -> Reply:
    """Put files under a report and say so, with a way to say that they belong elsewhere."""
    added = await _add(turn, report_id, taken)
    submitted = Submitted(
        added.report,
        added.occurrence,
        added.task,
        part_of(turn.person, added.occurrence.agency_id, frozenset()),
        added.evidence,
    )
    text = words.evidence_added(await told(turn, submitted), added.new)
    choices = [Choice(labels.more_files_label(), f"report:more:{report_id}")]
    if added.new:
        between = f"{added.new[0].id}:{added.new[-1].id}"
        choices.append(Choice(labels.not_this_label(), f"report:notthis:{report_id}:{between}"))
    message = OutgoingMessage("\n".join([*taken.refused, text]), tuple(choices))
    keep = {"album": turn.message.album, "report": report_id} if turn.message.album else None
    return Reply((message,), keep=keep)


async def add_album(turn: Turn, report_id: int, taken: Taken) -> Reply:
    """Put the next picture of an album under its report; the first one said that they come."""
    await _add(turn, report_id, taken)
    messages = (OutgoingMessage("\n".join(taken.refused)),) if taken.refused else ()
    return Reply(messages, keep=turn.data)


async def _add(turn: Turn, report_id: int, taken: Taken) -> Added:
    return await add_evidence(
        turn.unit, turn.ward, turn.person, report_id, taken.ids, turn.now, turn.actor
    )


async def not_this(turn: Turn, report_id: int, first: int, last: int) -> Reply:
    """The files that joined by themselves belong to another task: ask which."""
    report = await turn.work.reports.get(report_id)
    ids = await take_evidence_out(
        turn.unit, turn.ward, turn.person, report_id, (first, last), turn.now, turn.actor
    )
    evidence = await turn.work.evidence.some(ids)
    but = report.occurrence_id if report else None
    return await ask_which(turn, Taken(evidence), "", but=but)
