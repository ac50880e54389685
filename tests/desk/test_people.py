"""The staff on the desk: found, changed, handed over; agencies renamed, groups mended."""

from dataclasses import replace
from html import escape
from typing import Any

import httpx
import pytest

from data.domain.people import Address, Person, Role
from data.errors import RefusedError
from jobs.actions.edit_person import PersonEdit, edit_person
from tests.cast import found
from tests.desk.test_shell import as_role
from tests.desk.ward import HALL, Work, form_token, told
from tests.web.conftest import signed_in
from tests.web.office import Office

PAGE = "/ban/can-bo"


async def person(office: Office, name: str) -> Person:
    async with office.store.read() as unit:
        found = await unit.ward(office.cast.ward.id).people.get(office.cast.people[name].id)
    assert found is not None
    return found


async def post(browser: httpx.AsyncClient, path: str, **fields: Any) -> httpx.Response:
    html = (await browser.get("/ban")).text
    return await browser.post(path, data={"form": form_token(html), **fields})


def form_of(office: Office, who: str, **changed: Any) -> dict[str, Any]:
    """Return what the form of a person holds before anything is changed."""
    one = office.cast.people[who]
    return {
        "name": one.name,
        "phone": one.phone,
        "address": one.address.value,
        "role": [r.value for r in one.roles],
        "agency": [m.agency_id for m in one.memberships],
        "head": [m.agency_id for m in one.memberships if m.is_head],
        **changed,
    }


async def save(browser: httpx.AsyncClient, office: Office, who: str, **changed: Any) -> str:
    path = f"{PAGE}/{office.cast.people[who].id}"
    answer = await post(browser, path, **form_of(office, who, **changed))
    return told(answer.text if answer.status_code == 200 else (await browser.get(path)).text)


async def test_people_are_found_by_name_agency_or_number(
    office: Office, mai: httpx.AsyncClient
) -> None:
    for asked, names in (
        ("hanh", {"Lê Văn Hạnh"}),
        ("to dan pho 5", {"Nguyễn Văn Tư"}),
        ("0900000004", {"Võ Thị Lan"}),
        ("", {p.name for p in office.cast.people.values()}),
    ):
        page = told((await mai.get(PAGE, params={"tim": asked})).text)
        assert {p.name for p in office.cast.people.values() if p.name in page} == names | {
            "Trần Thị Mai"
        }


async def test_who_cannot_be_reached_is_seen_in_the_list(
    office: Office, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        await unit.links.mark_reachable(office.cast.chat("Lan"), False)
        await unit.links.revoke(office.cast.people["Tư"].id, office.clock())
    page = told((await mai.get(PAGE)).text)
    assert "0900000004 🔴 kênh không nhận được tin" in page
    assert "0900000005 🔴 chưa vào kênh nhắc việc" in page
    # The status page says so of him, too: nobody reads what is sent there.
    assert "0900000002 🔴 không còn máy nào đăng nhập" in page
    await signed_in(office, "Hạnh")
    assert "0900000002 🟢 qua trang nhắn tin" in told((await mai.get(PAGE)).text)


async def test_saving_what_stands_changes_nothing(office: Office, mai: httpx.AsyncClient) -> None:
    assert "Đã lưu thông tin của Lê Văn Hạnh." in await save(mai, office, "Hạnh")
    assert await person(office, "Hạnh") == office.cast.people["Hạnh"]
    async with office.store.read() as unit:
        assert not await unit.ward(office.cast.ward.id).log.read()


async def test_a_person_is_changed_and_the_log_keeps_no_personal_data(
    office: Office, mai: httpx.AsyncClient
) -> None:
    roads = office.cast.agencies["Phòng Kinh tế, Hạ tầng và Đô thị"]
    await save(
        mai,
        office,
        "Tư",
        name="Nguyễn Văn Tứ",
        phone="+84 912 345 678",
        address="ông",
        head=[],
        agency=[*[m.agency_id for m in office.cast.people["Tư"].memberships], roads],
    )
    now = await person(office, "Tư")
    assert (now.name, now.phone, now.address) == ("Nguyễn Văn Tứ", "0912345678", Address.ONG)
    assert roads in now.agency_ids
    assert not any(m.is_head for m in now.memberships)
    async with office.store.read() as unit:
        entry = (await unit.ward(office.cast.ward.id).log.read())[-1]
    assert entry.kind == "person.changed"
    assert "Tứ" not in str(entry.content)
    assert "0912345678" not in str(entry.content)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": "12"}, "Họ tên chưa đúng"),
        ({"name": ""}, "Họ tên chưa đúng"),
        ({"phone": "123"}, "Số điện thoại chưa đúng"),
        ({"phone": "0900000002"}, "Số điện thoại này đang là của Lê Văn Hạnh."),
        ({"role": []}, "Mỗi người cần ít nhất một vai trò."),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    office: Office, mai: httpx.AsyncClient, changed: dict[str, Any], sentence: str
) -> None:
    assert sentence in await save(mai, office, "Tư", **changed)
    assert await person(office, "Tư") == office.cast.people["Tư"]


