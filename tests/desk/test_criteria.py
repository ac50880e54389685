"""Criteria at the desk: seen by who sees all work, filled in by the lead office, taken as tables."""

import io
import re
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest
from docx import Document
from openpyxl import load_workbook

from data.domain.criteria import CatalogueDraft, Criterion, CriterionDraft
from data.domain.people import Person
from jobs.actions.allow import CONSOLE
from jobs.actions.criteria import import_criteria
from jobs.intake.criteria import read_criteria
from tests.cast import MONDAY
from tests.desk.ward import Work, form_token, told
from tests.web.conftest import client, signed_in
from tests.web.office import Office

PAGE = "/ban/tieu-chi"
EVIL = "<img src=x onerror=alert(1)>"
DRAFT = CatalogueDraft(
    "PAR INDEX cấp xã",
    "lần 1",
    2026,
    f"QĐ 12/QĐ-UBND {EVIL}",
    (
        CriterionDraft(1, "1", "Chỉ đạo, điều hành", None, ""),
        CriterionDraft(2, "1.1", f"Kế hoạch {EVIL}", Decimal("1.5"), "Kế hoạch"),
        CriterionDraft(3, "1.2", "Đối thoại", Decimal(2), "Biên bản"),
    ),
)


@pytest.fixture
async def criteria(office: Office, work: Work) -> dict[str, Criterion]:
    """A catalogue of three criteria, by code."""
    async with office.store.write() as unit:
        await import_criteria(unit, office.cast.ward, DRAFT, MONDAY, CONSOLE)
        return {c.code: c for c in await unit.ward(office.cast.ward.id).criteria.all()}


async def post(browser: httpx.AsyncClient, **fields: object) -> str:
    """Send one form of the page and return the page that follows, or the form that was refused."""
    page = await browser.get(PAGE)
    answer = await browser.post(PAGE, data={"form": form_token(page.text), **fields})
    if answer.status_code == 200:
        return answer.text
    assert answer.status_code == 303
    return (await browser.get(answer.headers["location"].partition("#")[0])).text


async def one(office: Office, code: str) -> Criterion:
    async with office.store.read() as unit:
        found = await unit.ward(office.cast.ward.id).criteria.all()
    return next(c for c in found if c.code == code)


async def test_before_there_is_a_catalogue_the_page_says_how_to_begin(
    mai: httpx.AsyncClient,
) -> None:
    assert "Chưa có bộ tiêu chí nào. Trong khung chat gõ /tieuchi" in (await mai.get(PAGE)).text


async def test_a_task_is_tied_and_untied_where_its_criterion_stands(
    office: Office, mai: httpx.AsyncClient, criteria: dict[str, Criterion], work: Work
) -> None:
    number = criteria["1.2"].id
    page = told(await post(mai, what="tie", criterion=number, tasks="1, 4"))
    assert "Đã gắn 2 việc." in page
    assert "0 tệp; 1/2 kỳ đã báo cáo" in page
    assert "Chưa có minh chứng (2)" in page
    story = told((await mai.get("/ban/viec/1")).text)
    assert "Tiêu chí PAR INDEX cấp xã 1.2 Đối thoại" in story
    again = told(await post(mai, what="tie", criterion=number, tasks="#4"))
    assert "đã gắn từ trước" in again
    gone = told(await post(mai, what="untie", criterion=number, task=work.tasks[4].id))
    assert "Đã bỏ gắn. Báo cáo và ảnh giữ nguyên." in gone
    assert "Không thấy việc #99" in await post(mai, what="tie", criterion=number, tasks="99")
    refused = await post(mai, what="tie", criterion=number, tasks="hai")
    assert "Ghi số việc cần gắn" in refused
    assert re.search(r'name="tasks" [^>]*value="hai"', refused)
    assert refused.count("<details open>") == 1


