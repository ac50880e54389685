""" "Như kỳ trước": the last period's words, shown before they are sent again."""

from bot.conversations.base import Reply, Turn
from bot.conversations.report.storing import store
from bot.conversations.report.waiting import Taken, keep_waiting
from bot.conversations.work import own_item
from data.domain.messages import Choice, OutgoingMessage
from data.domain.progress import read_progress
from data.domain.reports import Report
from data.domain.tasks import Occurrence
from data.errors import RefusedError
from data.texts import report_labels as labels
from data.texts import reports as words

_PERIODS_BACK = 4


async def ask_copy(turn: Turn, occurrence_id: int, taken: Taken) -> Reply:
    """Show what was reported in the last period, to be confirmed."""
    item = await own_item(turn, occurrence_id)
    earlier = await _earlier(turn, item.occurrence)
    if earlier is None:
        text = words.no_earlier_report(item.task)
        keep = {**keep_waiting(turn, taken.evidence, ""), "occ": item.occurrence.id}
        return Reply((OutgoingMessage(text),), keep=keep)
    report, label = earlier
    number = item.occurrence.id
    choices = (
        Choice(labels.copy_label(), f"report:copy:{number}:{report.id}"),
        Choice(labels.rewrite_label(), f"report:open:{number}"),
    )
    message = OutgoingMessage(words.ask_copy(words.uncopied(report.text), label, item), choices)
    return Reply((message,), keep=keep_waiting(turn, taken.evidence, ""))


async def copy(turn: Turn, occurrence_id: int, report_id: int, taken: Taken) -> Reply:
    """Send the last period's words again, marked as copied. Raises RefusedError."""
    item = await own_item(turn, occurrence_id)
    earlier = await _earlier(turn, item.occurrence)
    if earlier is None or earlier[0].id != report_id:
        raise RefusedError(words.no_earlier_report(item.task))
    said = words.uncopied(earlier[0].text)
    text = words.copied(said, earlier[1])
    return await store(turn, occurrence_id, text, read_progress(said), taken)


async def _earlier(turn: Turn, occurrence: Occurrence) -> tuple[Report, str] | None:
    """Return the last report on an earlier period of the same work, and that period's label."""
    before = [
        o
        for o in await turn.work.occurrences.of_task(occurrence.task_id)
        if o.agency_id == occurrence.agency_id and o.due_on < occurrence.due_on
    ]
    for earlier in reversed(before[-_PERIODS_BACK:]):
        reports = [r for r in await turn.work.reports.of_occurrence(earlier.id) if r.text]
        if reports:
            return reports[0], earlier.label
    return None
