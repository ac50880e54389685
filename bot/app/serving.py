"""`nhacviec run`: pages, dialog, delivery and schedule in one process."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Callable, Collection

from bot.app import App, open_app
from bot.app.gaps import keep_gaps_told
from bot.app.logs import configure_logging, secrets_of
from bot.app.menus import keep_menus
from bot.app.platform import Calls
from bot.settings import Settings
from bot.web.app import make_web
from bot.web.context import DemoControls, WebContext
from bot.web.secret import load_secret
from bot.web.server import WebServer
from data.clock import Clock, now
from data.domain.messages import Lane
from data.errors import RefusedError
from data.store.outbox import Mail
from data.texts.people import by_zalo
from jobs.actions.invite import Invited, bootstrap_admin
from jobs.schedule import start
from jobs.ticks.deliver_outbox import deliver_lane
from jobs.ticks.fetch_files import fetch_files
from jobs.ticks.pump import LOOK_EVERY
from jobs.ticks.watch import wait_for_event

Say = Callable[[str], None]
_log = logging.getLogger(__name__)
_NAME_WAIT = 5.0
"""Seconds that the first start waits for a bot to tell its name, for the administrator's link."""
_FETCH_EVERY = 10.0
"""Seconds between looks at the files to fetch: what failed becomes due by itself."""


async def serve(settings: Settings, *, say: Say, clock: Clock = now) -> None:
    """Run until the process is told to stop. Raises RefusedError when the port is taken."""
    configure_logging(settings.log_level, secrets_of(settings))
    async with open_app(settings, clock) as app:
        async with app.store.write() as unit:
            invited = await bootstrap_admin(unit, "", clock())
        async with running(app) as server:
            say(f"Nhắc Việc đang chạy tại {server.address}. Dừng: Ctrl+C.")
            if invited is not None:
                say("Lần đầu: mở một đường dẫn này để làm quản trị (dùng một lần, trong 72 giờ):")
                say(f"  {settings.base_url}{invited.path}")
                await _say_telegram(app, invited, say)
            await until_told_to_stop()
            say("Đang dừng…")


async def _say_telegram(app: App, invited: Invited, say: Say) -> None:
    """Say where the administrator comes in with Telegram, once the bot has told its name."""
    waited = 0.0
    while app.telegram.accounts and not app.telegram.channels[0].username and waited < _NAME_WAIT:
        await asyncio.sleep(0.1)
        waited += 0.1
    async with app.store.read() as unit:
        ward = (await unit.wards.all())[0]
    ways = app.ways_in(ward.id)
    if link := ways.telegram_link(invited.code):
        say(f"  {link}")
    if ways.zalo is not None:
        say(f"  Zalo: {by_zalo(ways.zalo, invited.code)}")
    for status in (s for p in app.platforms for s in p.statuses()):
        say(f"{status.label}: {status.sentence}")


@contextlib.asynccontextmanager
async def running(app: App, demo: DemoControls | None = None) -> AsyncIterator[WebServer]:
    """Serve pages, answer messages, deliver and keep the schedule while the block runs."""
    secret = load_secret(app.settings.data_dir / "secret")
    calls = Calls(app.settings.base_url, secret)
    receiving = [
        one
        for p in app.platforms
        for one in p.receive(app.dialog.receive_all, app.clock, calls if p.is_called else None)
    ]
    web = make_web(
        WebContext(
            store=app.store,
            files=app.world.files,
            clock=app.clock,
            channel=app.channel,
            secret=secret,
            wake=app.dialog.wake,
            public_url=app.settings.base_url,
            ways_in=app.ways_in,
            status=app.accounts,
            hooks={path: hook for p in app.platforms for path, hook in p.hooks.items()},
            verifier=app.settings.verifier,
            zalo_oa=app.zalo_oa.connecting,
            demo=demo,
            dossiers=app.world.dossiers,
        )
    )
    try:
        server = WebServer(
            web, app.channel.listeners, host=app.settings.host, port=app.settings.port
        )
    except OSError as error:
        for one in receiving:
            one.close()
        raise RefusedError(
            f"Cổng {app.settings.port} trên {app.settings.host} đang có chương trình khác dùng. "
            "Tắt chương trình đó, hoặc đặt NHACVIEC_PORT sang số khác."
        ) from error
    tasks = [
        asyncio.create_task(server.run_until_stopped()),
        asyncio.create_task(app.dialog.run()),
        asyncio.create_task(_fetch(app)),
        asyncio.create_task(keep_gaps_told(app)),
        *(asyncio.create_task(one) for one in receiving),
        *(asyncio.create_task(keep_menus(app.store, a)) for a in app.telegram.accounts),
        *(
            asyncio.create_task(_deliver(app, account, lane))
            for account in app.world.senders
            for lane in Lane
        ),
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


async def _deliver(app: App, account: tuple[str, str], lane: Lane) -> None:
    """Send what is queued in one lane of one account: none waits for another."""
    stirred = asyncio.Event()

    def hear(mail: Collection[Mail]) -> None:
        if (account, lane) in mail:
            stirred.set()

    app.store.mail_waits.append(hear)
    while True:
        try:
            await deliver_lane(app.world, account, lane, app.clock(), stirred=stirred)
        except Exception:
            # A full disk or a lost database: the messages wait in the outbox for the next round.
            _log.exception("the outbox could not be delivered")
        await wait_for_event(stirred, LOOK_EVERY)


async def _fetch(app: App) -> None:
    """Fetch what was announced, right after the commit that did so, and again when it is due."""
    announced = asyncio.Event()
    app.store.file_waits.append(announced.set)
    while True:
        announced.clear()
        try:
            await fetch_files(app.world, app.clock())
        except Exception:
            _log.exception("files could not be fetched")
        await wait_for_event(announced, _FETCH_EVERY)