async def test_a_refused_form_keeps_what_was_typed(office: Office, mai: httpx.AsyncClient) -> None:
    path = f"{PAGE}/{office.cast.people['Hạnh'].id}"
    fields = form_of(office, "Hạnh", name="Lê Thị Hạnh", phone="12ab", address="chị")
    html = (await post(mai, path, **fields)).text
    assert 'value="Lê Thị Hạnh"' in html
    assert 'value="12ab"' in html
    assert 'value="chị" selected' in html
    assert (await person(office, "Hạnh")).name == "Lê Văn Hạnh"


async def test_an_agency_left_without_anybody_is_named(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = await save(mai, office, "Tư", agency=[], head=[])
    assert "Tổ dân phố 5 nay không còn ai nhận việc" in page


async def test_the_form_of_a_preview_saves_the_person(
    office: Office, mai: httpx.AsyncClient
) -> None:
    who, to = office.cast.people["Hạnh"], office.cast.people["Dũng"]
    path = f"{PAGE}/{who.id}"
    html = (await post(mai, f"{path}/ban-giao", to=str(to.id), step="try")).text
    assert f'action="{path}"' in html
    assert f'action="{path}/ban-giao#ban-giao"' in html, "the preview is far down"


async def test_the_last_of_the_lead_office_stays(office: Office, mai: httpx.AsyncClient) -> None:
    page = await save(mai, office, "Mai", role=["officer"])
    assert "Đây là người cuối cùng có vai trò “Cơ quan đầu mối”." in page
    assert await person(office, "Mai") == office.cast.people["Mai"]


async def test_only_administrators_make_administrators(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = await save(mai, office, "Tư", role=["group_leader", "admin"])
    assert "chỉ người quản trị được làm" in page
    assert Role.ADMIN not in (await person(office, "Tư")).roles


async def test_another_wards_person_and_agency_cannot_be_touched(
    office: Office, mai: httpx.AsyncClient
) -> None:
    other = await found(office.store, linked=False)
    path = f"{PAGE}/{other.people['Tư'].id}"
    assert (await mai.get(path)).status_code == 404
    await post(mai, path, **form_of(office, "Tư", name="Kẻ Lạ"))
    async with office.store.read() as unit:
        assert (
            await unit.ward(other.ward.id).people.get(other.people["Tư"].id) == other.people["Tư"]
        )
    agency = other.agencies[HALL]
    await post(mai, f"/ban/co-quan/{agency}", what="name", name="Của chúng tôi")
    async with office.store.read() as unit:
        assert HALL in {a.name for a in await unit.ward(other.ward.id).agencies.all()}
    mine = f"{PAGE}/{office.cast.people['Tư'].id}"
    answer = await post(mai, mine, **form_of(office, "Tư", agency=[agency]))
    assert "Có cơ quan không còn trong danh sách." in told(answer.text)
    assert await person(office, "Tư") == office.cast.people["Tư"]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEADERSHIP, Role.OFFICER])
async def test_others_see_and_change_nobody(office: Office, work: Work, role: Role) -> None:
    browser = await as_role(office, "Sơn", role)
    tu = office.cast.people["Tư"].id
    for path in (PAGE, f"{PAGE}/{tu}", "/ban/co-quan"):
        assert (await browser.get(path)).status_code == 403
    to = office.cast.people["Lan"].id
    for path in (f"{PAGE}/{tu}", f"{PAGE}/{tu}/ban-giao"):
        answer = await post(browser, path, **form_of(office, "Tư", name="Khác", to=to, step="do"))
        assert answer.status_code == 403
    assert await person(office, "Tư") == office.cast.people["Tư"]


