"""The first run, and at any time: where one stands, and the one next step."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import is_office, say
from data.domain.event_words import asks_to_declare
from data.domain.messages import Choice, OutgoingFile, OutgoingMessage
from data.domain.plan_review import questions, review_from_json
from data.domain.settings_words import read_setting, read_ward_name
from data.texts import plans as plan_words
from data.texts import setup as words
from jobs.actions.set_up import SetUp, how_far, name_office, name_ward
from jobs.intake.staff_template import write_template

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NAME, _OFFICE = "name", "office"


async def tap(turn: Turn, verb: str, _arguments: Sequence[str]) -> Reply | None:
    """[Bắt đầu], [Bước tiếp theo], [Tệp mẫu]."""
    if not is_office(turn):
        return None
    if verb == "next":
        return await next_step(turn)
    return await template(turn) if verb == "template" else None


async def open_(turn: Turn) -> Reply | None:
    """`/batdau`."""
    return await next_step(turn) if is_office(turn) else None


async def start(turn: Turn) -> Reply | None:
    """Until the ward has a name and an office, whatever comes leads to the next step."""
    if turn.message.files or not is_office(turn) or _is_for_others(turn):
        return None
    if turn.ward.name != words.UNNAMED_WARD and (name := read_ward_name(turn.message.text)):
        return await _rename(turn, name)
    if turn.ward.name != words.UNNAMED_WARD and turn.person.memberships:
        return None
    far = await how_far(turn.unit, turn.ward)
    if far.is_named and not far.has_office and "," in turn.message.text:
        return await _name_office(turn)  # the answer, after another conversation came between
    return None if far.is_named and far.has_office else await next_step(turn)


async def resume(turn: Turn) -> Reply | None:
    """The answer to the question that was asked."""
    text, step = turn.message.text, turn.data.get("step")
    if not text or turn.message.files or _is_for_others(turn):
        return None
    name = read_ward_name(text)
    if step == _NAME:
        ward = await name_ward(turn.unit, turn.ward, name or text, turn.now, turn.actor)
        if (await how_far(turn.unit, ward)).has_office:
            return await next_step(replace(turn, ward=ward))
        return say(words.ask_office_name(ward.name), keep={"step": _OFFICE})
    if name:
        return replace(await _rename(turn, name), keep=turn.data)
    return await _name_office(turn) if step == _OFFICE else None


async def _rename(turn: Turn, name: str) -> Reply:
    """ "tên phường: …", at any time: it stands at the head of every document."""
    ward = await name_ward(turn.unit, turn.ward, name, turn.now, turn.actor)
    return say(words.ward_renamed(ward.name, turn.ward.name))


def _is_for_others(turn: Turn) -> bool:
    """Tell what is plainly meant for another conversation, whatever is being asked here."""
    text = turn.message.text
    if text.lstrip().startswith("#") or asks_to_declare(text):
        return True
    return read_setting(text, turn.ward.settings, turn.today) is not None


async def _name_office(turn: Turn) -> Reply:
    person, agency = await name_office(
        turn.unit, turn.ward, turn.person, turn.message.text, turn.now, turn.actor
    )
    after = await next_step(replace(turn, person=person))
    noted = OutgoingMessage(words.office_noted(agency, person))
    return replace(after, messages=(noted, *after.messages))


async def next_step(turn: Turn) -> Reply:
    """Return where the ward stands and what comes next."""
    far = await how_far(turn.unit, turn.ward)
    if not far.is_named:
        return say(words.ask_ward_name(), keep={"step": _NAME})
    if not far.has_office:
        return say(words.ask_office_name(turn.ward.name), keep={"step": _OFFICE})
    if far.has_draft:
        return await _check(turn)
    if far.reading:
        return say(words.plan_being_read(far.reading))
    if not far.tasks:
        return say(_sent_here(turn, words.send_plan()))
    return _people(turn, far)


def _sent_here(turn: Turn, request: str) -> str:
    """Return a request for a document; where none can be sent, with the place where it can."""
    if turn.limits.takes_documents:
        return request
    return f"{request}\n{words.documents_elsewhere(turn.public_url)}"


def _people(turn: Turn, far: SetUp) -> Reply:
    if not far.staff:
        template = Choice(words.template_label(), "setup:template")
        return say(_sent_here(turn, words.send_staff()), [template])
    if far.unlinked:
        return say(words.hand_out(far.unlinked), [Choice(words.invitations_label(), "people:list")])
    return say(words.all_set(far.tasks, far.linked))


async def _check(turn: Turn) -> Reply:
    found = await turn.work.plans.draft()
    if found is None:
        return say(_sent_here(turn, words.send_plan()))
    plan, review = found[0], review_from_json(found[1])
    choices = (
        Choice(plan_words.review_label(), f"plan:review:{plan.id}"),
        Choice(plan_words.confirm_label(), f"plan:confirm:{plan.id}"),
    )
    return say(words.check_plan(len(review.standing), len(questions(review))), choices)


async def template(turn: Turn) -> Reply:
    """Send the template of a staff list."""
    sha256 = await turn.keep_file(write_template())
    file = OutgoingFile(sha256, words.template_name(), _XLSX)
    return Reply((OutgoingMessage(words.template_sent(), files=(file,)),))


CONVERSATION = Conversation(
    name="setup",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/batdau", "bat dau"),
    open=open_,
)
