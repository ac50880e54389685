"""The question for what a person sent, asked once more after something came in between."""

import contextlib
from dataclasses import replace

from bot.conversations.base import Reply, Turn
from bot.conversations.report.finding import ask_which
from bot.conversations.report.typed import ask_content
from bot.conversations.report.waiting import take_files, waiting_words
from data.domain.messages import OutgoingMessage
from data.errors import RefusedError
from data.texts.reports import ask_help


async def again(turn: Turn) -> Reply | None:
    """Ask what the files and words that wait are for; None when none wait."""
    taken, words = await take_files(turn), waiting_words(turn)
    if not (taken.evidence or words):
        return None
    if "help" in turn.data:
        return Reply((OutgoingMessage(ask_help(turn.person)),), keep=turn.data)
    if "occ" in turn.data:
        # What is not theirs any more is asked about as if nothing had been chosen.
        with contextlib.suppress(RefusedError):
            return replace(await ask_content(turn, int(turn.data["occ"])), keep=turn.data)
    return await ask_which(turn, taken, words)
