"""Being called by Telegram: who may call, and asking it to call.

The route itself is a web page of the house: it accepts here, commits, and answers 200 only then.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, NoReturn

from telegram import WebhookInfo

from bot.channels.standing import State, Status
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client
from bot.channels.telegram.kinds import ALLOWED_UPDATES
from bot.channels.telegram.polling import introduce
from bot.channels.telegram.status import SENTENCES, failure_of
from bot.channels.trying import Trying
from data.clock import Clock

LARGEST_BODY = 1024 * 1024
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
_CALLS_AT_ONCE = 20
_LOOK_EVERY = 300.0
"""Seconds between looks whether Telegram's calls arrive."""
_LATELY = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call is not taken."""

    status: int
    reason: str
    """For the log: nothing that the caller sent."""


def secret_of(data_secret: bytes, account: str) -> str:
    """Return what Telegram has to show when it calls for this bot: 64 hexadecimal digits."""
    return hmac.new(data_secret, f"telegram:{account}".encode(), hashlib.sha256).hexdigest()


def accept(headers: Mapping[str, str], body: bytes, secret: str) -> dict[str, Any] | Refusal:
    """Return the update of a call, or why it is refused.

    The secret is looked at first, in constant time: a stranger learns nothing from the rest.
    """
    said = {name.lower(): value for name, value in headers.items()}
    if not hmac.compare_digest(said.get(SECRET_HEADER, "").encode(), secret.encode()):
        return Refusal(403, "wrong secret")
    if said.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return Refusal(415, "not declared as JSON")
    if len(body) > LARGEST_BODY:
        return Refusal(413, "too large")
    try:
        update = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return Refusal(400, "no JSON")
    return update if isinstance(update, dict) else Refusal(400, "no JSON object")


class Webhook:
    """Has Telegram call us for one bot."""

    def __init__(
        self,
        client: Client,
        channel: TelegramChannel,
        url: str,
        secret: str,
        clock: Clock,
        *,
        pace: float = 1.0,
    ) -> None:
        """`url` is where the route is reached from outside; `pace` is for tests."""
        self._client = client
        self._channel = channel
        self._url = url
        self._secret = secret
        self._clock = clock
        label = f"telegram bot {client.account}"
        self._trying = Trying(label, SENTENCES, failure_of, clock, pace=pace)

    @property
    def status(self) -> Status:
        """Whether Telegram has been told where to call, and does."""
        return self._trying.status

    async def run(self) -> None:
        """Tell Telegram where to call, and look now and then whether it does, until cancelled."""
        await self._trying.until_done(partial(introduce, self._client, self._channel))
        await self._trying.until_done(self._set)
        while True:
            await self._trying.pause(_LOOK_EVERY)
            hook = await self._trying.until_done(self._client.bot.get_webhook_info, self._judge)
            if hook.url != self._url:
                # Somebody else had Telegram call elsewhere. Told until the next look finds ours.
                await self._trying.until_done(self._set, lambda _: State.CONFLICT)

    def _judge(self, hook: WebhookInfo) -> State:
        if hook.url != self._url:
            return State.CONFLICT
        # An error stays told long after it is over: it counts while something waits.
        failed_at = hook.last_error_date
        if failed_at is None or not hook.pending_update_count:
            return State.OK
        return State.NOT_CALLED if self._clock() - failed_at < _LATELY else State.OK

    async def _set(self) -> None:
        await self._client.bot.set_webhook(
            self._url,
            allowed_updates=ALLOWED_UPDATES,
            secret_token=self._secret,
            max_connections=_CALLS_AT_ONCE,
            drop_pending_updates=False,
        )


def _no_constant(name: str) -> NoReturn:
    # Python reads NaN and Infinity; databases and JSON do not know them.
    raise ValueError(name)
