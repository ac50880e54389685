"""The whole of an imitated service: its time, its records and its controls."""

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.emulation.waiting import PATIENCE, Waiting
from tests.zalo.emulation.calls import Call, Delivery, Fetch, Violation
from tests.zalo.emulation.clocks import Clock
from tests.zalo.emulation.faults import Fault, Faults, Planned
from tests.zalo.emulation.links import Links
from tests.zalo.emulation.outward import Outward
from tests.zalo.emulation.postman import Postman


class World(Waiting):
    """What the control objects of both services share."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.clock = Clock(clock, self.bell.ring)
        self.links = Links(self)
        self.outward = Outward(self)
        self.postman = Postman(self)
        self.faults = Faults()
        self.requests: list[Call] = []
        """Every request of a client, in order."""
        self.violations: list[Violation] = []
        """Requests that a correct client never makes."""
        self.deliveries: list[Delivery] = []
        """Every attempt to push an event."""
        self.lost: list[dict[str, Any]] = []
        """Events that were given up."""
        self.fetches: list[Fetch] = []
        """Every look at a picture of a client's."""
        self.cut_off = False
        self.closing = False
        self.port = 0
        self._moment = 0

    @property
    def url(self) -> str:
        """The base address of the service."""
        return f"http://127.0.0.1:{self.port}"

    def reroute(self, address: str, to: str) -> None:
        """Let a public address, such as https://nhacviec.example, lead to another server."""
        self.outward.routes[address.rstrip("/")] = to.rstrip("/")

    # What goes wrong

    def fault(
        self, fault: Fault, method: str | None = None, *, to: Any = None, times: int = 1
    ) -> Planned:
        """Let a fault happen to the next calls: of a method, to somebody; "link" for files."""
        with self.lock:
            return self.faults.plan(fault, method, to, times)

    def cut(self) -> None:
        """Cut the network: every connection is dropped until `restore`."""
        self.cut_off = True
        self.bell.ring()

    def restore(self) -> None:
        """Mend the network."""
        self.cut_off = False
        self.bell.ring()

    def close(self) -> None:
        """Let whoever waits go."""
        self.closing = True
        self.bell.ring()

    # What is known afterwards

    @property
    def counts(self) -> Counter[str]:
        """How often each method was called."""
        with self.lock:
            return Counter(call.method for call in self.requests)

    def calls(self, method: str) -> list[Call]:
        """Return the calls of one method, or of a path's end."""
        with self.lock:
            whole = (method, "/" + method)
            return [c for c in self.requests if c.method == method or c.method.endswith(whole)]

    def note_violation(self, call: Call, problem: str) -> None:
        """Write down what a correct client would not have done."""
        self.violations.append(Violation(call.method, problem, dict(call.params)))

    # Time and waiting

    def next_moment(self) -> int:
        """Return the next place in the order of everything that happens."""
        with self.lock:
            self._moment += 1
            return self._moment

    async def rests(self, quiet: float = 0.2, within: float = PATIENCE) -> None:
        """Wait until nothing waits to be delivered and no call but polling came for a while."""
        end = time.monotonic() + within
        with self.bell.ear() as ear:
            while not self._is_quiet(quiet):
                assert time.monotonic() < end, f"no rest within {within} s"
                await ear.wait(min(quiet / 2, 0.05))

    def _is_quiet(self, quiet: float) -> bool:
        with self.lock:
            calls = [call for call in self.requests if call.method != "getUpdates"]
            if self.undelivered() or any(call.took is None for call in calls):
                return False
            over = [call.at + (call.took or 0.0) for call in calls]
            return not over or time.monotonic() - max(over) >= quiet

    def undelivered(self) -> int:
        """Return how many events have not reached a client yet."""
        return self.postman.waiting
