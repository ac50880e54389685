"""Changing and deleting what was sent."""

from typing import Any

from tests.telegram.emulator.entities import LONGEST_TEXT, Entity, units
from tests.telegram.emulator.groups import Group
from tests.telegram.emulator.keyboards import inline_keyboard
from tests.telegram.emulator.messages import CAPTIONED, Message
from tests.telegram.emulator.methods.asked import Asked, caption, method, words
from tests.telegram.emulator.refusals import MistakeError, bad_request

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
DELETABLE_FOR = 48 * 3600


@method("editMessageText")
def edit_message_text(asked: Asked) -> dict[str, Any]:
    """Put another text in the place of a text."""
    message = _editable(asked)
    text, entities = words(asked.params)
    if not text:
        raise MistakeError("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise MistakeError("MESSAGE_TOO_LONG")
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return _edit(asked, message, text, entities)


@method("editMessageCaption")
def edit_message_caption(asked: Asked) -> dict[str, Any]:
    """Put another caption under a file."""
    message = _editable(asked)
    text, entities = caption(asked.params)
    if message.media is None or message.media.kind not in CAPTIONED:
        raise bad_request("there is no caption in the message to edit")
    return _edit(asked, message, text, entities)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(asked: Asked) -> dict[str, Any]:
    """Put other buttons under a message."""
    message = _editable(asked)
    return _edit(asked, message, message.text, message.entities, only_buttons=True)


def _editable(asked: Asked) -> Message:
    if asked.get("inline_message_id"):
        raise MistakeError("inline messages are not imitated")
    message = asked.message(asked.chat(), "message to edit")
    if message.sender is not asked.bot or message.forwarded:
        raise bad_request("message can't be edited")
    return message


def _edit(
    asked: Asked,
    message: Message,
    text: str,
    entities: list[Entity],
    *,
    only_buttons: bool = False,
) -> dict[str, Any]:
    buttons = inline_keyboard(asked.get("reply_markup"))
    if (text, entities, buttons) == (message.text, message.entities, message.inline):
        raise bad_request(SAME)
    asked.within_limits(message.chat)
    if not only_buttons:
        message.edited.append(message.text)
        message.edit_date = asked.telegram.now()
    message.text, message.entities, message.inline = text, entities, buttons
    asked.telegram.happened(message)
    return asked.told(message)


@method("deleteMessage")
def delete_message(asked: Asked) -> bool:
    """Take a message away for everybody."""
    message = asked.message(asked.chat(), "message to delete")
    _delete(asked, message)
    return True


@method("deleteMessages")
def delete_messages(asked: Asked) -> bool:
    """Take several away; those that are gone already are skipped."""
    chat = asked.chat()
    for number in asked.get("message_ids", []):
        if message := chat.find(number):
            _delete(asked, message)
    return True


def _delete(asked: Asked, message: Message) -> None:
    too_old = asked.telegram.now() - message.date > DELETABLE_FOR
    if too_old or not _may_delete(asked, message):
        raise bad_request("message can't be deleted for everyone")
    message.deleted = True
    asked.telegram.happened(message)


def _may_delete(asked: Asked, message: Message) -> bool:
    chat = message.chat
    if message.sender is asked.bot or not isinstance(chat, Group):
        return True
    return chat.status.get(asked.bot) == "administrator"
