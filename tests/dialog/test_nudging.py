"""Everybody late is chased from the chat, after a look; the same rules as on the desk."""

from datetime import date

from data.domain.messages import Delivery
from tests.dialog.conftest import GROUP_5, OFFICE, Stage


async def nudges(stage: Stage) -> list[str]:
    async with stage.store.read() as unit:
        letters = await unit.outbox.in_states(Delivery, ward_id=stage.cast.ward.id, limit=500)
    return sorted(x.message.text for x in letters if x.kind == "nudge")


async def late(stage: Stage) -> None:
    due = ("", date(2026, 6, 1), date(2026, 6, 12))
    await stage.works(71, "Kiểm kê tài sản", OFFICE, due)
    await stage.works(72, "Dọn vệ sinh đường phố", GROUP_5, due)


async def test_a_look_first_then_one_message_each_once(stage: Stage) -> None:
    await late(stage)
    said = await stage.says("Mai", "đôn đốc")
    assert "- Lê Văn Hạnh: 2 việc (#20, #71)" in said.text
    assert "- Nguyễn Văn Tư: 1 việc (#72)" in said.text
    assert said.labels == ("Gửi 2 tin đôn đốc", "Thôi")
    assert await nudges(stage) == []
    done = await stage.taps("Mai", "Gửi 2 tin đôn đốc")
    assert "Đã đưa vào hàng gửi: 2 tin đôn đốc" in done.text
    assert len(await nudges(stage)) == 2
    again = await stage.says("Mai", choice="nudging:send")
    assert "hôm nay đã đôn đốc rồi" in again.text
    assert len(await nudges(stage)) == 2


async def test_thoi_sends_nothing(stage: Stage) -> None:
    await late(stage)
    await stage.says("Mai", "/dondoc")
    assert "Chưa gửi tin nào" in (await stage.taps("Mai", "Thôi")).text
    assert await nudges(stage) == []


async def test_an_officer_chases_nobody(stage: Stage) -> None:
    await late(stage)
    for said in (
        await stage.says("Hạnh", "đôn đốc"),
        await stage.says("Hạnh", choice="nudging:send"),
    ):
        assert "do cơ quan đầu mối hoặc lãnh đạo làm" in said.text
    assert await nudges(stage) == []


async def test_an_officer_who_wants_to_chase_reports_nothing_by_it(stage: Stage) -> None:
    await late(stage)
    for name, typed in (("Hạnh", "đôn đốc #20"), ("Hạnh", "nhắc 71"), ("Tư", "don doc 72")):
        said = await stage.says(name, typed)
        assert "do cơ quan đầu mối hoặc lãnh đạo làm" in said.text, typed
    assert [(await stage.owed(code)).progress for code in (20, 71, 72)] == ["", "", ""]
    reported = await stage.says("Hạnh", "#20 đã đôn đốc các tổ, xong")
    assert "Đã lưu báo cáo #20" in reported.text


async def test_a_number_chases_one_task_and_is_not_taken_for_a_report(stage: Stage) -> None:
    await late(stage)
    ways = (("Mai", "đôn đốc #72"), ("Sơn", "don doc 72"), ("Mai", "/dondoc #72"))
    for name, typed in (*ways, ("Mai", "nhắc 72"), ("Sơn", "nhac viec so 72")):
        said = await stage.says(name, typed)
        assert "Đôn đốc 1 người:\n- Nguyễn Văn Tư: 1 việc (#72)" in said.text, typed
    await stage.taps("Mai", "Gửi 1 tin đôn đốc")
    (sent,) = await nudges(stage)
    assert "Dọn vệ sinh đường phố" in sent
    assert "hôm nay đã đôn đốc rồi" in (await stage.says("Sơn", "đôn đốc #72")).text
    assert "#999" in (await stage.says("Mai", "đôn đốc #999")).text


async def test_the_leadership_chases_from_the_card_of_a_task(stage: Stage) -> None:
    await late(stage)
    card = await stage.says("Sơn", "#72")
    assert "Đôn đốc #72" in card.labels
    assert "- Nguyễn Văn Tư: 1 việc (#72)" in (await stage.taps("Sơn", "Đôn đốc #72")).text
    await stage.taps("Sơn", "Gửi 1 tin đôn đốc")
    (sent,) = await nudges(stage)
    assert sent.startswith("Lãnh đạo UBND (Hoàng Minh Sơn) đôn đốc bác Tư:")
    assert "Đôn đốc #71" not in (await stage.says("Hạnh", "#71")).labels


async def test_an_agency_without_anybody_is_named(stage: Stage) -> None:
    await stage.works(73, "Phun thuốc muỗi", "Trạm Y tế", ("", date(2026, 6, 1), date(2026, 6, 12)))
    said = await stage.says("Mai", "đôn đốc #73")
    assert said.text.startswith("Chưa có ai để nhắn ở Trạm Y tế")
