"""Telegram without its limits: how fast our own pump sends, and our own poller takes in.

Beside it, against the same imitated Telegram in a process of its own: bare loops that post the very
bodies that we sent, as many at once as a lane of ours, and keep nothing; and one that only fetches.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack
from itertools import count
from typing import Any

import aiohttp
import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from benchmarks.harness import Contender, Figure, race
from benchmarks.meter import Meter
from benchmarks.telegram_app import account_of, application, chats_of
from benchmarks.telegram_service import Service, service
from bot.app import App
from bot.channels.base import Arrived
from bot.channels.telegram import channel as rendering
from bot.channels.telegram.polling import Poller
from data.domain.line import AT_ONCE, Line
from data.domain.messages import Choice, Lane, OutgoingMessage
from jobs.ticks.deliver_outbox import deliver_lane
from jobs.ticks.group_commit import GroupCommit
from jobs.ticks.pump import Pump

MESSAGES = 1_000
"""Each to a chat of its own."""
UPDATES = 2_000
_ROUNDS = 5
_DIGEST = OutgoingMessage(
    "Chào đồng chí Nguyễn Văn Tư,\n\nHôm nay có 2 việc cần báo cáo:\n"
    "• #7 Công khai kết quả giải quyết thủ tục hành chính, hạn 30/6 (còn 15 ngày)\n"
    "• #12 Họp lấy ý kiến Nhân dân về danh sách hộ nghèo, hạn 18/6 (còn 3 ngày)\n\n"
    "Trả lời tin này để báo cáo; gửi kèm ảnh hoặc tài liệu nếu có.",
    (Choice("Đã xong #7", "done:7"), Choice("Đã xong #12", "done:12"), Choice("Để sau", "later")),
)
_PIECES = (
    (Pump, "_take", "claiming"),
    (rendering, "as_html", "rendering"),
    (rendering, "keys_of", "rendering"),
    (Bot, "send_message", "python-telegram-bot"),
    (HTTPXRequest, "do_request", "httpx"),
    (GroupCommit, "_write", "recording"),
)
Post = Callable[[dict[str, str]], Awaitable[object]]


async def benchmark() -> list[Figure]:
    """Return how many messages a second go out and come in, beside bare loops."""
    async with service(limits=False) as far, application(far) as app:
        ids = await far.ask("bring_in", MESSAGES)
        app.telegram.channels[0].line = Line()
        return [*await _out(app, far, ids), *await _in(app, far)]


async def _out(app: App, far: Service, ids: list[str]) -> list[Figure]:
    pump = _pump(app, far, ids)
    bodies = await _bodies(pump, far)
    async with AsyncExitStack() as closing:
        with_httpx = await closing.enter_async_context(
            httpx.AsyncClient(limits=httpx.Limits(max_connections=AT_ONCE), verify=False)
        )
        with_aiohttp = await closing.enter_async_context(aiohttp.ClientSession())
        ours, plain, fastest = await race(
            pump,
            _bare(far, bodies, lambda body: _post_httpx(with_httpx, far, body)),
            _bare(far, bodies, lambda body: _post_aiohttp(with_aiohttp, far, body)),
            rounds=_ROUNDS,
        )
    sent = f"messages sent, {AT_ONCE} at once"
    return [
        _speed(sent, ours, "a bare httpx loop", plain, MESSAGES),
        _speed(sent, ours, "a bare aiohttp loop", fastest, MESSAGES),
        *await _shares(pump),
    ]


def _pump(app: App, far: Service, ids: list[str]) -> Contender:
    numbers = count()
    chat_of = chats_of(app, ids)

    async def queue() -> None:
        await far.ask("forget")
        async with app.store.write() as unit:
            for n in range(MESSAGES):
                await unit.outbox.add(
                    str(next(numbers)),
                    chat_of(n + 1),
                    _DIGEST,
                    kind="bench",
                    lane=Lane.BULK,
                    now=app.clock(),
                )

    async def deliver() -> None:
        tally = await deliver_lane(app.world, account_of(app), Lane.BULK, app.clock())
        if tally != {"sent": MESSAGES}:
            raise RuntimeError(f"not what was to be measured: {tally}")

    return Contender(deliver, queue)


async def _bodies(pump: Contender, far: Service) -> list[dict[str, str]]:
    """Return what our pump posts, as a form."""
    await _once(pump)
    found: list[dict[str, Any]] = await far.ask("bodies")
    return [{k: v if isinstance(v, str) else json.dumps(v) for k, v in b.items()} for b in found]


async def _once(contender: Contender) -> None:
    if contender.before is not None:
        await contender.before()
    await contender.work()


def _bare(far: Service, bodies: Iterable[dict[str, str]], post: Post) -> Contender:
    async def work_through(waiting: Iterable[dict[str, str]]) -> None:
        for body in waiting:
            await post(body)

    async def send() -> None:
        waiting = iter(bodies)
        await asyncio.gather(*(work_through(waiting) for _ in range(AT_ONCE)))

    return Contender(send, lambda: far.ask("forget"))


async def _post_httpx(client: httpx.AsyncClient, far: Service, body: dict[str, str]) -> None:
    _check((await client.post(_method(far, "sendMessage"), data=body)).json())


async def _post_aiohttp(client: aiohttp.ClientSession, far: Service, body: dict[str, str]) -> None:
    async with client.post(_method(far, "sendMessage"), data=body) as response:
        _check(await response.json())


def _method(far: Service, name: str) -> str:
    return f"{far.url}/bot{far.token}/{name}"


def _check(answer: dict[str, Any]) -> Any:
    if not answer["ok"]:
        raise RuntimeError(f"not what was to be measured: {answer}")
    return answer["result"]


async def _shares(pump: Contender) -> list[Figure]:
    """Return where the event loop's time goes while we send; a database's commit is waiting."""
    meter = Meter()
    for _ in range(_ROUNDS):
        if pump.before is not None:
            await pump.before()
        with meter.watching(*_PIECES):
            await pump.work()
    shares = sorted(meter.shares.items(), key=lambda share: -share[1])
    return [Figure(f"  of its time: {name}", f"{share:.0%}") for name, share in shares]


async def _in(app: App, far: Service) -> list[Figure]:
    async with httpx.AsyncClient(verify=False) as client:
        ours, theirs = await race(_poller(app, far), _fetching(client, far), rounds=_ROUNDS)
    return [_speed("updates kept, a commit a batch", ours, "only fetched", theirs, UPDATES)]


async def _speak(far: Service) -> None:
    await far.ask("forget")
    await far.ask("say", UPDATES)


def _poller(app: App, far: Service) -> Contender:
    bot = app.telegram.accounts[0]

    async def take_in() -> None:
        kept, done = 0, asyncio.Event()

        async def take(updates: Sequence[Arrived]) -> None:
            nonlocal kept
            kept += sum(i is not None for i in await app.dialog.receive_all(updates))
            if kept == UPDATES:
                done.set()

        polling = asyncio.create_task(Poller(bot.client, bot.channel, take, app.clock).run())
        await done.wait()
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)

    return Contender(take_in, lambda: _speak(far))


def _fetching(client: httpx.AsyncClient, far: Service) -> Contender:
    async def fetch() -> None:
        offset = fetched = 0
        while fetched < UPDATES:
            answer = await client.post(_method(far, "getUpdates"), data={"offset": str(offset)})
            updates = _check(answer.json())
            fetched += len(updates)
            offset = updates[-1]["update_id"] + 1

    return Contender(fetch, lambda: _speak(far))


def _speed(what: str, ours: float, baseline: str, theirs: float, number: int) -> Figure:
    return Figure(
        what,
        f"{number / ours:,.0f} a second",
        f"{baseline}: {number / theirs:,.0f} a second",
        ours / theirs,
    )
