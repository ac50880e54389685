"""What the service itself asks of others: webhooks and pictures."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.zalo.emulation.calls import Fetch

if TYPE_CHECKING:
    from tests.zalo.emulation.chats import Picture
    from tests.zalo.emulation.world import World

AUTOMATIC = ("Accept", "Accept-Encoding", "User-Agent", "Content-Type")
LARGEST_PICTURE = 10 * 1024 * 1024


@dataclass(frozen=True)
class Reply:
    """What somebody answered, or why not."""

    status: int | None
    data: bytes = b""
    problem: str = ""
    """"tls", "unreachable" or "late"."""


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer to its end; what is too large is cut off."""
    data = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        data += chunk
        if len(data) >= LARGEST_PICTURE:
            break
    return bytes(data[:LARGEST_PICTURE])


class Outward:
    """The service's own HTTP client."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.routes: dict[str, str] = {}
        """Public addresses, and where they lead in the test."""
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open."""
        self._session = aiohttp.ClientSession(
            skip_auto_headers=AUTOMATIC, trust_env=False, connector_owner=True
        )

    async def stop(self) -> None:
        """Close."""
        if self._session is not None:
            await self._session.close()

    def real(self, url: str) -> str:
        """Return where an address leads in the test."""
        for address, to in self.routes.items():
            if url == address or url.startswith((address + "/", address + "?")):
                return to + url.removeprefix(address)
        return url

    async def ask(self, verb: str, url: str, *, within: float, **what: Any) -> Reply:
        """Send a request and return the reply, whatever happens."""
        assert self._session is not None
        what["timeout"] = aiohttp.ClientTimeout(total=within)
        try:
            async with self._session.request(verb, self.real(url), **what) as response:
                return Reply(response.status, await _whole(response))
        except TimeoutError:
            return Reply(None, problem="late")
        except aiohttp.ClientSSLError:
            return Reply(None, problem="tls")
        except (aiohttp.ClientError, ValueError, OSError):
            return Reply(None, problem="unreachable")

    async def look_at(self, picture: "Picture", verb: str = "GET") -> bool:
        """Fetch a picture once more; the phone shows what came, or black."""
        reply = await self.ask(verb, picture.url, within=10.0)
        fetch = Fetch(verb, picture.url, reply.status, reply.data, reply.problem)
        with self.world.lock:
            self.world.fetches.append(fetch)
            if verb == "GET":
                picture.looks += 1
                picture.data = reply.data if reply.status == 200 else None
            self.world.bell.ring()
        return reply.status == 200
