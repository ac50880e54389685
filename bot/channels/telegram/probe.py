"""`nhacviec check`: is the token good, the network open, and nobody else receiving?"""

from urllib.parse import urlsplit

from telegram import User, WebhookInfo

from bot.channels.findings import Finding, Weight
from bot.channels.standing import State
from bot.channels.telegram.client import Client, Server
from bot.channels.telegram.status import SENTENCES, failure_of
from bot.settings import Bot, TelegramSettings
from data.texts import telegram as words


async def probe(settings: TelegramSettings, public_url: str) -> list[Finding]:
    """Return what is found out about every bot. Changes nothing at Telegram; raises nothing."""
    found: list[Finding] = []
    for bot in settings.bots:
        found += await _probe_bot(bot, settings, public_url)
    return found


async def _probe_bot(bot: Bot, settings: TelegramSettings, public_url: str) -> list[Finding]:
    client = Client(bot.token, Server(settings.api))
    try:
        me = await client.bot.get_me()
        hook = await client.bot.get_webhook_info()
    except Exception as error:
        state = failure_of(error).state
        return [Finding(bot.account, Weight.FAULT, state, SENTENCES[state]())]
    finally:
        await client.close()
    ours = urlsplit(public_url).hostname if settings.has_webhook else None
    return [
        Finding(bot.account, weight, kind, says)
        for weight, kind, says in [*_of_bot(me), *_of_webhook(hook, ours)]
    ]


def _of_bot(me: User) -> list[tuple[Weight, str, str]]:
    found = [(Weight.OK, State.OK.value, words.check_ok(me.username or "", me.first_name))]
    if not me.can_join_groups:
        found.append((Weight.NOTE, "no groups", words.check_no_groups()))
    if me.can_read_all_group_messages:
        found.append((Weight.NOTE, "reads everything", words.check_reads_everything()))
    return found


def _of_webhook(hook: WebhookInfo, ours: str | None) -> list[tuple[Weight, str, str]]:
    """`ours` is our own host if we want to be called, else None.

    Only hosts are told: the path of a webhook may be a secret.
    """
    host = urlsplit(hook.url).hostname if hook.url else None
    found = []
    if host is not None and ours is None:
        left = words.check_webhook_left(host, hook.pending_update_count)
        found.append((Weight.FAULT, "webhook", left))
    elif host is not None and host != ours:
        found.append((Weight.NOTE, "webhook elsewhere", words.check_webhook_elsewhere(host)))
    if host is not None and hook.last_error_message:
        trouble = words.check_webhook_trouble(hook.last_error_message)
        found.append((Weight.NOTE, "webhook trouble", trouble))
    return found
