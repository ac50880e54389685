"""When a message goes another way, and what becomes of it when there is none: the table."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.fallback import PATIENCE, Ending, Stranded
from data.domain.messages import Delivery
from tests.cast import MONDAY

UNREACHABLE, REFUSED = "unreachable: no route", "refused: no"
CASES = [
    # state, error, must arrive, waited, account gets through, month used up → elsewhere, ending
    (Delivery.DEAD, REFUSED, True, 0, True, False, True, Ending.CALLED),
    (Delivery.DEAD, REFUSED, False, 0, True, False, False, Ending.LISTED),
    (Delivery.READY, "", True, 14, False, False, False, Ending.WAITS),
    (Delivery.READY, "", True, 15, False, False, True, Ending.WAITS),
    (Delivery.READY, UNREACHABLE, True, 15, True, False, True, Ending.WAITS),
    (Delivery.READY, "", True, 600, True, False, False, Ending.WAITS),
    (Delivery.READY, "", False, 600, False, False, False, Ending.WAITS),
    (Delivery.READY, "", True, 0, False, True, True, Ending.CALLED),
    (Delivery.READY, "", False, 0, False, True, True, Ending.HELD),
    (Delivery.UNCERTAIN, "", True, 0, True, False, True, Ending.LISTED),
    (Delivery.UNCERTAIN, "", False, 0, True, False, False, Ending.LISTED),
    (Delivery.EXPIRED, "", True, 0, True, False, False, Ending.CALLED),
    (Delivery.EXPIRED, "", False, 0, True, False, False, Ending.LISTED),
]


@pytest.mark.parametrize("case", CASES)
def test_where_a_stranded_message_goes(case) -> None:
    state, error, must, waited, through, spent, elsewhere, ending = case
    since = MONDAY - timedelta(minutes=waited)
    stands = Stranded(state, error, must, since, through, spent)
    assert (stands.looks_elsewhere(MONDAY), stands.ending) == (elsewhere, ending)


@pytest.mark.parametrize(("state", "spent"), list(product(Delivery, (True, False))))
def test_what_must_arrive_is_never_left_without_a_state(state: Delivery, spent: bool) -> None:
    stands = Stranded(state, "", True, MONDAY, not spent, spent)
    if state in {Delivery.DEAD, Delivery.EXPIRED}:
        assert stands.ending is Ending.CALLED
    if stands.ending is Ending.WAITS:
        assert state is Delivery.READY
    assert stands.ending is not Ending.HELD


@given(st.integers(0, 10_000), st.booleans())
def test_waiting_longer_never_takes_the_other_way_back(minutes: int, through: bool) -> None:
    def goes(waited: timedelta) -> bool:
        stands = Stranded(Delivery.READY, "", True, MONDAY - waited, through, False)
        return stands.looks_elsewhere(MONDAY)

    waited = timedelta(minutes=minutes)
    assert goes(waited) <= goes(waited + PATIENCE)
