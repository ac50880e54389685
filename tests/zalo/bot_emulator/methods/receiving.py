"""getMe and getUpdates."""

import time
from typing import Any

from tests.zalo.bot_emulator.methods.asked import Asked
from tests.zalo.bot_emulator.refusals import MistakeError, RefusedError

CONFLICT = "Bad request: getUpdates cannot be used while a webhook is set, delete the webhook first"
_NOTHING = {"null": None, "empty": {}}


async def get_me(asked: Asked) -> Any:
    """Say who the bot is."""
    return asked.bot.json()


async def get_updates(asked: Asked) -> Any:
    """Wait for one update: whoever of several pollers wakes first has it."""
    zalo, end = asked.zalo, time.monotonic() + _seconds(asked)
    with zalo.bell.ear() as ear:
        while True:
            with zalo.lock:
                if asked.bot.webhook is not None:
                    raise RefusedError(400, CONFLICT)
                update = asked.bot.mailbox.take()
            if update is not None:
                return [update] if zalo.switches.result == "list" else update
            left = end - time.monotonic()
            if left <= 0 or zalo.closing or zalo.cut_off:
                return _nothing(asked)
            await ear.wait(left)


def _seconds(asked: Asked) -> int:
    written = str(asked.params.get("timeout", 30))
    if not written.isdecimal():
        raise MistakeError("timeout is not a number of seconds")
    return int(written)


def _nothing(asked: Asked) -> Any:
    idle = asked.zalo.switches.idle
    if idle in _NOTHING:
        return _NOTHING[idle]
    raise RefusedError(408, "Request timeout")
