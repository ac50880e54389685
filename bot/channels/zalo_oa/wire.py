"""The connection itself: one call, one answer, read or named for what went wrong.

httpx, because Zalo's edge sends `Server` twice, which aiohttp refuses.
"""

import hashlib
import hmac
import ssl
from contextlib import AbstractAsyncContextManager
from functools import cache
from typing import Any

import httpx
from pydantic import SecretStr

from bot.channels.zalo_oa.errors import OaError, Trouble
from bot.settings import ZaloOaHosts

POOL, CONNECT, WRITE, READ = 5.0, 5.0, 8.0, 8.0
"""Seconds: with an upload and a token to renew still below the outbox's 35."""
_NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
_SERVER_ERROR = 500


class Wire:
    """The three services of an application at Zalo."""

    def __init__(
        self,
        hosts: ZaloOaHosts,
        *,
        app_secret: SecretStr,
        proves: bool = False,
        patience: float = READ,
    ) -> None:
        """`proves` adds the optional `appsecret_proof`; `patience` is shorter in tests."""
        self.hosts = hosts
        self._app_secret = app_secret
        self._proves = proves
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(patience, connect=CONNECT, write=WRITE, pool=POOL),
            verify=_trusted(),
            follow_redirects=False,
        )

    async def call(
        self, method: str, url: str, *, token: str | None = None, **what: Any
    ) -> dict[str, Any]:
        """Return the answer's object, whatever it says. Raises OaError when there is none."""
        headers = dict(what.pop("headers", {}))
        if token is not None:
            headers |= self._signed_with(token)
        try:
            response = await self._http.request(method, url, headers=headers, **what)
        except _NEVER_LEFT as error:
            raise OaError(Trouble.UNREACHABLE, type(error).__name__) from None
        except httpx.HTTPError as error:
            raise OaError(Trouble.UNCERTAIN, type(error).__name__) from None
        return _object_in(response)

    def open(self, url: str) -> AbstractAsyncContextManager[httpx.Response]:
        """Open a file that somebody sent: without any token."""
        return self._http.stream("GET", url, headers={"Accept-Encoding": "identity"})

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    def _signed_with(self, token: str) -> dict[str, str]:
        headers = {"access_token": token}
        if self._proves:
            secret = self._app_secret.get_secret_value().encode()
            proof = hmac.new(secret, token.encode(), hashlib.sha256).hexdigest()
            headers["appsecret_proof"] = proof
        return headers


def data_of(answer: dict[str, Any]) -> dict[str, Any]:
    """Return what an answer of the OpenAPI brings. Raises OaError when it says no."""
    code = answer.get("error")
    if isinstance(code, str) and code.lstrip("-").isdecimal():
        code = int(code)
    if not isinstance(code, int) or isinstance(code, bool):
        raise OaError(Trouble.UNCERTAIN, "an answer of another form")
    if code != 0:
        raise OaError(Trouble.SAID_NO, code=code)
    data = answer.get("data")
    return data if isinstance(data, dict) else {}


def _object_in(response: httpx.Response) -> dict[str, Any]:
    status = response.status_code
    if status == httpx.codes.TOO_MANY_REQUESTS:
        raise OaError(Trouble.THROTTLED, f"HTTP {status}")
    if status >= _SERVER_ERROR:
        # Also with JSON in it: nothing was decided.
        raise OaError(Trouble.UNCERTAIN, f"HTTP {status}")
    try:
        body = response.json()
    except (ValueError, RecursionError):
        raise OaError(Trouble.STRANGE_ANSWER, f"HTTP {status} and no JSON") from None
    if not isinstance(body, dict):
        raise OaError(Trouble.STRANGE_ANSWER, f"HTTP {status} and no object")
    return body


@cache
def _trusted() -> ssl.SSLContext:
    """Whom we trust, read once: reading the certificates takes longer than a request."""
    return httpx.create_ssl_context()
