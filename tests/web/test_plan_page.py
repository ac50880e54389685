"""Looking a plan over on its page: every doubt in sight, every change understood and kept."""

import asyncio
import re

import httpx
import pytest

from data.domain.drafts import DutyDraft, PlanDraft, PlanHeader, SourcePlace, TaskDraft
from data.domain.plan_review import Review
from data.domain.rules import Every, Period, Unknown, Window
from data.domain.tasks import PlanState
from data.texts import web as texts
from data.texts import web_plan as words
from jobs.actions.allow import CONSOLE
from jobs.actions.edit_draft import open_draft
from jobs.actions.import_plan import import_plan
from tests.web.conftest import signed_in
from tests.web.office import Office
from tests.web.test_doors import form_token

PAGE = "/ke-hoach/du-thao"


def task(no: int, title: str, lead: str, **more: object) -> TaskDraft:
    values: dict[str, object] = {
        "no": str(no),
        "title": title,
        "lead": (lead,) if lead else (),
        "time_text": "Hằng quý",
        "rule": Every(period=Period.QUARTER),
        "source": SourcePlace(table=1, row=no + 1),
        **more,
    }
    return TaskDraft(**values)


DRAFT = PlanDraft(
    plan=PlanHeader(number="12/KH-UBND", title="Kế hoạch PAPI", year=2026),
    tasks=(
        task(1, "Niêm yết công khai", "Văn phòng HĐND và UBND"),
        task(
            2,
            "Đối thoại <b>với</b> Nhân dân",
            "Văn phòng HĐND và UBND phường",
            time_text="Theo yêu cầu",
            rule=Unknown(reason="empty"),
            doubts=("Chưa rõ thời hạn.",),
        ),
        task(3, "Giám sát công trình", ""),
    ),
    duties=(DutyDraft(who="UBND phường", text="Báo cáo quý", rule=Every(period=Period.QUARTER)),),
)


@pytest.fixture
async def mai(office: Office) -> httpx.AsyncClient:
    """The lead office's browser, with a draft waiting."""
    async with office.store.write() as unit:
        await import_plan(unit, office.cast.ward, DRAFT, office.clock(), CONSOLE)
    return await signed_in(office, "Mai")


async def review(office: Office) -> Review:
    async with office.store.read() as unit:
        found = await open_draft(unit, office.cast.ward, CONSOLE)
    assert found is not None
    return found[1]


async def submit(browser: httpx.AsyncClient, step: str, **fields: object) -> httpx.Response:
    page = (await browser.get(PAGE)).text
    plan = re.search(r'name="plan" value="(\d+)"', page)
    data = {"form": form_token(page), "plan": plan[1] if plan else "1", "step": step}
    return await browser.post(PAGE, data=data | {k: str(v) for k, v in fields.items()})


async def test_the_page_shows_every_task_what_needs_a_look_first(mai: httpx.AsyncClient) -> None:
    page = (await mai.get(PAGE)).text
    assert re.findall(r'id="viec-(\d+)"', page) == ["2", "3", "1", "4"]
    assert "12/KH-UBND" in page
    assert "“Theo yêu cầu”" in page
    assert "Chưa rõ thời hạn." in page
    assert "Đối thoại &lt;b&gt;với&lt;/b&gt; Nhân dân" in page


async def test_words_about_time_are_understood_at_once_and_nothing_is_kept_yet(
    office: Office, mai: httpx.AsyncClient
) -> None:
    answer = await mai.post("/api/plan/understand", json={"text": "30/6"})
    assert answer.json() == {"text": "Hiểu là: ngày 30/6/2026"}
    refused = await mai.post("/api/plan/understand", json={"text": "sớm sớm"})
    assert refused.status_code == 422
    assert "Tôi chưa hiểu" in refused.json()["error"]
    assert (await mai.post("/api/plan/understand", json={"text": 7})).status_code == 400
    found = (await review(office)).task(2)
    assert found is not None
    assert found.needs_time


async def test_a_deadline_in_words_becomes_the_rule_and_the_doubt_is_gone(
    office: Office, mai: httpx.AsyncClient
) -> None:
    answer = await submit(mai, "edit", code=2, time="30/6")
    assert answer.status_code == 200
    found = (await review(office)).task(2)
    assert found is not None
    assert isinstance(found.draft.rule, Window)
    assert (found.needs_look, found.draft.time_text) == (False, "Theo yêu cầu")


async def test_only_the_fields_that_differ_are_changed(
    office: Office, mai: httpx.AsyncClient
) -> None:
    before = (await review(office)).task(1)
    await submit(mai, "edit", code=1, title="Niêm yết  công khai", lead="Trạm Y tế; Công an phường")
    after = (await review(office)).task(1)
    assert before is not None
    assert after is not None
    assert after.draft.lead == ("Trạm Y tế", "Công an phường")
    assert (after.draft.title, after.draft.rule) == (before.draft.title, before.draft.rule)
    await submit(mai, "edit", code=1, title="Niêm yết tại trụ sở", short_title="Niêm yết")
    after = (await review(office)).task(1)
    assert after is not None
    assert (after.draft.title, after.short_title) == ("Niêm yết tại trụ sở", "Niêm yết")


async def test_words_that_are_no_deadline_change_nothing_and_say_how_to_write_one(
    office: Office, mai: httpx.AsyncClient
) -> None:
    before = await review(office)
    answer = await submit(mai, "edit", code=1, title="Tên khác", time="sớm sớm")
    assert answer.status_code == 422
    assert "Tôi chưa hiểu thời hạn" in answer.text
    assert await review(office) == before


