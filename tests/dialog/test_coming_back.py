"""Who blocked us is recorded as not told, truly, and hears what they missed when they are back."""

from data.domain.messages import ChatEvent, ChatNotice
from jobs.actions.chat_notices import note
from jobs.ports import World
from jobs.ticks.send_reminders import send_reminders
from tests.cast import at
from tests.dialog.conftest import Stage
from tests.dialog.telephone import CHATS, Telephone

MISSED = (
    "Trong lúc đồng chí không nhận được tin, phường đã nhắc 3 việc còn mở:\n"
    "- #20 Đối thoại với Nhân dân (lần 1/2), hạn thứ Sáu 12/6\n"
    "- #7 Giám sát công trình đường số 3, hạn thứ Ba 16/6\n"
    "- #12 Tuyên truyền bầu cử, hạn thứ Hai 22/6"
)


async def blocks(stage: Stage, name: str) -> None:
    """Block us everywhere, and let a morning pass."""
    async with stage.store.write() as unit:
        for chat in (CHATS[name], stage.cast.chat(name)):
            await note(unit, ChatNotice(chat, ChatEvent.BLOCKED), stage.now, None)
    stage.now = at("2026-06-16 07:30")
    await send_reminders(World(stage.store, stage.files), stage.now)


async def test_whoever_writes_again_hears_it_before_the_answer(
    stage: Stage, phone: Telephone
) -> None:
    await blocks(stage, "Hạnh")
    story = (await stage.says("Mai", "#7")).text
    assert "Nhắc Lê Văn Hạnh 07:30 thứ Ba 16/6: không có kênh nào nhận được tin" in story
    await phone.screen()
    await phone.says("Hạnh", "chào")
    missed, answer = await phone.screen()
    assert missed.text == MISSED
    assert missed.labels == ("Việc của tôi",)
    assert "Chào đồng chí Hạnh" in answer.text
    await phone.says("Hạnh", "chào")
    assert len(await phone.screen()) == 1, "once"


async def test_whoever_unblocks_hears_it_without_a_word(stage: Stage, phone: Telephone) -> None:
    await blocks(stage, "Tư")
    await phone.screen()
    async with stage.store.write() as unit:
        await note(unit, ChatNotice(CHATS["Tư"], ChatEvent.UNBLOCKED), stage.now, None)
    (missed,) = await phone.screen()
    assert "Trong lúc bác không nhận được tin" in missed.text
    assert "- Niêm yết danh sách hộ nghèo, hạn thứ Sáu 19/6" in missed.text


async def test_what_was_done_meanwhile_or_reached_them_elsewhere_is_not_said(
    stage: Stage, phone: Telephone
) -> None:
    await blocks(stage, "Hạnh")
    async with stage.store.write() as unit:
        await unit.links.mark_reachable(stage.cast.chat("Hạnh"), True)
    await stage.says("Hạnh", "#20 #7 #12 xong")
    await phone.screen()
    await phone.asks("Hạnh", "chào")
