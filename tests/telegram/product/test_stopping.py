"""Stopping: at once, whatever comes in at that very moment."""

import asyncio

from data.domain.messages import Lane
from tests.telegram.product.office import Office


async def test_it_stops_though_everything_is_stirred_at_that_very_moment(office: Office) -> None:
    async with asyncio.timeout(20), office.runs() as app:
        await office.telegram.until(lambda: office.telegram.bot.mailbox.is_polled or None)
        await office.telegram.rests()
        for hear in app.store.mail_waits:
            hear({(account, lane) for account in app.world.senders for lane in Lane})
        for announce in app.store.file_waits:
            announce()
        app.dialog.wake()
