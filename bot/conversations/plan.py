"""Plans: a document comes in, is looked over in chat or on its page, and is confirmed."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import (
    document_in,
    is_no_evidence,
    is_office,
    list_in,
    only_for_office,
    say,
    staff_in,
)
from bot.conversations.plan_fixes import apply_fix, assignment_in
from data.domain.messages import Choice, FileRef
from data.domain.names import fold_name
from data.domain.plan_review import Question, Review, questions, unsettled_names
from data.domain.task_codes import read_codes
from data.domain.tasks import PlanState
from data.errors import RefusedError
from data.texts import plans as words
from data.texts import setup as setup_words
from data.texts.plan_choices import draft_choices
from jobs.actions.assign import assign
from jobs.actions.confirm_plan import PlanConfirmed, confirm_plan
from jobs.actions.edit_draft import (
    Editing,
    amend_draft,
    drop_draft,
    join_names,
    mark_checked,
    open_draft,
    set_dropped,
    settle_same,
)
from jobs.actions.receive_plan import receive_plan

PAGE = "/ke-hoach/du-thao"
_SOUNDS_LIKE_A_PLAN = (
    *("ke hoach", "ke-hoach", "kehoach", "kh-", "kh_", "-kh", "phu luc", "phu-luc"),
    *("papi", "par-index", "par index", "sipas", "cchc"),
)
_AWAITED = "awaited"


async def open_(turn: Turn) -> Reply | None:
    """`/kehoach`: the plans in force and the open draft; the next document is taken as a plan."""
    only_for_office(turn)
    plans = [p for p in await turn.work.plans.all() if p.state is PlanState.ACTIVE]
    tasks = await turn.work.tasks.all()
    lines = [
        (
            words.plan_name(p.number, p.issued_on, p.title),
            sum(t.plan_id == p.id for t in tasks),
        )
        for p in plans
    ]
    found = await open_draft(turn.unit, turn.ward, turn.actor)
    text = words.standing_plans(lines)
    if found is None:
        return say(text, keep={_AWAITED: True})
    plan, review = found
    text += "\n" + setup_words.check_plan(len(review.standing), len(questions(review)))
    choices = draft_choices(plan.id, review, await turn.work.plans.all())
    return say(text, choices, {_AWAITED: True})


async def start(turn: Turn) -> Reply | None:
    """A document that is, or sounds like, a plan; or "#18 chủ trì …" for a task in force."""
    if not is_office(turn):
        return None
    file = document_in(turn)
    if file is None:
        return None if turn.message.files else await _reassign(turn)
    if read_codes(turn.message.text)[0]:
        return None  # "#12 …" with a document is a report with its evidence
    if await _has_staff_list(turn):
        return None
    plans = await turn.work.plans.all()
    has_plan = any(p.state is PlanState.ACTIVE for p in plans)
    if has_plan and not _sounds_like_a_plan(turn, file):
        return None
    return await _receive(turn, file)


async def resume(turn: Turn) -> Reply | None:
    """A document that was asked for, or a fix of the draft that is being looked over."""
    file = document_in(turn)
    if file is not None:
        if turn.data.get(_AWAITED) and not await _has_staff_list(turn):
            return await _receive(turn, file)
        return None
    plan_id = turn.data.get("plan")
    if plan_id is None or not turn.message.text:
        return None
    found = await open_draft(turn.unit, turn.ward, turn.actor)
    if found is None or found[0].id != plan_id:
        return None
    done = await apply_fix(
        _editing(turn, plan_id), found[1], turn.message.text, turn.data.get("asked")
    )
    if done is None:
        return None
    return await _ask(turn, plan_id, done[0], before=done[1])


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons under a draft; each names the draft that it was shown for."""
    numbers = [int(a) for a in arguments if a.isdecimal()]
    if not numbers or len(numbers) != len(arguments):
        return None
    plan_id, rest = numbers[0], numbers[1:]
    edit = _editing(turn, plan_id)
    match verb, rest:
        case "review", []:
            return await _review(turn, plan_id)
        case "confirm", []:
            return await _names_first(turn, plan_id) or await _confirm(turn, plan_id)
        case "apart", []:
            return await _confirm(turn, plan_id)
        case "join", []:
            joined = await join_names(edit)
            return await _confirm(turn, plan_id, words.names_joined(joined) if joined else "")
        case "names", []:
            return await _ask(turn, plan_id, await _draft(turn, plan_id), names_first=True)
        case "drop", []:
            await drop_draft(edit)
            return say(words.dropped(), keep={_AWAITED: True})
        case "amend", [amends]:
            review = await amend_draft(edit, amends or None)
            choices = draft_choices(plan_id, review, await turn.work.plans.all())
            return say(words.read(review, today=turn.today), choices)
        case "ok", _:
            return await _ask(turn, plan_id, await mark_checked(edit, await _asked(turn, rest)))
        case "out", [code]:
            review = await set_dropped(edit, code, True)
            return await _ask(turn, plan_id, review, before=words.task_dropped(code))
        case "same", [index, is_one]:
            review = await settle_same(edit, index, bool(is_one))
            return await _ask(turn, plan_id, review, names_first=True)
    return None


