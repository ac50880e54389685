"""What went wrong in a ward: which rows are listed, from when, and how they leave the list."""

from datetime import datetime, timedelta

from sqlalchemy import text

from data.domain.messages import Chat, Delivery, Lane, OutgoingMessage
from data.domain.people import WardSettings
from data.domain.reports import EvidenceState
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast, at

NINE = at("2026-06-15 09:00")
TELEGRAM = Chat("telegram", "77", "500")


async def queue(
    store: Store,
    cast: Cast,
    key: str,
    chat: Chat = TELEGRAM,
    *,
    now: datetime = MONDAY,
    due_at: datetime | None = None,
    **changed: object,
) -> int:
    """Queue a message to Hạnh and change its row as sending would."""
    async with store.write() as unit:
        await unit.outbox.add(
            key,
            chat,
            OutgoingMessage("Việc hôm nay của đồng chí"),
            kind="digest",
            lane=Lane.BULK,
            now=now,
            ward_id=cast.ward.id,
            person_id=cast.people["Hạnh"].id,
            must_arrive=True,
            due_at=due_at,
        )
        letter = await unit.outbox.find(key)
    assert letter is not None
    await change(store, "outbox", letter.id, **changed)
    return letter.id


async def change(store: Store, table: str, row: int, **values: object) -> None:
    """Write some columns of a row."""
    for name, value in values.items():
        if isinstance(value, datetime) and store.engine.dialect.name == "sqlite":
            value = value.strftime("%Y-%m-%d %H:%M:%S.%f")
        async with store.engine.begin() as conn:
            bound = {"value": value, "row": row}
            await conn.execute(text(f"UPDATE {table} SET {name} = :value WHERE id = :row"), bound)


async def test_what_is_due_waits_and_what_was_put_back_has_waited_since_it_was_queued(
    store: Store, cast: Cast
) -> None:
    await queue(store, cast, "due", due_at=at("2026-06-15 08:30"))
    later = at("2026-06-15 09:20")
    await queue(store, cast, "put back", due_at=later, error="unreachable: no way")
    await queue(store, cast, "tomorrow", due_at=at("2026-06-16 07:30"))
    await queue(store, cast, "web", cast.chat("Hạnh"), due_at=at("2026-06-15 08:45"))
    await queue(store, cast, "on its way", state="sending", error=None)
    await queue(store, cast, "sent", state="sent", sent_at=at("2026-06-15 07:01"))
    await queue(store, cast, "sent on Sunday", state="sent", sent_at=at("2026-06-14 23:59"))
    async with store.read() as unit:
        found = await unit.ward(cast.ward.id).troubles.queue(NINE)
    assert found.waiting == 4
    assert found.oldest == MONDAY
    assert found.by_account == {("telegram", "77"): 3, ("web", "web"): 1}
    assert found.sent_today == 1


async def test_nothing_waits_in_an_empty_outbox(store: Store, cast: Cast) -> None:
    async with store.read() as unit:
        found = await unit.ward(cast.ward.id).troubles.queue(NINE)
    assert (found.waiting, found.oldest, found.sent_today) == (0, None, 0)


async def test_uncertain_messages_are_listed_for_ever_dead_ones_for_a_month(
    store: Store, cast: Cast
) -> None:
    long_ago = NINE - timedelta(days=31)
    old = await queue(store, cast, "old", now=long_ago, state="uncertain", error="uncertain: x")
    await queue(store, cast, "old and dead", now=long_ago, state="dead", error="refused: x")
    dead = await queue(store, cast, "dead", state="dead", error="recipient_gone: Forbidden")
    await queue(store, cast, "sent", state="sent")
    async with store.read() as unit:
        troubles = unit.ward(cast.ward.id).troubles
        found = await troubles.undelivered(NINE)
        one = await troubles.get(dead)
    assert [u.id for u in found] == [dead, old]
    assert found[0] == one
    assert [u.state for u in found] == [Delivery.DEAD, Delivery.UNCERTAIN]
    assert found[1].queued_at == long_ago


