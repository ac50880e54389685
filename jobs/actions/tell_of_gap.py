"""A messenger was out of reach for longer than it keeps what people send: the office is told."""

from datetime import datetime

from data.domain.lost_messages import lost_in
from data.domain.messages import OutgoingMessage
from data.domain.people import Outage, Role
from data.domain.trouble import AccountStatus
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts.outages import channel_was_away

KIND = "gap"


async def tell_of_gap(
    unit: UnitOfWork, account: AccountStatus, gap: Outage, now: datetime
) -> tuple[int, ...]:
    """Tell the lead office of each ward of an account what a gap may have cost; return their ids.

    Nobody is told of a gap that cost nothing, nor twice of one.
    """
    lost = lost_in(gap, [account.channel])
    if lost is None:
        return ()
    told = []
    for ward in await unit.wards.all():
        if not account.serves(ward.id):
            continue
        work = unit.ward(ward.id)
        office = await work.people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
        message = OutgoingMessage(channel_was_away(account.label, gap, lost, now))
        key = f"{KIND}:{account.channel}/{account.account}:{gap.start.isoformat()}"
        await tell(unit, ward, office, key, message, kind=KIND, now=now)
        work.log.append(
            "channel.gap",
            actor="platform",
            subject=f"account:{account.channel}/{account.account}",
            now=now,
            since=gap.start.isoformat(),
        )
        told.append(ward.id)
    return tuple(told)
