"""Asking: who am I, what is this chat, where is this file."""

from typing import Any

from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.chats import Chat, PrivateChat
from tests.telegram.emulator.groups import Group
from tests.telegram.emulator.members import member_json
from tests.telegram.emulator.methods.asked import Asked, method
from tests.telegram.emulator.people import Person
from tests.telegram.emulator.refusals import bad_request

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")


@method("getMe")
def get_me(asked: Asked) -> dict[str, Any]:
    """Tell the bot who it is."""
    yes = ("can_join_groups",)
    no = (
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
        "has_topics_enabled",
    )
    reads = {"can_read_all_group_messages": not asked.bot.privacy}
    return asked.bot.json() | dict.fromkeys(yes, True) | dict.fromkeys(no, False) | reads


@method("logOut")
def log_out(asked: Asked) -> bool:
    """Log out, before a bot moves to a server of its own."""
    return True


@method("close")
def close(asked: Asked) -> bool:
    """Close the bot, before it moves from one server to another."""
    return True


@method("getFile")
def get_file(asked: Asked) -> dict[str, Any]:
    """Make a file downloadable."""
    file_id = asked.get("file_id", "")
    file = asked.telegram.shelf.find(asked.bot, file_id)
    path = asked.telegram.shelf.open_to(asked.bot, file)
    names = {"file_id": file_id, "file_unique_id": file.unique_id}
    return {**names, "file_size": file.size, "file_path": path}


@method("getChat")
def get_chat(asked: Asked) -> dict[str, Any]:
    """Tell all about a chat."""
    chat = asked.known_chat()
    if isinstance(chat, PrivateChat) and not chat.started:
        raise bad_request("chat not found")
    gifts = dict.fromkeys([*_GIFTS, "gifts_from_channels"], False)
    full = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
    return chat.json() | full


@method("leaveChat")
def leave_chat(asked: Asked) -> bool:
    """Leave a group."""
    chat = asked.chat()
    if not isinstance(chat, Group):
        raise bad_request("chat not found")
    chat.leaves(asked.bot)
    return True


@method("getChatMember")
def get_chat_member(asked: Asked) -> dict[str, Any]:
    """Tell what somebody is in a chat."""
    chat = asked.chat()
    number = asked.get("user_id")
    account = next((bot for bot in asked.telegram.bots if bot.id == number), None)
    member = account or asked.telegram.person(number)
    if member is None:
        raise bad_request("invalid user_id specified")
    return member_json(member, _status(chat, member))


@method("getChatMemberCount")
def get_chat_member_count(asked: Asked) -> int:
    """Count who is in a chat."""
    chat = asked.chat()
    if not isinstance(chat, Group):
        return 2
    bots = [status for status in chat.status.values() if status in ("member", "administrator")]
    return len(chat.members) + len(bots)


@method("getChatAdministrators")
def get_chat_administrators(asked: Asked) -> list[dict[str, Any]]:
    """Tell who leads a group."""
    chat = asked.chat()
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    leaders: list[Person | BotAccount] = [chat.owner] if chat.owner else []
    leaders += [bot for bot, status in chat.status.items() if status == "administrator"]
    return [member_json(leader, _status(chat, leader)) for leader in leaders]


def _status(chat: Chat, member: Person | BotAccount) -> str:
    if not isinstance(chat, Group):
        return "member"
    if isinstance(member, BotAccount):
        return chat.status.get(member, "left")
    if member is chat.owner:
        return "creator"
    return "member" if member in chat.members else "left"
