"""Files the service holds, at public addresses that expire."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.zalo.emulation.chats import new_id

if TYPE_CHECKING:
    from tests.zalo.emulation.world import World


@dataclass(eq=False)
class Link:
    """One file at an address."""

    path: str
    data: bytes
    content_type: str
    since: float
    fetched: int = 0
    """How often it was asked for and given."""


@dataclass(eq=False)
class Links:
    """All files that clients may fetch."""

    world: "World"
    lifetime: float | None = 900.0
    """Seconds until a link answers 403, by the emulator's clock; None: never."""
    host: str = "127.0.0.1"
    """The name in the addresses, for clients that look at it."""
    redirects: int = 0
    """Over how many redirects a file is reached."""
    content_type: str | None = None
    """What every file is said to be, if not what it is."""
    kept: dict[str, Link] = field(default_factory=dict)

    def add(self, data: bytes, name: str, content_type: str) -> str:
        """Keep a file and return its address."""
        path = f"{new_id()}/{name}"
        self.kept[path] = Link(path, data, content_type, self.world.clock.now())
        return f"http://{self.host}:{self.world.port}/files/{path}"

    def expired(self, link: Link) -> bool:
        """Whether a link is too old."""
        age = self.world.clock.now() - link.since
        return self.lifetime is not None and age > self.lifetime
