"""The menu of commands: the narrowest scope wins whole."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)

from tests.telegram.emulator import Person, Telegram


def commands(**lines: str) -> list[BotCommand]:
    """Return a menu."""
    return [BotCommand(command=name, description=text) for name, text in lines.items()]


async def test_scopes_and_languages(bot: Bot, telegram: Telegram, hanh: Person) -> None:
    await bot.set_my_commands(commands(viec="Việc của tôi", dung="Dừng"))
    everywhere = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands(viec="Việc"), scope=everywhere, language_code="vi")
    mine = BotCommandScopeChat(chat_id=hanh.id)
    await bot.set_my_commands(commands(suco="Sự cố"), scope=mine)
    names = [c["command"] for c in telegram.bot.menu_for(hanh.id, "vi")]
    assert names == ["suco"]
    assert [c["command"] for c in telegram.bot.menu_for(-5)] == ["viec", "dung"]
    await bot.delete_my_commands(scope=mine)
    assert [c["description"] for c in telegram.bot.menu_for(hanh.id, "vi")] == ["Việc"]
    assert len(await bot.get_my_commands()) == 2
    assert set(telegram.bot.commands) == {("default", ""), ("all_private_chats", "vi")}


async def test_descriptions(bot: Bot, telegram: Telegram) -> None:
    await bot.set_my_description("Nhắc việc cho cán bộ", language_code="vi")
    await bot.set_my_short_description("Nhắc việc")
    assert (await bot.get_my_description(language_code="vi")).description == "Nhắc việc cho cán bộ"
    assert telegram.bot.short_descriptions == {"": "Nhắc việc"}
    with pytest.raises(TelegramBadRequest, match="longer than 512"):
        await bot.set_my_description("a" * 513)
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_DESCRIPTION_INVALID"):
        await bot.set_my_commands(commands(viec="a" * 257))
