"""Where people are reached by what the clock says."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.domain.messages import Chat
from data.domain.people import Link
from data.domain.quota import Usage, saving, spent
from data.domain.reach import Account, account_of, chat_of, first_open
from data.store.unit_of_work import UnitOfWork
from jobs.ports import World
from jobs.ticks.accounts import usages
from jobs.ticks.each_ward import WardDay


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one message to one person goes."""

    chat: Chat | None
    """None: nothing of theirs takes messages."""
    is_counted: bool = False
    """The platform counts the messages of this account."""
    is_low: bool = False
    """The account is kept for what is urgent, and this is not: it waits."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Everybody's chats, and what the accounts have left of their month."""

    links: Mapping[int, Sequence[Link]]
    """By person, the first to use first."""
    usages: tuple[Usage, ...] = ()

    @classmethod
    async def of(
        cls, world: World, unit: UnitOfWork, day: WardDay, person_ids: Iterable[int]
    ) -> "Reach":
        """Look up how these people are reached."""
        return cls(await unit.links.of(person_ids), await usages(world, unit, day))

    def spot(self, person_id: int, *, is_urgent: bool) -> Spot:
        """Return where a message goes.

        What is urgent goes by any account that has messages left, and by a spent one when there is
        no other: it is seen to there. What is not leaves the low ones alone.
        """
        own = self.links.get(person_id, ())
        shut = spent(self.usages) if is_urgent else saving(self.usages)
        link = first_open(own, shut)
        is_low = link is None and not is_urgent
        link = link or first_open(own)
        if link is None:
            return Spot(None)
        is_counted = any(u.account == account_of(link) for u in self.usages)
        return Spot(chat_of(link), is_counted, is_low)

    @property
    def saving(self) -> frozenset[Account]:
        """The accounts that are kept for what is urgent."""
        return saving(self.usages)


def best_chats(
    links: Mapping[int, Sequence[Link]], shut: Collection[Account] = ()
) -> dict[int, Chat]:
    """Return the chat in which each person is reached, of links with the first to use first."""
    found = {p: first_open(own, shut) or first_open(own) for p, own in links.items()}
    return {p: chat_of(link) for p, link in found.items() if link is not None}
