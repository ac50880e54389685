"""Token buckets in memory: nobody asks faster than a person can."""

import math
from datetime import datetime

from bot.web.context import Rate

_MOST = 20_000
"""Buckets kept; full ones are dropped first, for a full bucket is the same as none."""


class Buckets:
    """One bucket a key, all of one rate."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._level: dict[str, tuple[float, datetime]] = {}

    def take(self, key: str, now: datetime) -> int:
        """Take one token: 0 when there was one, else the seconds until there will be."""
        level = self._filled(key, now)
        if level < 1:
            return math.ceil((1 - level) * 60 / self._rate.per_minute)
        if len(self._level) >= _MOST:
            self._drop_full(now)
        self._level[key] = (level - 1, now)
        return 0

    def _filled(self, key: str, now: datetime) -> float:
        level, since = self._level.get(key, (float(self._rate.burst), now))
        passed = max(0.0, (now - since).total_seconds())
        return min(float(self._rate.burst), level + passed * self._rate.per_minute / 60)

    def _drop_full(self, now: datetime) -> None:
        waiting = {k: v for k, v in self._level.items() if self._filled(k, now) < self._rate.burst}
        # A flood of new addresses must not grow without end: then the oldest go.
        while len(waiting) >= _MOST:
            waiting.pop(next(iter(waiting)))
        self._level = waiting
