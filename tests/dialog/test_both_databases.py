"""The same talk on SQLite and on PostgreSQL."""

from datetime import date

from data.domain.tasks import OccurrenceState
from tests.dialog.conftest import Stage
from tests.dialog.telephone import Telephone, file
from tests.store.conftest import store, url

__all__ = ["store", "url"]


async def test_a_report_is_stored_corrected_undone_and_given_again(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    said = await stage.says("Hạnh", "#7 được 65%, vướng mặt bằng")
    assert "Phòng Văn hóa – Xã hội sẽ xem." in said.text
    before = await stage.owed(7)
    await stage.taps("Hạnh", "Xong cả việc")
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED
    await stage.taps("Hạnh", "Sửa tiến độ")
    await stage.says("Hạnh", "mới được 70%")
    assert (await stage.owed(7)).state is OccurrenceState.OPEN
    await stage.taps("Hạnh", "Hoàn tác")
    assert (await stage.owed(7)).progress == ""
    assert before.progress != ""
    said = await stage.says("Hạnh", "#20 #12 xong")
    assert "Đã lưu 2 báo cáo" in said.text
    assert (await stage.says("Tư", "xong")).text.startswith("Đã lưu, cảm ơn bác Tư.")
    async with stage.store.read() as unit:
        assert await unit.ward(stage.cast.ward.id).log.first_break() is None


async def test_a_changed_message_amends_and_its_picture_is_kept_once(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 #12 xong", file("a_%1"))
    await phone.screen()
    (amended,) = await phone.changes(
        "Hạnh", mine, "#7 xong, #12 chưa làm", file("a_%1", id="again"), file("A_%1")
    )
    assert "#7: đã xong; 2 ảnh" in amended.text
    assert "#12: chưa xong" in amended.text
    (left,) = await phone.taps("Hạnh", amended, "Hoàn tác #12")
    assert "#12: đã hoàn tác" in left.text
    assert await phone.stage.evidence_of(7) == 2


async def test_a_report_is_returned_supplemented_and_accepted(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong", await stage.photo())
    said = await stage.says("Mai", "trả 7 ảnh mờ, chưa thấy biên bản")
    assert "Đã trả lại #7: ảnh mờ, chưa thấy biên bản. Sẽ báo Lê Văn Hạnh." in said.text
    assert (await stage.owed(7)).state is OccurrenceState.RETURNED
    await stage.says("Hạnh", "#7 bổ sung biên bản", await stage.photo("bien-ban.jpg", 90))
    assert "Đã duyệt #7." in (await stage.says("Mai", "duyệt 7")).text
    asked = await stage.says("Hạnh", "gia hạn #20 đến 30/6 vì mưa bão")
    assert "Đã gửi đề nghị gia hạn #20 (lần 1/2) đến thứ Ba 30/6" in asked.text
    await stage.says("Mai", "/denghi")
    assert "đến thứ Ba 30/6" in (await stage.taps("Mai", "Đồng ý")).text
    assert (await stage.owed(20, "lần 1/2")).first_due_on == date(2026, 6, 12)
    async with stage.store.read() as unit:
        log = unit.ward(stage.cast.ward.id).log
        assert await log.first_break() is None
        kinds = [e.kind for e in await log.read()]
    assert [k for k in kinds if k.startswith(("report.", "extension."))] == [
        "report.stored",
        "report.returned",
        "report.stored",
        "report.accepted",
        "extension.asked",
        "extension.granted",
    ]
