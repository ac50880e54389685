"""The printable sheet of invitation cards. Codes are shown once, on the answer to a POST."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from bot.web.guards import own_form_lists
from bot.web.invitations import ways_in
from bot.web.refusals import PageError, too_fast
from bot.web.rendering import page
from bot.web.visitors import Visitor, context_of, known_visitor
from data.domain.access import Wish, may
from data.domain.ways_in import WaysIn
from data.texts import web as texts
from data.texts import web_cards as words
from jobs.actions.invite import invitation_cards

_MOST = 400
"""Cards of one sheet: a ward has about a hundred officers and as many group leaders."""


async def show_people(request: Request) -> Response:
    """Show who may be given a card, those without a chat first."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await _office(request)
    async with context.store.read() as unit:
        work = unit.ward(visitor.ward.id)
        people = await work.people.all()
        names = {a.id: a.name for a in await work.agencies.all()}
        linked = await unit.links.of([p.id for p in people])
    rows = [(p, ", ".join(names[m.agency_id] for m in p.memberships)) for p in people]
    return page(
        request,
        "cards_people.html",
        now=now,
        visitor=visitor,
        w=words,
        waiting=[row for row in rows if row[0].id not in linked],
        linked=[row for row in rows if row[0].id in linked],
    )


async def print_cards(request: Request) -> Response:
    """Make fresh invitations for the people chosen and show their cards."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await _office(request)
    form = await own_form_lists(request)
    if seconds := request.app.state.edits.take(visitor.chat.chat, now):
        raise too_fast(seconds)
    numbers = [v for v in form.get("who", [])[:_MOST] if v.isascii() and v.isdigit()]
    wanted = {int(v) for v in numbers if len(v) < 10}
    if not wanted:
        raise PageError(422, words.nobody())
    ways = _ways_in(request, visitor.ward.id)
    async with context.store.write() as unit:
        people = [p for p in await unit.ward(visitor.ward.id).people.all() if p.id in wanted]
        cards = await invitation_cards(
            unit, visitor.ward, people, ways, now, f"person:{visitor.person.id}"
        )
    return page(
        request,
        "cards.html",
        now=now,
        visitor=visitor,
        w=words,
        cards=cards,
        is_local=ways.shows_web and not ways.has_public_web,
    )


async def _office(request: Request) -> Visitor:
    visitor = await known_visitor(request, context_of(request).clock())
    if may(visitor.person, Wish.INVITE) is not None:
        raise PageError(403, texts.may_not())
    return visitor


def _ways_in(request: Request, ward_id: int) -> WaysIn:
    """Return where phones reach us: the web as set, else as this browser does."""
    ways = ways_in(request, ward_id)
    if ways.has_public_web:
        return ways
    return replace(ways, public_url=str(request.base_url).rstrip("/"))
