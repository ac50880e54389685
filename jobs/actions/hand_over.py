"""All of one person's work goes over to another. What was reported stays where it is."""

from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish, may_touch
from data.domain.messages import Lane, OutgoingMessage
from data.domain.people import Membership, Person, Role, Ward
from data.errors import RefusedError
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import people as words
from jobs.actions.allow import allow, require
from jobs.actions.edit_person import check_not_last
from jobs.actions.let_go import cut_off, end_talks

_GOES_OVER = frozenset({Role.OFFICER, Role.GROUP_LEADER, Role.LEAD_OFFICE})
"""Leadership, inspection and administration are given to a person, not to a desk."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """Who gave what to whom."""

    giver: Person
    taker: Person
    agencies: tuple[str, ...]


async def hand_over(
    unit: UnitOfWork,
    ward: Ward,
    from_id: int,
    to_id: int,
    now: datetime,
    actor: str,
    *,
    keep_from: bool = False,
) -> HandedOver:
    """Move memberships, head marks and working roles from one person to another.

    The giver is deactivated and their chats are cut, unless `keep_from`. Both are told, and what
    either was in the middle of saying ends. Raises RefusedError, also when nobody would be left to
    administer the ward.
    """
    asks = await require(unit, ward, actor, Wish.HAND_OVER)
    work = unit.ward(ward.id)
    giver, taker = await work.people.get(from_id), await work.people.get(to_id)
    if giver is None or taker is None:
        raise RefusedError(words.person_unknown())
    for person in (giver, taker):
        if not person.is_active:
            raise RefusedError(words.has_left(person))
    if giver.id == taker.id:
        raise RefusedError(words.hand_over_to_self())
    allow(asks, "hand over", lambda known: may_touch(known, giver) or may_touch(known, taker))
    if not keep_from:
        goes_over = giver.roles & _GOES_OVER
        check_not_last(giver, goes_over, await work.people.all())
    moved = {m.agency_id for m in giver.memberships}
    names = tuple(a.name for a in await work.agencies.all() if a.id in moved)
    given = replace(giver, memberships=(), is_active=keep_from)
    taken = replace(
        taker, memberships=_joined(giver, taker), roles=taker.roles | (giver.roles & _GOES_OVER)
    )
    await work.people.save(given)
    await work.people.save(taken)
    key = f"handed-over:{giver.id}:{taker.id}:{now.isoformat(timespec='seconds')}"
    farewell = OutgoingMessage(words.work_given(taken, ward.name, stays=keep_from))
    await tell(unit, ward, [giver], key, farewell, kind="handed-over", now=now, lane=Lane.ANSWER)
    received = OutgoingMessage(words.work_received(giver, names))
    await tell(unit, ward, [taken], key, received, kind="handed-over", now=now, lane=Lane.ANSWER)
    await end_talks(unit, (giver, taken))
    if not keep_from:
        await cut_off(unit, ward, giver, now, actor)
    work.log.append(
        "work.handed_over",
        actor=actor,
        subject=f"person:{giver.id}",
        now=now,
        to=taker.id,
        agencies=sorted(moved),
        stays=keep_from,
    )
    return HandedOver(given, taken, names)


def _joined(giver: Person, taker: Person) -> tuple[Membership, ...]:
    heads = {m.agency_id: m.is_head for m in taker.memberships}
    for m in giver.memberships:
        heads[m.agency_id] = m.is_head or heads.get(m.agency_id, False)
    return tuple(Membership(agency, is_head) for agency, is_head in sorted(heads.items()))
