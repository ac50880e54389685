"""The lead office looks at what is set and changes it by one line, as it reads in chat."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from data.domain.people import Role, WardSettings
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast
from tests.plans.stage import Stage
from tests.settings.stage import at_work, present


@pytest.fixture
def stage(store: Store, files: EvidenceStore) -> Stage:
    return Stage(store, files, MONDAY)


async def test_what_is_set_is_shown_in_few_lines_with_examples(stage: Stage, cast: Cast) -> None:
    shown = await stage.says(cast.chat("Mai"), "/thietlap")
    assert shown == (
        "Phường Hòa Bình đang đặt như sau:\n"
        "Giờ nhắc: 7:30 ngày làm việc; không nhắn từ 20:00 đến 6:30\n"
        "Nhắc việc: khi mở việc; trước hạn 5, 1 ngày làm việc; đúng ngày hạn; "
        "quá hạn 1 ngày rồi cứ 3 ngày một lần\n"
        "Quá hạn 2 ngày báo trưởng đơn vị, 5 ngày báo lãnh đạo (14:00)\n"
        "Tổng hợp tuần: 16:00 thứ Sáu; gửi tuần cho từng người\n"
        "Việc thường xuyên báo cáo mỗi quý, chốt ngày 14\n"
        "Thứ tự kênh: Telegram, Zalo, trang nhắn tin của phường\n"
        "Giữ minh chứng 10 năm; hết hạn thì báo, không tự xóa\n"
        "Ngày nghỉ, làm bù riêng: chưa có ngày nào sắp tới\n"
        "Muốn đổi, đồng chí nhắn một dòng, ví dụ: giờ nhắc 7:15 · nhắc trước 5, 2, 1 ngày · "
        "báo lãnh đạo sau 7 ngày · tổng hợp thứ Sáu 15:30 · chốt báo cáo ngày 20\n"
        "hoặc: báo cáo mỗi tháng · kế hoạch 25 báo cáo mỗi quý · #12 báo cáo mỗi tháng · nghỉ 2/1 · làm bù 10/1 · bỏ 2/1 · thứ tự kênh: Zalo, Telegram, trang web · không gửi tuần cho từng người · tên phường: Phường Hòa Bình"
    )
    assert await stage.says(cast.chat("Mai"), "cài đặt") == shown
    assert await stage.says(cast.chat("Mai"), "Thiết lập") == shown


async def test_a_line_changes_one_thing_and_says_what_moved(stage: Stage, cast: Cast) -> None:
    await at_work(stage.store, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "/thietlap")
    assert await stage.says(mai, "chốt báo cáo ngày 20") == (
        "Đã đổi. Việc thường xuyên báo cáo mỗi quý, chốt ngày 20.\n"
        "3 hạn dời theo, 1 kỳ báo cáo mới. Việc đã báo cáo giữ nguyên.\n"
        "[Hoàn tác]"
    )
    assert await stage.says(mai, "nghỉ 3/7") == (
        "Đã đổi. Nghỉ 3/7/2026.\n1 hạn dời theo. Việc đã báo cáo giữ nguyên.\n[Hoàn tác]"
    )
    assert "nghỉ 3/7/2026" in await stage.says(mai, "thiết lập")
    assert "không có gì thay đổi" in await stage.says(mai, "nghỉ 3/7/2026")
    assert "Các hạn đang có không thay đổi." in await stage.says(mai, "tổng hợp thứ Năm")


async def test_the_last_change_is_taken_back_by_one_tap(stage: Stage, cast: Cast) -> None:
    await at_work(stage.store, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "giờ nhắc 7:15")
    assert await stage.says(mai, "hoàn tác") == (
        "Đã hoàn tác. Giờ nhắc: 7:30 ngày làm việc; không nhắn từ 20:00 đến 6:30.\n"
        "11 lời nhắc chưa gửi dời theo. Việc đã báo cáo giữ nguyên."
    )
    assert (await present(stage.store, cast)).settings == WardSettings()


async def test_a_period_of_one_task_is_set_shown_and_taken_back(stage: Stage, cast: Cast) -> None:
    await at_work(stage.store, cast)
    mai = cast.chat("Mai")
    changed = await stage.says(mai, "#1 báo cáo mỗi tháng")
    assert changed.startswith("Đã đổi #1: báo cáo mỗi tháng (trước đây như cả phường).\n")
    assert "Có kỳ báo cáo riêng: #1 mỗi tháng" in await stage.says(mai, "/thietlap")
    await stage.says(mai, "#1 báo cáo mỗi năm")
    back = await stage.taps(mai, "Hoàn tác")
    assert back.startswith("Đã hoàn tác. #1: báo cáo mỗi tháng (trước đây mỗi năm).")


async def test_an_older_button_or_one_overtaken_by_others_takes_nothing_back(
    stage: Stage, cast: Cast
) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, "giờ nhắc 7:15")
    first = stage._choices[mai.chat][0].value
    await stage.says(mai, "chốt báo cáo ngày 20")
    second = stage._choices[mai.chat][0].value
    assert "không hoàn tác được nữa" in await stage.taps_value(mai, first)
    async with stage.store.write() as unit:
        changed = (await unit.wards.get(cast.ward.id)).settings.model_copy(
            update={"cutoff_day": 10}
        )
        await unit.wards.save_settings(cast.ward.id, changed)
    assert "không hoàn tác được nữa" in await stage.taps_value(mai, second)
    stage.now += timedelta(hours=2)
    assert "không hoàn tác được nữa" in await stage.taps_value(mai, second)
    settings = (await present(stage.store, cast)).settings
    assert (settings.remind_at, settings.cutoff_day) == (time(7, 15), 10)


async def test_what_cannot_be_is_refused_with_the_range_and_can_be_typed_again(
    stage: Stage, cast: Cast
) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, "/thietlap")
    assert "từ 6:30 đến trước 14:00" in await stage.says(mai, "giờ nhắc 22:00")
    assert "Đã đổi" in await stage.says(mai, "giờ nhắc 8:00")


async def test_what_sets_nothing_is_asked_once_then_left_to_others(
    stage: Stage, cast: Cast
) -> None:
    await at_work(stage.store, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "/thietlap")
    assert "chưa hiểu đồng chí muốn đổi gì" in await stage.says(mai, "sớm hơn một chút")
    assert "muốn đổi gì" not in await stage.says(mai, "sớm hơn một chút")
    await stage.says(mai, "giờ nhắc 7:15")
    assert "muốn đổi gì" not in await stage.says(mai, "sớm hơn một chút")
    await stage.says(mai, "/thietlap")
    assert "muốn đổi gì" not in await stage.says(mai, "#3 đã sửa xong")
    await stage.says(mai, "/thietlap")
    assert "Bầu cử" in await stage.says(mai, "khai báo sự kiện Bầu cử 16/8")


@pytest.mark.parametrize("name", ["Hạnh", "Tư", "Sơn"])
async def test_others_neither_see_nor_change_it(stage: Stage, cast: Cast, name: str) -> None:
    chat = cast.chat(name)
    shown = await stage.says(chat, "/thietlap")
    assert "đầu mối" in shown
    assert "7:30" not in shown
    assert "Đã đổi" not in await stage.says(chat, "giờ nhắc 7:15")
    assert "Đã đổi" not in await stage.says(chat, "#1 báo cáo mỗi tháng")
    assert (await present(stage.store, cast)).settings == WardSettings()


async def test_an_administrator_may_too(stage: Stage, cast: Cast) -> None:
    async with stage.store.write() as unit:
        admin = replace(cast.people["Hạnh"], roles=frozenset({Role.ADMIN}))
        await unit.ward(cast.ward.id).people.save(admin)
    assert "Đã đổi" in await stage.says(cast.chat("Hạnh"), "giờ nhắc 7:15")
