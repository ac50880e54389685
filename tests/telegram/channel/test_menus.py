"""The commands that people see beside the keyboard."""

import pytest

from bot.channels.telegram.client import Client
from bot.channels.telegram.menus import Everywhere, set_commands
from data.domain.menus import Command
from data.errors import SendError, SendFailure
from tests.telegram.emulator import Person, Telegram, throttle

WORK = Command("viec", "Việc đang mở")
HELP = Command("giup", "Cách dùng")


def _seen(telegram: Telegram, chat: int) -> list[str]:
    return [c["command"] for c in telegram.bot.menu_for(chat, "vi")]


async def test_everybody_a_kind_of_chats_and_one_chat(
    client: Client, telegram: Telegram, hanh: Person
) -> None:
    other = telegram.user("Người khác")
    other.starts()
    await set_commands(client, [HELP], Everywhere.ANY)
    assert _seen(telegram, -5) == ["giup"]
    await set_commands(client, [WORK, HELP], Everywhere.PRIVATE)
    assert (_seen(telegram, -5), _seen(telegram, other.id)) == (["giup"], ["viec", "giup"])
    await set_commands(client, [WORK], Everywhere.GROUPS)
    assert _seen(telegram, -5) == ["viec"]
    await set_commands(client, [WORK], str(hanh.id))
    assert (_seen(telegram, hanh.id), _seen(telegram, other.id)) == (["viec"], ["viec", "giup"])
    await set_commands(client, [], str(hanh.id))
    assert _seen(telegram, hanh.id) == ["viec", "giup"]
    assert telegram.violations == []


async def test_both_for_phones_in_vietnamese_and_for_all(
    client: Client, telegram: Telegram, hanh: Person
) -> None:
    await set_commands(client, [WORK], str(hanh.id))
    languages = [c.params.get("language_code", "") for c in telegram.calls("setMyCommands")]
    assert languages == ["", "vi"]


@pytest.mark.parametrize(
    "command", [Command("Việc", "a"), Command("viec", ""), Command("viec", "a" * 257)]
)
async def test_what_telegram_would_not_take(client: Client, command: Command) -> None:
    with pytest.raises(ValueError, match="menu"):
        await set_commands(client, [command], Everywhere.ANY)


async def test_trouble(client: Client, telegram: Telegram) -> None:
    telegram.fault(throttle(9), "setMyCommands")
    with pytest.raises(SendError) as caught:
        await set_commands(client, [WORK], Everywhere.ANY)
    assert (caught.value.failure, caught.value.retry_after) == (SendFailure.THROTTLED, 9)
