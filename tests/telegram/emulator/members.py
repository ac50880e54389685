"""What somebody is in a chat, as the Bot API tells it."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount
    from tests.telegram.emulator.actors import Actor

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_invite_users",
    "can_pin_messages",
)
_NO_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_promote_members",
    "can_change_info",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


def member_json(account: "Actor | BotAccount", status: str) -> dict[str, Any]:
    """Return a ChatMember."""
    member: dict[str, Any] = {"user": account.json(), "status": status}
    if status == "kicked":
        member["until_date"] = 0
    if status == "creator":
        member["is_anonymous"] = False
    if status == "administrator":
        member |= dict.fromkeys(_RIGHTS, True) | dict.fromkeys(_NO_RIGHTS, False)
    return member
