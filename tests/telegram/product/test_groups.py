"""Groups: tied by adding, reported in by reply, moved, left, and never a place for one's own matters."""

import re

from data.domain.messages import Delivery
from tests.telegram.emulator import Group, Message, Person, refused
from tests.telegram.product.office import Office


async def tied(office: Office, tu: Person, *others: Person) -> Group:
    """Let Tư add the bot to the group of his neighbourhood."""
    group = office.telegram.group("Tổ dân phố 5", [tu, *others])
    group.adds(by=tu)
    await group.hears("Từ nay phường nhắc việc của Tổ dân phố 5")
    return group


async def reminded(office: Office, group: Group) -> Message:
    """Return the reminder of the next morning, as the group reads it."""
    await office.until("2026-06-16 07:31")
    said: Message = await group.hears("Phường nhắc việc của tổ 5")
    return said


async def test_a_leader_ties_the_group_by_adding_the_bot(office: Office) -> None:
    async with office.runs():
        tu, mai = await office.phone("Tư"), await office.phone("Mai")
        await tied(office, tu)
        await tu.hears("Đã nối nhóm chat “Tổ dân phố 5” với Tổ dân phố 5")
        await mai.hears("vừa nối nhóm chat “Tổ dân phố 5”")


async def test_a_stranger_who_adds_the_bot_reads_one_sentence(office: Office) -> None:
    async with office.runs():
        stranger = office.telegram.user("Người lạ")
        group = office.telegram.group("Hội bạn cũ", [stranger])
        group.adds(by=stranger)
        await office.telegram.rests()
        assert not group.said, "a group of ours that moves looks the same at first"
        office.passes(minutes=1)
        await group.hears("Đây là kênh nội bộ")
        group.removes(by=stranger)
        group.adds(by=stranger)
        office.passes(minutes=1)
        stranger.says("/viec", to=group)
        await office.telegram.rests()
        assert len(group.said) == 1
        assert stranger.messages == []


async def test_a_report_by_reply_is_thanked_with_a_sign_and_answered_privately(
    office: Office,
) -> None:
    async with office.runs():
        tu = await office.phone("Tư")
        group = await tied(office, tu)
        posted = await reminded(office, group)
        said = tu.says("đã niêm yết xong", to=group, reply_to=posted)
        await tu.hears("Đã lưu")
        await office.telegram.until(lambda: said.reaction)
        assert said.reaction == "👍"
        assert not [m for m in group.said if "Đã lưu" in m.text]


async def test_where_signs_are_refused_nothing_dies_loudly(office: Office) -> None:
    async with office.runs():
        tu, mai = await office.phone("Tư"), await office.phone("Mai")
        group = await tied(office, tu)
        posted = await reminded(office, group)
        no = refused(400, "Bad Request: REACTION_INVALID")
        office.telegram.fault(no, "setMessageReaction", times=9)
        tu.says("đã niêm yết xong", to=group, reply_to=posted)
        await tu.hears("Đã lưu")
        await office.telegram.rests()
        mai.says("/suco")
        overview = await mai.hears(re.compile("Cần xem|đang chạy tốt"))
        assert "không gửi được" not in overview.text
        tu.says("/viec", to=group)
        await group.hears("hiện không có việc nào đang mở")


async def test_what_others_say_in_a_group_is_no_business_of_ours(office: Office) -> None:
    async with office.runs():
        tu, hanh = await office.phone("Tư"), await office.phone("Hạnh")
        neighbour = office.telegram.user("Bà Sáu")
        group = await tied(office, tu, neighbour, hanh)
        posted = await reminded(office, group)
        neighbour.says("xong rồi", to=group, reply_to=posted)
        neighbour.says("/viec", to=group)
        await office.telegram.rests()
        assert neighbour.messages == []
        before = len(group.said)
        hanh.says("đã xong", to=group, reply_to=posted)
        await office.telegram.rests()
        assert len(group.said) == before
        async with office.app.store.read() as unit:
            states = [x.kind for x in await unit.outbox.in_states(Delivery, limit=100)]
        assert "reaction" not in states


async def test_a_group_that_becomes_a_supergroup_goes_on(office: Office) -> None:
    async with office.runs():
        tu = await office.phone("Tư")
        group = await tied(office, tu)
        group.becomes_supergroup()
        await office.telegram.rests()
        posted = await reminded(office, group)
        said = tu.says("đã niêm yết xong", to=group, reply_to=posted)
        await office.telegram.until(lambda: said.reaction)
        assert not [m for m in group.everything if "Đây là kênh nội bộ" in m.text]


