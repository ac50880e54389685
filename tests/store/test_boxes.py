"""Inbox, outbox and dialogs: a message is received once, and sent as truly as can be."""

import asyncio
from datetime import datetime, timedelta

from data.domain.messages import Chat, Choice, Delivery, Lane, OutgoingFile, OutgoingMessage
from data.store.deliveries import Waiting
from data.store.mail import DialogState
from data.store.unit_of_work import Store, UnitOfWork
from tests.cast import MONDAY, Cast

TU = Chat("web", "web", "p5")
WEB = ("web", "web")
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
        assert len(await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)) == 1


async def test_each_lane_of_an_account_is_taken_by_itself_the_oldest_first(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "b2", due_at=MONDAY)
        await _queue(unit, "b1", due_at=MONDAY - MINUTE)
        await _queue(unit, "a", lane=Lane.ANSWER)
        await _queue(unit, "later", due_at=MONDAY + MINUTE)
        await _queue(unit, "other", chat=Chat("telegram", "bot1", "9"))
        claim = unit.deliveries.claim
        assert [x.key for x in await claim(WEB, Lane.BULK, MONDAY)] == ["b1", "b2"]
        assert [x.key for x in await claim(WEB, Lane.ANSWER, MONDAY)] == ["a"]
        assert [x.key for x in await claim(("telegram", "bot1"), Lane.BULK, MONDAY)] == ["other"]


async def test_a_look_tells_whether_there_is_anything_to_do(store: Store) -> None:
    async def look(later: timedelta = timedelta(), *busy: str) -> Waiting:
        async with store.read() as unit:
            return await unit.deliveries.look(WEB, Lane.BULK, MONDAY + later, busy)

    nothing = Waiting(is_due=False, is_unsettled=False)
    assert await look() == nothing
    async with store.write() as unit:
        await _queue(unit, "a", lane=Lane.ANSWER)
        await _queue(unit, "b", chat=Chat("telegram", "bot1", "9"))
        await _queue(unit, "k", due_at=MONDAY + MINUTE, expires_at=MONDAY + 2 * MINUTE)
    assert await look() == nothing
    assert await look(MINUTE) == Waiting(is_due=True, is_unsettled=False)
    assert await look(MINUTE, TU.chat) == nothing
    assert await look(2 * MINUTE) == Waiting(is_due=False, is_unsettled=True)


async def test_busy_chats_are_left_alone_and_each_chat_may_get_one_at_a_time(store: Store) -> None:
    async with store.write() as unit:
        for number in range(12):
            await _queue(unit, f"k{number}", chat=Chat("web", "web", str(number % 4)))
        taken = await unit.deliveries.claim(
            WEB, Lane.BULK, MONDAY, limit=3, busy=["1"], one_a_chat=True
        )
    assert [x.key for x in taken] == ["k0", "k2", "k3"]


async def test_what_came_later_never_overtakes_what_was_put_back(store: Store) -> None:
    later = MONDAY + MINUTE
    async with store.write() as unit:
        # Queued in another order than it is due: numbers alone do not tell who is first.
        for key, before in (("third", 1), ("second", 2), ("first", 3)):
            await _queue(unit, key, due_at=MONDAY - before * MINUTE)
        await _queue(unit, "elsewhere", chat=Chat("web", "web", "p6"))
        await _queue(unit, "answer", lane=Lane.ANSWER)
        first, second, *_ = await unit.deliveries.claim(WEB, Lane.BULK, MONDAY, limit=2)
        await unit.deliveries.put_back(first.id, later, "throttled", counts=False)
        await unit.deliveries.untake([second])
        await _queue(unit, "fourth")

        async def taken(now: datetime, lane: Lane = Lane.BULK) -> list[str]:
            letters = await unit.deliveries.claim(WEB, lane, now)
            for letter in letters:
                assert letter.attempts == 1
                await unit.deliveries.mark_sent(letter.id, letter.key, now)
            return [x.key for x in letters]

        assert await taken(later - timedelta(seconds=1)) == ["elsewhere"]
        assert await taken(later - timedelta(seconds=1), Lane.ANSWER) == ["answer"]
        assert await taken(later) == ["first"]
        assert await taken(later) == ["second", "third", "fourth"]


