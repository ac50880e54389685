"""What happens to chats: out of a group, a new address, blocked and back."""

import pytest

from data.domain.messages import Chat, ChatEvent, Delivery, Lane, OutgoingMessage
from data.domain.people import Role
from tests.cast import at
from tests.groups.conftest import BOT, Stage, choices_of, group
from tests.reminders.stage import letters

# Out of a group.


async def test_taken_out_of_a_group_we_say_so_to_the_head_and_the_lead_office(
    stage: Stage,
) -> None:
    await stage.tie(group(1), "Tổ dân phố 5", "Tổ 5")
    await stage.happens(ChatEvent.LEFT, group(1), by=Chat("telegram", BOT, "99999"))
    assert await stage.tied_to(group(1)) is None
    for who in ("Tư", "Mai"):
        assert await stage.told(who) == [
            "Tôi đã bị đưa ra khỏi nhóm chat “Tổ 5” của Tổ dân phố 5, nên không nhắc việc trong nhóm "
            "đó nữa; tin nhắn riêng vẫn gửi.\n"
            "Cần nhắc trong nhóm thì thêm tôi vào lại."
        ]
    assert await stage.logged() == ["group.left"]
    assert await stage.posted(group(1)) == []


async def test_who_took_us_out_is_not_told_that_they_did(stage: Stage) -> None:
    await stage.tie(group(1), "Tổ dân phố 5", "Tổ 5")
    await stage.happens(ChatEvent.LEFT, group(1), by="Tư")
    assert await stage.told("Tư") == []
    assert len(await stage.told("Mai")) == 1


async def test_out_of_a_group_that_was_nobodys_nobody_hears_of(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Hội khuyến học")
    (asked,) = await stage.letters_to("Mai")
    await stage.happens(ChatEvent.LEFT, group(1), by="Mai")
    assert len(await letters(stage.store)) == 1
    assert choices_of(asked.message)


async def test_what_waits_for_a_group_that_is_untied_is_not_posted(stage: Stage) -> None:
    tied = await stage.tie(group(1), "Tổ dân phố 5")
    async with stage.store.write() as unit:
        await unit.outbox.add(
            "group:1:2026-06-15:daily",
            tied.chat,
            OutgoingMessage("Phường nhắc việc của tổ 5"),
            kind="group_digest",
            lane=Lane.BULK,
            now=stage.now,
            ward_id=stage.cast.ward.id,
        )
    await stage.says("Tư", "/goinhom", group(1))
    reminder, goodbye = [x for x in await letters(stage.store) if x.chat == group(1)]
    assert reminder.state is Delivery.EXPIRED
    assert goodbye.state is Delivery.READY


async def test_put_back_it_is_tied_anew_by_who_may(stage: Stage) -> None:
    await stage.tie(group(1), "Tổ dân phố 5")
    await stage.happens(ChatEvent.LEFT, group(1))
    await stage.happens(ChatEvent.JOINED, group(1), by="Tư", title="Tổ 5")
    assert await stage.tied_to(group(1)) == "Tổ dân phố 5"


async def test_joined_again_without_having_left_changes_nothing(stage: Stage) -> None:
    await stage.tie(group(1), "Tổ dân phố 5")
    async with stage.store.write() as unit:
        await unit.agency_chats.mark_reachable(group(1), False)
    await stage.happens(ChatEvent.JOINED, group(1), by="Bảy", title="Tổ 5")
    async with stage.store.read() as unit:
        tied = await unit.agency_chats.at(group(1))
    assert tied is not None
    assert tied.is_reachable
    assert await letters(stage.store) == []


# A new address.


async def test_a_group_that_moved_stays_the_agencys_and_what_waits_follows(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Tư", title="Tổ 5")
    await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)
    assert await stage.tied_to(group(1)) is None
    assert await stage.tied_to(group(2)) == "Tổ dân phố 5"
    assert len(await stage.posted(group(2))) == 1
    await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)  # told by both chats
    assert await stage.tied_to(group(2)) == "Tổ dân phố 5"
    assert await stage.logged() == ["group.tied", "group.moved"]


async def test_a_move_that_first_looks_like_being_added_ties_nothing_anew(stage: Stage) -> None:
    """Telegram says that we joined the new group before it says that the old one moved there."""
    await stage.tie(group(1), "Tổ dân phố 5")
    await stage.happens(ChatEvent.JOINED, group(2), by="Bảy", title="Tổ 5")
    await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)
    async with stage.store.read() as unit:
        (only,) = await unit.agency_chats.all(stage.cast.ward.id)
    assert only.chat == group(2)
    assert await stage.tied_to(group(2)) == "Tổ dân phố 5"
    (greeting,) = [x for x in await letters(stage.store) if x.chat == group(2)]
    assert greeting.state is Delivery.EXPIRED


