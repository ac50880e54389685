"""The group's own reminder: one message a slot, beside the personal ones, in place of none."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from data.domain.messages import ChatEvent, Delivery, Lane
from data.domain.rules import AtLeast, Period
from data.errors import RefusedError
from data.store.occurrences import NewOccurrence
from jobs.schedule import rehearse
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.group_digests import KIND
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, add_task, at
from tests.groups.conftest import Stage, group, said
from tests.reminders.stage import deliver_all, letters

OFFICE = "Văn phòng HĐND và UBND"
GROUP_5 = "Tổ dân phố 5"
MORNING = at("2026-06-15 07:30")
TITLE = "Niêm yết danh sách hộ nghèo tại nhà văn hóa"


async def test_an_offices_group_reads_one_message_with_lights_numbers_and_how_to_answer(
    stage: Stage,
) -> None:
    await stage.tie(group(1), OFFICE)
    await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    await stage.owes(12, OFFICE, date(2026, 6, 22), "Tuyên truyền bầu cử")
    assert await send_reminders(stage.world, MORNING) == {"digests": 1, "groups": 1, "reminded": 2}
    (text,) = await stage.posted(group(1))
    assert text.splitlines() == [
        "Phường nhắc việc của Văn phòng HĐND và UBND, thứ Hai 15/6",
        "🟡 #20 Đối thoại với Nhân dân: hạn mai, thứ Ba 16/6",
        "🟢 #12 Tuyên truyền bầu cử: còn 5 ngày làm việc",
        "Trả lời (reply) tin này kèm ảnh, ví dụ: #20 đã làm xong",
    ]


async def test_a_neighbourhoods_group_reads_even_less(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    await send_reminders(stage.world, MORNING)
    (text,) = await stage.posted(group(1))
    assert text.splitlines() == [
        "Phường nhắc việc của tổ 5:",
        "#16 Niêm yết danh sách hộ nghèo tại nhà văn hóa, chậm nhất thứ Sáu 19/6.",
        "Làm xong, trả lời (reply) tin này kèm ảnh.",
    ]


async def test_a_neighbourhood_with_several_tasks(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    await stage.owes(17, GROUP_5, date(2026, 6, 15), "Họp tổ")
    await send_reminders(stage.world, MORNING)
    (text,) = await stage.posted(group(1))
    assert text.splitlines() == [
        "Phường nhắc 2 việc của tổ 5:",
        "#17 Họp tổ, hạn hôm nay",
        "#16 Niêm yết danh sách hộ nghèo tại nhà văn…, chậm nhất thứ Sáu 19/6",
        "Trả lời (reply) tin này kèm ảnh, ví dụ: #17 xong",
    ]


async def test_the_letter_is_bulk_expires_with_the_day_and_mentions_what_it_speaks_of(
    stage: Stage,
) -> None:
    tied = await stage.tie(group(1), OFFICE)
    task = await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    await send_reminders(stage.world, MORNING)
    (letter,) = await letters(stage.store, KIND)
    assert letter.key == f"group:{tied.id}:2026-06-15:daily"
    assert (letter.lane, letter.person_id, letter.ward_id) == (Lane.BULK, None, stage.cast.ward.id)
    assert letter.expires_at == at("2026-06-15 20:00")
    assert letter.message.choices == ()  # a button would act for whoever taps it
    async with stage.store.read() as unit:
        mentioned = await unit.outbox.mentions_of(letter.id)
    assert mentioned == (await stage.occurrence_of(task),)


async def test_the_personal_message_is_the_same_with_and_without_a_group(stage: Stage) -> None:
    await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    alone = await rehearse(stage.world, stage.cast.ward.id, MONDAY, 1)
    await stage.tie(group(1), OFFICE)
    await send_reminders(stage.world, MORNING)
    (letter,) = await stage.letters_to("Hạnh", "digest")
    assert letter.message.text == alone[0].text


async def test_run_twice_it_posts_once(stage: Stage) -> None:
    await stage.tie(group(1), OFFICE)
    await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    await send_reminders(stage.world, MORNING)
    for later in ("07:30", "09:00", "15:00"):
        assert await send_reminders(stage.world, at(f"2026-06-15 {later}")) == {}
    assert len(await stage.posted(group(1))) == 1


async def test_every_group_of_the_agency_is_told_and_no_group_without_due_work(
    stage: Stage,
) -> None:
    await stage.tie(group(1), OFFICE)
    await stage.tie(group(2), OFFICE)
    await stage.tie(group(3), "Trạm Y tế")
    await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    assert (await send_reminders(stage.world, MORNING))["groups"] == 2
    assert await stage.posted(group(3)) == []


async def test_a_group_that_refuses_us_is_left_alone(stage: Stage) -> None:
    await stage.tie(group(1), OFFICE)
    async with stage.store.write() as unit:
        await unit.agency_chats.mark_reachable(group(1), False)
    await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    assert "groups" not in await send_reminders(stage.world, MORNING)


async def test_one_persons_reminder_later_is_not_the_groups(stage: Stage) -> None:
    await stage.tie(group(1), OFFICE)
    task = await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    await send_reminders(stage.world, MORNING)
    afternoon = at("2026-06-15 15:00")
    async with stage.store.write() as unit:
        await unit.ward(stage.cast.ward.id).occurrences.change(
            await stage.occurrence_of(task), next_remind_at=afternoon
        )
    assert await send_reminders(stage.world, afternoon) == {"digests": 1, "reminded": 1}
    assert len(await stage.posted(group(1))) == 1


async def test_more_than_fits_is_counted(stage: Stage) -> None:
    await stage.tie(group(1), OFFICE)
    for code in range(1, 9):
        await stage.owes(code, OFFICE, date(2026, 6, 16), f"Việc số {code}")
    await send_reminders(stage.world, MORNING)
    lines = (await stage.posted(group(1)))[0].splitlines()
    assert len(lines) == 6
    assert lines[4] == "và 5 việc khác, gõ /viec để xem"


async def test_a_quota_that_is_behind_says_so_of_the_agency_alone(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    async with stage.store.write() as unit:
        task = await add_task(
            unit,
            stage.cast,
            AtLeast(count=2, period=Period.YEAR),
            code=4,
            title="Đối thoại",
            lead=GROUP_5,
        )
        await unit.ward(stage.cast.ward.id).occurrences.make(
            NewOccurrence(
                task.id,
                stage.cast.agencies[GROUP_5],
                "2026#1",
                "lần 1/2",
                date(2026, 6, 1),
                date(2026, 6, 19),
                None,
                MORNING,
                None,
            )
        )
    await send_reminders(stage.world, MORNING)
    (text,) = await stage.posted(group(1))
    assert "#4 Đối thoại (lần 1/2), chậm nhất thứ Sáu 19/6." in text


# The group counts for nobody.


async def test_who_has_no_chat_is_listed_as_not_told_in_person(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    async with stage.store.write() as unit:
        for who in ("Tư", "Hạnh"):
            await unit.links.revoke(stage.cast.people[who].id, MONDAY)
    await send_reminders(stage.world, MORNING)
    (letter,) = await stage.letters_to("Mai", "digest")
    assert letter.message.text.splitlines() == [
        "Thưa đồng chí Mai, thứ Hai 15/6 có việc chưa nhắc được tới người làm:",
        "Chưa liên lạc được qua chat: Lê Văn Hạnh (#20) (tạo thư mời: /moi). "
        "Mới nhắc trong nhóm chat, chưa nhắc riêng được: Nguyễn Văn Tư (#16) (/moi).",
    ]
    (own,) = await stage.letters_to("Tư", "digest")
    assert own.state is Delivery.UNLINKED


async def test_an_agency_with_nobody_in_it_whose_group_was_told(stage: Stage) -> None:
    await stage.tie(group(1), "Trạm Y tế")
    await stage.owes(9, "Trạm Y tế", date(2026, 6, 19), "Tiêm chủng")
    await send_reminders(stage.world, MORNING)
    (letter,) = await stage.letters_to("Mai", "digest")
    assert letter.message.text.splitlines()[1] == (
        "Đơn vị chưa có người nhận việc: Trạm Y tế (#9, mới nhắc trong nhóm chat) "
        "(bổ sung vào danh sách cán bộ)."
    )


async def test_a_leader_reads_how_often_a_person_was_reminded_not_how_often_the_group(
    stage: Stage,
) -> None:
    await stage.tie(group(1), OFFICE)
    await stage.owes(20, OFFICE, date(2026, 6, 15), "Đối thoại với Nhân dân")
    async with stage.store.write() as unit:
        await unit.links.revoke(stage.cast.people["Hạnh"].id, MONDAY)
    for day in (15, 16, 17):
        await send_reminders(stage.world, at(f"2026-06-{day} 07:30"))
        await deliver_all(stage.store, at(f"2026-06-{day} 08:00"))
    assert len(await stage.posted(group(1))) == 2
    await escalate_overdue(stage.world, at("2026-06-17 14:00"))
    (up,) = await stage.letters_to("Dũng", "escalation")
    assert "chưa nhắc được qua chat" in up.message.text


# Answers in the group.


async def test_a_reply_of_the_agencys_people_is_a_report(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    task = await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    number = await stage.occurrence_of(task)
    stage.now = at("2026-06-15 09:00")
    assert said(await stage.says("Tư", "#16 đã niêm yết xong", group(1), (number,)))
    async with stage.store.read() as unit:
        done = await unit.ward(stage.cast.ward.id).occurrences.get(number)
    assert done is not None
    assert done.reported_at == stage.now
    assert await stage.posted(group(1)) == []


@pytest.mark.parametrize("text", ["#16 xong", "xong rồi", "đã niêm yết 3 bảng"])
async def test_whoever_else_replies_in_the_group_reports_nothing_and_reads_why_in_private(
    stage: Stage, text: str
) -> None:
    await stage.tie(group(1), GROUP_5)
    task = await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    number = await stage.occurrence_of(task)
    try:
        answer = said(await stage.says("Lan", text, group(1), (number,)))
    except RefusedError as refused:
        answer = refused.sentence
    assert answer
    async with stage.store.read() as unit:
        still = await unit.ward(stage.cast.ward.id).occurrences.get(number)
    assert still is not None
    assert still.reported_at is None
    assert await stage.posted(group(1)) == []


# The list.


async def test_viec_posts_the_agencys_open_work(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    task = await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    await stage.owes(20, OFFICE, date(2026, 6, 16), "Đối thoại với Nhân dân")
    reply = await stage.says("Tư", "/viec@nhacviec_bot", group(1))
    assert reply.messages == ()
    (letter,) = await letters(stage.store, "group_list")
    assert letter.message.text.splitlines() == [
        "Tổ dân phố 5: 1 việc đang mở",
        "🟡 #16 Niêm yết danh sách hộ nghèo tại nhà văn…: còn 4 ngày làm việc, thứ Sáu 19/6",
        "Trả lời (reply) tin này kèm ảnh, ví dụ: #16 đã làm xong",
    ]
    assert letter.lane is Lane.ANSWER
    async with stage.store.read() as unit:
        assert await unit.outbox.mentions_of(letter.id) == (await stage.occurrence_of(task),)


async def test_viec_is_posted_at_most_once_in_a_few_minutes(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    start = stage.now
    for seconds in range(0, 1200, 20):
        stage.now = start + timedelta(seconds=seconds)
        assert (await stage.says("Tư", "/viec", group(1))).messages == ()
    posted = [x.due_at for x in await letters(stage.store, "group_list")]
    assert len(posted) >= 3
    assert all(b - a >= timedelta(minutes=3) for a, b in pairwise(posted))


async def test_viec_in_a_group_that_is_nobodys_is_answered_in_private(stage: Stage) -> None:
    await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    assert "#16" in said(await stage.says("Tư", "/viec", group(1)))
    assert await stage.posted(group(1)) == []


async def test_a_list_of_nothing(stage: Stage) -> None:
    await stage.tie(group(1), GROUP_5)
    await stage.says("Tư", "/viec", group(1))
    assert await stage.posted(group(1)) == ["Tổ dân phố 5 hiện không có việc nào đang mở."]


# The rehearsal.


async def test_a_rehearsal_shows_what_a_group_would_read_by_its_title(stage: Stage) -> None:
    await stage.happens(ChatEvent.JOINED, group(1), by="Tư", title="Tổ 5 thân yêu")
    await stage.owes(16, GROUP_5, date(2026, 6, 19), TITLE)
    before = await letters(stage.store)
    lines = await rehearse(stage.world, stage.cast.ward.id, MONDAY, 1)
    shown = [x for x in lines if x.kind == KIND]
    assert [(x.person, x.arrives) for x in shown] == [("nhóm chat “Tổ 5 thân yêu”", True)]
    assert await letters(stage.store) == before
