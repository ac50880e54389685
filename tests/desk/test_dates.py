"""Dates that the plan leaves open: looked at, set, changed."""

from dataclasses import replace
from datetime import date

import httpx
import pytest

from data.domain.people import Role
from data.domain.rules import Granularity, Several, Window
from tests.desk.test_shell import as_role
from tests.desk.ward import Work, form_token, told
from tests.web.office import Office

PAGE = "/ban/han"


async def post(browser: httpx.AsyncClient, **fields: str) -> httpx.Response:
    html = (await browser.get("/ban")).text
    return await browser.post(PAGE, data={"form": form_token(html), **fields})


async def rule(office: Office, code: int) -> object:
    async with office.store.read() as unit:
        task = await unit.ward(office.cast.ward.id).tasks.by_code(code)
    assert task is not None
    return task.rule.kind


async def test_what_needs_a_date_is_listed_with_the_plans_words(mai: httpx.AsyncClient) -> None:
    page = told((await mai.get(PAGE)).text)
    assert "❓ 1 việc cần ấn định hạn" in page
    assert "#6 Công khai quy hoạch" in page
    assert "Kế hoạch ghi: “Theo quy định”" in page


async def test_a_look_sets_nothing(office: Office, mai: httpx.AsyncClient) -> None:
    answer = await post(mai, viec="6", han="30/9", step="try")
    page = told(answer.text)
    assert "Nếu ấn định, kết quả là: Ghi #6: ngày 30/9/2026. Hạn đầu tiên thứ Tư 30/9." in page
    assert "Thứ Tư 30/9: Phòng Kinh tế, Hạ tầng và Đô thị" in page
    assert await rule(office, 6) == "unknown"


async def test_it_is_set_and_said(office: Office, mai: httpx.AsyncClient) -> None:
    for _ in ("once", "the button pressed twice"):
        assert (await post(mai, viec="6", han="30/9", step="set")).headers["location"] == PAGE
        page = told((await mai.get(PAGE)).text)
        assert "Đã ghi #6: ngày 30/9/2026. Hạn đầu tiên thứ Tư 30/9." in page
    assert "Không còn việc nào cần ấn định hạn." in page
    assert await rule(office, 6) == "window"


async def test_pressed_twice_it_is_set_once_and_other_parts_stay(
    office: Office, work: Work, mai: httpx.AsyncClient
) -> None:
    both = Several(
        parts=(Window(end=date(2026, 8, 31), granularity=Granularity.DAY), work.tasks[6].rule)
    )
    async with office.store.write() as unit:
        tasks = unit.ward(office.cast.ward.id).tasks
        await tasks.save(replace(work.tasks[6], rule=both), next_open_on=None)
    for said in ("Đã đổi hạn #6: ", "Đã ghi #6: "):
        await post(mai, viec="6", han="30/9", step="set")
        assert said in told((await mai.get(PAGE)).text)
    async with office.store.read() as unit:
        task = await unit.ward(office.cast.ward.id).tasks.get(work.tasks[6].id)
        entries = await unit.ward(office.cast.ward.id).log.read()
    assert task is not None
    assert isinstance(task.rule, Several)
    assert len(task.rule.parts) == 2, "the part that had a date keeps it"
    assert [e.kind for e in entries].count("deadline.set") == 1
    await post(mai, viec="6", han="15/10", step="set")
    assert "#6 vừa được ấn định hạn khác." in told((await mai.get(PAGE)).text)


async def test_words_that_say_no_date_are_answered_with_an_example(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = told((await post(mai, viec="6", han="sớm sớm", step="try")).text)
    assert "Chưa rõ thời hạn" in page
    assert await rule(office, 6) == "unknown"


@pytest.mark.parametrize(("han", "why"), [("1/1/2020", "đã qua"), ("31/12/2099", "quá xa")])
async def test_a_date_that_cannot_be_meant_is_refused_beside_what_was_typed(
    office: Office, mai: httpx.AsyncClient, han: str, why: str
) -> None:
    answer = await post(mai, viec="6", han=han, step="set")
    assert why in told(answer.text)
    assert f'value="{han}"' in answer.text, "nobody types it again"
    assert await rule(office, 6) == "unknown"


async def test_the_number_may_be_typed_as_in_the_chat(
    office: Office, mai: httpx.AsyncClient
) -> None:
    await post(mai, viec="6", han="#6 30/9", step="set")
    assert await rule(office, 6) == "window"


async def test_a_date_that_stands_is_changed_on_its_own_page(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = told((await mai.get(PAGE, params={"viec": "1"})).text)
    assert "Hạn của #1 Đối thoại với Nhân dân" in page
    assert "Đang theo: Thường xuyên" in page
    shown = told((await post(mai, viec="1", han="quý III", step="try", mot="1")).text)
    assert "kết quả là: Đổi hạn #1: " in shown
    assert "(hiện nay: " in shown
    answer = await post(mai, viec="1", han="quý III", step="set", mot="1")
    assert answer.headers["location"] == f"{PAGE}?viec=1"
    assert await rule(office, 1) == "window"


@pytest.mark.parametrize("code", ["99", "x", "", "9999999999999"])
async def test_a_task_that_is_not_there(mai: httpx.AsyncClient, code: str) -> None:
    assert (await post(mai, viec=code, han="30/9", step="set")).status_code == 404


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.LEADERSHIP, Role.OFFICER])
async def test_others_set_none(office: Office, work: Work, role: Role) -> None:
    browser = await as_role(office, "Sơn", role)
    assert (await browser.get(PAGE)).status_code == 403
    assert (await post(browser, viec="6", han="30/9", step="set")).status_code == 403
    assert await rule(office, 6) == "unknown"
