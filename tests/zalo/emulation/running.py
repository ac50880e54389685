"""Running an emulator: inside an event loop, or in a thread of its own."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

from aiohttp import web

from tests.zalo.emulation.serving import add_files
from tests.zalo.emulation.viewing import add_screens
from tests.zalo.emulation.world import World

W = TypeVar("W", bound=World)
Routes = Callable[[W, web.Application], None]
Worker = Callable[[], Coroutine[Any, Any, None]]
LARGEST_REQUEST = 64 * 1024 * 1024


@asynccontextmanager
async def running(
    world: W, routes: Routes[W], workers: tuple[Worker, ...] = (), port: int = 0
) -> AsyncIterator[W]:
    """Run an emulator in this event loop."""
    world.thread = threading.get_ident()
    runner = _runner(world, routes)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    world.port = runner.addresses[0][1]
    await world.outward.start()
    tasks = [asyncio.create_task(work()) for work in (world.postman.work, *workers)]
    try:
        yield world
    finally:
        world.close()
        await _stop(tasks)
        await runner.cleanup()
        await world.outward.stop()


def _runner(world: W, routes: Routes[W]) -> web.AppRunner:
    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.on_response_prepare.append(_two_servers)
    add_files(world, app)
    add_screens(world, app)
    routes(world, app)
    return web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.2)


async def _two_servers(request: web.Request, response: web.StreamResponse) -> None:
    """Send `Server` twice, as Zalo's edge does."""
    response.headers.popall("Server", None)
    response.headers.add("Server", "ZGS")
    response.headers.add("Server", "ZServer")


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


@contextmanager
def running_in_thread(
    world: W, routes: Routes[W], workers: tuple[Worker, ...] = (), port: int = 0
) -> Iterator[W]:
    """Run an emulator in a thread: for plain tests and for processes that are killed."""
    thread = _Thread(world, routes, workers, port)
    thread.start()
    thread.ready.wait()
    try:
        if thread.problem:
            raise thread.problem
        yield world
    finally:
        thread.stop()


class _Thread(threading.Thread):
    def __init__(self, world: Any, routes: Any, workers: tuple[Worker, ...], port: int) -> None:
        super().__init__(name="zalo-emulator", daemon=True)
        self.ready = threading.Event()
        self.problem: BaseException | None = None
        self._what = (world, routes, workers, port)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over: asyncio.Event | None = None

    def run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as problem:
            self.problem = problem
        finally:
            self.ready.set()

    async def _serve(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async with running(*self._what):
            self.ready.set()
            await self._over.wait()

    def stop(self) -> None:
        if self._loop is not None and self._over is not None and self.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
        self.join()
