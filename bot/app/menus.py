"""The commands that a messenger lists, kept as people's roles are."""

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.conversations.menu import mark_of, menu_of
from data.domain.people import Link, Person
from data.errors import SendError
from data.store.unit_of_work import Store

if TYPE_CHECKING:
    from bot.channels.telegram.account import Account

LOOK_EVERY = 60.0
"""Seconds between looks whether somebody's role changed."""
_log = logging.getLogger(__name__)


async def keep_menus(store: Store, account: "Account") -> None:
    """Set the lists of a bot: everybody's once, a chat's when its person's role asks for another.

    Runs until cancelled. What Telegram does not take now is tried again at the next look.
    """
    is_set = False
    while True:
        try:
            if not is_set:
                await _set_for_everybody(account)
                is_set = True
            await set_own_menus(store, account)
        except SendError as error:
            _log.info("menus of bot %s are set later: %s", account.client.account, error.failure)
        except Exception:
            _log.exception("menus of bot %s could not be set", account.client.account)
        await asyncio.sleep(LOOK_EVERY)


async def _set_for_everybody(account: "Account") -> None:
    from bot.channels.telegram.menus import Everywhere, set_commands

    private, in_groups = menu_of(None, is_group=False), menu_of(None, is_group=True)
    await set_commands(account.client, private, Everywhere.PRIVATE)
    await set_commands(account.client, in_groups, Everywhere.GROUPS)


async def set_own_menus(store: Store, account: "Account") -> int:
    """Set the lists of chats whose person has another role than their list shows; returns how many.

    Raises SendError.
    """
    from bot.channels.telegram.menus import set_commands

    changed = 0
    for link, person, shown in await _shown(store, account):
        menu = menu_of(person, is_group=False)
        mark = mark_of(menu)
        if mark == shown:
            continue
        await set_commands(account.client, menu if mark else (), link.chat)
        async with store.write() as unit:
            await unit.links.set_menu(link.id, mark)
        changed += 1
    return changed


async def _shown(store: Store, account: "Account") -> Sequence[tuple[Link, Person | None, str]]:
    """Return each chat of a bot with its person and the mark of the menu that it shows."""
    async with store.read() as unit:
        links = await unit.links.menus(account.channel.name, account.channel.account)
        # A ward at a time: a province has thousands of chats, and this looks every minute.
        people: dict[int, Person] = {}
        for ward_id in sorted({link.ward_id for link, _ in links}):
            people |= {p.id: p for p in await unit.ward(ward_id).people.all()}
    return [(link, people.get(link.person_id), mark) for link, mark in links]
