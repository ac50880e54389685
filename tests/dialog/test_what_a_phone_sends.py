"""Voice notes, places, originals, files too big, stickers: what a phone sends beside words."""

import json

import pytest

from data.domain.evidence import MEGABYTE
from tests.dialog.conftest import Stage
from tests.dialog.telephone import Telephone, file

NEEDED = "Ảnh đã bị nén khi gửi, việc này cần ảnh gốc."


async def test_a_voice_note_is_evidence(phone: Telephone) -> None:
    note = file("v1", "ghi-am-0912.ogg", mime="audio/ogg", is_compressed=True)
    stored = await phone.asks("Hạnh", "#7 xong", note)
    assert "Minh chứng: 1 ghi âm (đã nhận, đang tải về)" in stored.text


async def test_a_place_joins_the_report_just_given(phone: Telephone) -> None:
    await phone.asks("Hạnh", "#7 xong")
    added = await phone.asks("Hạnh", place=(12.5075, 109.1249, 15.0))
    assert added.text.startswith("Đã thêm 1 vị trí vào báo cáo #7")
    async with phone.stage.store.read() as unit:
        (kept,) = await unit.ward(phone.stage.cast.ward.id).evidence.some(range(1, 9))
    assert (kept.name, kept.mime) == ("vi-tri-0912.geojson", "application/geo+json")
    assert kept.sha256 is not None
    content = phone.stage.files.path(kept.sha256).read_bytes()
    assert kept.size == len(content)
    assert json.loads(content) == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [109.1249, 12.5075]},
        "properties": {
            "sent_at": "2026-06-15T09:12:00+07:00",
            "source": "messenger",
            "accuracy_m": 15.0,
        },
    }


async def test_a_place_alone_asks_which_task_and_can_be_dropped(phone: Telephone) -> None:
    asked = await phone.asks("Hạnh", place=(12.5, 109.1))
    assert asked.text == "1 vị trí này cho việc nào, thưa đồng chí?"
    assert asked.labels[-1] == "Bỏ"
    (stored,) = await phone.taps("Hạnh", asked, "#7 Giám sát công trình đường số 3")
    assert "Minh chứng: 1 vị trí" in stored.text


async def test_a_place_answers_a_reminder_that_it_quotes(phone: Telephone) -> None:
    reminder = await phone.reminds("Hạnh", "#12 Tuyên truyền bầu cử", (), 12)
    stored = await phone.asks("Hạnh", place=(12.5, 109.1), reply_to=reminder.id)
    assert stored.text.startswith("Đã lưu báo cáo #12 ")


@pytest.mark.parametrize("place", [(91.0, 0.0), (0.0, 181.0), (float("nan"), 0.0)])
async def test_a_place_that_cannot_be_is_not_kept(
    phone: Telephone, place: tuple[float, float]
) -> None:
    said = await phone.asks("Hạnh", place=place)
    assert said.text.startswith("Vị trí vừa gửi chưa đọc được.")
    assert await phone.logged() == []


async def test_a_document_that_only_calls_itself_a_place_is_refused(stage: Stage) -> None:
    upload = await stage.upload("vi-tri.geojson", b'{"type":"Feature"}', "application/geo+json")
    said = await stage.says("Hạnh", "#7 xong", upload)
    assert said.text.startswith('Tệp "vi-tri.geojson" chưa nhận được')


async def test_a_file_too_big_for_the_platform_says_the_way_out(phone: Telephone) -> None:
    video = file(
        "v1", "hop.mp4", mime="video/mp4", size=35 * MEGABYTE + 600_000, limit=20 * MEGABYTE
    )
    said = await phone.asks("Hạnh", "#7 xong", video)
    assert said.text.startswith(
        'Tệp "hop.mp4" chưa nhận được: nặng 35,6 MB, qua đây chỉ nhận được tới 20 MB. '
        "Đồng chí gửi qua trang web của phường (https://nhacviec.test), hoặc nén hay chia nhỏ "
        "(video thì quay ngắn hơn) rồi gửi lại giúp.\nĐã lưu báo cáo #7 "
    )
    assert "Minh chứng" not in said.text
    assert await phone.stage.evidence_of(7) == 0


async def test_a_sticker_hears_what_can_be_sent(phone: Telephone) -> None:
    said = await phone.asks("Hạnh")
    assert said.text == (
        "Loại tin này tôi chưa đọc được. Đồng chí gửi chữ, ảnh, tệp, video, ghi âm hoặc vị trí giúp."
    )


