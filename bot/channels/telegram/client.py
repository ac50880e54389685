"""The typed client: python-telegram-bot's `Bot`, without its updater, queue and rate limiter."""

import logging
import ssl
import warnings
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

import httpx
from pydantic import SecretStr
from telegram import Bot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

from bot.settings import TELEGRAM_API

MEGABYTE = 1024 * 1024
POOL, CONNECT, WRITE, READ = 10.0, 5.0, 5.0, 14.0
"""Seconds; together below the outbox's 35, so that we see the timeout and know of which kind it is."""
SENDS_AT_ONCE = 64

# The library logs addresses (they hold the token), parameters (they hold what people wrote) and
# pages that are no JSON. All of it reaches us as exceptions, too.
logging.getLogger("telegram").setLevel(logging.CRITICAL)
# It would rather have us call its own `get_updates`, which parses: one bad update would block all;
# and its `get_file`, which makes an address of the path.
warnings.filterwarnings("ignore", r"Please use 'Bot\.(getUpdates|get_file)'", PTBUserWarning)
# `errors.seconds_to_wait` takes both forms.
warnings.filterwarnings("ignore", r".*attribute `retry_after`", PTBDeprecationWarning)


@dataclass(frozen=True, slots=True)
class Server:
    """A Bot API server: Telegram's, or one's own."""

    url: str = TELEGRAM_API
    """Without a trailing slash."""

    @property
    def is_official(self) -> bool:
        """Whether Telegram's own limits apply."""
        return self.url == TELEGRAM_API

    @property
    def largest_download(self) -> int:
        """Bytes of a file that a bot may fetch (https://core.telegram.org/bots/api#getfile)."""
        return (20 if self.is_official else 2000) * MEGABYTE

    @property
    def largest_upload(self) -> int:
        """Bytes of a file that a bot may send (https://core.telegram.org/bots/api#senddocument)."""
        return (50 if self.is_official else 2000) * MEGABYTE


class Client:
    """One bot's connections. Nothing is asked when it is made; close it at the end."""

    def __init__(self, token: SecretStr, server: Server, *, patience: float = READ) -> None:
        """`patience` seconds of silence end a call; shorter in tests."""
        self.server = server
        self._patience = patience
        self.account = token.get_secret_value().partition(":")[0]
        """The bot's own number: it stays when the token is renewed."""
        self._token = token
        # Long polling holds its connection for most of a minute, apart from all others.
        self._requests = (_request(2, patience), _request(SENDS_AT_ONCE + 16, patience))
        self._downloads = httpx.AsyncClient(
            timeout=httpx.Timeout(patience, connect=CONNECT, write=WRITE, pool=POOL),
            verify=_trusted(),
            # The very bytes, not packed on the way.
            headers={"Accept-Encoding": "identity"},
        )
        self.bot = Bot(
            token.get_secret_value(),
            base_url=f"{server.url}/bot",
            base_file_url=f"{server.url}/file/bot",
            get_updates_request=self._requests[0],
            request=self._requests[1],
        )

    @property
    def token(self) -> str:
        """The secret itself: for paths of files on one's own server, never to be shown."""
        return self._token.get_secret_value()

    async def call(self, method: str, patience: float | None = None, **parameters: Any) -> Any:
        """Return the raw result of a method, unparsed, after at most `patience` seconds of silence.

        Raises what the library raises.
        """
        return await self.bot.do_api_request(
            method, api_kwargs=parameters or None, read_timeout=patience or self._patience
        )

    def download(self, path: str) -> AbstractAsyncContextManager[httpx.Response]:
        """Open a file at the path that getFile told, below this bot's own address."""
        return self._downloads.stream("GET", f"{self.bot.base_file_url}/{quote(path)}")

    async def close(self) -> None:
        """Close the connections."""
        for request in self._requests:
            await request.shutdown()
        await self._downloads.aclose()


def _request(connections: int, patience: float) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        pool_timeout=POOL,
        connect_timeout=CONNECT,
        write_timeout=WRITE,
        media_write_timeout=WRITE,
        read_timeout=patience,
        httpx_kwargs={"verify": _trusted()},
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we trust, read once: reading the certificates takes longer than a request."""
    return httpx.create_ssl_context()
