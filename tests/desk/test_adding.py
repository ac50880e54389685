"""New people and agencies at the desk: added once, asked about when they may be there already."""

import re
from typing import Any

import httpx
import pytest

from data.domain.people import Address, Membership, Person, Role
from data.errors import RefusedError
from data.store.mail import DialogState
from jobs.actions.allow import CONSOLE
from jobs.actions.hand_over import hand_over
from jobs.actions.let_go import let_go
from tests.cast import found
from tests.desk.test_people import post
from tests.desk.test_shell import as_role
from tests.desk.ward import GROUP_5, HALL, HEALTH, Work, told
from tests.web.office import Office

PEOPLE, AGENCIES = "/ban/can-bo", "/ban/co-quan"
NEW = f"{PEOPLE}/them"


def form_of(office: Office, **changed: Any) -> dict[str, Any]:
    """Return the form of a new person as somebody filled it in."""
    return {
        "name": "Lý Thị Xuân",
        "phone": "0912 345 678",
        "address": "bác",
        "role": ["group_leader"],
        "agency": [office.cast.agencies[GROUP_5]],
        "head": [],
        **changed,
    }


async def add(browser: httpx.AsyncClient, office: Office, **changed: Any) -> str:
    """Send the form; return the page that follows, or the form as it comes back."""
    answer = await post(browser, NEW, **form_of(office, **changed))
    if answer.status_code == 303:
        return (await browser.get(answer.headers["location"])).text
    return answer.text


async def everybody(office: Office) -> list[Person]:
    async with office.store.read() as unit:
        return list(await unit.ward(office.cast.ward.id).people.all())


async def called(office: Office, name: str) -> list[Person]:
    return [p for p in await everybody(office) if p.name == name]


async def kinds(office: Office) -> list[str]:
    async with office.store.read() as unit:
        return [e.kind for e in await unit.ward(office.cast.ward.id).log.read()]


async def test_somebody_is_added_and_invited_from_their_page(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = await add(mai, office, name="  Lý  Thị Xuân ")
    assert "Đã thêm Lý Thị Xuân. Bấm Tạo thư mời" in told(page)
    (xuan,) = await called(office, "Lý Thị Xuân")
    assert (xuan.phone, xuan.address, xuan.roles, xuan.memberships) == (
        "0912345678",
        Address.BAC,
        {Role.GROUP_LEADER},
        (Membership(office.cast.agencies[GROUP_5]),),
    )
    assert 'action="/the-moi/in" class="acts"' in page
    card = await post(mai, "/the-moi/in", who=re.findall(r'name="who" value="(\d+)"', page))
    assert "Lý Thị Xuân" in told(card.text)
    assert "/moi/" in card.text
    assert "<svg" in card.text
    assert await kinds(office) == ["staff.imported", "invitation.made"]


async def test_what_is_missing_to_be_reached_is_said(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = told(await add(mai, office, phone="", agency=[]))
    assert "Lý Thị Xuân chưa có số điện thoại, khi vào kênh phải được" in page
    assert "Lý Thị Xuân chưa có cơ quan, sẽ không được nhắc việc nào." in page


async def test_a_form_sent_twice_adds_one(office: Office, mai: httpx.AsyncClient) -> None:
    for phone in ("0912345678", ""):
        name = "Lý Thị Xuân" if phone else "Lý Thị Thu"
        await add(mai, office, name=name, phone=phone)
        again = told(await add(mai, office, name=name, phone=phone))
        assert f"{name} đã có trong danh sách, không thêm lần nữa." in again
        assert len(await called(office, name)) == 1
    assert (await kinds(office)).count("staff.imported") == 2


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Họ tên chưa đúng"),
        ({"name": '=HYPERLINK("http://x")'}, "Họ tên chưa đúng"),
        ({"name": "<script>alert(1)</script>"}, "Họ tên chưa đúng"),
        ({"phone": "12ab"}, "Số điện thoại chưa đúng"),
        ({"phone": "0900000002"}, "Số điện thoại này đang là của Lê Văn Hạnh."),
        ({"role": []}, "Mỗi người cần ít nhất một vai trò."),
        ({"role": ["admin"]}, "chỉ người quản trị được làm"),
        ({"agency": ["99999"]}, "Có cơ quan không còn trong danh sách."),
    ],
)
async def test_what_cannot_be_meant_is_refused_and_kept_as_typed(
    office: Office, mai: httpx.AsyncClient, changed: dict[str, Any], sentence: str
) -> None:
    before = await everybody(office)
    html = await add(mai, office, **changed)
    assert sentence in told(html)
    assert "<script>alert" not in html
    typed = {**form_of(office), **changed}
    assert f'value="{typed["phone"]}"' in html
    assert 'value="bác" selected' in html
    if not changed.get("name"):
        assert f'value="{typed["name"]}"' in html
    assert await everybody(office) == before
    assert await kinds(office) == []


