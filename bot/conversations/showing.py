"""One task as those who see it read it: how it stands, who reported what, and the files."""

from collections import Counter
from collections.abc import Sequence

from bot.conversations.base import Reply, Turn
from bot.conversations.work import current, day_of, item_of, items_of
from data.domain.access import Wish, may, may_see, may_settle
from data.domain.messages import Choice, OutgoingFile, OutgoingMessage
from data.domain.reports import Evidence, EvidenceState, Report, each_once
from data.domain.requests import RequestKind, explains
from data.domain.reviews import Case
from data.domain.tasks import AssignmentKind, Occurrence, OccurrenceState, Task, WorkItem
from data.errors import RefusedError
from data.store.cases import case_of
from data.texts import nudges
from data.texts import requests as request_words
from data.texts import task_reports as words
from data.texts import tasks as task_words
from data.texts.criteria import on_a_card
from data.texts.originals import asked_for
from data.texts.people import reported_by
from data.texts.reach import told_lines
from data.texts.report_refusals import no_such_work, nothing_owed
from data.texts.reviews import explain_label
from data.texts.stories import story_lines
from jobs.actions.submit_report import coordinating_agencies

_MOST_FILES = 10
_MOST_AGENCIES = 8
_RECENT = 8
_REMINDERS = 4
"""Reminders shown on a task, the latest."""


async def show(turn: Turn, occurrence_id: int) -> Reply:
    """Show one piece of work with its reports and files. Raises RefusedError."""
    item = await item_of(turn, occurrence_id)
    if item is None:
        raise RefusedError(no_such_work())
    coordinating = await coordinating_agencies(turn.unit, turn.ward, item.task)
    supervising = item.task.agencies(AssignmentKind.SUPERVISE)
    concerned = {item.occurrence.agency_id, *coordinating, *supervising}
    if may_see(turn.person, concerned) is not None:
        raise RefusedError(task_words.not_yours(item.task))
    return await _shown(turn, item)


async def _shown(turn: Turn, item: WorkItem) -> Reply:
    reports = await turn.work.reports.of_occurrence(item.occurrence.id)
    evidence = each_once(await turn.work.evidence.of_reports([r.id for r in reports]))
    stored = [e for e in evidence if e.sha256 and e.state is EvidenceState.STORED]
    files = _outgoing(stored[-_MOST_FILES:])
    pending = sum(e.state is EvidenceState.PENDING for e in evidence)
    named = set(item.task.agencies(AssignmentKind.COORDINATE))
    names = tuple(a.name for a in await turn.work.agencies.all() if a.id in named)
    lines = await _lines(turn, reports, evidence)
    gone = [e.name for e in evidence if e.state is EvidenceState.DESTROYED]
    about_files = words.files_line(len(evidence) - len(gone), len(files), pending)
    about_files += list(dict.fromkeys(gone))
    if item.task.wants_originals:
        about_files.append(asked_for())
    about_files += on_a_card(await turn.work.criteria.of_task(item.task.id))
    about_files += await _told(turn, item)
    case = await case_of(turn.unit, turn.ward, item.occurrence.id)
    assert case is not None, "it is shown"
    story = story_lines(case, turn.today)
    details = task_words.Details(item, names, lines, story, about_files)
    number = item.occurrence.id
    choices = [*_answers(turn, case), Choice(task_words.why_label(), f"remind:why:{number}")]
    text = task_words.task_details(details, day_of(turn))
    return Reply((OutgoingMessage(text, tuple(choices), files, card=f"task:{number}"),))


async def story_of(turn: Turn, item: WorkItem) -> list[str]:
    """Return what was decided and asked about a piece of work."""
    case = await case_of(turn.unit, turn.ward, item.occurrence.id)
    return story_lines(case, turn.today) if case else []


def _answers(turn: Turn, case: Case) -> list[Choice]:
    """Return what the person can do about it: report, ask for more time, explain; or decide."""
    item, number = case.item, case.item.occurrence.id
    occurrence, choices = item.occurrence, list[Choice]()
    if occurrence.agency_id in turn.person.agency_ids:
        if occurrence.is_owed:
            choices.append(Choice(task_words.report_label(item), f"report:open:{number}"))
        choices += _about_its_dates(turn, case)
    elif occurrence.is_owed and may_settle(turn.person, occurrence.agency_id) is None:
        if occurrence.opens_on <= turn.today and may(turn.person, Wish.NUDGE) is None:
            choices.append(Choice(nudges.about(item.task.code), f"nudging:show:{number}"))
        choices.append(Choice(request_words.extend_label(item), f"requests:extend:{number}"))
    return choices


