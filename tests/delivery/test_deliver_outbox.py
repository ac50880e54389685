"""Each way of failing has its own truth: retried, resent, given up or listed, never lost."""

import asyncio
from datetime import datetime

import pytest

from data.domain.breaker import FAILURES_IN_A_ROW
from data.domain.line import Line
from data.domain.messages import (
    Chat,
    Choice,
    Delivery,
    Lane,
    Letter,
    Limits,
    OutgoingFile,
    OutgoingMessage,
)
from data.errors import SendFailure
from jobs.ticks import pump
from jobs.ticks.deliver_outbox import deliver_outbox
from tests.cast import MONDAY
from tests.delivery.post import HOUR, SECOND, A, B, Post, Still, chat, failing, queue, state


async def test_what_is_due_is_sent_once_and_a_second_run_does_nothing(store, world) -> None:
    post = Post()
    for n in range(45):
        await queue(store, f"k{n}", chat=chat(n))
    assert await deliver_outbox(world(post), MONDAY) == {"sent": 45}
    assert await deliver_outbox(world(post), MONDAY) == {}
    assert len(set(post.texts)) == 1
    assert len({x.key for x in post.arrived}) == 45
    assert (await state(store, "k0")).external_id is not None


async def test_two_processes_at_once_send_each_message_once(store, world) -> None:
    post = Post()
    for n in range(60):
        await queue(store, f"k{n}", chat=chat(n))
    await asyncio.gather(*(deliver_outbox(world(post), MONDAY) for _ in range(3)))
    assert len(post.arrived) == 60


async def test_throttled_waits_as_long_as_the_platform_says(store, world) -> None:
    post, watch = Post(failing(SendFailure.THROTTLED, 30)), Still()
    await queue(store)
    await queue(store, "answer", lane=Lane.ANSWER, due_at=MONDAY + SECOND)
    assert await deliver_outbox(world(post), MONDAY, watch) == {"put_back": 1}
    watch.now += 20
    assert await deliver_outbox(world(post), MONDAY + 20 * SECOND, watch) == {}
    watch.now += 9
    # Nothing at all goes to the chat before, but the last seconds are waited for.
    assert await deliver_outbox(world(post), MONDAY + 29 * SECOND, watch) == {"sent": 1}
    assert (post.keys, watch.now) == (["answer"], 1030)
    assert await deliver_outbox(world(post), MONDAY + 30 * SECOND, watch) == {"sent": 1}
    assert (await state(store)).attempts == 1


