"""What happened to a chat itself: blocked, joined, left, moved."""

from telegram import ChatMember, ChatMemberUpdated, Message

from bot.channels.quiet import QuietError
from bot.channels.telegram.address import NAME
from data.domain.messages import Chat, ChatEvent, ChatNotice

_IN = {"creator", "administrator", "member"}


def notice_of_change(change: ChatMemberUpdated, account: str) -> ChatNotice:
    """Return what became of the bot in a chat. Raises QuietError when it is nothing to us."""
    chat = Chat(NAME, account, str(change.chat.id))
    was, is_in = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    if change.chat.type == "channel" or (was == is_in and change.chat.type != "private"):
        raise QuietError
    if change.chat.type == "private":
        # Both, whatever was before: a notice that was missed is made up for by the next.
        return ChatNotice(chat, ChatEvent.UNBLOCKED if is_in else ChatEvent.BLOCKED)
    who = change.from_user
    return ChatNotice(
        chat,
        ChatEvent.JOINED if is_in else ChatEvent.LEFT,
        by=None if who.is_bot else Chat(NAME, account, str(who.id)),
        title=str(change.chat.title or ""),
    )


def notice_of_service(message: Message, account: str) -> ChatNotice:
    """Return what a service message tells of its chat.

    Raises QuietError when it tells nothing that matters here. The bot's own coming and going is
    told by `my_chat_member` as well, and read there.
    """
    if message.migrate_to_chat_id is None:
        raise QuietError
    return ChatNotice(
        Chat(NAME, account, str(message.chat.id)),
        ChatEvent.MOVED,
        moved_to=str(message.migrate_to_chat_id),
        title=str(message.chat.title or ""),
    )


def _is_in(member: ChatMember) -> bool:
    return member.status in _IN or (
        member.status == "restricted" and bool(getattr(member, "is_member", False))
    )