async def test_a_sticker_interrupts_nothing(phone: Telephone) -> None:
    await phone.asks("Hạnh", "", file("p1"))
    assert (await phone.asks("Hạnh")).text.startswith("Loại tin này")
    assert "Minh chứng: 1 ảnh" in (await phone.asks("Hạnh", "#7 xong")).text


# Original pictures.


async def test_the_office_asks_for_originals_and_takes_it_back(stage: Stage) -> None:
    said = await stage.says("Mai", "#7, #12 cần ảnh gốc")
    assert said.text == (
        "Đã đổi. #7, #12 cần ảnh gốc: ai gửi ảnh bị nén sẽ được chỉ cách gửi dạng tệp, "
        "báo cáo vẫn lưu. Muốn như cũ, đồng chí nhắn: #7 không cần ảnh gốc."
    )
    assert "đang cần ảnh gốc rồi" in (await stage.says("Mai", "#7 cần ảnh gốc")).text
    shown = await stage.says("Mai", choice=f"tasks:show:{(await stage.owed(7)).id}")
    assert "Cần ảnh gốc: gửi ảnh dạng tệp" in shown.text
    listed = await stage.says("Mai", "thiết lập")
    assert listed.text.endswith("Cần ảnh gốc: #7, #12 (bỏ: #7 không cần ảnh gốc)")
    said = await stage.says("Mai", "#7 khong can anh goc")
    assert said.text.startswith("Đã đổi. #7 nhận cả ảnh nén.")
    async with stage.store.read() as unit:
        work = unit.ward(stage.cast.ward.id)
        wanted = {t.code: t.wants_originals for t in await work.tasks.all()}
        log = [(e.kind, e.content) for e in await work.log.read()]
    assert (wanted[7], wanted[12], wanted[20]) == (False, True, False)
    assert log == [("task.originals_set", {"wanted": w}) for w in (True, True, False)]


async def test_one_wrong_number_changes_none(stage: Stage) -> None:
    said = await stage.says("Mai", "#7 #99 cần ảnh gốc")
    assert said.text.startswith("Không thấy việc #99")
    assert "không có gì thay đổi" in (await stage.says("Mai", "#7 không cần ảnh gốc")).text


async def test_an_officer_sets_nothing(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 cần ảnh gốc")
    async with stage.store.read() as unit:
        tasks = await unit.ward(stage.cast.ward.id).tasks.all()
    assert not any(t.wants_originals for t in tasks)


async def test_a_compressed_picture_is_stored_and_the_way_to_the_original_is_one_tap(
    phone: Telephone,
) -> None:
    await phone.stage.says("Mai", "#7 cần ảnh gốc")
    card = await phone.asks("Hạnh", "#7 xong", file("p1", is_compressed=True))
    assert NEEDED in card.text
    assert card.labels == ("Hoàn tác", "Thêm ảnh", "Sửa tiến độ", "Cách gửi ảnh gốc")
    (how,) = await phone.taps("Hạnh", card, "Cách gửi ảnh gốc")
    assert how.edits is None
    assert how.text.startswith("Cách gửi ảnh gốc trên điện thoại")
    assert how.labels == ("Thêm ảnh",)
    phone.stage.later(hours=2)
    added = await phone.asks("Hạnh", "", file("p2"))
    assert added.text.startswith("Đã thêm 1 ảnh")
    assert NEEDED not in added.text
    assert "Cách gửi ảnh gốc" not in added.labels


async def test_whoever_has_no_such_task_never_hears_of_it(phone: Telephone) -> None:
    card = await phone.asks("Hạnh", "#7 xong", file("p1", is_compressed=True))
    assert NEEDED not in card.text
    assert "Cách gửi ảnh gốc" not in card.labels


async def test_a_group_leader_hears_it_too(phone: Telephone) -> None:
    await phone.stage.says("Mai", "#5 cần ảnh gốc")
    card = await phone.asks("Tư", "xong", file("p1", is_compressed=True))
    assert NEEDED in card.text
    assert card.labels == ("Thêm ảnh", "Hoàn tác", "Cách gửi ảnh gốc")


# In a group.


async def test_what_is_stored_is_thanked_in_the_group_and_what_is_asked_is_not(
    phone: Telephone,
) -> None:
    await phone.says("Hạnh", "#7 xong", group=True)
    assert [b.text == "👍" for b in await phone.screen()] == [False, True]
    await phone.says("Hạnh", "", file("p1"), group=True)
    assert [b.text == "👍" for b in await phone.screen()] == [False, True]
    phone.stage.later(minutes=20)
    asked = await phone.asks("Hạnh", "", file("p2"), group=True)
    assert "cho việc nào" in asked.text
