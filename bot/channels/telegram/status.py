"""What Telegram's troubles mean for receiving, and how an administrator reads of them."""

from bot.channels.standing import State
from bot.channels.telegram.errors import Trouble, seconds_to_wait, trouble_of
from bot.channels.trying import Failure
from data.texts import telegram as words

SENTENCES = {
    State.STARTING: words.starting,
    State.OK: words.working,
    State.UNREACHABLE: words.unreachable,
    State.SLOWED_DOWN: words.slowed_down,
    State.WRONG_TOKEN: words.wrong_token,
    State.BLOCKED_PAGE: words.blocked_page,
    State.CONFLICT: words.other_program,
    State.NOT_CALLED: words.not_called,
    State.NOT_KEPT: words.not_kept,
}
_STATES = {
    Trouble.WRONG_TOKEN: State.WRONG_TOKEN,
    Trouble.STRANGE_ANSWER: State.BLOCKED_PAGE,
    Trouble.CONFLICT: State.CONFLICT,
    Trouble.THROTTLED: State.SLOWED_DOWN,
}


def failure_of(error: Exception) -> Failure:
    """Return what an exception of the client means for receiving."""
    trouble = trouble_of(error)
    wait = seconds_to_wait(error) if trouble is Trouble.THROTTLED else None
    return Failure(_STATES.get(trouble, State.UNREACHABLE), wait)