async def test_what_the_plans_headings_suggest_is_tied_once_it_is_ticked(
    office: Office, mai: httpx.AsyncClient, criteria: dict[str, Criterion], work: Work
) -> None:
    async with office.store.write() as unit:
        tasks = unit.ward(office.cast.ward.id).tasks
        for code in (1, 4):
            headed = replace(work.tasks[code], section="Chỉ đạo, điều hành cải cách")
            await tasks.save(headed, next_open_on=None)
    top = criteria["1"].id
    pairs = [f"{top}-{work.tasks[code].id}" for code in (1, 4)]
    asked = (await mai.get(f"{PAGE}?de-xuat=1")).text
    assert re.findall(r'name="pair" value="([^"]+)" checked', asked) == pairs
    assert "Chưa gắn gì." in asked
    assert "Chưa chọn việc nào" in await post(mai, what="propose")
    assert "Đã gắn 1 việc." in told(await post(mai, what="propose", pair=pairs[:1]))
    assert pairs[0] not in (await mai.get(f"{PAGE}?de-xuat=1")).text
    await post(mai, what="propose", pair=pairs)
    assert "Không còn đề xuất nào" in (await mai.get(f"{PAGE}?de-xuat=1")).text
    son = await signed_in(office, "Sơn")
    assert "de-xuat" not in (await son.get(f"{PAGE}?de-xuat=1")).text


async def test_a_score_is_the_offices_own_and_flagged_but_not_held_back(
    office: Office, mai: httpx.AsyncClient, criteria: dict[str, Criterion]
) -> None:
    number = criteria["1.2"].id
    page = told(await post(mai, what="score", criterion=number, score="2,5", explanation="Vì …"))
    assert "Đã lưu tiêu chí 1.2." in page
    assert "Điểm cao hơn điểm tối đa; có điểm nhưng chưa có minh chứng" in page
    assert "Tự chấm 2,5/3,5 điểm (71,4%), đã chấm 1/2 tiêu chí" in page
    stored = await one(office, "1.2")
    assert (stored.score, stored.explanation) == (Decimal("2.5"), "Vì …")
    refused = await post(mai, what="score", criterion=number, score="nhiều", explanation="Vì sao")
    assert "Điểm chưa đúng" in refused
    assert re.search(r'name="score" [^>]*value="nhiều"', refused)
    assert ">Vì sao</textarea>" in refused
    assert (await one(office, "1.2")).score == Decimal("2.5")
    await post(mai, what="score", criterion=number, score="", explanation="")
    assert (await one(office, "1.2")).score is None
    async with office.store.read() as unit:
        entries = await unit.ward(office.cast.ward.id).log.read()
    scored = [e.content for e in entries if e.kind == "criterion.scored"]
    assert [c["score"] for c in scored if c] == [[None, "2.5"], ["2.5", None]]


async def test_filters_leave_what_they_say(
    mai: httpx.AsyncClient, criteria: dict[str, Criterion]
) -> None:
    await post(mai, what="score", criterion=criteria["1.2"].id, score="1", explanation="")
    gaps = (await mai.get(f"{PAGE}?loc=thieu")).text
    assert f'id="c{criteria["1.1"].id}"' in gaps
    assert f'id="c{criteria["1"].id}"' not in gaps
    look = (await mai.get(f"{PAGE}?loc=can-xem")).text
    assert f'id="c{criteria["1.2"].id}"' in look
    assert f'id="c{criteria["1.1"].id}"' not in look


async def test_what_people_wrote_stays_words(
    mai: httpx.AsyncClient, criteria: dict[str, Criterion]
) -> None:
    page = await post(mai, what="score", criterion=criteria["1.1"].id, score="1", explanation=EVIL)
    assert EVIL not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") >= 3  # title, source, explanation


async def test_a_catalogue_rests_and_is_looked_at_again(
    office: Office, mai: httpx.AsyncClient, criteria: dict[str, Criterion]
) -> None:
    bo = criteria["1"].catalogue_id
    assert "tạm nghỉ, không nhắc nữa" in await post(mai, what="rest", bo=bo, active="0")
    async with office.store.read() as unit:
        assert await unit.ward(office.cast.ward.id).criteria.standing() == ()
    assert "đang dùng" in await post(mai, what="rest", bo=bo, active="1")


