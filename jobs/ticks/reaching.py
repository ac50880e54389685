"""Where people are reached by what the clock says."""

from collections.abc import Iterable, Mapping, Sequence

from data.domain.messages import Chat
from data.domain.people import Link
from data.store.unit_of_work import UnitOfWork


async def chats_of(unit: UnitOfWork, person_ids: Iterable[int]) -> dict[int, Chat]:
    """Return where each person is reached; those without a chat that takes messages are left out."""
    return best_chats(await unit.links.of(person_ids))


def best_chats(links: Mapping[int, Sequence[Link]]) -> dict[int, Chat]:
    """Return the chat in which each person is reached, of links with the best ones first."""
    return {
        person_id: Chat(own[0].channel, own[0].account, own[0].chat)
        for person_id, own in links.items()
        if own[0].is_reachable
    }
