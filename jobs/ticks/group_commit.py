"""What finishes together is recorded in one transaction: whoever comes during a commit joins the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from data.store.unit_of_work import Store, UnitOfWork

Work = Callable[[UnitOfWork], Awaitable[None]]
_Handed = tuple[Work, asyncio.Future[None]]


class GroupCommit:
    """Writes what is handed to it. Nobody waits for others, but for a commit under way."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: list[_Handed] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, work: Work) -> None:
        """Do the work in a transaction; returns once it is committed, raises what it raises."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        if self._writer is None:
            # A task of its own: whoever came first does not have to write for those after him.
            self._writer = asyncio.create_task(self._write_all())
        await done

    async def _write_all(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            await self._write(together)
        self._writer = None

    async def _write(self, together: Sequence[_Handed]) -> None:
        try:
            async with self._store.write() as unit:
                for work, _ in together:
                    await work(unit)
        except Exception as error:
            if len(together) > 1:
                # The fault of one is not the others': each on its own.
                for one in together:
                    await self._write([one])
                return
            failed: Exception | None = error
        else:
            failed = None
        for _, done in together:
            if done.done():  # whoever handed it in was cancelled
                continue
            if failed is None:
                done.set_result(None)
            else:
                done.set_exception(failed)
