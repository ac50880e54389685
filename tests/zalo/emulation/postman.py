"""Pushing events to webhooks, with retries by the emulator's clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.zalo.emulation.calls import Delivery

if TYPE_CHECKING:
    from tests.zalo.emulation.world import World


@dataclass(eq=False)
class Parcel:
    """An event on its way."""

    url: str
    body: bytes
    headers: dict[str, str]
    due: float
    within: float
    """Seconds in which the other side must answer."""
    retries: tuple[float, ...] = ()
    """After how long each next attempt is made."""
    retry_header: str = ""
    event: dict[str, Any] = field(default_factory=dict)
    attempts: int = 0
    given_up: Callable[[], None] = lambda: None
    arrived: Callable[[], None] = lambda: None

    def headers_now(self) -> dict[str, str]:
        """Return the headers of this attempt: retries are numbered."""
        numbered = self.retry_header and self.attempts
        return self.headers | ({self.retry_header: str(self.attempts)} if numbered else {})


class Postman:
    """Carries the parcels one after the other."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self._bag: list[Parcel] = []

    @property
    def waiting(self) -> int:
        """How many parcels have not arrived."""
        return len(self._bag)

    def post(self, parcel: Parcel) -> None:
        """Take a parcel."""
        with self.world.lock:
            self._bag.append(parcel)
            self.world.bell.ring()

    async def work(self) -> None:
        """Carry for ever."""
        with self.world.bell.ear() as ear:
            while not self.world.closing:
                parcel = self._next()
                if parcel is not None:
                    await self._carry(parcel)
                else:
                    await ear.wait(0.05 if self._bag else 60.0)

    def _next(self) -> Parcel | None:
        with self.world.lock:
            now = self.world.clock.now()
            return next((parcel for parcel in self._bag if parcel.due <= now), None)

    async def _carry(self, parcel: Parcel) -> None:
        delivery = await self.push(parcel)
        with self.world.lock:
            if delivery.ok or len(parcel.retries) <= parcel.attempts:
                self._bag.remove(parcel)
                self._finish(parcel, delivery)
            else:
                parcel.due = self.world.clock.now() + parcel.retries[parcel.attempts]
                parcel.attempts += 1
            self.world.bell.ring()

    def _finish(self, parcel: Parcel, delivery: Delivery) -> None:
        if delivery.ok:
            parcel.arrived()
            return
        self.world.lost.append(parcel.event)
        parcel.given_up()

    async def push(self, parcel: Parcel) -> Delivery:
        """Try once, and write it down."""
        world, headers = self.world, parcel.headers_now()
        address = (parcel.url, parcel.body, headers, parcel.attempts + 1)
        if world.cut_off:
            delivery = Delivery(*address, None, "unreachable")
        else:
            what = {"data": parcel.body, "headers": headers, "allow_redirects": False}
            reply = await world.outward.ask("POST", parcel.url, within=parcel.within, **what)
            delivery = Delivery(*address, reply.status, reply.problem)
        with world.lock:
            world.deliveries.append(delivery)
            world.bell.ring()
        return delivery
