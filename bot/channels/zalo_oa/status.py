"""How an account stands with Zalo, for the status page and the check."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.channels.zalo_oa.errors import OaError, Trouble
from data.store.channel_tokens import KeptPair, PairState
from data.texts import zalo_oa as words


class State(StrEnum):
    """What is the matter."""

    STARTING = "starting"
    OK = "ok"
    UNREACHABLE = "unreachable"
    BLOCKED_PAGE = "blocked page"
    NOT_CONNECTED = "not connected"
    LOST = "token lost"  # perhaps used up without its answer being kept
    REFUSED = "token refused"
    WRONG_SIGNATURE = "wrong signature"
    ACCOUNT_REFUSED = "account refused"


_OF_TROUBLE = {
    Trouble.NOT_CONNECTED: State.NOT_CONNECTED,
    Trouble.STRANGE_ANSWER: State.BLOCKED_PAGE,
    Trouble.TOKEN_REFUSED: State.REFUSED,
    Trouble.SAID_NO: State.ACCOUNT_REFUSED,
}


@dataclass(frozen=True, slots=True)
class Status:
    """How an account stands, and since when."""

    state: State
    since: datetime

    @property
    def is_working(self) -> bool:
        """Whether nothing is wrong, as far as is known."""
        return self.state in (State.STARTING, State.OK)

    def becomes(self, state: State, now: datetime) -> "Status":
        """Return the status from now on: the same as long as the state is the same."""
        return self if state is self.state else Status(state, now)


def sentence(state: State, connect_at: str) -> str:
    """Return what an administrator reads; `connect_at` is the page that connects the account."""
    match state:
        case State.NOT_CONNECTED:
            return words.not_connected(connect_at)
        case State.LOST | State.REFUSED:
            return words.must_reconnect(connect_at, was_lost=state is State.LOST)
        case _:
            return _SENTENCES[state]()


_SENTENCES = {
    State.STARTING: words.starting,
    State.OK: words.working,
    State.UNREACHABLE: words.unreachable,
    State.BLOCKED_PAGE: words.blocked_page,
    State.WRONG_SIGNATURE: words.wrong_signature,
    State.ACCOUNT_REFUSED: words.refused_by_zalo,
}


def state_of(error: OaError, kept: KeptPair | None = None) -> State:
    """Return what an error means; what is kept of the token tells whether it was lost on its way."""
    if error.trouble is Trouble.TOKEN_REFUSED and kept is not None and kept.is_unsure:
        return State.LOST
    return _OF_TROUBLE.get(error.trouble, State.UNREACHABLE)


def state_of_token(kept: KeptPair | None) -> State:
    """Return how the token stands, asking nobody."""
    if kept is None:
        return State.NOT_CONNECTED
    if kept.state is PairState.REFUSED:
        return State.LOST if kept.is_unsure else State.REFUSED
    return State.OK
