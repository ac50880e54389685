"""The 48 hours and the 7 days: as a value, and before anything is sent."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo_oa.windows import ASK_EVERY
from data.domain.messages import Chat
from data.domain.window import (
    FREE_FOR,
    MARGIN,
    NO_MONEY,
    OPEN_FOR,
    OUTSIDE_WINDOW,
    WOULD_COST,
    Interaction,
    Reach,
    reach_of,
)
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.zalo.oa_channel.bench import Bench, benched
from tests.zalo.oa_emulator import DAY, HOUR, Person, ZaloOA, faults

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
ENDS = [
    (timedelta(0), Reach.OK),
    (FREE_FOR - MARGIN, Reach.OK),
    (FREE_FOR - MARGIN + TICK, Reach.PAID),
    (FREE_FOR, Reach.PAID),
    (OPEN_FOR - MARGIN, Reach.PAID),
    (OPEN_FOR - MARGIN + TICK, Reach.REFUSED),
    (-timedelta(hours=1), Reach.OK),  # their clock is ahead
]


@pytest.mark.parametrize(("age", "reach"), ENDS)
def test_the_ends(age: timedelta, reach: Reach) -> None:
    assert reach_of(Interaction(NOW - age), NOW) is reach


@given(
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.integers(0, 20),
    st.none() | st.integers(0, 20),
)
def test_it_only_ever_gets_worse_until_the_person_does_something(
    age: timedelta, more: timedelta, sent: int, free: int | None
) -> None:
    order = list(Reach)
    last = Interaction(NOW - age, sent)
    now, later = reach_of(last, NOW, free), reach_of(last, NOW + more, free)
    assert order.index(later) >= order.index(now)
    # What is free or paid here is so at Zalo, whose ends lie later.
    assert now is not Reach.OK or age <= FREE_FOR
    assert now is Reach.REFUSED or age <= OPEN_FOR
    assert reach_of(Interaction(NOW), NOW) is Reach.OK


def test_nobody_knows_of_anything() -> None:
    assert reach_of(None, NOW) is Reach.REFUSED


def test_a_number_of_free_answers() -> None:
    assert reach_of(Interaction(NOW, 7), NOW, free=8) is Reach.OK
    assert reach_of(Interaction(NOW, 8), NOW, free=8) is Reach.PAID
    assert reach_of(Interaction(NOW, 8), NOW) is Reach.OK


async def refused(bench: Bench, tu: Person) -> SendError:
    with pytest.raises(SendError) as caught:
        await bench.send(tu)
    return caught.value


async def test_it_is_free_then_costs_then_is_refused(bench: Bench, tu: Person, oa: ZaloOA) -> None:
    chat = Chat("zalo_oa", oa.oa_id, tu.id)
    assert await bench.account.channel.can_send(chat, bench.now) is Reach.OK
    await bench.send(tu)
    oa.clock.advance(2 * DAY)
    assert await bench.account.channel.can_send(chat, bench.now) is Reach.PAID
    error = await refused(bench, tu)
    assert (error.failure, error.detail) == (SendFailure.REFUSED, WOULD_COST)
    oa.clock.advance(5 * DAY)
    assert await bench.account.channel.can_send(chat, bench.now) is Reach.REFUSED
    assert (await refused(bench, tu)).detail == OUTSIDE_WINDOW
    assert oa.till.charges == []
    tu.interacts()  # a tap on the menu, of which no event tells
    oa.clock.advance(ASK_EVERY.total_seconds())
    await bench.send(tu, "lại được rồi")
    assert tu.last.text == "lại được rồi"


async def test_money_is_spent_where_that_is_allowed(
    oa: ZaloOA, store: Store, files: EvidenceStore, tu: Person
) -> None:
    async with benched(oa, store, files, pays=True) as bench:
        await bench.send(tu)
        oa.clock.advance(3 * DAY)
        await bench.send(tu, "mất tiền")
        assert [c.price for c in oa.till.charges] == [55]
        oa.till.balance = 0
        for code in (-321, -211):
            oa.switches.no_money = code
            error = await refused(bench, tu)
            assert (error.failure, error.detail) == (SendFailure.REFUSED, NO_MONEY)
        oa.clock.advance(5 * DAY)
        assert (await refused(bench, tu)).detail == OUTSIDE_WINDOW


@pytest.mark.parametrize("code", [-230, -232])
async def test_zalo_knows_better_than_our_record(
    code: Any, bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    oa.switches.outside_window = code
    await bench.send(tu)
    tu.last_interaction -= 8 * DAY
    error = await refused(bench, tu)
    assert (error.failure, error.detail) == (SendFailure.REFUSED, OUTSIDE_WINDOW)


async def test_older_rules_with_eight_free_answers(
    oa: ZaloOA, store: Store, files: EvidenceStore, tu: Person
) -> None:
    oa.switches.free_in_48_hours, oa.switches.cs_reply = 8, True
    async with benched(oa, store, files, free_replies=8) as bench:
        for _ in range(8):
            await bench.send(tu)
        assert (await refused(bench, tu)).detail == WOULD_COST
        assert oa.till.charges == []
        tu.says("xong")
        oa.clock.advance(ASK_EVERY.total_seconds())
        await bench.send(tu)
        # Who does not know of them is told by what Zalo answers.
        assert bench.account.channel.charged == 0


@pytest.mark.parametrize("told", [True, False])
async def test_a_charge_that_nobody_expected_is_noticed(
    told: bool, bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    oa.switches.free_in_48_hours, oa.switches.quota_in_answer = 1, told
    await bench.send(tu)
    await bench.send(tu)
    assert bench.account.channel.charged == (1 if told else 0)


async def test_following_alone_opens_nothing_unless_zalo_says_so(bench: Bench, oa: ZaloOA) -> None:
    lan = oa.user("Võ Thị Lan")
    assert (await refused(bench, lan)).detail == OUTSIDE_WINDOW
    oa.switches.follow_opens_window = True
    oa.clock.advance(ASK_EVERY.total_seconds())
    lan.follows()
    await bench.send(lan)


async def test_zalo_is_not_asked_again_and_again(bench: Bench, oa: ZaloOA) -> None:
    lan = oa.user("Võ Thị Lan")
    for _ in range(5):
        await refused(bench, lan)
    assert len(oa.calls("quota/message")) == 1


@pytest.mark.parametrize(
    ("fault", "failure", "detail"),
    [
        (faults.refused(-209, "no"), SendFailure.REFUSED, OUTSIDE_WINDOW),
        (faults.silent(), SendFailure.UNREACHABLE, None),
        (faults.status(502), SendFailure.UNREACHABLE, None),
    ],
)
async def test_when_nobody_can_be_asked_nothing_is_given_up(
    fault: Any, failure: SendFailure, detail: str | None, bench: Bench, oa: ZaloOA
) -> None:
    lan = oa.user("Võ Thị Lan")
    oa.fault(fault, "quota/message")
    error = await refused(bench, lan)
    assert error.failure is failure
    assert detail is None or error.detail == detail


async def test_an_hour_is_an_hour(bench: Bench, tu: Person, oa: ZaloOA) -> None:
    oa.clock.advance(47 * HOUR)
    await bench.send(tu)
    assert oa.till.charges == []