async def test_a_move_that_was_not_told_is_followed_when_a_reminder_meets_it(
    office: Office,
) -> None:
    async with office.runs():
        tu, mai = await office.phone("Tư"), await office.phone("Mai")
        group = await tied(office, tu)
        with office.telegram.holding() as held:
            group.becomes_supergroup()
            held.clear()
        posted = await reminded(office, group)
        said = tu.says("đã niêm yết xong", to=group, reply_to=posted)
        await office.telegram.until(lambda: said.reaction)
        assert not [m for m in mai.chat().said if "không nhận được tin" in m.text]


async def test_a_reminder_queued_before_the_move_comes_after_it(office: Office) -> None:
    async with office.runs():
        tu = await office.phone("Tư")
        group = await tied(office, tu)
    async with office.runs(telegram_token=None):
        await office.until("2026-06-16 07:31")
    group.becomes_supergroup()
    async with office.runs():
        await group.hears("Phường nhắc việc của tổ 5")
        await office.telegram.rests()
        posted = [m for m in group.said if "Phường nhắc việc" in m.text]
        assert len(posted) == 1


async def test_a_bot_that_is_thrown_out_says_so_to_those_concerned(office: Office) -> None:
    async with office.runs():
        tu, mai = await office.phone("Tư"), await office.phone("Mai")
        group = await tied(office, tu)
        group.removes(by=tu)
        await mai.hears("Tôi đã bị đưa ra khỏi nhóm chat “Tổ dân phố 5”")
        await office.until("2026-06-16 07:31")
        await tu.hears("phường nhắc việc của tổ 5")
        await office.telegram.rests()
        sends = office.telegram.calls("sendMessage")
        assert not [c for c in sends if c.chat_id == group.id and c.status == 403]
        group.adds(by=tu)
        await group.hears("Từ nay phường nhắc việc của Tổ dân phố 5")


async def test_a_group_that_cannot_be_written_to_is_told_of_once(office: Office) -> None:
    async with office.runs():
        tu, mai = await office.phone("Tư"), await office.phone("Mai")
        group = await tied(office, tu)
        with office.telegram.holding() as held:
            group.removes(by=tu)
            held.clear()
        await office.until("2026-06-16 07:31")
        told = await mai.hears("không nhận được tin qua Telegram")
        assert "Tổ dân phố 5" in told.text
        await office.until("2026-06-19 07:31")
        await office.telegram.rests()
        assert len([m for m in mai.chat().said if "Nhóm chat" in m.text]) == 1


async def test_two_people_in_a_group_each_answer_for_themselves(office: Office) -> None:
    async with office.runs():
        tu, bay = await office.phone("Tư"), await office.phone("Bảy")
        group = await tied(office, tu, bay)
        posted = await reminded(office, group)
        bay.says("đã xong", to=group, reply_to=posted)
        tu.says("đã xong", to=group, reply_to=posted)
        await tu.hears("Đã lưu")
        await office.telegram.rests()
        assert not [m for m in bay.chat().said if "Đã lưu" in m.text]


async def test_who_blocked_us_and_reports_in_the_group_is_not_told_of_again(
    office: Office,
) -> None:
    async with office.runs():
        tu, mai = await office.phone("Tư"), await office.phone("Mai")
        group = await tied(office, tu)
        posted = await reminded(office, group)
        tu.blocks()
        await mai.hears("không nhận được tin qua Telegram")
        for words in ("đã niêm yết xong", "đã niêm yết xong thêm ở ngõ 2", "/viec"):
            tu.says(words, to=group, reply_to=posted)
            await office.telegram.rests()
        told = [m for m in mai.chat().said if "không nhận được tin qua" in m.text]
        assert len(told) == 1


async def test_a_changed_answer_in_a_group_amends_the_report(office: Office) -> None:
    async with office.runs():
        tu = await office.phone("Tư")
        group = await tied(office, tu)
        posted = await reminded(office, group)
        said = tu.says("đã niêm yết xong, 12 hộ", to=group, reply_to=posted)
        await tu.hears("Đã lưu")
        tu.edits(said, "đã niêm yết xong, 15 hộ")
        await office.telegram.rests()
        async with office.app.store.read() as unit:
            report = await unit.ward(office.cast.ward.id).reports.get(1)
        assert report is not None
        assert "15 hộ" in report.text
