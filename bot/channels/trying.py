"""Asking a platform until it answers, and telling how it goes meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.channels.standing import Sentences, State, Status
from data.clock import Clock

T = TypeVar("T")
_LONGEST = 60.0
_NEEDS_A_PERSON = {State.WRONG_TOKEN, State.BLOCKED_PAGE, State.CONFLICT}
"""Nothing that asking again soon would change."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """What an exception means for receiving."""

    state: State
    wait: float | None = None
    """Seconds that the platform asks to be left alone."""


class Trying:
    """Goes on until it works: there may be no network at boot, nor for a day."""

    def __init__(
        self,
        label: str,
        sentences: Sentences,
        read: Callable[[Exception], Failure],
        clock: Clock,
        *,
        pace: float = 1.0,
    ) -> None:
        """`label` is for the log, `read` tells a failure; `pace` makes the pauses of tests shorter."""
        self.status = Status(State.STARTING, clock(), sentences)
        self._label = label
        self._read = read
        self._clock = clock
        self._pace = pace

    async def until_done(
        self, step: Callable[[], Awaitable[T]], judge: Callable[[T], State] | None = None
    ) -> T:
        """Return what a step returns, however often it has to be taken. Raises nothing.

        `judge` says how things stand then; without it all is well.
        """
        failures = 0
        while True:
            try:
                done = await step()
            except Exception as error:
                failures += 1
                failure = self._read(error)
                self.note(failure.state)
                await self.pause(failure.wait or _seconds(failure.state, failures))
            else:
                self.note(judge(done) if judge else State.OK)
                return done

    def note(self, state: State) -> None:
        """Remember how it stands, and log it when that is news."""
        before = self.status
        self.status = before.becomes(state, self._clock())
        if self.status is not before:
            level = logging.INFO if state is State.OK else logging.WARNING
            _log.log(level, "%s: %s", self._label, state)

    async def pause(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds * self._pace)


def growing(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: 1, 2, 4 … 60."""
    return min(2.0 ** min(failures - 1, 10), _LONGEST)


def _seconds(state: State, failures: int) -> float:
    # The old process of a restart may hold the line for a moment, so the first pause is short.
    return growing(failures) * (5 if state in _NEEDS_A_PERSON and failures > 1 else 1)
