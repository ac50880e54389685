"""Scripted misfortune: what goes wrong with the next calls of a method."""

from dataclasses import dataclass, field
from typing import Any

from tests.telegram.emulator.refusals import RefusedError

BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>"
)
BLOCK_PAGE = (
    "<!DOCTYPE html><html><head><title>Thông báo</title></head><body>"
    "<h1>Trang web bị chặn theo quy định</h1></body></html>"
)


@dataclass(frozen=True)
class Fault:
    """One kind of misfortune."""

    name: str
    delivered: bool
    """Whether the call is carried out all the same."""
    status: int = 200
    body: str | None = None
    """What is answered instead of the true answer."""
    content_type: str = "text/html; charset=utf-8"
    silent: bool = False
    dropped: bool = False
    seconds: float = 0.0
    refusal: RefusedError | None = None


def accepted_then_silent() -> Fault:
    """Carry the call out and never answer."""
    return Fault("accepted_then_silent", delivered=True, silent=True)


def accepted_then_dropped() -> Fault:
    """Carry the call out and close the connection without an answer."""
    return Fault("accepted_then_dropped", delivered=True, dropped=True)


def dropped() -> Fault:
    """Close the connection; nothing is carried out."""
    return Fault("dropped", delivered=False, dropped=True)


def silent() -> Fault:
    """Never answer; nothing is carried out."""
    return Fault("silent", delivered=False, silent=True)


def status(code: int = 502, html: str = BAD_GATEWAY, *, delivered: bool = False) -> Fault:
    """Answer as a proxy in between does when the service is down."""
    return Fault("status", delivered=delivered, status=code, body=html)


def html200(html: str = BLOCK_PAGE, *, delivered: bool = False) -> Fault:
    """Answer 200 with a page of the internet provider's."""
    return Fault("html200", delivered=delivered, body=html)


def not_json(text: str = '{"ok":true,"res', *, delivered: bool = False) -> Fault:
    """Answer 200 with something cut off in the middle."""
    return Fault("not_json", delivered=delivered, body=text, content_type="application/json")


def throttle(retry_after: int) -> Fault:
    """Answer 429."""
    text = f"Too Many Requests: retry after {retry_after}"
    return refused(429, text, retry_after=retry_after)


def slow(seconds: float) -> Fault:
    """Carry the call out at once and answer late."""
    return Fault("slow", delivered=True, seconds=seconds)


def refused(code: int, description: str, **parameters: int) -> Fault:
    """Answer with any error."""
    refusal = RefusedError(code, description, **parameters)
    return Fault("refused", delivered=False, refusal=refusal)


@dataclass(eq=False)
class Planned:
    """A fault that waits for its calls."""

    fault: Fault
    method: str | None
    chat: int | None
    left: int
    hits: int = 0

    def cancel(self) -> None:
        """Let it happen no more."""
        self.left = 0

    def meets(self, method: str, chat: Any) -> bool:
        """Whether it happens to this call; polling is spared unless it is named."""
        if self.left <= 0 or (self.chat is not None and str(self.chat) != str(chat)):
            return False
        if self.method is None:
            return method.lower() != "getupdates"
        return self.method.lower() == method.lower()


@dataclass
class Faults:
    """All faults of a test, used up in order."""

    planned: list[Planned] = field(default_factory=list)

    def plan(self, fault: Fault, method: str | None, *, chat: int | None, times: int) -> Planned:
        """Let a fault happen to the next calls."""
        planned = Planned(fault, method, chat, times)
        self.planned.append(planned)
        return planned

    def next_for(self, method: str, chat: Any) -> Fault | None:
        """Return the fault of a call, and use it up."""
        for planned in self.planned:
            if planned.meets(method, chat):
                planned.left -= 1
                planned.hits += 1
                return planned.fault
        return None
