"""An emulator of the Zalo Bot Platform, over real HTTP.

async with zalo_bot(updates="replay") as zalo:
    tu = zalo.user("Nguyễn Văn Tư")
    tu.says("xong 12")                      # the bot under test polls zalo.url, zalo.token
    await tu.hears("Đã lưu báo cáo #12")
    zalo.fault(faults.status(502), "sendMessage", to=tu)
"""

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

from tests.zalo.bot_emulator.accounts import BotAccount
from tests.zalo.bot_emulator.groups import Group
from tests.zalo.bot_emulator.people import Person
from tests.zalo.bot_emulator.platform import ZaloBot
from tests.zalo.bot_emulator.server import add_routes
from tests.zalo.bot_emulator.switches import Switches
from tests.zalo.emulation import faults
from tests.zalo.emulation.running import running, running_in_thread

__all__ = [
    "BotAccount",
    "Group",
    "Person",
    "Switches",
    "ZaloBot",
    "faults",
    "zalo_bot",
    "zalo_bot_in_thread",
]


def zalo_bot(*, port: int = 0, **settings: Any) -> AbstractAsyncContextManager[ZaloBot]:
    """Run the emulator in this event loop; the settings are those of `ZaloBot`."""
    zalo = ZaloBot(**settings)
    return running(zalo, add_routes, (zalo.look_again,), port)


def zalo_bot_in_thread(*, port: int = 0, **settings: Any) -> AbstractContextManager[ZaloBot]:
    """Run the emulator in a thread: for plain tests and for processes that are killed."""
    zalo = ZaloBot(**settings)
    return running_in_thread(zalo, add_routes, (zalo.look_again,), port)
