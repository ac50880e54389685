"""`nhacviec run`: pages, dialog, delivery and schedule in one process."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable

from bot.app import App, open_app
from bot.settings import Settings
from bot.web.app import make_web
from bot.web.context import DemoControls, WebContext
from bot.web.secret import load_secret
from bot.web.server import WebServer
from data.clock import Clock, now
from data.errors import RefusedError
from jobs.actions.invite import bootstrap_admin
from jobs.schedule import start
from jobs.ticks.deliver_outbox import deliver_outbox

Say = Callable[[str], None]
_log = logging.getLogger(__name__)
_LONGEST_WAIT = 5.0
"""Seconds between looks at the outbox when nothing was queued: retries become due by themselves."""


async def serve(settings: Settings, *, say: Say, clock: Clock = now) -> None:
    """Run until the process is told to stop. Raises RefusedError when the port is taken."""
    configure_logging(settings.log_level)
    async with open_app(settings, clock) as app:
        async with app.store.write() as unit:
            invited = await bootstrap_admin(unit, "", clock())
        async with running(app) as server:
            say(f"Nhắc Việc đang chạy tại {server.address}. Dừng: Ctrl+C.")
            if invited is not None:
                say("Lần đầu: mở đường dẫn này để làm quản trị (dùng một lần, trong 72 giờ):")
                say(f"  {settings.base_url}{invited.path}")
            await until_told_to_stop()
            say("Đang dừng…")


@contextlib.asynccontextmanager
async def running(app: App, demo: DemoControls | None = None) -> AsyncIterator[WebServer]:
    """Serve pages, answer messages, deliver and keep the schedule while the block runs."""
    web = make_web(
        WebContext(
            store=app.store,
            files=app.world.files,
            clock=app.clock,
            channel=app.channel,
            secret=load_secret(app.settings.data_dir / "secret"),
            wake=app.dialog.wake,
            public_url=app.settings.base_url,
            demo=demo,
        )
    )
    try:
        server = WebServer(
            web, app.channel.listeners, host=app.settings.host, port=app.settings.port
        )
    except OSError as error:
        raise RefusedError(
            f"Cổng {app.settings.port} trên {app.settings.host} đang có chương trình khác dùng. "
            "Tắt chương trình đó, hoặc đặt NHACVIEC_PORT sang số khác."
        ) from error
    tasks = [
        asyncio.create_task(server.run_until_stopped()),
        asyncio.create_task(app.dialog.run()),
        asyncio.create_task(_deliver(app)),
    ]
    scheduler = start(app.world, app.clock)
    try:
        yield server
    finally:
        scheduler.shutdown(wait=False)
        server.stop()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def until_told_to_stop() -> None:
    """Wait for Ctrl+C or a polite kill."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C raises instead
            loop.add_signal_handler(one, told.set)
    await told.wait()


async def _deliver(app: App) -> None:
    queued = asyncio.Event()
    app.store.mail_waits.append(queued.set)
    while True:
        queued.clear()
        try:
            await deliver_outbox(app.world, app.clock())
        except Exception:
            # A full disk or a lost database: the messages wait in the outbox for the next round.
            _log.exception("the outbox could not be delivered")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(queued.wait(), _LONGEST_WAIT)


def configure_logging(level: str) -> None:
    """Log to standard error; libraries that log addresses (which hold secrets) stay quiet."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("httpx", "httpcore", "apscheduler", "uvicorn.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
