"""A person chooses on which of their channels they are reached first."""

from datetime import datetime

from data.domain.people import Link, Person, Ward
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import reach as words


async def choose_channel(
    unit: UnitOfWork, ward: Ward, person: Person, link_id: int | None, now: datetime
) -> tuple[Link, ...]:
    """Note by which of their chats a person wants to be reached first; None: as the ward says.

    Returns their links in the order that holds now. Raises RefusedError for a chat that is not
    theirs any more, or takes no messages.
    """
    ways = (await unit.links.of([person.id])).get(person.id, ())
    chosen = next((w for w in ways if w.id == link_id), None)
    if link_id is not None and chosen is None:
        raise RefusedError(words.gone())
    if chosen is not None and not chosen.is_reachable:
        raise RefusedError(words.not_reachable_there(words.way_name(chosen, ways)))
    await unit.links.choose(person.id, link_id)
    unit.ward(ward.id).log.append(
        "link.main_chosen",
        actor=f"person:{person.id}",
        subject=f"person:{person.id}",
        now=now,
        channel=chosen.channel if chosen else "",
    )
    return (await unit.links.of([person.id])).get(person.id, ())
