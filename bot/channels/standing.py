"""How a bot stands with its platform, for the status page: the same things go wrong on each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """What is the matter with receiving."""

    STARTING = "starting"
    OK = "ok"
    UNREACHABLE = "unreachable"
    SLOWED_DOWN = "slowed down"
    WRONG_TOKEN = "wrong token"  # noqa: S105 - a word, no token
    BLOCKED_PAGE = "blocked page"
    CONFLICT = "conflict"  # another program receives, or has its own webhook set
    NOT_CALLED = "not called"  # the platform cannot reach our webhook
    NOT_KEPT = "not kept"  # our own database takes nothing


Sentences = Mapping[State, Callable[[], str]]
"""What an administrator reads of each state, in the words of one platform."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a bot stands, and since when."""

    state: State
    since: datetime
    sentences: Sentences

    @property
    def detail(self) -> str:
        """What an administrator reads."""
        return self.sentences[self.state]()

    @property
    def is_working(self) -> bool:
        """Whether nothing is wrong, as far as is known."""
        return self.state in (State.STARTING, State.OK)

    def becomes(self, state: State, now: datetime) -> "Status":
        """Return the status from now on: the same as long as the state is the same."""
        return self if state is self.state else Status(state, now, self.sentences)
