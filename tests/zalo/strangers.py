"""Whoever meets the emulators without knowing them: plain clients, and a plain web server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import httpx
from aiohttp import web
from PIL import Image

PUBLIC = "https://nhacviec.example"
"""The address the world knows the server by."""


def photo(width: int = 2400, height: int = 1800, *, exif: bool = True) -> bytes:
    """Return a photo as a phone's camera makes it."""
    image, out = Image.new("RGB", (width, height), "seagreen"), BytesIO()
    told = image.getexif()
    told[0x010F] = "Hãng điện thoại"
    image.save(out, "JPEG", **({"exif": told.tobytes()} if exif else {}))
    return out.getvalue()


def size_of(data: bytes) -> tuple[int, int]:
    """Return the size of a picture."""
    return Image.open(BytesIO(data)).size


@dataclass
class Got:
    """A request that the web server got."""

    verb: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Hall:
    """A web server that writes everything down."""

    url: str = ""
    got: list[Got] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    """What the next requests are answered; then 200."""
    body: bytes = b"ok"
    delay: float = 0.0
    """Seconds until it answers."""

    async def take(self, request: web.Request) -> web.Response:
        """Answer a request."""
        headers = dict(request.headers)
        self.got.append(Got(request.method, request.path, headers, await request.read()))
        await asyncio.sleep(self.delay)
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, body=self.body)


@asynccontextmanager
async def hall() -> AsyncIterator[Hall]:
    """Run the web server."""
    there = Hall()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", there.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    there.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield there
    await runner.cleanup()


@dataclass
class BotClient:
    """Calls the bot platform."""

    http: httpx.AsyncClient

    async def raw(self, method: str, **params: Any) -> httpx.Response:
        """Call a method."""
        return await self.http.post(method, json=params)

    async def ok(self, method: str, **params: Any) -> Any:
        """Call a method that must succeed."""
        body = (await self.raw(method, **params)).json()
        assert body["ok"] is True, body
        return body.get("result")

    async def no(self, method: str, **params: Any) -> int:
        """Call a method that must be refused; return the HTTP status."""
        answer = await self.raw(method, **params)
        assert answer.json()["ok"] is False
        return answer.status_code


@asynccontextmanager
async def bot_client(zalo: Any, bot: Any = None) -> AsyncIterator[BotClient]:
    """Make a client of the bot platform."""
    base = f"{zalo.url}/bot{(bot or zalo.bot).token}/"
    async with httpx.AsyncClient(base_url=base, trust_env=False, verify=False) as http:
        yield BotClient(http)


@dataclass
class OAClient:
    """Calls the OA service."""

    http: httpx.AsyncClient

    def renews(self, oa: Any) -> None:
        """Go on with a new access token, the old one being too old."""
        self.http.headers["access_token"] = oa.mint().access_token

    async def post(self, path: str, **what: Any) -> tuple[int, Any]:
        """Post JSON; return the error and the data."""
        answer = await self.http.post(path, json=what)
        assert answer.status_code == 200
        return answer.json()["error"], answer.json().get("data")

    async def get(self, path: str, **query: Any) -> tuple[int, Any]:
        """Ask; return the error and the data."""
        answer = await self.http.get(path, params=query)
        assert answer.status_code == 200
        return answer.json()["error"], answer.json().get("data")

    async def upload(self, what: str, data: bytes, name: str) -> tuple[int, Any]:
        """Upload; return the error and the data."""
        answer = await self.http.post(f"/v2.0/oa/upload/{what}", files={"file": (name, data)})
        return answer.json()["error"], answer.json().get("data")

    async def say(self, person: Any, text: str = "chào", **attachment: Any) -> tuple[int, Any]:
        """Send a consultation message."""
        message: dict[str, Any] = {"text": text} if text else {}
        if attachment:
            message["attachment"] = attachment
        recipient = {"user_id": person.id}
        return await self.post("/v3.0/oa/message/cs", recipient=recipient, message=message)


@asynccontextmanager
async def oa_client(oa: Any, token: str | None = None) -> AsyncIterator[OAClient]:
    """Make a client of the OA service, with a fresh access token."""
    headers = {"access_token": oa.mint().access_token if token is None else token}
    kept = {"base_url": oa.url, "headers": headers, "trust_env": False, "verify": False}
    async with httpx.AsyncClient(**kept) as http:
        yield OAClient(http)
