"""A plan document is kept at once and read beside the work, whatever happens meanwhile."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from data.domain.messages import Chat, FileRef
from data.domain.people import Role
from data.domain.tasks import PlanState
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.receive_plan import receive_plan
from jobs.ports import World
from jobs.ticks.read_plans import MAX_TRIES, read_plans
from tests.cast import MONDAY, Cast
from tests.plans.stage import Stage, plan_docx

TELEGRAM = Chat("telegram", "bot", "42")


class Fetcher:
    """A channel that gives a file, or fails."""

    def __init__(self, content: bytes, failure: SendFailure | None = None) -> None:
        self._content = content
        self._failure = failure

    async def fetch(self, ref: str) -> AsyncIterator[bytes]:
        if self._failure:
            raise SendError(self._failure, ref)
        yield self._content


@pytest.fixture
def stage(store: Store, files: EvidenceStore) -> Stage:
    return Stage(store, files, MONDAY)


async def waits(stage: Stage, cast: Cast, content: bytes, name: str = "kh.docx") -> int:
    stored = await stage.files.put_bytes(content)
    file = FileRef(name, stored.sha256, sha256=stored.sha256)
    mai = cast.people["Mai"]
    async with stage.store.write() as unit:
        return await receive_plan(
            unit, cast.ward, file, cast.chat("Mai"), MONDAY, f"person:{mai.id}"
        )


async def state(stage: Stage, cast: Cast, plan_id: int) -> PlanState:
    async with stage.store.read() as unit:
        found = await unit.ward(cast.ward.id).plans.get(plan_id)
    assert found is not None
    return found.state


async def test_what_waits_is_read_once(stage: Stage, cast: Cast) -> None:
    plan_id = await waits(stage, cast, plan_docx())
    assert await read_plans(stage.world, MONDAY) == {"read": 1, "refused": 0}
    assert await read_plans(stage.world, MONDAY) == {"read": 0, "refused": 0}
    assert await state(stage, cast, plan_id) is PlanState.DRAFT
    assert (await stage.heard(cast.chat("Mai"))).startswith("Đọc được Kế hoạch 25/KH-UBND")


async def test_a_broken_document_is_refused_in_words_and_the_next_is_read(
    stage: Stage, cast: Cast
) -> None:
    bad = await waits(stage, cast, b"PK\x03\x04" + b"\0" * 200, "hong.docx")
    good = await waits(stage, cast, plan_docx())
    assert await read_plans(stage.world, MONDAY) == {"read": 1, "refused": 1}
    assert await state(stage, cast, bad) is PlanState.DROPPED
    assert await state(stage, cast, good) is PlanState.DRAFT
    assert 'Tệp "hong.docx": ' in await stage.heard(cast.chat("Mai"))


async def test_a_document_without_a_task_table_makes_no_draft(stage: Stage, cast: Cast) -> None:
    plan_id = await waits(stage, cast, "Kế hoạch này có phụ lục kèm theo.".encode(), "kh.txt")
    await read_plans(stage.world, MONDAY)
    assert await state(stage, cast, plan_id) is PlanState.DROPPED
    assert "phụ lục" in await stage.heard(cast.chat("Mai"))


async def test_killed_while_reading_it_is_read_again(stage: Stage, cast: Cast) -> None:
    plan_id = await waits(stage, cast, plan_docx())
    await note(stage, cast, plan_id, tries=1)
    await read_plans(stage.world, MONDAY)
    assert await state(stage, cast, plan_id) is PlanState.DRAFT


async def test_a_document_that_kills_the_reader_is_set_aside_after_three_tries(
    stage: Stage, cast: Cast
) -> None:
    plan_id = await waits(stage, cast, plan_docx())
    await note(stage, cast, plan_id, tries=MAX_TRIES)
    assert await read_plans(stage.world, MONDAY) == {"read": 0, "refused": 1}
    assert await state(stage, cast, plan_id) is PlanState.DROPPED
    assert "chưa đọc được" in await stage.heard(cast.chat("Mai"))


async def note(stage: Stage, cast: Cast, plan_id: int, **more: Any) -> None:
    """Leave what a killed process left: counted, not finished."""
    async with stage.store.write() as unit:
        plans = unit.ward(cast.ward.id).plans
        (unread,) = await plans.unread()
        await plans.note_unread(plan_id, {**unread.note, **more})


@pytest.mark.parametrize(
    ("failure", "left"),
    [
        (None, PlanState.DRAFT),
        (SendFailure.UNREACHABLE, PlanState.READING),
        (SendFailure.THROTTLED, PlanState.READING),
        (SendFailure.REFUSED, PlanState.DROPPED),
    ],
)
async def test_a_document_of_another_channel_is_fetched_first(
    stage: Stage, cast: Cast, failure: SendFailure | None, left: PlanState
) -> None:
    mai = cast.people["Mai"]
    async with stage.store.write() as unit:
        file = FileRef("kh.docx", "file-id-1")
        plan_id = await receive_plan(unit, cast.ward, file, TELEGRAM, MONDAY, f"person:{mai.id}")
    fetchers = {("telegram", "bot"): Fetcher(plan_docx(), failure)}
    world = World(stage.store, stage.files, fetchers=fetchers)
    await read_plans(world, MONDAY)
    assert await state(stage, cast, plan_id) is left


async def test_who_lost_the_right_meanwhile_gets_no_draft(stage: Stage, cast: Cast) -> None:
    plan_id = await waits(stage, cast, plan_docx())
    async with stage.store.write() as unit:
        mai = replace(cast.people["Mai"], roles=frozenset({Role.OFFICER}))
        await unit.ward(cast.ward.id).people.save(mai)
    await read_plans(stage.world, MONDAY)
    assert await state(stage, cast, plan_id) is PlanState.DROPPED


async def test_while_a_draft_is_open_a_new_document_replaces_it_and_says_so(
    stage: Stage, cast: Cast
) -> None:
    first = await waits(stage, cast, plan_docx())
    await read_plans(stage.world, MONDAY)
    await stage.heard(cast.chat("Mai"))
    await waits(stage, cast, plan_docx())
    await read_plans(stage.world, MONDAY + timedelta(minutes=1))
    assert "đã được thay bằng bản này" in await stage.heard(cast.chat("Mai"))
    assert await state(stage, cast, first) is PlanState.DROPPED


async def test_an_officers_document_is_no_plan(stage: Stage, cast: Cast) -> None:
    await stage.says(cast.chat("Hạnh"), files={"ke-hoach.docx": plan_docx()})
    async with stage.store.read() as unit:
        assert await unit.ward(cast.ward.id).plans.unread() == ()
