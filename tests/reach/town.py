"""A ward whose people have chats on several platforms, each a `Post` of its own."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingMessage
from data.domain.quota import Quota
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.store.web import WebSession
from jobs.ports import World
from jobs.ticks.deliver_outbox import deliver_outbox
from jobs.ticks.fall_back import fall_back
from tests.cast import MONDAY, Cast
from tests.delivery.post import Post

TELEGRAM, ZALO, WEB = ("telegram", "1"), ("zalo_bot", "2"), ("web", "web")
OA = ("zalo_oa", "3")
MINUTE = timedelta(minutes=1)


def counted(quota: Quota | None, *failures: Exception | None) -> Post:
    """Return a platform with a quota."""
    post = Post(*failures, limits=replace(Post.limits, longest_text=2000))
    post.quota = quota  # type: ignore[attr-defined]
    return post


@dataclass
class Town:
    """The people, the platforms and the clock."""

    store: Store
    files: EvidenceStore
    cast: Cast
    telegram: Post = field(default_factory=Post)
    zalo: Post = field(default_factory=Post)
    oa: Post = field(default_factory=Post)
    web: Post = field(default_factory=Post)
    now: datetime = MONDAY

    @property
    def world(self) -> World:
        """The world with its four accounts."""
        return World(
            self.store,
            self.files,
            senders={TELEGRAM: self.telegram, ZALO: self.zalo, OA: self.oa, WEB: self.web},
        )

    def id_of(self, name: str) -> int:
        return self.cast.people[name].id

    async def link(self, name: str, *accounts: tuple[str, str]) -> None:
        """Tie a person to a chat on each of these, in this order."""
        async with self.store.write() as unit:
            for channel, account in accounts:
                chat = Chat(channel, account, f"p{self.id_of(name)}")
                await unit.links.add(self.cast.ward.id, self.id_of(name), chat, self.now)

    async def sign_in(self, name: str) -> None:
        """Open the web chat in a browser."""
        person = self.id_of(name)
        async with self.store.write() as unit:
            session = WebSession(
                self.cast.ward.id, person, f"p{person}", self.now + timedelta(days=30)
            )
            await unit.web.open_session(f"{person:064d}", session, self.now)

    async def channels_of(self, name: str) -> list[str]:
        """Return the channels of a person, the first to use first."""
        async with self.store.read() as unit:
            return [x.channel for x in (await unit.links.of([self.id_of(name)]))[self.id_of(name)]]

    async def owe(
        self, name: str, key: str = "k", account: tuple[str, str] = ZALO, **how: object
    ) -> None:
        """Queue a message that must arrive."""
        values = {"kind": "digest", "lane": Lane.BULK, "now": self.now, "must_arrive": True, **how}
        async with self.store.write() as unit:
            await unit.outbox.add(
                key,
                Chat(*account, f"p{self.id_of(name)}"),
                OutgoingMessage("Việc của đồng chí"),
                ward_id=self.cast.ward.id,
                person_id=self.id_of(name),
                **values,  # type: ignore[arg-type]
            )

    async def deliver(self) -> dict[str, int]:
        return await deliver_outbox(self.world, self.now)

    async def fall_back(self) -> dict[str, int]:
        return await fall_back(self.world, self.now)

    async def run(self, minutes: int = 1) -> None:
        """Let delivery and the fallback run, minute by minute."""
        for _ in range(minutes):
            await self.deliver()
            await self.fall_back()
            await self.deliver()
            self.now += MINUTE

    async def letters(self, *kinds: str) -> list[Letter]:
        """Return everything queued, the oldest first."""
        async with self.store.read() as unit:
            found = await unit.outbox.in_states(Delivery, limit=1000)
        return [x for x in reversed(found) if not kinds or x.kind in kinds]

    async def states(self, kind: str = "digest") -> list[tuple[str, str]]:
        """Return the channel and state of each message of a kind."""
        return [(x.chat.channel, x.state.value) for x in await self.letters(kind)]
