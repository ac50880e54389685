"""Who takes no more messages is called by the lead office, which hears of it at once, and once."""

import pytest

from data.domain.messages import Chat, Delivery, Lane, Letter
from data.errors import SendFailure
from data.store.lost_contact import KIND
from data.store.unit_of_work import Store
from jobs.ticks.deliver_outbox import deliver_outbox
from tests.cast import MONDAY, Cast, found
from tests.delivery.post import HOUR, A, Post, failing, queue, state


@pytest.fixture
async def cast(store: Store) -> Cast:
    return await found(store)


async def link(store: Store, cast: Cast, name: str, chat: Chat = A) -> None:
    async with store.write() as unit:
        await unit.links.add(cast.ward.id, cast.people[name].id, chat, MONDAY)


async def told(store: Store) -> list[Letter]:
    async with store.read() as unit:
        return [x for x in await unit.outbox.in_states(Delivery) if x.kind == KIND]


def gone(times: int = 1) -> Post:
    return Post(*[failing(SendFailure.RECIPIENT_GONE)] * times)


async def unlink_web(store: Store, cast: Cast, name: str) -> None:
    async with store.write() as unit:
        await unit.links.mark_reachable(cast.chat(name), False)


async def test_the_lead_office_reads_who_and_whom_to_call(store, world, cast: Cast) -> None:
    await link(store, cast, "Tư")
    await unlink_web(store, cast, "Tư")
    await queue(store, ward_id=cast.ward.id, person_id=cast.people["Tư"].id)
    assert await deliver_outbox(world(gone()), MONDAY) == {"dead": 1}
    (letter,) = await told(store)
    assert (letter.person_id, letter.chat) == (cast.people["Mai"].id, cast.chat("Mai"))
    assert letter.message.text == (
        "Bác Nguyễn Văn Tư (Tổ dân phố 5) không nhận được tin qua Zalo "
        "(đã chặn hoặc xóa tài khoản).\n"
        "Đồng chí gọi giúp số 0900000005, rồi gửi thư mời mới: /moi."
    )
    async with store.read() as unit:
        (kept,) = await unit.links.at(A)
        (entry,) = await unit.ward(cast.ward.id).log.read()
    assert not kept.is_reachable
    assert (entry.kind, entry.subject) == (
        "link.unreachable",
        f"person:{cast.people['Tư'].id}",
    )


async def test_nobody_is_called_who_is_reached_elsewhere(store, world, cast: Cast) -> None:
    await link(store, cast, "Tư")
    await queue(store)
    await deliver_outbox(world(gone()), MONDAY)
    (letter,) = await told(store)
    assert "Từ nay tin nhắc tới bác Tư qua kênh khác" in letter.message.text


async def test_what_waits_for_the_chat_is_given_up_with_it_and_nothing_is_tried(
    store, world, cast: Cast
) -> None:
    await link(store, cast, "Tư")
    for number in range(3):
        await queue(store, f"k{number}")
    await queue(store, "answer", lane=Lane.ANSWER, due_at=MONDAY + HOUR)
    post = gone(4)
    assert await deliver_outbox(world(post), MONDAY) == {"dead": 1}
    assert post.tried == ["k0"]
    states = {(await state(store, key)).state for key in ("k0", "k1", "k2", "answer")}
    assert states == {Delivery.DEAD}


async def test_it_is_told_once_each_time_that_contact_is_lost(store, world, cast: Cast) -> None:
    await link(store, cast, "Tư")
    for hour in range(2):
        await queue(store, f"k{hour}")
        await deliver_outbox(world(gone()), MONDAY + hour * HOUR)
    assert len(await told(store)) == 1
    async with store.write() as unit:
        await unit.links.mark_reachable(A, True)
    await queue(store, "again")
    await deliver_outbox(world(gone()), MONDAY + 3 * HOUR)
    assert len(await told(store)) == 2


async def test_the_lead_office_is_never_told_of_itself(store, world, cast: Cast) -> None:
    await link(store, cast, "Mai")
    await queue(store)
    await deliver_outbox(world(gone()), MONDAY)
    assert await told(store) == []


async def test_a_group_that_closed_is_told_with_its_name_and_agency(
    store, world, cast: Cast
) -> None:
    async with store.write() as unit:
        agency = cast.agencies["Tổ dân phố 5"]
        await unit.agency_chats.add(cast.ward.id, agency, A, "Tổ 5 vui vẻ", MONDAY)
    await queue(store)
    await deliver_outbox(world(gone()), MONDAY)
    (letter,) = await told(store)
    assert letter.message.text.startswith('Nhóm chat "Tổ 5 vui vẻ" (Tổ dân phố 5) không nhận')
    async with store.read() as unit:
        assert not (await unit.agency_chats.at(A)).is_reachable


async def test_a_strangers_chat_is_given_up_in_silence(store, world, cast: Cast) -> None:
    await queue(store)
    assert await deliver_outbox(world(gone()), MONDAY) == {"dead": 1}
    assert await told(store) == []
