"""Each way of failing has its own truth: retried, resent, given up or listed, never lost."""

import asyncio
from collections import deque
from datetime import datetime, timedelta

import pytest

from data.domain.messages import Chat, Choice, Delivery, Lane, Letter, Limits, OutgoingMessage
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks import deliver_outbox as ticking
from jobs.ticks.deliver_outbox import deliver_outbox
from tests.cast import MONDAY, Cast

A, B = Chat("zalo", "oa", "a"), Chat("zalo", "oa", "b")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Post:
    """A platform that answers as the test tells it: takes everything unless told to fail."""

    limits = Limits(longest_text=300, has_buttons=False, has_edits=False, largest_file=1000)

    def __init__(self, *failures: Exception | None, resends_safely: bool = False) -> None:
        self.resends_safely = resends_safely
        self.failures = deque(failures)
        self.arrived: list[Letter] = []

    async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002
        failure = self.failures.popleft() if self.failures else None
        if failure is not None:
            raise failure
        self.arrived.append(letter)
        return f"m{len(self.arrived)}"

    @property
    def texts(self) -> list[str]:
        return [x.message.text for x in self.arrived]


def failing(failure: SendFailure, retry_after: float | None = None) -> SendError:
    return SendError(failure, "as told", retry_after)


@pytest.fixture
def world(store: Store, files: EvidenceStore):
    """Make a world with one account of one channel."""
    return lambda post: World(store, files, senders={("zalo", "oa"): post})


async def queue(store: Store, key: str = "k", text: str = "Việc", **how) -> None:
    async with store.write() as unit:
        await unit.outbox.add(
            key,
            how.pop("chat", A),
            OutgoingMessage(text, how.pop("choices", ())),
            **{"kind": "digest", "lane": Lane.BULK, "now": MONDAY, **how},
        )


async def state(store: Store, key: str = "k") -> Letter:
    async with store.read() as unit:
        return await unit.outbox.find(key)


async def test_what_is_due_is_sent_once_and_a_second_run_does_nothing(store, world) -> None:
    post = Post()
    for n in range(45):
        await queue(store, f"k{n}", chat=Chat("zalo", "oa", str(n)))
    assert await deliver_outbox(world(post), MONDAY) == {"sent": 45}
    assert await deliver_outbox(world(post), MONDAY) == {}
    assert len(set(post.texts)) == 1
    assert len({x.key for x in post.arrived}) == 45
    assert (await state(store, "k0")).external_id is not None


async def test_two_processes_at_once_send_each_message_once(store, world) -> None:
    post = Post()
    for n in range(60):
        await queue(store, f"k{n}", chat=Chat("zalo", "oa", str(n)))
    await asyncio.gather(*(deliver_outbox(world(post), MONDAY) for _ in range(3)))
    assert len(post.arrived) == 60


async def test_an_answer_never_waits_behind_a_round_of_reminders(store, world) -> None:
    post = Post()
    for n in range(30):
        await queue(store, f"k{n}", due_at=MONDAY - HOUR)
    await queue(store, "answer", lane=Lane.ANSWER)
    await deliver_outbox(world(post), MONDAY)
    assert post.arrived[0].key == "answer"


async def test_throttled_waits_as_long_as_the_platform_says(store, world) -> None:
    post = Post(failing(SendFailure.THROTTLED, 30))
    await queue(store)
    assert await deliver_outbox(world(post), MONDAY) == {"put_back": 1}
    assert await deliver_outbox(world(post), MONDAY + 29 * SECOND) == {}
    assert await deliver_outbox(world(post), MONDAY + 30 * SECOND) == {"sent": 1}
    assert (await state(store)).attempts == 1


async def test_unreachable_is_retried_with_growing_waits_and_then_dead(store, world) -> None:
    post = Post(*[failing(SendFailure.UNREACHABLE)] * 100)
    await queue(store)
    now, rounds = MONDAY, 0
    while (await state(store)).state is Delivery.READY:
        await deliver_outbox(world(post), now)
        rounds += 1
        now = max(now + SECOND, (await state(store)).due_at)
    assert (await state(store)).state is Delivery.DEAD
    assert (rounds, now - MONDAY > 23 * HOUR) == (56, True)