def _about_its_dates(turn: Turn, case: Case) -> list[Choice]:
    """Return what its own people may ask about its due dates, and take back what they asked."""
    occurrence, open_ones = case.item.occurrence, [r for r in case.requests if r.is_open]
    asked = {r.kind for r in open_ones}
    choices = []
    if occurrence.is_owed and RequestKind.EXTENSION not in asked:
        label = request_words.ask_extension_label()
        choices.append(Choice(label, f"requests:extend:{occurrence.id}"))
    kind = explains(occurrence, case.unexcused(turn.today))
    if kind is not None and kind not in asked:
        choices.append(Choice(explain_label(), f"requests:explain:{occurrence.id}"))
    own = [r for r in open_ones if r.person_id == turn.person.id]
    label = request_words.withdraw_label()
    return [*choices, *(Choice(label, f"requests:withdraw:{r.id}") for r in own[-1:])]


async def _told(turn: Turn, item: WorkItem) -> list[str]:
    """How its reminders stand, for those who watch over them."""
    if may(turn.person, Wish.WATCH_OVER) is not None:
        return []
    told = await turn.work.reminders.of_occurrence(item.occurrence.id, most=_REMINDERS)
    names = {
        p.id: p.name for p in (*await turn.work.people.all(), *await turn.work.people.former())
    }
    groups = {g.chat: g.title for g in await turn.unit.agency_chats.all(turn.ward.id)}
    return told_lines(told, names, groups, turn.today)


def _outgoing(evidence: Sequence[Evidence]) -> tuple[OutgoingFile, ...]:
    return tuple(OutgoingFile(e.sha256, e.name, e.mime) for e in evidence if e.sha256)


async def _lines(
    turn: Turn, reports: Sequence[Report], evidence: Sequence[Evidence]
) -> tuple[words.ReportLine, ...]:
    people: dict[int, str] = {}
    named = [i for r in reports for i in (r.person_id, r.recorded_by) if i]
    for person_id in dict.fromkeys(named):
        person = await turn.work.people.get(person_id)
        people[person_id] = person.name if person else ""
    files = Counter(e.report_id for e in evidence)
    return tuple(
        words.ReportLine(
            r,
            reported_by(people[r.person_id], people.get(r.recorded_by or 0)),
            files[r.id],
        )
        for r in reports
    )


def sees_beside_own(turn: Turn, owed_by: Sequence[Occurrence]) -> bool:
    """Return whether somebody looks on: sees all work, and none of this is their own to do."""
    is_own = any(o.agency_id in turn.person.agency_ids for o in owed_by)
    return may(turn.person, Wish.SEE_ALL) is None and not is_own


async def show_code(turn: Turn, task: Task, live: Sequence[Occurrence]) -> Reply:
    """Show how a number stands, with each agency that owes it. Raises RefusedError."""
    by_agency: dict[int, list[Occurrence]] = {}
    for occurrence in live:
        by_agency.setdefault(occurrence.agency_id, []).append(occurrence)
    now = [current(listed, turn.today) for listed in by_agency.values()]
    items = await items_of(turn, now)
    if not items:
        raise RefusedError(nothing_owed(task.code))
    if len(items) == 1:
        return await _shown(turn, items[0])
    standing = [task_words.standing(i, day_of(turn)) for i in items]
    first = items[:_MOST_AGENCIES]
    choices = tuple(Choice(words.show_of_label(i), f"tasks:show:{i.occurrence.id}") for i in first)
    return Reply((OutgoingMessage(words.owed_by_several(items, standing), choices),))


async def show_recent(turn: Turn) -> Reply:
    """`/baocaomoi`: the reports of the ward that came last. Raises RefusedError."""
    if may(turn.person, Wish.SEE_ALL) is not None:
        raise RefusedError(words.recent_is_for_others())
    reports = await turn.work.reports.latest(_RECENT)
    evidence = await turn.work.evidence.of_reports([r.id for r in reports])
    occurrences = await turn.work.occurrences.some({r.occurrence_id for r in reports})
    items = {i.occurrence.id: i for i in await items_of(turn, occurrences)}
    lines = await _lines(turn, reports, evidence)
    listed = [
        (items[line.report.occurrence_id], line)
        for line in lines
        if line.report.occurrence_id in items
    ]
    shown = list({item.occurrence.id: item for item, _ in listed}.values())
    choices = tuple(
        Choice(label, f"tasks:show:{item.occurrence.id}")
        for label, item in zip(words.show_labels(shown), shown, strict=True)
    )
    return Reply((OutgoingMessage(words.recent(listed, turn.today), choices),))


def live_of(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Return what was not cancelled."""
    return [o for o in occurrences if o.state is not OccurrenceState.CANCELLED]
