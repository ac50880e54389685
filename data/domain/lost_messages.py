"""What a messenger lost while we were away. Pure.

Telegram keeps updates that nobody fetched for 24 hours (Bot API, "Getting updates").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.domain.people import Outage

_KEPT_FOR = {"telegram": timedelta(hours=24)}
"""How long a channel keeps for us what people send; those not named here keep everything."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What was sent on a channel during an outage before this instant may not have arrived."""

    channel: str
    before: datetime


def lost_in(outage: Outage | None, channels: Iterable[str]) -> Lost | None:
    """Return what an outage may have cost somebody who writes on these channels."""
    if outage is None:
        return None
    lost = [
        Lost(channel, outage.end - _KEPT_FOR[channel])
        for channel in channels
        if channel in _KEPT_FOR and outage.end - outage.start > _KEPT_FOR[channel]
    ]
    return max(lost, key=lambda one: one.before, default=None)
