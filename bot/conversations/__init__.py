"""Every conversation, in the order in which they are asked whether a fresh message is theirs."""

from bot.conversations import (
    calendar,
    cancel,
    channels,
    dates,
    desk,
    documents,
    erasing,
    events,
    groups,
    help,
    people,
    plan,
    privacy,
    remind,
    report,
    requests,
    review,
    settings,
    setup,
    tasks,
    trouble,
)
from bot.conversations.base import Conversation

ALL: tuple[Conversation, ...] = (
    cancel.CONVERSATION,
    erasing.CONVERSATION,
    setup.CONVERSATION,
    people.CONVERSATION,
    plan.CONVERSATION,
    events.CONVERSATION,
    dates.CONVERSATION,
    settings.CONVERSATION,
    channels.CONVERSATION,
    calendar.CONVERSATION,
    privacy.CONVERSATION,
    desk.CONVERSATION,
    groups.CONVERSATION,
    trouble.CONVERSATION,
    documents.CONVERSATION,
    remind.CONVERSATION,
    review.CONVERSATION,
    requests.CONVERSATION,
    report.CONVERSATION,
    tasks.CONVERSATION,
    help.CONVERSATION,
    help.LOST,
)
"""The lead office's come before reporting: a plan document is not evidence. So does "vì sao #7". The last one answers
whatever is left over."""
