"""A marked file is not taken: its sender is told what to do, the office is told, nothing is left."""

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ticks.finish_erasures import finish_erasures
from tests.bad_input.conftest import settle
from tests.bad_input.house import House
from tests.bad_input.office import NINE
from tests.files.samples import picture


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
