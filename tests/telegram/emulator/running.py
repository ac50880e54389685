"""Running the emulator: inside an event loop, or in a thread of its own."""

import asyncio
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from tests.telegram.emulator.network import Telegram
from tests.telegram.emulator.server import Server


@asynccontextmanager
async def emulator(*, port: int = 0, **settings: Any) -> AsyncIterator[Telegram]:
    """Run the emulator in this event loop; the settings are those of `Telegram`."""
    with _folder(settings):
        telegram = Telegram(**settings)
        telegram.thread = threading.get_ident()
        server = Server(telegram)
        await server.start(port)
        try:
            yield telegram
        finally:
            await server.stop()
        telegram.check()


@contextmanager
def emulator_in_thread(*, port: int = 0, **settings: Any) -> Iterator[Telegram]:
    """Run the emulator in a thread: for plain tests and for processes that are killed."""
    with _folder(settings):
        running = _Thread(Telegram(**settings), port)
        running.start()
        running.ready.wait()
        try:
            if running.problem:
                raise running.problem
            yield running.telegram
        finally:
            running.stop()
        running.telegram.check()


@contextmanager
def _folder(settings: dict[str, Any]) -> Iterator[None]:
    """Give a server in --local mode a folder if the test does not."""
    if not settings.get("local") or settings.get("folder"):
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        settings["folder"] = Path(folder)
        yield


class _Thread(threading.Thread):
    def __init__(self, telegram: Telegram, port: int) -> None:
        super().__init__(name="telegram-emulator", daemon=True)
        self.telegram = telegram
        self.ready = threading.Event()
        self.problem: BaseException | None = None
        self._port = port
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
        self.telegram.thread = threading.get_ident()
        server = Server(self.telegram)
        await server.start(self._port)
        self.ready.set()
        await self._over.wait()
        await server.stop()

    def stop(self) -> None:
        if self._loop is not None and self._over is not None and self.is_alive():
            self._loop.call_soon_threadsafe(self._over.set)
        self.join()