async def test_a_reminder_out_of_reach_expires_when_its_meaning_is_gone(store, world) -> None:
    post = Post(failing(SendFailure.UNREACHABLE))
    await queue(store, expires_at=MONDAY + HOUR)
    await deliver_outbox(world(post), MONDAY)
    await deliver_outbox(world(post), MONDAY + HOUR)
    assert ((await state(store)).state, post.arrived) == (Delivery.EXPIRED, [])


async def test_a_person_who_left_is_marked_unreachable_and_the_log_says_so(
    store, world, cast: Cast
) -> None:
    person = cast.people["Tư"]
    async with store.write() as unit:
        await unit.links.add(cast.ward.id, person.id, A, MONDAY)
    await queue(store, ward_id=cast.ward.id, person_id=person.id)
    assert await deliver_outbox(world(Post(failing(SendFailure.RECIPIENT_GONE))), MONDAY) == {
        "dead": 1
    }
    async with store.read() as unit:
        (link,) = await unit.links.at(A)
        (entry,) = await unit.ward(cast.ward.id).log.read()
    assert (link.is_reachable, (await state(store)).state) == (False, Delivery.DEAD)
    assert (entry.kind, entry.subject) == ("link.unreachable", f"person:{person.id}")


async def test_what_the_platform_will_never_take_is_dead_and_delays_nobody(store, world) -> None:
    post = Post(failing(SendFailure.REFUSED))
    await queue(store, "poison")
    await queue(store, "next")
    assert await deliver_outbox(world(post), MONDAY) == {"dead": 1, "sent": 1}
    assert (await state(store, "poison")).state is Delivery.DEAD


async def test_a_wrong_token_keeps_the_whole_queue_and_rests_the_account(store, world) -> None:
    post = Post(failing(SendFailure.MISCONFIGURED), failing(SendFailure.MISCONFIGURED))
    await queue(store, "k1", chat=A)
    await queue(store, "k2", chat=A)
    for n in range(3, 40):
        await queue(store, f"k{n}", chat=A, due_at=MONDAY + SECOND)
    await deliver_outbox(world(post), MONDAY)
    assert len(post.failures) == 1
    assert await deliver_outbox(world(post), MONDAY + 60 * SECOND) == {}
    post.failures.clear()
    assert await deliver_outbox(world(post), MONDAY + 300 * SECOND) == {"sent": 39}


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

    monkeypatch.setattr(ticking, "LONGEST_SEND", 0.01)
    await queue(store)
    assert await deliver_outbox(world(Silent()), MONDAY) == {"uncertain": 1}


async def test_no_send_is_begun_that_could_outlive_its_lease(store, world, monkeypatch) -> None:
    monkeypatch.setattr(ticking, "LATEST_START", -1.0)
    await queue(store)
    assert await deliver_outbox(world(post := Post()), MONDAY) == {}
    assert (post.arrived, (await state(store)).attempts) == ([], 0)


async def test_a_fault_of_ours_while_sending_counts_as_uncertain(store, world) -> None:
    post = Post(KeyError("no such thing"))
    await queue(store, "k1")
    await queue(store, "k2")
    assert await deliver_outbox(world(post), MONDAY) == {"uncertain": 1, "sent": 1}


async def test_what_follows_in_a_chat_never_overtakes_and_other_chats_go_on(store, world) -> None:
    class SlowFor(Post):
        async def send(self, letter: Letter, now: datetime) -> str:
            if letter.key == "a1" and not self.arrived.count(letter) and now == MONDAY:
                raise failing(SendFailure.UNREACHABLE)
            return await super().send(letter, now)

    post = SlowFor()
    for key, chat in (("a1", A), ("a2", A), ("b1", B), ("a3", A)):
        await queue(store, key, chat=chat)
    assert await deliver_outbox(world(post), MONDAY) == {"put_back": 1, "sent": 1}
    await deliver_outbox(world(post), MONDAY + HOUR)
    assert [x.key for x in post.arrived] == ["b1", "a1", "a2", "a3"]


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
    await queue(store, text="Câu này dài vừa. " * 14)
    await deliver_outbox(world(post), MONDAY)
    assert "".join("".join(post.texts).split()) == "Câunàydàivừa." * 14
    await queue(store, "k2", text="x" * 200)
    assert await deliver_outbox(world(Tiny()), MONDAY) == {"dead": 1}


async def test_messages_of_a_channel_nobody_sends_for_wait(store, world) -> None:
    await queue(store, chat=Chat("telegram", "bot", "1"))
    assert await deliver_outbox(world(Post()), MONDAY) == {}
    assert (await state(store)).state is Delivery.READY