async def test_handing_over_is_looked_at_first(office: Office, mai: httpx.AsyncClient) -> None:
    hanh, lan = office.cast.people["Hạnh"].id, office.cast.people["Lan"].id
    path = f"{PAGE}/{hanh}/ban-giao"
    page = told((await post(mai, path, to=lan, step="try")).text)
    assert (
        "Xem trước, chưa thay đổi gì: Việc của Lê Văn Hạnh chuyển cho Võ Thị Lan: "
        "Văn phòng HĐND và UBND. Lê Văn Hạnh không nhận tin nữa." in page
    )
    stays = told((await post(mai, path, to=lan, stays="1", step="try")).text)
    assert "không nhận tin nữa" not in stays
    assert (await person(office, "Hạnh")).is_active
    answer = await post(mai, path, to=lan, step="do")
    assert answer.headers["location"] == PAGE
    assert not (await person(office, "Hạnh")).is_active
    assert office.cast.agencies[HALL] in (await person(office, "Lan")).agency_ids
    again = await post(mai, path, to=lan, step="do")
    assert again.status_code == 404


async def test_names_that_stand_for_several_are_no_agencies(mai: httpx.AsyncClient) -> None:
    page = told((await mai.get("/ban/co-quan")).text)
    single, _, common = page.partition("Tên gọi chung trong kế hoạch")
    assert "Tổ dân phố 5 Nguyễn Văn Tư" in single
    assert "Tổ trưởng tổ dân phố Gồm các đơn vị" in common


async def test_an_agency_is_renamed_and_its_old_name_still_means_it(
    office: Office, mai: httpx.AsyncClient
) -> None:
    hall = office.cast.agencies[HALL]
    await post(mai, f"/ban/co-quan/{hall}", what="name", name="  Văn phòng   UBND ")
    assert "Đã đổi tên thành Văn phòng UBND." in told((await mai.get("/ban/co-quan")).text)
    async with office.store.read() as unit:
        agencies = unit.ward(office.cast.ward.id).agencies
        assert await agencies.find(HALL) == hall
        assert await agencies.find("Văn phòng UBND") == hall
    for name in ("", "<b></b>", "Trạm Y tế"):
        refused = (await post(mai, f"/ban/co-quan/{hall}", what="name", name=name)).text
        assert f'id="co-quan-{hall}" open' in refused
        assert f'value="{escape(name)}"' in refused, "what was typed is lost"
        assert "Văn phòng UBND" in told((await mai.get("/ban/co-quan")).text)


async def test_a_common_name_stands_for_those_chosen(
    office: Office, mai: httpx.AsyncClient
) -> None:
    group = office.cast.agencies["Tổ trưởng tổ dân phố"]
    only = office.cast.agencies["Tổ dân phố 5"]
    await post(mai, f"/ban/co-quan/{group}", what="members", member=[only])
    async with office.store.read() as unit:
        agencies = await unit.ward(office.cast.ward.id).agencies.all()
    assert next(a for a in agencies if a.id == group).members == (only,)


async def test_names_are_shown_as_text(office: Office, mai: httpx.AsyncClient) -> None:
    evil = '"><script>alert(1)</script>'
    async with office.store.write() as unit:
        ward = unit.ward(office.cast.ward.id)
        await ward.people.save(replace(office.cast.people["Tư"], name=evil, phone=evil))
        await ward.agencies.rename(office.cast.agencies["Trạm Y tế"], evil)
    tu = office.cast.people["Tư"].id
    for path in (PAGE, f"{PAGE}/{tu}", "/ban/co-quan"):
        assert "<script>alert" not in (await mai.get(path)).text


async def test_who_may_not_edit_is_told_nothing_of_who_has_which_number(office: Office) -> None:
    lan, hanh = office.cast.people["Lan"], office.cast.people["Hạnh"]
    edit = PersonEdit(lan.name, str(hanh.phone), lan.address, lan.roles, lan.memberships)
    async with office.store.write() as unit:
        with pytest.raises(RefusedError, match="cơ quan đầu mối"):
            await edit_person(
                unit, office.cast.ward, lan.id, edit, office.clock(), f"person:{lan.id}"
            )
