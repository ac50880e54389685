"""How a bot stands with Zalo, for the status page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.channels.zalo_bot.errors import Trouble
from data.texts import zalo as words


class State(StrEnum):
    """What is the matter with receiving."""

    STARTING = "starting"
    OK = "ok"
    UNREACHABLE = "unreachable"
    SLOWED_DOWN = "slowed down"
    WRONG_TOKEN = "wrong token"  # noqa: S105 - a word, no token
    BLOCKED_PAGE = "blocked page"
    CONFLICT = "conflict"  # a webhook of another program's
    NOT_CALLED = "not called"  # Zalo cannot reach our webhook
    NOT_KEPT = "not kept"  # our own database takes nothing


_SENTENCES = {
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


@dataclass(frozen=True, slots=True)
class Status:
    """How a bot stands, and since when."""

    state: State
    since: datetime

    @property
    def detail(self) -> str:
        """What an administrator reads."""
        return _SENTENCES[self.state]()

    @property
    def is_working(self) -> bool:
        """Whether nothing is wrong, as far as is known."""
        return self.state in (State.STARTING, State.OK)

    def becomes(self, state: State, now: datetime) -> "Status":
        """Return the status from now on: the same as long as the state is the same."""
        return self if state is self.state else Status(state, now)


def state_of(trouble: Trouble) -> State:
    """Return what a trouble means for receiving."""
    return _STATES.get(trouble, State.UNREACHABLE)
