"""How a ward's part of the machine stands: what waits, what did not arrive, who is out of reach."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from data.domain.localtime import local_date
from data.domain.people import AgencyChat, Link, Person, Ward
from data.domain.trouble import (
    FORGOTTEN_AFTER,
    AccountStatus,
    NoReach,
    OutOfReach,
    Queue,
    Rundown,
    Undelivered,
)
from data.domain.workdays import calendar_of
from data.store.unit_of_work import UnitOfWork
from data.store.usage import usages_of
from data.texts.channels import account_label, taken_away

_WEB = "web"


async def what_is_wrong(
    unit: UnitOfWork,
    ward: Ward,
    asking: Person,
    accounts: Sequence[AccountStatus],
    now: datetime,
) -> Rundown:
    """Return what there is to see to in a ward; `accounts` are those of the whole deployment."""
    work = unit.ward(ward.id)
    people = await work.people.all()
    former = await work.people.former()
    agencies = {a.id: a.name for a in await work.agencies.all()}
    groups = await unit.agency_chats.of(ward.id, agencies)
    own = tuple(a for a in accounts if a.serves(ward.id))
    queue = await work.troubles.queue(now)
    undelivered = await work.troubles.undelivered(now)
    out_of_reach = await _out_of_reach(unit, people, asking, agencies, now)
    return Rundown(
        accounts=(*own, *_taken_away(accounts, queue)),
        queue=queue,
        undelivered=undelivered,
        names={p.id: p.name for p in (*people, *former)},
        out_of_reach=await _with_untold(
            unit, ward, people, out_of_reach, undelivered, agencies, now
        ),
        groups_out_of_reach=_silent(groups),
        files=await work.troubles.missing_files(now),
        set_aside=await work.troubles.set_aside(now),
        last_tick=await unit.wards.last_alive(ward.id),
        looked_at=now,
        usages=await usages_of(
            unit,
            [((a.channel, a.account), a.quota) for a in own],
            local_date(now),
            calendar_of(ward.settings.calendar_overrides),
        ),
        held=await work.held.count(now - FORGOTTEN_AFTER),
    )


async def _with_untold(
    unit: UnitOfWork,
    ward: Ward,
    people: Sequence[Person],
    out_of_reach: Sequence[OutOfReach],
    undelivered: Sequence[Undelivered],
    agencies: Mapping[int, str],
    now: datetime,
) -> tuple[OutOfReach, ...]:
    """Return whom to call: who is out of reach, and whom something important came by no chat."""
    letters: dict[int, list[Undelivered]] = defaultdict(list)
    for letter in undelivered:
        if letter.person_id is not None and letter.has_to_be_called(now):
            letters[letter.person_id].append(letter)
    if not letters:
        return tuple(out_of_reach)
    listed = {one.person.id: one for one in out_of_reach}
    codes = await unit.ward(ward.id).troubles.codes_in(
        x.id for own in letters.values() for x in own
    )
    found = []
    for person in people:
        own = letters.get(person.id, [])
        one = listed.get(person.id)
        if one is None and own:
            one = OutOfReach(person, _names(person, agencies), NoReach.NOT_TOLD)
        if one is not None:
            numbers = sorted({c for x in own for c in codes.get(x.id, ())})
            found.append(replace(one, untold=tuple(own), codes=tuple(numbers)))
    return tuple(found)


def _names(person: Person, agencies: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(agencies[m.agency_id] for m in person.memberships)


def _taken_away(accounts: Sequence[AccountStatus], queue: Queue) -> list[AccountStatus]:
    """Return the accounts for which messages wait, but which are set up no more."""
    there = {(a.channel, a.account) for a in accounts}
    waiting = {(channel, account) for channel, account in queue.by_account if channel != _WEB}
    return [
        AccountStatus(
            channel, account, account_label(channel, account), False, sentence=taken_away()
        )
        for channel, account in sorted(waiting - there)
    ]


async def _out_of_reach(
    unit: UnitOfWork,
    people: Sequence[Person],
    asking: Person,
    agencies: Mapping[int, str],
    now: datetime,
) -> tuple[OutOfReach, ...]:
    links = await unit.links.of([p.id for p in people])
    signed_in = await unit.web.signed_in([p.id for p in people], now) | {asking.id}
    found = []
    for person in people:
        why = _why_not(links.get(person.id, ()), is_signed_in=person.id in signed_in)
        if why is not None:
            found.append(OutOfReach(person, _names(person, agencies), why))
    return tuple(found)


def _why_not(links: Sequence[Link], *, is_signed_in: bool) -> NoReach | None:
    """Return why nothing reaches somebody with these links; None when something does."""
    if not links:
        return NoReach.NEVER_CAME
    open_ = [link for link in links if link.is_reachable]
    if not open_:
        return NoReach.REFUSES
    is_read = is_signed_in or any(link.channel != _WEB for link in open_)
    return None if is_read else NoReach.SIGNED_OUT


def _silent(groups: Mapping[int, Sequence[AgencyChat]]) -> tuple[AgencyChat, ...]:
    return tuple(g for of_agency in groups.values() for g in of_agency if not g.is_reachable)
