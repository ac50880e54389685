"""Documents from outside are opened in a process of their own, whose limits they cannot pass."""

import asyncio
import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from data.domain.criteria import CatalogueDraft
from data.domain.drafts import PlanDraft, draft_from_json
from data.domain.staff import StaffList
from data.errors import IntakeError, Place
from data.files.apart import run_apart
from data.texts import intake as words

TIME_LIMIT = 180.0
"""Seconds that a document may take, all told."""
_turn = asyncio.Semaphore(2)
"""Documents opened at once: several people's must not take the whole machine."""


class ReaderFaultError(Exception):
    """A reader failed in a way that nobody foresaw: ours to look at."""


async def read_plan_apart(path: Path, name: str) -> PlanDraft:
    """Return the plan in a file called `name` by its sender; see `jobs.intake.plan.read_plan`.

    Raises IntakeError, also when it takes more than a document may, and ReaderFaultError.
    """
    return draft_from_json(await _read("plan", path, name))


async def read_staff_apart(path: Path, name: str) -> StaffList:
    """Return the staff list in a file. Raises IntakeError and ReaderFaultError."""
    return TypeAdapter(StaffList).validate_python(await _read("staff", path, name))


async def read_criteria_apart(path: Path, name: str) -> CatalogueDraft:
    """Return the criteria in a file. Raises IntakeError and ReaderFaultError."""
    return TypeAdapter(CatalogueDraft).validate_python(await _read("criteria", path, name))


async def find_list_apart(path: Path, name: str) -> StaffList | CatalogueDraft | None:
    """Return the staff list or the criteria in a file; None when it is another kind of document.

    Raises IntakeError when it is a list that cannot be taken, and ReaderFaultError.
    """
    said = await _said("perhaps-list", path, name)
    if said["read"] is None:
        return None
    if said["is"] == "criteria":
        return TypeAdapter(CatalogueDraft).validate_python(said["read"])
    return TypeAdapter(StaffList).validate_python(said["read"])


async def first_page_apart(path: Path, name: str) -> str:
    """Return the words of a document's first page; "" when there are none that can be read."""
    try:
        return str(await _read("first-page", path, name))
    except (IntakeError, ReaderFaultError):
        return ""


async def _read(kind: str, path: Path, name: str) -> Any:
    return (await _said(kind, path, name))["read"]


async def _said(kind: str, path: Path, name: str) -> dict[str, Any]:
    async with _turn:
        printed, is_whole = await run_apart(
            "jobs.intake.open_document", kind, path, name, seconds=TIME_LIMIT
        )
    if not is_whole:
        raise IntakeError(words.bomb(), Place(file=name))
    said: dict[str, Any] = json.loads(printed)
    if "fault" in said:
        raise ReaderFaultError(said["fault"])
    if "refused" in said:
        raise IntakeError(said["refused"], Place(file=name))
    return said
