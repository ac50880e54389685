"""Pushing updates to a webhook: in order, again and again until it says 2xx."""

import asyncio
import contextlib
import json
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.telegram.emulator.mailbox import Webhook

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount

_PATIENCE = aiohttp.ClientTimeout(total=60)
_LONGEST_PAUSE = 5.0


async def push_updates(bot: "BotAccount") -> None:
    """Push for ever."""
    telegram, mailbox = bot.telegram, bot.mailbox
    async with aiohttp.ClientSession(timeout=_PATIENCE) as session:
        with mailbox.bell.ear() as ear:
            while not telegram.closing:
                with telegram.lock:
                    hook = mailbox.webhook
                    waiting = mailbox.first(1) if hook else []
                if hook is None or not waiting or telegram.cut_off:
                    await ear.wait(0.5 if telegram.cut_off else 60)
                    continue
                for update in waiting:
                    await _push(session, bot, hook, update)


async def _push(
    session: aiohttp.ClientSession, bot: "BotAccount", hook: Webhook, update: dict[str, Any]
) -> None:
    problem = await _post(session, hook, update)
    hook.attempts += 1
    telegram, mailbox = bot.telegram, bot.mailbox
    with telegram.lock:
        if problem is None:
            with contextlib.suppress(ValueError):
                mailbox.waiting.remove(next(k for k in mailbox.waiting if k.update is update))
            hook.attempts = 0
            telegram.confirmed()
            telegram.bell.ring()
            return
        hook.last_error, hook.last_error_date = problem, telegram.now()
        telegram.bell.ring()
    await asyncio.sleep(
        min(telegram.webhook_retry * 2 ** min(hook.attempts - 1, 8), _LONGEST_PAUSE)
    )


async def _post(
    session: aiohttp.ClientSession, hook: Webhook, update: dict[str, Any]
) -> str | None:
    """Send one update; return what went wrong."""
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    body = json.dumps(update, ensure_ascii=False).encode()
    try:
        async with session.post(
            hook.url, data=body, headers=headers, allow_redirects=False
        ) as answer:
            if 200 <= answer.status < 300:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError as error:
        return f"Connection failed: {error}"
