"""The HTTP server, where api.telegram.org would be."""

import asyncio
import json
import mimetypes
from typing import Any

from aiohttp import web

from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.calls import Call, Violation
from tests.telegram.emulator.faults import Fault
from tests.telegram.emulator.judge import METHODS as DOCUMENTED
from tests.telegram.emulator.methods import METHODS, Asked
from tests.telegram.emulator.network import WRITTEN_TOKEN, Telegram
from tests.telegram.emulator.parameters import read_parameters
from tests.telegram.emulator.polling import get_updates
from tests.telegram.emulator.pushing import push_updates
from tests.telegram.emulator.refusals import MistakeError, OwnMistakeError, RefusedError
from tests.telegram.emulator.viewer import add_pages

LARGEST_REQUEST = 2100 * 1024 * 1024


class Server:
    """Answers HTTP requests with what the imitated Telegram says."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self._runner: web.AppRunner | None = None
        self._pushers: list[asyncio.Task[None]] = []
        self._gone = asyncio.Event()

    async def start(self, port: int = 0) -> None:
        """Listen."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._method)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        add_pages(app, self.telegram)
        app.router.add_route("*", "/{rest:.*}", _nothing)
        self._runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=0.2
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.telegram.port = self._runner.addresses[0][1]
        loop = asyncio.get_running_loop()

        def push_later(bot: BotAccount) -> None:
            loop.call_soon_threadsafe(self._push, bot)

        self.telegram.on_new_bot = push_later
        for bot in self.telegram.bots:
            self._push(bot)

    def _push(self, bot: BotAccount) -> None:
        self._pushers.append(asyncio.create_task(push_updates(bot)))

    async def stop(self) -> None:
        """Let everybody go."""
        self.telegram.close()
        self._gone.set()
        for task in self._pushers:
            task.cancel()
        await asyncio.gather(*self._pushers, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _method(self, request: web.Request) -> web.StreamResponse:
        telegram = self.telegram
        if telegram.cut_off:
            return _hang_up(request)
        name = request.match_info["method"]
        documented = DOCUMENTED.get(name.lower())
        name = documented.__api_method__ if documented else name
        call = Call(name, "", telegram.monotonic(), telegram.clock())
        telegram.requests.append(call)
        try:
            return await self._answer(request, call)
        except OwnMistakeError as mistake:
            telegram.own_mistakes.append(str(mistake))
            telegram.bell.ring()
            return web.json_response({"ok": False, "error_code": 500, "description": "emulator"})
        finally:
            call.took = telegram.monotonic() - call.at

    async def _answer(self, request: web.Request, call: Call) -> web.StreamResponse:
        telegram = self.telegram
        fault = None
        try:
            bot = self._bot(request.match_info["token"])
            call.bot = bot.username
            call.params = await read_parameters(request, call.method)
            if telegram.latency:
                await asyncio.sleep(telegram.latency)
            with telegram.lock:
                fault = telegram.faults.next_for(call.method, call.chat_id)
            call.fault = fault.name if fault else None
            if fault is None or fault.delivered:
                call.answer = {"ok": True, "result": await self._carry_out(bot, call)}
            elif fault.refusal:
                raise fault.refusal
        except RefusedError as refusal:
            call.answer = refusal.body()
            if isinstance(refusal, MistakeError):
                problem = Violation(call.method, refusal.description, call.params)
                telegram.violations.append(problem)
        if call.answer is not None:
            telegram.judge.response(call.method, call.answer)
        if telegram.cut_off:
            return _hang_up(request)
        return await self._misfortune(request, call, fault) or _response(call)

    def _bot(self, token: str) -> BotAccount:
        bot = self.telegram.bot_of(token)
        if bot is None:
            written = WRITTEN_TOKEN.fullmatch(token)
            raise RefusedError(401, "Unauthorized") if written else RefusedError(404, "Not Found")
        return bot

    async def _carry_out(self, bot: BotAccount, call: Call) -> Any:
        telegram = self.telegram
        asked = Asked(telegram, bot, call.params)
        method = METHODS.get(call.method.lower())
        polls = call.method == "getUpdates"
        if method is None and not polls:
            raise self._unknown(call)
        if complaint := telegram.judge.request(call.method, call.params):
            raise MistakeError(complaint)
        if method is None:
            return await get_updates(asked)
        with telegram.lock:
            return method(asked)

    def _unknown(self, call: Call) -> RefusedError:
        """Note that a method is asked for that only the real service has."""
        if call.method.lower() in DOCUMENTED:
            problem = "the emulator does not imitate this method"
            self.telegram.violations.append(Violation(call.method, problem, call.params))
        return RefusedError(404, "Not Found")

    async def _misfortune(
        self, request: web.Request, call: Call, fault: Fault | None
    ) -> web.StreamResponse | None:
        """Return what a fault makes of the answer, or None if it leaves it as it is."""
        if fault is None:
            return None
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.silent:
            await self._gone.wait()
        if fault.dropped or fault.silent:
            return _hang_up(request)
        if fault.body is not None:
            call.status = fault.status
            return web.Response(
                status=fault.status,
                body=fault.body.encode(),
                headers={"Content-Type": fault.content_type},
            )
        return None

    async def _file(self, request: web.Request) -> web.StreamResponse:
        telegram = self.telegram
        if telegram.cut_off:
            return _hang_up(request)
        call = Call("file", "", telegram.monotonic(), telegram.clock())
        call.params = {"path": request.match_info["path"]}
        telegram.requests.append(call)
        try:
            return await self._download(request, call)
        except RefusedError as refusal:
            call.answer = refusal.body()
            return _response(call)
        finally:
            call.took = telegram.monotonic() - call.at

    async def _download(self, request: web.Request, call: Call) -> web.StreamResponse:
        telegram = self.telegram
        bot = self._bot(request.match_info["token"])
        call.bot = bot.username
        with telegram.lock:
            fault = telegram.faults.next_for("file", None)
            file = telegram.shelf.at_path(bot, request.match_info["path"])
        call.fault = fault.name if fault else None
        if fault and fault.refusal:
            raise fault.refusal
        if unlucky := await self._misfortune(request, call, fault):
            return unlucky
        if file is None:
            raise RefusedError(404, "Not Found")
        call.status = 200
        kind = mimetypes.guess_type(file.path)[0] or "application/octet-stream"
        return web.Response(body=file.data, content_type=kind)


def _response(call: Call) -> web.Response:
    assert call.answer is not None
    call.status = 200 if call.answer["ok"] else call.answer["error_code"]
    body = json.dumps(call.answer, ensure_ascii=False, separators=(",", ":")).encode()
    response = web.Response(status=call.status, body=body, content_type="application/json")
    if call.status == 429:
        response.headers["Retry-After"] = str(call.answer["parameters"]["retry_after"])
    return response


def _hang_up(request: web.Request) -> web.StreamResponse:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.close()
    return web.Response()


async def _nothing(request: web.Request) -> web.Response:
    body = {"ok": False, "error_code": 404, "description": "Not Found"}
    return web.json_response(body, status=404)
