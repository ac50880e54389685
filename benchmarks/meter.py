"""Where an event loop's time goes: each piece's own steps, without what it waits for."""

import asyncio
import inspect
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Generator, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

WAITING = "waiting"
REST = "rest"


class Meter:
    """Adds up seconds under names; what is measured inside another piece counts once."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.total = 0.0
        self._inner = [0.0]
        """For each piece under way, the seconds of those inside it."""

    @contextmanager
    def watching(self, *pieces: tuple[object, str, str]) -> Iterator[None]:
        """Measure attributes (owner, name, under which name) and the loop's own waiting."""
        selector = getattr(asyncio.get_running_loop(), "_selector")  # noqa: B009 - not public
        with ExitStack() as patched:
            for owner, name, label in (*pieces, (selector, "select", WAITING)):
                work = self._measured(getattr(owner, name), label)
                patched.enter_context(patch.object(owner, name, work))
            start = time.perf_counter()
            try:
                yield
            finally:
                self.total += time.perf_counter() - start

    @property
    def shares(self) -> dict[str, float]:
        """Each piece's share of the whole."""
        rest = self.total - sum(self.seconds.values())
        return {name: s / self.total for name, s in {**self.seconds, REST: rest}.items()}

    def _measured(self, work: Callable[..., Any], label: str) -> Callable[..., Any]:
        if not inspect.iscoroutinefunction(work):

            def call(*arguments: Any, **named: Any) -> Any:
                with self._piece(label):
                    return work(*arguments, **named)

            return call

        async def stepped(*arguments: Any, **named: Any) -> Any:
            return await _Stepped(work(*arguments, **named), lambda: self._piece(label))

        return stepped

    @contextmanager
    def _piece(self, label: str) -> Iterator[None]:
        self._inner.append(0.0)
        start = time.perf_counter()
        try:
            yield
        finally:
            taken = time.perf_counter() - start
            self.seconds[label] += taken - self._inner.pop()
            self._inner[-1] += taken


class _Stepped(Awaitable[Any]):
    """A coroutine, measured from each resumption to the next pause."""

    def __init__(self, work: Coroutine[Any, Any, Any], piece: Callable[[], Any]) -> None:
        self._work, self._piece = work, piece

    def __await__(self) -> Generator[Any, Any, Any]:
        resume: Callable[[Any], Any] = self._work.send
        given: BaseException | None = None
        while True:
            try:
                with self._piece():
                    paused_for = resume(given)
            except StopIteration as end:
                return end.value
            try:
                yield paused_for
            except BaseException as error:
                resume, given = self._work.throw, error
            else:
                resume, given = self._work.send, None
