"""An account's line: how fast it may send, and whether anything gets through at all. Pure.

Times are seconds of a monotonic clock, given by the caller.
"""

from collections.abc import Callable


class Line:
    """What one account of a platform can take now."""

    def __init__(
        self, *, per_second: float | None = None, gap: Callable[[str], float] = lambda _chat: 0.0
    ) -> None:
        """`per_second` messages overall, None: as many as come; `gap` seconds between two to a chat."""
        self._per_second = per_second
        self._gap = gap
