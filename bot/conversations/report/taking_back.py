"""Taking a report back by words, when its card with [Hoàn tác] is not the latest message any more."""

from bot.conversations.base import Reply, Turn
from bot.conversations.report.correcting import undo
from data.domain.reports import Report
from data.domain.taking_back import read_taking_back
from data.errors import RefusedError
from data.texts.report_refusals import no_such_code


async def take_back(turn: Turn) -> Reply | None:
    """Undo the latest report, or that on the task named; None when the words say nothing of it.

    Raises RefusedError when it is too late.
    """
    codes = read_taking_back(turn.message.text)
    if codes is None:
        return None
    report = await (_of_code(turn, codes[0]) if codes else _latest(turn))
    return await undo(turn, report.id) if report is not None else None


async def _latest(turn: Turn) -> Report | None:
    return await turn.work.reports.latest_of(turn.person.id)


async def _of_code(turn: Turn, code: int) -> Report | None:
    task = await turn.work.tasks.by_code(code)
    if task is None:
        raise RefusedError(no_such_code(code))
    given = [
        report
        for occurrence in await turn.work.occurrences.of_task(task.id)
        for report in await turn.work.reports.of_occurrence(occurrence.id)
        if report.person_id == turn.person.id
    ]
    return max(given, key=lambda report: report.id, default=None)
