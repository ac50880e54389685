"""A lane is drained side by side: nobody waits for the slowest, and nobody is overtaken."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event

from data.domain.line import AT_ONCE, Line
from data.domain.messages import Delivery, Lane, Letter
from data.errors import SendFailure, StoreDownError
from data.store.unit_of_work import Store
from jobs.ticks import pump
from jobs.ticks.deliver_outbox import deliver_lane, deliver_outbox
from tests.cast import MONDAY
from tests.delivery.post import ACCOUNT, SECOND, A, Post, Still, chat, failing, queue, state


class Hanging(Post):
    """Answers nothing to one chat until it is released, and notes who was on the way at once."""

    def __init__(self, *failures: Exception | None, hangs: str = "0", **how) -> None:
        super().__init__(*failures, **how)
        self.hangs, self.released = hangs, asyncio.Event()
        self.flying: list[str] = []
        self.most = 0

    async def send(self, letter: Letter, now: datetime) -> str:
        self.flying.append(letter.chat.chat)
        assert len(set(self.flying)) == len(self.flying), "two at once to one chat"
        self.most = max(self.most, len(self.flying))
        try:
            if letter.chat.chat == self.hangs:
                await self.released.wait()
            else:
                await asyncio.sleep(0)
            return await super().send(letter, now)
        finally:
            self.flying.remove(letter.chat.chat)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110 - what is watched has no event
            await asyncio.sleep(0.001)


async def test_one_that_hangs_takes_one_place_only(store, world) -> None:
    post = Hanging()
    for number in range(3 * AT_ONCE):
        await queue(store, f"k{number}", chat=chat(number))
    drain = asyncio.create_task(deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY))
    await until(lambda: len(post.arrived) == 3 * AT_ONCE - 1)
    assert not drain.done()
    post.released.set()
    assert await drain == {"sent": 3 * AT_ONCE}
    assert post.most <= AT_ONCE


async def test_what_is_queued_while_one_hangs_is_sent_at_once(store, world) -> None:
    post, stirred = Hanging(), asyncio.Event()
    await queue(store, "hangs", chat=chat(0))
    drain = asyncio.create_task(
        deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY, stirred=stirred)
    )
    await until(lambda: post.flying == ["0"])
    await queue(store, "later", chat=chat(1))
    stirred.set()
    await until(lambda: post.keys == ["later"])
    post.released.set()
    assert await drain == {"sent": 2}


async def test_the_answer_to_a_chat_waits_for_the_reminder_on_its_way_there(store, world) -> None:
    post = Hanging()
    await queue(store, "reminder", chat=chat(0))
    drain = asyncio.create_task(deliver_outbox(world(post), MONDAY))
    await until(lambda: post.flying == ["0"])
    await queue(store, "answer", chat=chat(0), lane=Lane.ANSWER)
    answers = asyncio.create_task(deliver_lane(world(post), ACCOUNT, Lane.ANSWER, MONDAY))
    await asyncio.sleep(0.05)
    assert (post.arrived, answers.done()) == ([], False)
    post.released.set()
    await asyncio.gather(drain, answers)
    assert post.keys == ["reminder", "answer"]


async def test_answers_go_while_reminders_hang(store, world) -> None:
    post = Hanging()
    for number in range(3):
        await queue(store, f"k{number}", chat=chat(number))
    await queue(store, "answer", chat=chat("person"), lane=Lane.ANSWER)
    drain = asyncio.create_task(deliver_outbox(world(post), MONDAY))
    await until(lambda: len(post.arrived) == 3)
    post.released.set()
    await drain
    assert "answer" in post.keys[:3]


async def test_a_chat_gets_one_message_a_second_in_order_and_others_go_meanwhile(
    store, world
) -> None:
    watch = Still()
    sent: list[tuple[str, float]] = []

    class Timed(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            assert now == MONDAY + timedelta(seconds=watch.now - 1000), "time goes on in a drain"
            sent.append((letter.key, watch.now - 1000))
            return await super().send(letter, now)

    post = Timed(line=Line(per_second=25, gap=lambda _chat: 1.0))
    for number in range(3):
        await queue(store, f"a{number}", chat=A)
    for number in range(10):
        await queue(store, f"k{number}", chat=chat(number))
    assert await deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY, watch=watch) == {"sent": 13}
    to_a = [at for key, at in sent if key.startswith("a")]
    assert [key for key, _ in sent if key.startswith("a")] == ["a0", "a1", "a2"]
    assert all(later - at >= 1 for at, later in pairwise(to_a))
    assert [key for key, _ in sent[:11]] == ["a0", *(f"k{n}" for n in range(10))]
    assert sent[10][1] == pytest.approx(0.4)


async def test_behind_what_is_held_up_on_the_way_no_more_goes_than_the_platform_takes(
    store, world
) -> None:
    left: list[float] = []
    released = asyncio.Event()

    class HeldUp(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            left.append(watch.now - 1000)
            await released.wait()
            return await super().send(letter, now)

    class Late(Still):
        """The answers come after half a second, all at once."""

        async def sleep_until(self, moment: float) -> None:
            if moment >= 1000.5:
                released.set()
            await super().sleep_until(moment)

    post, watch = HeldUp(line=Line(per_second=25, most=4)), Late()
    for number in range(6):
        await queue(store, f"k{number}", chat=chat(number))
    tally = await deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY, watch=watch)
    assert tally == {"sent": 6}
    assert left[3] < 0.5
    assert left[4] >= 1.5, "a second after the answers"


async def test_a_second_chat_told_to_wait_halts_what_waits_for_its_moment(store, world) -> None:
    post = Post(
        *[failing(SendFailure.THROTTLED, 30), failing(SendFailure.THROTTLED, 4)],
        line=Line(per_second=25),
    )
    for number in range(10):
        await queue(store, f"k{number}", chat=chat(number))
    watch = Still()
    tally = await deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY, watch=watch)
    assert tally == {"put_back": 2}
    assert post.tried == ["k0", "k1"]
    letters = [await state(store, f"k{number}") for number in range(10)]
    assert {(x.state, x.attempts) for x in letters} == {(Delivery.READY, 0)}
    watch.now += 31
    later = MONDAY + 31 * SECOND
    assert await deliver_lane(world(post), ACCOUNT, Lane.BULK, later, watch=watch) == {"sent": 10}


async def test_what_could_outlive_its_lease_is_not_begun_but_taken_anew(store, world) -> None:
    class Suspended(Still):
        """The machine sleeps while the first message waits for its moment."""

        slept = False

        async def sleep_until(self, moment: float) -> None:
            if not self.slept:
                self.slept, self.now = True, self.now + 3600
            await super().sleep_until(moment)

    await queue(store)
    post, watch = Post(), Suspended()
    tally = await deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY, watch=watch)
    assert (tally, (await state(store)).attempts) == ({"sent": 1}, 1)


async def test_a_drain_told_to_stop_lets_what_flies_end_and_gives_back_the_rest(
    store, world
) -> None:
    class Sleeping(Still):
        async def sleep_until(self, moment: float) -> None:
            if moment > self.now:
                await asyncio.Event().wait()

    post = Hanging(line=Line(per_second=25))
    for number in range(5):
        await queue(store, f"k{number}", chat=chat(number))
    drain = asyncio.create_task(
        deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY, watch=Sleeping())
    )
    await until(lambda: post.flying == ["0"])
    drain.cancel()
    await asyncio.sleep(0.02)
    post.released.set()
    with pytest.raises(asyncio.CancelledError):
        await drain
    states = [(await state(store, f"k{number}")) for number in range(5)]
    assert [x.state for x in states] == [Delivery.SENT, *[Delivery.READY] * 4]
    assert [x.attempts for x in states] == [1, 0, 0, 0, 0]
    assert post.line.closed(0) == frozenset()


async def test_a_wake_up_with_nothing_due_is_one_read(store: Store, world) -> None:
    await queue(store, "later", due_at=MONDAY + SECOND)
    await queue(store, "other", lane=Lane.ANSWER)
    ran: list[str] = []

    @event.listens_for(store.engine.sync_engine, "before_cursor_execute")
    def note(_conn, _cursor, statement, _parameters, _context, _many) -> None:
        ran.append(statement.split(maxsplit=1)[0])

    assert await deliver_lane(world(Post()), ACCOUNT, Lane.BULK, MONDAY) == {}
    assert [word for word in ran if word != "BEGIN"] == ["SELECT"]


async def test_while_nothing_gets_through_the_outbox_is_not_even_looked_at(
    store: Store, world
) -> None:
    post = Post(failing(SendFailure.MISCONFIGURED))
    await queue(store)
    await deliver_outbox(world(post), MONDAY)
    ran: list[str] = []
    event.listen(store.engine.sync_engine, "before_cursor_execute", lambda *a: ran.append(a[2]))
    assert await deliver_outbox(world(post), MONDAY + SECOND) == {}
    assert ran == []


async def test_a_store_that_takes_nothing_ends_the_drain_and_frees_the_chats(
    store: Store, world, monkeypatch
) -> None:
    post = Hanging()
    for number in range(3):
        await queue(store, f"k{number}", chat=chat(number))

    async def full(*_args: object) -> None:
        raise StoreDownError("disk full", is_full=True)

    monkeypatch.setattr("data.store.deliveries.Deliveries.mark_sent", full)
    post.released.set()
    with pytest.raises(StoreDownError):
        await deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY)
    assert (post.line.closed(0), len(post.arrived)) == (frozenset(), 3)
    monkeypatch.undo()
    # They were sent, and nobody could note it: listed, never sent again as if they had not been.
    assert await deliver_lane(world(post), ACCOUNT, Lane.BULK, MONDAY + 2 * pump.LEASE) == {}
    assert (await state(store, "k1")).state is Delivery.UNCERTAIN
