"""The process ends between any two steps: done again, nothing is lost and nothing is doubled."""

import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from data.domain.messages import Chat
from data.domain.rules import AroundEvent, Granularity, Phase, Unknown, Window
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.enrol import ask_office
from jobs.actions.invite import invite
from jobs.actions.plan_work import replan
from jobs.ports import Tick, World
from jobs.ticks.ask_what_is_missing import ask_what_is_missing
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.open_occurrences import open_occurrences
from jobs.ticks.read_plans import read_plans
from jobs.ticks.send_reminders import send_reminders
from jobs.ticks.send_weekly_summary import send_weekly_summary
from tests.bad_input.ends import dump, survives_every_end
from tests.bad_input.office import NINE, URL, Talk, jpeg, message, stored, value_of
from tests.cast import MONDAY, Cast, add_task, at, found
from tests.plans.stage import plan_docx, staff_xlsx

OFFICE = "Văn phòng HĐND và UBND"


@dataclass
class Scene:
    """A town at rest in a file, and what somebody does next."""

    file: Path
    files: EvidenceStore
    cast: Cast

    async def before(self, work: Callable[[Store], Awaitable[Any]]) -> Any:
        """Let something happen beforehand, undisturbed."""
        store = Store.at(f"sqlite+aiosqlite:///{self.file}")
        result = await work(store)
        await store.close()
        return result

    async def said(self, who: str, text: str = "", *sent: Any, choice: str | None = None) -> str:
        """Let somebody say something beforehand; return what was answered."""

        async def work(store: Store) -> str:
            talk = Talk(store, self.files)
            return await talk.says(self.cast.chat(who), text, *sent, choice=choice)

        answer: str = await self.before(work)
        return answer

    async def turn(self, who: str, raw: dict[str, Any], chat: Chat | None = None) -> int:
        """Cut off one message of somebody at every step; the browser sends it again each time."""

        async def work(store: Store) -> None:
            await Talk(store, self.files).send(chat or self.cast.chat(who), raw, "the-message")

        return await survives_every_end(self.file, work)

    async def tick(self, tick: Tick, now: datetime) -> int:
        """Cut off a round of the clock at every step."""

        async def work(store: Store) -> None:
            await tick(World(store, self.files, public_url=URL), now)

        return await survives_every_end(self.file, work)


@pytest.fixture
async def scene(tmp_path: Path, migrated_file: Path, files: EvidenceStore) -> Scene:
    """The cast with three dated tasks, one that waits for an event and one without a date."""
    file = Path(shutil.copy(migrated_file, tmp_path / "start.db"))
    store = Store.at(f"sqlite+aiosqlite:///{file}")
    cast = await found(store)
    async with store.write() as unit:
        tasks = [
            await add_task(
                unit,
                cast,
                Window(end=day, granularity=Granularity.DAY),
                code=code,
                lead=lead,
                title=title,
            )
            for day, code, lead, title in (
                (date(2026, 6, 17), 20, OFFICE, "Đối thoại với Nhân dân"),
                (date(2026, 6, 16), 7, OFFICE, "Giám sát công trình đường số 3"),
                (date(2026, 6, 19), 5, "Tổ dân phố 5", "Niêm yết danh sách hộ nghèo"),
            )
        ]
        rule = AroundEvent(event="kỳ bầu cử tổ trưởng", phases=(Phase.BEFORE, Phase.AFTER))
        await add_task(unit, cast, rule, code=12, title="Tuyên truyền bầu cử tổ trưởng")
        await add_task(unit, cast, Unknown(reason="trống"), code=18, title="Rà soát thủ tục")
        await replan(unit, cast.ward, [t.id for t in tasks], at("2026-06-01 07:00"), "console")
    await store.close()
    return Scene(file, files, cast)


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


async def test_reading_the_plan_document(scene: Scene) -> None:
    document = await stored(scene.files, "ke-hoach.docx", plan_docx())
    await scene.said("Mai", "", document)
    assert await scene.tick(read_plans, NINE) > 15


async def test_confirming_the_plan(scene: Scene) -> None:
    document = await stored(scene.files, "ke-hoach.docx", plan_docx())
    await scene.said("Mai", "", document)
    await scene.before(lambda store: read_plans(World(store, scene.files), NINE))
    number = dump(scene.file)["plans"][-1][0]
    assert await scene.turn("Mai", message(choice=f"plan:confirm:{number}")) > 50


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


async def test_the_weekly_summary(scene: Scene) -> None:
    assert await scene.tick(send_weekly_summary, at("2026-06-19 16:00")) > 15