async def test_letters_that_turn_the_line_around_are_left_out(
    office: Office, mai: httpx.AsyncClient
) -> None:
    await add(mai, office, name="Lý \u202eThị\u202c Xuân" + "n" * 200)
    (new,) = [p for p in await everybody(office) if p.name.startswith("Lý")]
    assert new.name == ("Lý Thị Xuân" + "n" * 200)[:80]


async def test_the_same_name_in_the_same_agency_is_asked_about(
    office: Office, mai: httpx.AsyncClient
) -> None:
    tu = office.cast.people["Tư"]
    html = await add(mai, office, name="NGUYỄN văn tư", phone="")
    assert "Chưa thêm, vì đã có người cùng tên." in told(html)
    assert f'href="{PEOPLE}/{tu.id}"' in html
    assert 'value="NGUYỄN văn tư"' in html
    (answer,) = re.findall(r'name="la" value="([^"]+)"', html)
    for _ in range(2):
        page = told(await add(mai, office, name="NGUYỄN văn tư", phone="", la=answer))
    assert "đã có trong danh sách, không thêm lần nữa" in page
    assert len(await called(office, "NGUYỄN văn tư")) == 1
    assert await called(office, tu.name) == [tu]


async def test_the_same_name_elsewhere_is_somebody_else(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = told(await add(mai, office, name="Nguyễn Văn Tư", agency=[office.cast.agencies[HEALTH]]))
    assert "Đã thêm Nguyễn Văn Tư." in page


async def test_who_left_comes_back_only_when_the_office_says_so(
    office: Office, mai: httpx.AsyncClient
) -> None:
    mai_, tu, lan = (office.cast.people[name] for name in ("Mai", "Tư", "Lan"))
    async with office.store.write() as unit:
        await hand_over(unit, office.cast.ward, tu.id, lan.id, office.clock(), f"person:{mai_.id}")
    asked = await add(mai, office, name=tu.name, phone="")
    assert f"{tu.name} ({tu.phone}) đã bàn giao cho Võ Thị Lan ngày 15/6/2026." in told(asked)
    back, another = re.findall(r'name="la" value="([^"]+)"', asked)
    assert (back, another) == (f"cu:{tu.id}", f"khac:{tu.id}")
    for _ in range(2):
        page = told(await add(mai, office, name=tu.name, phone="", la=back))
    assert "không thêm lần nữa" in page
    (returned,) = await called(office, tu.name)
    assert (returned.id, returned.phone, returned.address) == (tu.id, tu.phone, Address.BAC)
    assert returned.agency_ids == {office.cast.agencies[GROUP_5]}


async def test_who_left_may_have_a_namesake(office: Office, mai: httpx.AsyncClient) -> None:
    await add(mai, office)
    (xuan,) = await called(office, "Lý Thị Xuân")
    await post(mai, f"{PEOPLE}/{xuan.id}/dua-ra", step="do")
    await add(mai, office, la=f"khac:{xuan.id}")
    (other,) = await called(office, "Lý Thị Xuân")
    assert other.id != xuan.id


async def test_who_was_added_by_mistake_is_taken_out_again(
    office: Office, mai: httpx.AsyncClient
) -> None:
    await post(mai, AGENCIES, name="Tổ dân phố 12")
    async with office.store.read() as unit:
        agency = await unit.ward(office.cast.ward.id).agencies.find("Tổ dân phố 12")
    await add(mai, office, agency=[agency])
    (xuan,) = await called(office, "Lý Thị Xuân")
    path = f"{PEOPLE}/{xuan.id}/dua-ra"
    look = told((await post(mai, path, step="try")).text)
    assert (
        "Lý Thị Xuân ra khỏi danh sách và không nhận tin nữa. "
        "Tổ dân phố 12 nay không còn ai nhận việc" in look
    )
    assert await called(office, "Lý Thị Xuân") == [xuan]
    assert (await post(mai, path, step="do")).headers["location"] == PEOPLE
    assert await called(office, "Lý Thị Xuân") == []
    assert (await post(mai, path, step="do")).status_code == 404
    assert (await kinds(office))[-1] == "person.let_go"


async def test_who_is_reached_already_is_told_and_has_no_way_in_any_more(
    office: Office, mai: httpx.AsyncClient, hanh: httpx.AsyncClient
) -> None:
    person, chat = office.cast.people["Hạnh"], office.cast.chat("Hạnh")
    async with office.store.write() as unit:
        await unit.dialogs.save(chat, DialogState("report", {"occurrence": 1}, None))
    await post(mai, f"{PEOPLE}/{person.id}/dua-ra", step="do")
    assert (await hanh.get("/ban")).status_code == 401
    async with office.store.read() as unit:
        assert not await unit.links.of([person.id])
        assert (await unit.dialogs.get(chat, office.clock())).conversation is None
        letters = await unit.outbox.find(
            f"let-go:{person.id}:{office.clock().isoformat(timespec='seconds')}:{person.id}"
        )
    assert letters is not None
    assert "không gửi tin cho đồng chí nữa" in letters.message.text


async def test_nobody_takes_out_themselves_or_the_last_of_the_office(
    office: Office, mai: httpx.AsyncClient
) -> None:
    own = office.cast.people["Mai"]
    page = await post(mai, f"{PEOPLE}/{own.id}/dua-ra", step="do")
    assert "không tự đưa mình ra khỏi danh sách" in told(page.text)
    async with office.store.write() as unit:
        with pytest.raises(RefusedError, match="người cuối cùng có vai trò “Cơ quan đầu mối”"):
            await let_go(unit, office.cast.ward, own.id, office.clock(), CONSOLE)
    assert await called(office, own.name) == [own]


async def test_an_agency_is_added_and_joins_the_names_that_stand_for_it(
    office: Office, mai: httpx.AsyncClient
) -> None:
    await post(mai, AGENCIES, name="  Tổ dân  phố 12 ")
    page = await mai.get(AGENCIES)
    assert "Đã thêm Tổ dân phố 12." in told(page.text)
    assert "Tổ dân phố 12 nay thuộc Tổ trưởng tổ dân phố nên nhận cả việc giao" in told(page.text)
    async with office.store.read() as unit:
        agencies = {a.name: a for a in await unit.ward(office.cast.ward.id).agencies.all()}
    new = agencies["Tổ dân phố 12"]
    assert not new.is_group
    assert new.id in agencies["Tổ trưởng tổ dân phố"].members
    form = await mai.get(f"{NEW}?coquan={new.id}")
    assert re.search(rf'name="agency" value="{new.id}" checked', form.text)
    await post(mai, AGENCIES, name="Tổ dân phố 12")
    assert "không thêm lần nữa" in told((await mai.get(AGENCIES)).text)
    assert await kinds(office) == ["staff.imported"]


async def test_a_name_nearly_that_of_another_is_asked_about(
    office: Office, mai: httpx.AsyncClient
) -> None:
    html = (await post(mai, AGENCIES, name="trạm y tế phường")).text
    assert f"“trạm y tế phường” gần giống “{HEALTH}” đã có." in told(html)
    assert 'value="trạm y tế phường"' in html
    assert f'name="khac" value="{HEALTH}"' in html
    await post(mai, AGENCIES, name="trạm y tế phường", khac=HEALTH)
    assert "Đã thêm trạm y tế phường." in told((await mai.get(AGENCIES)).text)


@pytest.mark.parametrize("name", ["", "<b></b>", "—", "12", "\u202e"])
async def test_an_agency_has_a_name(office: Office, mai: httpx.AsyncClient, name: str) -> None:
    page = (await post(mai, AGENCIES, name=name)).text
    assert "Tên cơ quan chưa có chữ nào." in told(page)
    assert await kinds(office) == []


async def test_another_name_of_an_agency_is_not_given_twice(
    office: Office, mai: httpx.AsyncClient
) -> None:
    await post(mai, f"{AGENCIES}/{office.cast.agencies[HALL]}", what="name", name="Văn phòng")
    page = told((await post(mai, AGENCIES, name=HALL)).text)
    assert f"“{HALL}” là tên gọi khác của “Văn phòng”, đã có trong danh sách." in page


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEADERSHIP, Role.OFFICER, Role.GROUP_LEADER])
async def test_others_add_and_take_out_nobody(office: Office, work: Work, role: Role) -> None:
    browser = await as_role(office, "Sơn", role)
    before = await everybody(office)
    assert (await browser.get(NEW)).status_code == 403
    out = f"{PEOPLE}/{office.cast.people['Lan'].id}/dua-ra"
    for path, fields in (
        (NEW, form_of(office)),
        (AGENCIES, {"name": "Mới"}),
        (out, {"step": "do"}),
    ):
        assert (await post(browser, path, **fields)).status_code == 403
    assert await everybody(office) == before


async def test_another_wards_people_are_out_of_reach(
    office: Office, mai: httpx.AsyncClient
) -> None:
    other = await found(office.store, linked=False)
    tu = other.people["Tư"]
    assert (await post(mai, f"{PEOPLE}/{tu.id}/dua-ra", step="do")).status_code == 404
    page = await add(mai, office, agency=[other.agencies[GROUP_5]])
    assert "Có cơ quan không còn trong danh sách." in told(page)
    assert "Không thấy người này" in told(await add(mai, office, la=f"cu:{tu.id}"))
    await add(mai, office, name=tu.name, phone="", agency=[office.cast.agencies[HEALTH]])
    async with office.store.read() as unit:
        assert len(await unit.ward(other.ward.id).people.all()) == len(other.people)