async def test_the_table_is_taken_as_a_workbook_and_comes_back_filled_in(
    office: Office, mai: httpx.AsyncClient, criteria: dict[str, Criterion]
) -> None:
    await post(mai, what="tie", criterion=criteria["1.2"].id, tasks="4")
    await post(mai, what="score", criterion=criteria["1.2"].id, score="1", explanation="Thiếu")
    answer = await mai.get(f"{PAGE}/{criteria['1'].catalogue_id}/tu-cham.xlsx")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "private, no-store"
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cells = [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
    assert "#4 Niêm yết danh sách hộ nghèo: chưa có tệp" in cells
    assert "có điểm nhưng chưa có minh chứng" in cells
    again = read_criteria(answer.content, "tu-cham.xlsx")
    scored = next(d for d in again.criteria if d.code == "1.2")
    assert (scored.score, scored.explanation, scored.asks) == (Decimal(1), "Thiếu", "Biên bản")
    assert len(again.criteria) == 3


async def test_the_appendix_lies_on_its_side_with_every_criterion(
    mai: httpx.AsyncClient, criteria: dict[str, Criterion]
) -> None:
    await post(mai, what="score", criterion=criteria["1.2"].id, score="2", explanation="")
    answer = await mai.get(f"{PAGE}/{criteria['1'].catalogue_id}/tu-cham.docx")
    document = Document(io.BytesIO(answer.content))
    section = document.sections[0]
    assert section.page_width > section.page_height
    words = [p.text for p in document.paragraphs]
    assert "BẢNG TỰ CHẤM ĐIỂM PAR INDEX CẤP XÃ NĂM 2026" in words
    rows = [[c.text for c in row.cells] for row in document.tables[0].rows]
    assert rows[0][:3] == ["Mã", "Tên tiêu chí", "Điểm tối đa"]
    assert rows[1][0] == "1. Chỉ đạo, điều hành"
    assert rows[3][:3] == ["1.2", "Đối thoại", "2"]
    assert "có điểm nhưng chưa có minh chứng" in rows[3][6]


async def test_leaders_read_and_take_it_and_change_nothing(
    office: Office, criteria: dict[str, Criterion], mai: httpx.AsyncClient
) -> None:
    son = await signed_in(office, "Sơn")
    page = (await son.get(PAGE)).text
    assert "Đối thoại" in page
    assert "<textarea" not in page
    assert (await son.get(f"{PAGE}/{criteria['1'].catalogue_id}/tu-cham.xlsx")).status_code == 200
    token = form_token((await mai.get(PAGE)).text)
    forged = {"form": token, "what": "score", "criterion": criteria["1.2"].id, "score": "2"}
    assert (await son.post(PAGE, data=forged)).status_code == 403
    assert (await one(office, "1.2")).score is None


async def test_others_and_strangers_do_not_come_here(
    office: Office, hanh: httpx.AsyncClient, criteria: dict[str, Criterion]
) -> None:
    table = f"{PAGE}/{criteria['1'].catalogue_id}/tu-cham.xlsx"
    assert [(await hanh.get(p)).status_code for p in (PAGE, table)] == [403, 403]
    assert [(await client(office).get(p)).status_code for p in (PAGE, table)] == [401, 401]


async def test_another_wards_criteria_are_not_there(
    office: Office, mai: httpx.AsyncClient, criteria: dict[str, Criterion], work: Work
) -> None:
    async with office.store.write() as unit:
        ward = await unit.wards.add("Phường Bên", office.cast.ward.settings, MONDAY)
        await import_criteria(unit, ward, DRAFT, MONDAY, CONSOLE)
        other = (await unit.ward(ward.id).criteria.all())[0]
        assert isinstance(office.cast.people["Mai"], Person)
    said = await post(mai, what="tie", criterion=other.id, tasks="1")
    assert "không còn ở đây" in said
    said = await post(mai, what="score", criterion=other.id, score="1", explanation="")
    assert "không còn ở đây" in said
    assert (await mai.get(f"{PAGE}?bo={other.catalogue_id}")).status_code == 404
    page = await mai.get(f"{PAGE}/{other.catalogue_id}/tu-cham.docx")
    assert page.status_code == 303
    assert (await mai.get(f"{PAGE}/99999999999/tu-cham.docx")).status_code == 404
    assert (await mai.get(f"{PAGE}/1/tu-cham.exe")).status_code == 404
