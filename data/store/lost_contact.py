"""A chat takes nothing any more: the lead office is told at once, so that somebody calls."""

from datetime import datetime

from data.domain.messages import Chat, OutgoingMessage
from data.domain.people import AgencyChat, Link, Role
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts.delivery import group_lost, person_lost

KIND = "unreachable"


async def lose_contact(
    unit: UnitOfWork, chat: Chat, error: str, now: datetime, *, actor: str
) -> None:
    """Mark a chat as unreachable, give up what waits for it and tell each ward's lead office.

    What waits is given up rather than tried: each would fail the same way. It is told once each
    time that a chat becomes unreachable, and never to the person whose chat it is.
    """
    lost = [link for link in await unit.links.at(chat) if link.is_reachable]
    await unit.links.mark_reachable(chat, False)
    group = await unit.agency_chats.at(chat)
    await unit.agency_chats.mark_reachable(chat, False)
    await unit.deliveries.give_up(chat, error)
    for link in lost:
        _log(unit, link.ward_id, f"person:{link.person_id}", link.channel, now, actor)
        await _tell_of_person(unit, link, now)
    if group is not None and group.is_reachable:
        _log(unit, group.ward_id, f"agency:{group.agency_id}", chat.channel, now, actor)
        await _tell_of_group(unit, group, now)


async def _tell_of_person(unit: UnitOfWork, link: Link, now: datetime) -> None:
    work = unit.ward(link.ward_id)
    person = await work.people.get(link.person_id)
    if person is None or not person.is_active:
        return
    ways = (await unit.links.of([person.id])).get(person.id, ())
    agencies = [a.name for a in await work.agencies.all() if a.id in person.agency_ids]
    text = person_lost(
        person,
        agencies,
        link.channel,
        is_reached_elsewhere=any(way.is_reachable for way in ways),
    )
    await _tell_office(unit, link.ward_id, f"link:{link.id}", text, now, but=person.id)


async def _tell_of_group(unit: UnitOfWork, group: AgencyChat, now: datetime) -> None:
    names = {a.id: a.name for a in await unit.ward(group.ward_id).agencies.all()}
    text = group_lost(group.title, names[group.agency_id], group.chat.channel)
    await _tell_office(unit, group.ward_id, f"group:{group.id}", text, now)


async def _tell_office(
    unit: UnitOfWork, ward_id: int, which: str, text: str, now: datetime, *, but: int | None = None
) -> None:
    office = await unit.ward(ward_id).people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
    await tell(
        unit,
        await unit.wards.get(ward_id),
        [p for p in office if p.id != but],
        f"{KIND}:{which}:{now.isoformat()}",
        OutgoingMessage(text),
        kind=KIND,
        now=now,
    )


def _log(
    unit: UnitOfWork, ward_id: int, subject: str, channel: str, now: datetime, actor: str
) -> None:
    unit.ward(ward_id).log.append(
        "link.unreachable", actor=actor, subject=subject, now=now, channel=channel
    )
