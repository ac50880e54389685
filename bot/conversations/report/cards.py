"""A stored report as a card: its state in words, and what can be done with it.

Where a platform can edit, a tap on a card turns it into the report's next state.
"""

from collections.abc import Sequence

from bot.conversations.base import Turn
from bot.conversations.work import is_leader, items_of
from data.domain.messages import Choice, OutgoingMessage
from data.domain.originals import lacks_originals
from data.domain.people import Role
from data.domain.reporting import UNDO_WITHIN, Part
from data.domain.reports import Doneness, Report, ReportState
from data.domain.reviews import reviewers
from data.texts import report_labels as labels
from data.texts import reports as words
from data.texts.originals import originals_label
from data.texts.people import called
from jobs.actions.own_report import OwnReport, own_report
from jobs.actions.submit_report import Submitted


def card_of(report_id: int) -> str:
    """Return the card that shows one report."""
    return f"report:{report_id}"


def is_undoable(turn: Turn, report: Report) -> bool:
    """Return whether a report can still be taken back."""
    stands = report.state is ReportState.STORED
    return stands and turn.now - report.created_at <= UNDO_WITHIN


async def told(turn: Turn, submitted: Submitted) -> words.Stored:
    """Return a stored report with the names that its sentences need."""
    agency_name = ""
    if submitted.part is not Part.OWES:
        agencies = {a.id: a.name for a in await turn.work.agencies.all()}
        agency_name = agencies[submitted.occurrence.agency_id]
    seen_by = None
    if not is_leader(turn.person):
        seen_by = await _seen_by(turn)
    return words.Stored(
        submitted.report,
        submitted.occurrence,
        submitted.task,
        submitted.part,
        submitted.evidence,
        agency_name,
        seen_by or words.LEAD_OFFICE,
        is_undoable(turn, submitted.report),
    )


async def _seen_by(turn: Turn) -> str | None:
    """Return who looks at the person's report: the leadership, where they alone are the office."""
    if turn.person.is_any_of(Role.LEAD_OFFICE, Role.ADMIN):
        able = reviewers(await turn.work.people.all(), {turn.person.id})
        if able and not able[0].is_any_of(Role.LEAD_OFFICE):
            return called(able[0])
    return await turn.work.agencies.name_of_lead_office()


def choices(turn: Turn, submitted: Submitted) -> tuple[Choice, ...]:
    """Return what can be done with a stored report."""
    number = submitted.report.id
    more, undo = more_choice(number), tuple[Choice, ...]()
    if is_undoable(turn, submitted.report):
        undo = (Choice(labels.undo_label(), f"report:undo:{number}"),)
    originals = originals_choices(submitted)
    if is_leader(turn.person):
        # Not first: somebody who answers "1" twice must not take back what they said.
        return (more, *undo, *originals)
    fix = Choice(labels.fix_label(), f"report:fix:{number}")
    if _may_be_done(submitted):
        done = Choice(labels.all_done_label(), f"report:set:{number}:done")
        return (*undo, more, done, fix, *originals)
    return (*undo, more, fix, *originals)


def more_choice(report_id: int) -> Choice:
    """Return the choice to add files to a report."""
    return Choice(labels.more_files_label(), f"report:more:{report_id}")


def originals_choices(submitted: Submitted) -> tuple[Choice, ...]:
    """Return how to send pictures untouched, if a task asks for it and they were not."""
    if not lacks_originals(submitted.task, submitted.evidence):
        return ()
    return (Choice(originals_label(), f"report:howto:{submitted.report.id}"),)


def _may_be_done(submitted: Submitted) -> bool:
    """Return whether to offer "done" at once: still owed, and the words do not deny it."""
    says_no = submitted.report.progress.doneness is Doneness.NOT_YET
    return submitted.occurrence.is_owed and submitted.part is not Part.COORDINATES and not says_no


async def stored_card(
    turn: Turn, submitted: Submitted, *, before: Sequence[str] = (), chosen: bool = False
) -> OutgoingMessage:
    """Return the card of a report as it stands. `chosen`: the person did not name the task."""
    said = await told(turn, submitted)
    if is_leader(turn.person):
        text = words.stored_for_leader(turn.person, said)
    else:
        text = words.stored(said, today=turn.today, chosen=chosen)
    return card(turn, submitted, [*before, text])


def card(turn: Turn, submitted: Submitted, lines: Sequence[str]) -> OutgoingMessage:
    """Return the card of a report with these words."""
    number = submitted.report.id
    return OutgoingMessage("\n".join(lines), choices(turn, submitted), card=card_of(number))


async def state_of(turn: Turn, report_id: int) -> Submitted:
    """Return the person's own report as it stands. Raises RefusedError when it is settled."""
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    evidence = await turn.work.evidence.of_reports([report_id])
    return Submitted(own.report, own.occurrence, own.task, own.part_of(turn.person), evidence)


async def several_card(
    turn: Turn, all_of: Sequence[Submitted], *, before: Sequence[str] = ()
) -> OutgoingMessage:
    """Return the card of the reports that one message made."""
    first = all_of[0].report.id
    offered = tuple(
        Choice(labels.undo_label(s.task.code), f"report:undo:{s.report.id}:{first}")
        for s in all_of
        if is_undoable(turn, s.report)
    )
    text = words.stored_several([await told(turn, s) for s in all_of])
    return OutgoingMessage("\n".join([*before, text]), offered, card=f"reports:{first}")


async def together(turn: Turn, first_id: int) -> list[Submitted]:
    """Return a person's reports that were given in one go, from the first, also those taken back."""
    work = turn.work
    first = await work.reports.get(first_id)
    if first is None or first.person_id != turn.person.id:
        return []
    reports = await work.reports.given_at(turn.person.id, first.created_at)
    items = await items_of(turn, await work.occurrences.some({r.occurrence_id for r in reports}))
    by_id = {i.occurrence.id: i for i in items}
    found = []
    for report in reports:
        item = by_id[report.occurrence_id]
        before = await work.reports.before(report.id) or {}
        own = OwnReport(report, item.occurrence, item.task, before)
        evidence = await work.evidence.of_reports([report.id])
        part = own.part_of(turn.person)
        found.append(Submitted(report, own.occurrence, own.task, part, evidence))
    return [s for s in found if s.report.id >= first_id]