async def test_what_was_let_rest_is_listed_no_more_and_is_what_it_was(
    store: Store, cast: Cast
) -> None:
    letter = await queue(store, cast, "one", state="uncertain")
    async with store.write() as unit:
        troubles = unit.ward(cast.ward.id).troubles
        assert await troubles.let_rest(letter, NINE)
        assert not await troubles.let_rest(letter, NINE)
        assert not await troubles.queue_again(letter, TELEGRAM, NINE)
        assert await troubles.undelivered(NINE) == ()
        kept = await unit.outbox.find("one")
    assert kept is not None
    assert kept.state is Delivery.UNCERTAIN


async def test_what_is_queued_again_is_due_at_once_and_marked_when_it_may_have_arrived(
    store: Store, cast: Cast
) -> None:
    uncertain = await queue(store, cast, "uncertain", state="uncertain", attempts=8, error="x")
    dead = await queue(store, cast, "dead", state="dead", attempts=56, error="unreachable: x")
    elsewhere = Chat("telegram", "77", "900")
    async with store.write() as unit:
        troubles = unit.ward(cast.ward.id).troubles
        assert await troubles.queue_again(uncertain, elsewhere, NINE)
        assert await troubles.queue_again(dead, TELEGRAM, NINE)
        assert not await troubles.queue_again(dead, TELEGRAM, NINE)
        first, second = await unit.outbox.find("uncertain"), await unit.outbox.find("dead")
    assert first is not None
    assert second is not None
    assert (first.state, first.is_resend, first.chat) == (Delivery.READY, True, elsewhere)
    assert (second.state, second.is_resend, second.chat) == (Delivery.READY, False, TELEGRAM)
    assert (first.attempts, first.due_at, first.error) == (0, NINE, None)


async def test_files_are_missing_while_they_are_fetched_and_for_a_month_after_they_were_given_up(
    store: Store, cast: Cast
) -> None:
    async def sent(received_at: datetime, state: EvidenceState) -> None:
        async with store.write() as unit:
            row = await unit.ward(cast.ward.id).evidence.add(
                cast.people["Tư"].id,
                channel="telegram",
                account="77",
                ref="AgAC",
                name="bia.jpg",
                mime="image/jpeg",
                size=10,
                sha256=None,
                is_compressed=True,
                exif=None,
                taken_at=None,
                sent_at=received_at,
                received_at=received_at,
            )
        await change(store, "evidence", row, state=state.value)

    await sent(NINE - timedelta(hours=2), EvidenceState.PENDING)
    await sent(NINE - timedelta(days=2), EvidenceState.FAILED)
    await sent(NINE - timedelta(days=40), EvidenceState.FAILED)
    await sent(NINE - timedelta(hours=1), EvidenceState.STORED)
    async with store.read() as unit:
        found = await unit.ward(cast.ward.id).troubles.missing_files(NINE)
    assert [(f.received_at, f.is_lost) for f in found] == [
        (NINE - timedelta(hours=2), False),
        (NINE - timedelta(days=2), True),
    ]


async def test_updates_set_aside_are_counted_for_a_month(store: Store, cast: Cast) -> None:
    for number, when in enumerate((NINE, NINE - timedelta(days=31))):
        async with store.write() as unit:
            row = await unit.inbox.add(TELEGRAM, f"u{number}", {}, when)
            assert row is not None
            await unit.inbox.mark_failed(row, "ValueError", max_attempts=1)
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).troubles.set_aside(NINE) == 1


async def test_another_ward_sees_nothing_of_it_and_settles_nothing(
    store: Store, cast: Cast
) -> None:
    letter = await queue(store, cast, "one", state="uncertain")
    await queue(store, cast, "two")
    async with store.write() as unit:
        other = await unit.wards.add("Phường khác", WardSettings(), MONDAY)
        troubles = unit.ward(other.id).troubles
        assert await troubles.undelivered(NINE) == ()
        assert await troubles.get(letter) is None
        assert (await troubles.queue(NINE)).waiting == 0
        assert not await troubles.let_rest(letter, NINE)
        assert not await troubles.queue_again(letter, TELEGRAM, NINE)
