"""What can go wrong between a client and the service."""

from dataclasses import dataclass, field
from typing import Any, Protocol

BAD_GATEWAY = (
    "<html><head><title>502 Bad Gateway</title></head>"
    "<body><center><h1>502 Bad Gateway</h1></center><hr></body></html>"
)
BLOCK_PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><title>Thông báo</title></head>'
    "<body><h1>Trang này hiện không truy cập được</h1></body></html>"
)


class Somebody(Protocol):
    """Whoever has ids."""

    @property
    def ids(self) -> frozenset[str]:
        """All ids under which the service knows them."""


@dataclass(frozen=True)
class Fault:
    """One kind of misfortune."""

    name: str
    delivered: bool
    """Whether the call is carried out all the same."""
    silent: bool = False
    dropped: bool = False
    status: int = 200
    body: str | None = None
    content_type: str = "text/html; charset=utf-8"
    seconds: float = 0.0
    refusal: tuple[int, str] | None = None


def accepted_then_silent() -> Fault:
    """Carry the call out and never answer."""
    return Fault("accepted_then_silent", delivered=True, silent=True)


def accepted_then_dropped() -> Fault:
    """Carry the call out and close the connection without an answer."""
    return Fault("accepted_then_dropped", delivered=True, dropped=True)


def silent() -> Fault:
    """Never answer; nothing is carried out."""
    return Fault("silent", delivered=False, silent=True)


def dropped() -> Fault:
    """Close the connection; nothing is carried out."""
    return Fault("dropped", delivered=False, dropped=True)


def status(code: int = 502, html: str = BAD_GATEWAY, *, delivered: bool = False) -> Fault:
    """Answer with a page of a proxy in between."""
    return Fault("status", delivered=delivered, status=code, body=html)


def html200(html: str = BLOCK_PAGE, *, delivered: bool = False) -> Fault:
    """Answer 200 with a page of the internet provider's."""
    return Fault("html200", delivered=delivered, body=html)


def not_json(text: str = '{"ok":true,"res', *, delivered: bool = False) -> Fault:
    """Answer 200 with something cut off in the middle."""
    return Fault("not_json", delivered=delivered, body=text, content_type="application/json")


def slow(seconds: float) -> Fault:
    """Carry the call out at once and answer late."""
    return Fault("slow", delivered=True, seconds=seconds)


def refused(code: int, description: str, *, delivered: bool = False) -> Fault:
    """Answer with an error of the service's own: 429, 403, -32 …"""
    return Fault("refused", delivered=delivered, refusal=(code, description))


@dataclass(eq=False)
class Planned:
    """A fault that waits for its calls."""

    fault: Fault
    method: str | None
    to: Somebody | None
    left: int
    hits: int = 0

    def cancel(self) -> None:
        """Let it happen no more."""
        self.left = 0

    def meets(self, method: str, chat_id: str) -> bool:
        """Whether it happens to this call; polling and links are spared unless named."""
        if self.left <= 0 or (self.to is not None and chat_id not in self.to.ids):
            return False
        if self.method is None:
            return method not in ("getUpdates", "link")
        return method == self.method or method.endswith("/" + self.method)


@dataclass
class Faults:
    """All faults of a test, used up in order."""

    planned: list[Planned] = field(default_factory=list)

    def plan(self, fault: Fault, method: str | None, to: Any, times: int) -> Planned:
        """Let a fault happen to the next calls."""
        self.planned.append(Planned(fault, method, to, times))
        return self.planned[-1]

    def next_for(self, method: str, chat_id: str) -> Fault | None:
        """Return the fault of a call, and use it up."""
        for planned in self.planned:
            if planned.meets(method, chat_id):
                planned.left -= 1
                planned.hits += 1
                return planned.fault
        return None
