"""The commands that Telegram offers beside the keyboard, by kind of chat or for one chat.

Source: https://core.telegram.org/bots/api#botcommandscope: the narrowest list wins whole.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)

from bot.channels.telegram.client import Client
from bot.channels.telegram.errors import as_send_error
from data.domain.menus import Command

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LONGEST = 256
_LANGUAGES = ("", "vi")
"""For everybody, and for phones in Vietnamese: these would otherwise see a list of BotFather's."""


class Everywhere(StrEnum):
    """Kinds of chats that share a list."""

    ANY = "any"
    PRIVATE = "private"
    GROUPS = "groups"


async def set_commands(
    client: Client, commands: Sequence[Command], where: Everywhere | str
) -> None:
    """Set the list of a kind of chats, or of one chat by its id; none takes the list away.

    Set it only when it changed: Telegram counts these calls. Raises SendError, or ValueError for
    a command that Telegram would not take.
    """
    listed = [_listed(command) for command in commands]
    scope = _scope(where)
    try:
        for language in _LANGUAGES:
            if listed:
                await client.bot.set_my_commands(listed, scope, language)
            else:
                await client.bot.delete_my_commands(scope, language)
    except Exception as error:
        raise as_send_error(error) from None


def _listed(command: Command) -> BotCommand:
    if not _NAME.fullmatch(command.name) or not 1 <= len(command.description) <= _LONGEST:
        raise ValueError(f"no command for a menu: {command.name}")
    return BotCommand(command.name, command.description)


def _scope(where: Everywhere | str) -> BotCommandScope:
    match where:
        case Everywhere.ANY:
            return BotCommandScopeDefault()
        case Everywhere.PRIVATE:
            return BotCommandScopeAllPrivateChats()
        case Everywhere.GROUPS:
            return BotCommandScopeAllGroupChats()
        case _:
            return BotCommandScopeChat(int(where))
