"""Who looks over several wards, as a province or a city does: numbers, never people.

Granted and taken back at the console alone: who reads it owns the machine that holds the wards.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.domain.access import Wish, may
from data.domain.alphabet import alphabetical
from data.domain.people import Person, Ward
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_wards as words
from jobs.actions.allow import CONSOLE
from jobs.actions.overview import Overview, edges_of, overview


@dataclass(frozen=True, slots=True)
class WardNumbers:
    """How the work of one ward stands: counts by agency and by component."""

    ward: Ward
    overview: Overview
    components: tuple[tuple[str, int, int, int], ...]
    """By component of the index: its name, how many items are late, done, and all."""


async def observed(unit: UnitOfWork, ward: Ward, person: Person) -> tuple[int, ...]:
    """Return the ids of the wards whose numbers a person may read beside their own work.

    Their own ward's too, when they see all of its work.
    """
    granted = await unit.observers.wards_of(person.id)
    if not granted:
        return ()
    own = (ward.id,) if may(person, Wish.SEE_ALL) is None else ()
    return tuple(dict.fromkeys((*own, *granted)))


async def numbers_of(
    unit: UnitOfWork, ward_ids: Iterable[int], now: datetime
) -> tuple[WardNumbers, ...]:
    """Return the numbers of these wards, in the order of their names."""
    wanted = set(ward_ids)
    found = []
    for ward in await unit.wards.all():
        if ward.id in wanted:
            edges = edges_of(ward, now)
            components = await unit.ward(ward.id).board.by_component(edges)
            found.append(WardNumbers(ward, await overview(unit, ward, now), components))
    return tuple(sorted(found, key=lambda n: alphabetical(n.ward.name)))


async def let_observe(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    over: Sequence[int],
    now: datetime,
    actor: str,
    *,
    take_back: bool = False,
) -> None:
    """Let a person of `ward` read the numbers of the wards `over`, or no more.

    Raises RefusedError for anybody but the console, and for a ward that is not there.
    """
    if actor != CONSOLE:
        raise RefusedError(words.console_only())
    there = {w.id for w in await unit.wards.all()}
    if not over or not set(over) <= there:
        raise RefusedError(words.no_such_ward())
    if take_back:
        await unit.observers.revoke(person.id, over)
    else:
        await unit.observers.grant(person.id, over, now)
    for seen in over:
        unit.ward(seen).log.append(
            "observer.revoked" if take_back else "observer.granted",
            actor=actor,
            subject=f"ward:{seen}",
            now=now,
            person=person.id,
            of_ward=ward.id,
        )
