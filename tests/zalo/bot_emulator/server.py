"""The HTTP routes, where bot-api.zaloplatforms.com would be."""

import time
from typing import Any

from aiohttp import web

from tests.zalo.bot_emulator.methods import METHODS, Method
from tests.zalo.bot_emulator.methods.asked import Asked
from tests.zalo.bot_emulator.platform import ZaloBot
from tests.zalo.bot_emulator.refusals import MistakeError, RefusedError
from tests.zalo.emulation.answering import answer, json_response
from tests.zalo.emulation.calls import Call
from tests.zalo.emulation.parameters import UnreadableError, read_parameters


def add_routes(zalo: ZaloBot, app: web.Application) -> None:
    """Add the routes of the bot platform."""

    async def method(request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        call = Call(name, time.monotonic(), headers=dict(request.headers))
        problem = await _read(request, call)

        async def carry_out() -> web.StreamResponse:
            return await _answer(zalo, request.match_info["token"], call, problem)

        def refuse(code: int, description: str) -> web.StreamResponse:
            return _refusal(zalo, call, RefusedError(code, description))

        return await answer(zalo, request, call, carry_out, refuse)

    async def nothing(request: web.Request) -> web.StreamResponse:
        call = Call(request.path, time.monotonic())
        return _refusal(zalo, call, RefusedError(404, "Not Found"))

    for verb in ("GET", "POST"):
        app.router.add_route(verb, "/bot{token}/{method}", method)
    app.router.add_route("*", "/{rest:.*}", nothing)


async def _read(request: web.Request, call: Call) -> str | None:
    try:
        await read_parameters(request, call)
    except UnreadableError as problem:
        return str(problem)
    return None


async def _answer(zalo: ZaloBot, token: str, call: Call, problem: str | None) -> web.StreamResponse:
    try:
        result = await _carry_out(zalo, token, call, problem)
    except RefusedError as refusal:
        if isinstance(refusal, MistakeError):
            zalo.note_violation(call, refusal.description)
        return _refusal(zalo, call, refusal)
    return json_response(call, {"ok": True} | ({} if result is ... else {"result": result}))


async def _carry_out(zalo: ZaloBot, token: str, call: Call, problem: str | None) -> Any:
    bot = zalo.bot_of(token)
    if bot is None:
        raise RefusedError(401, "Unauthorized")
    call.account = bot.id
    method = METHODS.get(call.method)
    if method is None:
        raise MistakeError("invalid API name")
    if problem is not None:
        raise MistakeError(problem)
    _check(zalo, method, call)
    return await method.carry_out(Asked(zalo, bot, call))


def _check(zalo: ZaloBot, method: Method, call: Call) -> None:
    known = dict.fromkeys(method.required, (str,)) | method.optional
    if call.method.startswith("send") and zalo.switches.reply_to == "accepted":
        known["reply_to_message_id"] = (str,)
    for name, value in call.params.items():
        if name not in known:
            raise MistakeError(f"{call.method} has no parameter {name}")
        if not isinstance(value, known[name]) or isinstance(value, bool):
            raise MistakeError(f"{name} has the wrong type")
    for name in method.required:
        if not call.params.get(name):
            raise MistakeError(f"{name} is missing")
    if set(call.files) - {"photo"}:
        raise MistakeError("files are not accepted")


def _refusal(zalo: ZaloBot, call: Call, refusal: RefusedError) -> web.Response:
    switches, body = zalo.switches, {"ok": False}
    key = "errorCode" if refusal.code == 426 else switches.error_code
    if key != "absent":
        body[key] = refusal.code
    body["description"] = refusal.description
    idle = refusal.code == 408 and switches.idle == "ok_false_200"
    plain = switches.errors == "ok_false_200" and refusal.code not in (404, 408)
    return json_response(call, body, 200 if idle or plain else refusal.code)
