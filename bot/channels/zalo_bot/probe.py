"""`nhacviec check`: is the token good, the network open, and nobody else receiving?"""

from urllib.parse import urlsplit

from bot.channels.findings import Finding, Weight
from bot.channels.standing import State
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.errors import CallError
from bot.channels.zalo_bot.status import SENTENCES, failure_of
from bot.channels.zalo_bot.webhook import introduce, webhook_of
from bot.settings import Bot, ZaloBotSettings
from data.texts import zalo as words


async def probe(settings: ZaloBotSettings, public_url: str) -> list[Finding]:
    """Return what is found out about every bot. Changes nothing at Zalo; raises nothing."""
    found: list[Finding] = []
    for bot in settings.bots:
        found += await _probe_bot(bot, settings, public_url)
    return found


async def _probe_bot(bot: Bot, settings: ZaloBotSettings, public_url: str) -> list[Finding]:
    client = Client(bot.token, settings.api)
    channel = ZaloBotChannel(client)
    try:
        me = await introduce(client, channel)
        hook = await webhook_of(client)
    except CallError as error:
        state = failure_of(error).state
        return [Finding(bot.account, Weight.FAULT, state, SENTENCES[state]())]
    finally:
        await client.close()
    found = [(Weight.OK, State.OK.value, words.check_ok(channel.title or "Bot"))]
    if me.can_join_groups is False:
        found.append((Weight.NOTE, "no groups", words.check_no_groups()))
    ours = urlsplit(public_url).hostname if settings.has_webhook else None
    found += _of_webhook(urlsplit(hook).hostname, ours)
    return [Finding(bot.account, weight, kind, says) for weight, kind, says in found]


def _of_webhook(host: str | None, ours: str | None) -> list[tuple[Weight, str, str]]:
    """`host` is called now, `ours` is our own if we want to be called: only hosts are told."""
    if host is None or host == ours:
        return []
    if ours is None:
        return [(Weight.FAULT, "webhook", words.check_webhook_left(host))]
    return [(Weight.NOTE, "webhook elsewhere", words.check_webhook_elsewhere(host))]
