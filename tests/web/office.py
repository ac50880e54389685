"""A small office for the web tests: the real channel and boxes, and an engine that answers."""

import asyncio
from datetime import datetime, timedelta

from bot.channels.web_chat.channel import WebChannel
from bot.web.app import make_web
from bot.web.context import DemoControls, WebContext, WebLimits
from data.domain.messages import Choice, IncomingMessage, Lane, OutgoingFile, OutgoingMessage
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast

SECRET = bytes(range(32))


class TestClock:
    """A clock that stands still until it is moved."""

    __test__ = False

    def __init__(self, now: datetime = MONDAY) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class Office:
    """The pages over a real store; every message is answered through the outbox."""

    def __init__(
        self,
        store: Store,
        files: EvidenceStore,
        cast: Cast,
        *,
        limits: WebLimits | None = None,
        public_url: str = "",
        demo: DemoControls | None = None,
        heartbeat: float = 15,
    ) -> None:
        self.store, self.files, self.cast = store, files, cast
        self.clock = TestClock()
        self.heard: list[IncomingMessage] = []
        self.answers = True
        self._limits, self._public_url, self._demo = limits or WebLimits(), public_url, demo
        self._heartbeat = heartbeat
        self._work: set[asyncio.Task[None]] = set()
        self.open()

    def open(self) -> None:
        """Make the application anew, as a restart does."""
        self.channel = WebChannel(self.store)
        self.app = make_web(
            WebContext(
                store=self.store,
                files=self.files,
                clock=self.clock,
                channel=self.channel,
                secret=SECRET,
                wake=self._wake,
                public_url=self._public_url,
                demo=self._demo,
                limits=self._limits,
                heartbeat=self._heartbeat,
            )
        )

    def _wake(self, inbox_id: int) -> None:
        task = asyncio.get_running_loop().create_task(self._handle(inbox_id))
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def settled(self) -> None:
        """Wait until everything that came in is answered."""
        while self._work:
            await asyncio.gather(*self._work)

    async def _handle(self, inbox_id: int) -> None:
        async with self.store.write() as unit:
            row = await unit.inbox.take(inbox_id)
            assert row is not None
            message = self.channel.read(row.raw, row.chat, row.external_id, row.received_at)
            self.heard.append(message)
            await unit.inbox.mark_done(inbox_id)
        if self.answers:
            await self.say(message.chat.chat, _answer(message), key=f"reply:{inbox_id}")

    async def say(self, chat: str, message: OutgoingMessage, *, key: str) -> None:
        """Send something to a chat, through outbox and channel."""
        target = next(self.cast.chat(n) for n in self.cast.people if self.cast.chat(n).chat == chat)
        async with self.store.write() as unit:
            await unit.outbox.add(
                key, target, message, kind="reply", lane=Lane.ANSWER, now=self.clock()
            )
        async with self.store.write() as unit:
            letters = await unit.deliveries.claim(("web", "web"), Lane.ANSWER, self.clock())
        for letter in letters:
            line = await self.channel.send(letter, self.clock())
            async with self.store.write() as unit:
                await unit.deliveries.mark_sent(letter.id, line, self.clock())


def _answer(message: IncomingMessage) -> OutgoingMessage:
    if message.choice:
        return OutgoingMessage(f"Đã nhận lựa chọn {message.choice}")
    if message.files:
        return OutgoingMessage(f"Đã lưu {len(message.files)} tệp: {message.text}")
    return OutgoingMessage(
        f"Đã nhận: {message.text}",
        (Choice("Xong rồi", "report:done:7"), Choice("Chưa làm", "report:notyet:7")),
    )


def chart(sha256: str) -> OutgoingFile:
    """Return a picture of our own."""
    return OutgoingFile(sha256, "tong-hop.png", "image/png")
