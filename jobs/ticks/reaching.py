"""Where people are reached by what the clock says."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.domain.messages import Chat
from data.domain.people import Link
from data.domain.quota import Usage, saving, spent
from data.domain.reach import WEB, Account, account_of, avoiding, chat_of, first_open
from data.store.unit_of_work import UnitOfWork
from data.store.ways import shut_now
from jobs.ports import World
from jobs.ticks.accounts import by_phone, usages
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
    shut: frozenset[Chat] = frozenset()
    """Where a message would be refused, cost money or not be read now, while there are others."""
    numbers: Mapping[int, Chat] = field(default_factory=dict)
    """Where template messages go, by person: for money, so only what is urgent and read nowhere."""

    @classmethod
    async def of(
        cls, world: World, unit: UnitOfWork, day: WardDay, person_ids: Iterable[int]
    ) -> "Reach":
        """Look up how these people are reached."""
        links = await unit.links.of(person_ids)
        shut = await shut_now(unit, links, day.now, _free(world))
        ordered = {person: avoiding(own, shut) for person, own in links.items()}
        numbers = await _numbers(world, unit, day, links)
        return cls(ordered, await usages(world, unit, day), shut, numbers)

    def spot(self, person_id: int, *, is_urgent: bool) -> Spot:
        """Return where a message goes.

        What is urgent goes by any account that has messages left, and by a spent one when there is
        no other: it is seen to there. What is not leaves the low ones alone. Where nothing is open
        it goes as its person's order says: the platform may know of more than our record does.
        """
        own = self.links.get(person_id, ())
        open_now = [way for way in own if chat_of(way) not in self.shut]
        low = spent(self.usages) if is_urgent else saving(self.usages)
        link = first_open(open_now, low)
        is_low = link is None and not is_urgent and first_open(open_now) is not None
        link = link or first_open(own)
        number = self.numbers.get(person_id) if is_urgent else None
        if link is None or number is not None:
            return Spot(number)
        is_counted = any(u.account == account_of(link) for u in self.usages)
        return Spot(chat_of(link), is_counted, is_low)

    @property
    def saving(self) -> frozenset[Account]:
        """The accounts that are kept for what is urgent."""
        return saving(self.usages)


async def _numbers(
    world: World, unit: UnitOfWork, day: WardDay, links: Mapping[int, Sequence[Link]]
) -> dict[int, Chat]:
    """Return the phone numbers, as chats, of the people who have no chat that they read.

    The web chat is one only where a browser is signed in.
    """
    account = by_phone(world, day)
    if account is None:
        return {}
    people = await unit.ward(day.ward.id).people.all()
    signed_in = await unit.web.signed_in([p.id for p in people], day.now)
    read = {
        p.id: [x for x in links.get(p.id, ()) if x.channel != WEB or p.id in signed_in]
        for p in people
    }
    silent = (p for p in people if first_open(read[p.id]) is None)
    return {p.id: Chat(*account, p.phone) for p in silent if p.phone}


def _free(world: World) -> dict[Account, int | None]:
    """Return how many messages cost nothing, of the accounts that have a number of them."""
    return {account: getattr(s, "free_replies", None) for account, s in world.senders.items()}


def best_chats(
    links: Mapping[int, Sequence[Link]], shut: Collection[Account] = ()
) -> dict[int, Chat]:
    """Return the chat in which each person is reached, of links with the first to use first."""
    found = {p: first_open(own, shut) or first_open(own) for p, own in links.items()}
    return {p: chat_of(link) for p, link in found.items() if link is not None}
