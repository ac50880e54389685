"""The lead office from an empty house to handed-out invitations, as it reads in chat."""

from datetime import timedelta

import pytest

from data.domain.messages import Chat
from data.domain.people import Role
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.enrol import Entered, enter
from jobs.actions.invite import bootstrap_admin
from tests.cast import MONDAY
from tests.plans.stage import STAFF, Stage, plan_docx, staff_xlsx


@pytest.fixture
async def house(store: Store, files: EvidenceStore) -> tuple[Stage, Chat]:
    """An empty house whose administrator has just come in."""
    async with store.write() as unit:
        invited = await bootstrap_admin(unit, "", MONDAY)
    assert invited is not None
    async with store.write() as unit:
        entered = await enter(unit, invited.code, Chat("web", "web", "x"), phone=None, now=MONDAY)
    assert isinstance(entered, Entered)
    return Stage(store, files, MONDAY + timedelta(minutes=1)), Chat(
        "web", "web", f"p{entered.person_id}"
    )


async def test_the_way_from_an_empty_house_to_invitations(house: tuple[Stage, Chat]) -> None:
    stage, me = house
    assert "[Bắt đầu]" in await stage.heard(me)
    assert (
        await stage.taps(me, "Bắt đầu") == "Bước 1/5. Tên phường, xã là gì? Ví dụ: Phường Hòa Bình"
    )
    assert "Đã ghi: Phường Hòa Bình." in await stage.says(me, "phường Hòa Bình")
    named = await stage.says(me, "Phòng Văn hóa – Xã hội, Trần Thị Mai, 0900000001")
    assert "Trần Thị Mai, Phòng Văn hóa – Xã hội là cơ quan đầu mối" in named
    assert "Bước 3/5. Đồng chí gửi tệp kế hoạch" in named

    sent = await stage.says(me, files={"van-ban.docx": plan_docx()})
    assert sent == 'Đã nhận tệp "van-ban.docx", đang đọc. Đọc xong tôi báo ngay.'
    assert "đang được đọc" in await stage.says(me, "/batdau")
    assert await stage.reads_plans(me) == (
        "Đọc được Kế hoạch 25/KH-UBND ngày 10/6/2026: 5 việc, 4 cơ quan chủ trì.\n"
        "Cần đồng chí xem: 1 thời hạn chưa rõ, 1 việc chưa có cơ quan chủ trì, "
        "2 tên cơ quan có thể trùng nhau.\n"
        "Chưa nhắc ai cho đến khi đồng chí xác nhận.\n"
        "[Xem và sửa] [Xác nhận] [Bỏ bản nháp]"
    )
    assert "Bản nháp kế hoạch đang chờ: 5 việc, 2 chỗ cần xem" in await stage.says(me, "/batdau")

    asked = await stage.taps(me, "Xem và sửa")
    assert "https://nhacviec.example/ke-hoach/du-thao" in asked
    assert '#1 Sửa chữa hệ thống loa truyền thanh của phường\nThời gian ghi "30/02"' in asked
    assert "Đã ghi #1, chủ trì: Trạm Y tế." in await stage.says(me, "#1 chủ trì Trạm Y tế")
    assert "Đã ghi #1: quý IV/2026." in await stage.says(me, "#1 quý IV")
    assert "Đã xem hết" in await stage.taps(me, "Là một")
    confirmed = await stage.taps(me, "Xác nhận")
    assert "theo dõi 5 việc." in confirmed
    assert "⚪ 1 việc chờ sự kiện" in confirmed
    assert "❓ 1 việc cần ấn định thời hạn" in confirmed

    assert "Bước 4/5" in await stage.taps(me, "Bước tiếp theo")
    assert "<danh-sach-can-bo-mau.xlsx>" in await stage.taps(me, "Tệp mẫu")
    preview = await stage.says(me, files={"ds.xlsx": staff_xlsx()})
    assert "thêm 4 người, sửa 0, giữ nguyên 0" in preview
    assert "Cơ quan mới: Tổ dân phố 5; Tổ dân phố 6." in preview
    assert "Tổ trưởng tổ dân phố: gồm 2 đơn vị." in preview
    assert "Đã lưu danh sách: thêm 4 người" in await stage.says(me, "xác nhận")
    assert "Còn 4 người chưa vào" in await stage.says(me, "/batdau")
    assert "[Tạo thư mời: Nguyễn Văn Tư]" in await stage.taps(me, "Thư mời")
    assert "https://nhacviec.example/moi/" in await stage.taps(me, "Tạo thư mời: Nguyễn Văn Tư")


async def test_the_wards_name_is_put_right_at_any_time(house: tuple[Stage, Chat]) -> None:
    stage, me = house
    await stage.heard(me)
    await stage.taps(me, "Bắt đầu")
    assert "Đã ghi: Phường Hòa Bnh." in await stage.says(me, "tên phường: Phường Hòa Bnh")
    assert await stage.says(me, "Ten phuong: phường Hòa Bình") == (
        "Đã đổi tên thành Phường Hòa Bình. Nhầm thì nhắn: tên phường: Phường Hòa Bnh"
    )
    # The second step goes on where it was.
    await stage.says(me, "Phòng Văn hóa – Xã hội, Trần Thị Mai, 0900000001")
    said = await stage.says(me, "đổi tên phường thành Phường Bình Hòa")
    assert said.startswith("Đã đổi tên thành Phường Bình Hòa.")
    assert "Đồng chí ghi tên phường, xã đầy đủ giúp" in await stage.says(me, "tên phường: ?")
    assert "Đã đổi tên" not in await stage.says(me, "tên phường viết sai rồi")
    assert (await stage.says(me, "/thietlap")).startswith("Phường Bình Hòa đang đặt như sau:")


