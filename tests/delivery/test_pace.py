"""Even, with gaps in a chat, and really standing still when the platform says so."""

from itertools import chain, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.messages import Lane
from data.domain.pace import MOST_PUSHED, Counted, Pace, Slot

PER_SECOND = 25
WAITS = st.lists(st.tuples(st.sampled_from(Lane), st.floats(0, 0.2)), max_size=120)


def private_or_group(chat: str) -> float:
    return 3.0 if chat.startswith("-") else 1.0


def run(waits: list[tuple[Lane, float]], pace: Pace) -> dict[Lane, list[float]]:
    """Return when each lane sends that begins at once after each wait: one slot at a time each."""
    now, sent = 0.0, dict[Lane, list[float]]({lane: [] for lane in Lane})
    open_: dict[Lane, Slot] = {}
    for lane, wait in waits:
        now += wait
        if lane in open_:
            now = max(now, open_[lane].at)
        for known, slot in list(open_.items()):
            if slot.at <= now:
                sent[known].append(open_.pop(known).at)
        open_[lane] = pace.reserve(lane, now)
    for lane, slot in open_.items():
        sent[lane].append(slot.at)
    return sent


@given(WAITS)
def test_never_more_than_the_rate_in_any_second(waits: list[tuple[Lane, float]]) -> None:
    slots = sorted(chain.from_iterable(run(waits, Pace(PER_SECOND, None)).values()))
    assert len(slots) == len(waits)
    for start in slots:
        assert sum(start <= s < start + 1 for s in slots) <= PER_SECOND + 1
    assert all(b - a > 1 / PER_SECOND - 1e-9 for a, b in pairwise(slots))


def test_reminders_alone_go_forty_milliseconds_apart_without_a_burst() -> None:
    pace, now, slots = Pace(PER_SECOND, None), 0.0, []
    for _ in range(50):
        now = pace.reserve(Lane.BULK, now).at
        slots.append(round(now, 6))
    assert slots == [round(0.04 * n, 6) for n in range(50)]


@given(st.floats(0, 0.04), st.integers(1, 40))
def test_an_answer_waits_for_no_reminder_but_the_one_just_sent(
    pause: float, reminders: int
) -> None:
    pace, now = Pace(PER_SECOND, None), 0.0
    for _ in range(reminders):
        now = pace.reserve(Lane.BULK, now).at
    ahead = pace.reserve(Lane.BULK, now)
    came = min(now + pause, ahead.at)
    answer = pace.reserve(Lane.ANSWER, came)
    assert answer.at - came <= 1 / PER_SECOND + 1e-9
    assert abs(ahead.at - answer.at) >= 1 / PER_SECOND - 1e-9


def test_answers_go_first_no_moment_is_lost_and_reminders_never_starve() -> None:
    pace, now = Pace(PER_SECOND, None), 0.0
    waiting = {lane: pace.reserve(lane, 0.0) for lane in (Lane.BULK, Lane.ANSWER)}
    counted = dict.fromkeys(Lane, 0)
    # Each lane asks for its next moment as soon as its last one came.
    while now < 10:
        lane = min(waiting, key=lambda x: waiting[x].at)
        now = waiting[lane].at
        counted[lane] += 1
        waiting[lane] = pace.reserve(lane, now)
    assert sum(counted.values()) == pytest.approx(10 * PER_SECOND, abs=3)
    assert counted[Lane.BULK] >= 10 * PER_SECOND / (MOST_PUSHED + 2)
    assert counted[Lane.ANSWER] >= 3 * counted[Lane.BULK]


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "-7"]), st.floats(0, 2)), max_size=30))
def test_a_chat_is_closed_for_its_gap_after_each_message(spoken: list[tuple[str, float]]) -> None:
    pace, now, last = Pace(PER_SECOND, private_or_group), 0.0, dict[str, float]()
    for chat, wait in spoken:
        now += wait
        for known, at in last.items():
            rest = at + private_or_group(known) - now
            assert (known in pace.closed(now)) == (rest > 0)
        if chat not in pace.closed(now):
            pace.spoke(chat, now)
            last[chat] = now


def test_the_next_opening_is_told() -> None:
    pace = Pace(None, private_or_group)
    assert pace.next_opening(0.0) is None
    pace.spoke("-7", 0.0)
    pace.spoke("1", 0.5)
    assert pace.next_opening(0.5) == 1.5
    assert pace.next_opening(1.5) == 3.0
    assert pace.next_opening(3.0) is None


@given(st.floats(1, 60), st.floats(0, 60))
def test_a_chat_that_was_told_to_wait_is_left_alone_and_others_are_not(
    seconds: float, later: float
) -> None:
    pace = Pace(PER_SECOND, None)
    pace.told_to_wait("1", seconds, 0.0)
    assert pace.is_open("1", later) == (later >= seconds)
    assert ("1" in pace.closed(later)) == (later < seconds)
    assert pace.is_open("2", later)
    assert not pace.is_halted(later)


@given(st.floats(1, 60), st.floats(1, 60), st.floats(0, 59), st.floats(0, 130))
def test_two_chats_told_at_once_halt_everything_until_the_longest_wait_is_over(
    first: float, second: float, between: float, later: float
) -> None:
    pace = Pace(PER_SECOND, None)
    pace.told_to_wait("1", first, 0.0)
    pace.told_to_wait("2", second, between)
    at = between + later
    is_halted = between < first and at < max(first, between + second)
    assert pace.is_halted(at) == is_halted
    assert pace.is_open("3", at) == (not is_halted)


def test_a_chat_told_twice_is_one_chat() -> None:
    pace = Pace(PER_SECOND, None)
    pace.told_to_wait("1", 5, 0.0)
    pace.told_to_wait("1", 5, 1.0)
    assert not pace.is_halted(2.0)
    assert not pace.is_open("1", 5.9)


FLIGHTS = st.lists(
    st.tuples(st.floats(0, 0.05), st.floats(0, 4), st.floats(0, 1)), min_size=40, max_size=150
)


@given(FLIGHTS)
def test_the_platform_never_counts_too_many_whatever_is_held_up_on_the_way(
    flights: list[tuple[float, float, float]],
) -> None:
    counted_by_it = []
    counted, now, flying = Counted(30), 0.0, dict[str, float]()
    for number, (wait, flight, part) in enumerate(flights):
        now = _go_on(counted, now + wait, flying)
        while (opens := counted.opens_at(now)) > now:
            now = _go_on(counted, opens, flying)
        counted.left(str(number), now)
        flying[str(number)] = now + flight
        counted_by_it.append(now + part * flight)
    for end in counted_by_it:
        assert sum(end - 1 + 1e-9 < at <= end for at in counted_by_it) <= 30


def _go_on(counted: Counted, now: float, flying: dict[str, float]) -> float:
    for chat in sorted((c for c, at in flying.items() if at <= now), key=lambda c: flying[c]):
        counted.answered(chat, flying.pop(chat))
    return now


@pytest.mark.parametrize("flight", [0.0, 0.05, 0.15])
def test_an_even_pace_is_not_slowed_by_answers_that_take_their_time(flight: float) -> None:
    counted, flying = Counted(30), dict[str, float]()
    for number in range(100):
        now = _go_on(counted, number / PER_SECOND, flying)
        assert counted.opens_at(now) == now
        counted.left(str(number), now)
        flying[str(number)] = now + flight


def test_what_is_never_answered_makes_room_at_last() -> None:
    counted = Counted(2)
    counted.left("a", 0)
    counted.left("b", 0)
    assert counted.opens_at(1) > 1
    assert counted.opens_at(5) == 5