async def _asked(turn: Turn, codes: Sequence[int]) -> Sequence[int]:
    """Return the numbers that [Đúng rồi] was said of; none given means the ones taken from above."""
    if codes:
        return codes
    found = await open_draft(turn.unit, turn.ward, turn.actor)
    return [c for q in questions(found[1]) for c in q.inherited] if found else []


async def _reassign(turn: Turn) -> Reply | None:
    found = assignment_in(turn.message.text)
    task = await turn.work.tasks.by_code(found[0]) if found else None
    if found is None or task is None:
        return None
    code, kind, part, names = found
    done = await assign(turn.unit, turn.ward, task.id, kind, names, turn.now, turn.actor)
    return say(words.assigned(code, part, done.names))


async def _receive(turn: Turn, file: FileRef) -> Reply:
    await receive_plan(turn.unit, turn.ward, file, turn.chat, turn.now, turn.actor)
    text = words.being_read(file.name)
    if len(turn.message.files) > 1:
        text += "\n" + words.one_at_a_time()
    return say(text)


async def _review(turn: Turn, plan_id: int) -> Reply:
    link = words.page_link(turn.public_url + PAGE)
    return await _ask(turn, plan_id, await _draft(turn, plan_id), before=link)


async def _draft(turn: Turn, plan_id: int) -> Review:
    found = await open_draft(turn.unit, turn.ward, turn.actor)
    if found is None or found[0].id != plan_id:
        raise RefusedError(words.not_the_draft())
    return found[1]


async def _ask(
    turn: Turn, plan_id: int, review: Review, before: str = "", *, names_first: bool = False
) -> Reply:
    """Ask the next open question of the draft, or offer to confirm.

    `names_first`: who looks at the names goes on with them before the tasks.
    """
    left = questions(review)
    if names_first:
        left = tuple(sorted(left, key=lambda question: question.same is None))
    prefix = f"{before}\n\n" if before else ""
    if not left:
        choices = draft_choices(plan_id, review, await turn.work.plans.all())[1:3]
        text = words.no_questions_left(len(review.standing))
        return say(prefix + text, choices, {"plan": plan_id})
    text, choices = _question(plan_id, review, left[0], len(left) - 1)
    confirm = Choice(words.confirm_label(), f"plan:confirm:{plan_id}")
    return say(prefix + text, (*choices, confirm), {"plan": plan_id, "asked": left[0].task})


def _question(
    plan_id: int, review: Review, question: Question, left: int
) -> tuple[str, tuple[Choice, ...]]:
    if question.inherited:
        choice = Choice(words.right_label(), f"plan:ok:{plan_id}")
        return words.question_inherited(question.inherited, left), (choice,)
    if question.same is not None:
        value = f"plan:same:{plan_id}:{question.same}"
        return words.question_same(review.same_names[question.same], left), (
            Choice(words.one_agency_label(), f"{value}:1"),
            Choice(words.two_agencies_label(), f"{value}:0"),
        )
    task = review.task(question.task or 0)
    if task is None:
        raise RefusedError(words.not_the_draft())
    ok = words.later_label() if task.needs_time else words.right_label()
    return words.question_task(task, left), (
        Choice(ok, f"plan:ok:{plan_id}:{task.code}"),
        Choice(words.drop_task_label(), f"plan:out:{plan_id}:{task.code}"),
    )


async def _names_first(turn: Turn, plan_id: int) -> Reply | None:
    """Ask about names that may be one agency before confirming; None when none are open."""
    found = await open_draft(turn.unit, turn.ward, turn.actor)
    open_names = unsettled_names(found[1]) if found and found[0].id == plan_id else ()
    if not open_names:
        return None
    choices = (
        Choice(words.join_and_confirm_label(), f"plan:join:{plan_id}"),
        Choice(words.look_at_names_label(), f"plan:names:{plan_id}"),
        Choice(words.confirm_apart_label(), f"plan:apart:{plan_id}"),
    )
    return say(words.names_not_settled(open_names), choices, {"plan": plan_id})


async def _confirm(turn: Turn, plan_id: int, before: str = "") -> Reply:
    done = await confirm_plan(turn.unit, turn.ward, plan_id, turn.now, turn.actor)
    name = words.plan_name(done.plan.number, done.plan.issued_on, done.plan.title)
    if done.was_active:
        return say(words.already_confirmed(name))
    text = "\n".join(part for part in (before, _confirmed(name, done)) if part)
    return say(text, [Choice(setup_words.next_label(), "setup:next")])


def _confirmed(name: str, done: PlanConfirmed) -> str:
    return words.confirmed(
        name=name,
        tasks=done.tasks,
        duties=done.duties,
        waiting=done.waiting,
        needs_date=done.needs_date,
        removed=done.removed,
        given_to_office=done.given_to_office,
        unstaffed=done.unstaffed,
    )


async def _has_staff_list(turn: Turn) -> bool:
    file = list_in(turn)
    return file is not None and await staff_in(turn, file) is not None


def _sounds_like_a_plan(turn: Turn, file: FileRef) -> bool:
    said = f"{fold_name(file.name)} {fold_name(turn.message.text)}"
    return is_no_evidence(file) or any(word in said for word in _SOUNDS_LIKE_A_PLAN)


def _editing(turn: Turn, plan_id: int) -> Editing:
    return Editing(turn.unit, turn.ward, plan_id, turn.now, turn.actor)


CONVERSATION = Conversation(
    name="plan",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/kehoach", "ke hoach"),
    open=open_,
)
