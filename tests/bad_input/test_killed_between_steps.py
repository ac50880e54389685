"""The process ends between any two steps: done again, nothing is lost and nothing is doubled."""

from functools import cache
from pathlib import Path

import pytest

from data.domain.drafts import PlanDraft
from data.domain.messages import Chat
from data.store.unit_of_work import Store
from jobs.actions.enrol import ask_office
from jobs.actions.invite import invite
from jobs.intake.apart import read_plan_apart
from jobs.ports import World
from jobs.reports.chart import draw_chart
from jobs.ticks.ask_what_is_missing import ask_what_is_missing
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.open_occurrences import open_occurrences
from jobs.ticks.read_plans import read_plans
from jobs.ticks.send_reminders import send_reminders
from jobs.ticks.send_weekly_summary import send_weekly_summary
from tests.bad_input.ends import dump
from tests.bad_input.office import NINE, jpeg, message, stored, value_of
from tests.bad_input.scene import Scene
from tests.cast import MONDAY, at
from tests.plans.stage import POOR, TALK, VOTE, plan_docx, staff_xlsx


async def test_a_report_with_a_photo(scene: Scene) -> None:
    photo = await stored(scene.files, "anh.jpg", jpeg(), "image/jpeg")
    assert await scene.turn("Hạnh", message("#7 đã kiểm tra 1/2 điểm", photo)) > 15


async def test_a_group_leaders_photo_and_one_word(scene: Scene) -> None:
    photo = await stored(scene.files, "anh.jpg", jpeg(), "image/jpeg")
    assert await scene.turn("Tư", message("xong", photo)) > 15


async def test_several_tasks_in_one_message(scene: Scene) -> None:
    assert await scene.turn("Hạnh", message("#20 #7 xong")) > 20


async def test_taking_a_report_back(scene: Scene) -> None:
    photo = await stored(scene.files, "anh.jpg", jpeg(), "image/jpeg")
    said = await scene.said("Hạnh", "#7 xong", photo)
    assert await scene.turn("Hạnh", message(choice=value_of(said, "Hoàn tác"))) > 10


async def test_a_plan_document_sent_in_chat(scene: Scene) -> None:
    document = await stored(scene.files, "ke-hoach.docx", plan_docx())
    assert await scene.turn("Mai", message("", document)) > 10


async def test_reading_the_plan_document(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    document = await stored(scene.files, "ke-hoach.docx", plan_docx())
    await scene.said("Mai", "", document)
    drafts: dict[Path, PlanDraft] = {}

    async def read_once(path: Path, name: str) -> PlanDraft:
        if path not in drafts:
            drafts[path] = await read_plan_apart(path, name)
        return drafts[path]

    # The same file says the same, whatever ended in between.
    monkeypatch.setattr("jobs.ticks.read_plans.read_plan_apart", read_once)
    assert await scene.tick(read_plans, NINE) > 15


async def test_confirming_the_plan(scene: Scene) -> None:
    document = await stored(scene.files, "ke-hoach.docx", plan_docx((POOR, VOTE, TALK)))
    await scene.said("Mai", "", document)
    await scene.before(lambda store: read_plans(World(store, scene.files), NINE))
    number = dump(scene.file)["plans"][-1][0]
    assert await scene.turn("Mai", message(choice=f"plan:join:{number}")) > 50


async def test_confirming_the_staff_list(scene: Scene) -> None:
    sheet = await stored(scene.files, "can-bo.xlsx", staff_xlsx())
    said = await scene.said("Mai", "", sheet)
    assert await scene.turn("Mai", message(choice=value_of(said, "Xác nhận"))) > 20


async def test_declaring_an_event(scene: Scene) -> None:
    line = "khai báo sự kiện bầu cử tổ trưởng 16/8"
    assert await scene.turn("Mai", message(line)) > 15


async def test_handing_work_over(scene: Scene) -> None:
    said = await scene.said("Mai", "/bangiao Tư cho Đỗ Thị Bảy")
    assert await scene.turn("Mai", message(choice=value_of(said, "Xác nhận"))) > 15


async def test_letting_somebody_in(scene: Scene) -> None:
    async def comes(store: Store) -> str:
        async with store.write() as unit:
            actor = f"person:{scene.cast.people['Mai'].id}"
            hanh = scene.cast.people["Hạnh"]
            invited = await invite(unit, scene.cast.ward, hanh.id, MONDAY, actor)
            chat = Chat("telegram", "bot", "42")
            return (await ask_office(unit, invited.code, chat, now=MONDAY)).number

    number = await scene.before(comes)
    assert await scene.turn("Mai", message(choice=f"people:admit:1:{number}")) > 15


async def test_the_morning_message(scene: Scene) -> None:
    assert await scene.tick(send_reminders, at("2026-06-15 07:30")) > 15


async def test_telling_the_heads(scene: Scene) -> None:
    assert await scene.tick(escalate_overdue, at("2026-06-18 14:30")) > 10


async def test_opening_the_work_of_the_year(scene: Scene) -> None:
    assert await scene.tick(open_occurrences, at("2026-06-15 07:10")) > 10


async def test_asking_for_dates_and_events(scene: Scene) -> None:
    assert await scene.tick(ask_what_is_missing, at("2026-06-15 10:00")) > 5


async def test_the_weekly_summary(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    # The same week looks the same, whatever ended in between.
    monkeypatch.setattr("jobs.reports.chart.draw_chart", cache(draw_chart))
    assert await scene.tick(send_weekly_summary, at("2026-06-19 16:00")) > 15
