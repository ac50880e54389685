"""A dossier is ordered at the desk, and opened to an inspector for a time."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.domain.access import Wish
from data.domain.dossier import Scope
from data.domain.dossier_orders import (
    LINK_LASTS,
    LONGEST_LINK,
    DossierOrder,
    InspectorLink,
    OrderState,
)
from data.domain.people import Person, Ward
from data.domain.tokens import hash_of
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_dossiers as words
from data.texts import dossier as dossier_words
from jobs.actions.allow import require
from jobs.reports.dossier.gather import gather

_LONGEST_NAME = 120


async def order_dossier(
    unit: UnitOfWork, ward: Ward, scope: Scope, now: datetime, actor: str
) -> int:
    """Order a dossier and return its number; what is in the making already is not ordered twice.

    Raises RefusedError when the actor may not, or there would be nothing in it.
    """
    person = await _office(unit, ward, actor)
    if scope.span.end < scope.span.start:
        raise RefusedError(dossier_words.wrong_span())
    work = unit.ward(ward.id)
    for order in await work.dossiers.unfinished():
        if (order.plan_id, order.span, order.asked_by) == (scope.plan_id, scope.span, person.id):
            return order.id
    await gather(unit, ward, scope, now)
    dossier_id = await work.dossiers.ask(scope.plan_id, scope.span, person.id, now)
    work.log.append(
        "dossier.ordered",
        actor=actor,
        subject=f"plan:{scope.plan_id}",
        now=now,
        dossier=dossier_id,
        first=scope.span.start.isoformat(),
        last=scope.span.end.isoformat(),
    )
    return dossier_id


async def open_to_inspector(
    unit: UnitOfWork,
    ward: Ward,
    dossier_id: int,
    for_whom: str,
    now: datetime,
    actor: str,
    days: int = LINK_LASTS.days,
) -> str:
    """Make a link to one dossier that ends by itself, and return its code: shown only now.

    The file is kept as long as the link. Raises RefusedError.
    """
    person = await _office(unit, ward, actor)
    name = " ".join(for_whom.split())[:_LONGEST_NAME]
    if not name:
        raise RefusedError(words.for_whom_is_missing())
    if not 1 <= days <= LONGEST_LINK:
        raise RefusedError(words.wrong_days(LONGEST_LINK))
    work = unit.ward(ward.id)
    order = await work.dossiers.get(dossier_id)
    if order is None or order.state is not OrderState.READY:
        raise RefusedError(words.not_ready())
    code, until = secrets.token_urlsafe(24), now + timedelta(days=days)
    link = await work.dossiers.add_link(
        dossier_id, hash_of(code), name, person.id, now=now, expires_at=until
    )
    if order.expires_at is None or order.expires_at < until:
        await work.dossiers.change(dossier_id, expires_at=until)
    work.log.append(
        "dossier.opened_to",
        actor=actor,
        subject=f"dossier:{dossier_id}",
        now=now,
        link=link,
        until=until.isoformat(),
    )
    return code


async def close_to_inspector(
    unit: UnitOfWork, ward: Ward, link_id: int, now: datetime, actor: str
) -> None:
    """End a link at once; a second time it does nothing. Raises RefusedError."""
    await _office(unit, ward, actor)
    if await unit.ward(ward.id).dossiers.revoke_link(link_id, now):
        unit.ward(ward.id).log.append(
            "dossier.closed_to", actor=actor, subject=f"link:{link_id}", now=now
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What an inspector's link leads to."""

    ward: Ward
    link: InspectorLink
    order: DossierOrder


async def shown_by(unit: UnitOfWork, code: str, now: datetime) -> Shown:
    """Return what a link leads to. Raises RefusedError: the same whether it ended or never was."""
    found = await unit.dossier_links.find(hash_of(code))
    if found is None or not found[1].is_live(now):
        raise RefusedError(words.link_is_over())
    ward_id, link = found
    order = await unit.ward(ward_id).dossiers.get(link.dossier_id)
    if order is None or order.state is not OrderState.READY:
        raise RefusedError(words.link_is_over())
    return Shown(await unit.wards.get(ward_id), link, order)


async def open_link(unit: UnitOfWork, code: str, now: datetime, *, takes: bool = False) -> Shown:
    """Note that a link was opened, or the file taken with it, and return what it leads to."""
    shown = await shown_by(unit, code, now)
    work = unit.ward(shown.ward.id)
    await work.dossiers.note_opened(shown.link.id, now)
    work.log.append(
        "dossier.taken" if takes else "dossier.seen",
        actor=f"link:{shown.link.id}",
        subject=f"dossier:{shown.order.id}",
        now=now,
    )
    return shown


async def taken_by(
    unit: UnitOfWork, ward: Ward, dossier_id: int, now: datetime, actor: str
) -> DossierOrder:
    """Note that whoever ordered a dossier downloads it. Raises RefusedError for anybody else."""
    person = await _office(unit, ward, actor)
    order = await unit.ward(ward.id).dossiers.get(dossier_id)
    if order is None or order.state is not OrderState.READY:
        raise RefusedError(words.not_ready())
    if order.asked_by != person.id:
        raise RefusedError(words.somebody_elses())
    unit.ward(ward.id).log.append(
        "dossier.taken", actor=actor, subject=f"dossier:{dossier_id}", now=now
    )
    return order


async def _office(unit: UnitOfWork, ward: Ward, actor: str) -> Person:
    person = await require(unit, ward, actor, Wish.EXPORT_DOSSIER)
    assert person is not None, "the console takes dossiers out by itself"
    return person
