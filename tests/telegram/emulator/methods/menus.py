"""The bot's menu of commands, and how it introduces itself."""

import re
from typing import Any

from tests.telegram.emulator.accounts import Commands
from tests.telegram.emulator.methods.asked import Asked, method
from tests.telegram.emulator.refusals import MistakeError

_NAME = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")


@method("setMyCommands")
def set_my_commands(asked: Asked) -> bool:
    """Set the commands of one scope and language."""
    commands: Commands = asked.get("commands", [])
    if len(commands) > 100:
        raise MistakeError("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _NAME.fullmatch(command["command"].removeprefix("/")):
            raise MistakeError("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise MistakeError("BOT_COMMAND_DESCRIPTION_INVALID")
    asked.bot.commands[_place(asked)] = commands
    return True


@method("getMyCommands")
def get_my_commands(asked: Asked) -> Commands:
    """Tell the commands of one scope and language."""
    return asked.bot.commands.get(_place(asked), [])


@method("deleteMyCommands")
def delete_my_commands(asked: Asked) -> bool:
    """Take the commands of one scope and language away."""
    asked.bot.commands.pop(_place(asked), None)
    return True


def _place(asked: Asked) -> tuple[str, str]:
    scope: dict[str, Any] = asked.get("scope", {"type": "default"})
    kind = scope["type"]
    if kind in ("chat", "chat_administrators", "chat_member"):
        asked.telegram.chat(asked.bot, scope["chat_id"])
        whose = [str(scope[key]) for key in ("chat_id", "user_id") if key in scope]
        kind = ":".join([kind, *whose])
    return kind, _language(asked)


def _language(asked: Asked) -> str:
    language = str(asked.get("language_code", ""))
    if not _LANGUAGE.fullmatch(language):
        raise MistakeError("LANGUAGE_CODE_INVALID")
    return language


@method("setMyDescription")
def set_my_description(asked: Asked) -> bool:
    """Set what an empty chat shows."""
    if len(asked.get("description", "")) > 512:
        raise MistakeError("description is longer than 512 characters")
    asked.bot.descriptions[_language(asked)] = asked.get("description", "")
    return True


@method("getMyDescription")
def get_my_description(asked: Asked) -> dict[str, str]:
    """Tell what an empty chat shows."""
    return {"description": asked.bot.descriptions.get(_language(asked), "")}


@method("setMyShortDescription")
def set_my_short_description(asked: Asked) -> bool:
    """Set what the bot's profile shows."""
    if len(asked.get("short_description", "")) > 120:
        raise MistakeError("short description is longer than 120 characters")
    asked.bot.short_descriptions[_language(asked)] = asked.get("short_description", "")
    return True


@method("getMyShortDescription")
def get_my_short_description(asked: Asked) -> dict[str, str]:
    """Tell what the bot's profile shows."""
    return {"short_description": asked.bot.short_descriptions.get(_language(asked), "")}
