"""An account that nothing gets through rests, longer each time, and one message tries it."""

from datetime import timedelta

import pytest

from data.domain.breaker import FAILURES_IN_A_ROW, Breaker
from data.errors import SendFailure
from tests.cast import MONDAY

SECOND = timedelta(seconds=1)


def broken(failure: SendFailure = SendFailure.MISCONFIGURED) -> Breaker:
    breaker = Breaker()
    breaker.failed(failure, "wrong token", MONDAY)
    return breaker


def test_one_wrong_token_is_enough_and_what_is_wrong_is_told() -> None:
    breaker = broken()
    assert breaker.is_open(MONDAY)
    assert breaker.trouble is not None
    assert (breaker.trouble.reason, breaker.trouble.since) == ("wrong token", MONDAY)
    assert breaker.trouble.retry_at == MONDAY + 5 * SECOND
    assert not breaker.is_open(MONDAY + 5 * SECOND)


@pytest.mark.parametrize("failure", [SendFailure.UNREACHABLE, SendFailure.UNCERTAIN])
def test_failures_in_a_row_open_it_and_a_success_between_them_does_not(
    failure: SendFailure,
) -> None:
    breaker = Breaker()
    for _ in range(3):
        for _ in range(FAILURES_IN_A_ROW - 1):
            assert not breaker.failed(failure, "no route", MONDAY)
        breaker.succeeded()
    assert breaker.trouble is None
    opened = [breaker.failed(failure, "no route", MONDAY) for _ in range(FAILURES_IN_A_ROW)]
    assert opened == [False] * (FAILURES_IN_A_ROW - 1) + [True]
    assert breaker.is_open(MONDAY)


def test_its_pauses_grow_from_five_seconds_to_five_minutes_and_it_knows_since_when() -> None:
    breaker, now, pauses = broken(), MONDAY, []
    for _ in range(9):
        pauses.append((breaker.trouble.retry_at - now).total_seconds())
        now = breaker.trouble.retry_at
        breaker.probe()
        assert breaker.is_open(now), "only one message tries"
        breaker.failed(SendFailure.UNREACHABLE, "no route", now)
    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300]
    assert breaker.trouble.since == MONDAY


def test_what_was_on_its_way_when_it_opened_makes_the_pause_no_longer() -> None:
    breaker = broken()
    assert breaker.failed(SendFailure.UNREACHABLE, "late", MONDAY + SECOND)
    assert breaker.trouble.retry_at == MONDAY + 5 * SECOND


def test_a_success_ends_the_trouble_and_the_next_pause_is_short_again() -> None:
    breaker = broken()
    breaker.probe()
    breaker.succeeded()
    assert (breaker.trouble, breaker.is_open(MONDAY)) == (None, False)
    breaker.failed(SendFailure.MISCONFIGURED, "again", MONDAY + SECOND)
    assert breaker.trouble.retry_at == MONDAY + 6 * SECOND


def test_a_probe_that_did_not_go_leaves_the_next_one_free() -> None:
    breaker = broken()
    later = MONDAY + 5 * SECOND
    breaker.probe()
    breaker.end_probe()
    assert not breaker.is_open(later)


def test_a_clock_set_back_makes_the_pause_no_longer() -> None:
    assert not broken().is_open(MONDAY - timedelta(hours=1))
