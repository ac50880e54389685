"""The page behind an invitation: opening it uses nothing up, for link previews open it too."""

from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.guards import own_form
from bot.web.refusals import too_fast
from bot.web.rendering import browser_of, page
from bot.web.visitors import SIGNED_IN_FOR, context_of, open_session, set_cookie
from data.domain.people import Address
from data.domain.short_codes import short_code, spaced
from data.domain.ways_in import WaysIn
from data.texts import notices
from data.texts import web as texts
from data.texts import web_cards as words
from jobs.actions import enrol

_STILL_WAITING = 202
"""Status by which the page's script knows to ask again."""


async def show_invitation(request: Request) -> Response:
    """Show what entering asks for."""
    context, now = context_of(request), context_of(request).clock()
    _take(request, now)
    async with context.store.read() as unit:
        seen = await enrol.look(unit, request.path_params["code"], now)
    return await _proof_page(request, seen.ward_id, seen.needs, now)


async def take_invitation(request: Request) -> Response:
    """Try to enter: with a phone number, with the lead office's word, or by asking for it."""
    context, now = context_of(request), context_of(request).clock()
    _take(request, now)
    fields = await own_form(request)
    code, chat = request.path_params["code"], browser_of(request)
    token = None
    async with context.store.write() as unit:
        if fields.get("step") == "ask":
            outcome: enrol.Entered | enrol.NeedsProof | enrol.Waiting = await enrol.ask_office(
                unit, code, chat, now=now
            )
        else:
            phone = fields.get("phone")
            outcome = await enrol.enter(
                unit, code, chat, phone=phone[:40] if phone else None, now=now
            )
        if isinstance(outcome, enrol.Entered):
            token = await open_session(unit, outcome.ward_id, outcome.person_id, now)
    if isinstance(outcome, enrol.Waiting):
        return page(
            request,
            "waiting.html",
            now=now,
            status=_STILL_WAITING,
            ward_name=outcome.ward_name,
            number=outcome.number,
        )
    if token is None:
        assert isinstance(outcome, enrol.NeedsProof)
        return await _proof_page(request, outcome.ward.id, outcome, now)
    response = RedirectResponse("/", status_code=303)
    set_cookie(context, response, "nhacviec", token, SIGNED_IN_FOR)
    return response


async def _proof_page(
    request: Request, ward_id: int, needs: enrol.NeedsProof | None, now: datetime
) -> Response:
    is_over = needs is not None and not needs.tries_left
    ways = ways_in(request, ward_id)
    async with context_of(request).store.read() as unit:
        ward = await unit.wards.get(ward_id)
    return page(
        request,
        "invitation.html",
        now=now,
        status=422 if needs and needs.sentence else 200,
        heading=texts.invited(needs.ward.name) if needs else texts.ready(),
        needs=needs,
        cards=words,
        notices=notices,
        ward_name=ward.name,
        you=(needs.person.address if needs else Address.DONG_CHI).value,
        notice=notices.notice_of(ward).text,
        telegram=None if is_over else ways.telegram_link(request.path_params["code"]),
        zalo=None if is_over else ways.zalo,
        typed=spaced(short_code(request.path_params["code"])),
    )


def _take(request: Request, now: datetime) -> None:
    address = request.client.host if request.client else "unknown"
    if seconds := request.app.state.invitations.take(address, now):
        raise too_fast(seconds)


def ways_in(request: Request, ward_id: int) -> WaysIn:
    """Return where somebody of a ward can come in."""
    context = context_of(request)
    return context.ways_in(ward_id) if context.ways_in else WaysIn(context.public_url)
