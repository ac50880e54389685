"""Asking Zalo for tokens: OAuth v4 with PKCE."""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.channels.zalo_oa.errors import OaError, Trouble
from bot.channels.zalo_oa.wire import Wire
from data.store.channel_tokens import Pair

_LASTS = 90_000
"""Seconds that an access token is good for, where the answer does not tell."""
_SHORTEST = 60


class OAuth:
    """The authorisation service, for one application."""

    def __init__(self, wire: Wire, app_id: str, app_secret: SecretStr) -> None:
        self._wire = wire
        self._app_id = app_id
        self._app_secret = app_secret

    def permission_url(self, redirect_uri: str, verifier: str, state: str) -> str:
        """Return the page on which the OA's administrator agrees."""
        asked = {
            "app_id": self._app_id,
            "redirect_uri": redirect_uri,
            "code_challenge": challenge_of(verifier),
            "state": state,
        }
        return f"{self._wire.hosts.oauth}/v4/oa/permission?{urlencode(asked)}"

    async def exchange(self, code: str, verifier: str, now: datetime) -> Pair:
        """Return the pair for a code. Raises OaError."""
        return await self._ask(
            now, grant_type="authorization_code", code=code, code_verifier=verifier
        )

    async def refresh(self, refresh_token: str, now: datetime) -> Pair:
        """Return a new pair; the old refresh token is used up whatever becomes of the answer.

        Raises OaError: SAID_NO when Zalo refuses the token, any other is transient.
        """
        return await self._ask(now, grant_type="refresh_token", refresh_token=refresh_token)

    async def _ask(self, now: datetime, **form: str) -> Pair:
        answer = await self._wire.call(
            "POST",
            f"{self._wire.hosts.oauth}/v4/oa/access_token",
            data={"app_id": self._app_id, **form},
            headers={"secret_key": self._app_secret.get_secret_value()},
        )
        return _pair(answer, now)


def challenge_of(verifier: str) -> str:
    """Return what is shown of a verifier at first: base64url(SHA-256) without "="."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _pair(answer: dict[str, Any], now: datetime) -> Pair:
    access, refresh = answer.get("access_token"), answer.get("refresh_token")
    if isinstance(access, str) and isinstance(refresh, str) and access and refresh:
        return Pair(access, refresh, now + timedelta(seconds=_seconds(answer.get("expires_in"))))
    code = answer.get("error")
    if isinstance(code, int | str) and str(code).lstrip("-").isdecimal() and int(code) != 0:
        raise OaError(Trouble.SAID_NO, code=int(code))
    raise OaError(Trouble.STRANGE_ANSWER, "no pair of tokens")


def _seconds(said: object) -> int:
    """Return the seconds, which come as a text."""
    return (
        max(int(said), _SHORTEST)
        if isinstance(said, int | str) and str(said).isdecimal()
        else _LASTS
    )
