"""`nhacviec check --live`: what an office tries at the real service, and what can be seen at once.

What is asked here leaves no trace: no message goes out, no update is fetched, no webhook is set.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.cli.checks import LONGEST
from bot.settings import Bot, Settings, ZaloBotSettings, ZaloOaSettings
from data.clock import now
from data.domain.messages import Chat
from data.errors import RefusedError, StoreDownError
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.texts import live as words
from data.texts.live_steps import bot_steps, oa_steps

if TYPE_CHECKING:
    from bot.channels.zalo_bot.client import Client
    from bot.channels.zalo_oa.account import Account

_QUOTA = "/v3.0/oa/quota/message"
_MOST_PACKAGES = 5


@dataclass(frozen=True, slots=True)
class Script:
    """What is known of one account, and what is left to be tried."""

    heading: str
    seen: tuple[str, ...]
    steps: tuple[words.Step, ...]

    @property
    def lines(self) -> list[str]:
        """The script as it is printed."""
        return [self.heading, *words.lines(self.seen, self.steps)]


async def scripts(settings: Settings) -> list[Script]:
    """Return the script of every account of Zalo's; a setting that is wrong has none."""
    return [*await _bots(settings), *await _official_account(settings)]


async def _bots(settings: Settings) -> list[Script]:
    try:
        zalo = settings.zalo_bot
    except RefusedError:
        return []
    return [await _of_bot(bot, zalo) for bot in zalo.bots] if zalo else []


async def _of_bot(bot: Bot, zalo: ZaloBotSettings) -> Script:
    from bot.channels.zalo_bot.client import Client

    client = Client(bot.token, zalo.api, patience=LONGEST)
    seen = [words.bot_plan(zalo.monthly, zalo.people)]
    try:
        me = await _me(client)
        seen = [_said_of(me), await _webhook(client), *seen]
    finally:
        await client.close()
    steps = bot_steps(
        has_webhook=zalo.has_webhook,
        shows_pictures=zalo.pictures_at is not None,
        several=len(zalo.bots) > 1,
        groups=me is None or me.get("can_join_groups") is not False,
    )
    return Script(words.bot_heading(bot.account), tuple(seen), steps)


async def _me(client: "Client") -> dict[str, Any] | None:
    from bot.channels.zalo_bot.errors import CallError

    try:
        told = await client.call("getMe")
    except CallError:
        return None
    return told if isinstance(told, dict) else None


def _said_of(me: dict[str, Any] | None) -> str:
    if me is None:
        return words.no_answer("getMe")
    can = me.get("can_join_groups")
    return words.bot_is(
        _short(me.get("display_name") or me.get("account_name")),
        _short(me.get("account_type")),
        can if isinstance(can, bool) else None,
    )


async def _webhook(client: "Client") -> str:
    from bot.channels.zalo_bot.errors import CallError, Trouble

    try:
        told = await client.call("getWebhookInfo")
    except CallError as error:
        if error.trouble is Trouble.NOT_FOUND:
            return words.webhook_is_not_found()
        return words.no_answer("getWebhookInfo")
    url = told.get("url") if isinstance(told, dict) else None
    # The host only: what follows it may be a secret.
    return words.webhook_is(_host(url) if isinstance(url, str) and url else None)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


async def _official_account(settings: Settings) -> list[Script]:
    try:
        oa = settings.zalo_oa
    except RefusedError:
        return []
    if oa is None:
        return []
    store = Store.at(settings.store_url)
    try:
        seen = await _seen_of_oa(oa, store)
    finally:
        await store.close()
    steps = oa_steps(
        buttons=oa.shows_buttons,
        pays=oa.pays,
        free=oa.free_replies,
        groups=oa.groups,
        template=oa.template is not None,
    )
    return [Script(words.oa_heading(oa.account), tuple(seen), steps)]


async def _seen_of_oa(oa: ZaloOaSettings, store: Store) -> list[str]:
    from bot.channels.zalo_oa.account import open_oa
    from bot.channels.zalo_oa.errors import OaError

    account, seen = open_oa(oa, store, EvidenceStore(Path()), patience=LONGEST), list[str]()
    looks: tuple[tuple[str, _Look], ...] = (
        ("getoa", _about),
        ("Mã truy cập", _token),
        ("quota/message của OA", _packages),
        ("quota/message của một người", _window),
    )
    try:
        for what, look in looks:
            try:
                async with asyncio.timeout(2 * LONGEST):
                    seen += await look(account, store, now())
            except OaError as error:
                seen.append(words.no_answer(what, error.code))
            except (TimeoutError, StoreDownError):
                seen.append(words.no_answer(what))
    finally:
        await account.close()
    return seen


_Look = Callable[["Account", Store, datetime], Awaitable[list[str]]]


async def _about(account: "Account", _store: Store, at: datetime) -> list[str]:
    about = await account.client.get("/v2.0/oa/getoa", at)
    name, package = _short(about.get("name")), _short(about.get("package_name"))
    return [words.oa_is(name, package, about.get("is_verified"))]


async def _token(account: "Account", _store: Store, at: datetime) -> list[str]:
    kept = await account.tokens.kept(at)
    return [words.token_is(kept.renewed_at, kept.pair.expires_at)] if kept else []


async def _packages(account: "Account", _store: Store, at: datetime) -> list[str]:
    """Ask for what is left of the packages: a list, so it is read here and not by the client."""
    from bot.channels.zalo_oa.wire import data_of

    wire, token = account.client.wire, await account.tokens.access(at)
    url, asked = wire.hosts.api + _QUOTA, {"quota_owner": "OA"}
    answer = await wire.call("POST", url, token=token, json=asked)
    data_of(answer)
    told = answer.get("data")
    packages = [p for p in told if isinstance(p, dict)] if isinstance(told, list) else []
    parts = [
        words.package_left(
            " ".join(filter(None, (_short(p.get("product_type")), _short(p.get("quota_type"))))),
            _short(p.get("remain")),
            _short(p.get("total")),
        )
        for p in packages[:_MOST_PACKAGES]
    ]
    return [words.oa_left(parts) if parts else words.no_answer("quota/message của OA")]


async def _window(account: "Account", store: Store, at: datetime) -> list[str]:
    """Compare when somebody wrote last, as Zalo has it and as we have it."""
    channel, number = account.channel.name, account.settings.account
    async with store.read() as unit:
        links = await unit.links.menus(channel, number)
        chats = [Chat(channel, number, link.chat) for link, _ in links]
        kept = [(chat, await unit.interactions.last(chat)) for chat in chats]
    if not kept:
        return [words.nobody_yet()]
    chat, last = max(kept, key=lambda k: k[1].at.timestamp() if k[1] else 0.0)
    told = await account.client.post(_QUOTA, at, {"user_id": chat.chat})
    seen = [words.window_is(_instant(told.get("last_interaction")), last.at if last else None)]
    counted = told.get("cs_reply")
    if isinstance(counted, dict) and counted.get("total") is not None:
        seen.append(words.free_replies(_short(counted.get("remain")), _short(counted.get("total"))))
    return seen


def _instant(told: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(str(told)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _short(told: object) -> str:
    """Return what Zalo told in a line, and no more of it than a name takes."""
    return " ".join(str(told).split())[:60] if isinstance(told, str | int) else ""
