"""Inbox, outbox and dialogs: a message is received once, and sent as truly as can be."""

import asyncio
from datetime import timedelta

from data.domain.messages import Chat, Choice, Delivery, Lane, OutgoingFile, OutgoingMessage
from data.store.mail import DialogState
from data.store.unit_of_work import Store, UnitOfWork
from tests.cast import MONDAY, Cast

TU = Chat("web", "web", "p5")
MINUTE = timedelta(minutes=1)


async def _queue(unit: UnitOfWork, key: str, **how) -> bool:
    message = how.pop("message", OutgoingMessage(f"Việc {key}"))
    values = {"kind": "digest", "lane": Lane.BULK, "now": MONDAY, **how}
    return await unit.outbox.add(key, values.pop("chat", TU), message, **values)


async def test_an_update_received_twice_is_one(store: Store) -> None:
    async with store.write() as unit:
        first = await unit.inbox.add(TU, "7", {"text": "xong"}, MONDAY)
        assert first is not None
        assert await unit.inbox.add(TU, "7", {"text": "xong"}, MONDAY) is None
        assert await unit.inbox.find(TU, "7") == first


async def test_the_same_number_from_another_account_is_another_update(store: Store) -> None:
    async with store.write() as unit:
        assert await unit.inbox.add(TU, "7", {}, MONDAY)
        assert await unit.inbox.add(Chat("web", "other", "p5"), "7", {}, MONDAY)


async def test_eight_doors_that_get_the_same_update_at_once_store_it_once(store: Store) -> None:
    async def receive() -> int | None:
        async with store.write() as unit:
            return await unit.inbox.add(TU, "7", {}, MONDAY)

    got = await asyncio.gather(*(receive() for _ in range(8)))
    assert len([g for g in got if g is not None]) == 1


async def test_an_update_waits_until_it_is_handled(store: Store) -> None:
    async with store.write() as unit:
        first = await unit.inbox.add(TU, "1", {"text": "a"}, MONDAY)
        await unit.inbox.add(TU, "2", {"text": "b"}, MONDAY)
        taken = await unit.inbox.take(first)
        assert taken.raw == {"text": "a"}
        await unit.inbox.mark_done(first)
        assert await unit.inbox.take(first) is None
        assert [r.external_id for r in await unit.inbox.waiting()] == ["2"]


async def test_an_update_that_fails_three_times_is_set_aside(store: Store) -> None:
    async with store.write() as unit:
        bad = await unit.inbox.add(TU, "1", {}, MONDAY)
        outcomes = [await unit.inbox.mark_failed(bad, "hỏng") for _ in range(3)]
        assert outcomes == [False, False, True]
        assert await unit.inbox.waiting() == ()


async def test_what_people_type_is_kept_whatever_bytes_it_holds(store: Store) -> None:
    raw = {"text": "a\0b \ud83d <b> \u202e ạ"}
    async with store.write() as unit:
        await unit.inbox.add(TU, "1\0", raw, MONDAY)
        await unit.outbox.add(
            "k", TU, OutgoingMessage("a\0b\ud83d"), kind="x", lane=Lane.BULK, now=MONDAY
        )
    async with store.read() as unit:
        assert (await unit.inbox.waiting())[0].raw == raw
        assert (await unit.outbox.find("k")).message.text == "ab?"


async def test_a_message_with_a_key_used_before_is_not_queued(store: Store) -> None:
    async with store.write() as unit:
        assert await _queue(unit, "digest:5:2026-06-15")
        assert not await _queue(unit, "digest:5:2026-06-15")
        assert len(await unit.outbox.claim(MONDAY)) == 1


async def test_answers_go_before_reminders_and_the_oldest_first(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "b2", due_at=MONDAY)
        await _queue(unit, "b1", due_at=MONDAY - MINUTE)
        await _queue(unit, "a", lane=Lane.ANSWER)
        await _queue(unit, "later", due_at=MONDAY + MINUTE)
        assert [x.key for x in await unit.outbox.claim(MONDAY)] == ["a", "b1", "b2"]


async def test_a_message_comes_out_as_it_went_in(store: Store, cast: Cast) -> None:
    message = OutgoingMessage(
        "Việc của bác <b>",
        (Choice("Xong rồi", "report:done:1"),),
        (OutgoingFile("a" * 64, "biểu đồ.png", "image/png"),),
    )
    async with store.write() as unit:
        await _queue(unit, "k", message=message, ward_id=cast.ward.id, must_arrive=True)
        (letter,) = await unit.outbox.claim(MONDAY)
    assert (letter.message, letter.chat, letter.must_arrive) == (message, TU, True)
    assert (letter.state, letter.attempts, letter.ward_id) == (Delivery.SENDING, 1, cast.ward.id)


