"""The desk's documents: for who sees all work, as files that open, noted in the log."""

from io import BytesIO

import docx
import httpx
import openpyxl
import pytest

from data.domain.tasks import PlanState
from data.store.plans import PlanHead
from tests.cast import MONDAY
from tests.desk.ward import told
from tests.web.conftest import signed_in
from tests.web.office import Office

PAGE = "/ban/bao-cao"


async def test_the_page_offers_the_workbook_and_the_periods_that_are_near(
    mai: httpx.AsyncClient,
) -> None:
    page = told((await mai.get(PAGE)).text)
    assert "Tải bảng Excel" in page
    assert "Quý II năm 2026 (15/03/2026–14/06/2026)" in page
    assert "6 tháng đầu năm 2026 (15/12/2025–14/06/2026)" in page


async def test_the_workbook_has_every_piece_of_work(mai: httpx.AsyncClient) -> None:
    answer = await mai.get(f"{PAGE}/tuan.xlsx")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''tong-hop")
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["Nhiệm vụ"]
    assert sheet.max_row == 4 + 6


@pytest.mark.parametrize(
    ("query", "name"),
    [("ky=2026-Q2", "bao-cao-2026-Q2.docx"), ("ky=2026-Q2&khac=năm 2026", "bao-cao-2026.docx")],
)
async def test_the_report_is_that_of_the_period_asked_for(
    mai: httpx.AsyncClient, query: str, name: str
) -> None:
    answer = await mai.get(f"{PAGE}/dinh-ky.docx?{query}")
    assert answer.headers["content-disposition"].endswith(name)
    assert docx.Document(BytesIO(answer.content)).tables


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("khac=mùa xuân", "Chưa hiểu kỳ &#34;mùa xuân&#34;"),
        ("ky=2027-Q2", "bắt đầu từ 15/03/2027"),
        ("ky=", "Chưa hiểu kỳ"),
    ],
)
async def test_what_cannot_be_made_is_said_on_the_page(
    mai: httpx.AsyncClient, query: str, sentence: str
) -> None:
    answer = await mai.get(f"{PAGE}/dinh-ky.docx?{query}", follow_redirects=True)
    assert sentence in answer.text


async def test_without_a_plan_the_page_says_what_comes_first(office: Office) -> None:
    mai = await signed_in(office, "Mai")
    answer = await mai.get(f"{PAGE}/tuan.xlsx", follow_redirects=True)
    assert "Chưa có kế hoạch nào được xác nhận" in answer.text


@pytest.mark.parametrize("path", ["", "/tuan.xlsx", "/dinh-ky.docx?ky=2026-Q2"])
async def test_an_officer_gets_none_of_it(hanh: httpx.AsyncClient, path: str) -> None:
    assert (await hanh.get(PAGE + path)).status_code == 403


async def test_a_plan_of_another_ward_is_none_of_ours(
    office: Office, mai: httpx.AsyncClient
) -> None:
    async with office.store.write() as unit:
        ward = await unit.wards.add("Phường Bên", office.cast.ward.settings, MONDAY)
        plans = unit.ward(ward.id).plans
        head = PlanHead("77/KH-UBND", None, None, "Kế hoạch của phường bên", 2026)
        theirs = await plans.add_draft(head, {}, now=MONDAY)
        await plans.set_state(theirs, PlanState.ACTIVE, confirmed_at=MONDAY)
    answer = await mai.get(f"{PAGE}/dinh-ky.docx?ky=2026-Q2&kh={theirs}", follow_redirects=True)
    assert "Chưa rõ kế hoạch nào." in answer.text
    assert "77/KH-UBND" not in answer.text


async def test_it_is_noted_who_had_what_made(office: Office, mai: httpx.AsyncClient) -> None:
    await mai.get(f"{PAGE}/tuan.xlsx")
    await mai.get(f"{PAGE}/dinh-ky.docx?ky=2026-Q2")
    async with office.store.read() as unit:
        entries = await unit.ward(office.cast.ward.id).log.read()
    made = [(e.actor, e.content) for e in entries if e.kind == "document.made"]
    actor = f"person:{office.cast.people['Mai'].id}"
    assert made == [
        (actor, {"what": "week", "period": "2026-W25"}),
        (actor, {"what": "period", "period": "2026-Q2"}),
    ]
