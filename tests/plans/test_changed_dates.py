"""A task that has its date is given another by the lead office, and only by it."""

from datetime import date

import pytest

from data.domain.rules import Every, Period
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.plan_work import replan
from jobs.actions.set_deadline import set_deadline
from tests.cast import MONDAY, Cast, add_task
from tests.plans.stage import Stage


@pytest.fixture
def stage(store: Store, files: EvidenceStore) -> Stage:
    return Stage(store, files, MONDAY)


async def dated(stage: Stage, cast: Cast) -> None:
    """#13 of group 5, every quarter, planned."""
    async with stage.store.write() as unit:
        rule = Every(period=Period.QUARTER, day=15)
        task = await add_task(
            unit, cast, rule, code=13, title="Họp tổ dân phố", lead="Tổ dân phố 5"
        )
        await replan(unit, cast.ward, [task.id], MONDAY, "console")


async def owed_of(stage: Stage, cast: Cast) -> list[date]:
    async with stage.store.read() as unit:
        work = unit.ward(cast.ward.id)
        task = await work.tasks.by_code(13)
        assert task is not None
        return [o.due_on for o in await work.occurrences.of_task(task.id) if o.is_owed]


async def test_a_date_for_a_dated_task_of_others_is_offered_as_its_new_deadline(
    stage: Stage, cast: Cast
) -> None:
    await dated(stage, cast)
    before = await owed_of(stage, cast)
    mai = cast.chat("Mai")
    assert await stage.says(mai, "#13 30/9") == (
        "Đổi hạn #13 Họp tổ dân phố\n"
        "từ: ngày 15 hằng quý\nthành: ngày 30/9/2026?\n"
        "[Đổi hạn] [Ghi là báo cáo thay Tổ dân phố 5]"
    )
    assert await owed_of(stage, cast) == before
    answer = await stage.taps(mai, "Đổi hạn")
    assert answer.startswith("Đã đổi hạn #13: ngày 30/9/2026 (trước đó: ngày 15 hằng quý).\n")
    assert "Hạn gần nhất thứ Tư 30/9." in answer
    assert await owed_of(stage, cast) == [date(2026, 9, 30)]
    assert "Đã trả lại hạn cũ của #13" in await stage.taps(mai, "Hoàn tác")
    assert await owed_of(stage, cast) == before


async def test_the_same_words_can_still_be_a_report(stage: Stage, cast: Cast) -> None:
    await dated(stage, cast)
    before = await owed_of(stage, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "#13 hằng quý")
    answer = await stage.taps(mai, "Ghi là báo cáo thay Tổ dân phố 5")
    assert answer.startswith("Đã lưu báo cáo thay Tổ dân phố 5, #13")
    assert await owed_of(stage, cast) == before


@pytest.mark.parametrize("said", ["xong 30/9", "1/2 buổi", "1 buổi/quý", "đã họp quý III"])
async def test_words_of_progress_are_a_report_at_once(stage: Stage, cast: Cast, said: str) -> None:
    await dated(stage, cast)
    assert "Đổi hạn" not in await stage.says(cast.chat("Mai"), f"#13 {said}")


async def test_those_who_owe_a_task_report_whatever_they_write(stage: Stage, cast: Cast) -> None:
    await dated(stage, cast)
    assert "Đổi hạn" not in await stage.says(cast.chat("Tư"), "#13 30/9")


@pytest.mark.parametrize("typed", ["/han #13", "hạn #13", "/han 13"])
async def test_a_tasks_deadline_is_shown_and_changed_by_the_next_words(
    stage: Stage, cast: Cast, typed: str
) -> None:
    await dated(stage, cast)
    mai = cast.chat("Mai")
    answer = await stage.says(mai, typed)
    assert answer.startswith("#13 Họp tổ dân phố\nHạn đang theo: ngày 15 hằng quý")
    assert "Đã đổi hạn #13: ngày 30/9/2026" in await stage.says(mai, "30/9")
    assert await owed_of(stage, cast) == [date(2026, 9, 30)]


async def test_an_undo_does_not_overwrite_a_later_change(stage: Stage, cast: Cast) -> None:
    await dated(stage, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "/han #13 30/9")
    async with stage.store.write() as unit:
        task = await unit.ward(cast.ward.id).tasks.by_code(13)
        assert task is not None
        await set_deadline(unit, cast.ward, task.id, "30/10", now=MONDAY, actor="console")
    assert "đã được đổi lần nữa" in await stage.taps(mai, "Hoàn tác")
    assert await owed_of(stage, cast) == [date(2026, 10, 30)]
