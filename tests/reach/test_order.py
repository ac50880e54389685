"""Which of a person's channels comes first: one pure function, as a table and as properties."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.messages import Chat
from data.domain.people import Link
from data.domain.reach import (
    CHANNELS,
    account_of,
    avoiding,
    chat_of,
    in_order,
    next_way,
    with_the_rest,
)
from tests.cast import MONDAY


def link(number: int, channel: str, *, reachable: bool = True, main: bool = False) -> Link:
    return Link(number, 1, 1, channel, "a", f"c{number}", MONDAY, reachable, main)


TELEGRAM, BOT, OA, WEB = (link(n, c) for n, c in enumerate(CHANNELS, start=1))
CASES = [
    ("the ward's order", [WEB, BOT, TELEGRAM], CHANNELS, [TELEGRAM, BOT, WEB]),
    ("another order", [TELEGRAM, BOT, WEB], ("web", "zalo_bot", "telegram"), [WEB, BOT, TELEGRAM]),
    ("the own choice", [TELEGRAM, replace(WEB, is_main=True)], CHANNELS, [WEB, TELEGRAM]),
    (
        "the own choice that takes nothing",
        [replace(TELEGRAM, is_main=True, is_reachable=False), WEB],
        CHANNELS,
        [WEB, TELEGRAM],
    ),
    ("the latest of one channel", [link(7, "web"), link(9, "web")], CHANNELS, [9, 7]),
    ("a channel without a name counts as the last", [link(8, "x"), WEB], CHANNELS, [8, 4]),
    ("which is the latest then", [link(2, "x"), WEB], CHANNELS, [4, 2]),
    ("two of Zalo", [OA, BOT], CHANNELS, [BOT, OA]),
]


@pytest.mark.parametrize(("_name", "links", "order", "expected"), CASES)
def test_in_which_order_a_person_is_reached(_name, links, order, expected) -> None:
    ids = [x if isinstance(x, int) else x.id for x in expected]
    assert [x.id for x in in_order(links, order)] == ids


def test_a_chat_that_is_shut_now_comes_after_the_others_and_before_what_takes_nothing() -> None:
    away = replace(BOT, is_reachable=False)
    ways = in_order([away, TELEGRAM, OA, WEB])
    assert avoiding(ways, {chat_of(TELEGRAM)}) == (OA, WEB, TELEGRAM, away)
    assert avoiding(ways, {chat_of(w) for w in ways}) == ways


def test_those_that_a_ward_does_not_name_follow() -> None:
    assert with_the_rest(["web"]) == ("web", "telegram", "zalo_bot", "zalo_oa")


LINKS = st.lists(
    st.builds(
        Link,
        id=st.integers(1, 50),
        ward_id=st.just(1),
        person_id=st.just(1),
        channel=st.sampled_from((*CHANNELS, "x")),
        account=st.sampled_from("ab"),
        chat=st.sampled_from("12345"),
        linked_at=st.just(MONDAY),
        is_reachable=st.booleans(),
        is_main=st.booleans(),
    ),
    unique_by=lambda x: x.id,
    max_size=8,
)


@given(LINKS, st.permutations(CHANNELS))
def test_nothing_is_lost_and_what_takes_messages_comes_first(links, order) -> None:
    found = in_order(links, order)
    assert sorted(found, key=lambda x: x.id) == sorted(links, key=lambda x: x.id)
    assert [x.is_reachable for x in found] == sorted((x.is_reachable for x in found), reverse=True)
    assert in_order(reversed(links), order) == found


@given(LINKS, st.sets(st.sampled_from([(c, a) for c in CHANNELS for a in "ab"])))
def test_a_message_goes_at_most_once_by_each_chat_and_then_nowhere(links, open_) -> None:
    tried: set[Chat] = set()
    ways = in_order(links)
    while way := next_way(ways, tried, open_):
        assert way.is_reachable
        assert account_of(way) in open_
        assert chat_of(way) not in tried
        tried.add(chat_of(way))
    fit = {chat_of(x) for x in links if x.is_reachable and account_of(x) in open_}
    assert tried == fit
