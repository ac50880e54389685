"""The OpenAPI with a token that is always good."""

from datetime import datetime
from typing import Any

from bot.channels.zalo_oa.errors import TOKEN_CODES, OaError
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.wire import Wire, data_of


class Client:
    """One Official Account's calls."""

    def __init__(self, wire: Wire, tokens: Tokens) -> None:
        self.wire = wire
        self.tokens = tokens

    async def post(self, path: str, now: datetime, body: dict[str, Any]) -> dict[str, Any]:
        """Return what a call brings. Raises OaError, StoreDownError."""
        return await self._call("POST", self.wire.hosts.api + path, now, json=body)

    async def get(self, path: str, now: datetime, **query: str) -> dict[str, Any]:
        """Return what a question brings. Raises OaError, StoreDownError."""
        return await self._call("GET", self.wire.hosts.api + path, now, params=query)

    async def upload(self, what: str, name: str, content: bytes, now: datetime) -> dict[str, Any]:
        """Upload a file. Raises OaError, StoreDownError."""
        url = f"{self.wire.hosts.api}/v2.0/oa/upload/{what}"
        return await self._call("POST", url, now, files={"file": (name, content)})

    async def post_business(self, path: str, now: datetime, body: dict[str, Any]) -> dict[str, Any]:
        """Return what a call of the business service brings. Raises OaError, StoreDownError."""
        return await self._call("POST", self.wire.hosts.business + path, now, json=body)

    async def _call(self, method: str, url: str, now: datetime, **what: Any) -> dict[str, Any]:
        token = await self.tokens.access(now)
        try:
            return data_of(await self.wire.call(method, url, token=token, **what))
        except OaError as error:
            if error.code not in TOKEN_CODES:
                raise
        # Renewed by another process, or ended early: once, and no more.
        token = await self.tokens.access(now, after=token)
        return data_of(await self.wire.call(method, url, token=token, **what))
