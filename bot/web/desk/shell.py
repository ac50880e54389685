"""What every page of the desk stands on: who may open it, its frame, the way back after a change.

The lead office reads and writes, leadership and inspectors read everything, everybody else reads
the work of their own agencies. What may be written is asked again by the action that writes it.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.desk import flash
from bot.web.desk.fields import Fields
from bot.web.guards import own_form_lists
from bot.web.refusals import PageError, too_fast
from bot.web.rendering import page
from bot.web.visitors import Visitor, context_of, stay_signed_in, visitor_of
from data.domain.access import Wish, may
from data.domain.localtime import local_date
from data.domain.people import Person, Ward
from data.domain.workdays import WorkCalendar, calendar_of
from data.errors import RefusedError
from data.store.unit_of_work import Store, UnitOfWork
from data.texts import desk as words
from data.texts import (
    desk_criteria,
    desk_dates,
    desk_documents,
    desk_dossiers,
    desk_events,
    desk_lists,
    desk_people,
    desk_reviews,
    nudges,
)
from data.texts import web as texts
from data.texts.people import denied
from data.texts.reminders import Day

HOME = "/ban"
T = TypeVar("T")
LARGEST_ID = 2**31
"""No row has this id or a larger one: the database does not even take such a question."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation: a new page adds one line to ENTRIES."""

    key: str
    """What a page passes as `active`."""
    path: str
    label: Callable[[], str]
    wish: Wish | None = None
    """Who sees it; None: everybody who may come to the desk."""


