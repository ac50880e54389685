"""Whether a person may be written to as an Official Account now, and whether it costs. Pure.

Zalo counts from the person's last interaction: within 48 hours a consultation message is free,
until 7 days it is charged, and later it is refused. Source: Zalo's documents (developers.zalo.me),
read on 21/11/2026: kiểm tra lại.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FREE_FOR = timedelta(hours=48)
OPEN_FOR = timedelta(days=7)
MARGIN = timedelta(minutes=5)
"""Taken off either end: clocks differ, and a message that leaves in time may arrive too late."""

WINDOWED = frozenset({"zalo_oa"})
"""The channels that count so."""
BY_PHONE = "zalo_zbs"
"""The channel of template messages, whose chats are phone numbers: the last way, for money."""
OUTSIDE_WINDOW = "outside the window of 7 days"
"""The detail of a `SendError`: only something that the person does opens it again."""
WOULD_COST = "would cost money, which is not allowed"
"""The detail of a `SendError`: the administrator may allow it (`NHACVIEC_ZALO_OA_PAID`)."""
NO_MONEY = "no money is left for it"
"""The detail of a `SendError`: the account at Zalo has to be filled up."""


class Reach(StrEnum):
    """What a message to a person would be now."""

    OK = "ok"
    PAID = "paid"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Interaction:
    """The last thing that a person did, and what was sent since."""

    at: datetime
    sent_free: int = 0
    """Messages sent within 48 hours of it."""


def reach_of(last: Interaction | None, now: datetime, free: int | None = None) -> Reach:
    """Return what a message would be now. `free` messages cost nothing, None: all in 48 hours.

    Nobody verified which: older rules had 8 free answers.
    """
    if last is None:
        return Reach.REFUSED
    age = now - last.at
    if age > OPEN_FOR - MARGIN:
        return Reach.REFUSED
    is_used_up = free is not None and last.sent_free >= free
    return Reach.PAID if is_used_up or age > FREE_FOR - MARGIN else Reach.OK