async def test_nobody_owes_anything_before_the_plan_is_confirmed(house: tuple[Stage, Chat]) -> None:
    stage, me = house
    await stage.says(me, files={"ke-hoach.docx": plan_docx()})
    await stage.reads_plans(me)
    async with stage.store.read() as unit:
        (ward,) = await unit.wards.all()
        assert await unit.ward(ward.id).tasks.all() == ()
        assert await unit.ward(ward.id).occurrences.counts() == {}


async def test_the_group_owes_by_its_members_once_the_staff_list_is_in(
    house: tuple[Stage, Chat],
) -> None:
    stage, me = house
    await stage.heard(me)
    await stage.taps(me, "Bắt đầu")
    await stage.says(me, "Phường Hòa Bình")
    await stage.says(me, "Phòng Văn hóa – Xã hội, Trần Thị Mai, 0900000001")
    await stage.says(me, files={"ke-hoach.docx": plan_docx()})
    await stage.reads_plans(me)
    await stage.taps(me, "Xác nhận")
    await stage.taps(me, "Gộp theo gợi ý rồi xác nhận")
    await stage.says(me, files={"ds.xlsx": staff_xlsx()})
    await stage.taps(me, "Xác nhận")
    async with stage.store.read() as unit:
        (ward,) = await unit.wards.all()
        work = unit.ward(ward.id)
        task = await work.tasks.by_code(2)
        assert task is not None
        names = {a.id: a.name for a in await work.agencies.all()}
        owed = [names[o.agency_id] for o in await work.occurrences.of_task(task.id) if o.is_owed]
    assert sorted(owed) == ["Tổ dân phố 5", "Tổ dân phố 6"]


async def test_answers_that_cannot_be_meant_are_asked_again(house: tuple[Stage, Chat]) -> None:
    stage, me = house
    await stage.heard(me)
    await stage.taps(me, "Bắt đầu")
    assert "đầy đủ" in await stage.says(me, "??")
    await stage.says(me, "Phường Hòa Bình")
    assert "cách nhau bằng dấu phẩy" in await stage.says(me, "tôi")
    assert "Bước 3/5" in await stage.says(
        me, "Phòng Kinh tế, Hạ tầng và Đô thị, Lý Thị Xuân, 0900000011"
    )
    async with stage.store.read() as unit:
        (ward,) = await unit.wards.all()
        (admin,) = await unit.ward(ward.id).people.all()
        (agency,) = await unit.ward(ward.id).agencies.all()
    assert (admin.name, admin.phone) == ("Lý Thị Xuân", "0900000011")
    assert {Role.ADMIN, Role.LEAD_OFFICE} <= admin.roles
    assert agency.name == "Phòng Kinh tế, Hạ tầng và Đô thị"


async def test_what_is_meant_for_others_passes_while_the_office_is_asked_for(
    house: tuple[Stage, Chat],
) -> None:
    stage, me = house
    await stage.heard(me)
    await stage.taps(me, "Bắt đầu")
    await stage.says(me, "Phường Hòa Bình")
    assert "Bầu cử tổ trưởng" in await stage.says(
        me, "khai báo sự kiện Bầu cử tổ trưởng, ngày 16/8"
    )
    assert "cơ quan, họ tên" not in await stage.says(me, "#12 đã họp, 85 người")
    assert "Đã đổi" in await stage.says(me, "nhắc trước 5, 2, 1 ngày")
    named = await stage.says(me, "Phòng Văn hóa – Xã hội, Trần Thị Mai, 0900000001")
    assert "Trần Thị Mai, Phòng Văn hóa – Xã hội là cơ quan đầu mối" in named


async def test_a_document_that_is_no_plan_says_what_to_send(house: tuple[Stage, Chat]) -> None:
    stage, me = house
    await stage.says(me, files={"cu.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600})
    assert ".docx" in await stage.reads_plans(me)
    async with stage.store.read() as unit:
        (ward,) = await unit.wards.all()
        assert await unit.ward(ward.id).plans.unread() == ()


async def test_the_same_list_again_changes_nothing(house: tuple[Stage, Chat]) -> None:
    stage, me = house
    await stage.says(me, "Phường Hòa Bình")
    await stage.says(me, files={"ds.xlsx": staff_xlsx()})
    await stage.taps(me, "Xác nhận")
    again = await stage.says(me, files={"ds.xlsx": staff_xlsx()})
    assert "không có gì để thay đổi" in again


async def test_a_list_is_dropped_by_a_word(house: tuple[Stage, Chat]) -> None:
    stage, me = house
    await stage.says(me, files={"ds.xlsx": staff_xlsx(STAFF[:3])})
    assert "không thay đổi gì" in await stage.says(me, "bỏ")
    async with stage.store.read() as unit:
        (ward,) = await unit.wards.all()
        assert len(await unit.ward(ward.id).people.all()) == 1
