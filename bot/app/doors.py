"""Where people of a ward come in, as far as the platforms have told it yet."""

from collections.abc import Sequence

from bot.app.telegram import TelegramBots
from bot.app.zalo import ZaloBots
from bot.app.zalo_oa import ZaloOa
from bot.settings import Settings
from data.domain.ways_in import WaysIn, ZaloDoor


def doors_of(
    settings: Settings, telegram: TelegramBots, zalo: ZaloBots, oa: ZaloOa, ward_id: int
) -> WaysIn:
    """Return the doors of one ward; of Zalo's two a bot comes first: it may write at any time."""
    door = zalo_door(zalo, settings.zalo_bot_link.split(), ward_id) or oa.door_for(ward_id)
    return WaysIn(settings.base_url, telegram.username_for(ward_id), door)


def zalo_door(bots: ZaloBots, links: Sequence[str], ward_id: int) -> ZaloDoor | None:
    """Return the bot of Zalo that serves a ward, one of its own first; None: there is none.

    `links` are the share links, in the order of the bots.
    """
    serving = [
        (channel, number)
        for number, channel in enumerate(bots.channels)
        if channel.wards is None or ward_id in channel.wards
    ]
    if not serving:
        return None
    channel, number = min(serving, key=lambda one: one[0].wards is None)
    return ZaloDoor(channel.title or "", links[number] if number < len(links) else "")
