"""On which of their channels a person is reached. Pure: one order for every place that asks."""

from collections.abc import Collection, Iterable, Sequence

from data.domain.messages import Chat
from data.domain.people import Link

Account = tuple[str, str]
"""Channel and account."""
WEB = "web"
"""The chat in a browser, read only by who is signed in there."""
CHANNELS = ("telegram", "zalo_bot", "zalo_oa", WEB)
"""The ways there are, in the order that holds where a ward says nothing."""


def in_order(links: Iterable[Link], order: Sequence[str] = CHANNELS) -> tuple[Link, ...]:
    """Return a person's links, the one to use first.

    What takes messages before what does not; then the person's own choice, then the ward's order,
    then the latest. A channel that the order does not name counts as its last one.
    """
    ranks = {channel: rank for rank, channel in enumerate(order)}
    last = len(order) - 1

    def rank(link: Link) -> tuple[bool, bool, int, int]:
        return (
            not link.is_reachable,
            not link.is_main,
            ranks.get(link.channel, last),
            -link.id,
        )

    return tuple(sorted(links, key=rank))


def avoiding(ways: Iterable[Link], shut: Collection[Chat]) -> tuple[Link, ...]:
    """Return links in their order, but those to chats that are shut now after the others."""
    return tuple(sorted(ways, key=lambda w: (not w.is_reachable, chat_of(w) in shut)))


def next_way(
    ways: Iterable[Link], tried: Collection[Chat], is_open: Collection[Account]
) -> Link | None:
    """Return the first of these links, in their order, by which a message may go now.

    Never one that was tried: a message goes at most once by each. `is_open` are the accounts that
    get through.
    """
    fit = (w for w in ways if w.is_reachable and account_of(w) in is_open)
    return next((w for w in fit if chat_of(w) not in tried), None)


def first_open(ways: Sequence[Link], shut: Collection[Account] = ()) -> Link | None:
    """Return the first link that takes messages on an account that is not shut."""
    fit = (w for w in ways if w.is_reachable and account_of(w) not in shut)
    return next(fit, None)


def chat_of(link: Link) -> Chat:
    """Return the chat of a link."""
    return Chat(link.channel, link.account, link.chat)


def account_of(link: Link) -> Account:
    """Return the account that a link is on."""
    return (link.channel, link.account)


def with_the_rest(named: Iterable[str]) -> tuple[str, ...]:
    """Return an order of channels in which those that were not named follow."""
    return tuple(dict.fromkeys((*named, *CHANNELS)))