@pytest.mark.parametrize("is_told_first", [True, False])
async def test_a_stranger_who_moves_the_group_is_no_stranger_to_it(
    stage: Stage, is_told_first: bool
) -> None:
    stranger = Chat("telegram", BOT, "99999")
    await stage.tie(group(1), "Tổ dân phố 5")
    if is_told_first:
        await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)
    await stage.happens(ChatEvent.JOINED, group(2), by=stranger, title="Tổ 5")
    await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)
    waiting = [x for x in await letters(stage.store) if x.state is Delivery.READY]
    assert waiting == []
    assert await stage.tied_to(group(2)) == "Tổ dân phố 5"


async def test_a_stranger_who_moves_a_group_that_is_nobodys_yet_is_not_answered(
    stage: Stage,
) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Tổ 5")
    await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)
    await stage.happens(ChatEvent.JOINED, group(2), by=Chat("telegram", BOT, "99999"))
    assert await stage.posted(group(2)) == []


async def test_a_question_about_a_group_that_moved_meanwhile_can_still_be_answered(
    stage: Stage,
) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Mai", title="Tổ 6")
    (asked,) = await stage.letters_to("Mai")
    await stage.happens(ChatEvent.MOVED, group(1), moved_to=group(2).chat)
    await stage.taps("Mai", choices_of(asked.message)["Tổ dân phố 6"])
    assert await stage.tied_to(group(2)) == "Tổ dân phố 6"
    assert await stage.tied_to(group(1)) is None


# Blocked and back.


async def test_a_person_who_blocks_us_is_called_by_the_lead_office(stage: Stage) -> None:
    await stage.happens(ChatEvent.BLOCKED, stage.chat("Hạnh"))
    assert await stage.told("Mai") == [
        "Đồng chí Lê Văn Hạnh (Văn phòng HĐND và UBND) không nhận được tin qua Telegram "
        "(đã chặn hoặc xóa tài khoản).\n"
        "Đồng chí gọi giúp số 0900000002, rồi gửi thư mời mới: /moi."
    ]
    assert await stage.told("Hạnh") == []
    assert await stage.logged() == ["link.unreachable"]
    async with stage.store.read() as unit:
        (link,) = await unit.links.at(stage.chat("Hạnh"))
    assert not link.is_reachable


async def test_the_lead_office_is_told_once(stage: Stage) -> None:
    for minute in (1, 2):
        stage.now = at(f"2026-06-15 07:0{minute}")
        await stage.happens(ChatEvent.BLOCKED, stage.chat("Hạnh"))
    assert len(await stage.told("Mai")) == 1


async def test_who_is_reached_elsewhere_need_not_be_called(stage: Stage) -> None:
    async with stage.store.write() as unit:
        number = stage.cast.people["Hạnh"].id
        await unit.links.add(
            stage.cast.ward.id, number, Chat("web", "web", f"p{number}"), stage.now
        )
    await stage.happens(ChatEvent.BLOCKED, stage.chat("Hạnh"))
    (said,) = await stage.told("Mai")
    assert said.endswith("Từ nay tin nhắc tới đồng chí Hạnh qua kênh khác.")


async def test_without_a_number_in_the_list_the_lead_office_reads_so(stage: Stage) -> None:
    await stage.changes("Hạnh", phone=None)
    await stage.happens(ChatEvent.BLOCKED, stage.chat("Hạnh"))
    (said,) = await stage.told("Mai")
    assert "Danh sách cán bộ chưa có số điện thoại" in said


async def test_who_comes_back_hears_nothing_until_something_is_due(stage: Stage) -> None:
    await stage.happens(ChatEvent.BLOCKED, stage.chat("Hạnh"))
    await stage.happens(ChatEvent.UNBLOCKED, stage.chat("Hạnh"))
    async with stage.store.read() as unit:
        (link,) = await unit.links.at(stage.chat("Hạnh"))
    assert link.is_reachable
    assert await stage.told("Hạnh") == []
    assert await stage.logged() == ["link.unreachable", "chat.unblocked"]
    await stage.happens(ChatEvent.UNBLOCKED, stage.chat("Hạnh"))  # as on every first /start
    assert await stage.logged() == ["link.unreachable", "chat.unblocked"]


async def test_a_stranger_who_blocks_us_is_nobodys_business(stage: Stage) -> None:
    await stage.happens(ChatEvent.BLOCKED, Chat("telegram", BOT, "99999"))
    await stage.happens(ChatEvent.UNBLOCKED, Chat("telegram", BOT, "99999"))
    assert await letters(stage.store) == []
    assert await stage.logged() == []


async def test_the_only_one_of_the_lead_office_is_not_told_of_themselves(stage: Stage) -> None:
    await stage.changes("Mai", roles=frozenset({Role.LEAD_OFFICE}))
    await stage.happens(ChatEvent.BLOCKED, stage.chat("Mai"))
    assert await letters(stage.store) == []
    assert await stage.logged() == ["link.unreachable"]
