"""`/kenh`: on which channels somebody is reached, and which of them comes first."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.channel_words import read_main_channel
from data.domain.messages import Choice
from data.domain.people import Link
from data.errors import RefusedError
from data.texts import reach as words
from data.texts.channels import channel_name
from jobs.actions.choose_channel import choose_channel


async def open_(turn: Turn) -> Reply | None:
    """`/kenh`, "kênh của tôi"."""
    ways = await _ways(turn)
    if not ways:
        return say(words.no_ways(turn.person))
    is_chosen = any(w.is_main for w in ways)
    text = words.ways_of(turn.person, ways, is_chosen=is_chosen)
    return say(text, _choices(ways, is_chosen=is_chosen))


async def start(turn: Turn) -> Reply | None:
    """ "kênh chính Zalo", typed at any time."""
    wanted = None if turn.message.files else read_main_channel(turn.message.text)
    if wanted is None:
        return None
    ways = await _ways(turn)
    link = next((w for w in ways if w.channel in wanted), None)
    if link is None:
        raise RefusedError(words.not_linked_there(turn.person, channel_name(wanted[0])))
    return await _choose(turn, link.id)


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons of this conversation."""
    match verb, [int(a) for a in arguments if a.isdecimal()]:
        case "show", []:
            return await open_(turn)
        case "main", [link_id]:
            return await _choose(turn, link_id)
        case "ward", []:
            return await _choose(turn, None)
    return None


async def _choose(turn: Turn, link_id: int | None) -> Reply:
    ways = await choose_channel(turn.unit, turn.ward, turn.person, link_id, turn.now)
    told = words.main_stored if link_id else words.as_the_ward_stored
    return say(told(turn.person, ways))


async def _ways(turn: Turn) -> Sequence[Link]:
    return (await turn.unit.links.of([turn.person.id])).get(turn.person.id, ())


def _choices(ways: Sequence[Link], *, is_chosen: bool) -> list[Choice]:
    """Return the other channels that take messages, and the ward's order after an own choice."""
    others = [w for w in ways[1:] if w.is_reachable]
    choices = [Choice(words.main_label(w, ways), f"channels:main:{w.id}") for w in others]
    if is_chosen and others:
        choices.append(Choice(words.as_the_ward_label(), "channels:ward"))
    return choices


CONVERSATION = Conversation(
    name="channels",
    tap=tap,
    start=start,
    commands=("/kenh", "kênh", "kênh của tôi", "kênh nhận tin"),
    open=open_,
)
