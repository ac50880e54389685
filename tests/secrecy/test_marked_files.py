"""A marked file is not taken: its sender is told what to do, the office is told, nothing is left."""

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ticks.fetch_files import fetch_files
from jobs.ticks.finish_erasures import finish_erasures
from tests.bad_input.conftest import settle
from tests.bad_input.house import House
from tests.bad_input.office import NINE, value_of
from tests.files.samples import picture
from tests.intake.papers import pdf_plan


@pytest.fixture
async def house(store: Store, files: EvidenceStore) -> House:
    return House(store, files, await settle(store))


async def kept(house: House) -> int:
    async with house.store.read() as unit:
        return len(await unit.ward(house.cast.ward.id).evidence.latest(50))


async def test_a_marked_name_is_refused_told_and_leaves_no_bytes(
    house: House, files: EvidenceStore
) -> None:
    hanh, mai = await house.browser("Hạnh"), await house.browser("Mai")
    said = await hanh.sends("cv 12 TỐI MẬT.jpg", picture("JPEG", (64, 48)), "#7 đã kiểm tra")
    assert 'tên tệp có dấu "TỐI MẬT"' in said
    assert "Điều 5" in said
    assert "gọi điện báo ngay cơ quan đầu mối" in said
    told = await mai.reads()
    assert 'Lê Văn Hạnh vừa gửi 1 tệp mang dấu "TỐI MẬT"' in told
    assert "cv 12" not in told
    assert await kept(house) == 0
    assert await finish_erasures(house.world, NINE) == {"removed": 1}
    assert list(files.blobs()) == []


async def test_marked_words_keep_every_file_of_the_message_out(house: House) -> None:
    hanh = await house.browser("Hạnh")
    said = await hanh.sends("anh.jpg", picture("JPEG", (64, 48)), "#7 đã kiểm tra (MẬT)")
    assert 'lời kèm có dấu "MẬT"' in said
    assert await kept(house) == 0


async def test_under_another_name_the_same_bytes_are_taken_and_stay(
    house: House, files: EvidenceStore
) -> None:
    hanh, photo = await house.browser("Hạnh"), picture("JPEG", (64, 48))
    await hanh.sends("MẬT.jpg", photo, "#7 đã kiểm tra")
    assert "Đã lưu báo cáo #7" in await hanh.sends("anh.jpg", photo, "#7 đã kiểm tra xong")
    await finish_erasures(house.world, NINE)
    assert await kept(house) == 1
    assert len(list(files.blobs())) == 1


async def test_work_about_secrets_is_reported_like_other_work(house: House) -> None:
    hanh = await house.browser("Hạnh")
    said = await hanh.sends(
        "tuyên truyền bảo vệ bí mật nhà nước.jpg",
        picture("JPEG", (64, 48)),
        "#7 đã tuyên truyền không gửi tài liệu mật qua mạng",
    )
    assert said.startswith("Đã lưu báo cáo #7")
    assert await kept(house) == 1


def stamped(words: str) -> bytes:
    """Return a PDF whose first page begins with these words."""
    head = (words, "ỦY BAN NHÂN DÂN PHƯỜNG", "Số: 12/BC-UBND", "Báo cáo tình hình an ninh")
    return pdf_plan([(head, (), ())])


async def test_a_stamp_on_the_first_page_sets_the_file_aside_for_everybody(house: House) -> None:
    hanh, mai = await house.browser("Hạnh"), await house.browser("Mai")
    await hanh.sends("bao-cao.pdf", stamped("TỐI MẬT"), "#7 đã kiểm tra")
    await fetch_files(house.world, NINE)
    await house.settle()
    assert 'trang đầu có dấu "TỐI MẬT"' in await hanh.reads()
    told = await mai.reads()
    assert 'báo cáo #7 có dấu "TỐI MẬT"' in told
    lines = (await hanh.client.get("/api/messages")).json()["messages"]
    (file,) = (f for line in lines for f in line["files"])
    for browser in (hanh, mai):
        assert (await browser.client.get(file["url"])).status_code == 404
    assert await kept(house) == 0
    assert "Đã nhận lại" in await mai.says(
        choice=value_of(told, "Không phải tài liệu mật, nhận lại")
    )
    assert (await mai.client.get(file["url"])).status_code == 200


async def test_from_being_set_aside_it_may_be_destroyed(house: House) -> None:
    hanh, mai, son = [await house.browser(n) for n in ("Hạnh", "Mai", "Sơn")]
    await hanh.sends("bao-cao.pdf", stamped("MẬT"), "#7 đã kiểm tra")
    await fetch_files(house.world, NINE)
    await house.settle()
    said = await mai.says(choice=value_of(await mai.reads(), "Hủy theo quyết định"))
    said = await mai.says("15/QĐ-UBND ngày 12/6/2026, tài liệu mật")
    await mai.says(choice=value_of(said, "Gửi đề nghị hủy"))
    agreed = await son.says(choice=value_of(await son.reads(), "Xác nhận hủy"))
    assert agreed.startswith("Đã hủy theo quyết định 15/QĐ-UBND")


async def test_a_document_without_a_stamp_is_evidence_as_before(house: House) -> None:
    hanh = await house.browser("Hạnh")
    await hanh.sends("bao-cao.pdf", stamped("BẢO VỆ BÍ MẬT NHÀ NƯỚC"), "#7 đã kiểm tra")
    assert await fetch_files(house.world, NINE) == {"looked_at": 1}
    assert await kept(house) == 1
