"""Where people are reached by what the clock says."""

from collections.abc import Iterable

from data.domain.messages import Chat
from data.store.unit_of_work import UnitOfWork


async def chats_of(unit: UnitOfWork, person_ids: Iterable[int]) -> dict[int, Chat]:
    """Return where each person is reached; those without a chat that takes messages are left out."""
    links = await unit.links.of(person_ids)
    return {
        person_id: Chat(own[0].channel, own[0].account, own[0].chat)
        for person_id, own in links.items()
        if own[0].is_reachable
    }
