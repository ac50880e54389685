"""Being called by Zalo: who may call, and asking it to call.

The route itself is a web page of the house: it accepts here, commits, and answers 200 only then.
"""

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from pydantic import ValidationError

from bot.channels.standing import State, Status
from bot.channels.trying import Trying
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.errors import CallError, Trouble
from bot.channels.zalo_bot.status import SENTENCES, failure_of
from bot.channels.zalo_bot.wire import Hook, Me, is_probe, unwrapped
from data.clock import Clock

LARGEST_BODY = 1024 * 1024
SECRET_HEADER = "x-bot-api-secret-token"  # noqa: S105 - the header's name
_LARGEST_PROBE = 4096
_LOOK_EVERY = 300.0
"""Seconds between looks whether the webhook is still ours."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A call that brings no update, and what it is answered."""

    status: int
    reason: str = ""
    """Why it is refused, for the log: nothing that the caller sent."""


_NOTHING = Settled(200)


def secret_of(data_secret: bytes, account: str) -> str:
    """Return what Zalo has to show when it calls for this bot: 64 hexadecimal digits."""
    return hmac.new(data_secret, f"zalo_bot:{account}".encode(), hashlib.sha256).hexdigest()


def accept(headers: Mapping[str, str], body: bytes, secret: str) -> dict[str, Any] | Settled:
    """Return the update of a call, flat or out of its envelope, or how the call is settled.

    Zalo's own checks, an empty body and `webhook.test`, are answered 200 without the secret and
    without effect: whether they carry it is not known. Else the secret is looked at first, in
    constant time, and a stranger learns nothing from the rest.
    """
    shown = next((v for name, v in headers.items() if name.lower() == SECRET_HEADER), "")
    is_zalo = hmac.compare_digest(shown.encode(), secret.encode())
    if not body.strip():
        return _NOTHING
    if not is_zalo and len(body) > _LARGEST_PROBE:
        return Settled(403, "wrong secret")
    if len(body) > LARGEST_BODY:
        return Settled(413, "too large")
    update = _update(body)
    if is_probe(update):
        return _NOTHING
    if not is_zalo:
        return Settled(403, "wrong secret")
    if update == {}:
        return _NOTHING
    return update if isinstance(update, dict) else Settled(400, "no JSON object")


class Webhook:
    """Has Zalo call us for one bot."""

    def __init__(
        self,
        client: Client,
        channel: ZaloBotChannel,
        url: str,
        secret: str,
        clock: Clock,
        *,
        bring_in: Callable[[], Awaitable[None]] | None = None,
        pace: float = 1.0,
    ) -> None:
        """`url` is where the route is reached from outside; `pace` is for tests.

        `bring_in` takes what waits at Zalo: with a webhook it may not be asked for any more.
        """
        self._client = client
        self._channel = channel
        self._url = url
        self._secret = secret
        self._bring_in = bring_in
        label = f"zalo bot {client.account}"
        self._trying = Trying(label, SENTENCES, failure_of, clock, pace=pace)

    @property
    def status(self) -> Status:
        """Whether Zalo has been told where to call, and could."""
        return self._trying.status

    async def run(self) -> None:
        """Tell Zalo where to call, and look now and then whether it does, until cancelled."""
        await self._trying.until_done(partial(introduce, self._client, self._channel))
        if self._bring_in and not await self._trying.until_done(partial(webhook_of, self._client)):
            await self._trying.until_done(self._bring_in)
        await self._trying.until_done(self._set, _judge)
        while True:
            await self._trying.pause(_LOOK_EVERY)
            set_now = await self._trying.until_done(partial(webhook_of, self._client), self._whose)
            if set_now != self._url:
                # Somebody else had Zalo call elsewhere. Told until the next look finds ours.
                await self._trying.until_done(self._set, lambda _: State.CONFLICT)
            elif self.status.state is State.NOT_CALLED:
                # Setting it again has Zalo check it again, and is not limited as testWebhook is.
                await self._trying.until_done(self._set, _judge)

    def _whose(self, set_now: str) -> State:
        if set_now != self._url:
            return State.CONFLICT
        return State.NOT_CALLED if self.status.state is State.NOT_CALLED else State.OK

    async def _set(self) -> Hook:
        kept = await self._client.call("setWebhook", url=self._url, secret_token=self._secret)
        return _hook(kept)


def _judge(hook: Hook) -> State:
    """Zalo keeps the address even when its check of it fails."""
    is_reached = hook.verification is None or hook.verification.ok
    return State.OK if is_reached else State.NOT_CALLED


async def introduce(client: Client, channel: ZaloBotChannel) -> Me:
    """Learn the bot's own names. Raises CallError."""
    try:
        me = Me.model_validate(await client.call("getMe"))
    except ValidationError:
        raise CallError(Trouble.UNCERTAIN, "getMe told nothing") from None
    channel.me = me
    return me


async def webhook_of(client: Client) -> str:
    """Return the address that is set, "" for none, which Zalo calls "not found"."""
    try:
        return _hook(await client.call("getWebhookInfo")).url
    except CallError as error:
        if error.trouble is Trouble.NOT_FOUND:
            return ""
        raise


def _hook(result: Any) -> Hook:
    try:
        return Hook.model_validate(result or {})
    except ValidationError:
        raise CallError(Trouble.UNCERTAIN, "no webhook was told") from None


def _update(body: bytes) -> Any:
    try:
        return unwrapped(json.loads(body, parse_constant=_no_constant))
    except (ValueError, RecursionError):
        return None


def _no_constant(name: str) -> NoReturn:
    # Python reads NaN and Infinity; databases and JSON do not know them.
    raise ValueError(name)
