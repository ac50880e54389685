"""A document is put together while everybody else goes on writing."""

import asyncio
from typing import Any

import pytest

from bot.conversations import documents
from bot.dialog.making import Making, UnmadeError
from jobs.actions.make_documents import Document, workbook
from tests.dialog.conftest import OFFICE, Stage

SLOW = 5
"""Seconds after which somebody has waited in vain."""


async def test_others_write_while_a_workbook_is_made_and_it_says_what_they_wrote(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, made = asyncio.get_running_loop(), []

    async def rename() -> None:
        async with stage.store.write() as unit:
            agencies = unit.ward(stage.cast.ward.id).agencies
            await agencies.rename(stage.cast.agencies[OFFICE], "Văn phòng phường")

    def slow(table: Any) -> Document:
        made.append({row.lead for row in table.rows})
        if len(made) == 1:
            asyncio.run_coroutine_threadsafe(rename(), loop).result(SLOW)
        return workbook(table)

    monkeypatch.setattr(documents, "workbook", slow)
    said = await stage.says("Mai", "bảng excel")
    assert [file.name for file in said.files] == ["tong-hop-tuan-den-19-06-2026.xlsx"]
    assert [OFFICE in leads for leads in made] == [True, False]
    async with stage.store.read() as unit:
        entries = await unit.ward(stage.cast.ward.id).log.read()
    assert [e.kind for e in entries].count("document.made") == 1


async def test_work_that_changes_without_end_is_not_chased_for_ever() -> None:
    making = Making()
    for number in range(3):
        with pytest.raises(UnmadeError) as unmade:
            await making.take(str, number)
        await making.make(unmade.value)
    assert await making.take(str, 1) == "1"
    assert await making.take(str, 99) == "99"