async def test_a_group_that_moved_is_followed_and_one_that_is_gone_given_up(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k")
        await _queue(unit, "other", chat=Chat("web", "web", "p6"))
        await unit.deliveries.follow(TU, "new")
        assert (await unit.outbox.find("k")).chat == Chat("web", "web", "new")
        await unit.deliveries.give_up(Chat("web", "web", "new"), "gone")
        assert (await unit.outbox.find("k")).state is Delivery.DEAD
        assert (await unit.outbox.find("other")).state is Delivery.READY


async def test_an_edit_waits_for_its_message_and_stands_alone_if_that_never_comes(
    store: Store,
) -> None:
    async with store.write() as unit:
        deliveries = unit.deliveries
        for key in ("shown", "lost"):
            await _queue(unit, key)
            of = (await unit.outbox.find(key)).id
            await _queue(unit, f"edits {key}", edits_id=of)
        shown, lost = await deliveries.claim(WEB, Lane.BULK, MONDAY)
        assert (shown.key, lost.key) == ("shown", "lost")
        await deliveries.mark_sent(shown.id, "m1", MONDAY)
        await deliveries.mark(lost.id, Delivery.DEAD, "refused")
        taken = await deliveries.claim(WEB, Lane.BULK, MONDAY)
    assert {x.key: x.edits for x in taken} == {"edits shown": "m1", "edits lost": None}


async def test_a_message_comes_out_as_it_went_in(store: Store, cast: Cast) -> None:
    message = OutgoingMessage(
        "Việc của bác <b>",
        (Choice("Xong rồi", "report:done:1"),),
        (OutgoingFile("a" * 64, "biểu đồ.png", "image/png"),),
    )
    async with store.write() as unit:
        await _queue(unit, "k", message=message, ward_id=cast.ward.id, must_arrive=True)
        (letter,) = await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)
    assert (letter.message, letter.chat, letter.must_arrive) == (message, TU, True)
    assert (letter.state, letter.attempts, letter.ward_id) == (Delivery.SENDING, 1, cast.ward.id)