ENTRIES = (
    Entry("overview", HOME, words.overview),
    Entry("lists", "/ban/viec", desk_lists.entry),
    Entry("reviews", "/ban/duyet", desk_reviews.entry, Wish.SEE_ALL),
    Entry("nudging", "/ban/don-doc", nudges.entry, Wish.NUDGE),
    Entry("dates", "/ban/han", desk_dates.entry, Wish.SET_DEADLINE),
    Entry("events", "/ban/su-kien", desk_events.entry, Wish.SEE_ALL),
    Entry("people", "/ban/can-bo", desk_people.entry, Wish.IMPORT_STAFF),
    Entry("agencies", "/ban/co-quan", desk_people.agencies_entry, Wish.IMPORT_STAFF),
    Entry("documents", "/ban/bao-cao", desk_documents.entry, Wish.SEE_ALL),
    Entry("criteria", "/ban/tieu-chi", desk_criteria.entry, Wish.SEE_ALL),
    Entry("dossiers", "/ban/ho-so", desk_dossiers.entry, Wish.EXPORT_DOSSIER),
    Entry("status", "/tinh-trang", texts.status_page, Wish.WATCH_OVER),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits at the desk, and when: what every page asks first."""

    request: Request
    visitor: Visitor
    now: datetime

    @property
    def ward(self) -> Ward:
        """The ward of the visitor."""
        return self.visitor.ward

    @property
    def person(self) -> Person:
        """The visitor."""
        return self.visitor.person

    @property
    def actor(self) -> str:
        """How the event log names the visitor."""
        return f"person:{self.person.id}"

    @property
    def store(self) -> Store:
        """The database."""
        return context_of(self.request).store

    @property
    def today(self) -> date:
        """The local date."""
        return local_date(self.now)

    @property
    def calendar(self) -> WorkCalendar:
        """The ward's working days."""
        return calendar_of(self.ward.settings.calendar_overrides)

    @property
    def day(self) -> Day:
        """What the words about dates and lights need to know."""
        return Day(self.today, self.ward.settings.ladder, self.calendar)

    @property
    def is_office(self) -> bool:
        """Whether the visitor may change things."""
        return self.may(Wish.CONFIRM_PLAN)

    @property
    def agency_ids(self) -> frozenset[int] | None:
        """Whose work the visitor sees; None: everybody's."""
        return None if self.may(Wish.SEE_ALL) else self.person.agency_ids

    @property
    def only_looks(self) -> bool:
        """Whether the visitor sees everything and may change nothing."""
        return self.may(Wish.SEE_ALL) and not self.may(Wish.NUDGE)

    def may(self, wish: Wish) -> bool:
        """Return whether the visitor may do something."""
        return may(self.person, wish) is None

    def address(self, path: str | None = None, **changes: object) -> str:
        """Return this page's address, or `path`'s, with these filters changed; None drops one."""
        kept = {} if path else dict(self.request.query_params)
        query = {k: v for k, v in {**kept, **changes}.items() if v not in (None, "")}
        start = path or self.request.url.path
        return f"{start}?{urlencode(query)}" if query else start


async def at_desk(request: Request, wish: Wish | None = None) -> Desk:
    """Return who is at the desk. Raises PageError for a stranger, and for who may not do `wish`."""
    now = context_of(request).clock()
    visitor = await visitor_of(request, now)
    if visitor is None:
        raise PageError(401, words.not_signed_in())
    if wish is not None and (denial := may(visitor.person, wish)):
        raise PageError(403, denied(denial))
    return Desk(request, visitor, now)


async def desk_form(request: Request, wish: Wish | None = None) -> tuple[Desk, Fields]:
    """Return who is at the desk and the fields of their form. Raises PageError.

    Boxes that share a name come as a list; a field that was left out is not there.
    """
    desk = await at_desk(request, wish)
    fields = await own_form_lists(request)
    if seconds := request.app.state.edits.take(desk.visitor.chat.chat, desk.now):
        raise too_fast(seconds)
    return desk, fields


async def desk_page(
    desk: Desk, template: str, *, active: str, status: int = 200, **values: object
) -> Response:
    """Render a page of the desk: `template` extends "desk/base.html", `active` is an entry's key."""
    told = flash.read(desk.request)
    response = page(
        desk.request,
        template,
        now=desk.now,
        visitor=desk.visitor,
        status=status,
        d=words,
        desk=desk,
        entries=[e for e in ENTRIES if e.wish is None or desk.may(e.wish)],
        active=active,
        told=told,
        **values,
    )
    if told is not None:
        flash.clear(desk.request, response)
    await stay_signed_in(desk.request, response, desk.visitor, desk.now)
    return response


def go_back(desk: Desk, path: str, sentence: str = "", *, is_error: bool = False) -> Response:
    """Send the browser to a page of the desk, which shows the sentence once."""
    response = RedirectResponse(path, status_code=303)
    if sentence:
        flash.put(desk.request, response, flash.Told(sentence, is_error))
    return response


async def change(
    desk: Desk,
    path: str,
    act: Callable[[UnitOfWork], Awaitable[str]],
    again: Callable[[str], Awaitable[Response]] | None = None,
) -> Response:
    """Do something in one transaction and go back to `path` with what `act` says of it.

    What an action refuses is shown there, too: nothing of it was done. Where people type, `again`
    shows the form as it was filled in, with that sentence.
    """
    try:
        async with desk.store.write() as unit:
            said = await act(unit)
    except RefusedError as refusal:
        if again is not None:
            return await again(refusal.sentence)
        return go_back(desk, path, refusal.sentence, is_error=True)
    return go_back(desk, path, said)


class _NotKeptError(Exception):
    """Rolls a rehearsal back."""


async def rehearse(desk: Desk, act: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """Return what an action would do: it is done in full, read, and taken back.

    So a preview never says anything else than what then happens. Raises RefusedError.
    """
    done: list[T] = []
    with suppress(_NotKeptError):
        async with desk.store.write() as unit:
            done.append(await act(unit))
            raise _NotKeptError
    return done[0]


def missing() -> PageError:
    """No such thing in this ward, or nothing for this visitor: the two are told alike."""
    return PageError(404, words.not_here())


def number_in(text: str) -> int:
    """Return the id that an address or a form names. Raises PageError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= 10 and int(text) < LARGEST_ID):
        raise missing()
    return int(text)
