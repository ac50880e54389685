"""Reporting: words and files in any order become a report on a task, and can be put right."""

from bot.conversations.base import Conversation
from bot.conversations.report.again import again
from bot.conversations.report.answering import answered
from bot.conversations.report.edits import edited
from bot.conversations.report.resuming import resume
from bot.conversations.report.taps import tap
from bot.conversations.report.typed import choose, start

__all__ = ["CONVERSATION", "edited"]

CONVERSATION = Conversation(
    name="report",
    tap=tap,
    start=start,
    resume=resume,
    quoted=answered,
    commands=("/baocao", "báo cáo", "bc"),
    open=choose,
    takes_files=True,
    again=again,
)
