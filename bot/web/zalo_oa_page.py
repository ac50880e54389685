"""Connecting the Zalo Official Account: an administrator agrees at Zalo, and comes back with a code.

OAuth with PKCE: the verifier stays in a cookie of the administrator's own browser, so a code that
somebody else brings about is worth nothing here. Zalo does not always return `state`: where it
does, it has to be ours.
"""

import hmac
import secrets
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.context import Connecting
from bot.web.refusals import PageError
from bot.web.rendering import page
from bot.web.visitors import Visitor, context_of, cookie_name, known_visitor, set_cookie
from data.domain.people import Role
from data.texts import web as texts
from data.texts import zalo_oa as words

PATH, BACK_PATH = "/zalo-oa/noi", "/zalo-oa/ve"
_COOKIE = "zalo_oa"
_WITHIN = timedelta(minutes=10)


async def go(request: Request) -> Response:
    """Lead the administrator to Zalo's page."""
    connecting = _connecting(request, await known_visitor(request, context_of(request).clock()))
    verifier, state = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
    response = RedirectResponse(
        connecting.permission_url(_back(request), verifier, state), status_code=303
    )
    set_cookie(context_of(request), response, _COOKIE, f"{state}.{verifier}", _WITHIN)
    return response


async def come_back(request: Request) -> Response:
    """Take the code for a pair of tokens, and say so."""
    now = context_of(request).clock()
    connecting = _connecting(request, await known_visitor(request, now))
    kept = request.cookies.get(cookie_name(context_of(request), _COOKIE), "")
    state, _, verifier = kept.partition(".")
    asked = request.query_params
    code, told = asked.get("code", ""), asked.get("oa_id", "")
    is_ours = hmac.compare_digest(asked.get("state", state).encode(), state.encode())
    if not (verifier and code and is_ours):
        raise PageError(400, words.connecting_failed())
    if told and told != connecting.number:
        raise PageError(400, words.connected_other(told[:25]))
    if not await connecting.connect(code[:2000], verifier):
        raise PageError(502, words.connecting_failed())
    sentence = words.connected(connecting.number)
    response = page(
        request, "stranger.html", now=now, sentence=sentence, way=("/", texts.back_to_chat())
    )
    response.delete_cookie(cookie_name(context_of(request), _COOKIE), path="/")
    return response


def _connecting(request: Request, visitor: Visitor) -> Connecting:
    connecting = context_of(request).zalo_oa
    if connecting is None:
        raise PageError(404, words.no_account())
    is_served = connecting.wards is None or visitor.ward.id in connecting.wards
    if Role.ADMIN not in visitor.person.roles or not is_served:
        raise PageError(403, words.admins_only() if is_served else texts.may_not())
    return connecting


def _back(request: Request) -> str:
    return f"{context_of(request).public_url}{BACK_PATH}"
