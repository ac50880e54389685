"""Events: declared, moved, cancelled, each after a look at what that does."""

import httpx
import pytest

from data.domain.people import Role
from data.domain.tasks import Event
from tests.cast import found
from tests.desk.test_shell import as_role
from tests.desk.ward import Work, form_token, told, with_work
from tests.web.office import Office

PAGE = "/ban/su-kien"
ELECTION = {"ten": "bầu cử tổ trưởng", "tu": "16/8"}


async def post(browser: httpx.AsyncClient, path: str = PAGE, **fields: object) -> httpx.Response:
    html = (await browser.get("/ban")).text
    return await browser.post(path, data={"form": form_token(html), **fields})


async def events(office: Office) -> tuple[Event, ...]:
    async with office.store.read() as unit:
        return await unit.ward(office.cast.ward.id).events.all()


async def dues(office: Office, work: Work) -> list[str]:
    async with office.store.read() as unit:
        found = await unit.ward(office.cast.ward.id).occurrences.of_task(work.tasks[5].id)
    return [o.due_on.isoformat() for o in found if o.is_owed]


async def declared(office: Office, work: Work, mai: httpx.AsyncClient) -> str:
    await post(mai, **ELECTION, viec=work.tasks[5].id, step="do")
    (event,) = await events(office)
    return f"{PAGE}/{event.id}"


async def test_a_look_says_what_will_be_reminded_and_keeps_nothing(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    answer = await post(mai, **ELECTION, viec=work.tasks[5].id, step="try")
    page = told(answer.text)
    assert "Xem trước, chưa lưu: Bầu cử tổ trưởng: 16/8. Kế hoạch nhắc theo đó:" in page
    assert "trước: #5 (hạn 14/8)" in page
    assert 'value="bầu cử tổ trưởng"' in answer.text
    assert await events(office) == ()


async def test_tasks_are_proposed_by_the_name(work: Work, mai: httpx.AsyncClient) -> None:
    html = (await post(mai, **ELECTION, step="propose")).text
    assert f'value="{work.tasks[5].id}" checked' in html
    assert "trước: #5 (hạn 14/8)" in html


async def test_it_is_declared_once(office: Office, work: Work, mai: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await post(mai, **ELECTION, viec=work.tasks[5].id, step="do")
        assert answer.headers["location"] == PAGE
    assert len(await events(office)) == 1
    assert await dues(office, work) == ["2026-08-14"]
    page = told((await mai.get(PAGE)).text)
    assert "Bầu cử tổ trưởng: 16/8 1 việc theo sự kiện này" in page


async def test_moving_shows_the_new_dates_first(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    path = await declared(office, work, mai)
    page = told((await post(mai, path, what="move", tu="20/9/2026", step="try")).text)
    assert "Bầu cử tổ trưởng dời sang 20/9. Hạn mới:" in page
    assert await dues(office, work) == ["2026-08-14"]
    await post(mai, path, what="move", tu="20/9", den="21/9", step="do")
    assert await dues(office, work) == ["2026-09-18"]
    assert "từ 20/9 đến 21/9" in told((await mai.get(path)).text)


async def test_cancelling_says_how_much_falls_away_first(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    path = await declared(office, work, mai)
    page = (await post(mai, path, what="cancel", step="try")).text
    assert "1 phần việc chưa làm không phải làm nữa" in page
    assert "Hủy sự kiện này" in page
    assert await dues(office, work) == ["2026-08-14"]
    await post(mai, path, what="cancel", step="do")
    assert await dues(office, work) == []
    assert (await mai.get(path)).status_code == 200


async def test_tasks_are_tied_and_untied(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    path = await declared(office, work, mai)
    await post(mai, path, what="tasks", step="do")
    assert await dues(office, work) == []
    await post(mai, path, what="tasks", viec=work.tasks[5].id, step="do")
    assert await dues(office, work) == ["2026-08-14"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ten": "bầu cử", "tu": ""}, "Đồng chí chọn ngày của sự kiện."),
        ({"ten": "bầu cử", "tu": "chủ nhật"}, "Chưa hiểu ngày “chủ nhật”."),
        ({"ten": "", "tu": "2026-08-16"}, "Sự kiện chưa có tên."),
        ({"ten": "bầu cử", "tu": "2026-08-16", "den": "2026-08-01"}, "Ngày kết thúc trước ngày"),
        ({"ten": "bầu cử", "tu": "2126-08-16"}, "quá xa"),
        ({"ten": "bầu cử", "tu": "2026-08-16", "viec": "x"}, ""),
    ],
)
async def test_what_cannot_be_meant_is_answered_beside_the_form(
    office: Office, mai: httpx.AsyncClient, fields: dict[str, str], sentence: str
) -> None:
    answer = await post(mai, **fields, step="do")
    assert sentence in (answer.text or sentence)
    assert len(await events(office)) == (0 if sentence else 1)


async def test_another_wards_event_is_not_there(office: Office, work: Work) -> None:
    other = await found(office.store, linked=False)
    theirs = await with_work(office.store, other)
    async with office.store.write() as unit:
        event = await unit.ward(other.ward.id).events.add(
            "hội làng", office.clock().date(), office.clock().date(), [theirs.tasks[5].id]
        )
    mai = await as_role(office, "Mai", Role.LEAD_OFFICE)
    path = f"{PAGE}/{event.id}"
    assert (await mai.get(path)).status_code == 404
    assert (await post(mai, path, what="cancel", step="do")).status_code == 404
    await post(mai, **ELECTION, viec=theirs.tasks[5].id, step="do")
    assert (await events(office))[0].task_ids == ()
    assert (await mai.get(f"{PAGE}/x")).status_code == 404


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEADERSHIP])
async def test_overseers_read_them_and_change_none(
    office: Office, work: Work, mai: httpx.AsyncClient, role: Role
) -> None:
    path = await declared(office, work, mai)
    browser = await as_role(office, "Sơn", role)
    for shown in (PAGE, path):
        html = (await browser.get(shown)).text
        assert 'name="tu"' not in html
    assert (await post(browser, path, what="cancel", step="do")).status_code == 403
    assert (await post(browser, **ELECTION, step="do")).status_code == 403


async def test_names_are_shown_as_text(office: Office, work: Work, mai: httpx.AsyncClient) -> None:
    async with office.store.write() as unit:
        today = office.clock().date()
        await unit.ward(office.cast.ward.id).events.add("<script>x</script>", today, today, [])
    html = (await mai.get(PAGE)).text
    assert "<script>x" not in html.lower()
