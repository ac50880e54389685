"""Chasing: a preview first, one message a person, once a day, never in quiet hours."""

from dataclasses import replace

import httpx
import pytest

from data.domain.messages import Delivery, Letter
from data.domain.people import Address, Membership, Person, Role
from data.domain.quota import Quota
from data.domain.tasks import OccurrenceState
from data.domain.trouble import AccountStatus
from data.errors import RefusedError
from jobs.actions.nudge import Chased, nudge
from tests.cast import at
from tests.desk.test_shell import as_role
from tests.desk.ward import HALL, TODAY, Work, form_token, told
from tests.web.office import Office

PAGE = "/ban/don-doc"


async def letters(office: Office) -> list[Letter]:
    async with office.store.read() as unit:
        found = await unit.outbox.in_states(Delivery, ward_id=office.cast.ward.id)
    return sorted((x for x in found if x.kind == "nudge"), key=lambda x: x.id)


async def press(browser: httpx.AsyncClient, **fields: object) -> httpx.Response:
    html = (await browser.get(PAGE, params=fields)).text
    return await browser.post(PAGE, data={"form": form_token(html), **fields})


async def test_the_preview_says_who_gets_what_and_sends_nothing(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = told((await mai.get(PAGE)).text)
    assert "Đôn đốc: 1 người sẽ nhận tin" in page
    assert "Lê Văn Hạnh qua trang nhắn tin của phường" in page
    assert "Phạm Quốc Dũng" not in page  # the head is told when the ladder says so
    assert (
        "Phòng Văn hóa – Xã hội (Trần Thị Mai) đôn đốc đồng chí Hạnh: "
        "🔴 #1 Đối thoại với Nhân dân: quá hạn 7 ngày "
        "Đồng chí báo giúp tiến độ, ví dụ: #1 đã làm xong (kèm ảnh), #1 vướng mặt bằng"
    ) in page
    assert await letters(office) == []


async def test_pressing_twice_sends_once(office: Office, mai: httpx.AsyncClient) -> None:
    token = form_token((await mai.get(PAGE)).text)
    for _ in range(2):
        assert (await mai.post(PAGE, data={"form": token})).status_code == 303
    (letter,) = await letters(office)
    assert letter.person_id == office.cast.people["Hạnh"].id
    assert [c.label for c in letter.message.choices] == ["Báo cáo #1"]
    page = told((await mai.get(PAGE)).text)
    assert "Các việc này hôm nay đã đôn đốc rồi, không gửi thêm." in page
    assert "Hôm nay đã đôn đốc: #1. Mỗi việc chỉ đôn đốc một lần một ngày." in page


async def test_it_is_said_what_became_of_it_and_noted(
    office: Office, mai: httpx.AsyncClient
) -> None:
    await press(mai)
    page = told((await mai.get("/ban")).text)
    assert "Đã đưa vào hàng gửi: 1 tin đôn đốc, tới Lê Văn Hạnh." in page
    async with office.store.read() as unit:
        entry = (await unit.ward(office.cast.ward.id).log.read())[-1]
    assert entry.kind == "work.nudged"
    assert entry.actor == f"person:{office.cast.people['Mai'].id}"
    assert entry.content is not None
    assert entry.content["people"] == [office.cast.people["Hạnh"].id]


async def test_the_next_day_it_may_be_done_again(office: Office, mai: httpx.AsyncClient) -> None:
    await press(mai)
    office.clock.pass_by(days=1)
    await press(mai)
    assert len(await letters(office)) == 2


async def test_everything_of_one_person_comes_in_one_message(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    hall, roads = office.cast.agencies[HALL], office.cast.people["Lan"].memberships
    hanh = office.cast.people["Hạnh"]
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).people.save(
            replace(
                hanh, memberships=(Membership(hall), *[replace(m, is_head=False) for m in roads])
            )
        )
        await unit.ward(office.cast.ward.id).occurrences.change(
            work.occurrences["soon"], due_on=at("2026-06-10 00:00").date()
        )
    await press(mai)
    (letter,) = await letters(office)
    assert "đôn đốc đồng chí Hạnh 2 việc:" in letter.message.text
    assert "#1 Đối thoại với Nhân dân: quá hạn 7 ngày" in letter.message.text
    assert "#2 Giám sát công trình đường số 3" in letter.message.text


@pytest.mark.parametrize(
    ("now", "goes_at"),
    [
        ("2026-06-15 21:00", "2026-06-16 06:30"),
        ("2026-06-20 10:00", "2026-06-22 06:30"),  # a Saturday
        ("2026-06-15 05:00", "2026-06-15 06:30"),
    ],
)
async def test_in_quiet_hours_it_waits_for_their_end(
    office: Office, mai: httpx.AsyncClient, now: str, goes_at: str
) -> None:
    office.clock.now = at(now)
    assert "Đang ngoài giờ nhắn tin, nên tin gửi lúc 06:30" in told((await mai.get(PAGE)).text)
    await press(mai, coquan=office.cast.agencies[HALL])
    (letter,) = await letters(office)
    async with office.store.engine.connect() as conn:
        row = (
            await conn.exec_driver_sql(f"SELECT due_at FROM outbox WHERE id = {letter.id}")
        ).one()
    assert at(goes_at).strftime("%Y-%m-%d %H:%M") in str(row[0]).replace("T", " ")


async def test_chosen_work_that_is_not_late_yet_may_be_chased(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    await press(mai, ky=[work.occurrences["green"], work.occurrences["soon"]])
    texts = [x.message.text for x in await letters(office)]
    assert len(texts) == 1  # nobody works at the health station
    assert "đôn đốc chị Lan:\n🟡 #2" in texts[0]
    page = told((await mai.get(PAGE, params={"ky": work.occurrences["green"]})).text)
    assert "Cơ quan chưa có ai để nhắn Trạm Y tế: #3" in page


async def test_no_box_ticked_is_not_everybody_who_is_late(mai: httpx.AsyncClient) -> None:
    came_from = "/ban/viec?loai=qua-han"
    assert f'name="chon" value="{came_from}"' in (await mai.get(came_from)).text
    answer = await mai.get(PAGE, params={"chon": came_from})
    assert answer.headers["location"] == came_from
    assert "Chưa chọn việc nào." in told((await mai.get(came_from)).text)
    elsewhere = await mai.get(PAGE, params={"chon": "https://evil.example/ban/viec"})
    assert elsewhere.status_code == 200


async def test_an_agency_that_is_not_late_is_said_to_be_so(
    office: Office, mai: httpx.AsyncClient
) -> None:
    health = str(office.cast.agencies["Trạm Y tế"])
    page = told((await mai.get(PAGE, params={"coquan": health})).text)
    assert "Không có việc nào quá hạn." in page
    assert "đã có báo cáo" not in page, "it owes work that was not reported"


async def test_one_agency_is_chased_alone(office: Office, mai: httpx.AsyncClient) -> None:
    await press(mai, coquan=office.cast.agencies["Trạm Y tế"])
    assert await letters(office) == []
    await press(mai, coquan=office.cast.agencies[HALL])
    assert len(await letters(office)) == 1


async def test_what_is_reported_is_not_chased(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    token = form_token((await mai.get(PAGE)).text)
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).occurrences.change(
            work.occurrences["late"], state=OccurrenceState.REPORTED
        )
    await mai.post(PAGE, data={"form": token, "ky": work.occurrences["late"]})
    assert await letters(office) == []
    assert "Không có việc nào cần đôn đốc" in told((await mai.get("/ban")).text)


async def test_who_is_out_of_reach_is_named_with_a_number_to_call(
    office: Office, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        await unit.links.mark_reachable(office.cast.chat("Hạnh"), False)
    html = (await mai.get(PAGE)).text
    assert "Tin không tới được 1 người, cần gọi điện" in told(html)
    assert "Lê Văn Hạnh : kênh đang không nhận được tin, đồng chí gọi giúp" in told(html)
    assert 'href="tel:0900000002"' in html
    await press(mai)
    (letter,) = await letters(office)
    assert letter.state is Delivery.UNLINKED
    assert "Chưa báo được Lê Văn Hạnh: đồng chí gọi điện giúp." in told(
        (await mai.get("/ban")).text
    )


async def test_an_account_that_has_spent_its_month_is_not_used(office: Office, work: Work) -> None:
    full = AccountStatus("web", "web", "Trang chat", is_working=True, quota=Quota(1, None))
    async with office.store.write() as unit:
        await unit.quotas.note_spent(("web", "web"), TODAY, office.clock())
        plan = await nudge(
            unit,
            office.cast.ward,
            Chased(),
            [full],
            office.clock(),
            f"person:{office.cast.people['Mai'].id}",
        )
    assert [n.person.name for n in plan.unreached] == ["Lê Văn Hạnh"]
    assert plan.unreached[0].has_link


async def test_a_group_leader_answers_with_one_tap(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        await unit.ward(office.cast.ward.id).occurrences.change(
            work.occurrences["reported"], state=OccurrenceState.OPEN
        )
    await press(mai, ky=work.occurrences["reported"])
    (letter,) = await letters(office)
    assert "đôn đốc bác Tư:" in letter.message.text
    assert [c.label for c in letter.message.choices] == ["Xong rồi", "Chưa làm", "Cần phường giúp"]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.OFFICER, Role.GROUP_LEADER])
async def test_others_chase_nobody(
    office: Office, work: Work, mai: httpx.AsyncClient, role: Role
) -> None:
    browser = await as_role(office, "Sơn", role)
    assert (await browser.get(PAGE)).status_code == 403
    token = form_token((await browser.get("/ban")).text)
    assert (await browser.post(PAGE, data={"form": token})).status_code == 403
    async with office.store.write() as unit:
        actor = f"person:{office.cast.people['Sơn'].id}"
        with pytest.raises(RefusedError):
            await nudge(unit, office.cast.ward, Chased(), (), office.clock(), actor)
    assert await letters(office) == []


async def test_the_leadership_may_chase(office: Office, work: Work) -> None:
    await press(await as_role(office, "Sơn", Role.LEADERSHIP))
    assert len(await letters(office)) == 1


async def test_another_wards_work_cannot_be_chased(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    from tests.cast import found
    from tests.desk.ward import with_work

    other = await found(office.store, linked=False)
    theirs = await with_work(office.store, other)
    await press(mai, ky=theirs.occurrences["late"])
    await press(mai, coquan=other.agencies[HALL])
    assert await letters(office) == []


async def test_words_of_others_are_shown_as_text(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    evil = "<img src=x onerror=alert(1)>"
    async with office.store.write() as unit:
        ward = unit.ward(office.cast.ward.id)
        await ward.tasks.save(replace(work.tasks[1], short_title=evil), next_open_on=None)
        await ward.people.save(replace(office.cast.people["Hạnh"], name=f"Lê {evil}"))
        place = Membership(office.cast.agencies[HALL])
        await ward.people.add(
            Person(0, "Ngô Văn Bình", None, Address.ANH, frozenset({Role.OFFICER}), (place,))
        )
    html = (await mai.get(PAGE)).text
    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
    assert "Ngô Văn Bình</strong>: chưa vào kênh nhắc việc, chưa có số điện thoại" in html
