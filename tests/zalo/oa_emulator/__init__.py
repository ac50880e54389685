"""An emulator of the Zalo Official Account API, over real HTTP.

async with zalo_oa() as oa:
    tokens = oa.mint()                      # the first pair, as from the API Explorer
    await oa.saves_webhook(f"{ours}/zalo/oa").done()
    tu = oa.user("Nguyễn Văn Tư", "0900000005")
    tu.says("xong 12")                      # pushed to the webhook, signed
    await tu.hears("Đã lưu báo cáo #12")
    oa.clock.advance(3 * DAY)               # from here on a message costs money
"""

from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any

from tests.zalo.emulation import faults
from tests.zalo.emulation.clocks import DAY, HOUR, MINUTE
from tests.zalo.emulation.running import running, running_in_thread
from tests.zalo.oa_emulator.account import Charge, ZaloOA
from tests.zalo.oa_emulator.events import mac
from tests.zalo.oa_emulator.groups import Group
from tests.zalo.oa_emulator.people import Person
from tests.zalo.oa_emulator.server import add_routes
from tests.zalo.oa_emulator.switches import Switches

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "Charge",
    "Group",
    "Person",
    "Switches",
    "ZaloOA",
    "faults",
    "mac",
    "zalo_oa",
    "zalo_oa_in_thread",
]


def zalo_oa(*, port: int = 0, **settings: Any) -> AbstractAsyncContextManager[ZaloOA]:
    """Run the emulator in this event loop; the settings are those of `ZaloOA`."""
    return running(ZaloOA(**settings), add_routes, (), port)


def zalo_oa_in_thread(*, port: int = 0, **settings: Any) -> AbstractContextManager[ZaloOA]:
    """Run the emulator in a thread: for plain tests and for processes that are killed."""
    return running_in_thread(ZaloOA(**settings), add_routes, (), port)
