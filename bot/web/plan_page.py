"""The page of the lead office where a plan draft is looked over, mended and confirmed."""

from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from bot.web.guards import OWN_HEADER, own_form, own_json
from bot.web.refusals import PageError, too_fast
from bot.web.rendering import page
from bot.web.visitors import Visitor, context_of, known_visitor
from data.domain.access import Wish, may
from data.domain.plan_review import Review, SameName, questions, unsettled_names
from data.domain.tasks import AssignmentKind, Plan
from data.errors import RefusedError
from data.texts import plans as plan_words
from data.texts import web as texts
from data.texts import web_plan as words
from jobs.actions import edit_draft as drafts
from jobs.actions.confirm_plan import PlanConfirmed, confirm_plan

_CONFIRM = ("confirm", "confirm-joined")
_PARTS = (AssignmentKind.LEAD, AssignmentKind.COORDINATE, AssignmentKind.SUPERVISE)


async def show_draft(request: Request) -> Response:
    """Show the open draft, what needs a look first."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await _office(request)
    async with context.store.read() as unit:
        found = await drafts.open_draft(unit, visitor.ward, _actor(visitor))
    if found is None:
        return page(request, "plan_done.html", now=now, visitor=visitor, sentence=words.no_draft())
    return _draft_page(request, visitor, *found)


async def change_draft(request: Request) -> Response:
    """Do what one form of the page asks, and show the page with it done."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await _office(request)
    fields = await own_form(request)
    if seconds := request.app.state.edits.take(visitor.chat.chat, now):
        raise too_fast(seconds)
    step, plan_id = fields.get("step", ""), _number(fields, "plan")
    done: PlanConfirmed | None = None
    joined: Sequence[SameName] = ()
    async with context.store.write() as unit:
        edit = drafts.Editing(unit, visitor.ward, plan_id, now, _actor(visitor))
        if step in _CONFIRM:
            joined = await drafts.join_names(edit) if step == "confirm-joined" else ()
            done = await confirm_plan(unit, visitor.ward, plan_id, now, _actor(visitor))
        elif step == "drop-draft":
            await drafts.drop_draft(edit)
        else:
            await _change(edit, step, fields)
        found = await drafts.open_draft(unit, visitor.ward, _actor(visitor))
    if step in {*_CONFIRM, "drop-draft"} or found is None:
        sentence = _confirmed(done, joined) if done else plan_words.dropped()
        return page(request, "plan_done.html", now=now, visitor=visitor, sentence=sentence)
    changed = _number(fields, "code") if "code" in fields else None
    return _draft_page(request, visitor, *found, changed=changed)


async def understand(request: Request) -> Response:
    """Say at once what words about time are understood as; nothing is kept."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await _office(request)
    text = (await own_json(request)).get("text")
    if not isinstance(text, str) or len(text) > 300:
        raise PageError(400, texts.unreadable())
    if seconds := request.app.state.edits.take(visitor.chat.chat, now):
        raise too_fast(seconds)
    async with context.store.read() as unit:
        found = await drafts.open_draft(unit, visitor.ward, _actor(visitor))
    if found is None:
        raise RefusedError(plan_words.not_the_draft())
    rule = drafts.understand(text, found[1])
    return JSONResponse({"text": words.understood(plan_words.understood(rule))})


async def _office(request: Request) -> Visitor:
    visitor = await known_visitor(request, context_of(request).clock())
    if may(visitor.person, Wish.IMPORT_PLAN) is not None:
        raise PageError(403, texts.may_not())
    return visitor


def _actor(visitor: Visitor) -> str:
    return f"person:{visitor.person.id}"


def _number(fields: Mapping[str, str], name: str) -> int:
    value = fields.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise PageError(400, texts.unreadable())
    return int(value)


async def _change(edit: drafts.Editing, step: str, fields: Mapping[str, str]) -> None:
    match step:
        case "edit":
            await _change_task(edit, _number(fields, "code"), fields)
        case "drop" | "restore":
            await drafts.set_dropped(edit, _number(fields, "code"), step == "drop")
        case "right":
            await drafts.mark_checked(edit, [_number(fields, "code")])
        case "all-right":
            found = await drafts.open_draft(edit.unit, edit.ward, edit.actor)
            asked = questions(found[1]) if found else ()
            await drafts.mark_checked(edit, [code for q in asked for code in q.inherited])
        case "same" | "not-same":
            meant = fields.get("meant")
            await drafts.settle_same(edit, _number(fields, "index"), step == "same", meant)
        case _:
            raise PageError(400, texts.unreadable())


async def _change_task(edit: drafts.Editing, code: int, fields: Mapping[str, str]) -> None:
    """Change only the fields that differ from what the draft says."""
    found = await drafts.open_draft(edit.unit, edit.ward, edit.actor)
    task = found[1].task(code) if found else None
    if task is None:
        raise RefusedError(plan_words.not_the_draft())
    title = fields.get("title", task.draft.title)
    if _plain(title) != _plain(task.draft.title):
        await drafts.set_title(edit, code, title)
    short = fields.get("short_title", task.short_title)
    if _plain(short) != _plain(task.short_title):
        await drafts.set_short_title(edit, code, short)
    for kind in _PARTS:
        named = "; ".join(getattr(task.draft, kind.value))
        if _plain(fields.get(kind.value, named)) != _plain(named):
            await drafts.set_agencies(edit, code, kind, fields[kind.value])
    if fields.get("time", "").strip():
        await drafts.set_time(edit, code, fields["time"])


def _plain(text: str) -> str:
    return " ".join(text.split())


def _draft_page(
    request: Request, visitor: Visitor, plan: Plan, review: Review, changed: int | None = None
) -> HTMLResponse:
    # Our script asks for the changed parts only; without it the whole page comes again.
    only = request.headers.get(OWN_HEADER) == "1"
    shown = [t for t in review.tasks if not only or changed is None or t.code == changed]
    return page(
        request,
        "plan.html",
        now=context_of(request).clock(),
        visitor=visitor,
        w=words,
        p=plan_words,
        plan=plan,
        review=review,
        looks=[t for t in shown if t.needs_look],
        others=[t for t in shown if not t.needs_look],
        inherited=[code for q in questions(review) for code in q.inherited],
        unsettled=unsettled_names(review),
    )


def _confirmed(done: PlanConfirmed, joined: Sequence[SameName]) -> str:
    """Say what is in force now, and which names were joined for it."""
    name = plan_words.plan_name(done.plan.number, done.plan.issued_on, done.plan.title)
    if done.was_active:
        return plan_words.already_confirmed(name)
    sentence = plan_words.confirmed(
        name=name,
        tasks=done.tasks,
        duties=done.duties,
        waiting=done.waiting,
        needs_date=done.needs_date,
        removed=done.removed,
        given_to_office=done.given_to_office,
        unstaffed=done.unstaffed,
    )
    return f"{plan_words.names_joined(joined)}\n{sentence}" if joined else sentence
