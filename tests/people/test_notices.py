"""The notice about personal data: everybody is told once, nobody has to tap, and it is kept who was."""

from dataclasses import replace

import httpx
import pytest

from data.domain.notices import version_of
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from data.texts.notices import notice_of
from jobs.ports import World
from jobs.ticks.give_notices import give_notices
from tests.cast import MONDAY, Cast, at
from tests.people.chats import Phone, Scene
from tests.plans.stage import Stage
from tests.reminders.stage import letters, letters_to
from tests.web.conftest import client
from tests.web.office import Office
from tests.web.test_invitations import path_for

NINE = at("2026-06-15 09:00")


@pytest.fixture
def stage(store: Store, files: EvidenceStore) -> Stage:
    return Stage(store, files, NINE)


async def _given(store: Store, cast: Cast, name: str) -> list[str]:
    async with store.read() as unit:
        given = await unit.ward(cast.ward.id).notices.of(cast.people[name].id)
    return [g.version for g in given]


async def test_who_came_in_earlier_is_told_once_on_a_working_day(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    world = World(store, files)
    assert await give_notices(world, at("2026-06-14 09:00")) == {}  # a Sunday
    assert await give_notices(world, NINE) == {"given": len(cast.people)}
    assert await give_notices(world, at("2026-06-16 09:00")) == {}
    (told,) = await letters_to(store, cast, "Tư", "notice")
    assert "bác không phải trả lời" in told.message.text
    assert "CẤM: bác không gửi tài liệu mật" in told.message.text
    assert not told.message.choices
    assert await _given(store, cast, "Tư") == [notice_of(cast.ward).version]
    async with store.read() as unit:
        entries = await unit.ward(cast.ward.id).log.read()
    noted = [e for e in entries if e.kind == "notice.given"]
    assert len(noted) == len(cast.people)
    assert noted[0].content == {"version": notice_of(cast.ward).version, "how": "later"}


async def test_who_cannot_be_reached_is_told_when_they_can(
    store: Store, files: EvidenceStore
) -> None:
    from tests.cast import found

    cast = await found(store, linked=False)
    assert await give_notices(World(store, files), NINE) == {}
    assert not await letters(store, "notice")
    assert await _given(store, cast, "Hạnh") == []


async def test_who_comes_in_now_is_told_by_the_welcome_and_never_again(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    scene = Scene(store, cast)
    phone = Phone(scene)
    await phone.opens(await scene.code("Hạnh"))
    await phone.shares("0900000002")
    welcome = (await letters_to(store, cast, "Hạnh", "welcome"))[-1].message.text
    assert "Phường Hòa Bình giữ thông tin gửi vào đây chỉ để nhắc việc" in welcome
    assert "/quyenriengtu" in welcome
    assert await _given(store, cast, "Hạnh") == [notice_of(cast.ward).version]
    await give_notices(World(store, files), NINE)
    assert not await letters_to(store, cast, "Hạnh", "notice")


async def test_the_page_of_an_invitation_says_it_before_anything_is_typed(
    store: Store, files: EvidenceStore, cast: Cast
) -> None:
    async with store.write() as unit:
        changed = cast.ward.settings.model_copy(update={"notice_line": "<script>x</script>"})
        await unit.wards.save_settings(cast.ward.id, changed)
    office = Office(store, files, cast)
    path = await path_for(office, "Hạnh")
    page: httpx.Response = await client(office).get(path)
    assert "CẤM: đồng chí không gửi tài liệu mật" in page.text
    assert "Luật 91/2025/QH15" in page.text
    assert "<script>x" not in page.text
    assert "&lt;script&gt;x" in page.text


async def test_whoever_asks_reads_it_whole_with_what_is_held(stage: Stage, cast: Cast) -> None:
    hanh = cast.chat("Hạnh")
    shown = await stage.says(hanh, "quyền riêng tư")
    assert shown.startswith("Thông báo về dữ liệu cá nhân, Phường Hòa Bình\n")
    assert "không hỏi ý kiến đồng ý" in shown
    assert (
        "Đang giữ về đồng chí: họ tên, số điện thoại, 1 cơ quan, 1 kênh chat, 0 báo cáo, "
        "0 ảnh và tệp, 0 tin đã gửi tới, 0 trình duyệt đang vào, 0 đường dẫn lịch." in shown
    )
    assert "Đã nhận thông báo này lúc 9:00" in shown.replace("09:00", "9:00")
    assert "liên hệ dữ liệu Trần" not in shown  # the hint is the office's
    assert "Đã ghi đồng chí đã đọc" in await stage.taps(hanh, "Tôi đã đọc")
    again = await stage.says(hanh, "/quyenriengtu")
    assert "Đã xác nhận đã đọc lúc" in again
    assert "[Tôi đã đọc]" not in again


async def test_a_ward_names_whom_to_ask_and_adds_a_line_of_its_own(
    stage: Stage, cast: Cast
) -> None:
    mai, hanh = cast.chat("Mai"), cast.chat("Hạnh")
    assert "Phường chưa ghi người liên hệ" in await stage.says(mai, "/quyenriengtu")
    before = await stage.says(hanh, "/quyenriengtu")
    assert "báo cơ quan đầu mối để sửa" in before
    said = await stage.says(mai, "liên hệ dữ liệu Trần Thị Mai, 0912 345 678")
    assert "Liên hệ dữ liệu cá nhân: Trần Thị Mai, 0912 345 678" in said
    await stage.says(mai, "ghi chú dữ liệu: Ảnh buổi họp chỉ chụp từ phía sau")
    shown = await stage.says(hanh, "/quyenriengtu")
    assert "yêu cầu xem, sửa: Trần Thị Mai, 0912 345 678." in shown
    assert "\nẢnh buổi họp chỉ chụp từ phía sau\n" in shown
    assert len(set(await _given(stage.store, cast, "Hạnh"))) == 2  # two versions, both kept
    assert "Dòng riêng trong thông báo dữ liệu" in await stage.says(mai, "thiết lập")
    assert "không có" in await stage.says(mai, "bỏ ghi chú dữ liệu")
    assert "Đã đổi" not in await stage.says(hanh, "liên hệ dữ liệu Lê Văn Hạnh")


def test_a_version_is_named_by_its_very_words(cast: Cast) -> None:
    notice = notice_of(cast.ward)
    assert notice.version == version_of(notice.text)
    moved = replace(
        cast.ward, settings=cast.ward.settings.model_copy(update={"data_contact": "Mai"})
    )
    assert notice_of(moved).version != notice.version
    assert MONDAY  # the text holds no date: the same words are the same version
