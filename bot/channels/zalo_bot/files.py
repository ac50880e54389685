"""Fetching the files that people sent: at public addresses without a token, which expire.

Only from hosts of Zalo's, also after redirects: what stands in an update must not make us ask
machines of our own network.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from urllib.parse import urljoin, urlsplit

import httpx

from bot.channels.zalo_bot.channel import LARGEST_FILE
from bot.channels.zalo_bot.client import Client
from bot.settings import ZALO_BOT_API
from data.errors import SendError, SendFailure

HOSTS = ("zdn.vn", "zadn.vn", "zaloapp.com", "zapps.me", "zaloplatforms.com")
"""Seen so far, with whatever stands before a dot."""
MOST_REDIRECTS = 3
_CHUNK = 256 * 1024
_EXPIRED = {httpx.codes.FORBIDDEN, httpx.codes.NOT_FOUND, httpx.codes.GONE}


class ZaloFiles:
    """One bot as a source of files."""

    def __init__(self, client: Client) -> None:
        self._client = client
        # An API elsewhere (a test, a relay) gives out its files itself.
        self._own = None if client.api == ZALO_BOT_API else urlsplit(client.api).hostname

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        """Yield the bytes of a file by its address.

        Raises SendError: UNREACHABLE where asking again may do, TOO_LONG for a file too big,
        REFUSED where asking again will not do.
        """
        try:
            async with AsyncExitStack() as open_now:
                answer = await self._open(ref, open_now)
                async for chunk in _bytes_of(answer):
                    yield chunk
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SendError(SendFailure.UNREACHABLE, type(error).__name__) from None

    async def _open(self, address: str, open_now: AsyncExitStack) -> httpx.Response:
        for _ in range(MOST_REDIRECTS + 1):
            if not self._is_allowed(address):
                raise SendError(SendFailure.REFUSED, "a file of another host")
            answer = await open_now.enter_async_context(self._client.download(address))
            if not answer.has_redirect_location:
                return answer
            address = urljoin(address, answer.headers["location"])
        raise SendError(SendFailure.REFUSED, "too many redirects")

    def _is_allowed(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
        except ValueError:
            return False
        host = (parts.hostname or "").rstrip(".")
        if parts.scheme not in {"http", "https"}:
            return False
        return host == self._own or any(host == h or host.endswith(f".{h}") for h in HOSTS)


async def _bytes_of(answer: httpx.Response) -> AsyncIterator[bytes]:
    if answer.status_code != httpx.codes.OK:
        raise _not_given(answer)
    told = answer.headers.get("content-length", "")
    size = int(told) if told.isascii() and told.isdecimal() else None
    got = 0
    if size is not None and size > LARGEST_FILE:
        raise SendError(SendFailure.TOO_LONG, "the file is too big to be fetched")
    async for chunk in answer.aiter_bytes(_CHUNK):
        if not got and chunk.lstrip()[:1] == b"<":
            # No photo and no sound begins so: a page of somebody in between.
            raise SendError(SendFailure.UNREACHABLE, "a page in place of a file")
        got += len(chunk)
        if got > LARGEST_FILE:
            raise SendError(SendFailure.TOO_LONG, "the file is too big to be fetched")
        yield chunk


def _not_given(answer: httpx.Response) -> SendError:
    detail = f"answer {answer.status_code} in place of a file"
    if answer.status_code in _EXPIRED:
        return SendError(SendFailure.REFUSED, detail)
    if answer.status_code == httpx.codes.TOO_MANY_REQUESTS:
        return SendError(SendFailure.THROTTLED, detail, 30.0)
    return SendError(SendFailure.UNREACHABLE, detail)
