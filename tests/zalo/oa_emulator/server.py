"""The HTTP routes, where openapi.zalo.me and its two sisters would be."""

import hashlib
import hmac
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.zalo.emulation.answering import answer, json_response
from tests.zalo.emulation.calls import Call
from tests.zalo.emulation.clocks import MINUTE
from tests.zalo.emulation.parameters import UnreadableError, read_parameters
from tests.zalo.oa_emulator import authorising, looking, sending, templates, uploads
from tests.zalo.oa_emulator.account import ZaloOA
from tests.zalo.oa_emulator.refusals import MistakeError, RefusedError

Carried = Callable[[ZaloOA, Call], Awaitable[Any]]
CALLS: dict[tuple[str, str], Carried] = {
    ("POST", "/v3.0/oa/message/cs"): sending.send_consultation,
    ("POST", "/v3.0/oa/group/message"): sending.send_to_group,
    ("GET", "/v3.0/oa/group/getgroup"): looking.group_info,
    ("GET", "/v3.0/oa/user/detail"): looking.user_detail,
    ("POST", "/v3.0/oa/quota/message"): looking.message_quota,
    ("GET", "/v2.0/oa/getoa"): looking.about_oa,
    ("POST", "/v2.0/oa/upload/image"): uploads.upload_image,
    ("POST", "/v2.0/oa/upload/gif"): uploads.upload_gif,
    ("POST", "/v2.0/oa/upload/file"): uploads.upload_file,
    ("POST", "/message/template"): templates.send_template,
    ("GET", "/message/quota"): templates.template_quota,
    ("GET", "/message/status"): templates.template_status,
}
_PAGES = {
    ("GET", "/v4/oa/permission"): authorising.permission,
    ("POST", "/v4/oa/access_token"): authorising.access_token,
}


def add_routes(oa: ZaloOA, app: web.Application) -> None:
    """Add the routes of the three services."""

    async def any_path(request: web.Request) -> web.StreamResponse:
        call = Call(request.path, time.monotonic(), headers=dict(request.headers))
        problem = await _read(request, call)

        async def carry_out() -> web.StreamResponse:
            if page := _PAGES.get((request.method, request.path)):
                return page(oa, call)
            return await _answer(oa, CALLS.get((request.method, request.path)), call, problem)

        def refuse(code: int, message: str) -> web.StreamResponse:
            if request.path.startswith("/v4/"):
                return authorising.oauth_refusal(call, code, message)
            return json_response(call, {"error": code, "message": message})

        return await answer(oa, request, call, carry_out, refuse)

    app.router.add_route("*", "/{path:.*}", any_path)


async def _read(request: web.Request, call: Call) -> str | None:
    try:
        await read_parameters(request, call)
    except UnreadableError as problem:
        return str(problem)
    return None


async def _answer(
    oa: ZaloOA, carried: Carried | None, call: Call, problem: str | None
) -> web.StreamResponse:
    try:
        _let_in(oa, carried, call, problem)
        assert carried is not None
        body = {"data": await carried(oa, call), "error": 0, "message": "Success"}
    except RefusedError as refusal:
        if isinstance(refusal, MistakeError):
            oa.note_violation(call, refusal.message)
        body = {"error": refusal.code, "message": refusal.message}
    response = json_response(call, body)
    response.headers["X-RateLimit-Limit"] = str(oa.switches.rate_limit)
    response.headers["X-RateLimit-Remain"] = str(max(oa.switches.rate_limit - len(oa.recent), 0))
    return response


def _let_in(oa: ZaloOA, carried: Carried | None, call: Call, problem: str | None) -> None:
    if carried is None:
        raise MistakeError(call.method, code=404)
    if problem is not None:
        raise MistakeError(problem)
    headers = {name.lower(): value for name, value in call.headers.items()}
    business = call.method.startswith("/message/")
    with oa.lock:
        oa.desk.check(headers.get("access_token", ""), -124 if business else -216)
        _check_proof(oa, headers)
        _count(oa)


def _check_proof(oa: ZaloOA, headers: dict[str, str]) -> None:
    proof, token = headers.get("appsecret_proof"), headers["access_token"]
    right = hmac.new(oa.app_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    if proof is not None and proof != right:
        raise RefusedError(-242)


def _count(oa: ZaloOA) -> None:
    now = oa.clock.now()
    while oa.recent and oa.recent[0] <= now - MINUTE:
        oa.recent.popleft()
    if len(oa.recent) >= oa.switches.rate_limit:
        raise RefusedError(-32)
    oa.recent.append(now)