async def test_what_has_lost_its_meaning_expires_instead_of_going_out_late(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k", expires_at=MONDAY + MINUTE)
        assert await unit.deliveries.claim(WEB, Lane.BULK, MONDAY + MINUTE) == ()
        await unit.deliveries.settle(MONDAY + MINUTE)
        assert (await unit.outbox.find("k")).state is Delivery.EXPIRED


async def test_a_person_without_a_chat_is_recorded_as_not_told(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k", chat=None)
        assert await unit.deliveries.claim(WEB, Lane.BULK, MONDAY) == ()
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
                letters = await unit.deliveries.claim(WEB, Lane.BULK, MONDAY, limit=7)
                await asyncio.sleep(0)
            if not letters:
                return got
            got += [x.id for x in letters]

    shares = await asyncio.gather(*(work(s) for s in stores))
    ids = [i for share in shares for i in share]
    for store in stores:
        await store.close()
    assert len(ids) == len(set(ids)) == 200


async def test_a_lease_that_ran_out_is_told_by_what_may_be_sent_twice(store: Store) -> None:
    oa, zalo = ("zalo", "oa"), Chat("zalo", "oa", "1")
    async with store.write() as unit:
        deliveries = unit.deliveries
        await _queue(unit, "shown", chat=zalo)
        (shown,) = await deliveries.claim(oa, Lane.BULK, MONDAY)
        await deliveries.mark_sent(shown.id, "m1", MONDAY)
        await _queue(unit, "nice", chat=zalo)
        await _queue(unit, "must", chat=zalo, must_arrive=True)
        await _queue(unit, "edit", chat=zalo, edits_id=shown.id)
        await _queue(unit, "sign", chat=zalo, message=OutgoingMessage("👍", reacts_to="7"))
        await _queue(unit, "safe", chat=TU)
        assert len(await deliveries.claim(oa, Lane.BULK, MONDAY)) == 4
        assert len(await deliveries.claim(WEB, Lane.BULK, MONDAY)) == 1

    async def after_the_lease(now: datetime) -> dict[str, bool]:
        async with store.write() as unit:
            await unit.deliveries.settle(now, safe=[WEB])
            taken = [
                letter
                for account in (oa, WEB)
                for letter in await unit.deliveries.claim(account, Lane.BULK, now)
            ]
            return {x.key: x.is_resend for x in taken}

    later = MONDAY + 2 * MINUTE
    once_more = {"edit": False, "sign": False, "safe": False}
    assert await after_the_lease(later) == {"must": True, **once_more}
    assert await after_the_lease(later + 2 * MINUTE) == once_more
    async with store.read() as unit:
        listed = {x.key for x in await unit.outbox.in_states([Delivery.UNCERTAIN])}
    assert listed == {"nice", "must"}


async def test_what_died_while_being_sent_and_came_too_late_is_over_at_the_first_look(
    store: Store,
) -> None:
    async with store.write() as unit:
        await _queue(unit, "k", must_arrive=True, expires_at=MONDAY + 2 * MINUTE)
        await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)
        await unit.deliveries.settle(MONDAY + 3 * MINUTE)
        assert (await unit.outbox.find("k")).state is Delivery.EXPIRED


async def test_a_message_that_kills_its_sender_each_time_is_given_up(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k")
    now, taken = MONDAY, 0
    for _ in range(12):
        async with store.write() as unit:
            await unit.deliveries.settle(now, safe=[WEB])
            taken += len(await unit.deliveries.claim(WEB, Lane.BULK, now))
        now += 2 * MINUTE
    assert taken == 8
    async with store.read() as unit:
        assert (await unit.outbox.find("k")).state is Delivery.UNCERTAIN


async def test_a_lease_still_running_is_left_alone(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k")
        await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)
        await unit.deliveries.settle(MONDAY + timedelta(seconds=59))
        assert await unit.deliveries.claim(WEB, Lane.BULK, MONDAY + timedelta(seconds=59)) == ()
        assert (await unit.outbox.find("k")).state is Delivery.SENDING


async def test_who_comes_after_the_lease_cannot_queue_again_what_was_sent(store: Store) -> None:
    async with store.write() as unit:
        await _queue(unit, "k")
        (letter,) = await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)
        await unit.deliveries.mark_sent(letter.id, "55", MONDAY)
        await unit.deliveries.put_back(letter.id, MONDAY, "too late")
        await unit.deliveries.mark(letter.id, Delivery.DEAD, "too late")
        found = await unit.outbox.find("k")
    assert (found.state, found.external_id, found.error) == (Delivery.SENT, "55", None)


async def test_a_split_message_keeps_its_order_and_an_edit_of_it_edits_the_last(
    store: Store,
) -> None:
    last = OutgoingMessage("hai", (Choice("Xong", "report:done:1"),), card="report:1")
    async with store.write() as unit:
        await _queue(unit, "long")
        await _queue(unit, "next")
        letter, next_ = await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)
        await _queue(unit, "edit", edits_id=letter.id)
        await unit.deliveries.untake([next_])
        await unit.deliveries.split(letter, [OutgoingMessage("một"), last])
        parts = await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)
        assert [x.key for x in parts] == ["long", "long/9.2", "next"]
        await unit.deliveries.mark_sent(parts[1].id, "m2", MONDAY)
        (edit,) = await unit.deliveries.claim(WEB, Lane.BULK, MONDAY)
    assert [x.message for x in parts[:2]] == [OutgoingMessage("một"), last]
    assert {x.attempts for x in parts} == {1}
    assert (edit.key, edit.edits) == ("edit", "m2")


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


async def test_what_is_put_aside_counts_again_once_the_other_is_over(store: Store) -> None:
    before = DialogState("report", {"files": [3]}, MONDAY + timedelta(hours=12))
    state = DialogState("review", {"step": "why"}, MONDAY + MINUTE, aside=before)
    async with store.write() as unit:
        await unit.dialogs.save(TU, state)
        there = await unit.dialogs.get(TU, MONDAY)
        assert there == state
        assert (there.data_of("report"), there.data_of("plan")) == ({"files": [3]}, {})
        assert await unit.dialogs.get(TU, MONDAY + MINUTE) == before
        assert await unit.dialogs.forget_expired(MONDAY + timedelta(hours=11)) == 0
        assert (await unit.dialogs.get(TU, MONDAY + timedelta(hours=12))).conversation is None
        assert await unit.dialogs.forget_expired(MONDAY + timedelta(hours=12)) == 1