async def test_what_has_lost_its_meaning_expires_instead_of_going_out_late(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k", expires_at=MONDAY + MINUTE)
        assert await unit.outbox.claim(MONDAY + MINUTE) == ()
        assert (await unit.outbox.find("k")).state is Delivery.EXPIRED


async def test_a_person_without_a_chat_is_recorded_as_not_told(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k", chat=None)
        assert await unit.outbox.claim(MONDAY) == ()
        assert (await unit.outbox.find("k")).state is Delivery.UNLINKED


async def test_workers_never_get_the_same_message(url: str) -> None:
    stores = [Store.at(url) for _ in range(4)]
    async with stores[0].write() as unit:
        for n in range(200):
            await _queue(unit, f"k{n}")

    async def work(store: Store) -> list[int]:
        got = []
        while True:
            async with store.write() as unit:
                letters = await unit.outbox.claim(MONDAY, limit=7)
                await asyncio.sleep(0)
            if not letters:
                return got
            got += [x.id for x in letters]

    shares = await asyncio.gather(*(work(s) for s in stores))
    ids = [i for share in shares for i in share]
    for store in stores:
        await store.close()
    assert len(ids) == len(set(ids)) == 200


async def test_only_the_accounts_one_sends_for_are_claimed(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "web")
        await _queue(unit, "tg", chat=Chat("telegram", "bot1", "9"))
        claimed = await unit.outbox.claim(MONDAY, accounts=[("telegram", "bot1")])
        assert [x.key for x in claimed] == ["tg"]
        assert await unit.outbox.claim(MONDAY, accounts=[]) == ()


async def test_a_lease_that_ran_out_is_told_by_what_may_be_sent_twice(store: Store) -> None:
    zalo, web = Chat("zalo", "oa", "1"), TU
    async with store.write() as unit:
        await _queue(unit, "nice", chat=zalo)
        await _queue(unit, "must", chat=zalo, must_arrive=True)
        await _queue(unit, "safe", chat=web)
        assert len(await unit.outbox.claim(MONDAY)) == 3
    later = MONDAY + 2 * MINUTE
    async with store.write() as unit:
        again = await unit.outbox.claim(later, safe=[("web", "web")])
        assert {x.key: x.is_resend for x in again} == {"must": True, "safe": False}
        assert (await unit.outbox.find("nice")).state is Delivery.UNCERTAIN
    async with store.write() as unit:
        once_more = await unit.outbox.claim(later + 2 * MINUTE, safe=[("web", "web")])
        assert [x.key for x in once_more] == ["safe"]
        assert (await unit.outbox.find("must")).state is Delivery.UNCERTAIN


async def test_a_message_that_kills_its_sender_each_time_is_given_up(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k")
    now, taken = MONDAY, 0
    for _ in range(12):
        async with store.write() as unit:
            taken += len(await unit.outbox.claim(now, safe=[("web", "web")]))
        now += 2 * MINUTE
    assert taken == 8
    async with store.read() as unit:
        assert (await unit.outbox.find("k")).state is Delivery.UNCERTAIN


async def test_a_lease_still_running_is_left_alone(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k")
        await unit.outbox.claim(MONDAY)
        assert await unit.outbox.claim(MONDAY + timedelta(seconds=59)) == ()
        assert (await unit.outbox.find("k")).state is Delivery.SENDING


async def test_who_comes_after_the_lease_cannot_queue_again_what_was_sent(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k")
        (letter,) = await unit.outbox.claim(MONDAY)
        await unit.outbox.mark_sent(letter.id, "55", MONDAY)
        await unit.outbox.put_back(letter.id, MONDAY, "too late")
        await unit.outbox.mark(letter.id, Delivery.DEAD, "too late")
        found = await unit.outbox.find("k")
    assert (found.state, found.external_id, found.error) == (Delivery.SENT, "55", None)


async def test_a_split_message_keeps_its_order_and_its_choices_at_the_end(store: Store) -> None:
    message = OutgoingMessage("một hai", (Choice("Xong", "report:done:1"),))
    async with store.write() as unit:
        await _queue(unit, "long", message=message)
        await _queue(unit, "next")
        letter, _next = await unit.outbox.claim(MONDAY)
        await unit.outbox.put_back(_next.id, MONDAY, "after another", counts=False)
        await unit.outbox.split(letter, ["một", "hai"])
        parts = await unit.outbox.claim(MONDAY)
    assert [x.message.text for x in parts] == ["một", "hai", "Việc next"]
    assert [x.key for x in parts] == ["long", "long/2", "next"]
    assert [len(x.message.choices) for x in parts] == [0, 1, 0]
    assert {x.attempts for x in parts} == {1}


async def test_a_dialog_stands_until_it_expires_or_is_replaced(store: Store) -> None:
    state = DialogState("report", {"occurrence": 45}, MONDAY + MINUTE)
    async with store.write() as unit:
        await unit.dialogs.save(TU, state)
        assert await unit.dialogs.get(TU, MONDAY) == state
        assert (await unit.dialogs.get(TU, MONDAY + MINUTE)).conversation is None
        await unit.dialogs.save(TU, DialogState("tasks", {}, None))
        assert (await unit.dialogs.get(TU, MONDAY)).conversation == "tasks"
        await unit.dialogs.forget(TU)
        assert await unit.dialogs.get(TU, MONDAY) == DialogState(None, {}, None)


async def test_the_choices_last_shown_are_remembered_for_three_days(store: Store) -> None:
    message = OutgoingMessage("?", (Choice("Xong", "report:done:1"), Choice("Chưa", "report:no:1")))
    async with store.write() as unit:
        await unit.dialogs.save(TU, DialogState("report", {"a": 1}, None))
        await _queue(unit, "k", message=message)
        state = await unit.dialogs.get(TU, MONDAY)
        assert (state.menu, state.data) == (("report:done:1", "report:no:1"), {"a": 1})
        assert (await unit.dialogs.get(TU, MONDAY + timedelta(days=3))).menu == ()


async def test_two_processes_that_first_write_one_chat_at_once_both_succeed(url: str) -> None:
    stores = [Store.at(url) for _ in range(6)]

    async def save(store: Store) -> None:
        async with store.write() as unit:
            await unit.dialogs.save(TU, DialogState("report", {}, None))

    await asyncio.gather(*(save(s) for s in stores))
    for store in stores:
        await store.close()
