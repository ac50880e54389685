"""The gate of the actions: who asks, and whether they may."""

import logging
from collections.abc import Callable
from typing import NoReturn

from data.domain.access import Denial, Wish, may
from data.domain.people import Person, Ward
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import people as words

CONSOLE = "console"
"""The actor of the command line: who reads the console owns the machine."""
_log = logging.getLogger(__name__)


async def asking(unit: UnitOfWork, ward: Ward, actor: str) -> Person | None:
    """Return the person behind "person:12"; None for the console. Raises RefusedError."""
    if actor == CONSOLE:
        return None
    kind, _, number = actor.partition(":")
    person = None
    if kind == "person" and number.isdecimal():
        person = await unit.ward(ward.id).people.get(int(number))
    if person is None or not person.is_active:
        refuse(Denial.INACTIVE, actor, "act")
    return person


async def require(unit: UnitOfWork, ward: Ward, actor: str, wish: Wish) -> Person | None:
    """Return who asks; raises RefusedError, and notes it, when they may not."""
    person = await asking(unit, ward, actor)
    allow(person, wish.value, lambda known: may(known, wish))
    return person


def allow(person: Person | None, wish: str, ask: Callable[[Person], Denial | None]) -> None:
    """Raise RefusedError unless `ask` has nothing against it. The console may do everything."""
    if person is not None and (denial := ask(person)):
        refuse(denial, f"person:{person.id}", wish)


def refuse(denial: Denial, actor: str, wish: str) -> NoReturn:
    """Note who was refused what, and raise RefusedError."""
    # The transaction is about to roll back, so the event log cannot keep this.
    _log.warning("denied: %s to %s (%s)", wish, actor, denial.value)
    raise RefusedError(words.denied(denial))
