"""Every conversation, in the order in which they are asked whether a fresh message is theirs."""

from bot.conversations import cancel, help, remind, report, tasks
from bot.conversations.base import Conversation

ALL: tuple[Conversation, ...] = (
    cancel.CONVERSATION,
    report.CONVERSATION,
    tasks.CONVERSATION,
    remind.CONVERSATION,
    help.CONVERSATION,
    help.LOST,
)
"""The last one answers whatever is left over."""
