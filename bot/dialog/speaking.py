"""Who speaks, and in which ward: one chat of a shared account may be a person's in several."""

from dataclasses import dataclass, replace

from bot.conversations.base import Reply
from bot.dialog.which_ward import NAME as WARD
from data.domain.messages import IncomingMessage
from data.domain.people import Person, Ward
from data.store.mail import DialogState
from data.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whom we know."""

    ward: Ward
    person: Person
    was_unreachable: bool
    is_elsewhere: bool = False
    """Not the ward that is meant when nothing says which."""

    def kept(self, reply: Reply) -> Reply:
        """Return the reply with what it keeps kept for the same ward."""
        if reply.keep is None or not self.is_elsewhere:
            return reply
        return replace(reply, keep={**reply.keep, WARD: self.ward.id})


async def speaker_of(
    unit: UnitOfWork, message: IncomingMessage, state: DialogState
) -> Speaker | None:
    """Return who said something, and in which ward it counts; None for a stranger.

    What a group says counts in its ward, what answers a message of ours in that message's, what
    was asked for in the ward that asked; all else in the ward that the chat joined last. Where a
    number could be meant in several, `which_ward` asks before.
    """
    known = await unit.links.behind(message.chat)
    if known is None:
        return None
    latest = Speaker(*known)
    meant = await _ward_meant(unit, message, state)
    if meant in (None, latest.ward.id):
        return latest
    link = next((x for x in await unit.links.at(message.chat) if x.ward_id == meant), None)
    person = await unit.ward(link.ward_id).people.get(link.person_id) if link else None
    if link is None or person is None or not person.is_active:
        return latest
    ward = await unit.wards.get(link.ward_id)
    return Speaker(ward, person, not link.is_reachable, is_elsewhere=True)


async def _ward_meant(unit: UnitOfWork, message: IncomingMessage, state: DialogState) -> int | None:
    if message.group is not None:
        tied = await unit.agency_chats.at(message.group)
        return tied.ward_id if tied else None
    shown = message.tapped or message.reply_to
    letter = await unit.outbox.shown_as(message.chat, shown) if shown else None
    return letter.ward_id if letter else state.data.get(WARD)