async def test_out_of_reach_while_others_are_reached_is_given_up_after_a_day(store, world) -> None:
    class Hole(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            if letter.key == "k":
                raise failing(SendFailure.UNREACHABLE)
            return await super().send(letter, now)

    post = Hole()
    await queue(store)
    now, rounds = MONDAY, 0
    while (await state(store)).state is Delivery.READY:
        await queue(store, f"other{rounds}", chat=B, now=now)
        await deliver_outbox(world(post), now)
        rounds += 1
        now = max(now + SECOND, (await state(store)).due_at)
    assert (await state(store)).state is Delivery.DEAD
    assert (rounds, now - MONDAY > 23 * HOUR) == (56, True)


async def test_a_platform_out_of_reach_for_hours_wears_nothing_out(store, world) -> None:
    post = Post(*[failing(SendFailure.UNREACHABLE)] * 2000)
    for number in range(4):
        await queue(store, f"k{number}", chat=chat(number))
    world, now = world(post), MONDAY
    while now < MONDAY + 8 * HOUR:
        assert (await deliver_outbox(world, now)).get("dead", 0) == 0
        now = max(now + SECOND, post.line.trouble.retry_at if post.line.trouble else now)
    assert len(set(post.tried[-8:])) == 4, "each of them is tried in turn"
    tried, probes = len(post.tried), 8 * 60 / 5
    assert tried < probes + 20, "and ever more seldom"
    post.failures.clear()
    assert await deliver_outbox(world, now) == {"sent": 4}
    letters = [await state(store, f"k{number}") for number in range(4)]
    assert all(x.attempts <= FAILURES_IN_A_ROW for x in letters)


async def test_reminders_expire_in_a_long_outage_instead_of_arriving_late(store, world) -> None:
    post = Post(*[failing(SendFailure.MISCONFIGURED)] * 6)
    for number in range(5):
        await queue(store, f"today{number}", chat=chat(number), expires_at=MONDAY + HOUR)
    await queue(store, "receipt", chat=chat(0))
    world = world(post)
    assert set(await deliver_outbox(world, MONDAY)) == {"put_back"}
    post.failures.clear()
    # The outage ends after the reminders have lost their meaning.
    assert await deliver_outbox(world, MONDAY + HOUR) == {"sent": 1}
    assert post.keys == ["receipt"]
    states = {(await state(store, f"today{number}")).state for number in range(5)}
    assert states == {Delivery.EXPIRED}


async def test_what_the_platform_will_never_take_is_dead_and_delays_nobody(store, world) -> None:
    post = Post(failing(SendFailure.REFUSED))
    await queue(store, "poison")
    await queue(store, "next")
    assert await deliver_outbox(world(post), MONDAY) == {"dead": 1, "sent": 1}
    assert (await state(store, "poison")).state is Delivery.DEAD


async def test_a_wrong_token_keeps_the_whole_queue_and_one_message_tries_again(
    store, world
) -> None:
    post = Post(*[failing(SendFailure.MISCONFIGURED)] * 2, line=Line(per_second=1000))
    for number in range(40):
        await queue(store, f"k{number:02}", chat=chat(number))
    world, watch = world(post), Still()
    await deliver_outbox(world, MONDAY, watch)
    assert len(post.tried) == 1, "what waited for its moment when the trouble began is not sent"
    assert await deliver_outbox(world, MONDAY + 4 * SECOND, watch) == {}
    assert await deliver_outbox(world, MONDAY + 6 * SECOND, watch) == {"put_back": 1}
    letters = [await state(store, f"k{number:02}") for number in range(40)]
    assert {(x.state, x.attempts) for x in letters} == {(Delivery.READY, 0)}
    assert post.tried == ["k00", "k01"], "never the same one first again"
    assert await deliver_outbox(world, MONDAY + 15 * SECOND, watch) == {}
    assert await deliver_outbox(world, MONDAY + 17 * SECOND, watch) == {"sent": 40}
    assert post.line.trouble is None


async def test_uncertain_is_listed_and_never_sent_again(store, world) -> None:
    post = Post(failing(SendFailure.UNCERTAIN))
    await queue(store)
    assert await deliver_outbox(world(post), MONDAY) == {"uncertain": 1}
    assert await deliver_outbox(world(post), MONDAY + HOUR) == {}
    async with store.read() as unit:
        assert [x.key for x in await unit.outbox.in_states([Delivery.UNCERTAIN])] == ["k"]


async def test_what_must_arrive_is_sent_once_more_and_says_so(store, world) -> None:
    post = Post(failing(SendFailure.UNCERTAIN))
    await queue(store, text="#20 hạn hôm nay", must_arrive=True)
    await deliver_outbox(world(post), MONDAY)
    assert await deliver_outbox(world(post), MONDAY + HOUR) == {"sent": 1}
    assert post.texts == ["🔁 Gửi lại (có thể đã nhận trước đó)\n#20 hạn hôm nay"]


async def test_uncertain_twice_is_listed_even_if_it_must_arrive(store, world) -> None:
    post = Post(failing(SendFailure.UNCERTAIN), failing(SendFailure.UNCERTAIN))
    await queue(store, must_arrive=True)
    await deliver_outbox(world(post), MONDAY)
    assert await deliver_outbox(world(post), MONDAY + HOUR) == {"uncertain": 1}


@pytest.mark.parametrize("must_arrive", [True, False])
async def test_what_shows_once_is_sent_again_without_a_word_about_it(
    store, world, must_arrive: bool
) -> None:
    post = Post(None, failing(SendFailure.UNCERTAIN), failing(SendFailure.UNCERTAIN))
    await queue(store, "card")
    await deliver_outbox(world(post), MONDAY)
    card = (await state(store, "card")).id
    await queue(store, "edit", "Việc đã xong", edits_id=card, must_arrive=must_arrive)
    await queue(store, "sign", message=OutgoingMessage("👍", reacts_to="7"), chat=B)
    assert await deliver_outbox(world(post), MONDAY) == {"put_back": 2}
    assert await deliver_outbox(world(post), MONDAY + HOUR) == {"sent": 2}
    assert sorted(post.texts[1:]) == ["Việc đã xong", "👍"]


async def test_an_edit_whose_message_is_gone_is_said_anew_if_it_must_arrive(store, world) -> None:
    post = Post(None, failing(SendFailure.REFUSED), failing(SendFailure.REFUSED))
    await queue(store, "card")
    await deliver_outbox(world(post), MONDAY)
    card = (await state(store, "card")).id
    await queue(store, "nice", edits_id=card)
    await queue(store, "must", edits_id=card, must_arrive=True)
    assert await deliver_outbox(world(post), MONDAY) == {"dead": 1, "put_back": 1, "sent": 1}
    assert [(x.key, x.edits) for x in post.arrived] == [("card", None), ("must", None)]


async def test_an_edit_that_is_too_long_is_cut_and_says_so(store, world) -> None:
    post = Post()
    await queue(store, "card")
    await deliver_outbox(world(post), MONDAY)
    await queue(store, "edit", "chữ " * 200, edits_id=(await state(store, "card")).id)
    assert await deliver_outbox(world(post), MONDAY) == {"sent": 1}
    assert len(post.texts[-1]) <= 300
    assert post.texts[-1].endswith("chữ…")


async def test_a_group_that_moved_is_followed_with_all_that_waits_for_it(
    store, world, cast
) -> None:
    moved = failing(SendFailure.MOVED, to="-100")
    post = Post(moved)
    async with store.write() as unit:
        agency = cast.agencies["Tổ dân phố 5"]
        await unit.agency_chats.add(cast.ward.id, agency, A, "Tổ 5", MONDAY)
    await queue(store, "k1")
    await queue(store, "k2")
    assert await deliver_outbox(world(post), MONDAY) == {"moved": 1, "sent": 2}
    assert [(x.key, x.chat.chat) for x in post.arrived] == [("k1", "-100"), ("k2", "-100")]
    async with store.read() as unit:
        assert await unit.agency_chats.at(A) is None
        assert (await unit.agency_chats.at(chat("-100"))).agency_id == agency


async def test_a_group_that_moves_for_ever_is_given_up(store, world) -> None:
    post = Post(*(failing(SendFailure.MOVED, to=str(n)) for n in range(50)))
    await queue(store)
    assert await deliver_outbox(world(post), MONDAY) == {"moved": 7, "dead": 1}


async def test_where_sending_twice_shows_once_it_is_simply_sent_again(store, world) -> None:
    post = Post(failing(SendFailure.UNCERTAIN), resends_safely=True)
    await queue(store)
    await deliver_outbox(world(post), MONDAY)
    assert await deliver_outbox(world(post), MONDAY + HOUR) == {"sent": 1}
    assert post.texts == ["Việc"]


async def test_no_answer_in_time_counts_as_uncertain(store, world, monkeypatch) -> None:
    class Silent(Post):
        async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002
            return await asyncio.Event().wait()

    monkeypatch.setattr(pump, "LONGEST_SEND", 0.01)
    await queue(store)
    assert await deliver_outbox(world(Silent()), MONDAY) == {"uncertain": 1}


async def test_what_carries_a_picture_may_take_longer_and_is_not_taken_for_lost(
    store, world, monkeypatch
) -> None:
    class Slow(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            await asyncio.sleep(0.05)
            async with store.write() as unit:  # another process, well behind the usual lease
                await unit.deliveries.settle(MONDAY + 2 * pump.LEASE)
            return await super().send(letter, now)

    monkeypatch.setattr(pump, "LONGEST_SEND", 0.01)
    picture = OutgoingFile("0" * 64, "bieu-do.png", "image/png")
    await queue(store, message=OutgoingMessage("Tổng hợp tuần", files=(picture,)))
    assert await deliver_outbox(world(Slow()), MONDAY) == {"sent": 1}


async def test_a_fault_of_ours_while_sending_counts_as_uncertain(store, world) -> None:
    post = Post(KeyError("no such thing"))
    await queue(store, "k1")
    await queue(store, "k2")
    assert await deliver_outbox(world(post), MONDAY) == {"uncertain": 1, "sent": 1}


async def test_what_follows_in_a_chat_never_overtakes_and_other_chats_go_on(store, world) -> None:
    class SlowFor(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            if letter.key == "a1" and now < MONDAY + SECOND:
                raise failing(SendFailure.UNREACHABLE)
            return await super().send(letter, now)

    post = SlowFor()
    for key, to in (("a1", A), ("a2", A), ("b1", B), ("a3", A)):
        await queue(store, key, chat=to)
    assert await deliver_outbox(world(post), MONDAY) == {"put_back": 1, "sent": 1}
    await queue(store, "a4", chat=A, due_at=MONDAY + SECOND)
    assert await deliver_outbox(world(post), MONDAY + 2 * SECOND) == {}
    await deliver_outbox(world(post), MONDAY + HOUR)
    assert post.keys == ["b1", "a1", "a2", "a3", "a4"]


async def test_a_long_message_arrives_in_order_with_its_choices_at_the_end(store, world) -> None:
    post = Post()
    text = "\n\n".join(f"Đoạn {n}: " + "chữ " * 40 for n in range(6))
    await queue(store, "long", text, choices=(Choice("Xong", "report:done:1"),))
    await queue(store, "next", "Tin sau")
    tally = await deliver_outbox(world(post), MONDAY)
    assert tally == {"split": 1, "sent": 7}
    assert "".join("".join(post.texts[:-1]).split()) == "".join(text.split())
    assert post.texts[-1] == "Tin sau"
    assert [bool(x.message.choices) for x in post.arrived] == [False] * 5 + [True, False]


async def test_a_message_too_long_against_what_the_channel_says_is_split_further(
    store, world
) -> None:
    class Strict(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            if len(letter.message.text) > 210:
                raise failing(SendFailure.TOO_LONG)
            return await super().send(letter, now)

    class Tiny(Post):
        async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002
            raise failing(SendFailure.TOO_LONG)

    post = Strict()
    # Twice, for what we think fits: each piece comes once and in its place.
    said = "".join(f"Câu số {n} này dài vừa. " for n in range(40))
    await queue(store, text=said)
    await deliver_outbox(world(post), MONDAY)
    assert "".join("".join(post.texts).split()) == "".join(said.split())
    await queue(store, "k2", text="x" * 200)
    assert await deliver_outbox(world(Tiny()), MONDAY) == {"dead": 1}


async def test_messages_of_a_channel_nobody_sends_for_wait(store, world) -> None:
    await queue(store, chat=Chat("telegram", "bot", "1"))
    assert await deliver_outbox(world(Post()), MONDAY) == {}
    assert (await state(store)).state is Delivery.READY


async def test_files_and_text_go_apart_where_a_platform_shows_one_file_at_a_time(
    store, world
) -> None:
    class NoCaptions(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            if letter.message.files and letter.message.text:
                raise failing(SendFailure.TOO_LONG)
            return await super().send(letter, now)

    post = NoCaptions(limits=Limits(300, True, True, 1000, longest_caption=200))
    chart = OutgoingFile("a" * 64, "tong-hop.png", "image/png")
    message = OutgoingMessage("Tổng hợp tuần", (Choice("Xem", "summary:1"),), (chart,))
    await queue(store, message=message)
    assert await deliver_outbox(world(post), MONDAY) == {"split": 1, "sent": 2}
    assert [(x.message.text, len(x.message.files)) for x in post.arrived] == [
        ("", 1),
        ("Tổng hợp tuần", 0),
    ]
    assert post.arrived[-1].message.choices == message.choices
