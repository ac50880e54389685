"""What accounts have used of what their platforms grant them."""

from collections.abc import Iterable
from datetime import date

from data.domain.quota import Quota, Usage
from data.domain.reach import Account
from data.domain.workdays import WorkCalendar
from data.store.unit_of_work import UnitOfWork


async def usage_of(
    unit: UnitOfWork, account: Account, quota: Quota, today: date, calendar: WorkCalendar
) -> Usage:
    """Return what an account has used of this month."""
    return Usage(
        account,
        quota,
        await unit.quotas.sent(account, today),
        await unit.links.people_on(account),
        await unit.quotas.is_spent(account, today),
        today,
        calendar,
    )


async def usages_of(
    unit: UnitOfWork,
    quotas: Iterable[tuple[Account, Quota | None]],
    today: date,
    calendar: WorkCalendar,
) -> tuple[Usage, ...]:
    """Return what each account that has a quota has used of this month."""
    found = [(account, quota) for account, quota in quotas if quota is not None]
    return tuple([await usage_of(unit, a, q, today, calendar) for a, q in found])


async def is_full(unit: UnitOfWork, account: Account, limit: int | None) -> bool:
    """Return whether an account reaches as many people as its platform lets it: no more come in."""
    return limit is not None and await unit.links.people_on(account) >= limit
