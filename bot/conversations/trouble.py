"""`/suco`: what went wrong, whom to call, and what becomes of messages that may not have arrived."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.access import Wish, may
from data.domain.messages import Choice
from data.domain.trouble import Rundown, Undelivered
from data.errors import RefusedError
from data.texts import trouble as words
from data.texts.people import denied, more_label
from jobs.actions.resend import let_rest, resend
from jobs.actions.what_is_wrong import what_is_wrong

STATUS_PAGE = "/tinh-trang"
_PEOPLE = 10
_LETTERS = 4
"""Messages shown at once: each has two buttons."""


async def open_(turn: Turn) -> Reply | None:
    """`/suco`, "sự cố"."""
    rundown = await _look(turn)
    if rundown.is_all_well:
        return say(words.all_well(rundown))
    link = turn.public_url + STATUS_PAGE if turn.ways_in.has_public_web else None
    choices = []
    if rundown.out_of_reach:
        choices.append(Choice(words.people_label(), "trouble:people:0"))
    if rundown.undelivered:
        choices.append(Choice(words.letters_label(), "trouble:letters:0"))
    return say(words.overview(rundown, link), choices)


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons of this conversation."""
    numbers = [int(a) for a in arguments if a.isdecimal()]
    match verb, numbers:
        case "show", []:
            return await open_(turn)
        case "people", [first]:
            return _people(await _look(turn), first)
        case "letters", [first]:
            return _letters(turn, await _look(turn), first)
        case "again", [letter_id]:
            letter = await resend(turn.unit, turn.ward, letter_id, turn.now, turn.actor)
            return await _settled(turn, words.sent_again(letter, await _name(turn, letter)))
        case "rest", [letter_id]:
            letter = await let_rest(turn.unit, turn.ward, letter_id, turn.now, turn.actor)
            return await _settled(turn, words.let_rest(letter, await _name(turn, letter)))
    return None


async def _look(turn: Turn) -> Rundown:
    """Return how things stand. Raises RefusedError for those whose business it is not."""
    if denial := may(turn.person, Wish.WATCH_OVER):
        raise RefusedError(denied(denial))
    return await what_is_wrong(turn.unit, turn.ward, turn.person, turn.accounts(), turn.now)


def _people(rundown: Rundown, first: int) -> Reply:
    everybody = rundown.out_of_reach
    shown = everybody[first : first + _PEOPLE]
    choices = [Choice(words.invite_label(), "people:list")] if everybody else []
    if len(everybody) > first + _PEOPLE:
        choices.append(Choice(more_label(), f"trouble:people:{first + _PEOPLE}"))
    return say(words.people(shown, len(everybody)), choices)


def _letters(turn: Turn, rundown: Rundown, first: int) -> Reply:
    shown = rundown.undelivered[first : first + _LETTERS]
    choices = []
    for number, letter in enumerate(shown, start=1):
        if letter.may_be_sent_again(turn.now):
            choices.append(Choice(words.again_label(number), f"trouble:again:{letter.id}"))
        choices.append(Choice(words.rest_label(number), f"trouble:rest:{letter.id}"))
    if len(rundown.undelivered) > first + _LETTERS:
        choices.append(Choice(more_label(), f"trouble:letters:{first + _LETTERS}"))
    return say(words.letters(rundown, shown), choices)


async def _name(turn: Turn, letter: Undelivered) -> str | None:
    person = await turn.work.people.get(letter.person_id) if letter.person_id else None
    return person.name if person else None


async def _settled(turn: Turn, told: str) -> Reply:
    left = await turn.work.troubles.undelivered(turn.now)
    label, value = words.letters_label(), "trouble:letters:0"
    if not left:
        label, value = words.overview_label(), "trouble:show"
    return say(told, [Choice(label, value)])


CONVERSATION = Conversation(
    name="trouble",
    tap=tap,
    commands=("/suco", "sự cố", "/tinhtrang", "tình trạng"),
    open=open_,
)
