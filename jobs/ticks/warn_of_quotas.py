"""The office is told when the month's messages of an account run low, and when it is nearly full."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from data.domain.messages import OutgoingMessage
from data.domain.people import Role
from data.domain.quota import Usage, month_of
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import quota as words
from jobs.ports import Tally, World
from jobs.ticks.accounts import usages
from jobs.ticks.each_ward import WardDay, each_ward

KIND = "quota"


async def warn_of_quotas(world: World, now: datetime) -> Tally:
    """Tell each ward that has somebody on an account what that account has left.

    At 70 %, 90 % and when nothing is left, once a month each; and once a month that nearly as many
    people came in as the platform lets. "warned" counts what was said in all wards.
    """
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    async with world.store.read() as unit:
        texts = await _to_say(world, unit, day)
    if not texts:
        return {}
    async with world.store.write() as unit:
        office = await unit.ward(day.ward.id).people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
        for key, text in texts.items():
            await tell(unit, day.ward, office, key, OutgoingMessage(text), kind=KIND, now=day.now)
    return {"warned": len(texts)} if office else {}


async def _to_say(world: World, unit: UnitOfWork, day: WardDay) -> Mapping[str, str]:
    """Return what was not said yet this month, by key: the strongest of several at once."""
    texts: dict[str, str] = {}
    people = await unit.ward(day.ward.id).people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
    for usage in await usages(world, unit, day):
        if day.ward.id in await unit.links.wards_on(usage.account):
            texts |= _about(usage, day)
    taken = await unit.outbox.taken(f"{key}:{p.id}" for key in texts for p in people)
    return {k: t for k, t in texts.items() if not any(f"{k}:{p.id}" in taken for p in people)}


def _about(usage: Usage, day: WardDay) -> Mapping[str, str]:
    channel, account = usage.account
    about = f"{KIND}:{day.ward.id}:{channel}:{account}:{month_of(day.today)}"
    texts = {}
    if usage.warnings:
        texts[f"{about}:{usage.warnings[-1]}"] = words.warning(usage)
    if usage.is_nearly_full:
        texts[f"{about}:people"] = words.nearly_full(usage)
    return texts
