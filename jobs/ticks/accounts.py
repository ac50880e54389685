"""How the accounts stand by which people are reached: what gets through, and what of their month is left."""

from collections.abc import Iterable, Mapping

from data.domain.quota import Quota, Usage
from data.domain.reach import Account
from data.domain.window import BY_PHONE
from data.store.unit_of_work import UnitOfWork
from data.store.usage import usages_of
from jobs.ports import Sender, World
from jobs.ticks.each_ward import WardDay


def quota_of(sender: Sender) -> Quota | None:
    """Return what the platform grants an account; a sender that says nothing has no quota."""
    quota: Quota | None = getattr(sender, "quota", None)
    return quota


async def usages(world: World, unit: UnitOfWork, day: WardDay) -> tuple[Usage, ...]:
    """Return what each account with a quota has used of this month."""
    quotas = [(account, quota_of(sender)) for account, sender in world.senders.items()]
    return await usages_of(unit, quotas, day.today, day.calendar)


def open_accounts(
    senders: Mapping[Account, Sender], spent: Iterable[Account]
) -> frozenset[Account]:
    """Return the accounts that get through: there, not in trouble, and with messages left."""
    well = (account for account, sender in senders.items() if sender.line.trouble is None)
    return frozenset(well) - frozenset(spent)


def by_phone(world: World, day: WardDay) -> Account | None:
    """Return the account that sends to a ward's phone numbers, for money; None where it is off."""
    serving = (
        account
        for account, sender in world.senders.items()
        if account[0] == BY_PHONE
        and day.ward.id in (getattr(sender, "wards", None) or [day.ward.id])
    )
    return next(serving, None)
