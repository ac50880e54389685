"""Waits double, are bounded, and end."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.domain.retry import BACKOFF, PATIENCE, spread

SECOND = timedelta(seconds=1)


def test_waits_double_from_five_seconds_and_end_after_eight_tries() -> None:
    waits = [BACKOFF.after(n) for n in range(1, 9)]
    assert waits == [*(SECOND * s for s in (5, 10, 20, 40, 80, 160, 320)), None]


def test_a_platform_out_of_reach_for_a_day_loses_nothing() -> None:
    waits = [PATIENCE.after(n) for n in range(1, PATIENCE.tries)]
    assert sum(waits, timedelta()) > timedelta(hours=23)
    assert max(waits) == timedelta(minutes=30)


@given(st.integers(1, 7), st.floats(0, 1))
def test_jitter_adds_at_most_half(attempts: int, jitter: float) -> None:
    plain = BACKOFF.after(attempts)
    assert plain <= BACKOFF.after(attempts, jitter) <= plain * 1.5


@given(st.integers(0, 10**9))
def test_what_failed_together_comes_back_apart(number: int) -> None:
    assert 0 <= spread(number) < 1
    assert abs(spread(number) - spread(number + 1)) > 0.3
