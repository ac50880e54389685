"""What Zalo's troubles mean for receiving, and how an administrator reads of them."""

from bot.channels.standing import State
from bot.channels.trying import Failure
from bot.channels.zalo_bot.errors import CallError, Trouble
from data.texts import zalo as words

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
    Trouble.NOT_FOUND: State.WRONG_TOKEN,  # no such bot, or no such API at that address
    Trouble.CONFLICT: State.CONFLICT,
    Trouble.THROTTLED: State.SLOWED_DOWN,
    Trouble.MONTHLY: State.SLOWED_DOWN,
    Trouble.QUOTA: State.SLOWED_DOWN,
}


def failure_of(error: Exception) -> Failure:
    """Return what an exception of a call means for receiving."""
    known = error if isinstance(error, CallError) else CallError(Trouble.UNCERTAIN)
    return Failure(_STATES.get(known.trouble, State.UNREACHABLE), known.wait)
