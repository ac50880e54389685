"""How the sending waits: by the event loop's own clock, which nobody sets back."""

import asyncio
import contextlib


class Watch:
    """Monotonic seconds, and waiting by them; tests have one of their own."""

    def seconds(self) -> float:
        """Return the seconds since some moment."""
        return asyncio.get_running_loop().time()

    async def sleep_until(self, moment: float) -> None:
        """Wait until then; a moment that is over costs nothing."""
        if (left := moment - self.seconds()) > 0:
            await asyncio.sleep(left)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Wait for an event, but no longer than so many seconds."""
        await wait_for_event(event, seconds)


async def wait_for_event(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but no longer than so many seconds.

    Python 3.11's `asyncio.wait_for` forgets that it was cancelled when the event comes at that
    very moment: whoever waited in a loop would never stop.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
