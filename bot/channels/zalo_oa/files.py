"""Fetching the files that people sent: public links of Zalo's, which end some day.

Only hosts of Zalo's are asked, over http too (its links are so at times), and at most three
redirects are followed, each looked at: no event makes us ask this machine or its neighbours.
"""

from collections.abc import AsyncIterator
from urllib.parse import urljoin, urlsplit

import httpx

from bot.channels.zalo_oa.channel import LARGEST_FILE
from bot.channels.zalo_oa.wire import Wire
from data.errors import SendError, SendFailure

HOSTS = ("zdn.vn", "zadn.vn", "zaloapp.com", "zapps.me", "zaloplatforms.com", "zalo.me")
_CHUNK = 256 * 1024
_MOST_REDIRECTS = 3
_ENDED = frozenset({401, 403, 404, 410})


class ZaloOaFiles:
    """One account as a source of files."""

    def __init__(self, wire: Wire, hosts: tuple[str, ...] = HOSTS) -> None:
        """`hosts` may be asked, and what lies below them; the API's own host besides."""
        self._wire = wire
        self._hosts = (*hosts, urlsplit(wire.hosts.api).hostname or "")

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        """Yield the bytes of a file by its link.

        Raises SendError: UNREACHABLE where asking again may do, UNCERTAIN for a link that seems to
        have ended (tried some minutes, then lost), TOO_LONG, and REFUSED for a link elsewhere.
        """
        url = ref
        for _ in range(_MOST_REDIRECTS + 1):
            self._check(url)
            try:
                async with self._wire.open(url) as answer:
                    if not answer.has_redirect_location:
                        async for chunk in _bytes_of(answer):
                            yield chunk
                        return
                    url = urljoin(url, answer.headers["location"])
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise SendError(SendFailure.UNREACHABLE, type(error).__name__) from None
        raise SendError(SendFailure.REFUSED, "too many redirects")

    def _check(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            host = (parts.hostname or "").rstrip(".")
        except ValueError:
            host, parts = "", urlsplit("")
        is_there = any(host == h or host.endswith(f".{h}") for h in self._hosts if h)
        if parts.scheme not in {"http", "https"} or not is_there:
            raise SendError(SendFailure.REFUSED, "a link that is not to Zalo")


async def _bytes_of(answer: httpx.Response) -> AsyncIterator[bytes]:
    status = answer.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise SendError(SendFailure.THROTTLED, f"HTTP {status}", 5.0)
    if status != httpx.codes.OK:
        failure = SendFailure.UNCERTAIN if status in _ENDED else SendFailure.UNREACHABLE
        raise SendError(failure, f"HTTP {status} in place of a file")
    got, declared = 0, answer.headers.get("content-length", "")
    async for chunk in answer.aiter_bytes(_CHUNK):
        got += len(chunk)
        if got > LARGEST_FILE:
            raise SendError(SendFailure.TOO_LONG, "the file is too big to be fetched")
        yield chunk
    if declared.isdecimal() and not answer.headers.get("content-encoding") and got < int(declared):
        raise SendError(SendFailure.UNREACHABLE, f"{got} of {declared} bytes came")
