"""A Telegram for tests: the Bot API over HTTP, and people with phones on the other side.

    async with emulator() as telegram:
        hanh = telegram.user("Lê Văn Hạnh", phone="0900000002")
        hanh.starts()
        message = await hanh.hears("Chào đồng chí")
        tap = hanh.taps("Bắt đầu")
        await tap.answer()

`emulator_in_thread()` gives the same object where a test has no event loop of its own. What
clients ask wrongly is in `telegram.violations`; what the emulator itself makes wrongly, as
aiogram's models judge, fails the test. `python -m tests.telegram.emulator` runs it by itself,
with a page for every chat.

Not imitated: channels, topics, polls, payments, inline mode, business and stories; MarkdownV2,
sending by URL, answers in the body of a webhook's response; that the service returns only one
update, or waits three seconds, when the same offset is asked for again at once; that it delays
repeated conflicts; that styles beyond the hundredth are dropped.
"""

from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.calls import Call, Upload, Violation
from tests.telegram.emulator.faults import (
    Fault,
    accepted_then_dropped,
    accepted_then_silent,
    dropped,
    html200,
    not_json,
    refused,
    silent,
    slow,
    status,
    throttle,
)
from tests.telegram.emulator.groups import Group
from tests.telegram.emulator.limits import Limits
from tests.telegram.emulator.messages import Button, Message
from tests.telegram.emulator.network import TOKEN, Telegram
from tests.telegram.emulator.people import Person
from tests.telegram.emulator.refusals import OwnMistakeError
from tests.telegram.emulator.running import emulator, emulator_in_thread
from tests.telegram.emulator.taps import Tap
from tests.telegram.emulator.things import Album

__all__ = [
    "TOKEN",
    "Album",
    "BotAccount",
    "Button",
    "Call",
    "Fault",
    "Group",
    "Limits",
    "Message",
    "OwnMistakeError",
    "Person",
    "Tap",
    "Telegram",
    "Upload",
    "Violation",
    "accepted_then_dropped",
    "accepted_then_silent",
    "dropped",
    "emulator",
    "emulator_in_thread",
    "html200",
    "not_json",
    "refused",
    "silent",
    "slow",
    "status",
    "throttle",
]
