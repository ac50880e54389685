"""A process that renews an account's token until it is killed."""

import asyncio
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from pydantic import SecretStr

from bot.channels.zalo_oa.errors import OaError
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.wire import Wire
from bot.settings import ZaloOaHosts
from data.store.unit_of_work import Store


def renew_for_ever(
    ready: Connection, url: str, oa_url: str, app_id: str, secret: str, account: str
) -> None:
    """Ask for a newer token than the last one, again and again."""

    async def run() -> None:
        store = Store.at(url)
        wire = Wire(ZaloOaHosts(oa_url, oa_url, oa_url), app_secret=SecretStr(secret))
        tokens = Tokens(store, OAuth(wire, app_id, SecretStr(secret)), account)
        token = None
        ready.send("working")
        while True:
            try:
                token = await tokens.access(datetime.now(UTC), after=token)
            except OaError:
                await asyncio.sleep(0.01)

    asyncio.run(run())
