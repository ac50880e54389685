"""getUpdates: the one method that waits."""

from typing import Any

from tests.telegram.emulator.mailbox import Poll
from tests.telegram.emulator.methods.asked import Asked
from tests.telegram.emulator.methods.receiving import choose_kinds
from tests.telegram.emulator.refusals import RefusedError

LONGEST_POLL = 50


async def get_updates(asked: Asked) -> list[dict[str, Any]]:
    """Return what waits, or wait for it."""
    telegram, mailbox = asked.telegram, asked.bot.mailbox
    end = telegram.monotonic() + min(max(asked.get("timeout", 0), 0), LONGEST_POLL)
    with mailbox.bell.ear() as ear:
        poll = _begin(asked)
        try:
            while True:
                batch = _look(asked, poll)
                left = end - telegram.monotonic()
                if batch or left <= 0 or telegram.closing or telegram.cut_off:
                    return batch
                await ear.wait(left)
        finally:
            with telegram.lock:
                mailbox.leave_poll(poll)


def _begin(asked: Asked) -> Poll:
    with asked.telegram.lock:
        poll = asked.bot.mailbox.begin_poll()
        asked.bot.mailbox.confirm(asked.get("offset", 0))
        asked.telegram.confirmed()
        choose_kinds(asked)
        return poll


def _look(asked: Asked, poll: Poll) -> list[dict[str, Any]]:
    with asked.telegram.lock:
        if poll.ended_by:
            raise RefusedError(409, poll.ended_by)
        return asked.bot.mailbox.first(min(max(asked.get("limit", 100), 1), 100))
