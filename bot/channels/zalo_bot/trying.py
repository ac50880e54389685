"""Asking Zalo until it answers, and telling how it goes meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.channels.zalo_bot.errors import CallError, Trouble
from bot.channels.zalo_bot.status import State, Status, state_of
from data.clock import Clock

T = TypeVar("T")
_LONGEST = 60.0
_NEEDS_A_PERSON = {State.WRONG_TOKEN, State.BLOCKED_PAGE, State.CONFLICT}
"""Nothing that asking again soon would change."""
_log = logging.getLogger(__name__)


class Trying:
    """Goes on until it works: there may be no network at boot, nor for a day."""

    def __init__(self, account: str, clock: Clock, *, pace: float = 1.0) -> None:
        """`pace` makes the pauses of tests shorter."""
        self.status = Status(State.STARTING, clock())
        self._account = account
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
                known = error if isinstance(error, CallError) else CallError(Trouble.UNCERTAIN)
                self.note(state_of(known.trouble))
                await self.pause(known.wait or self._seconds(failures))
            else:
                self.note(judge(done) if judge else State.OK)
                return done

    def note(self, state: State) -> None:
        """Remember how it stands, and log it when that is news."""
        before = self.status
        self.status = before.becomes(state, self._clock())
        if self.status is not before:
            level = logging.INFO if state is State.OK else logging.WARNING
            _log.log(level, "zalo bot %s: %s", self._account, state)

    async def pause(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds * self._pace)

    def _seconds(self, failures: int) -> float:
        needs_a_person = self.status.state in _NEEDS_A_PERSON and failures > 1
        return growing(failures) * (5 if needs_a_person else 1)


def growing(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: 1, 2, 4 … 60."""
    return min(2.0 ** min(failures - 1, 10), _LONGEST)
