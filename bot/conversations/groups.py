"""Groups in a messenger: whose they are, and what is asked in them.

In a group only the group's own matters are posted; every other answer goes to the speaker's own
chat. Not the plan's agency groups, which `/nhom` shows.
"""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import only_for_office, say
from bot.conversations.work import day_of, items_of
from data.domain.messages import Chat, Choice, Lane, OutgoingMessage
from data.domain.people import AgencyChat
from data.domain.wording import plain
from data.errors import RefusedError
from data.texts import groups as words
from data.texts.group_reminders import MOST_LINES, open_work
from jobs.actions.group_chats import (
    agency_name,
    answer,
    ask_again,
    leave_alone,
    tie_or_ask,
    untie,
)

_BUTTONS = 8
_AGAIN_AFTER = timedelta(minutes=3)
"""The list is not posted again in the stretch of so long in which it was, nor in the next."""
_IN_GROUPS = ("/noinhom", "/goinhom")


async def in_group(turn: Turn) -> Reply | None:
    """Answer a command that was typed in a group; None when it is not one of the group's."""
    if turn.message.group is None:
        return None
    match _command(turn.message.text):
        case "/viec":
            return await _post_list(turn, turn.message.group)
        case "/noinhom":
            return await _tie(turn, turn.message.group)
        case "/goinhom":
            return await _untie_here(turn, turn.message.group)
    return None


async def open_(turn: Turn) -> Reply | None:
    """`/nhomchat`: the tied groups; the commands of a group typed outside one."""
    if _command(turn.message.text) in _IN_GROUPS:
        return say(words.type_it_in_the_group())
    return await _show(turn)


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Whose a group is, or that it is nobody's any more."""
    numbers = [int(a) for a in arguments if a.isdecimal()]
    place = arguments[-1][1:] if arguments else ""
    group = Chat(turn.chat.channel, turn.chat.account, place)
    asked = (turn.unit, turn.ward, turn.person, group)
    match verb, numbers:
        case "tie", [agency_id]:
            return Reply((await answer(*asked, agency_id, turn.now),))
        case "more", [first]:
            return Reply((await ask_again(*asked, first, turn.now),))
        case "none", []:
            known = await leave_alone(turn.unit, turn.person, group, turn.now)
            return say(words.left_alone(known.title))
        case "untie", [number]:
            return await _untie(turn, number)
    return None


def _command(text: str) -> str:
    """Return "/viec" for "/viec@our_bot …"; empty when no command was typed."""
    typed = plain(text.strip()[:64])
    return typed.split()[0].partition("@")[0] if typed.startswith("/") else ""


async def _tie(turn: Turn, group: Chat) -> Reply:
    title = turn.message.group_title
    message = await tie_or_ask(turn.unit, turn.ward, turn.person, group, title, turn.now)
    return Reply((message,))


async def _untie_here(turn: Turn, group: Chat) -> Reply:
    tied = await turn.unit.agency_chats.at(group)
    if tied is None:
        return say(words.is_tied_to_nobody())
    if tied.ward_id != turn.ward.id:
        raise RefusedError(words.belongs_to_another())
    return Reply((await untie(turn.unit, turn.ward, turn.person, tied, turn.now),))


async def _untie(turn: Turn, number: int) -> Reply:
    only_for_office(turn)
    there = await turn.unit.agency_chats.all(turn.ward.id)
    tied = next((one for one in there if one.id == number), None)
    if tied is None:
        raise RefusedError(words.not_there_any_more())
    return Reply((await untie(turn.unit, turn.ward, turn.person, tied, turn.now),))


async def _show(turn: Turn) -> Reply:
    only_for_office(turn)
    names = {a.id: a.name for a in await turn.work.agencies.all()}
    there = await turn.unit.agency_chats.all(turn.ward.id)
    text = words.tied_groups([(g.title, names[g.agency_id], g.is_reachable) for g in there])
    choices = [
        Choice(words.untie_label(names[g.agency_id], g.title), f"groups:untie:{g.id}")
        for g in there[:_BUTTONS]
    ]
    return say(text, choices)


async def _post_list(turn: Turn, group: Chat) -> Reply | None:
    """The group's agency's open work, in the group; in one that is nobody's, each reads their own."""
    tied = await turn.unit.agency_chats.at(group)
    if tied is None:
        return None
    silent = Reply(())
    if tied.ward_id != turn.ward.id:
        return silent
    stretch = int(turn.now.timestamp() // _AGAIN_AFTER.total_seconds())
    keys = [f"group_list:{tied.id}:{n}" for n in (stretch, stretch - 1)]
    if not await turn.unit.outbox.taken(keys):
        await _post(turn, tied, keys[0])
    return silent


async def _post(turn: Turn, tied: AgencyChat, key: str) -> None:
    owed = await turn.work.occurrences.owed_by([tied.agency_id], opened_by=turn.today)
    items = await items_of(turn, owed)
    text = open_work(await agency_name(turn.unit, tied), items, day_of(turn))
    await turn.unit.outbox.add(
        key,
        tied.chat,
        OutgoingMessage(text),
        kind="group_list",
        lane=Lane.ANSWER,
        now=turn.now,
        ward_id=turn.ward.id,
        mentions=[item.occurrence.id for item in items[:MOST_LINES]],
    )


CONVERSATION = Conversation(
    name="groups",
    tap=tap,
    commands=("/nhomchat", "nhóm chat", *_IN_GROUPS),
    open=open_,
)
