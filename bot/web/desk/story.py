"""A task's whole story: the plan's line, its rule, who owes what, and all that was said and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.fields import Fields, Refused, one
from bot.web.desk.shell import (
    LARGEST_ID,
    Desk,
    at_desk,
    change,
    desk_form,
    desk_page,
    missing,
    number_in,
)
from bot.web.receipts import Upload, upload_of
from bot.web.refusals import PageError
from bot.web.visitors import context_of
from data.domain.access import Wish, may_see
from data.domain.messages import Chat, FileRef
from data.domain.people import Agency, Person
from data.domain.reports import Evidence
from data.domain.reviews import Case
from data.domain.tasks import AssignmentKind, Occurrence, OccurrenceState, Plan, Task
from data.store.cases import case_of
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_story as words
from data.texts import recorded
from data.texts.criteria import of_task as criteria_of
from data.texts.reach import told_lines
from data.texts.web import chat_labels, file_not_ours
from jobs.actions.record_report import Shown, record_report

PATH = "/ban/viec/{code:int}"
_MOST = 400
"""Occurrences of one task that its page lists."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened."""

    at: datetime
    kind: str
    """Chooses the sign: report, accepted, returned, request."""
    text: str
    files: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about one task, and about one of its occurrences."""

    task: Task
    plan: Plan | None
    agencies: Mapping[int, Agency]
    begun: Sequence[Occurrence]
    """What is open, or over."""
    later: Sequence[Occurrence]
    """What opens another day."""
    case: Case | None
    entries: Sequence[Entry]
    """Of the chosen occurrence, the latest first."""
    reminders: Sequence[str]
    criteria: str = ""
    """What its evidence shows."""
    members: Sequence[Person] = ()
    """Who may be written down as having reported, for the lead office."""


async def show(request: Request) -> Response:
    """Show it, if the visitor may see it."""
    desk = await at_desk(request)
    return await _page(desk, request.query_params.get("ky", ""))


async def _page(
    desk: Desk, asked: str, refused: Refused | None = None, kept: Mapping[str, str] | None = None
) -> Response:
    """Show the task with the occurrence that is asked for; `kept`: receipts and names of files."""
    context = context_of(desk.request)
    async with desk.store.read() as unit:
        story = await _story(unit, desk, desk.request.path_params["code"], asked)
    return await desk_page(
        desk,
        "desk/story.html",
        active="lists",
        w=words,
        r=recorded,
        s=story,
        may_nudge=desk.may(Wish.NUDGE),
        may_review=desk.may(Wish.REVIEW),
        refused=refused,
        kept=kept or {},
        most_files=context.limits.files - len(kept or {}),
        labels=chat_labels(),
    )


async def _story(unit: UnitOfWork, desk: Desk, code: int, asked: str) -> Story:
    work = unit.ward(desk.ward.id)
    task = await work.tasks.by_code(code) if code < LARGEST_ID else None
    if task is None:
        raise missing()
    agencies = {a.id: a for a in await work.agencies.all()}
    there = await work.occurrences.of_task(task.id)
    seen = _visible(desk, task, agencies, there)
    chosen = _chosen(desk, seen, asked)
    case = await case_of(unit, desk.ward, chosen.id) if chosen else None
    listed = seen[:_MOST]
    return Story(
        task,
        await work.plans.get(task.plan_id),
        agencies,
        [o for o in listed if not _is_later(o, desk)],
        [o for o in listed if _is_later(o, desk)],
        case,
        _entries(case, desk) if case else (),
        await _reminders(unit, desk, case) if case else (),
        criteria_of(await work.criteria.of_task(task.id)),
        await _members(unit, desk, case) if case and desk.may(Wish.RECORD) else (),
    )


def _is_later(one: Occurrence, desk: Desk) -> bool:
    return one.is_owed and one.opens_on > desk.today


def _visible(
    desk: Desk, task: Task, agencies: Mapping[int, Agency], there: Sequence[Occurrence]
) -> list[Occurrence]:
    """Return what the visitor may see of a task. Raises PageError when it is nothing of theirs."""
    helping = {a.agency_id for a in task.assignments if a.kind is not AssignmentKind.LEAD}
    helping |= {m for a in helping if a in agencies for m in agencies[a].members}
    leading = {a.agency_id for a in task.assignments} - helping
    concerned = helping | leading | {o.agency_id for o in there}
    if may_see(desk.person, concerned) is not None:
        raise missing()
    own = desk.agency_ids
    sees_every = own is None or not own.isdisjoint(helping)
    standing = [o for o in there if o.state is not OccurrenceState.CANCELLED]
    return [o for o in standing if sees_every or (own is not None and o.agency_id in own)]


def _chosen(desk: Desk, seen: Sequence[Occurrence], asked: str) -> Occurrence | None:
    """Return the occurrence that was asked for, else the one that needs somebody first.

    When none does, it is the last that was done, or the first that comes.
    """
    if asked:
        found = next((o for o in seen if str(o.id) == asked), None)
        if found is None:
            raise missing()
        return found
    begun = [o for o in seen if not _is_later(o, desk)]
    opened = [o for o in begun if o.is_owed]
    waiting = [o for o in begun if o.state is OccurrenceState.REPORTED]
    return next(iter([*opened, *waiting, *reversed(begun), *seen]), None)


def _entries(case: Case, desk: Desk) -> list[Entry]:
    entries = [
        Entry(
            v.report.created_at,
            "report",
            words.report(v, desk.today),
            v.evidence,
        )
        for v in case.versions
    ]
    for review in case.reviews:
        kind = review.verdict.value if review.stands else "undone"
        entries.append(Entry(review.at, kind, words.review(review, case.names, desk.today)))
    asked = {r.question: r for r in reversed(case.requests)}
    for request in case.requests:
        if asked[request.question] is request:
            text = words.asked(request, case.names, desk.today)
            entries.append(Entry(request.at, "request", text))
        if request.decided_at is not None:
            text = words.settled(request, case.names, desk.today)
            entries.append(Entry(request.decided_at, "request", text))
    return sorted(entries, key=lambda e: e.at, reverse=True)


async def record(request: Request) -> Response:
    """Write down what somebody reported by telephone or face to face."""
    desk, fields = await desk_form(request, Wish.RECORD)
    code = request.path_params["code"]
    number = number_in(one(fields, "ky"))
    who = number_in(one(fields, "nguoi"))

    uploads = _uploads(desk, fields)
    files = tuple(
        FileRef(u.name, u.sha256, size=u.size, mime=u.mime, sha256=u.sha256)
        for u in uploads.values()
    )
    shown = Shown(desk.visitor.chat, files, context_of(request).files.path)

    async def act(unit: UnitOfWork) -> str:
        said = one(fields, "noi")
        done = await record_report(unit, desk.ward, who, number, said, desk.now, desk.actor, shown)
        return recorded.done(done.person, done.task, done.evidence, done.refused)

    async def again(sentence: str) -> Response:
        names = {receipt: u.name for receipt, u in uploads.items()}
        return await _page(desk, str(number), Refused(sentence, fields), names)

    return await change(desk, f"/ban/viec/{code}?ky={number}", act, again)


def _uploads(desk: Desk, fields: Fields) -> dict[str, Upload]:
    """Return the files by the receipts that a form carries. Raises PageError for anybody else's."""
    context = context_of(desk.request)
    receipts = fields.get("tep", [])[: context.limits.files]
    uploads = {r: u for r in receipts if (u := upload_of(context.secret, desk.person.id, r))}
    if not uploads.keys() >= set(receipts):
        raise PageError(409, file_not_ours())
    return uploads


async def _members(unit: UnitOfWork, desk: Desk, case: Case) -> list[Person]:
    people = await unit.ward(desk.ward.id).people.all()
    return [p for p in people if case.item.occurrence.agency_id in p.agency_ids]


async def _reminders(unit: UnitOfWork, desk: Desk, case: Case) -> list[str]:
    """Return how its reminders truly stand, for those who watch over them."""
    if not desk.may(Wish.SEE_ALL):
        return []
    told = await unit.ward(desk.ward.id).reminders.of_occurrence(case.item.occurrence.id)
    chats = await unit.agency_chats.of(desk.ward.id, [case.item.occurrence.agency_id])
    groups: dict[Chat, str] = {c.chat: c.title for own in chats.values() for c in own}
    return told_lines(told, case.names, groups, desk.today)