async def test_a_task_is_dropped_and_taken_back(office: Office, mai: httpx.AsyncClient) -> None:
    await submit(mai, "drop", code=1)
    assert [t.code for t in (await review(office)).standing] == [2, 3]
    await submit(mai, "restore", code=1)
    assert [t.code for t in (await review(office)).standing] == [1, 2, 3]
    await submit(mai, "drop", code=4)
    assert (await review(office)).duties[0].is_dropped


async def test_names_that_may_be_one_agency_are_joined_or_kept_apart(
    office: Office, mai: httpx.AsyncClient
) -> None:
    names = (await review(office)).same_names
    assert len(names) == 1
    await submit(mai, "same", index=0, meant="Văn phòng HĐND và UBND")
    assert (await review(office)).meanings == {
        "Văn phòng HĐND và UBND phường": "Văn phòng HĐND và UBND"
    }
    await submit(mai, "not-same", index=0)
    assert (await review(office)).meanings == {}


async def test_confirming_with_names_not_looked_at_says_what_becomes_of_them(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = (await mai.get(PAGE)).text
    steps = re.findall(r'name="step" value="(confirm[a-z-]*)"', page)
    assert steps == ["confirm", "confirm-joined"]
    assert "Vẫn xác nhận, không gộp" in page
    assert "1 nhóm tên cơ quan có thể trùng nhau" in page
    done = (await submit(mai, "confirm-joined")).text
    assert "- Văn phòng HĐND và UBND (thay cho: Văn phòng HĐND và UBND phường)" in done
    assert "Đã xác nhận" in done
    async with office.store.read() as unit:
        agencies = [a.name for a in await unit.ward(office.cast.ward.id).agencies.all()]
    assert "Văn phòng HĐND và UBND phường" not in agencies


async def test_once_the_names_are_settled_there_is_one_way_to_confirm(
    mai: httpx.AsyncClient,
) -> None:
    await submit(mai, "not-same", index=0)
    page = (await mai.get(PAGE)).text
    assert re.findall(r'name="step" value="(confirm[a-z-]*)"', page) == ["confirm"]


async def test_confirming_twice_at_once_puts_the_plan_in_force_once(
    office: Office, mai: httpx.AsyncClient
) -> None:
    page = (await mai.get(PAGE)).text
    plan = re.search(r'name="plan" value="(\d+)"', page)
    assert plan is not None
    data = {"form": form_token(page), "plan": plan[1], "step": "confirm"}
    answers = await asyncio.gather(mai.post(PAGE, data=data), mai.post(PAGE, data=data))
    assert [a.status_code for a in answers] == [200, 200]
    said = sorted("Đã xác nhận" in a.text for a in answers)
    assert said == [False, True]
    async with office.store.read() as unit:
        work = unit.ward(office.cast.ward.id)
        assert [p.state for p in await work.plans.all()] == [PlanState.ACTIVE]
        assert len(await work.tasks.all()) == 4
    assert words.no_draft() in (await mai.get(PAGE)).text


async def test_a_page_left_open_cannot_change_a_draft_that_took_its_place(
    office: Office, mai: httpx.AsyncClient
) -> None:
    old = (await mai.get(PAGE)).text
    plan = re.search(r'name="plan" value="(\d+)"', old)
    assert plan is not None
    async with office.store.write() as unit:
        await import_plan(unit, office.cast.ward, DRAFT, office.clock(), CONSOLE)
    before = await review(office)
    for step in ("drop", "confirm", "drop-draft"):
        data = {"form": form_token(old), "plan": plan[1], "step": step, "code": "1"}
        assert (await mai.post(PAGE, data=data)).status_code == 422
    assert await review(office) == before


async def test_dropping_the_draft_leaves_nothing_to_confirm(
    office: Office, mai: httpx.AsyncClient
) -> None:
    assert "Đã bỏ bản nháp" in (await submit(mai, "drop-draft")).text
    assert words.no_draft() in (await mai.get(PAGE)).text


async def test_officers_and_strangers_see_nothing_of_it(
    office: Office, mai: httpx.AsyncClient, hanh: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    for browser, status in ((hanh, 403), (stranger, 401)):
        answer = await browser.get(PAGE)
        assert answer.status_code == status
        assert "12/KH-UBND" not in answer.text
        assert "Niêm yết" not in answer.text
    assert (await hanh.post("/api/plan/understand", json={"text": "30/6"})).status_code == 403
    page = (await hanh.get("/")).text
    assert PAGE not in page
    data = {"form": form_token(page), "plan": "1", "step": "confirm"}
    assert (await hanh.post(PAGE, data=data)).status_code == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"step": "nothing"},
        {"step": "drop"},
        {"step": "drop", "code": "x"},
        {"step": "drop", "code": "9" * 30},
        {"step": "same", "index": "-1"},
    ],
)
async def test_a_form_that_is_not_ours_in_shape_is_refused(
    mai: httpx.AsyncClient, fields: dict[str, str]
) -> None:
    page = (await mai.get(PAGE)).text
    answer = await mai.post(PAGE, data={"form": form_token(page), "plan": "1", **fields})
    assert (answer.status_code, texts.unreadable() in answer.text) == (400, True)


async def test_another_site_cannot_confirm(office: Office, mai: httpx.AsyncClient) -> None:
    await mai.get(PAGE)
    answer = await mai.post(PAGE, data={"plan": "1", "step": "confirm"})
    assert answer.status_code == 403
    assert (await review(office)).standing
