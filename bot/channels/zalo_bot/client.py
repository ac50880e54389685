"""One bot's connections: a method is called with JSON, and answers with its result or a CallError.

httpx and not aiohttp: Zalo's edge sends `Server` twice, which aiohttp's client refuses.
"""

import ssl
from contextlib import AbstractAsyncContextManager
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import SecretStr

from bot.channels.zalo_bot.errors import never_answered, result_of
from bot.settings import ZALO_BOT_API

POOL, CONNECT, WRITE, READ = 10.0, 5.0, 5.0, 14.0
"""Seconds; together below the outbox's 35, so that we see the timeout and know of which kind it is."""
_CONNECTIONS = 48


class Client:
    """Nothing is asked when it is made; close it at the end."""

    def __init__(
        self, token: SecretStr, api: str = ZALO_BOT_API, *, patience: float = READ
    ) -> None:
        """`api` has no trailing slash; `patience` seconds of silence end a call; shorter in tests."""
        self.api = api
        self.account = token.get_secret_value().partition(":")[0]
        """The bot's own number: it stays when the token is renewed."""
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=8)
        self._timeout = httpx.Timeout(patience, connect=CONNECT, write=WRITE, pool=POOL)
        # The token is part of the address, so no address is ever told: not in a log, not in an error.
        self._calls = httpx.AsyncClient(
            base_url=f"{api}/bot{quote(token.get_secret_value(), safe=':')}/",
            timeout=self._timeout,
            limits=limits,
            verify=_trusted(),
        )
        self._downloads = httpx.AsyncClient(
            timeout=self._timeout,
            verify=_trusted(),
            # The very bytes, not packed on the way.
            headers={"Accept-Encoding": "identity"},
        )

    async def call(self, method: str, patience: float | None = None, **parameters: Any) -> Any:
        """Return the result of a method, after at most `patience` seconds of silence.

        Raises CallError and nothing else.
        """
        timeout = self._timeout
        if patience is not None:
            timeout = httpx.Timeout(patience, connect=CONNECT, write=WRITE, pool=POOL)
        try:
            answer = await self._calls.post(method, json=parameters, timeout=timeout)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise never_answered(error) from None
        return result_of(answer.status_code, answer.content, answer.headers.get("retry-after", ""))

    def download(self, address: str) -> AbstractAsyncContextManager[httpx.Response]:
        """Open an address; redirects are not followed."""
        return self._downloads.stream("GET", address)

    async def close(self) -> None:
        """Close the connections."""
        await self._calls.aclose()
        await self._downloads.aclose()


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we trust, read once: reading the certificates takes longer than a request."""
    return httpx.create_ssl_context()
